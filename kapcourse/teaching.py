"""For instructors: grade a class's answers, take the item bank to a learning platform."""

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from kapcourse.learning import cohort, collected, gradebook
from kapcourse.tables.records import CourseError

FEW = 3


def grade(folder, shape="own", into="gradebook.csv"):
    """Grade every trainee of a class folder, write the gradebook, print a summary; faults go to standard error.

    Raises CourseError if the folder cannot be read or the gradebook cannot be written.
    """
    scheme, tally = cohort.Scheme(), cohort.Tally()
    people = collected.trainees(folder)
    if not people:
        raise CourseError(f"{folder}: no trainees found. Expected a subfolder or a .jsonl file for each of them.")
    table = gradebook.SHAPES[shape](scheme)
    with written(into, table.encoding) as file:
        gradebook.write(file, table, _marked(scheme, tally, people))
    for line in gradebook.summary(scheme, tally):
        print(line)
    print(f"Written: {into}")


def _marked(scheme, tally, people):
    for name, paths in shown(people.items(), len(people)):
        marks = scheme.mark(name, paths)
        tally.add(marks)
        report(marks.faults)
        yield marks


def report(faults):
    """One line for each fault on standard error; of many of one trainee the first few and their number."""
    for line in faults[:FEW]:
        print(line, file=sys.stderr)
    if len(faults) > FEW:
        print(f"{faults[0].partition(':')[0]}: and {len(faults) - FEW:,} more files of the same trainee are left out.",
              file=sys.stderr)


def shown(things, total):
    """Pass things on; where standard error is a terminal, show there how far it has come."""
    if not sys.stderr.isatty():
        yield from things
        return
    for number, thing in enumerate(things, 1):
        yield thing
        if number % max(1, total // 100) == 0 or number == total:
            done = 30 * number // total
            print(f"\r[{'#' * done}{'.' * (30 - done)}] {number:,} of {total:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


@contextmanager
def written(path, encoding="utf-8"):
    """A text file, to be filled inside `with`: it appears under its name only when it is complete.

    Raises CourseError if it cannot be written.
    """
    path = Path(path)
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".kapcourse-")
        try:
            with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
                yield file
            os.replace(draft, path)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as fault:
        raise CourseError(f"{path}: the file cannot be written ({fault.strerror}).") from None
