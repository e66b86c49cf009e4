"""Steps of preparation with infusion and in KAP, and what is known of each; data/steps.yaml.

No line means that no source was found. It does not mean that nobody does it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables import sources
from kapcourse.tables.facts import Sourced
from kapcourse.tables.files import data_folder, read_list
from kapcourse.tables.records import CourseError, unique

KNOWN = "known"
SIDES = {"infusion": "With infusion", "kap": "In KAP", KNOWN: "What is known of its effect"}
PRACTICE = {"advice": "advice", "one": "what one clinic, programme or study does"}
EVIDENCE = {  # the firmest first
    "chance": "varied by chance, with ketamine",
    "elsewhere": "compared in other care, without ketamine",
    "link": "seen beside results, nobody varied it",
    "told": "what patients tell",
}
NOTHING = "nothing found"
WHO = {"nurse": "Nurse", "therapist": "Therapist", "prescriber": "Prescriber", "patient": "Patient",
       "team": "The team"}


@dataclass(frozen=True)
class Line(Sourced):
    """What one source says of a step: who does it on one side, or what is known of its effect."""

    side: Literal["infusion", "kap", "known"]
    grade: Literal["advice", "one", "chance", "elsewhere", "link", "told"]
    words: str
    who: Literal["nurse", "therapist", "prescriber", "patient", "team", ""] = ""


@dataclass(frozen=True)
class Step:
    """One step of preparation with its lines."""

    id: str
    title: str
    lines: list[Line]


@cache
def load(folder=None):
    """All steps by id. Raises CourseError for a bad field, a grade of the wrong kind or an unknown source."""
    table = unique(read_list((folder or data_folder()) / "steps.yaml", Step, "step"), "data/steps.yaml")
    unique([line for step in table.values() for line in step.lines], "data/steps.yaml")
    for step in table.values():
        for line in step.lines:
            _check(line, f"data/steps.yaml, step {step.id}, line {line.id}", folder)
    return table


def sources_used(folder=None):
    """Keys of the sources that the lines rest on."""
    return {line.source for step in load(folder).values() for line in step.lines}


def _check(line, where, folder):
    known = line.side == KNOWN
    grades = EVIDENCE if known else PRACTICE
    if line.grade not in grades:
        raise CourseError(f"{where}: grade is '{line.grade}'; expected {' or '.join(grades)} for side '{line.side}'.")
    if known == bool(line.who):
        raise CourseError(f"{where}: who is '{line.who}'; expected {'nothing' if known else ' or '.join(WHO)}.")
    sources.require([line.source], where, folder)
