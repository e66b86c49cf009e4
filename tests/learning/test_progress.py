"""Progress counts core items of each lesson by their last answer."""

from kapcourse.learning import answers, exercises
from kapcourse.learning.grading import check
from kapcourse.learning.progress import standings


def give(name, answer):
    """Answer an item and keep the answer."""
    answers.session().add(name, answer, check(exercises.get(name), answer))


def test_core_items_are_done_worth_another_look_or_open(course):
    give("start.hope", "Much.")
    give("two.choice", "drip")
    give("two.several", "drip")
    give("two.several", ["drip", "kap"])
    give("two.secret", "one")
    give("two.guess", 5)
    give("claim.P01", {"settle": "trial"})
    first, second = standings()
    assert (first.lesson.id, first.done, first.again, first.open) == ("00", ["start.hope"], [], [])
    assert second.done == ["two.several", "two.secret"] and second.again == ["two.choice"]
    assert second.open == ["two.number", "two.match", "two.order", "two.differences", "two.people"]


def test_before_the_first_answer_everything_is_open_and_answers_to_unknown_items_do_not_count(course):
    answers.session().add("gone.item", "x", check(exercises.get("two.choice"), "kap"))
    assert [(s.done, s.again) for s in standings()] == [([], []), ([], [])]
    give("two.choice", "kap")
    assert [(s.done, s.again) for s in standings({})] == [([], []), ([], [])]
