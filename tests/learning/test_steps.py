"""The comparisons of lesson 09 follow the steps and the facts."""

import pytest

from kapcourse.learning import exercises, steps
from kapcourse.learning.exercises import Exercise, Option
from kapcourse.learning.keys import key
from kapcourse.tables import steps as tables
from tests.helpers import SMALL_COURSE, change, complaint

LESSON = "preparation"


def compute(name, folder, **given):
    item = Exercise("x", "match", "o", "Who?", key={"compute": f"{LESSON}.{name}"},
                    options=[Option("a", "A", given=given)])
    return key(item, "here", folder)


@pytest.mark.parametrize(("name", "old", "new"), [("where_found", "infusion", "both"),
                                                  ("what_is_known", "link", "link")])
def test_a_step_is_read_from_the_table(data, name, old, new):
    assert compute(name, SMALL_COURSE, step="explain") == {"a": old}
    change(data, "steps.yaml", "id: explain_known, side: known, grade: link",
           "id: explain_kap, side: kap, who: team, grade: one, words: W, source: office2023, place: page, "
           "status: VERIFIED, tier: official}\n    - {id: explain_known, side: known, grade: link")
    assert compute(name, data, step="explain") == {"a": new}


def test_the_firmest_evidence_counts_and_nothing_is_said_as_such(data):
    assert compute("what_is_known", SMALL_COURSE, step="sit_down") == {"a": "chance"}
    change(data, "steps.yaml", "grade: link", "grade: told")
    assert compute("what_is_known", data, step="explain") == {"a": "told"}
    bare = tables.Step("x", "X", [])
    assert (steps.firmest(bare), steps.sides(bare)) == ("none", "neither")


def test_a_step_that_is_not_there_is_named():
    assert complaint(steps.step, "nobody").startswith("data/steps.yaml has no step 'nobody'. ")


def test_chance_decided_on_one_step_of_preparation_only():
    assert [one.id for one in steps.by_chance()] == ["music"]
    assert exercises.get("preparation.by_chance").key == 1
    assert len(tables.load()) == 12, "the key points and an item say twelve"
    assert {o.text for o in exercises.get("preparation.by_chance").options} == {
        "0", "12", str(sum(steps.firmest(one) == "link" for one in tables.load().values()))}


def test_rules_on_food_and_drink_are_read_from_the_facts_of_each_place():
    assert {line.source: steps.fasting(line) for line in steps.step("food").lines} == {
        "newlife_ketamine": (8, 2), "amg_ketamine": (6, 2), "midwest_ketamine": (4, 4), "ketaminevida": (3, 3),
        "balance_kap": (6, 2), "cache_ketamine": (3, 3), "kap_form_online": (4, 4)}
    assert exercises.get("preparation.four_rules").key == {
        "eight_two": "infusion", "six_two": "both", "four_four": "both", "three_three": "both"}
    assert "no line asks for 5 and 1 hours" in complaint(steps.who_asks, 5, 1)


def test_the_prediction_is_the_printed_share():
    assert exercises.get("preparation.predict_salt_water").key == 50


def test_most_steps_are_found_on_both_sides_and_some_on_one():
    assert exercises.get("preparation.found_for_whom").key == {
        "intention": "both", "bond": "both", "group": "both", "therapy": "kap", "letting_go": "both",
        "plan": "infusion"}


def test_preparation_is_judged_partly_and_by_a_row_without_therapy():
    item = exercises.get("claim.P22")
    assert (item.key["verdict"], item.key["row"]) == ("partly", "murrough")


def test_the_printed_tables_say_it_all(capsys):
    steps.print_steps()
    steps.print_fasting()
    told = capsys.readouterr().out
    assert all(one.title in told for one in tables.load().values())
    assert tables.EVIDENCE["chance"] in told and tables.NOTHING in told
    assert "food 8 h, drink 2 h" in told
