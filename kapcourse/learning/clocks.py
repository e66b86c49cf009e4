"""The clocks of a day with ketamine: levels in plasma over weeks, what is known of the others, and lesson 04's keys."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from kapcourse.learning import kinetics, regimens
from kapcourse.learning.regimens import Regimen
from kapcourse.tables import timecourses
from kapcourse.tables.timecourses import MINUTES_A_DAY

LANES = ("dissociation", "pressure", "mood", "hours")
ONCE = "once"
LAST = 42 * MINUTES_A_DAY
_AFTER_A_DOSE = np.append(np.arange(0, 240, 2.5), np.geomspace(240, LAST, 90))  # minutes
_GRID = np.geomspace(5, LAST, 120)


@dataclass(frozen=True)
class Levels:
    """Levels in ng/mL of the typical person, at `minutes` after the start of the first dose."""

    minutes: np.ndarray
    ketamine: np.ndarray
    norketamine: np.ndarray | None

    def at(self, minute, drug="ketamine"):
        """The level at a minute, ng/mL."""
        return float(np.interp(minute, self.minutes, getattr(self, drug)))

    def until(self, minute):
        """The Levels before a minute."""
        before = self.minutes < minute
        return Levels(self.minutes[before], *(None if curve is None else curve[before]
                                              for curve in (self.ketamine, self.norketamine)))

    def peak_at(self, drug="ketamine"):
        """The minute of the highest level."""
        return float(self.minutes[getattr(self, drug).argmax()])

    def falls_to(self, share):
        """The minute after the peak at which this share of the highest ketamine is left, None if not by the end."""
        peak = int(self.ketamine.argmax())
        low = np.flatnonzero(self.ketamine[peak:] <= share * self.ketamine[peak])
        return float(self.minutes[peak + low[0]]) if low.size else None


def plasma(given):
    """The Levels of a `regimens.Regimen`, over six weeks; 1 mg is simulated once, where a dose is a multiple of it."""
    one = regimens.per_milligram(given)
    if one is None:
        return _simulated(given)
    unit = _simulated(one)
    return Levels(unit.minutes, *(None if curve is None else curve * given.milligrams
                                  for curve in (unit.ketamine, unit.norketamine)))


def schedules(route):
    """{name: words} of the schedules that a source reports for a route, once first."""
    rows = timecourses.load().schedules.values()
    return {ONCE: "Once"} | {row.id: row.name for row in rows if route in row.routes.split()}


def dose_times(schedule):
    """The times of the doses of a schedule in hours."""
    return (0.0,) if schedule == ONCE else timecourses.load().schedules[schedule].hours


def second_dose(schedule):
    """The minute of the second dose; infinite where there is only one."""
    times = dose_times(schedule)
    return times[1] * 60 if len(times) > 1 else np.inf


def known(route, dose, minutes, schedule, care):
    """({lane: [Mark]}, {lane: words}): what is known of each clock, and for the others why nothing is shown.

    dose in the route's unit; minutes of an infusion or None; care: "alone" or "kap". A mark of one dose holds in a
    course until the second dose.
    """
    found, silent = {}, {}
    for lane in LANES:
        of_route = [mark for mark in timecourses.load().marks.values()
                    if (mark.lane, mark.route) == (lane, route) and mark.care in ("either", care)]
        of_schedule = [mark for mark in of_route if _in_schedule(mark, schedule)]
        holding = [mark for mark in of_schedule if _at_dose(mark, dose, minutes)]
        if holding:
            found[lane] = holding
        else:
            silent[lane] = ("not known at this dose and speed" if of_schedule and minutes is not None else
                            "not known at this dose" if of_schedule else
                            "not known for this schedule" if of_route else "not known for this route")
    return found, silent


def _in_schedule(mark, schedule):
    names = mark.schedules.split()
    second = second_dose(schedule)
    return schedule in names or (ONCE in names and mark.start < second and (mark.end or 0) <= second)


def _at_dose(mark, dose, minutes):
    return (not mark.doses or any(np.isclose(dose, value) for value in mark.dose_values)) and (
        mark.minutes is None or mark.minutes == minutes)


@lru_cache(maxsize=64)
def _simulated(given):
    starts = 60 * np.array(given.times)
    turns = [] if given.minutes is None else starts + given.minutes
    minutes = np.unique(np.concatenate([_GRID, turns, *(start + _AFTER_A_DOSE for start in starts)]))
    minutes = minutes[minutes <= LAST]
    profile = regimens.levels(given, minutes / 60)
    return Levels(minutes, profile.ketamine, profile.norketamine)


# The comparisons of lesson 04.

INFUSION = kinetics.REGIMENS["infusion"]
INJECTION = Regimen("im", INFUSION.milligrams)


@cache
def levels_of(route):
    """The Levels of lesson 02's drip ("iv") or of the same dose into a muscle ("im"), at 70 kg."""
    return plasma({"iv": INFUSION, "im": INJECTION}[route])


def share_of_peak(route, minute):
    """Ketamine at a minute as a share of the day's peak."""
    levels = levels_of(route)
    return levels.at(minute) / levels.ketamine.max()


def minute_of(clock):
    """The minute of an event: of the model (`ketamine_peak`, `norketamine_peak`) or of a mark of the table."""
    drug = clock.removesuffix("_peak")
    return levels_of("iv").peak_at(drug) if drug != clock else timecourses.load().marks[clock].start


def first_rating_without_dissociation():
    """The minute of the first rating at which no dissociation was reported."""
    return min(mark.start for mark in timecourses.load().marks.values() if mark.unit == "reported" and not mark.value)


def midazolam_over_saline():
    """The effect a day later against midazolam over that against saline, in the trials of one analysis."""
    marks = timecourses.load().marks
    return marks["mood_day1_midazolam"].value / marks["mood_day1_saline"].value


def part_of_peak(route, minute):
    """above_half, between or under_tenth, by `share_of_peak`."""
    share = share_of_peak(route, minute)
    return "above_half" if share > 0.5 else "between" if share >= 0.1 else "under_tenth"


def print_levels():
    """Print the levels behind the comparisons of lesson 04."""
    lines = [f"Base model, {INFUSION.milligrams} mg, 70 kg: ketamine in ng/mL, and as a share of the day's peak",
             f"{'minute':>8}{f'drip over {INFUSION.minutes} min':>20}{'share':>8}{'into a muscle':>20}{'share':>8}"]
    for minute in (30, 40, 60, 80, 110, 150, 180, 230, MINUTES_A_DAY):
        row = "".join(f"{levels_of(route).at(minute):20.1f}{share_of_peak(route, minute):8.1%}"
                      for route in ("iv", "im"))
        lines.append(f"{minute:8.0f}{row}")
    print("\n".join(lines))


def print_events(names):
    """Print when each event happens, in minutes and days."""
    print("\n".join(f"{name:20}{minute_of(name):10.0f} min{minute_of(name) / MINUTES_A_DAY:8.2f} days"
                    for name in sorted(names, key=minute_of)))


def print_effects():
    """Print the effects a day later, by comparison group, and the one against midazolam over that against saline."""
    marks = [mark for mark in timecourses.load().marks.values() if mark.unit == "SD" and mark.start == MINUTES_A_DAY]
    lines = [f"{mark.value:6.2f} ({mark.low:g} to {mark.high:g}) against {mark.comparator}, {mark.source}"
             for mark in marks]
    print("\n".join([*lines, f"midazolam over saline: {midazolam_over_saline():.0%}"]))
