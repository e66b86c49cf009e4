"""The explorers of monitoring, harms and law: what is missing says so, both framings, and old lines warn."""

from datetime import date

import pytest

from kapcourse import explore
from kapcourse.learning import safety as learning
from kapcourse.tables import safety as tables
from kapcourse.widgets.panel import Panel
from kapcourse.widgets.safety import Law
from tests.widgets.test_panel import Page

HOSTILE = [None, "<img>", [], ["<img>"], {}, 5, "__class__", [["iv"]]]


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def test_an_empty_cell_says_that_no_source_was_found():
    shown = by_id(Page(explore.monitoring()).does("settings", ["sublingual", "home"]))
    cells = {row[0]: row[1:] for row in shown["watched"]["rows"]}
    assert "No source found" in cells["Breathing and oxygen"][0]
    assert "No source found" in cells["Equipment"][0] and "blood pressure monitor" in cells["Equipment"][1]
    assert "No source found: breathing and oxygen." in shown["found"]["html"]


def test_every_cell_says_force_source_and_tier():
    shown = by_id(Page(explore.monitoring()).does("settings", ["esketamine", "sublingual", "home"]))
    for row in shown["watched"]["rows"]:
        for cell in row[1:]:
            assert "No source found" in cell or cell.count("<a ") >= cell.count("<small>") > 0
    assert "Mandatory, a condition of supply" in str(shown["watched"]["rows"])


def test_at_most_three_settings_stand_side_by_side():
    page = Page(explore.monitoring())
    assert "at least one setting" in page.does("settings", [])["fault"]
    assert by_id(page.does("hello"))["settings"]["value"] == ["iv", "im"]
    page.does("settings", ["iv", "im", "esketamine"])
    shown = by_id(page.does("settings", ["iv", "im", "esketamine", "home"]))
    assert shown["settings"]["value"] == ["im", "esketamine", "home"]
    assert "so Infusion (IV) left the table" in shown["found"]["html"]
    assert [head[:3] for head in shown["watched"]["columns"][1:]] == ["A: ", "B: ", "C: "]


def test_the_level_is_the_one_of_lesson_02():
    told = by_id(Page(explore.monitoring()).does("settings", ["iv"]))["figure"]["sentence"]
    assert "0.5 mg/kg over 40 minutes: the typical level peaks at 160 ng/mL after 40 minutes" in told


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(("make", "event"), [("monitoring", "settings"), ("harms", "harm"), ("harms", "row"),
                                             ("law", "jurisdiction"), ("law", "today"), ("harms", "rows")])
def test_a_value_of_any_shape_is_refused_in_words_and_the_explorer_goes_on(make, event, value):
    page = Page(getattr(explore, make)())
    told = page.does(event, value)
    assert "fault" in told and "Traceback" not in str(told)
    assert "view" in page.does("hello")


def test_every_harm_is_told_in_both_framings_with_its_time_and_people():
    page = Page(explore.harms())
    for name, row in tables.harms().items():
        if row.kind == "counted":
            page.does("harm", row.event)
            told = by_id(page.does("row", name))["sentence"]["html"]
            of, (here, there) = learning.denominator(row), learning.affected(row)
            assert f"of {of} {row.counted} about {here} had it and {of - here} did not" in told
            assert (f"about {there} had it" if there is not None else "There is no comparison group") in told
            assert row.exposure in told


def test_a_new_harm_starts_with_its_first_source():
    shown = by_id(Page(explore.harms()).does("harm", "Headache"))
    assert [o["value"] for o in shown["row"]["options"]] == ["infusion_headache"]
    assert "58 fewer in 100" in shown["sentence"]["html"]


def test_marks_differ_by_shape_and_count_the_denominator():
    svg = explore.harms().source.picture.svg
    assert svg.count("<use") == 200
    assert "41 of 100 people" in svg and "9 of 100 people" in svg


def test_a_topic_shows_its_rare_harms_only():
    rows = by_id(Page(explore.harms()).does("topic", "bladder"))["rare"]["rows"]
    assert [row[0] for row in rows] == [row.event for row in tables.harms().values() if row.topic == "bladder"]


@pytest.mark.parametrize(("today", "words"), [
    (date(2026, 11, 26), []), (date(2027, 1, 2), ["The stated end has passed: Telehealth (2026-12-31)"]),
    (date(2028, 1, 1), ["Last checked more than a year ago", "The stated end has passed"])])
def test_the_banner_stands_in_the_live_view_only(today, words):
    panel = Panel(Law(lambda: today))
    assert "banner" not in {block["id"] for block in panel.view} and str(today) not in repr(panel)
    banner = by_id(Page(panel).does("hello"))["banner"]["html"]
    assert bool(banner) == bool(words) and all(word in banner for word in words)


def test_each_jurisdiction_has_lines_and_each_line_its_day():
    page = Page(explore.law())
    for name in tables.JURISDICTIONS:
        rows = by_id(page.does("jurisdiction", name))["law"]["rows"]
        assert rows and all(row[-1].startswith("20") and "<a " in row[2] for row in rows)
