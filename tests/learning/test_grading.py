"""Graders under test: each takes its key, and refuses the empty answer, every seeded wrong answer and any rubbish."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapcourse.learning import exercises
from kapcourse.learning.grading import (
    COMMA,
    EMPTY,
    NO_NUMBER,
    UNREADABLE,
    WEIGHTS,
    Verdict,
    check,
    read_number,
    wrong_options,
)
from tests.helpers import examples

EMPTY_ANSWERS = [None, "", "  \n", [], {}]


def wrong_answers(item):
    """Every answer that differs from the key in one choice, of numbers the foreseen ones and a far one."""
    key, names = item.key, [option.id for option in item.options]
    if item.kind == "choice":
        yield from (name for name in names if name != key)
    elif item.kind == "several":
        flipped = ([n for n in names if (n in key) != (n == other)] for other in names)
        yield from (answer for answer in flipped if answer)
    elif item.kind == "number":
        yield from (option.text for option in item.options)
        yield key + 1e6
    elif item.kind == "match":
        for name in names:
            yield key | {name: next(c.id for c in item.categories if c.id != key[name])}
    elif item.kind == "order":
        yield from ([*key[:i], key[i + 1], key[i], *key[i + 2:]] for i in range(len(key) - 1))
    elif item.kind == "judge":
        parts = [name.split(":", 1) for name in names]
        yield from (key | {part: choice} for part, choice in parts if key[part] != choice)


def right_answers(item):
    """The key, and for a number what its tolerance and a reader's spelling leave right."""
    yield item.key
    if item.kind == "number":
        yield from (item.key + item.tolerance, item.key - item.tolerance, f" {item.key} ", f"{item.key} %",
                    str(item.key).replace(".", ","))
    if item.kind == "several":
        yield item.key[::-1]


def is_key(item, answer):
    """Whether an answer is the key, said in another way than the grader does."""
    if item.kind == "several":
        names = isinstance(answer, list) and all(isinstance(a, str) for a in answer)
        return names and sorted(answer) == sorted(item.key)
    if item.kind == "number":
        try:
            return math.isclose(float(str(answer).replace("%", "").replace(",", ".")), item.key, rel_tol=1e-8,
                                abs_tol=item.tolerance + 1e-8)
        except ValueError:
            return False
    if item.kind in ("case", "plan"):  # their keys list good replies and rules; an answer is a path or a plan
        return False
    return type(answer) is type(item.key) and answer == item.key


def test_a_grader_takes_its_key_and_refuses_empty_and_seeded_wrong_answers_each_with_a_reason_of_its_own(bank):
    for item in (item for item in bank if item.graded and item.kind not in ("screen", "case", "plan")):
        for answer in right_answers(item):
            verdict = check(item, answer)
            assert (verdict.correct, verdict.score) == (True, 1.0), (item.id, answer)
            assert verdict.feedback.startswith(item.feedback), (item.id, answer)
        for answer in EMPTY_ANSWERS:
            assert check(item, answer) == Verdict(False, 0.0, EMPTY), (item.id, answer)
        told = [EMPTY, UNREADABLE, item.feedback]
        for answer in wrong_answers(item):
            verdict = check(item, answer)
            assert verdict.correct is False and 0 <= verdict.score < 1 and verdict.answered, (item.id, answer)
            assert verdict.feedback.strip() and verdict.feedback not in told, (item.id, answer, verdict.feedback)
            told.append(verdict.feedback)
        assert len(told) > 4, item.id


def test_a_prediction_is_told_the_answer_and_never_judged(bank):
    for item in (item for item in bank if item.role == "prediction"):
        for answer in (item.key, *wrong_answers(item)):
            verdict = check(item, answer)
            assert (verdict.correct, verdict.score) == (None, None) and item.feedback in verdict.feedback, item.id
        assert check(item, "").feedback == EMPTY


def test_a_predicted_number_stands_beside_the_computed_one(course):
    item = exercises.get("two.guess")
    assert check(item, "3,5").feedback == ("You wrote 3.5. The course's tables give 0. "
                                           "Many people guess a few. Not one.")
    assert check(item, 0).feedback == "You wrote 0. The course's tables give 0. Not one."


def test_a_reflection_is_kept_and_an_item_without_its_key_is_recorded(bank):
    for item in bank:
        if item.kind == "reflection":
            verdict = check(item, "My words.")
            assert (verdict.correct, verdict.score, verdict.answered) == (None, None, True)
            assert not check(item, " ").answered and not check(item, ["My words."]).answered


def test_a_partly_right_answer_earns_its_part_and_says_what_is_open(course):
    judge = exercises.get("claim.P01")
    for part, weight in WEIGHTS.items():
        verdict = check(judge, {part: judge.key[part]})
        assert verdict.score == pytest.approx(weight / sum(WEIGHTS.values()))
        assert verdict.feedback.count("still to be chosen") == 3
        assert verdict.feedback.count("Yes. ") == (part != "verdict"), "what is right is told why, too"
    whole = check(judge, judge.key)
    assert whole.feedback.startswith(judge.feedback) and whole.feedback.count("Yes. ") == 3
    assert WEIGHTS["row"] > WEIGHTS["verdict"] and WEIGHTS["rewrite"] > WEIGHTS["verdict"]
    verdict = check(exercises.get("two.match"), {"talk": "kap", "drug": "kap"})
    assert verdict.score == pytest.approx(1 / 3)
    assert "Both do." in verdict.feedback and "1 still to be matched." in verdict.feedback
    verdict = check(exercises.get("two.several"), ["drip", "current"])
    assert verdict.score == pytest.approx(1 / 3)
    assert "Left out: *KAP.*" in verdict.feedback and "Chosen: *Current.*" in verdict.feedback
    assert check(exercises.get("two.order"), ["check", "leave", "dose"]).score == pytest.approx(1 / 3)


@pytest.mark.parametrize("words", ["nineteen", "1000,5,5", "between 10 and 20", "nan"])
def test_what_is_no_number_is_told_how_to_write_one(bank, words):
    number = next(item for item in bank if item.kind == "number")
    verdict = check(number, words)
    assert verdict == Verdict(False, 0.0, NO_NUMBER) and not verdict.answered
    assert "in digits" in verdict.feedback


@pytest.mark.parametrize("words", ["1,000", "12,500", "-1,000", " 1,000 % ", "1,000,000", "1,000.5", "128,000"])
def test_a_comma_before_three_digits_is_not_guessed(bank, words):
    """1,000 is a thousand to one reader and one to another."""
    number = next(item for item in bank if item.kind == "number")
    verdict = check(number, words)
    assert verdict == Verdict(False, 0.0, COMMA) and not verdict.answered
    with pytest.raises(ValueError, match="two ways"):
        wrong_options(number, words)


@pytest.mark.parametrize(("words", "value"), [
    ("1000", 1000), ("1.000", 1), ("12,5", 12.5), ("12,50", 12.5), ("0,125", 0.125), ("12,5000", 12.5),
    ("1000,125", 1000.125), ("37,5 %", 37.5)])
def test_any_other_comma_is_a_decimal_mark(words, value):
    assert read_number(words) == value


DEEP_LIST, DEEP_DICT = [], {}
for _ in range(100_000):
    DEEP_LIST, DEEP_DICT = [DEEP_LIST], {"drip": DEEP_DICT}


@pytest.mark.parametrize("answer", [
    DEEP_LIST, DEEP_DICT, [DEEP_LIST] * 3, {"settle": DEEP_LIST}, "x" * 10**6, 10**5000, -1, True, math.nan, math.inf,
    "nan", "1e999", "<b>", b"kap", ("check", "dose", "leave"), {"check": 1, "dose": 2, "leave": 3}, {"kap"}, object(),
    ["drip", "kap", "kap"], {"drug": "both", "talk": "kap", "vein": "infusion", "more": "kap"}, {"two": 2}, [[]],
], ids=lambda answer: type(answer).__name__)
def test_rubbish_gets_a_verdict_and_is_never_right(bank, answer):
    for item in bank:
        verdict = check(item, answer)
        assert isinstance(verdict, Verdict) and verdict.correct is not True, item.id


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=12)


def answers_to(item):
    """Anything JSON can say, and things close to a key, which find more."""
    words = [o.id for o in item.options] + [c.id for c in item.categories]
    words += [word.split(":")[-1] for word in words] + list(WEIGHTS) + [36, 35.7, "36.2", 0]
    word = st.sampled_from(words)
    near = word | st.lists(word, max_size=5) | st.dictionaries(word.map(str), word | JSON, max_size=5)
    if isinstance(item.key, dict):
        near |= st.lists(st.sampled_from(list(item.key.items()))).map(dict)
    if isinstance(item.key, list):
        near |= st.permutations(item.key) | st.lists(st.sampled_from(item.key))
    return near | JSON


@settings(max_examples=examples(300), deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_answer_is_made_of_a_verdict_comes_and_only_the_key_is_right(course, data):
    item = data.draw(st.sampled_from(exercises.load_all()), label="item")
    answer = data.draw(answers_to(item), label="answer")
    verdict = check(item, answer)
    assert isinstance(verdict, Verdict) and isinstance(verdict.feedback, str) and verdict.feedback
    assert verdict.score is None or 0 <= verdict.score <= 1
    assert (verdict.correct is True) == (item.graded and is_key(item, answer))
    assert (verdict.score == 1) == (verdict.correct is True)


def test_an_option_that_is_a_question_is_told_without_a_second_stop():
    verdict = check(exercises.get("two_approaches.still_open"), ["day_one"])
    assert "?*" in verdict.feedback and "?.*" not in verdict.feedback
