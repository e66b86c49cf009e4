"""The item bank as a QTI 1.2 package, by text2qti, as Canvas and others import it.

choice, several and number go as they are. A matching item becomes one question for each of its statements, with the
headings as its choices, since text2qti has no matching; ordering it cannot say at all.
"""

import io
import zipfile

from kapcourse.learning import bank
from kapcourse.tables.records import CourseError

KINDS = ("choice", "several", "number", "match")
TITLE = "kapcourse"
_SAME_DAY = (2000, 1, 1, 0, 0, 0)
_MARKS = str.maketrans({"$": "&#36;", "\\": "&#92;", "`": "&#96;"})  # what text2qti would read as formula or code


def package(items):
    """The zip file of these items, as bytes; the same items always give the same bytes.

    Raises CourseError if text2qti is missing or does not take an item.
    """
    try:
        from text2qti.config import Config
        from text2qti.err import Text2qtiError
        from text2qti.qti import QTI
        from text2qti.quiz import Quiz
    except ImportError:
        raise CourseError("text2qti, which writes QTI, is not installed; "
                          "'python -m pip install -c constraints.txt -e .[teach]' installs it.") from None
    try:
        return _steady(QTI(Quiz(document(items), config=Config(), source_name=TITLE)).zip_bytes())
    except Text2qtiError as fault:
        raise CourseError(f"text2qti does not take the items ({' '.join(str(fault).split())}).") from None


def document(items):
    """The items in text2qti's own plain text; every text is HTML in one line."""
    parts = [f"Quiz title: {TITLE}\nshuffle answers: true\n"]
    for item in items:
        parts += _WRITERS[item.kind](item)
    return "\n".join(parts)


def _choice(item):
    lines = [f"{'*' if o.id == item.key else ''}{_letter(i)}) {_line(o.text)}" + _told(o.feedback)
             for i, o in enumerate(item.options)]
    yield _question(item.id, item.stem, item.feedback, bank.background(item), lines)


def _several(item):
    lines = [f"[{'*' if o.id in item.key else ' '}] {_line(o.text)}" + _told(o.feedback) for o in item.options]
    yield _question(item.id, item.stem, item.feedback, bank.background(item), lines)


def _number(item):
    low, high = item.key - item.tolerance, item.key + item.tolerance
    low, high = (low if abs(low) > 1e-4 else -1e-3), (high if abs(high) > 1e-4 else 1e-3)  # it takes no bare nought
    unit = f" ({item.unit})" if item.unit else ""
    yield _question(item.id, item.stem.strip() + unit, item.feedback, bank.background(item),
                    [f"= [{low:.4f}, {high:.4f}]"], _line(item.other))


def _match(item):
    for number, option in enumerate(item.options, 1):
        stem = f"{item.stem.strip()}\n\n{option.text.strip()}"
        lines = [f"{'*' if c.id == item.key[option.id] else ''}{_letter(i)}) {_line(c.text)}"
                 for i, c in enumerate(item.categories)]
        yield _question(f"{item.id} {number}", stem, item.feedback, bank.background(item), lines,
                        _line(option.feedback))


def _question(title, stem, right, background, lines, wrong=""):
    told = [f"... {_safe(background)}", f"+ {_line(right)}", *([f"- {wrong}"] if wrong else [])]
    return "\n".join([f"Title: {title}", "Points: 1", f"1. {_line(stem)}", *told, *lines, ""])


def _told(feedback):
    return f"\n... {_line(feedback)}" if feedback else ""


def _line(text):
    return _safe(bank.html(text))


def _safe(text):
    """HTML in one block, with nothing left in it that text2qti would read as its own."""
    return f"<div>{text.translate(_MARKS)}</div>"


def _letter(number):
    return "abcdefghijklmnopqrstuvwxyz"[number]


def _steady(packed):
    """The same archive with one date for all its files."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _SAME_DAY), old.read(entry), zipfile.ZIP_DEFLATED)
    return steady.getvalue()


_WRITERS = {"choice": _choice, "several": _several, "number": _number, "match": _match}
