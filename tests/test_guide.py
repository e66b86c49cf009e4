"""The instructor's guide says what data/ says now, has prompts for each lesson, leads somewhere, and stays at home."""

import re

import pytest

from kapcourse import guide, release
from kapcourse.__main__ import main
from kapcourse.learning import exercises
from kapcourse.tables import claims, facts, lessons
from tests.helpers import ROOT, change, complaint, forget

PATH = ROOT / "docs" / "instructor_guide.md"
TEXT = PATH.read_text(encoding="utf-8")
PART = "<!-- made: {} -->\n\nold\n<!-- end -->\n"


def test_what_is_made_is_up_to_date():
    assert guide.made(TEXT) == TEXT, "run `make notebooks`, or kapcourse guide docs/instructor_guide.md"


def test_every_lesson_of_the_map_has_questions_to_discuss_and_its_errors():
    sections = dict(re.findall(r"^### Lesson (\d\d)\n(.*?)(?=^##)", TEXT, re.MULTILINE | re.DOTALL))
    assert list(sections) == list(lessons.load())
    for name, text in sections.items():
        by_hand = guide.PART.sub("", text)
        assert len(re.findall(r"^- ", by_hand, re.MULTILINE)) >= 3 and "?" in by_hand, name
        assert f"<!-- made: misconceptions {name} -->" in text


def test_every_claim_stands_with_verdict_certainty_and_reason():
    rows = {row.split(" | ")[0]: row for row in guide.claim_table()}
    for claim in claims.load().values():
        _, _, verdict, certainty, reason = (cell.strip(" |") for cell in rows[f"| {claim.id}"].split(" | "))
        assert verdict.startswith(claims.VERDICTS[claim.verdict].split(" (")[0]), claim.id
        assert verdict.endswith(" ".join(claim.verdict_note.split()) or "."), claim.id
        assert certainty == claims.CERTAINTIES[claim.certainty], claim.id
        assert reason == " ".join(facts.cite(claim.reason).split()).replace("|", "\\|") and len(reason) > 100, claim.id


def test_every_figure_of_the_guide_is_linked_or_counted_from_data():
    assert "](F-" not in TEXT
    assert not re.findall(r"\d\s?%|\bn = ", re.sub(r"\[[^\]]*\]\([^)]*\)", "", guide.PART.sub("", TEXT)))


def test_its_links_lead_somewhere():
    for link in re.findall(r"\]\((\.\./[^)]+)\)", TEXT):
        path, _, heading = link.partition("#")
        target = PATH.parent / path
        assert target.exists(), link
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert not heading or heading in [title.lower().replace(" ", "-") for title in headings], link
    for place in re.findall(r"`((?:data|notebooks)/[\w./]*)`", TEXT):
        assert (ROOT / place).exists(), place


@pytest.mark.parametrize("parts", [1, 2, 4, 6, 13, 20])
def test_lessons_are_parted_in_order_and_as_evenly_as_can_be(parts):
    every = list(lessons.load().values())
    found = guide.parted(every, parts)
    assert [x for part in found for x in part] == every and len(found) == parts
    longest = max(sum(x.minutes for x in part) for part in found)
    assert len(guide._filled(every, longest - 1)) > parts or longest == max(x.minutes for x in every)


def test_every_content_note_is_listed():
    told = "\n".join(guide.content_notes())
    noted = [item.id for item in exercises.listed() if item.stem.strip().startswith("Content note:")]
    assert noted and all(f"`{name}`" in told for name in noted)


def test_a_changed_claim_changes_the_guide(course, tmp_path):
    path = tmp_path / "guide.md"
    path.write_text("# By hand\n\n" + PART.format("claims") + PART.format("misconceptions 01"), encoding="utf-8")
    assert main(["guide", str(path)]) == 0
    first = path.read_text(encoding="utf-8")
    assert first.startswith("# By hand\n\n<!-- made: claims -->\n\n| Claim |") and "\nold\n" not in first
    assert "care is therapy" in first
    assert main(["guide", str(path)]) == 0 and path.read_text(encoding="utf-8") == first
    change(course, "exercises/01_two.yaml", "care is therapy", "care | is <b>treatment")
    forget()
    assert guide.made(first) != first


def test_a_guide_that_cannot_be_made_gets_one_sentence(tmp_path, capsys):
    assert "the part 'nothing' is not known" in complaint(guide.made, PART.format("nothing"))
    for part in ("misconceptions", "review 07"):
        assert "lacks its lesson, or has one" in complaint(guide.made, PART.format(part))
    assert main(["guide", str(tmp_path / "gone.md")]) == 1
    assert "the guide cannot be read" in capsys.readouterr().err
    assert main(["store", str(tmp_path / "gone" / "glossary.ipynb")]) == 1
    assert capsys.readouterr().err.endswith("glossary.ipynb: No such file or directory.\n")


def test_trainees_get_neither_the_guide_nor_the_class_notebook(tmp_path):
    assert "docs" not in release.GIVEN and "instructors" in release.LEFT
    (tmp_path / "out").mkdir()
    release._copy(ROOT, tmp_path / "out" / "copy")
    given = {path.name for path in (tmp_path / "out").rglob("*")}
    assert "00_start_here.ipynb" in given and not given & {"instructor_guide.md", "cohort.ipynb", "instructors"}
