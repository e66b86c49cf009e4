"""Handing in by nbgrader's own commands: released, fetched, submitted, collected, graded, for three invented trainees.

Anna answers rightly, Ben wrongly. Eve attacks: nothing of hers may run, and she gets what her answers are worth.
"""

import csv
import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pytest

from kapcourse.learning import collected, exercises, handing_in
from kapcourse.learning.answers import folder, session
from kapcourse.learning.grading import check
from tests.hub.conftest import HUB

PAYLOAD = "open({!r}, 'w').write('it ran')"


def first_items(number=4):
    """Graded choices of lesson 01."""
    return list(islice((i for i in exercises.load_all() if i.lesson == "01" and i.role == "core" and i.kind == "choice"
                        and i.key is not None), number))


def entry(item, answer, second=0):
    return json.dumps({"seq": 1, "time": f"2026-11-26T10:00:{second:02d}.000+00:00", "exercise": item.id,
                       "answer": answer, "correct": True, "score": 1.0}) + "\n"


def wrong(item):
    return next(option.id for option in item.options if option.id != item.key)


def test_answers_are_packed_without_reflections(tmp_path, capsys):
    item = first_items(1)[0]
    session().add(item.id, item.key, check(item, item.key))
    session(private=True).add("some.reflection", "a secret thought", check(item, item.key))
    assert "secret" in "".join(path.read_text() for path in folder().rglob("*.jsonl"))
    handing_in.pack(tmp_path)
    assert capsys.readouterr().out == "Answers packed into answers.jsonl: 1. Your reflections are not among them.\n"
    assert "secret" not in (tmp_path / "answers.jsonl").read_text()
    assert handing_in.reached("anna", tmp_path / "answers.jsonl")[0]["01"] == 1


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    handing_in.pack(tmp_path / "absent")
    assert capsys.readouterr().out.startswith("Your answers cannot be written to answers.jsonl (")


def test_no_answers_are_no_points(tmp_path):
    points, faults = handing_in.reached("anna", tmp_path / "answers.jsonl")
    assert set(points.values()) == {0} and not faults


class Class:
    """An instructor's folder, an exchange and homes, driven by nbgrader's commands."""

    def __init__(self, place):
        self.place, self.homes, self.log = place, place / "homes", ""
        self.inbound = place / "exchange" / "kapcourse" / "inbound"
        (place / "exchange").mkdir()
        (place / "exchange").chmod(0o1777)
        subprocess.run([sys.executable, HUB / "new_class.py", place / "class"], check=True, env=self.env("teacher"))

    def env(self, name):
        kind = "class" if name == "teacher" else "seat"
        home = self.homes / name
        home.mkdir(parents=True, exist_ok=True)
        return {**os.environ, "HOME": str(home), "KAPCOURSE_EXCHANGE": str(self.place / "exchange"),
                "KAPCOURSE_CLASS": str(self.place / "class"), "JUPYTER_CONFIG_PATH": str(HUB / kind),
                "JUPYTER_DATA_DIR": str(home / "data"), "KAPCOURSE_ANSWERS": str(home / "answers"),
                "PYTHONPATH": str(HUB.parents[1]),
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

    def run(self, name, *words):
        """One nbgrader command of one person; returns its lines of warning and worse."""
        done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=self.homes / name, env=self.env(name),
                              capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        self.log += done.stderr
        return [line for line in done.stderr.splitlines() if "| WARNING]" in line or "| ERROR]" in line]

    def submit(self, name, *lines):
        """Fetch, put answers beside the notebook, submit. All seats are one account here, so the name is said."""
        self.run(name, "fetch_assignment", "submit")
        work = self.homes / name / "submit"
        if lines:
            (work / "answers.jsonl").write_text("".join(lines))
        if name == "eve":
            spoil(work, self.place)
        self.run(name, "submit", "submit", f"--student={name}")

    def points(self):
        """{trainee: score} of the gradebook that nbgrader exports."""
        self.run("teacher", "export", f"--to={self.place / 'grades.csv'}")
        with open(self.place / "grades.csv", newline="") as file:
            return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def spoil(work, place):
    """What Eve does to her copy before she submits it."""
    payload, path = PAYLOAD.format(str(place / "ran")), work / "submit.ipynb"
    path.chmod(0o644)
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = [f"{payload}\n", "1000"]
            cell["metadata"].get("nbgrader", {})["points"] = 1000
    added = {"cell_type": "code", "id": "added", "metadata": {}, "source": [payload], "outputs": [],
             "execution_count": None}
    path.write_text(json.dumps({**notebook, "cells": [added, *notebook["cells"]]}))
    for name in ("kapcourse.py", "json.py", "sitecustomize.py", "nbgrader_config.py", "conftest.py"):
        (work / name).write_text(payload)


@pytest.mark.usefixtures("hub_extra")
def test_a_full_round_with_one_who_is_right_one_who_is_wrong_and_one_who_attacks(tmp_path):
    room, items = Class(tmp_path), first_items()
    room.run("teacher", "generate_assignment", "submit")
    room.run("teacher", "release_assignment", "submit")
    room.submit("anna", *(entry(item, item.key) for item in items))
    room.submit("ben", *(entry(item, wrong(item)) for item in items))
    room.submit("eve", entry(items[0], items[0].key), "}{" * 10, "\n", "[" * 50_000, "\n",
                entry(items[1], {"../../..": items[1].key}), entry(items[2], wrong(items[2])))
    (room.inbound / "..+submit+2026-11-26 10:00:00 UTC+x").mkdir()
    (room.inbound / "anna+submit+when+x").mkdir()
    (room.inbound / "ben+submit+2099-01-01 00:00:00 UTC+x").symlink_to(tmp_path)
    collecting = room.run("teacher", "collect", "submit", "--ExchangeCollect.check_owner=False")
    assert sorted(p.name for p in (tmp_path / "class" / "submitted").iterdir()) == ["anna", "ben", "eve"]
    assert sorted(p.name for p in (tmp_path / "class" / "submitted" / "eve" / "submit").iterdir()) == [
        "answers.jsonl", "submit.ipynb", "timestamp.txt"]
    left = [line.split("] ", 1)[1] for line in collecting]
    assert len(left) == 4 and sum(line.startswith("Left out: ") for line in left) == 3, left
    assert "eve: 5 other files left out, the first is conftest.py" in left
    grading = room.run("teacher", "autograde", "submit")
    assert [line.split("] ", 1)[1] for line in grading] == [
        "eve: answers.jsonl: 2 of 5 lines are no answers and are left out, the first is line 2."]
    assert room.points() == {"anna": 4, "ben": 0, "eve": 1}
    assert not (tmp_path / "ran").exists() and "Traceback" not in room.log


@pytest.fixture
def grading(hub_extra):
    """The module that nbgrader's configuration uses."""
    import grading

    return grading


@pytest.fixture
def sent(tmp_path):
    """A submission's folder, and where its answers would go."""
    (tmp_path / "in").mkdir()
    return SimpleNamespace(folder=tmp_path / "in", answers=tmp_path / "in" / "answers.jsonl", target=tmp_path / "out")


def test_what_is_no_plain_file_of_theirs_is_left_out_with_a_clause(grading, sent):
    def taken():
        return grading.take(sent.folder, sent.target)

    assert taken() == ["there is no answers.jsonl"]
    sent.answers.symlink_to("/etc/passwd")
    assert taken()[0].startswith("answers.jsonl left out (Too many levels of symbolic links")
    sent.answers.unlink()
    os.mkfifo(sent.answers)
    assert taken() == ["answers.jsonl left out (it is no plain file)"]
    sent.answers.unlink()
    sent.answers.mkdir()
    assert taken() == ["answers.jsonl left out (Is a directory)"]
    sent.answers.rmdir()
    with open(sent.answers, "wb") as file:
        file.truncate(collected.MAX_BYTES + 1)
    assert taken() == ["answers.jsonl left out (it is above 20 MB)"]
    assert not sent.target.exists()
    sent.answers.write_text("x")
    assert taken() == [] and sent.target.read_text() == "x"
    assert grading.take(sent.folder / "absent", sent.target)[0].startswith("the submission cannot be read")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_file_that_belongs_to_somebody_else_is_left_out(grading, sent):
    sent.answers.write_text("x")
    os.chown(sent.folder, 12345, 12345)
    assert grading.take(sent.folder, sent.target) == ["answers.jsonl left out (it is somebody else's)"]


def test_a_submission_in_another_name_is_left_where_it_is(grading, sent, caplog):
    from nbgrader.coursedir import CourseDirectory

    collect = grading.Collect(coursedir=CourseDirectory(assignment_id="submit"))
    (sent.folder / "anna+submit+2026-11-26 10:00:00 UTC+x").mkdir()
    entry, = os.scandir(sent.folder)
    assert collect._record(entry) is None
    collect.check_owner = False
    assert collect._record(entry)["username"] == "anna"
