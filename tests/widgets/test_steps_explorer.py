"""The steps explorer: a phase's steps, each with infusion, KAP and what is known, each line with its source."""

import pytest

from kapcourse import explore
from kapcourse.tables import steps
from tests.helpers import complaint
from tests.widgets.test_panel import HOSTILE, Page


@pytest.fixture
def page():
    return Page(explore.steps())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def test_infusion_kap_and_what_is_known_stand_side_by_side(page):
    shown = by_id(page.does("hello"))
    assert shown["steps"]["columns"] == list(steps.SIDES.values())
    assert "12 steps" in shown["found"]["html"] and "on 1 of them." in shown["found"]["html"]
    line, _, infusion, kap, known = next(row for row in shown["steps"]["rows"] if "Choose music" in row[0])
    assert "Infusion and KAP. Effect: varied by chance, with ketamine." in line
    assert "<strong>Patient.</strong>" in infusion and "Montreal" in kap and "Results did not differ" in known
    assert all('href="http' in cell for cell in (infusion, kap, known))


def test_no_source_is_said_and_explained(page):
    shown = by_id(page.does("hello"))
    bond = next(row for row in shown["steps"]["rows"] if "Build the bond" in row[0])
    assert bond[2] == "<em>No source found.</em>" and "KAP only" in bond[0]
    assert "does not say that nobody does it" in shown["teaches"]["html"]


@pytest.mark.parametrize("phase", steps.PHASES)
def test_every_phase_can_be_shown_first_or_chosen(page, phase):
    first = by_id(Page(explore.steps(phase)).does("hello"))
    chosen = by_id(page.does("phase", phase))
    assert first["phase"]["value"] == chosen["phase"]["value"] == phase
    assert first["steps"]["rows"] == chosen["steps"]["rows"]
    assert len(first["steps"]["rows"]) == sum(one.phase == phase for one in steps.load().values())


@pytest.mark.parametrize(("event", "value"), [("phase", "supper"), ("phase", HOSTILE), ("phase", None),
                                              ("phase", ["session"]), ("moon", "session")])
def test_what_is_not_in_the_list_is_refused_in_words(page, event, value):
    assert "not in the list" in page.does(event, value)["fault"]
    assert "view" in page.does("phase", "session")


def test_a_phase_that_does_not_exist_is_told_in_one_sentence():
    from kapcourse.widgets.steps import Steps

    assert "preparation, session, aftercare" in complaint(Steps, "supper")
