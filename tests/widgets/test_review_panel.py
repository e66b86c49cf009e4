"""The review panel: up to five questions that are due, asked afresh; in words when none is."""

from datetime import datetime, timedelta

from kapcourse import course
from kapcourse.learning import answers, exercises, review
from kapcourse.learning.grading import check
from kapcourse.widgets.panel import Panel
from kapcourse.widgets.review import Review
from tests.widgets.test_panel import Page

ASKED = [i for i in exercises.load_all() if i.kind in review.KINDS and i.graded]


def give(item, answer):
    answers.session().add(item.id, answer, check(item, answer))


def wrong(item):
    """An answer that is readable and wrong."""
    if item.kind == "match":
        return {item.options[0].id: next(c.id for c in item.categories if c.id != item.key[item.options[0].id])}
    if item.kind == "order":
        return item.key[::-1]
    unfit = [o.id for o in item.options if o.id not in (item.key if item.kind == "several" else [item.key])]
    return {"choice": unfit[0], "several": unfit[:1], "number": "-7"}[item.kind]


def after(days):
    return lambda: datetime.now().astimezone() + timedelta(days=days)


def told(view):
    return next(block["html"] for block in view.blocks() if block["id"] == "state")


def test_it_says_when_there_is_nothing_and_when_the_next_question_comes():
    assert "Nothing to review yet" in told(Review())
    item = exercises.get("start_here.what_it_gives")
    give(item, item.key)
    assert "Nothing is due today." in told(Review()) and "in 3 days." in told(Review())
    assert "tomorrow." in told(Review(after(2)))
    assert told(Review(after(3))) == "<p>One question is due.</p>"


def test_five_at_once_and_every_kind_is_asked_without_its_earlier_answer_and_marked():
    for kind in review.KINDS:
        for item in [i for i in ASKED if i.kind == kind][:2]:
            give(item, wrong(item))
    view = Review(after(1))
    assert told(view) == "<p>10 questions are due; here are the first 5.</p>"
    assert len(view.questions) == 5
    view.questions = [type(q)(next(i for i in ASKED if i.kind == kind), restore=False)
                      for q, kind in zip(view.questions, review.KINDS, strict=True)]
    page = Page(Panel(view))
    before = page.does("hello")["view"]
    assert len({block["id"] for block in before}) == len(before)
    assert not any(block["html"] for block in before if block["type"] == "feedback")
    for number, question in enumerate(view.questions):
        item = question.item
        if item.kind == "match":
            for option, category in item.key.items():
                page.does(f"{number}:answer:{option}", category)
        else:
            page.does(f"{number}:answer", item.key if item.kind != "number" else str(item.key))
        button = next(b for b in page.does("hello")["view"] if b["id"] == f"{number}:buttons")["items"][0]
        shown = page.does(button["value"])["view"]
        assert "Right." in next(b["html"] for b in shown if b["id"] == f"{number}:feedback"), item.id
        assert answers.last()[item.id].correct is True


def test_what_was_answered_leaves_when_the_reader_asks_and_the_stored_view_knows_no_day():
    item = exercises.get("start_here.what_it_gives")
    fresh = course.review()
    give(item, wrong(item))
    view = Review(after(1))
    page = Page(Panel(view))
    assert len(view.questions) == 1
    page.does("0:answer", item.key)
    page.does("0:check")
    assert len(view.questions) == 1, "the verdict stays to be read"
    page.does("again")
    assert [q.item.id for q in view.questions] == [item.id], "mended today, wrong today: tomorrow it is due"
    assert Panel(view).view == fresh.view and repr(Panel(view)) == repr(fresh)
    assert Page(Panel(view)).does("9:check").get("fault") is None
