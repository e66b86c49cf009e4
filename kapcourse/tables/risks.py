"""Risks with a fair comparison: two groups over one time, in one trial or pool, and what a risk display must have.

The checklist follows the items on probabilities of an instrument for decision aids, in the course's own words.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables import sources
from kapcourse.tables.approaches import CERTAINTY_WORDS
from kapcourse.tables.facts import Sourced, read_sourced
from kapcourse.tables.files import data_folder, read_list
from kapcourse.tables.records import unique

RISKS, CHECKLIST = "risks.csv", "risk_checklist.yaml"


@dataclass(frozen=True)
class Risk(Sourced):
    """How many of a hundred, with a treatment and beside it.

    percent, other_percent: of people with the outcome, in the group given `given` and in the one given `other`.
    low, high: 95 % interval of their difference, percentage points.  happened, not_happened: both frames in words
    ("got better", "did not get better").  certainty_status: whose rating it is.
    """

    outcome: str
    given: str
    other: str
    population: str
    period: str
    people: int
    percent: float
    other_percent: float
    low: float
    high: float
    happened: str
    not_happened: str
    certainty: Literal["high", "moderate", "low", "very_low"]
    certainty_status: Literal["VERIFIED", "JUDGEMENT"]
    note: str = ""

    @property
    def certainty_words(self):
        """The certainty in words, with whose judgement it is."""
        return CERTAINTY_WORDS[self.certainty] + (" (our judgement)" if self.certainty_status == "JUDGEMENT" else "")


@dataclass(frozen=True)
class Check:
    """One thing that a display of a risk must have, in our words.

    source and place: where the item was read.  instrument: the source of the instrument that it belongs to.
    """

    id: str
    asks: str
    source: str
    place: str
    instrument: str


@cache
def load(folder=None):
    """All rows of data/risks.csv by id. Raises CourseError for a bad row or an unknown source."""
    return read_sourced(RISKS, Risk, folder, _fault)


@cache
def checklist(folder=None):
    """The items that a risk display is checked against, by id. Raises CourseError for a bad field or source."""
    table = unique(read_list((folder or data_folder()) / CHECKLIST, Check, "check"), f"data/{CHECKLIST}")
    for check in table.values():
        sources.require((check.source, check.instrument), f"data/{CHECKLIST}, check {check.id}", folder)
    return table


def sources_used(folder=None):
    """Keys of the sources that risks and checklist rest on."""
    checks = checklist(folder).values()
    return {row.source for row in (*load(folder).values(), *checks)} | {check.instrument for check in checks}


def _fault(row):
    for name in ("percent", "other_percent"):
        if not 0 <= getattr(row, name) <= 100:
            return f"{name} is {getattr(row, name):g}; expected 0 to 100"
    if not -100 <= row.low <= row.high <= 100:
        return f"low and high are {row.low:g} and {row.high:g}; expected an interval of percentage points"
    if not row.low <= row.percent - row.other_percent <= row.high:
        return "the difference of the two groups lies outside its interval"
    return None
