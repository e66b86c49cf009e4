"""For instructors: grade a class's answers, tell what it learned, take the item bank to a learning platform."""

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from kapcourse.learning import bank, cohort, collected, gains, gradebook, moodle, qti
from kapcourse.tables.records import CourseError

FEW = 3
NOTES = {
    "moodle": {"order": "  {} ordering items need Moodle 4.4 or newer, or the plugin qtype_ordering."},
    "qti": {"match": "  {} matching items became one question for each statement."},
}


def grade(folder, shape="own", into="gradebook.csv"):
    """Grade every trainee of a class folder, write the gradebook, print a summary; faults go to standard error.

    Raises CourseError if the folder cannot be read or holds nobody, or the gradebook cannot be written.
    """
    people = collected.trainees(folder)
    scheme, tally = cohort.Scheme(), cohort.Tally()
    table = gradebook.SHAPES[shape](scheme)
    with written(into, table.encoding) as file:
        gradebook.write(file, table, _marked(scheme, tally, people))
    for line in gradebook.summary(scheme, tally):
        print(line)
    print(f"Written: {into}")


def gain(folder):
    """Print what a class learned between its two tests; faults go to standard error.

    Raises CourseError if the folder cannot be read or holds nobody.
    """
    people = collected.trainees(folder)
    for line in gains.told([_tested(*one) for one in shown(people.items(), len(people))]):
        print(line)


def _tested(name, paths):
    given = collected.given(paths, cohort.SITTINGS)
    report(collected.printable(name), given.faults)
    return gains.person(given.chains)


def _marked(scheme, tally, people):
    for name, paths in shown(people.items(), len(people)):
        marks = scheme.mark(name, paths)
        tally.add(marks)
        report(collected.printable(name), marks.faults)
        yield marks


def report(name, faults):
    """One line for each fault on standard error; of many of one trainee the first few and their number."""
    for line in faults[:FEW]:
        print(line, file=sys.stderr)
    if len(faults) > FEW:
        print(f"{name}: and {len(faults) - FEW:,} more files are left out, wholly or partly.", file=sys.stderr)


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
    """A new file, to be filled inside `with`: it appears under its name only when it is complete.

    encoding: None for bytes.  Raises CourseError if it cannot be written.
    """
    path = Path(path)
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".kapcourse-")
        try:
            text = {"mode": "w", "encoding": encoding, "newline": ""} if encoding else {"mode": "wb"}
            with os.fdopen(handle, **text) as file:
                yield file
            os.replace(draft, path)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as fault:
        raise CourseError(f"{path}: the file cannot be written ({fault.strerror}).") from None


def export(platform, path):
    """Write the item bank for a platform ("moodle" or "qti") to a new file, and print what stayed at home.

    Raises CourseError if the file cannot be written, or if the package that writes QTI is missing.
    """
    if platform == "moodle":
        items = bank.outgoing()
        with written(path) as file:
            file.write(moodle.document(items.items))
    else:
        items = bank.outgoing(qti.KINDS)
        content = qti.package(items.items)
        with written(path, None) as file:
            file.write(content)
    for line in items.told({"moodle": "Moodle", "qti": "QTI 1.2"}[platform]):
        print(line)
    for kind, note in NOTES[platform].items():
        print(note.format(sum(item.kind == kind for item in items.items)))
    print(f"Written: {path}")
