"""The comparison: approaches, the attributes people ask about, and one cell for each pair."""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from kapcourse.tables.files import data_folder, read_yaml, shown
from kapcourse.tables.records import CourseError, record, unique

Certainty = Literal["high", "moderate", "low", "very_low", "practice", "unknown"]
Difference = Literal["custom", "evidence", "not_compared", "same"]

CERTAINTY_WORDS = {
    "high": "high certainty",
    "moderate": "moderate certainty",
    "low": "low certainty",
    "very_low": "very low certainty",
    "practice": "a description of practice",
    "unknown": "no source found",
}


DIFFERENCE_WORDS = {
    "custom": "a difference in custom",
    "evidence": "a difference in how much was tested",
    "not_compared": "not compared",
    "same": "the same, as far as known",
}


@dataclass(frozen=True)
class Approach:
    """One way of treatment; `compared` ones are the course's subject, the others are context."""

    id: str
    name: str
    short: str
    role: Literal["compared", "context"]
    description: str


@dataclass(frozen=True)
class Matter:
    """Something that can matter to a person who chooses; a filter of the comparator."""

    id: str
    name: str


@dataclass(frozen=True)
class Cell:
    """What is known of one attribute of one approach, and how firmly."""

    value: str
    certainty: Certainty
    status: Literal["VERIFIED", "DERIVED", "JUDGEMENT", "UNKNOWN"]
    certainty_status: Literal["VERIFIED", "JUDGEMENT"] | None = None
    traits: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Attribute:
    """One thing people ask about; `difference` classes infusion against KAP only."""

    id: str
    name: str
    question: str
    matters: list[str]
    difference: Difference
    why: str
    cells: dict[str, Cell]
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """The whole of data/approaches.yaml."""

    approaches: list[Approach]
    matters: list[Matter]
    attributes: list[Attribute]

    def attribute(self, name):
        """The attribute called `name`. Raises CourseError if there is none."""
        for attribute in self.attributes:
            if attribute.id == name:
                return attribute
        raise CourseError(f"data/approaches.yaml has no attribute '{name}'.")

    def traits(self, approach):
        """All traits of an approach in one dict, from its cells."""
        return {k: v for a in self.attributes for k, v in a.cells[approach].traits.items()}


@cache
def load(folder=None):
    """The comparison. Raises CourseError for a bad field, a missing cell or an unknown name."""
    path = (folder or data_folder()) / "approaches.yaml"
    table = record(Comparison, read_yaml(path), shown(path))
    for part in (table.approaches, table.matters, table.attributes):
        unique(part, shown(path))
    approaches, matters = {a.id for a in table.approaches}, {m.id for m in table.matters}
    for attribute in table.attributes:
        where = f"{shown(path)}, attribute {attribute.id}"
        for name in sorted(approaches ^ set(attribute.cells)):
            raise CourseError(f"{where}: cell '{name}' is {'missing' if name in approaches else 'not an approach'}.")
        for name in attribute.matters:
            if name not in matters:
                raise CourseError(f"{where}: matters names '{name}', which is not in the list of matters.")
        for name, cell in attribute.cells.items():
            if (cell.certainty == "unknown") != (cell.status == "UNKNOWN"):
                raise CourseError(f"{where}, cell {name}: certainty unknown and status UNKNOWN go together.")
    return table
