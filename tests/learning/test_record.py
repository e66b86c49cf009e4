"""The record of study says what the answers say, by rules that it states."""

from datetime import UTC, datetime, timedelta

import pytest

from kapcourse.learning import exercises, record
from kapcourse.learning.answers import Answer
from kapcourse.tables import edition
from tests.helpers import change, complaint

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def given(*events):
    """Answers from (minute, exercise, right, score)."""
    return [Answer(n, (START + timedelta(minutes=minute)).isoformat(timespec="milliseconds"), name, "x", right, score)
            for n, (minute, name, right, score) in enumerate(events)]


def goals(found):
    return {goal.text: goal.met for part in found.parts for goal in part.goals}


def core(objective):
    return [i for i in exercises.listed() if i.objective == objective and i.role == "core"]


@pytest.mark.parametrize(("minutes", "total"), [
    ([], 0), ([0], 0), ([0, 4], 4), ([0, 4, 13], 13), ([0, 4, 14], 4), ([0, 9.9, 100, 105], 14.9),
    ([105, 0, 100, 9.9], 14.9), ([0, 0, 0], 0)])
def test_time_is_the_sum_of_gaps_below_ten_minutes(minutes, total):
    assert record.estimated([START + timedelta(minutes=m) for m in minutes]) == timedelta(minutes=total)


def test_without_answers_nothing_is_met_and_no_time_was_spent(course):
    found = record.build([], START)
    assert set(goals(found).values()) == {False}
    assert (found.minutes, found.first, found.last, found.name) == (0, None, None, "")
    assert all(part.right == 0 and not part.score for part in found.parts)


def test_an_objective_is_met_when_every_core_question_of_it_is_right_at_last(course):
    names = [item.id for item in core("tell_apart")]
    right = [(n, name, True, 1.0) for n, name in enumerate(names)]
    last = (60, names[0], False, 0.0), (61, names[0], True, 1.0)

    def met(*events):
        return goals(record.build(given(*events)))["Tell them apart."]

    assert len(names) > 2
    assert met(*right[:-1]) is False
    assert met(*right) is True
    assert met(*right, last[0]) is False
    assert met(*right, *last) is True


def test_a_key_that_is_withheld_leaves_the_objective_with_the_instructor(course):
    secret = exercises.get("two.secret")
    events = [(n, i.id, True, 1.0) for n, i in enumerate(core(secret.objective)) if i.id != secret.id]
    found = goals(record.build(given(*events, (50, secret.id, None, None))))
    words = next(o.text for lesson in record.lessons.load().values() for o in lesson.objectives
                 if o.id == secret.objective)
    assert found[words] is None and record.STATES[None] == "with the instructor"


def test_a_reflection_only_has_to_be_written(course):
    assert goals(record.build(given((0, "start.hope", None, None))))["Find your way."] is True


def test_an_objective_without_core_questions_rests_on_its_claims(course):
    claims = [i.id for i in exercises.listed() if i.claim and i.objective == "judge_claims"]
    if not core("judge_claims"):
        found = record.build(given(*((n, name, True, 1.0) for n, name in enumerate(claims))))
        assert goals(found)["Judge a claim."] is True


def test_the_score_is_the_average_of_the_last_answers_and_open_ones_count_as_nothing(course):
    marked = [i.id for i in exercises.listed() if i.lesson == "01" and i.role == "core" and i.graded]
    events = (0, marked[0], True, 1.0), (1, marked[1], False, 0.5), (2, "gone.item", True, 1.0)
    part = record.build(given(*events)).parts[1]
    assert (part.right, part.marked) == (1, len(marked))
    assert part.score == pytest.approx(1.5 / len(marked))


@pytest.mark.parametrize(("typed", "printed"), [
    ("  Ada   Lovelace ", "Ada Lovelace"), ("a\nb\tc", "a b c"), ("\u202eevil", "evil"), ("x" * 500, "x" * 120),
    ("\x00\x1b[31m", "[31m"), ("", ""), ("<b>", "<b>"), ("Łukasz Ñ 日本", "Łukasz Ñ 日本")])
def test_a_name_is_one_line_of_signs_that_print(typed, printed):
    assert record.printed(typed) == printed


def test_the_edition_says_version_day_and_a_mark_that_follows_the_data(course):
    found = record.build([], START)
    assert (found.edition.version, found.edition.evidence) == ("0.0.1", "2023-04-05")
    before = edition.mark()
    assert found.mark == before and len(before) == 12
    path = course / "facts.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert edition.mark() == before, "the ends of lines are no content"
    change(course, "facts.csv", "64", "65")
    assert edition.mark() != before


@pytest.mark.parametrize(("old", "new", "words"), [
    ('"2023-04-05"', '"spring"', "evidence is 'spring'"),
    ("  in_person:\n    - Holding a hand.\n    - Turning a tap.\n", "", "in_person is missing"),
    ('  version: "0.0.1"\n', "", "version is missing"),
    ("- id: edition", "- {id: a}\n- id: edition", "version is missing")])
def test_a_fault_in_the_edition_is_told(course, old, new, words):
    change(course, "edition.yaml", old, new)
    edition.load.cache_clear()
    assert words in complaint(edition.load)
