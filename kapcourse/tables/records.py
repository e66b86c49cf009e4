"""Turn a mapping read from a file into a typed record, or say in one sentence what is wrong with it.

The dataclass is the schema: a field without a default is required, its annotation is its type, a
`Literal` lists the allowed words. Tables and exercises alike are read this way.
"""

import re
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

LONGEST = 400  # signs of a sentence that tells a fault


class CourseError(Exception):
    """A fault in the course's files or in a call, told in one sentence for the person who can mend it.

    Whatever it quotes, it stays one line that a terminal can show, and not a long one.
    """

    def __init__(self, sentence):
        line = "".join(mark if mark.isprintable() else "?" for mark in " ".join(str(sentence).split()))
        super().__init__(line if len(line) < LONGEST else f"{line[:LONGEST - 4]}...")


_hints = cache(get_type_hints)
_WORDS = {"true": True, "yes": True, "false": False, "no": False}
_MOST = 8  # names of a table that a sentence lists
_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def record(cls, mapping, where):
    """Build the dataclass `cls` from `mapping`.

    where: the place in words ("data/claims.yaml, claim P04"); every error starts with it.
    Returns an instance of `cls`. Raises CourseError for a missing, unknown or wrongly typed field.
    """
    if not isinstance(mapping, dict):
        raise CourseError(f"{where}: expected fields with values, found {_shown(mapping)}.")
    known = {field.name: field for field in fields(cls) if field.init}
    for name in mapping:
        if name not in known:
            raise CourseError(f"{where}: field '{name}' is not known.{_suggest(name, known)}")
    hints, values = _hints(cls), {}
    for name, field in known.items():
        if not _blank(mapping.get(name)):
            values[name] = _convert(hints[name], mapping[name], where, name)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise CourseError(f"{where}: {name} is missing.{_expected(hints[name])}")
    return cls(**values)


def unique(records, where, key="id"):
    """A dict of records by `key`, in file order. Raises CourseError for a key that stands twice."""
    table = {}
    for item in records:
        name = getattr(item, key)
        if name in table:
            raise CourseError(f"{where}: {key} {name} stands twice; each {key} may stand once.")
        table[name] = item
    return table


def named(table, name, missing):
    """The row of a table called `name`. Raises CourseError where there is none, with names that there are.

    missing: what to say then, before the name: "there is no planner", "data/roles.csv has no row".
    """
    if isinstance(name, str) and name in table:
        return table[name]
    known = list(table)
    called = f" They are called {', '.join(known[:_MOST])}{' and so on' * (len(known) > _MOST)}." if known else ""
    raise CourseError(f"{missing} '{str(name)[:40]}'.{meant(name, known) or called}")


def among(name, known, where):
    """The name, if it is one of those known. Raises CourseError, which begins with `where`, if it is not."""
    if not isinstance(name, str) or name not in known:
        raise CourseError(f"{where} names '{str(name)[:40]}', which is not among: {', '.join(list(known)[:_MOST])}.")
    return name


def meant(name, known):
    """What to add where a name is not known: " Did you mean 'abbar2022'?", or nothing where none is near."""
    near = get_close_matches(str(name)[:60], [one for one in known if isinstance(one, str)], n=1)
    return f" Did you mean '{near[0]}'?" if near else ""


def label(entry, position):
    """What an error calls an entry of a list: its id or its term, else its position from 1."""
    names = [entry[name] for name in ("id", "term") if isinstance(entry, dict) and name in entry]
    return names[0] if names else f"number {position}"


def _convert(kind, value, where, name):
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return value
    if origin in (Union, UnionType):
        return _convert(next(k for k in inner if k is not type(None)), value, where, name)
    if origin is Literal:
        if value not in inner:
            raise CourseError(f"{where}: {name} is {_shown(value)}.{_expected(kind)}")
        return value
    if origin is list or kind is list:
        return _list(inner[0] if inner else Any, value, where, name)
    if origin is dict or kind is dict:
        return _dict(inner[1] if inner else Any, value, where, name)
    if is_dataclass(kind):
        return record(kind, value, f"{where}, {name}")
    return _plain(kind, value, where, name)


def _list(kind, value, where, name):
    if not isinstance(value, list):
        like = f", like [{value}]" if isinstance(value, str) and len(value) <= 40 else ""
        raise CourseError(f"{where}: {name} is {_shown(value)}; expected a list{like}.")
    return [_convert(kind, v, where, f"{_one(name)} {label(v, i)}" if is_dataclass(kind) else name)
            for i, v in enumerate(value, 1)]


def _dict(kind, value, where, name):
    if not isinstance(value, dict):
        raise CourseError(f"{where}: {name} is {_shown(value)}; expected names with values.")
    return {k: _convert(kind, v, where, f"{_one(name)} {k}" if is_dataclass(kind) else name) for k, v in value.items()}


def _one(name):
    """One entry of a list by the list's name: categories -> category, wishes -> wish, rows -> row."""
    for many, single in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if name.endswith(many):
            return name.removesuffix(many) + single
    return name


def _plain(kind, value, where, name):
    if isinstance(value, str) and kind is bool and value.lower() in _WORDS:
        return _WORDS[value.lower()]
    if kind is str and isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if kind in (int, float) and isinstance(value, (str, int, float)) and not isinstance(value, bool):
        try:
            number = float(value)
            if number == int(number) or kind is float:
                return kind(number)
        except (ValueError, OverflowError):
            pass
    elif type(value) is kind:
        return value.strip() if kind is str else value
    raise CourseError(f"{where}: {name} is {_shown(value)}; expected {_NAMES[kind]}.{_hint(kind, value)}")


def _hint(kind, value):
    """What to do about a value that a file or a spreadsheet often turns into another."""
    if kind is str and isinstance(value, bool):
        return " The words Yes, No, True, False, On and Off stand in double quotes."
    if kind in (int, float) and isinstance(value, str) and re.fullmatch(r"-?\d+,\d+", value):
        return f" Decimals stand after a point, like {value.replace(',', '.')}."
    return ""


def _blank(value):
    return value is None or (isinstance(value, str) and not value.strip())


def _expected(kind):
    words = get_args(kind) if get_origin(kind) is Literal else ()
    return f" Expected one of: {', '.join(map(str, words))}." if words else ""


def _suggest(name, known):
    return meant(name, known) or f" Known fields: {', '.join(known)}."


def _shown(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
