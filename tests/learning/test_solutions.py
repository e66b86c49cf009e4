"""The instructor's edition prints what the keys say, and says in a sentence what it cannot print."""

import pytest

from kapcourse.learning import exercises, solutions
from kapcourse.tables import lessons
from tests.helpers import complaint


@pytest.mark.parametrize(("name", "lines"), [
    ("two.choice", ["two.choice (choice)", "- The KAP\n  right.", "- The drip\n  wrong. Kindness is no therapy.",
                    "Why: Yes. Talk is planned."]),
    ("two.several", ["- Drip\n  belongs. It does.", "- Current\n  does not belong. It does not."]),
    ("two.number", ["Of 64 % and the rest", "- 50\n  foreseen wrong answer. It was no coin.", "Key: 36 people"]),
    ("two.match", ["- Talk is planned.\n  KAP. Only in KAP."]),
    ("two.order", ["- Check.\n  step 1. It comes first.", "Key: check > dose > leave"]),
    ("two.people", ["- Dan wants both.\n  Neither. Neither."]),
    ("two.secret", ["two.secret: the key is withheld; set KAPCOURSE_KEYS to the folder that holds it."]),
    ("claim.P01", ["P01. It always works.", "- Smith 2020 [trial; for] 12.5 points (derived)", "row: Smith 2020",
                   "verdict: Partly supported", "certainty: low", "Would change it: A larger trial."]),
])
def test_an_items_key_and_reasons_are_printed(course, capsys, name, lines):
    solutions.show(name)
    printed = capsys.readouterr().out
    assert all(line in printed for line in lines), printed


def test_a_claim_prints_the_same_by_either_name(course, capsys):
    solutions.claim("P01")
    by_claim = capsys.readouterr().out
    solutions.show("claim.P01")
    assert capsys.readouterr().out == by_claim


def test_what_does_not_exist_or_is_not_ready_is_told(course):
    assert "no exercise 'claim.P02'" in complaint(solutions.claim, "P02")
    assert "no exercise 'claim.P99'" in complaint(solutions.claim, "P99")
    assert "no exercise 'two.none'" in complaint(solutions.show, "two.none")


def test_every_keyed_item_of_a_ready_lesson_is_printed_without_links_or_loose_ends(capsys):
    for lesson in (lesson.id for lesson in lessons.load().values() if lesson.ready):
        items = [i for i in exercises.load_all()
                 if i.lesson == lesson and i.role != "test" and i.kind not in ("reflection", "screen", "case", "plan")]
        solutions.lesson(lesson)
        printed = capsys.readouterr().out
        assert printed.count("-" * 80) == len(items) and "](" not in printed and ": None" not in printed
        assert all((f"{item.claim}. " if item.claim else f"{item.id} (") in printed for item in items)
        assert not [line for line in printed.splitlines() if line != line.rstrip()]
