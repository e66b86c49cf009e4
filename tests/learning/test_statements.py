"""The audit counts what was judged, part by part, and takes nothing half-done or unreadable for a judgement."""

import pytest

from kapcourse.learning import answers, exercises, statements
from kapcourse.learning.grading import check
from kapcourse.tables import claims

READY = [claim for claim in claims.load().values() if claim.ready]


def give(claim, **changes):
    """Judge a claim on the bench: the key, with these parts changed."""
    item = exercises.from_claim(claim)
    answer = {**item.key, **changes}
    answers.session().add(item.id, answer, check(item, answer))


def other(options, key):
    return next(option.id for option in options if option.id != key)


def test_before_the_first_answer_all_statements_stand_there_in_their_order_and_none_is_done():
    found = statements.judged()
    assert [one.claim.id for one in found] == [f"P{n:02}" for n in range(1, 31)]
    assert not any(one.done for one in found)
    assert statements.score(found) == "None of 30 statements is done yet."


@pytest.mark.parametrize("claim", READY, ids=lambda claim: claim.id)
def test_the_key_of_every_ready_statement_is_right_in_all_parts(claim):
    give(claim)
    found = {one.claim.id: one for one in statements.judged()}
    assert found[claim.id].right == {"row": True, "rewrite": True, "verdict": True}
    assert found[claim.id].chosen == claim.verdict
    assert statements.counted(found.values()) == {"done": 1, "row": 1, "rewrite": 1, "verdict": 1}


def test_each_part_is_counted_by_itself():
    first, second, third = READY[:3]
    give(first, row=other(first.rows, first.deciding))
    give(second, rewrite=other(second.rewrites, second.rewrite))
    give(third, verdict="partly" if third.verdict != "partly" else "supported")
    found = statements.judged()
    assert statements.counted(found) == {"done": 3, "row": 2, "rewrite": 2, "verdict": 2}
    assert statements.score(found).startswith("Deciding row right in 2, truer sentence in 2, of 3 done (30 in all).")


def test_what_would_settle_it_does_not_count_and_the_last_answer_does():
    claim = READY[0]
    give(claim, row=other(claim.rows, claim.deciding))
    give(claim, settle=other(claim.settle.options, claim.settle.key))
    assert statements.counted(statements.judged()) == {"done": 1, "row": 1, "rewrite": 1, "verdict": 1}


@pytest.mark.parametrize("answer", [
    {"row": "dean"}, {"settle": "each_condition"}, {}, "dean", 3, ["row"], {"row": ["dean"]}, {"row": {"a": 1}},
    {"row": "<b>", "verdict": "partly", "rewrite": "some"}, {"row": None, "verdict": None, "rewrite": None}])
def test_half_a_judgement_and_what_nobody_can_read_is_not_done(answer):
    item = exercises.from_claim(READY[0])
    answers.session().add(item.id, answer, check(item, answer))
    assert not any(one.done for one in statements.judged())


def test_a_statement_that_is_not_ready_is_never_done(course):
    answers.session().add("claim.P02", {"row": "x"}, check(exercises.from_claim(claims.load()["P01"]), {}))
    assert [one.claim.id for one in statements.judged()] == ["P01", "P02"]
    assert not any(one.done for one in statements.judged())


def test_statements_by_verdict_are_all_of_them():
    found = statements.by_verdict()
    assert sum(len(group) for group in found.values()) == len(claims.load())
    assert [claim.id for claim in found["not_supported"]] == ["P09", "P14", "P27", "P30"]
