"""The helper package of the open course on ketamine infusions and ketamine-assisted psychotherapy.

Lessons use four names: `ask` (a question), `explore` (explorers and the claim bench), `course` (map,
progress, glossary, sources) and, in the instructor's edition, `solutions`; instructors see a class with `cohort`.
They load on first use, so that importing the package stays fast.
"""

from importlib import import_module

__version__ = "1.0.0"

_PLACES = {
    "ask": ("kapcourse.widgets.questions", "ask"),
    "cohort": ("kapcourse.widgets.cohort", None),
    "course": ("kapcourse.widgets.course", None),
    "explore": ("kapcourse.widgets.explore", None),
    "solutions": ("kapcourse.learning.solutions", None),
}
__all__ = sorted(_PLACES)


def __getattr__(name):
    if name not in _PLACES:
        raise AttributeError(f"kapcourse has no {name!r}; it has {', '.join(__all__)}.")
    module, attribute = _PLACES[name]
    loaded = import_module(module)
    value = getattr(loaded, attribute) if attribute else loaded
    globals()[name] = value
    return value
