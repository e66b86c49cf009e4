"""The explorers of trials and of durability: published totals first, reasons in words, any value refused in words."""

import time

import pytest

from kapcourse import explore
from kapcourse.learning import trials
from tests.widgets.test_panel import Page


@pytest.fixture
def page():
    return Page(explore.trials())


@pytest.fixture
def lasting():
    return Page(explore.durability())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def test_published_totals_come_first_and_every_pooled_study_can_be_unticked(page):
    shown = by_id(page.does("hello"))
    names = list(shown)
    assert names.index("lead") < names.index("question") and "3.94 (1.54 to 10.10)" in shown["lead"]["html"]
    assert {"forest", "sentence", "studies", "people", "trials", "published", "baseline"} <= set(shown)
    first, *rest = shown["studies"]["value"]
    after = by_id(page.does("studies", rest))
    assert after["studies"]["value"] == rest and after["forest"]["svg"] != shown["forest"]["svg"]
    assert trials.CHOSEN in after["sentence"]["html"] and "One study only" in after["sentence"]["html"]
    assert by_id(page.does("studies", [first, *rest]))["sentence"] == shown["sentence"]


def test_what_a_trial_cannot_say_stands_with_it(page):
    page.does("question", "remission | 24 hours")
    rows = by_id(page.does("drug", "any"))["trials"]["rows"]
    assert any("No placebo: it cannot say whether ketamine works." in " ".join(row) for row in rows)


def test_nothing_left_to_pool_is_told_and_the_explorer_goes_on(page):
    assert "Nothing is left to pool" in by_id(page.does("studies", []))["sentence"]["html"]
    shown = by_id(page.does("control", "ECT"))
    assert "Nothing is left to pool" in shown["sentence"]["html"] and "people" not in shown
    assert "2 trials pooled" in by_id(page.does("control", "any"))["sentence"]["html"]


@pytest.mark.parametrize("question", trials.questions(), ids=lambda question: question.id)
def test_every_question_is_told_with_reasons_risk_of_bias_and_masking(page, question):
    page.does("drug", "any")
    shown = by_id(page.does("question", question.id))
    found = trials.contrasts(question)
    assert len(shown["trials"]["rows"]) == len(found)
    assert all("guess: " in row[0] and row[3] and "href" in row[4] for row in shown["trials"]["rows"])
    for one in found:
        if one.reason:
            assert f"Not pooled, {one.reason}" in shown["sentence"]["html"]
    assert shown["measure"]["value"] in question.measures


def test_people_of_a_hundred_are_told_both_ways(page):
    rows = by_id(page.does("baseline", 20))["people"]["rows"]
    assert rows[0] == ["Comparison group", "20", "80"]
    (does, not_) = (int(cell.split()[0]) for cell in rows[1][1:])
    assert does + not_ == 100 and does > 20


def test_relapse_is_bad_and_the_axis_says_so(page):
    page.does("drug", "any")
    svg = by_id(page.does("question", "relapse | no fixed time"))["forest"]["svg"]
    assert "← treatment better" in svg
    assert "← control better" in by_id(page.does("question", "response | 24 hours"))["forest"]["svg"]


def test_how_it_is_pooled_stands_behind_advanced(page):
    page.does("drug", "any")
    assert "method" not in by_id(page.does("hello"))
    shown = by_id(page.does("advanced", ["advanced"]))
    assert {"method", "interval", "shared"} <= set(shown)
    assert by_id(page.does("interval", "HKSJ"))["sentence"] != shown["sentence"]
    assert "Daly 2018</span>" not in str(shown) and "1/33" in by_id(page.does("shared", "combine"))["forest"]["svg"]
    assert "Common effect" in by_id(page.does("method", "FE"))["forest"]["svg"]


@pytest.mark.parametrize("value", [None, "<img>", [], {}, "nan", -1, 1e9, float("inf")])
@pytest.mark.parametrize("event", ["question", "drug", "control", "route", "doses", "measure", "method", "interval",
                                   "shared", "baseline", "studies", "filters", "__class__", "randomised"])
def test_a_value_of_any_shape_is_refused_in_words_and_the_explorer_goes_on(page, event, value):
    assert "Traceback" not in str(page.does(event, value))
    assert "Response, 24 hours" in by_id(page.does("measure", "RR"))["sentence"]["html"]


def test_moving_the_baseline_draws_nothing_anew(page):
    page.does("baseline", 20)
    begin = time.perf_counter()
    assert by_id(page.does("baseline", 21))["people"]["rows"][0][1] == "21"
    assert time.perf_counter() - begin < 1
    assert page.heard[-1]["view"][[b["id"] for b in page.heard[-1]["view"]].index("forest")]["type"] == "same"


def test_durability_shows_days_or_shares_and_says_who_is_counted(lasting):
    days = by_id(lasting.does("hello"))
    assert "18 days (median)" in days["sentence"]["html"] and "of those who had responded" in days["sentence"]["html"]
    shares = by_id(lasting.does("asked", "share"))
    assert "of everyone treated" in shares["sentence"]["html"] and shares["picture"]["svg"] != days["picture"]["svg"]
    assert all("href" in row[4] for row in shares["rows"]["rows"])
    assert "cannot" in days["caution"]["html"] or "Only figures under one heading" in days["caution"]["html"]


def test_without_a_group_durability_says_so(lasting):
    assert "No figure is left" in by_id(lasting.does("groups", []))["nothing"]["html"]
    assert "picture" in by_id(lasting.does("groups", ["course"]))


@pytest.mark.parametrize("value", [None, "<img>", {}, "nan", -1, ["x"], 3])
@pytest.mark.parametrize("event", ["asked", "groups", "__class__"])
def test_durability_refuses_in_words(lasting, event, value):
    assert "cannot be used" in lasting.does(event, value)["fault"]
    assert "18 days" in str(lasting.does("asked", "days")["view"])


def test_few_trials_a_divided_control_and_ways_of_counting_are_told(page):
    told = by_id(page.does("drug", "any"))["sentence"]["html"]
    assert "too few to say how much trials differ" in told and "the control group of Daly 2018" in told
    assert "I2" not in told and "A new trial" not in told
    told = by_id(page.does("question", "response | 2 to 4 days"))["sentence"]["html"]
    assert "how it was counted" in told and "of 3 trials that measured this" in told
    told = by_id(page.does("question", "response | 3 to 8 weeks"))["sentence"]["html"]
    assert "Spread beyond chance (I2)" in told and "A new trial would be expected" in told
    assert "compared with another treatment" in told


def test_durability_names_the_study_and_the_group_without_a_figure(lasting):
    shown = by_id(lasting.does("hello"))
    assert "Murrough JW et al. 2013, up to six infusions" in shown["picture"]["svg"] + str(shown["rows"])
    assert "One infusion: no such figure was found" in shown["sentence"]["html"]
