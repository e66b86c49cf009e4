"""Steps load, say where they were seen, and each mistake gives one sentence."""

from typing import get_args, get_type_hints

import pytest

from kapcourse.tables import sources, steps
from tests.helpers import SMALL_COURSE, change, complaint

BAD = [
    ("side: infusion", "side: drip", ["step explain", "side is 'drip'", "kap"]),
    ("who: nurse, grade: one", "who: nurse, grade: chance",
     ["line explain_infusion", "grade is 'chance'", "advice or one"]),
    ("grade: link", "grade: one", ["line explain_known", "grade is 'one'", "chance or elsewhere"]),
    ("who: nurse, ", "", ["line explain_infusion", "who is ''", "nurse or therapist"]),
    ("side: known, grade: link", "side: known, who: nurse, grade: link",
     ["line explain_known", "who is 'nurse'", "nothing"]),
    ("source: office2023", "source: office2022", ["line explain_infusion", "source 'office2022'", "data/sources.csv"]),
    ("status: VERIFIED", "status: RECALLED", ["step explain", "status is 'RECALLED'"]),
    ("id: sit_told", "id: sit_kap", ["id sit_kap stands twice"]),
    ("title: Sit down", "title: ''", ["step sit_down", "title"]),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_step_and_field(data, old, new, words):
    change(data, "steps.yaml", old, new)
    said = complaint(steps.load, data)
    assert said.startswith("data/steps.yaml") and all(word in said for word in words), said


def test_there_are_words_for_every_side_person_and_grade():
    hints = get_type_hints(steps.Line)
    assert set(get_args(hints["side"])) == set(steps.SIDES)
    assert set(get_args(hints["who"])) == {"", *steps.WHO}
    assert set(get_args(hints["grade"])) == {*steps.PRACTICE, *steps.EVIDENCE}


def test_every_line_names_a_source_and_a_place():
    lines = [line for step in steps.load().values() for line in step.lines]
    assert {line.source for line in lines} == steps.sources_used() <= set(sources.load())
    assert all(line.place for line in lines)
    assert steps.sources_used(SMALL_COURSE) == {"office2023", "smith2020"}
