"""A cohort's gain is that of people with both tests; nobody's file can change anybody else's."""

import pytest

from kapcourse.__main__ import main
from kapcourse.learning import answers, collected, forms, gains
from kapcourse.learning.cohort import SITTINGS
from kapcourse.learning.grading import Verdict


def trainee(place, before=None, after=None):
    """Answers of one trainee in a folder; None: not finished, else {item: answer}."""
    session = answers.Session(place)
    for which, form, given in (("before", "A", before), ("after", "B", after)):
        for name, answer in (given or {}).items():
            record = {"do": "answer", "form": form, "item": name, "answer": answer}
            session.add(f"test.{which}", record, Verdict(None, None, ""))
        if given is not None:
            session.add(f"test.{which}", {"do": "finish", "form": form}, Verdict(None, None, ""))
    session.add("two.choice", "kap", Verdict(True, 1.0, ""))


@pytest.fixture
def cohort(course, tmp_path):
    """Six people with both tests, who learned one of the two domains, one who left, and one without answers."""
    for number in range(6):
        trainee(tmp_path / "cohort" / f"p{number}", {"test_a.talk": "drip"}, {"test_b.vein": "drip"})
    trainee(tmp_path / "cohort" / "left", {})
    (tmp_path / "cohort" / "idle").mkdir()
    (tmp_path / "cohort" / "idle" / "junk.jsonl").write_text("no answers\n[]\n", encoding="utf-8")
    return tmp_path / "cohort"


def test_gains_are_those_of_people_with_both_tests_by_domain(cohort):
    people = [gains.person(collected.given([place], SITTINGS).chains) for place in sorted(cohort.iterdir())]
    found = gains.gains(people)
    assert {name: part.mean for name, part in found.items()} == {"ways": 1, "steps": 0, forms.ALL: 0.5}
    assert {(part.both, part.only_before, part.only_after) for part in found.values()} == {(6, 1, 0)}


def test_the_gain_command_prints_them_and_what_they_cannot_tell(cohort, capsys):
    assert main(["gain", str(cohort)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Trainees: 8. Finished both tests: 6, only the one before: 1, only the one after: 0.")
    assert "- The two ways: +100 percentage points" in told and "Everybody had form A first" in told
    assert main(["gain", str(cohort / "p0")]) == 0
    assert "too few: 1 with both tests" in capsys.readouterr().out
    assert main(["gain", str(cohort / "nowhere")]) == 1
    assert "the folder cannot be read" in capsys.readouterr().err
    assert main(["gain", str(cohort / "idle" / "junk.jsonl")]) == 1
    assert main(["gain", str(cohort / "left" / "..")]) == 0


def test_a_hostile_file_gives_one_line_and_changes_no_gain(cohort, capsys):
    assert main(["gain", str(cohort)]) == 0
    clean = capsys.readouterr()
    (cohort / "p0" / "bad.jsonl").write_bytes(b"\x00\xff<script>\n" * 50)
    (cohort / "p1" / "link.jsonl").symlink_to("/dev/zero")
    (cohort / "p2" / "big.jsonl").write_bytes(b"x" * (collected.MAX_BYTES + 1))
    reflections = cohort / "p3" / "reflections"
    reflections.mkdir()
    (reflections / "mine.jsonl").write_text((next((cohort / "p3").glob("*.jsonl"))).read_text())
    assert main(["gain", str(cohort)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[1:] == clean.out.splitlines()[1:]
    said = [line for line in told.err.splitlines() if line not in clean.err.splitlines()]
    assert [line.split(":")[0] for line in said] == ["p0/bad.jsonl", "p1/link.jsonl", "p2/big.jsonl"]
    assert all(line.isprintable() and line.endswith(".") for line in said)


def test_a_chain_is_whole_in_order_without_doubles_and_bounded(cohort, monkeypatch):
    kept = next((cohort / "p0").glob("*.jsonl"))
    (cohort / "p0.jsonl").write_text("".join(reversed(kept.read_text().splitlines(keepends=True))))
    found = collected.given([cohort / "p0.jsonl", cohort / "p0"], SITTINGS)
    assert [[a.answer["do"] for a in found.chains[name]] for name in SITTINGS] == [["answer", "finish"]] * 2
    assert collected.given([cohort / "p0"]).chains == {}
    monkeypatch.setattr(collected, "MAX_CHAIN", 1)
    found = collected.given([cohort / "p0"], SITTINGS)
    assert [len(chain) for chain in found.chains.values()] == [1, 1]
    assert found.faults == [f"p0: of 2 records of {name} only the first 1 are read." for name in SITTINGS]
