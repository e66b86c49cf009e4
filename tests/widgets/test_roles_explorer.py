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


def test_a_setting_is_shown_with_what_is_asked_for_anywhere_and_with_its_own(page):
    shown = by_id(page.does("hello"))
    assert shown["roles"]["columns"] == ["Task", "Infusion (IV)", "Lozenge in the office"]
    watch = shown["roles"]["rows"][list(roles.TASKS).index("watch")]
    assert "Asked for wherever ketamine is given" in watch[1]
    assert "No therapist is asked for." in watch[1]
    assert "<strong>Mental health professional.</strong>" in watch[2]
    assert all('href="http' in cell and "(" in cell for cell in watch[1:])


def test_no_source_is_said_and_explained_and_esketamine_is_not_covered_by_words_on_ketamine(page):
    shown = by_id(page.does("right", "esketamine"))
    cells = [row[2] for row in shown["roles"]["rows"]]
    assert cells.count("<em>No source found.</em>") == len(roles.TASKS) - 2
    assert "Asked for wherever" not in "".join(cells)
    assert "does not say that nobody does it" in shown["teaches"]["html"]
    assert "2 of 10 tasks" in shown["found"]["html"]


def test_the_same_setting_twice_is_counted_once(page):
    shown = by_id(page.does("right", "iv"))
    assert shown["found"]["html"].count("Infusion (IV)") == 1


@pytest.mark.parametrize(("event", "value"), [("left", "boat"), ("left", HOSTILE), ("right", None), ("right", ["iv"]),
                                              ("middle", "iv")])
def test_what_is_not_in_the_list_is_refused_in_words(page, event, value):
    assert "not in the list" in page.does(event, value)["fault"]
    assert "view" in page.does("left", "home")
