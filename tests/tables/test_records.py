"""A record is built as its dataclass says, or one sentence tells place, field and what was expected."""

from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

from kapcourse.tables.records import named, record, unique
from tests.helpers import complaint

WHERE = "data/things.yaml, thing T1"


@dataclass(frozen=True)
class Part:
    id: str
    size: int


@dataclass(frozen=True)
class Thing:
    id: str
    kind: Literal["big", "small"]
    count: int = 0
    weight: float = 0
    ready: bool = False
    colour: Literal["red"] | None = None
    names: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    categories: list[Part] = field(default_factory=list)
    approaches: list[Part] = field(default_factory=list)
    named: dict[str, Part] = field(default_factory=dict)
    one: Part | None = None
    free: Any = None


GOOD = {"id": "T1", "kind": "big"}


def test_every_type_arrives_as_declared():
    told = {"id": 7, "kind": "big", "count": "3", "weight": 2, "ready": "yes", "colour": "red", "names": [" a ", 1.5],
            "parts": [{"id": "p", "size": 1}], "named": {"q": {"id": "q", "size": 2}}, "one": {"id": "r", "size": 3},
            "free": [{"any": "thing"}]}
    assert record(Thing, told, WHERE) == Thing(
        "7", "big", 3, 2.0, True, "red", ["a", "1.5"], [Part("p", 1)], [], [], {"q": Part("q", 2)}, Part("r", 3),
        [{"any": "thing"}])


def test_what_is_absent_or_blank_takes_the_default():
    assert record(Thing, GOOD | {"count": None, "colour": "", "names": None}, WHERE) == Thing("T1", "big")


@pytest.mark.parametrize(("told", "words"), [
    ({"kind": "big"}, ["id is missing"]),
    (GOOD | {"id": None}, ["id is missing"]),
    (GOOD | {"id": "  "}, ["id is missing"]),
    ({"id": "T1"}, ["kind is missing", "big, small"]),
    (GOOD | {"kind": "huge"}, ["kind is 'huge'", "big, small"]),
    (GOOD | {"kind": ["big"]}, ["kind is ['big']", "big, small"]),
    (GOOD | {"cuont": 3}, ["'cuont'", "Did you mean 'count'?"]),
    (GOOD | {"zzz": 3}, ["'zzz'", "Known fields: id, kind, count"]),
    (GOOD | {3: 3}, ["'3'", "Known fields"]),
    (GOOD | {"id": True}, ["id is True", "text", "stand in double quotes"]),
    (GOOD | {"weight": "12,7"}, ["weight is '12,7'", "after a point, like 12.7"]),
    (GOOD | {"id": ["T1"]}, ["id is ['T1']", "text"]),
    (GOOD | {"count": "many"}, ["count is 'many'", "whole number"]),
    (GOOD | {"count": 2.5}, ["count is 2.5", "whole number"]),
    (GOOD | {"count": True}, ["count is True", "whole number"]),
    (GOOD | {"weight": "heavy"}, ["weight is 'heavy'", "a number"]),
    (GOOD | {"weight": "nan"}, ["weight is 'nan'", "a number"]),
    (GOOD | {"weight": float("inf")}, ["weight is inf", "a number"]),
    (GOOD | {"weight": 10**400}, ["weight is 1000", "a number"]),
    (GOOD | {"ready": "perhaps"}, ["ready is 'perhaps'", "true or false"]),
    (GOOD | {"ready": 1}, ["ready is 1", "true or false"]),
    (GOOD | {"colour": "blue"}, ["colour is 'blue'", "red"]),
    (GOOD | {"names": "a"}, ["names is 'a'", "a list, like [a]"]),
    (GOOD | {"names": {"a": 1}}, ["names is {'a': 1}", "a list"]),
    (GOOD | {"names": ["a", None]}, ["names is None", "text"]),
    (GOOD | {"parts": ["p"]}, ["part number 1", "found 'p'"]),
    (GOOD | {"parts": [{"id": "p", "size": 1}, {"id": "q"}]}, ["part q", "size is missing"]),
    (GOOD | {"parts": [{"size": 1}]}, ["part number 1", "id is missing"]),
    (GOOD | {"categories": [{"id": "p"}]}, [", category p:", "size is missing"]),
    (GOOD | {"approaches": [{"id": "p"}]}, [", approach p:", "size is missing"]),
    (GOOD | {"named": ["p"]}, ["named is ['p']", "names with values"]),
    (GOOD | {"named": {"p": {"id": "p", "size": "x"}}}, ["named p", "size is 'x'"]),
    (GOOD | {"one": "r"}, ["one", "found 'r'"]),
    (GOOD | {"one": {"id": "r"}}, [", one:", "size is missing"]),
    ("text", ["expected fields with values", "'text'"]),
    (None, ["expected fields with values", "None"]),
    (GOOD | {"id": ["x" * 1000]}, ["id is ['xxx", "..."]),
])
def test_a_bad_field_is_told_in_one_sentence(told, words):
    said = complaint(record, Thing, told, WHERE)
    assert said.startswith(WHERE)
    assert all(word in said for word in words), said


def test_records_are_kept_by_key_in_order_and_no_key_stands_twice():
    parts = [Part("b", 1), Part("a", 2)]
    assert list(unique(parts, WHERE)) == ["b", "a"]
    assert complaint(unique, [*parts, Part("b", 3)], WHERE) == f"{WHERE}: id b stands twice; each id may stand once."


@pytest.mark.parametrize(("table", "name", "told"), [
    (["session", "follow_up"], "sesion", "there is no planner 'sesion'. Did you mean 'session'?"),
    (["session", "follow_up"], "x" * 99, f"there is no planner '{'x' * 40}'. They are called session, follow_up."),
    (list("abcdefghij"), ["a"], "there is no planner '['a']'. They are called a, b, c, d, e, f, g, h and so on."),
    ([], "session", "there is no planner 'session'."),
])
def test_a_row_that_is_not_there_is_told_with_those_that_are(table, name, told):
    assert complaint(named, dict.fromkeys(table), name, "there is no planner") == told
