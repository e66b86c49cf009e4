"""A test as a trainee meets it: kept at every step, silent on keys until the closing test, and plain at the end."""

import json

import pytest

from kapcourse import course
from kapcourse.learning import answers, exercises, forms
from kapcourse.learning.grading import NO_NUMBER
from kapcourse.tables import lessons
from kapcourse.tables.facts import plain
from kapcourse.widgets import rich
from kapcourse.widgets.forms import _numbers
from tests.helpers import change
from tests.widgets.test_panel import HOSTILE, Page

A, B = (forms.items(form) for form in exercises.FORMS)


def sit(which):
    page = Page(course.test(which))
    page.does("begin")
    return page


def give(page, item, answer):
    """Answer the question that is shown, as its controls do it."""
    if item.kind == "match":
        for option, category in answer.items():
            page.does(f"answer:{option}", category)
        return page.does("hello")
    return page.does("answer", answer)


def told(message):
    return {block["id"]: block for block in message["view"]}


def work_through(which, items, answer=lambda item: item.key):
    """Every question of a test answered and the test finished; returns the page and all that it was ever sent."""
    page = sit(which)
    for number, item in enumerate(items):
        give(page, item, answer(item))
        assert told(page.does("hello"))["question"]["html"].startswith(
            f"<p><strong>Question {number + 1} of {len(items)}</strong></p>")
        page.does("next")
    page.does("finish")
    return page


def wrong(item):
    """An answer that is readable and wrong."""
    names = [option.id for option in item.options]
    return {"choice": next(name for name in names if name != item.key), "number": "7",
            "several": [name for name in names if name not in item.key][:1] if item.kind == "several" else None,
            "order": names, "match": {name: item.categories[0].id for name in names} if item.categories else None,
            }[item.kind]


def explanations(items):
    """What only an explanation says: the feedback of items and options."""
    texts = [text for item in items for text in (item.feedback, item.other, *(o.feedback for o in item.options))]
    return [" ".join(plain(text).split())[:40] for text in texts if text]


def leaks(heard, items):
    sent = " ".join(plain(json.dumps(heard, ensure_ascii=False)).split())
    return [text for text in explanations(items) if text in sent]


def test_the_stored_view_is_the_same_for_everybody_and_holds_no_question():
    fresh = {which: (course.test(which).view, repr(course.test(which))) for which in forms.WHICH}
    work_through("before", A)
    work_through("after", B)
    for which, (view, words) in fresh.items():
        assert (course.test(which).view, repr(course.test(which))) == (view, words)
        assert not [item.id for item in A + B if " ".join(plain(item.stem).split())[:40] in " ".join(words.split())]


def test_the_test_before_never_sends_a_key_or_an_explanation():
    page = work_through("before", A, wrong)
    page.does("hello")
    assert leaks(page.heard, A) == []
    assert "misconception" not in str(page.heard)
    assert "why" not in told(page.does("hello"))
    again = Page(course.test("before"))
    again.does("again")
    assert leaks([again.heard, again.panel.view], A) == []


def test_the_check_for_leaks_finds_one():
    page = work_through("after", B, wrong)
    assert len(leaks(page.heard, B)) > len(B)


def test_once_the_test_after_is_done_both_are_explained():
    work_through("before", A)
    work_through("after", B)
    for which, items in zip(forms.WHICH, (A, B), strict=True):
        view = told(Page(course.test(which)).does("hello"))
        assert [row[0] for row in view["why"]["rows"]] == [f"✓ Right: question {n}" for n in range(1, len(items) + 1)]


def test_a_wrong_answer_is_told_what_is_right_and_why():
    view = told(work_through("after", B, wrong).does("hello"))
    for item, (head, _stem, _mine, right, why, read) in zip(B, view["why"]["rows"], strict=True):
        assert head.startswith("✗ Not right"), item.id
        assert right and read and len(why) > len(item.feedback.split(".")[0])
    assert {row[1] for row in view["score"]["rows"]} <= {"0 of 4", "0 of 3", "0 of 20"}


def test_answers_come_back_after_the_kernel_has_died_and_the_first_open_question_is_shown():
    page = sit("before")
    for item in A[:3]:
        give(page, item, item.key)
        before = told(page.does("next"))
    answers._sessions.clear()
    view = told(Page(course.test("before")).does("hello"))
    assert view["question"] == before["question"] and "Question 4 of 20" in view["question"]["html"]
    assert told(Page(course.test("before")).does("hello"))["left"] == before["left"]


@pytest.mark.parametrize("item", [*A, *B], ids=lambda item: item.id)
def test_every_question_shows_the_answer_that_was_given_to_it(item):
    which, items = ("before", A) if item.form == "A" else ("after", B)
    page = sit(which)
    page.does("go", str(items.index(item) + 1))
    view = told(give(page, item, wrong(item)))
    page.does("go", "1" if items.index(item) else "2")
    assert told(page.does("go", str(items.index(item) + 1))) == view
    assert forms.standing(which).answers[item.id] == wrong(item)


def test_one_moves_between_questions_and_sees_which_are_open():
    page = sit("before")
    view = told(page.does("hello"))
    assert [item["value"] for item in view["moves"]["items"]] == ["next", "finish"]
    give(page, A[0], A[0].key)
    view = told(page.does("next"))
    assert view["go"]["options"][0]["text"] == "1, answered" and view["go"]["options"][1]["text"] == "2, open"
    assert view["left"]["html"] == "<p>Questions 2 to 20 are still open.</p>"
    assert [item["value"] for item in view["moves"]["items"]] == ["previous", "next", "finish"]
    last = told(page.does("go", "20"))
    assert "Question 20 of 20" in last["question"]["html"]
    assert "next" not in [item["value"] for item in last["moves"]["items"]]
    for event, value in (("next", None), ("go", "21"), ("go", "0"), ("go", "²"), ("go", None), ("go", HOSTILE)):
        assert "Question 20 of 20" in told(page.does(event, value))["question"]["html"]


@pytest.mark.parametrize(("left", "words"), [
    ([3], "Question 3 is"), ([3, 4], "Questions 3 and 4 are"), ([1, 2, 3], "Questions 1 to 3 are"),
    ([1, 3, 4, 5, 9], "Questions 1, 3 to 5 and 9 are")])
def test_open_questions_are_told_in_few_words(left, words):
    assert _numbers(left) == words


def test_an_order_that_is_right_as_it_stands_can_be_kept():
    page, place = sit("before"), next(n for n, item in enumerate(A, 1) if item.kind == "order")
    assert "keep" in str(told(page.does("go", str(place)))["moves"])
    assert "check" not in told(page.does("hello"))["how"]["html"], "a test has no such button"
    view = told(page.does("keep"))
    assert "keep" not in str(view["moves"]) and f"{place}, answered" in str(view["go"])


def test_finishing_with_open_questions_asks_once_more():
    page = sit("before")
    give(page, A[0], A[0].key)
    view = told(page.does("finish"))
    assert "press “End here”" in view["message"]["html"] and "question" in view
    page.does("next")
    assert "question" in told(page.does("end")), "another step in between asks anew"
    for _ in range(2):  # a double click on Finish ends nothing
        assert "press “End here”" in told(page.does("finish"))["message"]["html"]
    view = told(page.does("end"))
    assert view["score"]["rows"][-1] == ["All questions", "1 of 20"]


def test_the_test_before_stands_once_it_is_finished():
    page = work_through("before", A, wrong)
    for event in ("begin", "previous", "answer", "again", "finish", "keep"):
        assert told(page.does(event, A[-1].key))["score"]["rows"][-1] == ["All questions", "0 of 20"]
    assert forms.standing("before").tries == 1


def test_the_test_after_can_be_repeated_and_its_first_finish_counts():
    page = work_through("after", B, wrong)
    page.does("again")
    for item in B:
        give(page, item, item.key)
        page.does("next")
    view = told(page.does("finish"))
    assert view["score"]["rows"][-1] == ["All questions", "0 of 20"]
    assert "Latest of 2 tries: 20 of 20" in view["again"]["html"]
    assert told(Page(course.test("after")).does("hello")) == view


def test_one_trainee_gets_a_score_and_never_a_gain():
    work_through("before", A, wrong)
    view = told(work_through("after", B).does("hello"))
    assert "nobody should read a gain" in view["done"]["html"]
    assert "before" not in str(view["score"])


def test_the_other_form_may_come_first(monkeypatch):
    monkeypatch.setenv(forms.FIRST_FORM, "B")
    page = sit("before")
    assert plain(B[0].stem)[:30] in plain(str(told(page.does("hello"))["question"]["html"]))
    monkeypatch.setenv(forms.FIRST_FORM, "C")
    assert repr(course.test("after")).startswith("KAPCOURSE_FIRST_FORM is 'C'; expected A or B.")


def test_an_answer_that_cannot_be_read_is_told_and_not_kept():
    page, place = sit("before"), next(n for n, item in enumerate(A, 1) if item.kind == "number")
    page.does("go", str(place))
    assert "cannot be read" in told(page.does("answer", "many"))["message"]["html"]
    assert forms.standing("before").answers == {}


@pytest.mark.parametrize("value", [None, HOSTILE, 3, [HOSTILE], {"a": [1]}, [[["x"]]], True])
def test_an_event_of_any_shape_is_answered_and_never_read_as_markup(value):
    page = sit("before")
    for number in range(1, len(A) + 1):
        page.does("go", str(number))
        for event in ("answer", f"answer:{HOSTILE}", HOSTILE, "keep", "go", "previous", "next"):
            heard = page.does(event, value)
            assert "fault" not in heard or heard["fault"]
            assert not [b for b in heard.get("view", []) if HOSTILE in b.get("html", "")]


def test_with_keys_withheld_the_test_records_and_says_so(course_without_a_key):
    page = sit("before")
    page.does("answer", "kap")
    page.does("next")
    page.does("keep")
    view = told(page.does("finish"))
    assert view["score"]["rows"][0] == ["The two ways", "1 recorded"]
    assert "with your instructor" in view["withheld"]["html"]
    sit("after").does("finish")
    done = sit("after")
    done.does("finish")
    done.does("end")
    row = told(Page(course.test("before")).does("hello"))["why"]["rows"][0]
    assert row[0] == "Recorded: question 1" and row[3] == "with your instructor" and row[4] == ""


@pytest.fixture
def course_without_a_key(request):
    """The small course with the key of its first question withheld."""
    data = request.getfixturevalue("course")
    change(data, "tests/form_a.yaml", ", misconception: kindness is talk, feedback: Kindness alone is no plan.", "")
    change(data, "tests/form_a.yaml", ", misconception: none has it, feedback: One of them does.", "")
    change(data, "tests/form_a.yaml", "  key: kap\n  feedback: Talk is part of the KAP plan.\n", "  withheld: true\n")
    return data


def test_the_works_behind_the_test_stand_in_the_sources_of_the_last_lesson():
    last, named = list(lessons.load())[-1], {key for item in A + B for key in item.sources}
    listed = [row[0] for row in course.sources(last).view[0]["rows"]]
    assert not [key for key in named if rich.source_link(key) not in listed]


def test_a_full_disk_is_told(monkeypatch):
    page = sit("before")
    monkeypatch.setattr(answers.Session, "_write", lambda self, text: (_ for _ in ()).throw(OSError(28, "full")))
    assert "cannot be saved" in told(give(page, A[0], A[0].key))["notice"]["html"]


def test_a_number_that_nobody_can_read_is_said_not_to_be_kept_when_the_trainee_has_gone_on():
    page, number = sit("before"), next(n for n, item in enumerate(A, 1) if item.kind == "number")
    field = told(page.does("go", str(number)))["answer"]
    assert field["enter"] == "next"
    assert told(page.does("answer", "thirty-six"))["message"]["html"] == f"<p>{NO_NUMBER}</p>"
    gone_on = told(page.does("next"))
    assert f"Question {number + 1} of" in gone_on["question"]["html"]
    assert f"question {number} was not kept. {NO_NUMBER}" in gone_on["message"]["html"]
    assert told(page.does("previous"))["message"]["html"] == "" == answers.last().get(A[number - 1].id, "")
