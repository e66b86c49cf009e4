"""Facts: one figure each, with its source; and how a figure stands in a text.

In the files of data/ a figure is written `[64 %](F-0042)`; `cite` turns it into a link to the source with
the fact's id as title. In a notebook's text cells it is written out: `[64 %](https://doi.org/... "F-0042")`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables import sources
from kapcourse.tables.files import data_folder, read_table
from kapcourse.tables.records import CourseError, unique

Status = Literal["VERIFIED", "DERIVED", "JUDGEMENT"]
LABELS = {"DERIVED": " (derived)", "JUDGEMENT": " (judgement)"}
# An address may hold brackets in pairs, as older DOIs do: 10.1016/s0006-3223(99)00230-9.
LINK = re.compile(r"""\[([^\]]+)\]\(\s*((?:[^\s()"]|\([^\s()]*\))+)?\s*(?:"([^"]*)")?\s*\)""")
SHORT_LINK = re.compile(r"\[([^\]]+)\]\((F-\d{4})\)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Sourced:
    """What every row of a table of figures has. `place` says where in the source it stands, or how it was derived."""

    id: str
    source: str
    place: str
    status: Status
    tier: sources.Tier

    @property
    def label(self):
        """The words that must stand beside what the row gives: empty for a verified one."""
        return LABELS.get(self.status, "")


@dataclass(frozen=True)
class Fact(Sourced):
    """One row of data/facts.csv: a figure, as it is printed, and what it says."""

    statement: str
    value: str = ""
    unit: str = ""


@cache
def load(folder=None):
    """All facts by id. Raises CourseError for a bad row or a source that does not exist."""
    return read_sourced("facts.csv", Fact, folder, _fault)


def read_sourced(file, cls, folder=None, fault_of=None):
    """The rows of a file of data/ as records of `cls`, a kind of `Sourced`, by id and in the order of the file.

    fault_of: a function that says what is wrong with a row, in words, or None.
    Raises CourseError for a bad row, a source that does not exist, or a fault.
    """
    table = unique(read_table((folder or data_folder()) / file, cls), f"data/{file}")
    for row in table.values():
        where = f"data/{file}, row {row.id}"
        sources.require([row.source], where, folder)
        fault = fault_of(row) if fault_of else None
        if fault:
            raise CourseError(f"{where}: {fault}.")
    return table


def cite(text):
    """The text with every `[figure](F-0042)` written out as a link to its source, labelled where due.

    Raises CourseError for an id that is not in data/facts.csv.
    """
    return SHORT_LINK.sub(_written_out, text)


def plain(text):
    """The text without links, for places that show no links: "64 % (derived)"."""
    text = SHORT_LINK.sub(lambda m: m[1] + get(m[2]).label, text)
    return LINK.sub(r"\1", text).replace("*", "")


def _fault(fact):
    if not re.fullmatch(r"F-\d{4}", fact.id):
        return "expected an id like F-0042"
    if re.fullmatch(r"-?\d+,\d{1,2}", fact.value):
        return f"value is '{fact.value}'; decimals stand after a point, like {fact.value.replace(',', '.')}"
    if fact.unit and not fact.value:
        return f"value is missing, and unit is '{fact.unit[:40]}'"
    if "%" in fact.value:
        return f"value is {fact.value[:40]!r}; the sign % stands in unit"
    return None


def _written_out(match):
    fact = get(match[2])
    return f'[{match[1]}]({sources.load()[fact.source].link} "{fact.id}"){fact.label}'


def get(name):
    """The fact called `name`. Raises CourseError if there is none."""
    try:
        return load()[name]
    except KeyError:
        raise CourseError(f"fact {name} is cited but not in data/facts.csv.") from None


def numbers(name):
    """The numbers in a fact's value, in order: "1,806" gives [1806.0], "-6.7 to 15.2" gives [-6.7, 15.2]."""
    return [float(found) for found in _NUMBER.findall(get(name).value.replace(",", ""))]


def of_a_hundred(name):
    """A fact like "7 of 17" as a whole number of a hundred."""
    part, whole = numbers(name)
    return round(100 * part / whole)
