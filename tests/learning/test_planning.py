"""The planners: published protocols are accepted, each seeded fault is rejected by its own rule, several plans fit."""

import copy

import pytest

from kapcourse.learning import exercises, planning
from kapcourse.learning.grading import UNREADABLE, check
from kapcourse.science.planning import Outcome
from tests.helpers import complaint

PLANNERS = planning.planners()
SHAPES = [(one, shape) for one in PLANNERS.values() for shape in one.shapes]
FAULTS = [(one, fault) for one in PLANNERS.values() for fault in one.faults]
named = {"ids": lambda thing: thing.id}


def item(one, approach):
    return exercises.get(f"plan.{one.id}_{approach}")


@pytest.mark.parametrize(("one", "shape"), SHAPES, **named)
def test_a_published_protocol_is_accepted_or_departs_where_its_note_says(one, shape):
    assert planning.broken(one, shape.approach, shape.placed) == shape.departs
    verdict = check(item(one, shape.approach), shape.placed)
    assert verdict.correct is (not shape.departs)
    assert shape.reported and shape.filled


@pytest.mark.parametrize(("one", "fault"), FAULTS, **named)
def test_a_seeded_fault_is_rejected_by_its_own_rule_alone_with_its_reason(one, fault):
    shape, placed = one.shape(fault.shape), one.changed(fault)
    assert planning.broken(one, shape.approach, placed) == [fault.rule]
    verdict = check(item(one, shape.approach), placed)
    rule = next(rule for rule in one.rules if rule.id == fault.rule)
    assert verdict.correct is False and 0 < verdict.score < 1
    assert rule.why in verdict.feedback and planning.says(rule, one) in verdict.feedback
    assert verdict.feedback.count("\n- ") == 1


def test_every_rule_has_a_fault_and_a_reason_of_its_own():
    for one in PLANNERS.values():
        assert {rule.id for rule in one.rules} == {fault.rule for fault in one.faults}
        assert len({rule.says for rule in one.rules}) == len(one.rules)
        assert all(shape.departs == [] for shape in one.shapes if shape.id != "company")


def test_every_approach_of_every_planner_is_a_task_and_has_a_protocol_that_keeps_its_rules():
    for one in PLANNERS.values():
        for approach in one.approaches:
            task = item(one, approach)
            assert (task.kind, task.key) == ("plan", [rule.id for rule in one.rules_of(approach)])
            assert any(shape.approach == approach and not shape.departs for shape in one.shapes)


def test_several_plans_are_right():
    one = PLANNERS["session"]
    placed = copy.deepcopy(one.shape("hospital_drip").placed)
    for later in (0, 5, 20):
        moved = {name: {**values, **{k: values[k] + later for k in ("at", "until") if k in values}}
                 for name, values in placed.items()}
        assert check(item(one, "infusion"), moved).correct is True


def test_kap_with_a_drip_has_the_rules_of_kap_and_infusion_has_its_own():
    one = PLANNERS["session"]
    assert one.rules_of("kap") == one.rules_of("kap_drip") != one.rules_of("infusion")
    assert "inward" not in [block.id for block in one.blocks_of("infusion")]


@pytest.mark.parametrize("answer", [
    "x", 3, ["dose"], {"dose": 3}, {"dose": {}}, {"dose": {"at": "<b>"}}, {"dose": {"at": 1e308}}, {"dose": {"at": -5}},
    {"dose": {"at": True}}, {"dose": {"at": float("nan")}}, {"nothing": {"at": 5}}, {1: {"at": 5}},
    {"dose": {"at": 5, "by": "cook"}}, {"dose": {"at": 5, "more": 1}}, {"dose": {"at": 5, "choice": "one"}},
    {"watch": {"at": 50, "until": 20}}, {"during": {"at": 0, "every": 0, "until": 20}}, {"inward": {"at": 5}},
    {"dose": {"at": 5, "by": ["nurse"]}}, {"during": {"at": 0, "every": 1e-9, "until": 240}},
])
def test_an_answer_that_is_no_plan_is_told_so(answer):
    verdict = check(exercises.get("plan.session_infusion"), answer)
    assert (verdict.correct, verdict.feedback) == (False, UNREADABLE)


def test_an_almost_empty_plan_misses_what_must_be_there_and_nothing_else():
    verdict = check(exercises.get("plan.session_infusion"), {"forms": {"at": 5}})
    missing = [rule for rule in PLANNERS["session"].rules_of("infusion") if rule.kind == "present"]
    assert verdict.correct is False and verdict.feedback.count("\n- ") == len(missing)


def test_an_unknown_planner_is_told():
    assert "session, follow_up" in complaint(planning.planner, "week")


def test_what_the_plan_has_is_told_beside_the_rule():
    one = PLANNERS["session"]
    told = {fault.id: check(item(one, one.shape(fault.shape).approach), one.changed(fault)).feedback
            for fault in one.faults}
    assert "Here: 20 minutes." in told["drip_every_20"] and "Here: therapist." in told["dose_by_therapist"]
    assert "Not covered here: 50 minutes." in told["nurse_leaves"] and "Here they overlap." in told["form_in_drip"]
    assert "Here it is the other way round." in told["go_late"] and "Here: 105 minutes." in told["leaves_early"]
    goes_on = next(rule for rule in one.rules if rule.id == "after_goes_on")
    for found, words in ((20, "Here: 20 minutes."), (-10, "Here it is the other way round, by 10 minutes.")):
        assert planning.had(Outcome(goes_on, "broken", found), one) == words


def test_a_planner_is_printed_with_its_rules_shapes_and_faults(capsys):
    planning.print_planner("follow_up")
    told = capsys.readouterr().out
    assert "refer_soon [both]" in told and "murrough" not in told and "JUDGEMENT" in told
    assert "After six infusions, watched for relapse: accepted" in told and "letter_late: refer_soon" in told
