"""The explorers: `approaches`, `dose_and_route`, `timeline`, and the claim bench, `explore.claim("P09")`."""

from kapcourse.tables import approaches as _approaches
from kapcourse.tables import claims as _claims
from kapcourse.tables.records import CourseError
from kapcourse.widgets.bench import Bench, Waiting
from kapcourse.widgets.comparator import Comparator
from kapcourse.widgets.panel import show


def approaches():
    """Infusion and KAP attribute by attribute: what is known, how firmly, from where."""
    return show(lambda: Comparator(_approaches.load()))


def dose_and_route():
    """Levels after up to three regimens, side by side: dose, route, duration, repeats, weight."""
    return show(_dose_and_route)


def timeline():
    """Plasma, dissociation, blood pressure, mood and the hours with staff on one axis, from minutes to weeks."""
    return show(_timeline)


def claim(name):
    """The claim called `name` ("P01" to "P30") on the bench."""
    return show(_bench, name)


def _dose_and_route():
    from kapcourse.widgets.dosing import DoseAndRoute

    return DoseAndRoute()


def _timeline():
    from kapcourse.widgets.timeline import Timeline

    return Timeline()


def _bench(name):
    table = _claims.load()
    if name not in table:
        raise CourseError(f"there is no claim '{name}'. The claims are called {min(table)} to {max(table)}.")
    return Bench(table[name]) if table[name].ready else Waiting(table[name])
