"""How long a benefit lasts, as data: one figure a row, with who was counted and how the study was made."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables import sources
from kapcourse.tables.facts import Sourced
from kapcourse.tables.files import data_folder, read_table
from kapcourse.tables.records import CourseError, unique

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
    table = unique(read_table((folder or data_folder()) / "durability.csv", Duration), "data/durability.csv")
    works = sources.load(folder)
    for row in table.values():
        fault = _fault(row, works)
        if fault:
            raise CourseError(f"data/durability.csv, row {row.id}: {fault}.")
    return table


def sources_used(folder=None):
    """Keys of the sources that the table rests on."""
    return {row.source for row in load(folder).values()}


def _fault(row, works):
    if row.source not in works:
        return f"source '{row.source}' is not in data/sources.csv"
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
