"""What is known of the clocks of a day with ketamine: marks on one time axis, and schedules of repeated doses.

Levels in plasma are not kept here: they are computed. A course over time that is known in words only is a schematic.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables import pharmacokinetics
from kapcourse.tables.facts import Sourced, read_sourced

MARKS, SCHEDULES = "timecourses.csv", "schedules.csv"
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class Schedule(Sourced):
    """When doses are given again. routes: where it was reported; days: of each dose, from day 0."""

    name: str
    routes: str
    days: str

    @property
    def hours(self):
        """The times of the doses in hours."""
        return tuple(24.0 * float(day) for day in self.days.split())


@dataclass(frozen=True)
class Mark(Sourced):
    """One thing that is known of one clock.

    start, end: minutes after the start of the first dose.  doses, minutes: what it holds for, any if empty.
    schedules: "once" or names of data/schedules.csv.  value, low, high: in `unit`; SD is a standardised difference,
    reported is 1 for yes and 0 for no.
    """

    lane: Literal["dissociation", "pressure", "mood", "hours"]
    kind: Literal["measured", "schematic", "planned"]
    route: str
    schedules: str
    start: float
    words: str
    end: float | None = None
    doses: str = ""
    minutes: float | None = None
    care: Literal["alone", "kap", "either"] = "either"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Literal["mmHg", "SD", "reported"] | None = None
    people: int | None = None
    comparator: str = ""

    @property
    def dose_values(self):
        """`doses` as numbers, in the route's own unit."""
        return tuple(map(float, self.doses.split()))


@dataclass(frozen=True)
class Timecourses:
    """Both tables by id."""

    marks: dict[str, Mark]
    schedules: dict[str, Schedule]


@cache
def load(folder=None):
    """The tables. Raises CourseError for a bad row, or a source, route or schedule that does not exist."""
    routes = pharmacokinetics.load(folder).routes
    schedules = read_sourced(SCHEDULES, Schedule, folder,
                             lambda row: _route_fault(row.routes, routes) or _schedule_fault(row))
    marks = read_sourced(MARKS, Mark, folder,
                         lambda row: _route_fault(row.route, routes) or _mark_fault(row, schedules))
    return Timecourses(marks, schedules)


def sources_used(folder=None):
    """Keys of the sources that the tables rest on."""
    found = load(folder)
    return {row.source for table in (found.marks, found.schedules) for row in table.values()}


def _route_fault(named, routes):
    unknown = [name for name in named.split() if name not in routes]
    return f"route '{unknown[0]}' is not in data/pk_routes.csv" if unknown else None


def _schedule_fault(row):
    try:
        days = list(row.hours)
    except ValueError:
        return f"days is '{row.days}'; expected numbers like 0 2 4"
    if not days or days[0] != 0 or days != sorted(set(days)):
        return "days must begin with 0 and rise"
    return None


def _mark_fault(row, schedules):
    for name in row.schedules.split():
        if name != "once" and name not in schedules:
            return f"schedule '{name}' is not in data/{SCHEDULES}"
    try:
        _ = row.dose_values
    except ValueError:
        return f"doses is '{row.doses}'; expected numbers like 56 84"
    if row.start < 0 or (row.end is not None and row.end <= row.start):
        return "start and end must not be below 0 and stand in order"
    if row.kind == "schematic" and row.value is not None:
        return "a schematic has no value"
    if row.kind != "schematic" and (row.kind == "planned") != (row.lane == "hours"):
        return "hours are planned or schematic, and nothing else is planned"
    if (row.value is None) != (row.unit is None) or (row.value is None and (row.low, row.high) != (None, None)):
        return "value and unit go together, and low and high need them"
    if row.kind != "measured" and row.end is None:
        return "a block needs an end"
    if None not in (row.low, row.value, row.high) and not row.low <= row.value <= row.high:
        return "low, value and high must stand in order"
    return None
