"""The explorers of lesson 06: sorting without a grade, both ways of being wrong in words, nothing claimed unread."""

import pytest

from kapcourse import explore
from kapcourse.tables import kap_studies
from tests.widgets.test_panel import HOSTILE, Page


@pytest.fixture
def page():
    return Page(explore.kap_studies())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def test_what_is_sorted_is_compared_study_by_study(page):
    page.does("group:wilkinson2021", "therapy")
    page.does("group:greenway2025", "therapy")
    shown = by_id(page.does("compare"))
    assert "1 of 2 sorted as the course sorts them. 3 still to be sorted." in shown["feedback"]["html"]
    lines = [row[0] for row in shown["studies"]["rows"]]
    assert "Therapy; the drug the same for all. <em>✓ The same.</em>" in lines[0]
    assert "music. <em>✗ Another. You chose: Therapy; the drug the same for all.</em>" in lines[2]
    assert sum("Not sorted" in line for line in lines) == 3


def test_every_study_tells_its_source_its_tier_and_what_it_cannot_say(page):
    page.does("condition", "all")
    page.does("group:dore2019", "nothing")
    rows = by_id(page.does("compare"))["studies"]["rows"]
    assert len(rows) == len(kap_studies.finished())
    for row, study in zip(rows, kap_studies.finished(), strict=True):
        assert 'href="http' in row[-1]
        assert study.tier in row[-1]
        assert row[-2]


def test_the_filter_shows_its_studies_and_keeps_what_was_sorted(page):
    page.does("group:wilkinson2021", "therapy")
    shown = by_id(page.does("condition", "addiction"))
    assert "group:grabski2022" in shown
    assert "group:wilkinson2021" not in shown
    assert by_id(page.does("condition", "depression"))["group:wilkinson2021"]["value"] == "therapy"


def test_a_choice_can_be_taken_back_and_a_change_closes_the_comparison(page):
    page.does("group:wilkinson2021", "therapy")
    page.does("compare")
    shown = by_id(page.does("group:wilkinson2021", ""))
    assert "studies" not in shown
    assert page.does("compare")["fault"] == "Sort at least one study first, then compare."


@pytest.mark.parametrize(("event", "value"), [
    ("condition", "grief"), ("condition", None), ("group:nobody", "drug"), ("group:wilkinson2021", HOSTILE),
    ("group:wilkinson2021", None), ("group:wilkinson2026", "therapy"), ("condition", ["all"])])
def test_what_is_not_in_the_list_is_refused_in_words_and_the_explorer_goes_on(page, event, value):
    assert "is not in the list" in page.does(event, value)["fault"]
    assert "group:wilkinson2021" in by_id(page.does("condition", "depression"))


def test_the_stored_words_hold_every_group_and_the_first_studies(page):
    told = repr(page.panel)
    assert all(words in told for words in kap_studies.GROUPS.values())
    assert "Wilkinson 2021" in told
    assert "Nothing here is graded or kept" in told


def test_running_trials_say_when_they_were_last_seen():
    told = repr(explore.running_trials())
    for study in kap_studies.unfinished():
        assert study.study in told
        assert study.last_seen in told
    assert "MORE-KARE" in told
    assert "Dakwar" not in told


def test_the_picture_of_those_who_are_still_there_is_to_scale_and_says_so():
    shown = explore.still_there()
    assert "Of 1,806 people who began, 346 still had data at three months and 94 at six." in repr(shown)
    assert "1,460 and 1,712" in repr(shown)
    svg = shown.source.picture.svg
    assert 'role="img"' in svg
    assert "Data at six months: 94" in svg
