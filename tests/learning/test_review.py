"""Spaced review: which questions come back, and when, from seeded histories."""

import random
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kapcourse.learning import review
from kapcourse.learning.answers import Answer

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def history(*events):
    """Answers from (day, exercise, right) in the order of giving."""
    return [Answer(n, (START + timedelta(days=day, minutes=n)).isoformat(timespec="milliseconds"), name, "x", right,
                   None if right is None else float(right)) for n, (day, name, right) in enumerate(events)]


def on(day):
    return START + timedelta(days=day)


@pytest.mark.parametrize(("events", "box", "after"), [
    ([(0, "a", False)], 0, 1),
    ([(0, "a", True)], 1, 3),
    ([(0, "a", True), (3, "a", True)], 2, 3 + 7),
    ([(0, "a", True), (3, "a", True), (10, "a", True)], 3, 10 + 21),
    ([(0, "a", True), (3, "a", True), (10, "a", True), (31, "a", True)], 3, 31 + 21),
    ([(0, "a", True), (3, "a", True), (10, "a", True), (31, "a", False)], 0, 31 + 1),
    ([(0, "a", False), (0, "a", True)], 0, 1),  # mended at once: it comes back all the same
    ([(0, "a", False), (1, "a", True)], 1, 1 + 3),
    ([(0, "a", True), (1, "a", True), (2, "a", True)], 1, 3),  # answered before its day: no further
    ([(0, "a", True), (2, "a", False)], 0, 2 + 1),  # wrong counts on any day
    ([(0, "a", True), (40, "a", True)], 2, 40 + 7),
])
def test_the_rule(events, box, after):
    place = review.places(history(*events))["a"]
    assert place == review.Place(box, (START + timedelta(days=after)).date())
    assert review.due(history(*events), on(after)) == ["a"]
    assert review.due(history(*events), on(after) - timedelta(days=1)) == []


def test_what_is_neither_right_nor_wrong_never_comes_back():
    assert review.due(history((0, "a", None), (0, "b", False)), on(5)) == ["b"]
    assert review.due([], on(0)) == [] and review.returns([], on(0)) is None


def test_the_lowest_box_comes_first_then_what_waits_longest():
    given = history((0, "old", True), (2, "wrong_late", False), (0, "wrong_early", False), (1, "newer", True))
    given.sort(key=lambda answer: answer.time)
    assert review.due(given, on(9)) == ["wrong_early", "wrong_late", "old", "newer"]


def test_the_next_day_is_told():
    given = history((0, "a", True), (0, "b", False))
    assert review.returns(given, on(0)) == date(2026, 3, 2)
    assert review.returns(given, on(1)) == date(2026, 3, 4)
    assert review.returns(given, on(9)) is None


def test_a_day_is_the_readers_day():
    late = [Answer(1, "2026-03-01T23:30:00.000+00:00", "a", "x", False, 0.0)]
    east = timezone(timedelta(hours=9))
    assert review.due(late, datetime(2026, 3, 2, 9, tzinfo=UTC)) == ["a"]
    assert review.due(late, datetime(2026, 3, 2, 9, tzinfo=east)) == []
    assert review.due(late, datetime(2026, 3, 3, 9, tzinfo=east)) == ["a"]


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00.000+00:00", "9999-12-31T23:59:59.999+00:00"])
def test_an_end_of_the_calendar_does_no_harm(stamp):
    given = [Answer(1, stamp, "a", "x", True, 1.0)]
    for zone in (timezone(timedelta(hours=-11)), timezone(timedelta(hours=13))):
        review.due(given, datetime(2026, 3, 1, tzinfo=zone))


@pytest.mark.parametrize("seed", range(20))
def test_any_history_keeps_to_the_rule(seed):
    """Every place is in a box, returns after the box's days, and what is not due is told when it will be."""
    rng = random.Random(seed)
    days = sorted(rng.choices(range(90), k=60))
    given = history(*((day, rng.choice("abcdefgh"), rng.choice([True, True, False, None])) for day in days))
    now, places = on(rng.randrange(60, 120)), review.places(given)
    for name, place in places.items():
        last = [a for a in given if a.exercise == name and a.correct is not None][-1]
        assert 0 <= place.box < len(review.DAYS)
        assert place.returns <= datetime.fromisoformat(last.time).date() + timedelta(days=review.DAYS[place.box])
        assert last.correct or place == review.Place(0, datetime.fromisoformat(last.time).date() + timedelta(days=1))
    due = review.due(given, now)
    assert set(due) == {name for name, place in places.items() if place.returns <= now.date()}
    assert review.due(given, now) == due


def test_only_marked_questions_with_a_panel_of_their_own_come_back(course):
    names = ["two.choice", "two.number", "start.hope", "two.guess", "claim.P01", "gone.item", "two.secret"]
    kept = review.reviewed(history(*((0, name, False) for name in names)))
    assert [answer.exercise for answer in kept] == ["two.choice", "two.number"]
