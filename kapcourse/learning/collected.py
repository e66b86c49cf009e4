"""Answer files collected from a class: whose they are, and what in them can be read. Nothing in them is ever run.

A class folder holds one subfolder for each trainee (the answer files of all sessions), or one downloaded file for
each, or both. Reflections are private: a subfolder of that name is never opened. No link is followed, so nobody's
folder can point at anything else, and no file, however made, can do more than be left out with one sentence.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from kapcourse.learning import answers
from kapcourse.tables.records import CourseError

ENDING, PRIVATE = ".jsonl", "reflections"
MAX_BYTES = answers.MAX_BYTES  # of one file, and of all files of one trainee
MAX_LINE, MAX_LINES = 65_536, 50_000  # bytes of one line; lines of one trainee
MAX_ENTRIES, DEEPEST = 2_000, 3  # files and folders of one trainee; folders within each other
MAX_CHAIN = 2_000  # records of one chain, that is of one test of one trainee
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def trainees(folder):
    """{name: [paths]} of a class folder, in the order of the names.

    A trainee is called as the subfolder or, without its ending, as the file; one who has both has one entry. Raises
    CourseError if the folder cannot be read or holds nobody.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (OSError, ValueError) as fault:  # a path with a null byte in it is a ValueError
        why = getattr(fault, "strerror", None) or "no such path can exist"
        raise CourseError(f"{printable(folder)}: the folder cannot be read ({why}).") from None
    found = {}
    for entry in entries:
        if not entry.name.startswith(".") and (entry.name.endswith(ENDING) or _is_place(entry)):
            found.setdefault(entry.name.removesuffix(ENDING), []).append(Path(entry.path))
    if not found:
        raise CourseError(f"{printable(folder)}: no trainees found. Expected a subfolder or a {ENDING} file for "
                          "each of them.")
    return found


def _is_place(entry):
    return entry.is_symlink() or (entry.is_dir(follow_symlinks=False) and entry.name.lower() != PRIVATE)


@dataclass(frozen=True)
class Given:
    """What one trainee gave. latest and first: {exercise: the last or the first Answer to it}.

    chains: {exercise: [Answer], oldest first} of the exercises that were asked for whole.  faults: a sentence for each
    file that is left out, wholly or partly.
    """

    latest: dict
    first: dict
    chains: dict
    faults: list


def given(paths, chains=()):
    """What one trainee gave, as `Given`, whatever the order and the names of the files.

    paths: files and folders of one trainee.  chains: exercises whose answers are all needed, not only the last.
    """
    reader = _Reader(chains)
    for path in paths:
        reader.root, reader.name = path.parent, path.name.removesuffix(ENDING)
        for file in reader.files(path, DEEPEST):
            reader.read(file)
    whole = {name: reader.chain(name) for name in chains}
    return Given(_answers(reader.found), _answers(reader.begun), whole, reader.faults)


def _answers(entries):
    return {name: entry[-1] for name, entry in entries.items()}


class _Reader:
    """One trainee's files, read within limits. found and begun: {exercise: (time, seq, line, Answer)}."""

    def __init__(self, chains):
        self.found, self.begun, self.faults, self.root, self.name = {}, {}, [], None, ""
        self.chains = {name: {} for name in chains}
        self.bytes, self.lines, self.entries = MAX_BYTES, MAX_LINES, MAX_ENTRIES

    def files(self, path, depth):
        """The answer files at and below a path, in order; what is no plain file or folder becomes a fault."""
        if path.is_symlink():
            self.fault(path, "left out, a link is not followed.")
        elif path.is_dir():
            for name in self.names(path) if depth else ():
                yield from self.files(path / name, depth - 1)
        elif path.name.endswith(ENDING):
            yield path

    def names(self, folder):
        """What a folder holds, in order, without what is hidden or private."""
        names = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self.entries -= 1
                    if self.entries < 0:
                        self.fault(folder, f"only {MAX_ENTRIES:,} files and folders of one trainee are looked at.")
                        break
                    names.append(entry.name)
        except OSError as fault:
            self.fault(folder, f"left out, the folder cannot be read ({fault.strerror}).")
        return sorted(name for name in names if name.lower() != PRIVATE and not name.startswith("."))

    def read(self, path):
        """Take in the answers of one file, where they are later than those found so far."""
        if not (self.bytes and self.lines):  # a limit was reached and told
            return
        try:
            handle = os.open(path, _READ)
            with os.fdopen(handle, "rb") as file:
                size = _size(os.fstat(handle), self.bytes)
                self.bytes -= size
                self.take(path, file, size)
        except _TooMuch:
            self.bytes = 0
            self.fault(path, f"left out with all that follows; above {MAX_BYTES / 1e6:g} MB the answers of one "
                             "trainee are not read.")
        except OSError as fault:
            self.fault(path, f"left out, it cannot be read ({fault.strerror}).")

    def take(self, path, file, size):
        """Take in the lines of an open file, of its first `size` bytes: it may grow while it is read."""
        bad = []
        for number, line in enumerate(_lines(file, size), 1):
            if not self.lines:
                return self.fault(path, f"read up to line {number - 1:,}; of one trainee not more than "
                                        f"{MAX_LINES:,} lines are read.")
            self.lines -= 1
            answer = answers.parsed(line) if len(line) <= MAX_LINE else None
            if answer:
                self.keep((answer.time, answer.seq, line, answer))
            elif line.strip() and not (_cut(line) and number > 1):
                bad.append(number)
        if bad:
            self.fault(path, f"{len(bad):,} of {number:,} lines are no answers and are left out, "
                             f"the first is line {bad[0]:,}.")

    def keep(self, entry):
        """Keep an answer, (time, seq, line, Answer), if it is the first or the last to its exercise, or of a chain."""
        exercise = entry[-1].exercise
        if exercise not in self.found or self.found[exercise][:3] < entry[:3]:
            self.found[exercise] = entry
        if exercise not in self.begun or entry[:3] < self.begun[exercise][:3]:
            self.begun[exercise] = entry
        if exercise in self.chains:
            self.chains[exercise][entry[:3]] = entry[-1]  # a record that stands in two files counts once

    def chain(self, name):
        """The answers to one exercise, oldest first; of too many only the oldest, as the first finish counts."""
        kept = self.chains[name]
        if len(kept) > MAX_CHAIN:
            self.faults.append(f"{printable(self.name)}: of {len(kept):,} records of {name} only the first "
                               f"{MAX_CHAIN:,} are read.")
        return [kept[order] for order in sorted(kept)[:MAX_CHAIN]]

    def fault(self, path, words):
        """Note one sentence on a file or folder."""
        self.faults.append(f"{printable(path.relative_to(self.root))}: {words}")


class _TooMuch(Exception):
    """A file that would go beyond what is read of one trainee."""


def _size(status, left):
    """The size of an open file. Raises OSError for what is no plain file, _TooMuch if more than `left` bytes."""
    if not stat.S_ISREG(status.st_mode):
        raise OSError(22, "it is no plain file")
    if status.st_size > left:
        raise _TooMuch
    return status.st_size


def _cut(line):
    """Whether a line may be the last one of a kernel that was stopped while it wrote."""
    return not line.endswith(b"\n") and len(line) <= MAX_LINE


def _lines(file, left):
    """The lines in the first `left` bytes of a file, of an overlong one only its beginning and its end."""
    while line := file.readline(min(MAX_LINE + 1, left)):
        left, rest = left - len(line), line
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = file.readline(min(MAX_LINE + 1, left))
            left -= len(rest)
            line = line[:MAX_LINE] + b" " + rest[-1:]
        yield line


def printable(text):
    """Text from anywhere in one line that a terminal and a table can show; at most 120 characters."""
    text = "".join(mark if mark.isprintable() else "?" for mark in str(text))
    return text if len(text) <= 120 else text[:117] + "..."
