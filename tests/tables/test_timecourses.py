"""Marks and schedules load, say where they were seen, and each mistake gives one sentence."""

import pytest

from kapcourse.tables import sources, timecourses
from tests.helpers import change, complaint

MARKS, SCHEDULES = timecourses.MARKS, timecourses.SCHEDULES
BAD = [
    (SCHEDULES, "iv,0 7 14", "iv,1 7 14", ["row weekly", "begin with 0"]),
    (SCHEDULES, "iv,0 7 14", "iv,0 7 7", ["row weekly", "rise"]),
    (SCHEDULES, "iv,0 7 14", "iv,0 week", ["row weekly", "days is '0 week'"]),
    (SCHEDULES, "iv,0 7 14", "vein,0 7 14", ["row weekly", "route 'vein'", "pk_routes"]),
    (SCHEDULES, "smith2020", "smith2021", ["row weekly", "source 'smith2021'", "data/sources.csv"]),
    (MARKS, "abstract,VERIFIED", "abstract,RECALLED", ["row 3 (felt_40)", "status is 'RECALLED'"]),
    (MARKS, "measured,iv,once weekly", "measured,iv,once daily", ["row mood_day", "schedule 'daily'", SCHEDULES]),
    (MARKS, "once,0,80", "once,80,0", ["row felt", "stand in order"]),
    (MARKS, "once,0,80", "once,0,", ["row felt", "a block needs an end"]),
    (MARKS, "Felt,0.5,40,either,,,,,", "Felt,0.5,40,either,20,,,reported,", ["row felt", "a schematic has no value"]),
    (MARKS, "hours,planned", "hours,measured", ["row session", "planned or schematic"]),
    (MARKS, "mood,measured", "mood,planned", ["row mood_day", "nothing else is planned"]),
    (MARKS, "mood,measured", "mood,modelled", ["row 4 (mood_day)", "kind is 'modelled'"]),
    (MARKS, "0.5,0.3,0.7,SD", "0.5,0.6,0.7,SD", ["row mood_day", "low, value and high"]),
    (MARKS, "0.5,0.3,0.7,SD", "0.5,0.3,0.7,", ["row mood_day", "value and unit go together"]),
    (MARKS, "0.5,0.3,0.7,SD", ",0.3,0.7,", ["row mood_day", "low and high need them"]),
    (MARKS, "Felt,0.5", "Felt,half", ["row felt", "doses is 'half'"]),
    (MARKS, "session,hours,planned,iv", "session,hours,planned,drip", ["row session", "route 'drip'"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, file, old, new, words):
    change(data, file, old, new)
    said = complaint(timecourses.load, data)
    assert said.startswith(f"data/{file}") and all(word in said for word in words), said


def test_every_row_has_a_source_and_a_place_and_none_is_recalled():
    found = timecourses.load()
    rows = [*found.marks.values(), *found.schedules.values()]
    assert {row.source for row in rows} == timecourses.sources_used() <= set(sources.load())
    assert all(row.place and row.status in ("VERIFIED", "DERIVED", "JUDGEMENT") for row in rows)


def test_dissociation_is_told_as_yes_or_no_and_never_as_a_score():
    for mark in timecourses.load().marks.values():
        if mark.lane == "dissociation":
            assert mark.kind == "schematic" or (mark.unit == "reported" and mark.value in (0, 1))
            assert (mark.low, mark.high) == (None, None)


@pytest.mark.parametrize(("name", "start", "value", "low", "high", "people"), [
    ("mood_bipolar_40", 40, 0.52, 0.28, 0.76, 18), ("mood_bipolar_day2", 2880, 0.80, 0.55, 1.04, 18),
    ("mood_day1", 1440, 1.00, 0.73, 1.28, 234), ("mood_day1_saline", 1440, 1.8, 1.4, 2.2, 367),
    ("mood_day1_midazolam", 1440, 0.7, 0.4, 0.9, 367), ("pressure_iv_684", 30, 3.28, None, None, 66),
    ("pressure_iv_741", 30, 7.4, None, None, 135), ("dissociation_iv_40", 40, 1, None, None, 18),
    ("dissociation_iv_80", 80, 0, None, None, 18)])
def test_marks_hold_the_published_numbers(name, start, value, low, high, people):
    mark = timecourses.load().marks[name]
    assert (mark.start, mark.value, mark.low, mark.high, mark.people) == (start, value, low, high, people)


def test_what_is_counted_from_the_end_of_a_course_or_a_drip_is_added_up_right():
    found = timecourses.load()
    last = found.schedules["six_infusions"].hours[-1] * 60
    assert found.marks["mood_six_relapse"].start == last + 18 * timecourses.MINUTES_A_DAY
    assert found.marks["pressure_iv_back"].start == 40 + 90
    assert found.marks["hours_iv"].end == 40 + 30
