"""The guarantees of answer files: nothing that was acknowledged is lost, and nothing in a file can do harm."""

import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from kapcourse.learning import answers
from kapcourse.learning.answers import Session, export, folder, last, read, session
from kapcourse.learning.grading import Verdict
from tests.helpers import ROOT

RIGHT, WRONG, KEPT = Verdict(True, 1.0, "Yes."), Verdict(False, 0.0, "No."), Verdict(None, None, "Kept.")
DEEP = []
for _ in range(100_000):
    DEEP = [DEEP]
GOOD = {"seq": 1, "time": "2026-01-02T03:04:05.678+00:00", "exercise": "a.b", "answer": "x", "correct": True,
        "score": 1.0}


@pytest.fixture
def place(answers_folder):
    return answers_folder


def given(place=None):
    """What the answer files hold, in order."""
    return [answer.answer for answer in read(place)]


def line(**changed):
    return json.dumps(GOOD | changed)


def write(place, text, name="20260102-030405-1-0.jsonl"):
    place.mkdir(exist_ok=True)
    (place / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def child(work):
    """Run work(speak) in a process of its own; returns (pid, handle on which arrives what it writes to `speak`)."""
    hear, speak = os.pipe()
    pid = os.fork()
    if pid:
        os.close(speak)
        return pid, hear
    status = 1
    try:
        os.close(hear)
        work(speak)
        status = 0
    finally:
        os._exit(status)


def heard(pid, handle):
    """All that a child said until it ended well."""
    with os.fdopen(handle, "rb") as pipe:
        words = pipe.read()
    assert os.waitpid(pid, 0)[1] == 0
    return words


# --- the usual course of things ---


def test_an_answer_is_kept_as_given_and_read_back(place):
    entry = session().add("a.b", {"x": ["y", 1.5], "z": "ä“\n\ud800"}, WRONG)
    assert read() == [entry] and last() == {"a.b": entry}
    assert (entry.seq, entry.exercise, entry.correct, entry.score) == (1, "a.b", False, 0.0)
    assert entry.answer == {"x": ["y", 1.5], "z": "ä“\n\ud800"}
    assert abs(datetime.fromisoformat(entry.time) - datetime.now(UTC)).total_seconds() < 60
    assert session().notice == ""


def test_the_last_answer_to_each_exercise_is_restored_also_in_the_next_session(place, monkeypatch):
    for exercise, answer in (("a", "1"), ("b", "2"), ("a", "3")):
        session().add(exercise, answer, RIGHT)
    answers._sessions.clear()
    session().add("b", "4", RIGHT)
    assert {name: answer.answer for name, answer in last().items()} == {"a": "3", "b": "4"}
    assert given() == ["1", "2", "3", "4"] and len(list(place.iterdir())) == 2


def test_nothing_is_written_before_the_first_answer(place):
    assert read() == [] and last() == {} and export() == "" and session().seq == 0
    assert not place.exists()


def test_the_download_holds_every_answer_as_json_lines_but_no_reflection(place, monkeypatch):
    session().add("a", "yes ä\ud800\n", RIGHT)
    session(private=True).add("hope", "my own words", KEPT)
    monkeypatch.setattr(os, "write", full_disk)
    session().add("b", "unsaved", WRONG)
    lines = [json.loads(text) for text in export().splitlines()]
    assert [entry["answer"] for entry in lines] == ["yes ä\ud800\n", "unsaved"]
    assert export().isascii()


def test_reflections_are_restored_but_lie_where_no_collection_of_answers_looks(place, monkeypatch):
    session(private=True).add("hope", "my own words", KEPT)
    answers._sessions.clear()
    assert last()["hope"].answer == "my own words" and read() == []
    kept, = place.rglob("*.jsonl")
    assert kept.parent == place / "reflections" and stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_files_and_their_folder_are_private(place):
    old = os.umask(0)
    try:
        session().add("a", "1", RIGHT)
    finally:
        os.umask(old)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()] == [0o600]


# --- where ---


def test_the_place_is_the_named_folder_else_the_users_own_else_the_browsers(monkeypatch, tmp_path):
    monkeypatch.setenv("KAPCOURSE_ANSWERS", "~/mine")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder() == tmp_path / "mine"
    monkeypatch.setenv("KAPCOURSE_ANSWERS", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert folder().name == "answers" and folder().parent.name == "kapcourse" and tmp_path in folder().parents
    monkeypatch.setattr("sys.platform", "emscripten")
    monkeypatch.setattr(os.path, "isdir", lambda path: path == "/drive")
    assert folder() == Path("/drive/kapcourse-answers")
    monkeypatch.setattr(os.path, "isdir", lambda path: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert folder() == tmp_path / "kapcourse-answers"


@pytest.mark.parametrize(("mounted", "notice"), [(True, ""), (False, answers.FORGOTTEN)])
def test_a_browser_that_keeps_nothing_is_told_at_once_and_after_each_answer(monkeypatch, tmp_path, mounted, notice):
    monkeypatch.setenv("KAPCOURSE_ANSWERS", "")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("sys.platform", "emscripten")
    monkeypatch.setattr(answers, "BROWSER", str(tmp_path / "drive"))
    if mounted:
        (tmp_path / "drive").mkdir()
    assert session().notice == session(private=True).notice == notice
    session().add("a", "1", RIGHT)
    assert session().notice == notice and last()["a"].answer == "1" and export().count("\n") == 1
    assert len(list((tmp_path / "drive" if mounted else tmp_path).rglob("*.jsonl"))) == 1


def test_a_change_of_place_begins_a_new_session(place, monkeypatch, tmp_path):
    session().add("a", "1", RIGHT)
    monkeypatch.setenv("KAPCOURSE_ANSWERS", str(tmp_path / "other"))
    assert session().place == tmp_path / "other" and last() == {}


# --- order ---


def test_two_sessions_of_one_process_in_one_second_do_not_share_a_file(place, monkeypatch):
    first, second = Session(place), Session(place)
    for number in range(3):
        first.add("a", f"first {number}", RIGHT)
        second.add("a", f"second {number}", RIGHT)
    assert first.path != second.path
    assert sorted(given()) == sorted(f"{who} {n}" for who in ("first", "second") for n in range(3))


def test_a_clock_that_is_set_back_does_not_turn_the_order_round(place, monkeypatch):
    class Clock(datetime):
        ahead = "2099-05-05T05:05:05.999+00:00"

        @classmethod
        def now(cls, zone=None):
            return cls.fromisoformat(cls.ahead)

    monkeypatch.setattr(answers, "datetime", Clock)
    monkeypatch.setattr(answers.time, "strftime", lambda *_: Clock.ahead[:10])
    Session(place).add("a", "1", RIGHT)
    Clock.ahead = "1999-01-01T00:00:00.000+00:00"
    later = Session(place)
    for number in range(2, 5):
        later.add("a", str(number), RIGHT)
    Clock.ahead = "1998-01-01T00:00:00.000+00:00"
    Session(place).add("a", "5", RIGHT)
    times = [answer.time for answer in read()]
    assert given() == ["1", "2", "3", "4", "5"] and times == sorted(set(times))


# --- two kernels, kill -9 ---


def test_two_kernels_writing_at_once_lose_nothing(place):
    def kernel(name):
        def work(_):
            mine = Session(place)
            for number in range(100):
                mine.add(name, number, RIGHT)
        return child(work)

    running = [kernel("one"), kernel("two")]
    for pid, handle in running:
        heard(pid, handle)
    found = read(place)
    for name in ("one", "two"):
        assert [answer.answer for answer in found if answer.exercise == name] == list(range(100))
    assert len(list(place.iterdir())) == 2


@pytest.mark.parametrize("seed", range(200))
def test_a_kernel_killed_at_any_byte_or_call_has_kept_what_it_acknowledged(place, seed):
    """Every byte written and every call to the file system is a place to die; on odd seeds the disk is full at times.

    `add` without a notice acknowledges its answer and all before it.
    """
    dice = random.Random(seed)
    left, full = dice.randrange(1, 900), seed % 2
    die, really_write = (lambda: os.kill(os.getpid(), signal.SIGKILL)), os.write

    def step():
        nonlocal left
        left -= 1
        if not left:
            die()

    def before(call, *arguments, **options):
        step()
        return call(*arguments, **options)

    def byte_by_byte(handle, data):
        room = dice.randrange(len(data)) if full and dice.random() < 0.4 else len(data)
        for i in range(room):
            step()
            really_write(handle, data[i:i + 1])
        return room

    def work(speak):
        mine = Session(place)
        for name in ("open", "fstat", "ftruncate", "close", "mkdir"):
            setattr(os, name, partial(before, getattr(os, name)))
        os.write, os.fsync = byte_by_byte, lambda handle: step()
        for number in range(100_000):
            mine.add("a", number, RIGHT)
            if not mine.notice:
                really_write(speak, bytes([number]))

    pid, hear = child(work)
    with os.fdopen(hear, "rb") as pipe:
        acknowledged = max(pipe.read(), default=-1) + 1
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    found = given(place)
    assert found == list(range(len(found))) and len(found) >= acknowledged
    later = Session(place)
    later.add("a", "later", RIGHT)
    assert later.notice == "" and given(place) == [*found, "later"]


@pytest.mark.parametrize("seed", range(10))
def test_kill_9_at_any_moment_loses_no_acknowledged_answer(place, seed):
    """The child acknowledges each answer after `add` returned. Odd seeds write byte by byte, to be hit in a line."""
    chance = random.Random(seed)
    enough = chance.randrange(1, 40)
    really_write = os.write

    def byte_by_byte(handle, data):
        return sum(really_write(handle, data[i:i + 1]) for i in range(len(data)))

    def work(speak):
        mine = Session(place)
        if seed % 2:
            os.write, os.fsync = byte_by_byte, lambda handle: None
        for number in range(100_000):
            mine.add("a", f"answer {number} " + "x" * (number % 70), RIGHT)
            really_write(speak, b"!")

    pid, hear = child(work)
    acknowledged = 0
    while acknowledged < enough:
        acknowledged += len(os.read(hear, 1))
    os.kill(pid, signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    with os.fdopen(hear, "rb") as pipe:
        acknowledged += len(pipe.read())
    found = given(place)
    assert found == [f"answer {number} " + "x" * (number % 70) for number in range(len(found))]
    assert acknowledged <= len(found) <= acknowledged + 1
    (path,) = place.iterdir()
    assert path.read_bytes().count(b"\n") in (len(found), len(found) - 1)


def test_a_last_line_cut_anywhere_costs_that_line_only(place):
    whole = f"{line(answer='1')}\n{line(seq=2, answer='2 ä')}\n".encode()
    start = whole.index(b"\n") + 1
    for end in range(start, len(whole) + 1):
        write(place, whole[:end])
        assert given() == (["1", "2 ä"] if end >= len(whole) - 1 else ["1"])


# --- what a file may hold ---


@pytest.mark.parametrize("bad", [
    "", "garbage", "null", "7", "[]", "{}", '"text"', "{", line()[:-1], line()[:20] + "\x00",
    json.dumps({k: v for k, v in GOOD.items() if k != "score"}), line(more=1),
    line(seq="1"), line(seq=True), line(seq=None), line(seq=1.0), line(exercise=["a"]), line(exercise=None),
    line(time="yesterday"), line(time=5), line(time=None), line(time="2026-01-02"),
    line(time="2026-01-02T03:04:05.678"),
    line(time="2026-01-02T03:04:05.678+02:00"), line(time="x" * 100_000),
    line(time="0001-01-01T00:00:00.000+14:00"), line(time="9999-12-31T23:59:59.999-14:00"),
    line(correct=1), line(correct="yes"), line(correct=[]), line(score="1"), line(score=2), line(score=-0.1),
    line(score=True),
    line(score=float("nan")), line(score=float("inf")), line(answer=float("nan")), line(answer=[{"x": float("-inf")}]),
    '{"seq": ' + "1" * 5000 + line()[9:], line(answer=[[[[[[1]]]]]]),
    line().replace('"x"', "[" * 900 + "]" * 900), line().replace('"x"', "[" * 100_000 + "]" * 100_000),
], ids=lambda bad: bad[:40])
def test_a_hostile_or_broken_line_is_skipped_and_its_neighbours_are_kept(place, bad):
    write(place, f"{line(answer='before')}\n{bad}\n{line(seq=9, answer='after')}\n")
    assert given() == ["before", "after"]
    assert session().add("a", "new", RIGHT).time > GOOD["time"]
    assert [json.loads(text)["answer"] for text in export().splitlines()] == ["before", "after", "new"]


def test_bytes_that_are_no_text_and_files_that_are_none_are_skipped(place):
    write(place, b"\xff\xfe\x00{\n" + line().encode() + b"\n\x80\x81")
    write(place, line(answer="other ending"), "notes.txt")
    (place / "folder.jsonl").mkdir()
    os.mkfifo(place / "pipe.jsonl")
    (place / "gone.jsonl").symlink_to(place / "nowhere")
    assert given() == ["x"]


def test_a_file_too_large_to_be_answers_is_skipped(place, monkeypatch):
    monkeypatch.setattr(answers, "MAX_BYTES", 1000)
    write(place, line() + "\n" + " " * 1000, "big.jsonl")
    write(place, line(answer="small") + "\n")
    assert given() == ["small"]


def test_a_wrong_clock_in_an_old_file_does_not_stop_new_answers(place):
    write(place, line(time="9999-12-31T23:59:59.999+00:00", answer="far") + "\n")
    session().add("a", "now", RIGHT)
    assert given() == ["far", "now"]


def test_a_doubled_line_and_a_doubled_file_change_nothing_that_is_shown(place):
    session().add("a", "1", RIGHT)
    session().add("a", "2", WRONG)
    before, (path,) = last(), place.iterdir()
    text = path.read_text()
    path.write_text(text + text[: text.index("\n") + 1])
    (place / "copy (1).jsonl").write_text(text)
    answers._sessions.clear()
    assert last() == before


def test_a_session_that_grows_too_large_for_one_file_goes_on_in_another(place, monkeypatch):
    monkeypatch.setattr(answers, "MAX_BYTES", 1000)
    for number in range(30):
        session().add("a", f"{number} " + "x" * 100, RIGHT)
    assert session().notice == "" and [text.split()[0] for text in given()] == [str(n) for n in range(30)]
    assert all(path.stat().st_size <= 1000 for path in place.iterdir())


@pytest.mark.parametrize("answer", [
    "x" * 1001, float("nan"), float("inf"), [[[[[[1]]]]]], DEEP, object(), 10**5000,
], ids=["long", "nan", "inf", "nested", "deep", "object", "digits"])
def test_an_answer_that_could_not_be_read_back_is_said_not_to_be_kept_and_harms_no_other(place, monkeypatch, answer):
    monkeypatch.setattr(answers, "MAX_BYTES", 1000)
    session().add("a", "before", RIGHT)
    session().add("b", answer, RIGHT)
    assert session().notice == answers.TOO_LARGE and session().unsaved == [] and "b" not in last()
    session().add("c", "after", RIGHT)
    assert session().notice == "" and given() == ["before", "after"]


def test_earlier_answers_that_cannot_be_read_are_said_and_new_ones_are_kept(place, monkeypatch):
    write(place, line(answer="old") + "\n", "old.jsonl")
    really_read = Path.read_bytes

    def refuse(path):
        if path.name == "old.jsonl":
            raise PermissionError(13, "Permission denied")
        return really_read(path)

    with monkeypatch.context() as locked:
        locked.setattr(Path, "read_bytes", refuse)
        session().add("a", "new", RIGHT)
        assert session().notice == answers.UNREAD.format("old.jsonl") and given() == ["new"]
    answers._sessions.clear()
    assert session().notice == "" and given() == ["old", "new"]


# --- no room, no permission ---


def full_disk(handle, data):
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_said_answers_stay_and_go_in_when_there_is_room_again(place, monkeypatch):
    mine = session()
    mine.add("a", "1", RIGHT)
    with monkeypatch.context() as no_room:
        no_room.setattr(os, "write", full_disk)
        mine.add("a", "2", WRONG)
        mine.add("b", "3", RIGHT)
        assert "cannot be saved here (No space left on device)" in mine.notice and "Download my answers" in mine.notice
        assert given() == ["1"] and {n: a.answer for n, a in last().items()} == {"a": "2", "b": "3"}
    mine.add("b", "4", RIGHT)
    assert mine.notice == "" and mine.unsaved == [] and given() == ["1", "2", "3", "4"]


@pytest.mark.parametrize("taken_back", [True, False])
def test_a_line_that_a_full_disk_cuts_short_is_taken_back_or_stays_the_last_of_its_file(place, monkeypatch, taken_back):
    mine, really_write = session(), os.write
    mine.add("a", "1", RIGHT)
    before = mine.path.read_bytes()
    with monkeypatch.context() as no_room:
        no_room.setattr(os, "write", lambda handle, data: really_write(handle, data[:25]))
        if not taken_back:
            no_room.setattr(os, "ftruncate", full_disk)
        mine.add("a", "2", RIGHT)
        assert "cannot be saved" in mine.notice
    (path,) = place.iterdir()
    assert path.read_bytes() == before if taken_back else path.read_bytes().startswith(before)
    mine.add("a", "3", RIGHT)
    assert mine.notice == "" and given() == ["1", "2", "3"]
    assert len(list(place.iterdir())) == (1 if taken_back else 2)


def test_the_operating_systems_own_limit_on_a_file_leaves_whole_lines_and_is_recovered_from(place):
    def work(speak):
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        mine = Session(place)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
        while not mine.notice:
            mine.add("a", "x" * 50, RIGHT)
        assert len(mine.unsaved) == 1 and mine.seq > 3
        (path,) = place.iterdir()
        assert path.read_bytes().endswith(b"}\n") and len(read(place)) == mine.seq - 1
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        mine.add("a", "last", RIGHT)
        assert not mine.notice and [a.seq for a in read(place)] == list(range(1, mine.seq + 1))
        os.write(speak, b"done")

    assert heard(*child(work)) == b"done"


IN_A_SMALL_ROOM = """
import subprocess, sys
from kapcourse.learning.answers import Session, read
from kapcourse.learning.grading import Verdict

place = sys.argv[1]
mount = lambda *words: subprocess.run(["mount", *words, place], check=True)
mount("-t", "tmpfs", "-o", "size=64k", "tmpfs")
mine, number = Session(place), 0
def add():
    global number
    number += 1
    mine.add("a", [number, "x" * 900], Verdict(True, 1.0, "Yes."))
    return mine.notice
while not add() and number < 500:
    pass
assert "cannot be saved here" in mine.notice, mine.notice
assert len(read(place)) == number - 1
mount("-o", "remount,ro")
assert "(Read-only file system)" in add(), mine.notice
mount("-o", "remount,rw,size=1m")
assert add() == "" and [answer.answer[0] for answer in read(place)] == list(range(1, number + 1))
print("kept", number)
"""


@pytest.mark.skipif(subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode != 0
                    if sys.platform == "linux" else True, reason="no file system of one's own can be mounted here")
def test_a_real_disk_that_is_full_then_read_only_then_large_enough_loses_nothing(place):
    place.mkdir()
    done = subprocess.run(["unshare", "-rm", sys.executable, "-c", IN_A_SMALL_ROOM, place], capture_output=True,
                          text=True, cwd=ROOT, timeout=60)
    assert done.stdout.startswith("kept "), done.stderr


def test_an_answer_counts_as_kept_only_when_the_disk_has_it_and_is_then_kept_once(place, monkeypatch):
    def lost(handle):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(os, "fsync", lost)
        session().add("a", "1", RIGHT)
        assert "Input/output error" in session().notice and last()["a"].answer == "1" and given() == []
    session().add("a", "2", RIGHT)
    assert session().notice == "" and given() == ["1", "2"]


def test_no_file_stays_open_between_answers(place):
    def next_handle():
        handle = os.dup(0)
        os.close(handle)
        return handle

    before = next_handle()
    for number in range(5):
        session().add("a", number, RIGHT)
    assert next_handle() == before


def test_a_home_that_cannot_be_written_is_said_and_answers_last_until_the_kernel_stops(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("KAPCOURSE_ANSWERS", str(tmp_path / "file" / "answers"))
    session().add("a", "1", RIGHT)
    assert "cannot be saved here (Not a directory)" in session().notice
    assert last()["a"].answer == "1" and json.loads(export())["answer"] == "1" and read() == []


def test_a_home_that_refuses_is_said_and_used_as_soon_as_it_allows(place, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as read_only:
        read_only.setattr(os, "open", refuse)
        session().add("a", "1", RIGHT)
        assert "Permission denied" in session().notice and last()["a"].answer == "1"
    session().add("a", "2", RIGHT)
    assert session().notice == "" and given() == ["1", "2"]


def test_a_folder_that_vanishes_under_a_running_kernel_is_made_again(place):
    session().add("a", "1", RIGHT)
    for path in place.iterdir():
        path.unlink()
    place.rmdir()
    session().add("a", "2", RIGHT)
    assert session().notice == "" and given() == ["2"]
