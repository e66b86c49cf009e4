"""The comparisons of lesson 10: what is left in the blood on leaving, what breaks a plan, who measures when."""

from functools import cache

from kapcourse.learning import clocks, kinetics, planning
from kapcourse.tables import facts
from kapcourse.tables.plans import Fault
from kapcourse.tables.records import CourseError, named

REGIMENS = {"iv": clocks.INFUSION, "im": clocks.INJECTION, "sublingual": kinetics.REGIMENS["lozenge"]}
MINUTES = {"minutes": 1, "hours": 60}


@cache
def levels(route):
    """The `clocks.Levels` of the lesson's drip, injection or lozenge in a typical person. Raises CourseError."""
    return clocks.plasma(named(REGIMENS, route, "there is no regimen"))


def left(route, minute):
    """Ketamine at a minute after the start of the dose, in percent of the day's peak."""
    found = levels(route)
    return 100 * found.at(minute) / found.ketamine.max()


def band(route, minute):
    """most, half, some or little: above 75 %, from 50, from 25, or below 25 % of the day's peak is left."""
    share = left(route, minute)
    return "most" if share > 75 else "half" if share >= 50 else "some" if share >= 25 else "little"


def peaks_earlier():
    """How many minutes sooner after its start the injection peaks than the drip."""
    return levels("iv").peak_at() - levels("im").peak_at()


def broken_by(shape, block, change, folder=None):
    """Ids of the rules of the session planner that one change to a published shape breaks.

    Rules that the shape itself departs from are left out. change: {at, by, every, until} of `block`.
    Raises CourseError for a shape or block that the planner lacks.
    """
    one = planning.planner("session", folder)
    for name, known in ((shape, one.shapes), (block, one.blocks)):
        if name not in [thing.id for thing in known]:
            raise CourseError(f"the session planner has no '{name}'. It has {', '.join(t.id for t in known)}.")
    base = one.shape(shape)
    placed = one.changed(Fault("", shape, "", block, change))
    return [rule for rule in planning.broken(one, base.approach, placed) if rule not in base.departs]


def first_minute(fact):
    """The first moment that a fact in minutes or hours names, in minutes. Raises CourseError for another unit."""
    unit = facts.get(fact).unit
    if unit not in MINUTES:
        raise CourseError(f"fact {fact} is in '{unit}'; expected {' or '.join(MINUTES)}.")
    return facts.numbers(fact)[0] * MINUTES[unit]


def print_left(moments):
    """Print what is left at each (route, minute): the level, and its share of the day's peak."""
    print(f"Base model, 70 kg\n{'route':12}{'minute':>8}{'ng/mL':>9}{'of the peak':>13}")
    for route, minute in moments:
        print(f"{route:12}{minute:8.0f}{levels(route).at(minute):9.1f}{left(route, minute):12.0f}%")


def print_peaks():
    """Print when drip and injection of the same dose peak, and both levels ten minutes after the start."""
    for route in ("iv", "im"):
        found = levels(route)
        print(f"{route:4}peak {found.ketamine.max():.0f} ng/mL at {found.peak_at():.0f} min; at ten minutes "
              f"{found.at(10):.0f} ng/mL")
    print(f"the injection peaks {peaks_earlier():.0f} minutes earlier; at ten minutes its level is "
          f"{levels('im').at(10) / levels('iv').at(10):.1f} times the drip's")


def print_changes(changes):
    """Print which rules of the session planner each (shape, block, change) breaks."""
    for shape, block, change in changes:
        found = ", ".join(broken_by(shape, block, change)) or "no rule"
        print(f"{shape}, {block} {change}: {found}")


def print_readings(names):
    """Print when each fact has blood pressure measured again after the start of the dose, the soonest first."""
    for name in sorted(names, key=first_minute):
        print(f"{first_minute(name):5.0f} min  {facts.load()[name].source}: {facts.load()[name].statement}")
