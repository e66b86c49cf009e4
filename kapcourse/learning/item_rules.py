"""What an item must have: a key that fits its kind, and for every wrong option why it tempts and which error it is."""

import math

from kapcourse.tables import lessons, sources
from kapcourse.tables.records import CourseError, meant, unique


def is_computed(item):
    """Whether the key of an item is to be worked out from the tables."""
    return isinstance(item.key, dict) and set(item.key) == {"compute"}


def check(item, folder):
    """Raise CourseError for the first thing that an item of its kind must have and lacks."""
    where = item.where
    unique(item.options, where)
    unique(item.categories, where)
    objectives = {o.id: lesson.id for lesson in lessons.load(folder).values() for o in lesson.objectives}
    if item.objective not in objectives:
        own = ", ".join(name for name, lesson in objectives.items() if lesson == item.lesson)
        near = meant(item.objective, objectives) if item.role == "test" else f" Lesson {item.lesson} has: {own}."
        raise CourseError(f"{where}: objective '{item.objective}' is not in data/lessons.yaml.{near}")
    sources.require(item.sources, where, folder)
    if item.kind == "reflection":
        if item.key is not None or item.options:
            raise CourseError(f"{where}: a reflection has no key and no options.")
    elif item.key is not None:
        if not is_computed(item):
            check_answer(item)
    elif not item.withheld:
        raise CourseError(f"{where}: key is missing. If it is withheld on purpose, write 'withheld: true'.")


def check_answer(item):
    """Raise CourseError for a key that does not fit the kind, or an option that is not told why it is wrong."""
    expected, fits = KEYS[item.kind]
    if not fits(item, item.key):
        ids = f". The options are: {', '.join(o.id for o in item.options)}" if item.kind != "number" else ""
        raise CourseError(f"{item.where}: key is {item.key!r}; expected {expected}{ids}.")
    if item.kind == "number":
        _check_numbers(item, item.where)
    elif len(item.options) < 3:
        raise CourseError(f"{item.where}: options are too few, at least three are needed, found {len(item.options)}.")
    _check_feedback(item, item.where)


def _check_numbers(item, where):
    if item.tolerance < 0:
        raise CourseError(f"{where}: tolerance is {item.tolerance:g}; expected 0 or more.")
    for option in item.options:
        try:
            distance = abs(float(option.text) - item.key)
        except ValueError:
            raise CourseError(f"{where}, option {option.id}: text is '{option.text}'; expected a number.") from None
        if not distance > item.tolerance:
            raise CourseError(f"{where}, option {option.id}: text is '{option.text}', which the key "
                              f"{item.key:g} with its tolerance {item.tolerance:g} takes for right.")


def _picks(item, key):
    """How many options a key lists, or -1 if it is no list of different ids of options."""
    fits = isinstance(key, list) and all(isinstance(k, str) and item.option(k) for k in key)
    return len(key) if fits and len(set(key)) == len(key) else -1


KEYS = {  # for each kind: the key that is expected, in words and as a test
    "choice": ("the id of one option", lambda item, key: item.option(key)),
    "several": ("a list of some of the options' ids", lambda item, key: 0 < _picks(item, key) < len(item.options)),
    "order": ("a list of all options' ids", lambda item, key: _picks(item, key) == len(item.options)),
    "number": ("a number", lambda item, key: type(key) in (int, float) and math.isfinite(key)),
    "match": ("for each option the id of one category", lambda item, key: isinstance(key, dict)
              and set(key) == {o.id for o in item.options}
              and all(value in [c.id for c in item.categories] for value in key.values())),
}


def _check_feedback(item, where):
    if not item.feedback:
        raise CourseError(f"{where}: feedback is missing. A right answer is told why it is right.")
    if item.role != "prediction" and not item.sources:
        raise CourseError(f"{where}: sources is missing. Every item names at least one source.")
    if item.kind == "number" and not item.other:
        raise CourseError(f"{where}: other is missing. A number nobody foresaw needs an answer too.")
    for option in item.options:
        right = item.kind == "choice" and option.id == item.key
        if not option.feedback and not right:
            raise CourseError(f"{where}, option {option.id}: feedback is missing. "
                              "Every wrong option says why it tempts, why it fails and where to read.")
        if not option.misconception and item.kind in ("choice", "number") and not right:
            raise CourseError(f"{where}, option {option.id}: misconception is missing. "
                              "Every wrong option names the error it tests.")
