"""How long a benefit lasts, as data: one figure a row, with who was counted and how the study was made."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables.facts import Sourced, read_sourced

UNITS = {"median days to relapse": "days", "mean days to relapse": "days", "still well": "%", "hazard ratio": "ratio",
         "effect size": "d"}


@dataclass(frozen=True)
class Duration(Sourced):
    """One figure. exposure: the group it belongs to; words: what was given.

    counted: everyone treated, only those who had responded (or recovered), or only those of them who relapsed.
    days: when the share was counted, since the last dose or since the dose if it was one.  n: people counted, if seen.
    control: what the comparison group showed, in words.  note: shown.
    """

    exposure: Literal["single", "course", "course with therapy", "maintenance", "ECT"]
    words: str
    quantity: Literal["median days to relapse", "mean days to relapse", "still well", "hazard ratio", "effect size"]
    value: float
    unit: str
    design: str
    population: str
    counted: Literal["treated", "responders", "relapsed"]
    days: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    control: str = ""
    note: str = ""


@cache
def load(folder=None):
    """All rows by id. Raises CourseError for a bad row or a source that does not exist."""
    return read_sourced("durability.csv", Duration, folder, _fault)


def sources_used(folder=None):
    """Keys of the sources that the table rests on."""
    return {row.source for row in load(folder).values()}


def _fault(row):
    if row.unit != UNITS[row.quantity]:
        return f"unit is '{row.unit}'; expected {UNITS[row.quantity]}"
    if row.quantity == "still well" and not (row.days and 0 <= row.value <= 100):
        return "a share needs its days and lies between 0 and 100"
    if row.value < 0 or (row.n is not None and row.n < 1):
        return "value must not be below 0, and n not below 1"
    if not (row.low if row.low is not None else row.value) <= row.value <= (
            row.high if row.high is not None else row.value):
        return "low, value and high must be in order"
    return None
