"""Who does what around a dose, by setting and by source; data/roles.csv.

No row means that no source was found. It does not mean that nobody does it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables import safety
from kapcourse.tables.facts import Sourced, read_sourced

ANY = "any"  # what a source asks for wherever ketamine (not esketamine) is given for mental health
SETTINGS = {name: words for name, (words, _) in safety.SETTINGS.items()}
FORCES = {"mandatory": "mandatory, a condition of supply", "advice": "advice of an authority or a society",
          "authors": "guidelines by two clinicians", "one": "what one clinic, company or study does or says"}
TASKS = {
    "interview": "Interview and assess before", "body": "Assess the body before", "plan": "Plan the whole treatment",
    "dose": "Decide on the drug and the dose", "prepare": "Prepare the person",
    "watch": "Stay and watch during the dose", "support": "Support the person during the dose",
    "reaction": "Treat an adverse reaction", "crisis": "Act in a psychiatric emergency",
    "integrate": "Support the person afterwards",
}
WHO = {"prescriber": "Prescriber", "medical": "Medical professional", "mental": "Mental health professional",
       "coach": "Coach", "lay": "An adult who is no health professional"}


@dataclass(frozen=True)
class Role(Sourced):
    """Who does one task in one setting, by one source, and with what force."""

    setting: Literal["any", "iv", "im", "sublingual", "esketamine", "home"]
    task: Literal["interview", "body", "plan", "dose", "prepare", "watch", "support", "reaction", "crisis", "integrate"]
    who: Literal["prescriber", "medical", "mental", "coach", "lay"]
    force: Literal["mandatory", "advice", "authors", "one"]
    words: str


@cache
def load(folder=None):
    """All rows by id. Raises CourseError for a bad row or an unknown source."""
    return read_sourced("roles.csv", Role, folder)


def sources_used(folder=None):
    """Keys of the sources that the rows rest on."""
    return {row.source for row in load(folder).values()}
