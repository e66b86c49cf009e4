"""The explorers of the lessons, and the claim bench, `explore.claim("P09")`."""

from kapcourse.tables import approaches as _approaches
from kapcourse.tables import claims as _claims
from kapcourse.tables.records import CourseError
from kapcourse.widgets.bench import Bench, Waiting
from kapcourse.widgets.comparator import Comparator
from kapcourse.widgets.evidence import EvidenceMap
from kapcourse.widgets.panel import show
from kapcourse.widgets.screening import Room


def approaches():
    """Infusion and KAP attribute by attribute: what is known, how firmly, from where."""
    return show(lambda: Comparator(_approaches.load()))


def dose_and_route():
    """Levels after up to three regimens, side by side: dose, route, duration, repeats, weight."""
    return show(_dose_and_route)


def affinities():
    """What ketamine and its products hold on to, and how tightly."""
    return show(lambda: _mechanism().Affinities())


def occupancy():
    """How much of each target is taken over time after a regimen, with the share that is bound to protein."""
    return show(lambda: _mechanism().Occupancy())


def interactions():
    """What other medicines do to swallowed ketamine and to the drip, on one axis."""
    return show(lambda: _mechanism().Interactions())


def evidence_map():
    """Grade the hypotheses of how ketamine works, then compare with the sources."""
    return show(EvidenceMap)


def timeline():
    """Plasma, dissociation, blood pressure, mood and the hours with staff on one axis, from minutes to weeks."""
    return show(_timeline)


def screening_room():
    """The screening room: choose an invented person, ask, decide, and see what the criteria make of it."""
    return show(Room)


def screening(name):
    """The invented person called `name` ("V01" to "V25") in the screening room."""
    return show(Room, name)


def monitoring():
    """Who watches what, in infusion, injection, lozenge, esketamine and home use, above the level in the blood."""
    return show(_monitoring)


def harms():
    """Harms on one denominator beside a comparison group, and what is known and not known of the rare ones."""
    return show(lambda: _safety().Harms())


def law():
    """What the law says in five jurisdictions, each line with its source and the day it was last checked."""
    return show(lambda: _safety().Law())


def claim(name):
    """The claim called `name` ("P01" to "P30") on the bench."""
    return show(_bench, name)


def _dose_and_route():
    from kapcourse.widgets.dosing import DoseAndRoute

    return DoseAndRoute()


def _mechanism():
    """The explorers of lesson 03. They bring numpy, so they are imported only when one is shown."""
    from kapcourse.widgets import mechanism

    return mechanism


def _timeline():
    from kapcourse.widgets.timeline import Timeline

    return Timeline()


def _monitoring():
    from kapcourse.widgets.monitoring import Monitoring

    return Monitoring()


def _safety():
    """The explorers of harms and law. Harms brings matplotlib, so both are imported only when one is shown."""
    from kapcourse.widgets import safety

    return safety


def _bench(name):
    table = _claims.load()
    if name not in table:
        raise CourseError(f"there is no claim '{name}'. The claims are called {min(table)} to {max(table)}.")
    return Bench(table[name]) if table[name].ready else Waiting(table[name])
