"""The planners on a page: blocks are placed and moved, the picture and its sentence follow, each rule gets its say."""

import json

import pytest

from kapcourse import ask, explore
from kapcourse.learning import answers, planning
from kapcourse.learning.grading import EMPTY_PLAN
from tests.widgets.test_panel import HOSTILE, Page

SHOWN = {"session": explore.session_planner, "follow_up": explore.follow_up_planner}


def view(page, event="hello", value=None):
    return {block["id"]: block for block in page.does(event, value)["view"]}


def begun(name, approach, draft):
    """A page on which a planner was opened with a draft or a protocol."""
    page = Page(SHOWN[name]())
    page.does("approach", approach)
    page.does("draft", draft)
    return page


@pytest.mark.parametrize(("name", "shape"), [(one.id, shape) for one in planning.planners().values()
                                             for shape in one.shapes], ids=lambda thing: getattr(thing, "id", thing))
def test_a_published_protocol_is_laid_out_told_and_checked(name, shape):
    page = begun(name, shape.approach, f"shape:{shape.id}")
    told = view(page)
    assert "Reported:" in told["reported"]["html"] and "Filled in by the course:" in told["reported"]["html"]
    told = view(page, "check")
    assert told["feedback"]["tone"] == ("wrong" if shape.departs else "right")
    assert len(told.get("broken", {"rows": []})["rows"]) == len(shape.departs)
    assert answers.last()[f"plan.{name}_{shape.approach}"].correct is (not shape.departs)


@pytest.mark.parametrize(("name", "draft", "rule"), [("session", "drip_every_20", "during_every"),
                                                     ("follow_up", "scale_next_day", "scale_waits")])
def test_a_draft_is_rejected_and_mended(name, draft, rule):
    page = begun(name, "infusion", f"fault:{draft}")
    told = view(page, "check")
    row, = told["broken"]["rows"]
    assert "✗ Broken" in row[0] and "Here:" in row[1] and "href=" in row[3] and told["broken"]["opened"] is True
    assert told["idle"]["rows"] or name == "session"
    page.does("block", {"during_every": "during", "scale_waits": "scale"}[rule])
    mend = {"during_every": ("every:during", 15), "scale_waits": ("at:scale", "14")}[rule]
    assert "broken" not in view(page, *mend) and view(page)["feedback"]["html"] == ""
    assert view(page, "check")["feedback"]["tone"] == "right"


def test_a_series_says_how_often_and_one_reading_is_told_as_once():
    sentence = view(begun("session", "kap", "shape:company"))["figure"]["sentence"]
    assert "minute 150, once (the person)" in sentence
    assert ", 5 times (nurse)" in view(begun("session", "kap", "shape:sinai"))["figure"]["sentence"]


def test_a_block_is_placed_moved_and_taken_out_and_the_picture_follows():
    page = Page(explore.session_planner())
    told = view(page, "blocks", ["watch"])
    assert [told[name]["value"] for name in ("block", "at:watch", "until:watch")] == ["watch", 0, 30]
    told = view(page, "blocks", ["watch", "dose"])
    assert (told["block"]["value"], told["at:dose"]["value"], "at:watch" in told) == ("dose", 0, False)
    assert told["at:dose"]["label"] == "The dose: starts" and told["by:dose"]["label"] == "The dose: who acts"
    before = told["figure"]
    told = view(page, "at:dose", 60)
    assert told["figure"]["paths"] != before["paths"] and "The dose: minute 60 to 100 (nurse)" in (
        told["figure"]["sentence"])
    assert "peaks at 160 ng/mL at minute 100, 40 minutes after the dose begins" in told["figure"]["sentence"]
    page.does("block", "watch")
    told = view(page, "at:watch", 50)
    assert (told["at:watch"]["value"], told["until:watch"]["value"]) == (50, 50)
    told = view(page, "blocks", ["watch"])
    assert "at:dose" not in told and "ng/mL" not in told["figure"]["sentence"]


def test_a_change_takes_the_verdict_away_and_the_approach_brings_its_own_plan():
    page = begun("session", "infusion", "shape:hospital_drip")
    assert view(page, "check")["feedback"]["tone"] == "right"
    told = view(page, "by:dose", "therapist")
    assert told["feedback"]["html"] == "" and "kept" not in told
    told = view(page, "approach", "kap")
    assert told["blocks"]["value"] == [] and "inward" in json.dumps(told["blocks"]["options"])
    told = view(page, "approach", "infusion")
    assert "dose" in told["blocks"]["value"] and told["feedback"]["tone"] == "right"


def test_a_plan_comes_back_when_the_lesson_is_reopened():
    view(begun("follow_up", "infusion", "fault:call_late"), "check")
    told = view(Page(explore.follow_up_planner()))
    assert told["at:call"]["value"] == "5" and told["block"]["value"] == "call" and told["feedback"]["tone"] == "wrong"


def test_the_decision_is_chosen_and_its_rules_follow():
    page = begun("follow_up", "infusion", "shape:watch_83")
    told = view(page, "choice:decision", "refer")
    assert "Decision, refer: week 2 (prescriber)" in told["figure"]["sentence"]
    row, = view(page, "check")["broken"]["rows"]
    assert "writes to the one who takes over" in row[0]


@pytest.mark.parametrize(("event", "value"), [
    ("at:dose", HOSTILE), ("at:dose", None), ("at:dose", 1e9), ("at:dose", -5), ("at:dose", "nan"), ("at:dose", [5]),
    ("at:home", 5), ("every:dose", 5), ("by:dose", HOSTILE), ("by:dose", ""), ("choice:dose", "x"),
    ("draft", "fault:nothing"), ("draft", ["x"]),
    ("block", "home"), ("block", {}), ("approach", "walk"), ("approach", None), ("blocks", "dose"),
    ("nothing", 3), ("", None), ("every:during", 0), ("every:during", 0.001),
])
def test_a_value_that_cannot_be_is_told_and_changes_nothing(event, value):
    page = Page(explore.session_planner())
    before = view(page, "blocks", ["dose", "during"])
    message = page.does(event, value)
    assert "fault" in message and "Traceback" not in message["fault"]
    assert view(page) == before


def test_names_that_are_no_blocks_are_left_out():
    told = view(Page(explore.session_planner()), "blocks", ["dose", HOSTILE, 3, ["x"]])
    assert told["blocks"]["value"] == ["dose"]


def test_nothing_answered_is_stored_and_the_text_shows_every_control():
    shown = explore.session_planner()
    view_before = json.dumps(shown.view)
    page = Page(shown)
    page.does("draft", "shape:hospital_drip")
    page.does("check")
    assert json.dumps(shown.view) == view_before and "hospital" not in repr(shown).replace("one hospital", "")
    text = repr(shown)
    assert all(words in text for words in ("Approach", "In the plan", "[ ] The dose", "<Check the plan>",
                                           "Nothing is in the plan yet."))
    bundle = shown._repr_mimebundle_()
    assert "<svg" in bundle["image/svg+xml"] and "Nothing is in the plan yet" in bundle["image/svg+xml"]


@pytest.mark.parametrize("name", SHOWN)
def test_an_empty_plan_is_not_recorded(name):
    told = view(Page(SHOWN[name]()), "check")
    assert EMPTY_PLAN in told["feedback"]["html"] and not answers.last() and "kept" not in told


@pytest.mark.parametrize(("approach", "choice", "wrong"), [
    ("infusion", "continue", {"end_later"}), ("infusion", "stop", {"stop_watch"}), ("infusion", "taper", set()),
    ("kap", "refer", {"integration_next_day", "therapy_goes_on"})])
def test_a_plan_that_puts_everything_on_the_day_of_the_dose_is_told_what_is_wrong(approach, choice, wrong):
    """Ticking plans nothing: what takes time is broken, with its reason; what only has to be there or named is kept."""
    page, one = Page(SHOWN["follow_up"]()), planning.planner("follow_up")
    page.does("approach", approach)
    page.does("blocks", [block.id for block in one.blocks_of(approach)])
    page.does("block", "decision")
    page.does("choice:decision", choice)
    told = view(page, "check")
    always = {"call_next_day", "driving_waits", "safety_goes_on", "rating_goes_on", "harms_go_on", "scale_waits",
              "next_review_later"}
    assert told["feedback"]["tone"] == "wrong" and len(told["broken"]["rows"]) == len(always | wrong)
    for rule in (rule for rule in one.rules if rule.id in always | wrong):
        assert any(planning.says(rule, one) in row[0] for row in told["broken"]["rows"]), rule.id
    kinds = {rule.kind for rule in one.rules_of(approach) if any(planning.says(rule, one) in row[0]
                                                                 for row in told["kept"]["rows"])}
    assert kinds == {"present", "at_most", "every", "by", "before"}


def test_every_control_has_a_label_of_its_own():
    page, labels = begun("session", "kap_drip", "shape:montreal"), []
    for name in view(page)["blocks"]["value"]:
        told = view(page, "block", name)
        labels += [block["label"] for key, block in told.items() if ":" in key]
        assert len([block for block in told.values() if "label" in block]) >= 6
    assert len(labels) == len(set(labels)) > 30


def test_a_task_asked_for_by_name_leads_to_its_planner():
    assert "explore.session_planner()" in repr(ask("plan.session_kap"))
    assert "explore.follow_up_planner()" in repr(ask("plan.follow_up_kap"))
