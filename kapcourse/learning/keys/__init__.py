"""Keys that are worked out from the tables, a module for each lesson.

An item names one: `key: {compute: two_approaches.attribute_differences}`. Each public function of a module takes the
item and the data folder (None for the course's own) and gives the key.
"""

from importlib import import_module
from inspect import isfunction
from pkgutil import iter_modules

from kapcourse.tables.records import CourseError


def key(item, where, folder=None):
    """The key of `item`, computed from the tables in `folder`.

    A module is imported only when a key of it is asked for: most bring numpy. Raises CourseError if no such
    computation exists or its input is missing.
    """
    module, _, name = str(item.key["compute"]).partition(".")
    if module not in modules():
        raise CourseError(f"{where}: compute begins with '{module}'; expected one of {', '.join(modules())}.")
    known = functions(module)
    if name not in known:
        raise CourseError(f"{where}: {module} computes no '{name}'. It computes {', '.join(known)}.")
    try:
        return known[name](item, folder)
    except (CourseError, ValueError) as fault:
        raise CourseError(f"{where}: {str(fault).rstrip('.')}.") from None
    except (AttributeError, LookupError, TypeError) as fault:
        raise CourseError(f"{where}: {item.key['compute']} cannot use what the options give ({fault}). Expected under "
                          "'given' the names that its neighbours use, with values that stand in the tables.") from None


def ranked(values, reverse=False):
    """Ids by their values, the lowest first, or the highest if `reverse`; values: {id: number}.

    Raises ValueError where two are the same: then there is no one right order.
    """
    if len(set(values.values())) < len(values):
        raise ValueError("two options come to the same, so they have no order")
    return sorted(values, key=values.get, reverse=reverse)


def modules():
    """Names of the modules, in order."""
    return sorted(module.name for module in iter_modules(__path__))


def functions(module):
    """{name: function} of what a module computes."""
    found = vars(import_module(f"{__name__}.{module}"))
    return {name: f for name, f in found.items()
            if isfunction(f) and f.__module__ == f"{__name__}.{module}" and not name.startswith("_")}
