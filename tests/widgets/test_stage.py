"""The stage: the consequence before the reason, the way back, the debrief; kept with the answers, markup escaped."""

import json

import pytest

from kapcourse import course as guide
from kapcourse import explore
from kapcourse.learning import answers, cases, exercises
from kapcourse.learning.grading import check
from kapcourse.tables import cases as tables
from kapcourse.tables.facts import plain
from tests.helpers import change
from tests.widgets.test_panel import HOSTILE, Page

REAL = list(tables.load())


def view(page, event="hello", value=None):
    return {block["id"]: block for block in page.does(event, value)["view"]}


def play(page, *replies):
    """Choose one reply after another; returns the blocks after the last."""
    told = view(page)
    for reply in replies:
        page.does("reply", reply)
        told = view(page, "do")
    return told


@pytest.fixture
def page(course):
    """The quiet room, its note read."""
    opened = Page(explore.case("quiet_room"))
    opened.does("open")
    return opened


def test_the_next_scene_comes_before_any_mark_or_reason(page):
    told = play(page, "hush")
    assert "She says nothing more. The pulse is 104." in told["scene"]["html"]
    assert "It hushes" not in json.dumps(told) and "flawed" not in json.dumps(told)
    assert told["meters"]["html"] == "<p>Trust: low (it fell). Safety: very high.</p>"
    assert told["reply"]["label"] == "Who acts now: the nurse. What do you say or do?"
    assert told["reply"]["value"] is None


def test_after_going_back_the_reason_is_told_and_another_way_is_open(page):
    play(page, "hush")
    told = view(page, "back")
    assert "~ Plausible, but flawed:</strong> Hush. All is well. <br>Why: It hushes." in told["tried"]["html"]
    assert "Ada sits up" in told["scene"]["html"] and "It asks" not in told["tried"]["html"]
    told = play(page, "ask")
    assert "It was my brother" in told["scene"]["html"]
    assert view(page, "again").keys() & {"tried", "debrief"} == set()


def test_the_ending_debriefs_the_path_taken_with_sources(page):
    told = play(page, "leave", "wait")
    assert "A poor ending" in told["scene"]["html"] and "Nobody asked." in told["debrief"]["html"]
    assert "On this path 0 of 2 replies were good." in told["debrief"]["html"]
    first, second = told["path"]["rows"]
    assert first[0] == "1. ✗ The therapist: You leave the room." and first[1].startswith("Ada sits up. Pulse 104.")
    assert first[2:4] == ["✗ Harmful", "She is alone."] and first[4] == "<p>What do you need now? <br>Why: It asks.</p>"
    assert second[4].count("<p>") == 2 and told["path"]["opened"] is True
    assert "Office" in told["read"]["html"] and "Smith A" in told["read"]["html"]
    assert [item["value"] for item in told["buttons"]["items"]] == ["back", "again"]
    assert "reply" not in told


def test_the_best_path_is_kept_beside_the_present_one(page):
    play(page, "ask")
    view(page, "again")
    told = play(page, "hush", "wait")
    assert "On your best path so far 1 of 1 replies were good." in told["debrief"]["html"]
    kept = answers.last()["case.quiet_room"]
    assert kept.answer == {"path": ["hush", "wait"], "best": ["ask"]}
    assert (kept.correct, kept.score) == (True, 1.0)


def test_nothing_is_done_before_a_reply_is_chosen(page):
    told = view(page, "do")
    assert "Choose one of the replies first." in told["message"]["html"] and told["message"]["type"] == "feedback"
    assert not answers.last()
    assert "message" not in view(page, "reply", "hush")


def test_a_note_comes_first_and_a_skipped_case_leaves_nothing_open(course):
    page = Page(explore.case("quiet_room"))
    told = view(page)
    assert list(told) == ["title", "note", "buttons"] and "Ada" not in json.dumps(told)
    assert [item["text"] for item in told["buttons"]["items"]] == ["Show this case", "Skip this case"]
    skipped = view(page, "skip")
    assert "Nothing is lost" in skipped["message"]["html"] and "scene" not in skipped and not answers.last()
    assert "scene" not in view(page, "reply", "hush")
    assert "scene" in view(page, "open")


def test_the_last_play_comes_back_and_is_neither_saved_nor_printed(course):
    fresh = explore.case("quiet_room")
    page = Page(fresh)
    page.does("open")
    play(page, "leave")
    again = explore.case("quiet_room")
    assert repr(again) == repr(fresh) and again.view == fresh.view
    assert "She says nothing more" in view(Page(again))["scene"]["html"]


@pytest.mark.parametrize("answer", [[], "ask", {"path": [HOSTILE]}, {"path": ["ask", "ask"]}, {"path": [["ask"]]},
                                    {"path": [], "best": [HOSTILE]}, {"path": ["ask"] * 5000}, {"path": 3}], ids=str)
def test_a_stored_answer_that_is_no_path_is_ignored(course, answer):
    item = exercises.get("case.round_table")
    answers.session().add(item.id, answer, check(item, {"path": []}))
    told = view(Page(explore.case("round_table")))
    assert "Scene 1" in told["scene"]["html"] and HOSTILE not in json.dumps(told)


@pytest.mark.parametrize("value", [None, HOSTILE, 3, [HOSTILE], {"a": [1]}, [[["x"]]], True, ["hush"]])
def test_an_event_of_any_shape_is_answered_and_never_read_as_markup(course, value):
    for name in ("quiet_room", "round_table"):
        page = Page(explore.case(name))
        for event in ("skip", "open", "reply", "do", "back", "again", HOSTILE, "_go", "do"):
            heard = page.does(event, value)
            assert "fault" not in heard, (event, heard)
            assert HOSTILE not in json.dumps(heard["view"])


def test_markup_in_a_case_is_shown_and_never_run(course):
    for old in ("Two of you want", "say: We list", "why: It counts", "about: A team", "debrief: A reason",
                "title: The"):
        change(course, "cases/round_table.yaml", old, old.replace(": ", f": {HOSTILE} ", 1) if ":" in old
               else f"{HOSTILE} {old}")
    tables.load.cache_clear()
    exercises._listed.cache_clear()
    page = Page(explore.case("round_table"))
    told = json.dumps([play(page, "vote"), view(page, "back"), play(page, "vote", "over")])
    assert "&lt;img src=x" in told and "<img" not in told


def test_a_circle_is_told_in_words(course):
    page = Page(explore.case("round_table"))
    told = play(page, *["vote", "round"] * 50, "vote")
    assert "goes round in a circle" in told["message"]["html"]
    assert len(answers.last()["case.round_table"].answer["path"]) == cases.LONGEST


def test_labels_say_that_the_person_is_invented_and_whose_judgement_it_is(page, course):
    assert "invented" in view(page)["invented"]["html"] and "course's judgement" in json.dumps(view(page)).replace(
        "&#x27;", "'")
    other = view(Page(explore.case("round_table")))["invented"]["html"]
    assert "invented" in other and "judgement" not in other
    assert "meters" not in view(Page(explore.case("round_table")))


def test_the_sources_of_a_lesson_hold_those_of_its_cases(course):
    assert "Office" in repr(guide.sources("01")) and "Lee C" in repr(guide.sources("00"))


@pytest.mark.parametrize("name", REAL)
def test_every_real_case_prints_its_title_and_its_first_scene_or_its_note(name):
    case, told = tables.get(name), " ".join(repr(explore.case(name)).split())
    assert f"Case: {case.title}" in told
    start = case.nodes[case.start]
    texts = [case.content_note] if case.content_note else [case.about, start.scene, *(r.say for r in start.replies)]
    for text in texts:
        assert " ".join(plain(case.words(text)).split()) in told


@pytest.mark.parametrize("name", REAL)
def test_every_real_case_can_be_played_well_and_badly_to_its_debrief(name):
    for pick in (min, max):
        page = Page(explore.case(name))
        told = view(page, "open")
        while "reply" in told:
            node = tables.get(name).nodes[cases.replay(tables.get(name), list(page.panel.source.play.path)).visited[-1]]
            chosen = pick(node.replies, key=lambda reply: ("good", "flawed", "harmful").index(reply.mark))
            told = play(page, chosen.id)
        assert told["path"]["rows"] and told["read"]["html"]
    assert answers.last()[f"case.{name}"].correct is True
