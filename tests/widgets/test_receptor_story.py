"""The explorers of lesson 03: bounded by the sources, honest in their sentence, and both sides of every hypothesis."""

import pytest

from kapcourse import explore
from kapcourse.learning import answers
from kapcourse.tables import mechanism as tables
from kapcourse.tables import pharmacokinetics
from kapcourse.widgets.evidence import KEPT_AS
from tests.widgets.test_panel import HOSTILE, Page


@pytest.fixture
def page():
    return Page(explore.occupancy())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def test_the_bound_share_moves_picture_sentence_and_values_within_the_sources(page):
    before, after = by_id(page.does("hello")), by_id(page.does("bound", 43))
    assert (after["bound"]["low"], after["bound"]["high"]) == (43, 47)
    assert after["figure"]["svg"] == before["figure"]["svg"]
    assert after["figure"]["paths"] != before["figure"]["paths"]
    assert "43 % bound" in after["figure"]["sentence"] and after["values"]["rows"] != before["values"]["rows"]
    assert "cannot be used" in page.does("bound", 20)["fault"]


def test_the_sentence_says_what_the_calculation_leaves_out(page):
    told = by_id(page.does("hello"))["figure"]["sentence"]
    for words in ("at most 37 %", "trapped", "rats", "compete", "reaches the brain", "does not show what helps mood"):
        assert words in told


@pytest.mark.parametrize("route", pharmacokinetics.load().routes.values(), ids=lambda route: route.id)
def test_every_route_is_drawn_at_its_lowest_and_highest_dose_without_leaving_the_axis(page, route):
    shown = by_id(page.does("route", route.id))
    assert shown["dose"]["value"] == route.dose_first and ("minutes" in shown) == (route.minutes_low is not None)
    if "minutes" in shown:
        page.does("minutes", route.minutes_low)
    assert "fault" not in page.does("dose", route.dose_low)
    shown = by_id(page.does("dose", route.dose_high))
    paths = shown["figure"]["paths"]
    assert bool(paths["kap-occupancy-curve-nmda_r"]) == (route.drug == "racemate")
    assert max(float(row[2].split()[0]) for row in shown["values"]["rows"]) < 80
    assert "outside the" in page.does("dose", route.dose_high * 2)["fault"]


@pytest.mark.parametrize("value", [None, HOSTILE, [], {}, "nan", -1, float("inf")])
@pytest.mark.parametrize("event", ["route", "dose", "minutes", "bound", "picture", "__class__"])
def test_a_value_of_any_shape_is_refused_in_words_and_the_explorer_goes_on(page, event, value):
    assert "Traceback" not in str(page.does(event, value))
    assert "0.4 mg/kg" in str(page.does("dose", 0.4)["view"])


def test_interactions_show_both_routes_in_picture_sentence_and_table():
    shown = by_id(Page(explore.interactions()).does("hello"))
    for words in ("swallowed: 86 % less area", "by drip: 14 % less area"):
        assert words in shown["picture"]["svg"]
    assert "By drip only rifampicin was tested" in shown["sentence"]["html"]
    assert len(shown["rows"]["rows"]) == len(tables.interactions())


def test_affinities_are_labelled_and_lead_to_their_sources():
    told = str(by_id(Page(explore.affinities()).does("hello"))["affinities"]["rows"])
    assert "42 µmol/L (derived)" in told and "pubmed.ncbi.nlm.nih.gov/9311667" in told


def test_the_map_is_closed_until_the_trainee_has_graded_something():
    page = Page(explore.evidence_map())
    assert "map" not in by_id(page.does("hello"))
    shown = by_id(page.does("compare"))
    assert "Grade at least one" in shown["feedback"]["html"] and "map" not in shown


def test_a_grade_is_set_beside_the_courses_with_the_reason_and_both_sides():
    page = Page(explore.evidence_map())
    page.does("opioid", "strong")
    page.does("mtor", "weakened")
    shown = by_id(page.does("compare"))
    rows = {row[0].split("</strong>")[0].removeprefix("<strong>"): row for row in shown["map"]["rows"]}
    line, note, pro, contra, settle = rows["The opioid system."]
    assert "You: strong. Course (judgement): unresolved." in line and "They differ." in line
    assert "the third, in other people" in note
    assert "10.1176/appi.ajp.2018.18020138" in pro and "10.1093/ijnp/pyaf056" in contra and "naltrexone" in settle
    assert "The same." in rows["The mTORC1 switch."][0] and "You: not graded" in rows["Growth factor BDNF."][0]
    assert "You graded 2 of 7. In 1 your grade" in shown["feedback"]["html"]


def test_grades_are_kept_as_nothing_right_or_wrong_and_come_back():
    page = Page(explore.evidence_map())
    page.does("hnk", "contested")
    page.does("compare")
    kept = answers.last()[KEPT_AS]
    assert kept.answer == {"hnk": "contested"} and kept.correct is None and kept.score is None
    again = by_id(Page(explore.evidence_map()).does("hello"))
    assert again["hnk"]["value"] == "contested" and "map" in again
    assert "[contested]" not in repr(explore.evidence_map()), "what is stored holds no answer"


@pytest.mark.parametrize("answer", [None, 3, "strong", ["hnk"], {"hnk": 3}, {"hnk": ["strong"]}, {"x": "strong"},
                                    {"hnk": HOSTILE}])
def test_a_kept_answer_of_any_shape_leaves_the_map_empty(answer):
    from kapcourse.learning.grading import Verdict

    answers.session().add(KEPT_AS, answer, Verdict(None, None, "Kept."))
    assert "map" not in by_id(Page(explore.evidence_map()).does("hello"))


@pytest.mark.parametrize("value", [None, 3, [], {}, HOSTILE])
def test_a_grade_of_any_shape_is_no_grade(value):
    page = Page(explore.evidence_map())
    page.does("hnk", value)
    page.does("<script>", "strong")
    assert "Grade at least one" in by_id(page.does("compare"))["feedback"]["html"]
