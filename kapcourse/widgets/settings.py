"""What the explorers of levels share: the controls of a regimen, and settings that only change as a whole."""

from copy import deepcopy

from kapcourse.tables import pharmacokinetics as tables
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks
from kapcourse.widgets.panel import View, unusable


class Settings(View):
    """A View whose attributes are settings. What cannot be used leaves all of them as they were.

    Subclasses give `_set(event, value)` and `_check()`; both raise CourseError with a sentence, or another error.
    """

    def on(self, event, value):
        before = deepcopy(vars(self))
        try:
            self._set(event, value)
            self._check()
        except (CourseError, KeyError, TypeError, ValueError) as fault:
            vars(self).update(before)
            raise fault if isinstance(fault, CourseError) else unusable() from None


def first(route):
    """(route, dose, minutes or None) that an explorer begins with on a route of data/pk_routes.csv."""
    row = tables.load().routes[route]
    return route, row.dose_first, row.minutes_first


def controls(route, dose, minutes, before=""):
    """Blocks that set a route, its dose, and its duration where it has one.

    before: what stands before ids and labels, as "A" in "A.dose" and "A: dose".
    """
    name, row = f"{before}." if before else "", tables.load().routes[route]
    routes = [(r.id, r.name) for r in tables.load().routes.values()]
    shown = [blocks.select(f"{name}route", _label(before, "route"), routes, route),
             blocks.slider(f"{name}dose", _label(before, "dose"), row.dose_low, row.dose_high, row.dose_step, dose,
                           row.dose_unit)]
    if minutes is not None:
        shown.append(blocks.slider(f"{name}minutes", _label(before, "over"), row.minutes_low, row.minutes_high, 1,
                                   minutes, "minutes"))
    return shown


def refuse():
    """Refuse a value, as part of an expression."""
    raise ValueError


def _label(before, word):
    return f"{before}: {word}" if before else word.capitalize()
