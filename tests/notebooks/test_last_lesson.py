"""What only the last lesson does: it counts verdicts in words, asks the closing test and gives none of it away."""

import pytest

from kapcourse.learning import forms, glossing, statements
from tests.notebooks.lessons_on_disk import LESSONS, SOLUTIONS, called, code_cells, read, text

WORDS = {3: "three", 4: "four", 5: "five", 6: "six", 14: "fourteen", 15: "fifteen", 16: "sixteen", 17: "seventeen",
         18: "eighteen"}
SAID = {"supported": "supported", "partly": "partly supported", "not_supported": "not supported",
        "not_established": "not established"}


def stored(paths, name):
    return next(path for path in paths if path.stem == name)


LAST = stored(LESSONS, "12_choosing_together")


@pytest.mark.parametrize(("verdict", "words"), SAID.items())
def test_the_count_of_verdicts_in_the_text_is_the_count_in_the_claims(verdict, words):
    prose = " ".join(glossing.unlinked(text(LAST)).split())
    assert f'"{words}" for {WORDS[len(statements.by_verdict()[verdict])]}' in prose


def test_the_tests_are_asked_where_they_belong():
    assert called(LAST, r"course\.test") == ["after"]
    assert called(stored(LESSONS, "00_start_here"), r"course\.test") == ["before"]


def test_no_notebook_holds_a_question_of_the_test():
    stems = [" ".join(item.stem.split())[:60] for form in "AB" for item in forms.items(form)]
    assert len(stems) == 40
    for path in [*LESSONS, *SOLUTIONS]:
        shown = " ".join(str(read(path)).split())
        assert not [stem for stem in stems if stem in shown], path


def test_the_closing_parts_come_after_the_capstone_and_before_the_key_points():
    ids = [cell.id for cell in read(LAST).cells]
    parts = ["capstone-letter-q", "q-your-words", "test-after", "review-due", "record-show", "key-points"]
    assert [name for name in ids if name in parts] == parts
    assert code_cells(LAST)[-1].source == "course.progress()"
