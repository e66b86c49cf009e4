"""The explorer of change: two scores move, every rule answers, and any other value is refused in words."""

import pytest

from kapcourse import explore
from kapcourse.learning import change
from kapcourse.widgets.change import Change
from tests.widgets.test_panel import HOSTILE, Page


@pytest.fixture
def page():
    return Page(explore.change())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def test_it_begins_with_the_person_of_the_lesson(page):
    shown = by_id(page.does("hello"))
    assert (shown["scale"]["value"], shown["before"]["value"], shown["after"]["value"]) == ("MADRS", 34, 18)
    assert "3 of 7 rules say yes" in shown["figure"]["sentence"]


def test_one_point_makes_a_responder(page):
    assert "4 of 7 rules say yes" in by_id(page.does("after", 17))["figure"]["sentence"]
    assert "3 of 7 rules say yes" in by_id(page.does("after", "18"))["figure"]["sentence"]


@pytest.mark.parametrize("scale", list(change.scales()))
def test_every_scale_shows_its_rules_with_source_and_people(page, scale):
    page.does("hello")
    page.does("scale", "PHQ-9" if scale == "MADRS" else "MADRS")
    shown = by_id(page.does("scale", scale))
    assert len(shown["rules"]["rows"]) == len(change.rules_of(scale))
    assert all('href="http' in row[4] and row[3] for row in shown["rules"]["rows"])
    assert shown["before"]["high"] == change.scales()[scale]
    assert set(shown["figure"]["paths"]) == {f"kap-{shown['figure']['name']}-curve-{name}"
                                             for name in ("yes", "no", "before", "after")}


def test_bars_of_rules_that_say_yes_and_of_those_that_say_no_stand_apart(page):
    def bars(message):
        return [path.count("Z") for name, path in by_id(message)["figure"]["paths"].items()
                if name.endswith(("-yes", "-no"))]

    page.does("hello")
    assert bars(page.does("after", 60)) == [0, 7]
    assert bars(page.does("after", 0)) == [7, 0]
    assert bars(page.does("before", 8)) == [5, 0]  # a fall by ten is out of reach


def test_the_stored_words_say_the_picture():
    assert "16 points lower" in Change().picture.sentence


@pytest.mark.parametrize(("event", "value"), [
    ("scale", "HAMD"), ("scale", HOSTILE), ("scale", ["MADRS"]), ("before", 0), ("before", 61), ("after", -1),
    ("after", 3.5), ("after", "nan"), ("after", "inf"), ("after", None), ("after", [3]), ("after", HOSTILE),
    ("middle", 3)])
def test_what_cannot_be_is_refused_in_words(page, event, value):
    fault = page.does(event, value)["fault"]
    assert "whole number" in fault or "cannot be used" in fault
    assert "view" in page.does("after", 20)
