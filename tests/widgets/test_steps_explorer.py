"""The steps explorer: each step with infusion, KAP and what is known, each line with its source."""

import pytest

from kapcourse import explore
from kapcourse.tables import steps
from tests.widgets.test_panel import Page


@pytest.fixture
def shown():
    return {block["id"]: block for block in Page(explore.steps()).does("hello")["view"]}


def test_infusion_kap_and_what_is_known_stand_side_by_side(shown):
    assert shown["steps"]["columns"] == list(steps.SIDES.values())
    assert [title for one, (line, *_) in zip(steps.load().values(), shown["steps"]["rows"], strict=True)
            if (title := one.title) not in line] == []
    line, _, infusion, kap, known = next(row for row in shown["steps"]["rows"] if "Choose music" in row[0])
    assert "Infusion and KAP. Effect: varied by chance, with ketamine." in line
    assert "<strong>Patient.</strong>" in infusion and "Montreal" in kap and "Results did not differ" in known
    assert all('href="http' in cell for cell in (infusion, kap, known))


def test_no_source_is_said_and_explained(shown):
    therapy = next(row for row in shown["steps"]["rows"] if "Psychotherapy that begins" in row[0])
    assert therapy[2] == "<em>No source found.</em>" and "KAP only" in therapy[0]
    assert "does not say that nobody does it" in shown["teaches"]["html"]


def test_the_steps_are_counted_but_not_what_a_question_asks_to_count(shown):
    assert "Of 12 steps a source was found for 11 with infusion and for 11 in KAP." in shown["found"]["html"]
    assert "chance" not in shown["found"]["html"]
