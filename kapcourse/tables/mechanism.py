"""The receptor story as data: affinities, interactions with other medicines, and hypotheses with both their sides."""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from kapcourse.tables import sources
from kapcourse.tables.facts import Sourced, read_sourced
from kapcourse.tables.files import data_folder, read_list
from kapcourse.tables.records import CourseError, unique

GRADES = {
    "strong": "strong: evidence of more than one kind, in people, agrees",
    "moderate": "moderate: the evidence agrees, but in people it is indirect or missing",
    "weakened": "weakened: a direct test in people went against it",
    "contested": "contested: laboratories disagree, and in people the data point the other way",
    "unresolved": "unresolved: direct tests in people disagree with each other",
}
Grade = Literal["strong", "moderate", "weakened", "contested", "unresolved"]
WHO = {"people": "In people", "animals": "In animals", "cells": "In cells or tissue", "theory": "By calculation"}


@dataclass(frozen=True)
class Affinity(Sourced):
    """How tightly a substance holds a target. value: µmol/L; the lower, the tighter.

    Ki: the free level at which half of the target is taken. IC50: the level that halves what the target does.
    """

    target: str
    compound: str
    drug: Literal["S", "R", "racemate", "S-norketamine", "R-norketamine", "hydroxynorketamine"]
    measure: Literal["Ki", "IC50"]
    value: float
    unit: Literal["µmol/L"]
    system: str


@dataclass(frozen=True)
class Interaction(Sourced):
    """What another medicine does to S-ketamine by one route.

    fold: area under the curve with it, over that without it; None where the source saw no increase and prints no
    figure.  note: what is said of it then.
    """

    medicine: str
    effect: str
    route: Literal["oral", "iv"]
    printed: str
    people: int
    fold: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Evidence:
    """One line for or against a hypothesis, and in whom it was seen."""

    who: Literal["people", "animals", "cells", "theory"]
    text: str
    sources: list[str]


@dataclass(frozen=True)
class Hypothesis:
    """One idea of how ketamine works. `grade` is the course's own judgement; `wrong` answers the other grades."""

    id: str
    name: str
    says: str
    grade: Grade
    why: str
    settle: str
    evidence_for: list[Evidence]
    evidence_against: list[Evidence]
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def against_in_people(self):
        """Whether some evidence against it was seen in people."""
        return any(line.who == "people" for line in self.evidence_against)


@cache
def receptors(folder=None):
    """All affinities by id. Raises CourseError for a bad row or an unknown source."""
    return read_sourced("receptors.csv", Affinity, folder, lambda row: _not_above_0(row, "value"))


@cache
def interactions(folder=None):
    """All interactions by id. Raises CourseError for a bad row or an unknown source."""
    return read_sourced("interactions.csv", Interaction, folder, lambda row: _not_above_0(row, "fold"))


@cache
def hypotheses(folder=None):
    """All hypotheses by id. Raises CourseError for a bad field, a side without evidence or a grade without answer."""
    path = (folder or data_folder()) / "hypotheses.yaml"
    table = unique(read_list(path, Hypothesis, "hypothesis"), "data/hypotheses.yaml")
    for hypothesis in table.values():
        where = f"data/hypotheses.yaml, hypothesis {hypothesis.id}"
        for side in ("evidence_for", "evidence_against"):
            if not getattr(hypothesis, side):
                raise CourseError(f"{where}: {side} is empty; both sides are shown.")
        sources.require([key for line in _lines(hypothesis) for key in line.sources], where, folder)
        if set(hypothesis.wrong) != set(GRADES) - {hypothesis.grade}:
            raise CourseError(f"{where}: wrong must answer each grade but '{hypothesis.grade}': {', '.join(GRADES)}.")
    return table


def sources_used(folder=None):
    """Keys of the sources that the three tables rest on."""
    named = {row.source for row in [*receptors(folder).values(), *interactions(folder).values()]}
    return named | {key for h in hypotheses(folder).values() for line in _lines(h) for key in line.sources}


def _lines(hypothesis):
    return [*hypothesis.evidence_for, *hypothesis.evidence_against]


def _not_above_0(row, amount):
    value = getattr(row, amount)
    return None if value is None or value > 0 else f"{amount} must be above 0"
