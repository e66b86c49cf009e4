"""Grader proof over the whole bank: what no answer but a right one may reach, and no key may change unseen.

`pytest -s` on this file prints how many answers and keys were tried, and `kapcourse check` what guessing earns.
"""

import contextlib
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from kapcourse.learning import exercises, item_rules, solutions
from kapcourse.learning.grading import Verdict, check, read_number
from kapcourse.tables.records import CourseError
from tests.helpers import ROOT
from tests.learning.test_grading import EMPTY_ANSWERS, is_key, wrong_answers

ITEMS = exercises.load_all()
KEYED = [item for item in ITEMS if item.graded and item.kind not in ("screen", "case", "plan")]
SOLUTIONS = list((ROOT / "notebooks" / "solutions").glob("*.ipynb"))
EXPECTED = yaml.safe_load((Path(__file__).parent / "keys_of_the_test.yaml").read_text(encoding="utf-8"))


def near_misses(item):
    """Numbers just outside the tolerance, as numbers and as somebody would write them."""
    step = item.tolerance + 1e-6 * max(1, abs(item.key))
    for value in (item.key + step, item.key - step, -item.key if item.key else 1, 10 * item.key or 10, item.key / 10):
        if abs(value - item.key) > item.tolerance:
            yield from (value, f"{value:.9f}", f"{value:.9f}".replace(".", ","))


def mistyped(key):
    """A key with the right content in a type that no control sends."""
    yield from ([key], {"answer": key}, (key,), repr(key) + " ", True, 0, [[key]], {str(key): str(key)})
    if isinstance(key, dict):
        yield from (list(key.items()), list(key), str(key), {**key, "more": "x"}, {k: [v] for k, v in key.items()},
                    {k: None for k in key}, {v: k for k, v in key.items() if isinstance(v, str)})
    if isinstance(key, list):
        yield from (tuple(key), dict.fromkeys(key, True), ",".join(key), [*key, key[0]], [*key, "x"], [*key, None],
                    {str(i): k for i, k in enumerate(key)}, [[k] for k in key])
    if isinstance(key, (int, float)):
        yield from (f"{key} or so", f"{key} {key}", f"0x{int(key):x}g", str(key) + "e400", "1e999999", "9" * 5_000,
                    float("nan"), float("-inf"))


def tried():
    """(item, what kind of wrong answer, the answer) for the whole bank."""
    for item in KEYED:
        wrong = {"empty": EMPTY_ANSWERS, "one wrong choice": wrong_answers(item), "wrong type": mistyped(item.key)}
        if item.kind == "number":
            wrong["near miss"] = near_misses(item)
        for name, answers in wrong.items():
            yield from ((item, name, answer) for answer in answers)


def test_no_empty_wrong_near_or_mistyped_answer_to_any_item_is_right():
    counts = Counter()
    for item, name, answer in tried():
        verdict = check(item, answer)
        right = verdict.correct is True or verdict.score == 1
        assert isinstance(verdict, Verdict), (item.id, answer)
        assert right == (name == "wrong type" and is_key(item, answer)), (item.id, answer)
        counts[name] += not right
    for item in KEYED:
        verdict = check(item, item.key)
        assert (verdict.correct, verdict.score) == (True, 1.0) and verdict.feedback.startswith(item.feedback), item.id
    print(f"\nGraded items: {len(KEYED)}, each takes its key. Answers refused:",
          ", ".join(f"{count:,} {name}" for name, count in counts.items()))
    assert min(counts.values()) > 50


def test_a_number_in_a_readers_spelling_counts_and_in_none_of_a_machines():
    for item in (item for item in KEYED if item.kind == "number"):
        assert read_number(f" {item.key} %") == item.key
        assert check(item, f"{item.key}".replace(".", ",")).correct is True, item.id


def changed_keys(item):
    """The item with each key that differs in one choice."""
    for answer in wrong_answers(item):
        yield replace(item, key=read_number(answer) if item.kind == "number" else answer)


def loads(item):
    """Whether the loader takes the item; the judgement of a claim is checked with its table."""
    try:
        item.kind == "judge" or item_rules.check_answer(item)
    except CourseError:
        return False
    return True


@pytest.fixture
def printed(monkeypatch):
    """A function that gives what a solution prints of an item, which CI compares."""
    def text(item):
        monkeypatch.setattr(solutions.exercises, "get", lambda name: item)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            solutions.show(item.id)
        return out.getvalue()
    return text


def test_every_changed_key_is_refused_by_the_loader_or_seen_in_a_solution_or_in_the_list_of_the_tests_keys(printed):
    counts = Counter()
    for item in (item for item in ITEMS if item.key is not None and item.kind not in ("screen", "case", "plan")):
        before = printed(item)
        for other in changed_keys(item):
            by = "loader" if not loads(other) else "list of the test" if item.role == "test" else "solution"
            caught = {"loader": True, "solution": printed(other) != before,
                      "list of the test": other.key != EXPECTED.get(item.id)}
            assert caught[by], (item.id, other.key)
            counts[by] += 1
    told = ", the ".join(f"{name} {count}" for name, count in counts.items())
    print(f"\nChanged keys: {sum(counts.values()):,}. Caught by the {told}")
    assert set(counts) == {"loader", "solution", "list of the test"}


def test_the_keys_of_the_test_are_those_that_were_listed_a_second_time():
    """No solution prints them, as they are to stay unseen; so whoever changes one on purpose changes the list too."""
    told = "data/tests and tests/learning/keys_of_the_test.yaml differ; if the change is meant, make it in both"
    assert {item.id: item.key for item in ITEMS if item.role == "test" and not item.withheld} == EXPECTED, told


@pytest.mark.parametrize("lesson", sorted({item.lesson for item in ITEMS if item.role != "test"}))
def test_the_solution_of_each_lesson_prints_every_key_of_it(lesson):
    (path,) = (path for path in SOLUTIONS if path.name.startswith(lesson))
    assert f'solutions.lesson(\\"{lesson}\\")' in path.read_text(encoding="utf-8")
