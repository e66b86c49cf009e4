"""What stands in data/ and nowhere in a lesson is told, and what a lesson shows that data/ does not hold."""

import json

import pytest

from kapcourse.learning import exercises, placing, texts
from kapcourse.tables import cases, lessons
from tests.helpers import change, complaint


@pytest.fixture
def told(course):
    """The faults of a small course with a notebook for each lesson. changes: {what a cell says: what it says now}."""
    folder = course.parent / "notebooks"
    folder.mkdir()

    def faults(changes=()):
        for lesson in lessons.load().values():
            own = [i for i in exercises.listed() if i.lesson == lesson.id]
            calls = [f'ask("{i.id}")' for i in own if i.kind not in exercises.ELSEWHERE and i.role == "optional"]
            calls += [f'explore.case("{case.id}")' for case in cases.load().values() if case.lesson == lesson.id]
            core = [f'ask("{i.id}")' for i in own if i.kind not in exercises.ELSEWHERE and i.role
                    not in ("optional", "test")]
            cells = [("markdown", "Plain words."), *(("code", c) for c in core), ("markdown", "*Optional*"),
                     *(("code", c) for c in calls)]
            cells = [{"cell_type": kind, "source": [dict(changes).get(source, source)]} for kind, source in cells]
            (folder / f"{lesson.file}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
        return placing.faults(texts.everything())
    return faults


def test_a_course_in_which_everything_has_its_place_has_no_fault(told):
    assert told() == []


@pytest.mark.parametrize(("changes", "words"), [
    ({'ask("two.choice")': "pass"}, ["exercises/01_two.yaml, item two.choice: no lesson asks it",
                                     'Put ask("two.choice")', "notebooks/01_two.ipynb"]),
    ({'explore.case("quiet_room")': "pass"}, ["data/cases/quiet_room.yaml: the case is in no lesson",
                                              'Put explore.case("quiet_room")']),
    ({'explore.case("quiet_room")': 'ask("two.choice")', 'ask("two.choice")': 'explore.case("quiet_room")'},
     ["item two.choice", "role is 'core', but it stands in an optional part"]),
    ({"Plain words.": "Give 40 mg."}, ["notebooks/00_start.ipynb: the figure '40 mg' has no link"]),
    ({"Plain words.": "word " * 20000}, ["notebooks/00_start.ipynb: the core takes 11", "Make a part of it optional"]),
])
def test_what_has_no_place_or_a_wrong_one_is_told(told, changes, words):
    fault = told(changes)[0]
    assert fault.endswith(".") and all(word in fault for word in words), fault


def test_a_fact_and_a_source_that_nothing_uses_are_told(told, course):
    change(course, "facts.csv", "", "F-0099,9,days,Left over.,smith2020,Table 9,VERIFIED,primary\n")
    assert told() == ["data/facts.csv, fact F-0099: no text cites it."]


def test_a_case_that_is_not_there_is_told_with_its_neighbour(told):
    said = complaint(told, {'explore.case("quiet_room")': 'explore.case("quite_room")'})
    assert said.startswith('notebooks/01_two.ipynb: a cell says explore.case("quite_room")')
    assert said.endswith("Did you mean 'quiet_room'?")
