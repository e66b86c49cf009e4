"""The roles explorer: two settings side by side, each line with person, force, source and tier."""

import pytest

from kapcourse import explore
from kapcourse.tables import roles
from tests.widgets.test_panel import HOSTILE, Page


@pytest.fixture
def page():
    return Page(explore.roles())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def test_two_settings_stand_beside_what_is_asked_for_anywhere(page):
    shown = by_id(page.does("hello"))
    assert shown["roles"]["columns"] == ["Task", "Wherever ketamine is given", "Infusion (IV)", "Lozenge in the office"]
    watch = shown["roles"]["rows"][list(roles.TASKS).index("watch")]
    assert "Guidelines by two clinicians." in watch[1]
    assert "No therapist is asked for." in watch[2]
    assert "<strong>Mental health professional.</strong>" in watch[3]
    assert all('href="http' in cell and "(" in cell for cell in watch[1:])


def test_no_source_is_said_and_explained(page):
    shown = by_id(page.does("right", "esketamine"))
    cells = [row[3] for row in shown["roles"]["rows"]]
    assert cells.count("<em>No source found.</em>") == len(roles.TASKS) - 2
    assert "does not say that nobody does it" in shown["teaches"]["html"]
    assert "not for esketamine" in shown["teaches"]["html"]
    assert "2 of 10 tasks" in shown["found"]["html"]


def test_the_same_setting_twice_is_shown_once(page):
    shown = by_id(page.does("right", "iv"))
    assert shown["found"]["html"].count("Infusion (IV)") == 1
    assert len(shown["roles"]["columns"]) == 3


@pytest.mark.parametrize(("event", "value"), [("left", "boat"), ("left", HOSTILE), ("right", None), ("right", ["iv"]),
                                              ("middle", "iv")])
def test_what_is_not_in_the_list_is_refused_in_words(page, event, value):
    assert "not in the list" in page.does(event, value)["fault"]
    assert "view" in page.does("left", "home")
