"""The explorer of dose and route: bounded by its sources, moving as a whole, honest about what it shows."""

import pytest

from kapcourse import explore
from kapcourse.learning import exercises
from kapcourse.tables import pharmacokinetics as tables
from kapcourse.widgets.dosing import MOMENTS
from tests.widgets.test_panel import Page


@pytest.fixture
def page():
    return Page(explore.dose_and_route())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def test_a_dose_moves_picture_sentence_and_values_together(page):
    before, after = by_id(page.does("hello")), by_id(page.does("A.dose", 0.4))
    assert after["figure"]["svg"] == before["figure"]["svg"]
    assert after["figure"]["paths"] != before["figure"]["paths"]
    assert "0.4 mg/kg" in after["figure"]["sentence"]
    assert after["values"]["rows"] != before["values"]["rows"]
    sent = {block["id"]: block for block in page.heard[-1]["view"]}
    assert "svg" not in sent["figure"]
    assert sent["title"]["type"] == sent["weight"]["type"] == "same"


@pytest.mark.parametrize("route", tables.load().routes.values(), ids=lambda route: route.id)
def test_doses_end_where_the_sources_end(page, route):
    shown = by_id(page.does("A.route", route.id))
    slider = shown["A.dose"]
    assert (slider["low"], slider["high"], slider["unit"]) == (route.dose_low, route.dose_high, route.dose_unit)
    assert route.dose_low <= slider["value"] <= route.dose_high
    assert ("A.minutes" in shown) == (route.minutes_low is not None)
    told = page.does("A.dose", route.dose_high * 2)
    assert f"outside the {route.dose_low:g} to {route.dose_high:g}" in told["fault"]


def test_three_regimens_stand_side_by_side_and_other_models_over_the_first(page):
    page.does("count", "3")
    shown = by_id(page.does("others", ["others"]))
    assert [row[0][0] for row in shown["values"]["rows"]] == ["A", "B", "C"]
    assert "Other models put the peak of A between" in shown["figure"]["sentence"]
    assert "lowest and the highest of all: 74 and 241 after 20 minutes, 125 and 298 after 40 minutes" in (
        shown["figure"]["sentence"])
    assert sum(bool(path) for path in shown["figure"]["paths"].values()) == 3 * 3 + 4


def test_the_models_are_told_at_the_moments_that_the_question_asks_about():
    assert list(MOMENTS) == [option.given["minute"] for option in exercises.get("pharmacokinetics.five_models").options]


def test_the_axis_holds_norketamine_too(page):
    """A large lozenge leaves far more norketamine than ketamine."""
    page.does("A.route", "sublingual")
    shown = by_id(page.does("A.dose", 225))
    peak = float(shown["values"]["rows"][0][5].split()[0])
    assert peak > 300 and shown["figure"]["name"].startswith("levels-600-")


def test_it_says_that_it_does_not_dose_and_names_its_sources(page):
    told = repr(page.panel)
    for words in ("It does not dose", "no dose by one route", "Otto", "Zanos", "(derived)", "secondary"):
        assert words in told
    lozenge = by_id(page.does("A.route", "sublingual"))["sources"]["html"]
    assert "no source gives that spread" in lozenge


@pytest.mark.parametrize("value", [None, "<img>", [], {}, "nan", -1, 1e9, float("inf")])
@pytest.mark.parametrize("event", ["A.dose", "A.minutes", "A.route", "A.repeat", "A.__class__", "Z.dose", "weight",
                                   "count", "choices"])
def test_a_value_of_any_shape_is_refused_in_words_and_the_explorer_goes_on(page, event, value):
    told = page.does(event, value)
    assert "Traceback" not in str(told)
    assert "0.4 mg/kg" in str(page.does("A.dose", 0.4)["view"])
