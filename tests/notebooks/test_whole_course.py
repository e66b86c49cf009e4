"""What must be true of the course as a whole: every statement is judged, every aim is practised, no lesson is too long.

A lesson that is not ready yet is left out; once it is, all of this is asked of it.
"""

import pytest

from kapcourse import explore
from kapcourse.learning import exercises, statements, timing
from kapcourse.tables import claims, lessons
from tests.notebooks.lessons_on_disk import LESSONS, called, code_cells, lesson_of, read
from tests.widgets.test_panel import Page

# Where the design of the course has each statement judged.
TAUGHT = {
    "00": "", "01": "P01 P02 P03 P04 P10 P11 P13 P17", "02": "P04 P13", "03": "P05", "04": "P06 P08 P28",
    "05": "P01 P06 P07 P08 P09 P28", "06": "P12 P14 P15 P16 P20 P24 P25", "07": "P10 P15 P16 P20 P30",
    "08": "P12 P18 P19 P21", "09": "P22", "10": "P04 P13 P18", "11": "P23 P24 P25", "12": "P17 P26 P27 P29",
}
READY = [claim.id for claim in claims.load().values() if claim.ready]
MOST = 45  # minutes

lesson_files = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def test_the_map_has_every_statement_where_the_design_has_it():
    assert {lesson.id: " ".join(lesson.claims) for lesson in lessons.load().values()} == TAUGHT
    assert {name for names in TAUGHT.values() for name in names.split()} == {f"P{n:02}" for n in range(1, 31)}
    for claim in claims.load().values():
        assert claim.lessons == [lesson for lesson, names in TAUGHT.items() if claim.id in names.split()], claim.id


@lesson_files
def test_a_lesson_has_each_of_its_statements_on_the_bench(path):
    lesson = lesson_of(path)
    assert set(lesson.claims) <= set(READY)
    audited = READY if any("explore.audit()" in cell.source for cell in code_cells(path)) else []
    assert set(lesson.claims) <= {*called(path, r"explore\.claim"), *audited}


def test_the_last_lesson_audits_them_all():
    last = [path for path in LESSONS if lesson_of(path).id == "12"]
    if last:
        assert any("explore.audit()" in cell.source for cell in code_cells(last[0]))
    assert len(READY) == 30 or not all(lesson.ready for lesson in lessons.load().values())


@pytest.mark.parametrize("name", READY)
def test_a_statement_can_be_worked_on_the_bench_to_its_end(name):
    item = exercises.get(f"claim.{name}")
    page = Page(explore.claim(name))
    page.does("settle", item.key["settle"])
    page.does("open")
    for part in ("row", "verdict", "rewrite"):
        page.does(part, item.key[part])
    page.does("check")
    [judged] = [one for one in statements.judged() if one.claim.id == name]
    assert judged.right == {"row": True, "rewrite": True, "verdict": True}


@lesson_files
def test_every_aim_of_a_lesson_is_practised_at_least_twice(path):
    lesson = lesson_of(path)
    own = [item for item in exercises.listed() if item.lesson == lesson.id and item.role != "test"]
    for objective in lesson.objectives:
        items = {item.id: item.kind for item in own if item.objective == objective.id}
        if objective.id == "judge_claims":
            items |= {f"claim.{name}": "judge" for name in called(path, r"explore\.claim")}
        assert len(items) >= 2, f"{objective.id}: {list(items)}"
        assert set(items.values()) != {"reflection"}, f"{objective.id} is only reflected on"


@lesson_files
def test_a_lesson_keeps_to_its_minutes(path):
    lesson, found = lesson_of(path), timing.count(path)
    assert lesson.minutes <= MOST
    assert found.minutes() <= lesson.minutes, found.told(lesson)


@lesson_files
def test_what_an_item_says_of_itself_is_what_the_page_says_of_it(path):
    """An item is optional exactly where the page calls it so (`timing` says by which words)."""
    table = {item.id: item for item in exercises.listed() if item.lesson == lesson_of(path).id}
    _, things = timing.split(read(path).cells)
    marked = {thing.item: thing.optional for thing in things if thing.item in table and thing.kind != "judge"}
    assert marked == {name: table[name].role == "optional" for name in marked}

