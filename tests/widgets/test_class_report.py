"""The instructor's view of a class: nobody is named, nothing typed is markup, no reflection is opened, bad folders
give a sentence, and its figures are those of the first answers."""

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapcourse import cohort
from kapcourse.learning import classroom, exercises, invented
from kapcourse.learning import cohort as grading
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks
from tests.helpers import examples
from tests.learning.test_cohort import RIGHT, line, put
from tests.learning.test_grading import JSON, answers_to
from tests.notebooks.lessons_on_disk import LESSONS, text

HOSTILE = ["<script>alert(1)<", "=cmd|' calc'!A0", "evil\x1b[2J", "\u202egnp.exe", "\u200fmark", "a & <b>b<",
           "'\"><img src=x>"]


@pytest.fixture
def room(tmp_path):
    folder = tmp_path / "spring-class-of-nobody"
    folder.mkdir()
    return folder


def html(view, named=False):
    """All that a page would read as markup or show as words, as one text."""
    return repr(view.blocks() if named else view.untouched())


def whole(room, **options):
    """Every part of the report of a class folder."""
    return cohort.Report(cohort.Class(room), **options)


# --- anonymity ---


def test_no_name_no_folder_and_no_file_stands_in_the_report(course, room):
    put(room, "anna.meyer", line("two.choice", "drip"), "session-anna.jsonl")
    put(room, "ben.okoro", b"junk\n", "broken-ben.jsonl")
    (room / "cy.jsonl").write_text(line("two.choice", "kap"))
    view = whole(room)
    told = html(view) + html(view, True) + blocks.words(view.untouched()) + repr(cohort.show(room))
    assert not [word for word in ("anna", "ben", "okoro", "meyer", "cy.", "jsonl", "spring", str(room)) if word in told]
    assert "People: 3. Without an answer to a core question: 1. Files that could not be read" in told
    assert all(label in told for label in ("T01", "T02", "T03"))


def test_names_come_on_the_page_when_they_are_asked_for_and_are_never_stored(course, room):
    put(room, "anna.meyer", line("two.choice", "drip"))
    view = whole(room, names=True)
    assert "anna.meyer" in html(view, True) and "anna.meyer" not in html(view)
    panel = cohort.show(room, "progress", names=True)
    assert "anna.meyer" not in repr(panel) and "anna.meyer" not in repr(panel.view)
    view = whole(room)
    view.on("names", ["names"])
    assert "anna.meyer" in html(view, True)
    view.on("names", [])
    assert "anna.meyer" not in html(view, True)
    with pytest.raises(CourseError):
        view.on("names", "names")


def test_labels_are_stable_and_follow_no_alphabet():
    names = [f"person {number:02d}" for number in range(30)]
    found = classroom.labels(names)
    assert sorted(found.values()) == [f"T{number:02d}" for number in range(1, 31)]
    assert classroom.labels(random.Random(1).sample(names, 30)) == found
    assert list(found) != names and found != classroom.labels([*names, "one more"])
    assert "T0001" in classroom.labels([str(number) for number in range(1200)]).values()
    assert classroom.labels(["\udcff bad"]) == {"\udcff bad": "T01"}


def test_a_class_without_one_of_its_names_orders_the_others_anew():
    """Who knows some names, but not the whole roster, cannot work out who is who."""
    names = [f"person {number:02d}" for number in range(12)]
    order = [name for name in classroom.labels(names) if name != names[0]]
    assert order != list(classroom.labels(names[1:]))


# --- what people typed or called themselves ---


def test_nothing_that_anybody_typed_or_is_called_is_read_as_markup(course, room):
    for number, name in enumerate(HOSTILE):
        put(room, name.replace("/", ""), line("two.choice", name) + line("two.number", name) + line(name, name)
            + line("test.before", {"do": "answer", "form": "A", "item": name, "answer": name})
            + line("two.match", {name: name}) + line("two.several", [name]), f"{number}.jsonl")
    view = whole(room, names=True)
    told = html(view, True)
    assert "&lt;script&gt;" in told and "<bdi>" in told
    for sign in ("<script", "<img", "<b>", "\x1b", "\u202e", "\u200f", "\\x1b", "\\u202e", "\\u200f"):
        assert sign not in told, sign
    assert "alert" not in html(view) and "cmd" not in html(view)


@settings(max_examples=examples(30), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_answer_whatsoever_breaks_the_report(course, room, data):
    items = [item for item in exercises.load_all() if item.kind != "reflection"]
    some = data.draw(st.lists(st.sampled_from(items), max_size=8))
    put(room, "anna", "".join(line(item.id, data.draw(answers_to(item) | JSON), minute, 1)
                              for minute, item in enumerate(some)))
    found = whole(room)
    assert all(block["type"] for block in found.untouched())
    for person in found.one.room.people:
        assert all(0 <= done <= answered for done, answered in person.standing.values())
        assert all(item.option(name) for item in found.one.room.items for name in person.chosen.get(item.id, ()))


# --- reflections ---


def test_reflections_are_never_opened_and_nothing_of_them_appears(course, room, monkeypatch):
    put(room, "anna", line("two.choice", "kap") + line("start.hope", "my darkest PLANTED thought"))
    put(room / "anna", "reflections", line("start.hope", "my darkest PLANTED thought") + line("two.number", "36"))
    put(room, "Reflections", line("start.hope", "PLANTED too"))
    opened, really = [], os.open
    monkeypatch.setattr(os, "open", lambda path, *rest: (opened.append(str(path)), really(path, *rest))[1])
    view = whole(room, names=True)
    told = html(view, True) + repr([vars(person) for person in view.one.room.people])
    assert "PLANTED" not in told and "darkest" not in told
    assert not [path for path in opened if "/reflections/" in path.lower()]
    assert len(view.one.room.people) == 1 and set(view.one.room.people[0].first) == {"two.choice"}


# --- bad folders ---


def test_a_bad_folder_gives_one_sentence_and_no_traceback(course, room, tmp_path):
    file = tmp_path / "file"
    file.write_text("x")
    for folder, words in ((room, "no trainees found"), (tmp_path / "gone", "cannot be read"),
                          (file, "cannot be read"), ("<script>", "cannot be read"), ("\x00", "cannot be read")):
        panel = cohort.show(folder)
        assert [block["type"] for block in panel.view] == ["feedback"] and words in repr(panel), folder
        assert "<script" not in panel.view[0]["html"]
    assert "there is no part 'x'" in repr(cohort.show(room, "x"))


def test_a_broken_file_costs_nobody_anything(course, room):
    for name in ("anna", "ben"):
        put(room, name, line("two.choice", "kap"))
    clean = [row.fit for row in whole(room).one.room.rows]
    put(room, "ben", bytes(range(256)) * 100, "bad.jsonl")
    (room / "ben" / "link.jsonl").symlink_to("/dev/zero")
    view = whole(room)
    assert [row.fit for row in view.one.room.rows] == clean
    assert "Files that could not be read, wholly or partly: T0" in html(view)


def test_an_empty_class_member_is_shown_and_pictures_wait_for_answers(course, room):
    (room / "anna").mkdir()
    view = whole(room, part="progress")
    assert view.picture is None and "T01" in html(view)


# --- figures ---


def test_items_are_judged_by_first_answers_and_standing_by_last_ones(course, room):
    for number in range(6):
        put(room, f"p{number}", line("two.choice", "kap", 5) + (line("two.choice", "drip", 1) if number < 3 else ""))
    found = whole(room).one.room
    row = next(row for row in found.rows if row.item.id == "two.choice")
    assert (row.fit.share, row.fit.answered, row.fit.correlation, row.fit.why) == (0.5, 6, None, "too few")
    assert all(person.standing == {"01": (1, 1)} for person in found.people)
    error = found.misunderstood()[0]
    assert (error.words, error.people, error.of, error.lesson) == ("care is therapy", 3, 6, "01")


def test_a_file_that_claims_to_be_right_does_not_finish_a_lesson(course, room):
    put(room, "liar", "".join(line(name, "nonsense", correct=True, score=1.0) for name in RIGHT))
    put(room, "right", "".join(line(*entry) for entry in RIGHT.items()))
    found = {p.name: p.standing for p in whole(room).one.room.people}
    assert found["liar"] == {"01": (0, len(RIGHT))} and found["right"] == {"01": (len(RIGHT), len(RIGHT))}


def test_the_rule_for_wrong_options_is_told_from_twenty_people_on(course, room):
    for number in range(19):
        put(room, f"p{number:02d}", line("two.choice", "drip"))
    assert {d.idle for d in whole(room).one.room.distractors() if d.item.id == "two.choice"} == {None}
    put(room, "p19", line("two.choice", "kap"))
    found = {d.option.id: d for d in whole(room).one.room.distractors() if d.item.id == "two.choice"}
    assert found["drip"].idle is False and (found["drip"].chosen, found["drip"].of) == (19, 20)
    assert all(d.idle for name, d in found.items() if name != "drip")


@pytest.mark.parametrize(("feedback", "place"), [
    ('It fails. Look at "Six questions" in lesson 05.', ("05", "Six questions")),
    ('Look at "Four\n words".', ("01", "Four words")), ("Nothing to see.", ("01", "")),
])
def test_the_section_to_revisit_is_the_one_that_the_feedback_names(feedback, place):
    item = next(item for item in exercises.load_all() if item.lesson == "01" and item.role == "core")
    assert classroom.section_of(feedback, item) == place


# --- the invented class ---


def test_the_invented_class_says_so_and_is_the_same_each_time(tmp_path):
    one, other = (invented.write(tmp_path / name) for name in ("one", "other"))
    files = sorted(path.relative_to(one) for path in one.rglob("*.jsonl"))
    assert files and all((one / path).read_bytes() == (other / path).read_bytes() for path in files)
    assert all(place.name.startswith("invented-") for place in one.iterdir())
    view = cohort.Report(cohort.Class())
    assert html(view) == html(cohort.Report(cohort.Class()))
    assert "This class is invented: nobody in it ever lived" in html(view)
    assert "invented-" not in html(view)


def test_every_part_has_words_and_each_picture_its_sentence():
    one = cohort.Class()
    for part in cohort.PARTS:
        view = cohort.Report(one, part)
        if view.picture:
            assert view.picture.sentence in blocks.words(view.untouched())
            assert 'role="img"' in view.picture.svg and "<desc" in view.picture.svg
    assert {p for p in cohort.PARTS if cohort.Report(one, p).picture} == {"progress", "items", "gains"}


def test_the_sections_named_to_an_invented_class_are_headings_of_their_lessons():
    found = [e for e in cohort.Class().room.misunderstood() if e.section]
    assert len(found) > 10
    for error in found:
        path = next(path for path in LESSONS if path.stem.startswith(error.lesson))
        assert f" {error.section}\n" in text(path) + "\n", error


def test_points_fit_the_graders_whoever_answers():
    room = cohort.Class().room
    assert set(room.points) <= set(grading.Scheme().graded)
    assert all(0 <= row.fit.share <= 1 for row in room.rows if row.fit.answered >= 5)
