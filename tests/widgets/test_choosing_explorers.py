"""Choosing: invented people only, gates first, ranges for unknowns, reasons in words; risks in every framing."""

import re

import pytest

from kapcourse import explore
from kapcourse.learning import choosing, risks
from kapcourse.tables import options
from kapcourse.tables import risks as risk_tables
from kapcourse.widgets import rich
from tests.widgets.test_panel import Page

HOSTILE = [None, "<img>", [], ["<img>"], {}, 5, -1, 1.5, True, "3", "__class__", [["ines"]]]


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def shown(page, event="hello", value=None):
    return by_id(page.does(event, value))


def test_nothing_about_a_real_person_can_be_entered():
    view = shown(Page(explore.choosing()))
    assert not {block["type"] for block in view.values()} & {"writing", "number"}
    assert "Invented people only" in view["teaches"]["html"] and "does not decide" in view["teaches"]["html"]
    assert [option["value"] for option in view["person"]["options"]] == list(options.people())


@pytest.mark.parametrize("name", [n for n in options.people() if n != "peter"])
def test_every_person_is_shown_with_gates_ranges_reasons_unknowns_and_what_would_change_it(name):
    page = Page(explore.choosing(name))
    view = shown(page, "open")
    choice = choosing.choose(name)
    assert "(Invented.)" in view["about"]["html"]
    assert rich.safe(choosing.DECIDES[choice.decides]) in view["decides"]["html"]
    rows = view["reasons"]["rows"]
    assert len(rows) == len(options.load().options) and len(view["reasons"]["columns"]) == len(rows[0])
    for row, one in zip(rows, choice.standings.values(), strict=True):
        assert ("<strong>Closed.</strong>" in row[1]) == bool(one.bars) == (row[2] == "closed")
    assert view["figure"]["sentence"] == choosing.sentence(choice)
    assert view["changes"]["html"].count("<li>") == len(choosing.changes(choice))
    wishes = [wish.id for wish in options.load().wishes]
    own = options.people()[name].weights
    assert [w for w in wishes if f"weight:{w}" in view] == [w for w in wishes if own.get(w)], "the person's own first"
    assert all(f"weight:{w}" in shown(page, "all") for w in wishes)


def test_the_weightiest_wish_comes_first_and_each_cell_says_status_source_and_reading():
    view = shown(Page(explore.choosing("ines")))
    infusion = view["reasons"]["rows"][0]
    assert infusion[3:] == ["Soon (2), Tested (2)", "Talk therapy (1)", "Lasting (3)", "-"]
    first = view["words"]["rows"][0]
    assert "The benefit may last for months" in first[0] and "Partly (counts half)" in first[2]
    assert "Sources:" in first[2] and "our judgement" in first[2]
    assert "Not known to this course" in first[-1]


def test_a_moved_slider_moves_bars_reasons_and_sentence_together_and_can_be_taken_back():
    page = Page(explore.choosing("ines"))
    before = shown(page, "all")
    after = shown(page, "weight:company", 3)
    assert after["weight:company"]["value"] == 3
    assert after["figure"]["paths"] != before["figure"]["paths"]
    assert after["figure"]["sentence"] != before["figure"]["sentence"]
    assert "Therapist beside me (3)" in after["reasons"]["rows"][1][3]
    back = shown(page, "reset")
    assert back["figure"]["sentence"] == before["figure"]["sentence"] and back["weight:company"]["value"] == 0


def test_the_stored_view_stays_as_it_was_when_somebody_moves_a_slider():
    panel = explore.choosing("ines")
    before = repr(panel)
    Page(panel).does("weight:company", 3)
    assert repr(panel) == before


def test_without_weights_the_view_says_that_nothing_can_be_compared():
    page = Page(explore.choosing("tomas"))
    for wish in ("no_talk", "soon", "tested", "watched"):
        view = shown(page, f"weight:{wish}", 0)
    assert view["figure"]["sentence"].startswith("No wish has a weight")
    assert view["words"]["rows"] == []


def test_peter_is_asked_for_by_choice_and_answered_by_care():
    page = Page(explore.choosing("peter"))
    closed = shown(page)
    assert "lose nothing" in closed["note"]["html"] and "about" not in closed and "figure" not in closed
    opened = shown(page, "open")
    assert "figure" not in opened and "reasons" not in opened and not any(k.startswith("weight:") for k in opened)
    assert "988" in opened["first"]["html"] and "same day" in opened["first"]["html"]
    assert "Every way is closed today" in opened["barred"]["html"]
    words = " ".join(block.get("html", "") for block in opened.values()).lower()
    assert not re.search(r"\b(commit|rope|pills|successful|failed attempt)\b", words)


def test_another_person_closes_the_note_again_and_brings_their_own_weights():
    page = Page(explore.choosing())
    page.does("weight:talk", 3)
    page.does("person", "peter")
    assert "about" in shown(page, "open")
    view = shown(page, "person", "ines")
    assert view["weight:talk"]["value"] == 1
    assert "about" not in shown(page, "person", "peter")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("event", ["person", "weight:soon", "weight:price", "weight:", "risk", "<b>"])
def test_what_no_page_would_send_changes_nothing(event, value):
    for panel in (explore.choosing(), explore.risks()):
        page = Page(panel)
        before = page.does("hello")["view"]
        if event == "weight:soon" and value in (1, 2, 3) and value is not True:
            continue
        said = page.does(event, value)
        assert said["fault"] == "This value cannot be used here." and said["view"] == before


def test_a_fixed_person_cannot_be_exchanged_and_an_unknown_one_is_told():
    page = Page(explore.choosing("jo"))
    assert "person" not in shown(page) and "fault" in page.does("person", "ines")
    assert "there is no person 'nobody'" in repr(explore.choosing("nobody"))


def test_two_people_on_one_page_have_pictures_of_their_own():
    one, two = (explore.choosing(name).source.picture for name in ("ines", "jo"))
    assert one.name != two.name and one.svg != two.svg and "role=\"img\"" in one.svg


@pytest.mark.parametrize("name", risk_tables.load())
def test_a_risk_is_shown_in_words_as_marks_and_in_numbers(name):
    view = shown(Page(explore.risks()), "risk", name)
    row = risk_tables.load()[name]
    one, other = risks.counts(row)
    assert view["sentence"]["html"].count("of 100") >= 5
    assert [line[1] for line in view["counts"]["rows"]] == [f"{one} of 100", f"{other} of 100"]
    assert f"({row.tier})" in view["source"]["html"] and row.label in view["source"]["html"]
    assert "How it compares is not known" in view["kap"]["html"]
    marks = view["picture"]["svg"].count("<use ")
    assert marks >= 200 and view["picture"]["name"] == "risks-100"


def test_the_checklist_of_a_risk_display_is_shown_with_where_each_item_stands():
    rows = shown(Page(explore.risks()))["checklist"]["rows"]
    assert len(rows) == 8 and all(cell.count("<a ") == 2 for _, cell in rows)
