"""What rules make of two scores, and the comparisons of lesson 11, follow the tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapcourse.learning import change, exercises
from kapcourse.learning.exercises import Exercise, Option
from kapcourse.learning.keys import key
from kapcourse.tables import scale_rules as tables
from tests.helpers import SMALL_COURSE, complaint
from tests.helpers import change as spoil

LESSON = "integration"


def compute(name, folder, *options):
    item = Exercise("x", "match", "o", "Which?", key={"compute": f"{LESSON}.{name}"},
                    options=[Option("abc"[i], "A", given=one) for i, one in enumerate(options)])
    return key(item, "here", folder)


@pytest.mark.parametrize(("rule", "before", "after", "met"), [
    ("madrs_half", 34, 17, True), ("madrs_half", 34, 18, False), ("madrs_half", 35, 17, True),
    ("madrs_half", 35, 18, False), ("madrs_at_most_12", 20, 12, True), ("madrs_at_most_12", 20, 13, False),
    ("madrs_at_most_12", 11, 11, True), ("madrs_below_10", 30, 10, False), ("madrs_below_10", 30, 9, True),
    ("madrs_fall_6", 34, 28, True), ("madrs_fall_6", 34, 29, False), ("madrs_fall_6", 5, 0, False),
    ("phq9_below_5", 20, 5, False), ("phq9_below_5", 20, 4, True), ("pcl5_fall_15", 52, 38, False),
    ("pcl5_at_most_28", 52, 28, True)])
def test_a_rule_says_yes_from_its_limit_on(rule, before, after, met):
    assert change.met(change.rule(rule), before, after) is met


@given(st.sampled_from(sorted(tables.load())), st.integers(1, 27), st.integers(0, 27), st.integers(0, 27))
def test_a_lower_last_score_never_turns_a_yes_into_a_no(rule, before, one, two):
    row = change.rule(rule)
    low, high = sorted((one, two))
    assert change.met(row, before, low) >= change.met(row, before, high)


@pytest.mark.parametrize(("before", "after"), [(0, 0), (61, 3), (30, -1), (30, 61)])
def test_a_score_off_the_scale_is_refused(before, after):
    with pytest.raises(ValueError, match="MADRS"):
        change.met(change.rule("madrs_half"), before, after)


def test_rules_stand_in_the_order_of_what_they_ask_for_the_easier_first():
    rows = change.rules_of("MADRS")
    assert [row.id for row in rows[:4]] == ["madrs_half", "madrs_at_most_12", "madrs_at_most_10", "madrs_below_10"]
    for scale, top in change.scales().items():
        for one, two in zip(change.rules_of(scale), change.rules_of(scale)[1:], strict=False):
            assert one.asks != two.asks or change.highest(one, top) >= change.highest(two, top)


def test_what_is_told_names_every_rule_once():
    said = change.told("MADRS", 34, 18)
    assert "16 points lower (a fall of 47 %). 3 of 7 rules say yes." in said
    assert said.count("(the score") == 7
    assert "2 points higher. 0 of 3 rules say yes. Yes: none." in change.told("XYZ", 20, 22, SMALL_COURSE)
    assert "XYZ 20 before and 20 after: the same. 0 of 3" in change.told("XYZ", 20, 20, SMALL_COURSE)


def test_keys_follow_the_rules(data):
    two = [{"rule": name, "before": 20, "after": 12} for name in ("half", "down")]
    assert compute("rules_that_say_yes", SMALL_COURSE, *two) == ["b"]
    assert compute("how_many_say_yes", SMALL_COURSE, {"scale": "XYZ", "before": 20, "after": 8}) == 3
    both = {"response": "half", "remission": "low", "before": 30, "after": 9}
    assert compute("response_and_remission", SMALL_COURSE, both, both | {"before": 10, "after": 8},
                   both | {"after": 8}) == {"a": "response", "b": "remission", "c": "both"}
    spoil(data, "scale_rules.csv", "share,50", "share,40")
    assert compute("rules_that_say_yes", data, *two) == ["a", "b"]


def test_chance_decides_within_one_randomised_trial_only():
    rows = [["wilkinson2021.effect"], ["murrough2013b.median", "wilkinson2017.median"]]
    assert compute("decided_by_chance", None, *({"rows": names} for names in rows)) == {"a": "chance", "b": "apart"}
    assert change.decided(["shiroma2014.still", "shiroma2014.mean"]) == "apart"


def test_a_rule_of_the_planner_is_sorted_by_approach_and_what_it_rests_on():
    rules = ["scale_waits", "call_soon", "integration_there"]
    assert compute("whose_rule", None, *({"rule": name} for name in rules)) == {"a": "source", "b": "own", "c": "kap"}


def test_days_come_from_a_published_shape():
    blocks = [{"shape": "trial_kap", "block": name} for name in ("letter", "call", "therapy")]
    assert compute("day_by_day", None, *blocks) == ["b", "c", "a"]
    with pytest.raises(Exception, match="no order"):
        compute("day_by_day", None, *({"shape": "trial_kap", "block": name} for name in ("call", "driving")))


def test_untreated_people_are_counted_of_a_hundred():
    assert change.improved_untreated() == 20


@pytest.mark.parametrize(("call", "argument", "words"), [
    (change.rule, "nobody", "data/scale_rules.csv has no row 'nobody'"),
    (change.decided, ["nobody"], "data/durability.csv has no row 'nobody'"),
    (change.whose, "nobody", "has no rule 'nobody'")])
def test_what_is_not_there_is_named(call, argument, words):
    assert words in complaint(call, argument)


def test_a_row_without_a_comparison_group_decides_nothing():
    with pytest.raises(ValueError, match="no comparison group"):
        change.decided(["murrough2013b.median"])


def test_what_the_solution_prints_fits_the_keys(capsys):
    change.print_person("PCL-5", 52, 38)
    printed = capsys.readouterr().out
    assert printed.count("  yes ") == exercises.get("integration.how_many_rules").key
    change.print_decided([["wilkinson2021.effect"]])
    assert capsys.readouterr().out.startswith("chance: ")
    change.print_untreated()
    assert "20 of a hundred" in capsys.readouterr().out
