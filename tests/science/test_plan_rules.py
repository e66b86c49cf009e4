"""The rule checker: each kind kept, broken and idle; moments of a repeated block; a missing block breaks one rule."""

import pytest

from kapcourse.science.planning import KINDS, Placed, Rule, check, readings

PLAN = {"look": Placed(0, 10, "nurse"), "dose": Placed(20, 60, "nurse", choice="once"),
        "looks": Placed(20, 60, "nurse", (20, 30, 45, 60)), "stay": Placed(20, 80, "therapist"),
        "talk": Placed(60, 80, "therapist")}
SPAN = (("dose", "start"), ("talk", "end"))


@pytest.mark.parametrize(("fields", "state", "found"), [
    ({"kind": "present", "block": "look"}, "kept", None), ({"kind": "present", "block": "home"}, "broken", None),
    ({"kind": "before", "block": "look", "other": "dose"}, "kept", 10),
    ({"kind": "before", "block": "dose", "other": "talk"}, "kept", 0),
    ({"kind": "before", "block": "talk", "other": "dose"}, "broken", -60),
    ({"kind": "before", "block": "home", "other": "dose"}, "idle", None),
    ({"kind": "at_least", "between": SPAN, "limit": 60}, "kept", 60),
    ({"kind": "at_least", "between": SPAN, "limit": 61}, "broken", 60),
    ({"kind": "at_most", "between": SPAN, "limit": 60}, "kept", 60),
    ({"kind": "at_most", "between": (("zero", "start"), ("dose", "start")), "limit": 19}, "broken", 20),
    ({"kind": "at_most", "between": (("zero", "start"), ("home", "start")), "limit": 19}, "idle", None),
    ({"kind": "every", "block": "looks", "between": (("dose", "start"), ("dose", "end")), "limit": 15}, "kept", 15),
    ({"kind": "every", "block": "looks", "between": SPAN, "limit": 15}, "broken", 20),
    ({"kind": "every", "block": "looks", "between": (("zero", "start"), ("dose", "end")), "limit": 15}, "broken", 20),
    ({"kind": "there", "block": "stay", "between": SPAN, "roles": ("therapist",)}, "kept", 0),
    ({"kind": "there", "block": "stay", "between": SPAN, "roles": ("nurse",)}, "broken", "therapist"),
    ({"kind": "there", "block": "talk", "between": SPAN, "roles": ("therapist",)}, "broken", 40),
    ({"kind": "by", "block": "dose", "roles": ("nurse", "prescriber")}, "kept", "nurse"),
    ({"kind": "by", "block": "talk", "roles": ("nurse",)}, "broken", "therapist"),
    ({"kind": "apart", "block": "dose", "other": "talk"}, "kept", 0),
    ({"kind": "apart", "block": "stay", "other": "talk"}, "broken", 20),
    ({"kind": "present", "block": "home", "only": ("dose", "once")}, "broken", None),
    ({"kind": "present", "block": "home", "only": ("dose", "twice")}, "idle", None),
    ({"kind": "present", "block": "home", "only": ("walk", "once")}, "idle", None),
])
def test_a_rule_of_each_kind_is_kept_broken_or_does_not_apply(fields, state, found):
    outcome, = check(PLAN, [Rule("r", **fields)])
    assert (outcome.state, outcome.found) == (state, found)


def test_an_empty_plan_breaks_only_what_must_be_there():
    rules = [Rule(kind, kind, "look", "dose", SPAN, 5, ("nurse",)) for kind in KINDS]
    assert [outcome.rule.id for outcome in check({}, rules) if outcome.state == "broken"] == ["present"]


def test_readings_run_from_the_first_to_the_last():
    assert readings(30, 10, 60) == (30, 40, 50, 60)
    assert readings(30, 20, 60) == (30, 50, 60)
    assert readings(30, 90, 30) == (30,)


@pytest.mark.parametrize("bad", [(30, 0, 60), (30, -5, 60), (60, 5, 30)])
def test_readings_that_cannot_be_laid_out_are_refused(bad):
    with pytest.raises(ValueError, match="cannot be laid out"):
        readings(*bad)


def test_a_block_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="'look' ends at 5, before it starts at 10"):
        check({"look": Placed(10, 5)}, [])
