"""Every lesson has one shape, says what its tables say, and is stored so that nbval compares all of it."""

import re
from inspect import isfunction
from itertools import pairwise

import pytest

from kapcourse import authoring, explore
from kapcourse.learning import exercises, reading, texts
from kapcourse.tables import audit, lessons
from tests.notebooks.lessons_on_disk import (
    ALL,
    LESSONS,
    SOLUTIONS,
    called,
    code_cells,
    lesson_of,
    read,
    text,
    text_cells,
)

BLINDING = re.compile(r";\s*$|^\s*[%!]|\binteract\b|clear_output|NBVAL|Output\(|%%", re.MULTILINE)
COMPARISONS = {"01": ["two_approaches.match_statements", "two_approaches.differ_on_evidence",
                      "two_approaches.three_people"],
               "02": ["pharmacokinetics.norketamine_left", "pharmacokinetics.tongue_or_swallowed",
                      "pharmacokinetics.five_models", "pharmacokinetics.predicted_observed"],
               "03": ["mechanism.most_taken", "mechanism.s_and_r", "mechanism.free_or_total",
                      "mechanism.oral_beside_drip", "mechanism.doubted_in_people"],
               "04": ["timeline.left_when_clear", "timeline.hours_coincide", "timeline.clocks_in_order",
                      "timeline.saline_or_midazolam"],
               "05": ["infusion_evidence.two_contrasts", "infusion_evidence.leave_one_out",
                      "infusion_evidence.those_who_left", "infusion_evidence.who_is_counted"],
               "06": ["kap_evidence.what_set_apart", "kap_evidence.how_many_varied", "kap_evidence.still_possible",
                      "kap_evidence.within_or_between"],
               "07": ["therapist_role_and_ethics.whose_task", "therapist_role_and_ethics.who_watches",
                      "therapist_role_and_ethics.sentences_on_pages"],
               "08": ["screening_and_safety.injection_beside_infusion", "screening_and_safety.binds_most",
                      "screening_and_safety.more_in_a_hundred", "screening_and_safety.pairs_of_rates"],
               "09": ["preparation.found_for_whom", "preparation.by_chance", "preparation.what_is_known",
                      "preparation.four_rules"],
               "10": ["session_day.peaks_earlier", "session_day.six_changes", "session_day.first_reading",
                      "session_day.left_at_the_door"],
               "11": ["integration.one_person_six_rules", "integration.how_many_rules",
                      "integration.response_or_remission", "integration.chance_or_apart",
                      "integration.the_days_after", "integration.whose_rule"],
               "12": ["choosing_together.of_a_hundred", "choosing_together.case_ines", "choosing_together.case_tomas",
                      "choosing_together.case_jo", "choosing_together.six_verdicts",
                      "choosing_together.ilse_thinks_aloud", "choosing_together.ilse_if"]}
# Figures that are the course's own and need no source.
OUR_OWN = {f"{lesson.minutes} minutes": "the length of a lesson" for lesson in lessons.load().values()}

every = pytest.mark.parametrize("path", ALL, ids=lambda p: "/".join(p.parts[-2:]))
lesson_files = pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)


def test_every_ready_lesson_is_there_and_no_other():
    ready = [lesson.file for lesson in lessons.load().values() if lesson.ready]
    assert [path.stem for path in LESSONS] == ready
    assert [path.stem for path in SOLUTIONS] == ready


@every
def test_every_code_cell_is_stored_executed(path):
    for cell in code_cells(path):
        assert cell.execution_count, f"{path.name}: cell {cell.id} was not run"
        assert not cell.metadata.get("tags"), f"{path.name}: cell {cell.id} carries tags, which can exempt it"
        assert cell.metadata.jupyter.source_hidden, f"{path.name}: cell {cell.id} shows its code"


@every
def test_no_cell_blinds_the_comparison(path):
    for cell in code_cells(path):
        assert not BLINDING.search(cell.source), f"{path.name}: {cell.source}"
        assert len(cell.source.splitlines()) <= 2
        for output in cell.outputs:
            assert output.output_type in ("execute_result", "display_data", "stream")
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})


@pytest.mark.parametrize("path", LESSONS[1:-1], ids=lambda p: p.stem)
def test_progress_at_the_foot_begins_with_the_lesson_itself(path):
    assert code_cells(path)[-1].source == f'course.progress("{lesson_of(path).id}")'


@lesson_files
def test_every_widget_is_stored_with_words_that_say_it_whole(path):
    for cell in code_cells(path):
        words = cell.outputs[0].data["text/plain"]
        assert len(cell.outputs) == 1
        assert " at 0x" not in words
        assert "\u2026)" not in words
        pictured = "image/svg+xml" in cell.outputs[0].data
        assert pictured == ("[picture: " in words), f"{cell.source}: a view that draws gives its `picture` to be stored"
        if pictured:
            svg = cell.outputs[0].data["image/svg+xml"]
            assert "<title" in svg
            assert 'role="img"' in svg


def test_every_explorer_stands_in_a_lesson():
    shown = "\n".join(cell.source for path in LESSONS for cell in code_cells(path))
    mine = [name for name, made in vars(explore).items() if isfunction(made) and made.__module__ == explore.__name__]
    assert [name for name in mine if f"explore.{name}(" not in shown] == []


@every
def test_one_h1_and_headings_in_order(path):
    levels = [len(found) for found in re.findall(r"^(#+) ", text(path), re.MULTILINE)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@lesson_files
def test_opening_and_key_points_say_what_the_map_says(path):
    stored, fresh = read(path), authoring.fill_in(read(path), path.stem)
    assert [c.source for c in stored.cells] == [c.source for c in fresh.cells], "run `make notebooks`"
    ids = [cell.id for cell in stored.cells]
    assert ids[0] == "opening"
    assert "key-points" in ids
    assert "sources" in ids[ids.index("key-points"):]


@lesson_files
def test_a_lesson_has_its_parts(path):
    lesson = lesson_of(path)
    asked = [exercises.get(name) for name in called(path, "ask")]
    own = [item for item in asked if item.lesson == lesson.id]
    assert 2 <= len(lesson.objectives) <= 4
    assert lesson.minutes <= 45
    assert set(lesson.roles) <= {"therapist", "nurse", "prescriber"}
    assert any(item.role == "prediction" for item in own), "a prediction before the first reveal"
    assert {o.id for o in lesson.objectives} <= {item.objective for item in own} | {
        "judge_claims" for _ in called(path, r"explore\.claim")}
    assert any(item.kind == "reflection" for item in own)


@lesson_files
def test_items_of_a_lesson_are_all_asked_in_it(path):
    lesson = lesson_of(path)
    bank = [i for i in exercises.load_all() if i.lesson == lesson.id and i.role != "test"]
    assert {i.id for i in bank if i.kind not in exercises.ELSEWHERE} <= set(called(path, "ask"))
    assert {i.case for i in bank if i.case} <= set(called(path, r"explore\.case"))


@pytest.mark.parametrize("path", [p for p in LESSONS if lesson_of(p).id != "00"], ids=lambda p: p.stem)
def test_a_lesson_after_the_first_has_core_items_comparisons_claims_and_old_questions(path):
    lesson = lesson_of(path)
    asked = [exercises.get(name) for name in called(path, "ask")]
    core = [i for i in asked if i.lesson == lesson.id and i.role == "core" and i.kind != "reflection"]
    assert len(core) >= 8
    assert len({i.kind for i in core}) >= 5
    assert 2 <= len([i for i in asked if i.lesson < lesson.id]) <= 3, "two or three questions reopened"
    assert set(COMPARISONS[lesson.id]) <= {i.id for i in asked}
    assert len(set(COMPARISONS[lesson.id]) & {i.id for i in core}) >= 3
    solved = called(next(p for p in SOLUTIONS if p.stem == path.stem), r"solutions\.show")
    assert solved == COMPARISONS[lesson.id]
    ready = {i.claim for i in exercises.load_all() if i.claim in lesson.claims}
    audited = ready if any("explore.audit()" in cell.source for cell in code_cells(path)) else set()  # opens them all
    assert ready <= set(called(path, r"explore\.claim")) | audited


@every
def test_numbers_in_the_text_lead_to_their_source(path):
    for cell in text_cells(path):
        found = audit.faults(audit.Text(f"{path.name}, cell {cell.id}", cell.source), OUR_OWN)
        assert found == []


def test_texts_of_data_lead_to_their_sources():
    assert [fault for shown in texts.everything() for fault in audit.faults(shown)] == []


def test_no_text_is_hard_to_read():
    assert reading.faults(texts.everything()) == []


def test_no_fact_and_no_source_is_left_over():
    shown = [*texts.everything(), *(audit.Text(path.name, text(path)) for path in LESSONS)]
    assert audit.orphans(shown, texts.sources_used()) == []


@lesson_files
def test_links_between_lessons_lead_somewhere(path):
    for target in re.findall(r"\]\(([\w/.]+\.ipynb)\)", text(path)):
        assert (path.parent / target).exists(), target


def test_store_leaves_a_stored_lesson_as_it_is(tmp_path):
    """What `make notebooks` writes is what is committed: no date, no random id, no order of a set."""
    copy = tmp_path / LESSONS[0].name
    copy.write_bytes(LESSONS[0].read_bytes())
    authoring.store(copy)
    assert copy.read_text(encoding="utf-8") == LESSONS[0].read_text(encoding="utf-8")
