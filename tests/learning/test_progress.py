"""Progress counts core items of each lesson by their last answer."""

from kapcourse.learning import answers, cases, exercises
from kapcourse.learning.grading import Verdict, check
from kapcourse.learning.progress import onward, standings
from tests.helpers import complaint


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


def test_optional_work_counts_when_it_is_finished_and_a_case_when_an_ending_is_reached(course):
    optional = next(s for s in standings({}) if s.lesson.id == "01").optional
    assert {"claim.P01", "case.quiet_room"} <= set(optional)
    assert standings({})[1].optional_done == []
    item = exercises.get("claim.P01")
    give(item.id, {"settle": "trial"})
    assert standings()[1].optional_done == [], "one judgement of four is not the claim"
    give(item.id, item.key)
    case = exercises.get("case.quiet_room")
    give(case.id, {"path": []})  # under way
    assert standings()[1].optional_done == ["claim.P01"]
    ended = next(play for play in cases.paths(cases.tables.get("quiet_room")))
    give(case.id, cases.stored(ended, ended))
    assert set(standings()[1].optional_done) == {"claim.P01", case.id}


def test_a_lesson_may_come_first_and_the_way_on_follows_the_order_of_the_course(course):
    assert [s.lesson.id for s in standings({}, "01")] == ["01", "00"]
    assert onward(standings({}, "01")).lesson.id == "00"
    give("start.hope", "Much.")
    assert onward(standings(first="01")).lesson.id == "01"
    for name in standings()[1].open:
        answers.session().add(name, "x", Verdict(True, 1.0, ""))
    assert onward(standings()) is None
    answers.session().add("two.choice", "x", Verdict(False, 0.0, "no"))
    assert onward(standings()).lesson.id == "01", "what was wrong is open to another look"
    assert "no lesson '07'" in complaint(standings, {}, "07")
