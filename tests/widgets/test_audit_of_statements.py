"""The audit in the page: the table follows the bench below it, and what is stored knows no answer."""

import pytest

from kapcourse import explore
from kapcourse.learning import answers, exercises
from kapcourse.learning.grading import check
from kapcourse.tables import claims
from tests.widgets.test_panel import HOSTILE, Page


@pytest.fixture
def page():
    return Page(explore.audit())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def row(message, name):
    return next(row for row in by_id(message)["audit_table"]["rows"] if row[0] == name)


def test_all_thirty_stand_in_the_order_of_the_page_and_are_open(page):
    rows = by_id(page.does("hello"))["audit_table"]["rows"]
    assert [cells[0] for cells in rows] == [f"P{n:02}" for n in range(1, 31)]
    assert all(cells[3:] == ["open"] * 3 for cells in rows)


def test_a_statement_is_judged_in_place_and_the_table_and_the_score_follow(page):
    opened = page.does("audit_open", "P09")
    assert "up to 80" in by_id(opened)["statement"]["html"] and "evidence" not in by_id(opened)
    key = exercises.get("claim.P09").key
    page.does("settle", key["settle"])
    page.does("open")
    for part in ("row", "rewrite"):
        page.does(part, key[part])
    page.does("verdict", "partly")
    told = page.does("check")
    assert row(told, "P09")[3:] == ["right", "right", "Partly supported: not as the course has it"]
    assert "Deciding row right in 1, truer sentence in 1, of 1 done" in by_id(told)["audit_score"]["html"]
    assert answers.last()["claim.P09"].answer["verdict"] == "partly"
    assert "P09 (done)" in [option["text"] for option in by_id(told)["audit_open"]["options"]]


def test_what_was_judged_in_an_earlier_lesson_counts_and_the_next_open_one_is_offered(page):
    for name in ("P01", "P02"):
        item = exercises.get(f"claim.{name}")
        answers.session().add(item.id, item.key, check(item, item.key))
    assert row(page.does("audit_refresh"), "P02")[3] == "right"
    assert by_id(page.does("audit_next"))["audit_open"]["value"] == "P03"
    assert "Claim P03." in by_id(page.does("hello"))["statement"]["html"]


def test_where_all_are_done_no_next_one_is_offered(page):
    def offered():
        return [item["value"] for item in by_id(page.does("audit_refresh"))["audit_buttons"]["items"]]

    assert "audit_next" in offered()
    for name in claims.load():
        item = exercises.get(f"claim.{name}")
        answers.session().add(item.id, item.key, check(item, item.key))
    assert "audit_next" not in offered()


def test_another_statement_begins_anew_and_one_can_be_closed(page):
    page.does("audit_open", "P09")
    page.does("settle", exercises.get("claim.P09").key["settle"])
    assert "evidence" in by_id(page.does("open"))
    other = by_id(page.does("audit_open", "P14"))
    assert "Claim P14." in other["statement"]["html"] and "evidence" not in other
    closed = by_id(page.does("audit_close"))
    assert "statement" not in closed and len(closed) == 6
    assert "statement" not in by_id(page.does("audit_open", ""))


def test_what_is_stored_and_printed_knows_no_answer(page):
    fresh = explore.audit()
    item = exercises.get("claim.P01")
    answers.session().add(item.id, item.key, check(item, item.key))
    again = explore.audit()
    assert again.view == fresh.view and repr(again) == repr(fresh)
    assert "None of 30 statements is done yet." in repr(again)
    assert row(Page(again).does("hello"), "P01")[3] == "right"


@pytest.mark.parametrize("value", [HOSTILE, 3, ["P01"], {"a": 1}, "P99"])
def test_what_is_not_in_the_list_is_refused_in_words(page, value):
    assert "not in the list" in page.does("audit_open", value)["fault"]


@pytest.mark.parametrize("event", ["row", "check", "open", HOSTILE, "audit_close"])
def test_events_without_an_open_statement_change_nothing(page, event):
    before = page.does("hello")["view"]
    assert page.does(event, HOSTILE)["view"] == before
