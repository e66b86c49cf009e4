"""Answers as plain data: one append-only file of JSON lines for each kernel session, merged on reading.

No locks: a session writes only its own file, so two notebooks, a killed kernel or a network home cannot harm
each other's answers. Only a file's last line can be torn, and a torn line is skipped. Times never run
backwards (a clock set back goes on from the last time seen), so the order of answers is the order of giving.
"""

import json
import os
import re
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import platformdirs

MAX_BYTES = 20_000_000
BROWSER = "/drive"  # where a browser kernel has the folder that the browser keeps, if it keeps one
FORGOTTEN = ("This browser does not keep your answers: they are lost when you close this page. Use “Download my "
             "answers” below your progress before you do, or open the course in an ordinary window, not a private one.")
UNSAVED = ("Your answers cannot be saved here ({}). They last until this notebook's kernel stops. "
           "Use “Download my answers” to keep them.")
TOO_LARGE = "This answer is too large to be kept. Your other answers are safe."
UNREAD = "Some of your earlier answers cannot be read here ({}). Tell your instructor."
_DEEPEST = 5
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", re.ASCII)  # what `_stamp` makes
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Answer:
    """One recorded answer. time: ISO 8601, UTC.  correct and score as in `grading.Verdict`."""

    seq: int
    time: str
    exercise: str
    answer: Any
    correct: bool | None
    score: float | None


def folder():
    """Where this trainee's answers live: KAPCOURSE_ANSWERS, else the platform's user data directory.

    In a browser kernel it is the folder that the browser keeps, beside the notebooks; where it keeps none, the kernel's
    memory, as even the kernel's own folder can be unusable then.
    """
    named = os.environ.get("KAPCOURSE_ANSWERS")
    if named:
        return Path(os.path.expanduser(named))
    if in_browser():
        return Path(tempfile.gettempdir() if forgets() else BROWSER) / "kapcourse-answers"
    return Path(platformdirs.user_data_dir("kapcourse", appauthor=False)) / "answers"


def in_browser():
    """Whether this kernel runs in the trainee's browser."""
    return sys.platform == "emscripten"


def forgets():
    """Whether answers are lost with the page, as where a private window lets the kernel have no folder."""
    return in_browser() and not os.path.isdir(BROWSER)


def read(place=None, unread=None):
    """All answers in a folder, oldest first. What is no answer is skipped; a missing folder is empty.

    unread: a list that takes the name of each file which is there and cannot be read.
    """
    place, found = Path(place or folder()), []
    for name in _names(place, [] if unread is None else unread):
        try:
            found += [(answer.time, name, answer.seq, answer) for answer in _lines(place / name)]
        except OSError:
            if unread is not None:
                unread.append(name)
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:3])]


def last():
    """The latest answer to each exercise, as {exercise: Answer}; reflections and what could not be written included."""
    kept = [session(), session(private=True)]
    return {answer.exercise: answer for one in kept for answer in [*read(one.place), *one.unsaved]}


def history(exercise):
    """Every answer to one exercise, oldest first; what could not be written included."""
    kept = session()
    return [answer for answer in [*read(kept.place), *kept.unsaved] if answer.exercise == exercise]


class Session:
    """The answers of one kernel."""

    def __init__(self, place=None):
        self.place = Path(place or folder())
        self.path = None
        self.seq = 0
        self.unsaved, self.unread = [], []
        self.latest = max((answer.time for answer in read(self.place, self.unread)), default="")
        self.fault = ""

    @property
    def notice(self):
        """Empty, or in words why answers are not being kept, or that earlier ones cannot be read."""
        unread = UNREAD.format(self.unread[0]) if self.unread else ""
        return self.fault or unread or (FORGOTTEN if forgets() else "")

    def add(self, exercise, answer, verdict):
        """Record one answer and return it; what could not be written before goes to the file with it.

        Never raises: for a full disk or a read-only home the answer stays in memory, one that could not be read back
        is not kept, and `notice` says so.
        """
        self.seq += 1
        self.latest = _later(self.latest)
        entry = Answer(self.seq, self.latest, exercise, answer, verdict.correct, verdict.score)
        if not _comes_back(entry):
            self.fault = TOO_LARGE
            return entry
        self.unsaved.append(entry)
        try:
            while self.unsaved:
                self._write(_as_lines(self.unsaved[:1]))
                self.unsaved.pop(0)
            self.fault = ""
        except OSError as fault:
            self.fault = UNSAVED.format(fault.strerror or "no space or no permission")
        return entry

    def _write(self, text):
        """Append whole lines or nothing: what a full disk cuts short is taken back."""
        data = text.encode()
        handle = self._opened(len(data))
        try:
            before = os.fstat(handle).st_size
            try:
                if os.write(handle, data) != len(data):
                    raise OSError(28, "the disk is full")
                os.fsync(handle)
            except OSError:
                path, self.path = self.path, None  # if the cut line cannot be taken back, it stays that file's last
                os.ftruncate(handle, before)
                self.path = path
                raise
        finally:
            os.close(handle)

    def _opened(self, more):
        try:
            if self.path and os.stat(self.path).st_size + more > MAX_BYTES:  # it would not be read back
                self.path = None
            return os.open(self.path or self._new_path(), _APPEND, 0o600)
        except FileNotFoundError:  # somebody removed the folder
            return os.open(self._new_path(), _APPEND, 0o600)

    def _new_path(self):
        self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        for number in range(10_000):
            path = self.place / f"{stamp}-{os.getpid()}-{number}.jsonl"
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                continue
            self.path = path
            return path
        raise OSError(17, "no free file name")


_sessions = {}


def session(private=False):
    """This kernel's session of answers or, if `private`, of reflections; a new one if the place has changed.

    Reflections live in a folder of their own, so that no download and no collection of answers takes them along.
    """
    place = folder() / "reflections" if private else folder()
    if private not in _sessions or _sessions[private].place != place:
        _sessions[private] = Session(place)
    return _sessions[private]


def given():
    """All answers in the order of giving, those that could not be written last; reflections stay where they are."""
    return read() + session().unsaved


def export():
    """All answers as one text (JSON lines), for "Download my answers"."""
    return _as_lines(given())


def _as_lines(entries):
    """One line of plain ASCII for each entry, so that no character of an answer can break a file or a download."""
    return "".join(json.dumps(asdict(entry)) + "\n" for entry in entries)


def _comes_back(entry):
    """Whether what is written of an entry can be read again."""
    try:
        line = _as_lines([entry]).encode()
    except (TypeError, ValueError, RecursionError):
        return False
    return len(line) <= MAX_BYTES and parsed(line) is not None


def _names(place, unread):
    """The names of the answer files in a folder, sorted."""
    try:
        return sorted(name for name in os.listdir(place) if name.endswith(".jsonl"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        unread.append(place.name)
        return []


def _lines(path):
    if not path.is_file():
        return
    if path.stat().st_size > MAX_BYTES:
        raise OSError(27, "too large")
    for line in path.read_bytes().split(b"\n"):
        answer = parsed(line)
        if answer:
            yield answer


def parsed(line):
    """The answer in one line (bytes), or None if a kernel or a hand left anything else there."""
    try:
        entry = Answer(**_DECODER.decode(line.decode()))
        in_order = bool(_STAMP.fullmatch(entry.time)) and bool(datetime.fromisoformat(entry.time))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    right = (in_order and isinstance(entry.exercise, str) and type(entry.seq) is int
             and (entry.correct is None or isinstance(entry.correct, bool)) and _is_score(entry.score)
             and _shallow(entry.answer, _DEEPEST))
    return entry if right else None


def _refuse(constant):
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _is_score(score):
    return score is None or (type(score) in (int, float) and 0 <= score <= 1)


def _shallow(value, depth):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inside:
        if not (_shallow(part, depth - 1) if isinstance(part, dict | list) else depth > 1):
            return False
    return depth > 0


def _stamp(moment):
    """A time as answers carry it; all of one length, so that their order as text is their order in time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _later(stamp):
    """Now, or a millisecond after `stamp` if the clock has not got that far."""
    now = _stamp(datetime.now(UTC))
    if now > stamp:
        return now
    try:
        return _stamp(datetime.fromisoformat(stamp) + timedelta(milliseconds=1))
    except OverflowError:  # the end of the calendar
        return stamp
