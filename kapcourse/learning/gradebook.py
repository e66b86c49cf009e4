"""A class's marks as tables: a gradebook of our own, and in the shapes that Moodle and Canvas import.

Moodle takes one column that identifies a person and grades of at most 100, "-" where there is none: percentages.
Canvas takes Student, ID, SIS User ID, SIS Login ID and Section, then a column for each assignment, and a row that says
"Points Possible"; an empty cell leaves a grade as it is. In both, a trainee's folder is named like their login.
"""

import csv

from kapcourse.learning import forms
from kapcourse.learning.collected import printable
from kapcourse.tables.facts import plain

RISKY = tuple("=+-@＝＋－＠")
POSSIBLE = "Points Possible"
TESTS = {which: f"Test {which}" for which in forms.WHICH}


def safe(text):
    """Text for a cell: in one line, and never taken for a formula by a spreadsheet."""
    text = printable(text)
    return f"'{text}" if text.lstrip().startswith(RISKY) else text


class Own:
    """Everything: sums for lessons and objectives, and the points of each item; empty where nothing was answered."""

    encoding = "utf-8-sig"  # so that a spreadsheet knows it is UTF-8

    def __init__(self, scheme):
        self.items = list(scheme.graded)
        self.lessons, self.objectives = scheme.lessons, scheme.objectives
        self.in_test = scheme.most_in_test

    @property
    def head(self):
        """The rows above the trainees."""
        return [["trainee", "answered", f"points (of {len(self.items)})",
                 *(f"{title} (of {self.in_test})" for title in TESTS.values()),
                 *(f"{column.title} (of {column.most})" for column in self.lessons),
                 *(f"objective {column.name} (of {column.most})" for column in self.objectives),
                 *(f"item {name}" for name in self.items)]]

    def row(self, marks):
        """One trainee's row."""
        points = marks.points
        return [safe(marks.name), len(points), _number(sum(points.values())), *_right(marks),
                *(_number(column.of(points)) if column.begun(points) else ""
                  for column in [*self.lessons, *self.objectives]),
                *(_number(points[name]) if name in points else "" for name in self.items)]


class Moodle:
    """For Moodle's "Import grades from CSV": map "Username" to the user, each other column to a new grade item."""

    encoding = "utf-8"

    def __init__(self, scheme):
        self.columns = scheme.lessons

    @property
    def head(self):
        """The rows above the trainees."""
        return [["Username", *(f"{title} (%)" for title in TESTS.values()),
                 *(f"{column.title} (%)" for column in self.columns)]]

    def row(self, marks):
        """One trainee's row."""
        return [safe(marks.name), *_percentages(marks),
                *(_number(100 * column.of(marks.points) / column.most) if column.begun(marks.points) else "-"
                  for column in self.columns)]


class Canvas:
    """For Canvas's gradebook import: people are found by SIS Login ID, else by name."""

    encoding = "utf-8"

    def __init__(self, scheme):
        self.columns, self.in_test = scheme.lessons, scheme.most_in_test

    @property
    def head(self):
        """The rows above the trainees."""
        titles = [*TESTS.values(), *(column.title for column in self.columns)]
        return [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles],
                [f"    {POSSIBLE}", "", "", "", "", *(self.in_test for _ in TESTS),
                 *(column.most for column in self.columns)]]

    def row(self, marks):
        """One trainee's row; a name that Canvas would read as the row of maxima is broken up."""
        name = safe(marks.name).replace(POSSIBLE, POSSIBLE.replace(" ", "_"))
        return [name, "", "", name, "", *_right(marks),
                *(_number(column.of(marks.points)) if column.begun(marks.points) else "" for column in self.columns)]


def _tests(marks):
    """The Score of each test, or None where it was not finished or no item of it has a key."""
    scores = [marks.tests.get(which) for which in TESTS]
    return [score if score and score.asked else None for score in scores]


def _right(marks):
    return [score.right if score else "" for score in _tests(marks)]


def _percentages(marks):
    return [_number(100 * score.share) if score else "-" for score in _tests(marks)]


SHAPES = {"own": Own, "moodle": Moodle, "canvas": Canvas}


def write(file, shape, everybody):
    """Write the gradebook to an open text file, row by row, while `everybody` (an iterable of Marks) comes by."""
    table = csv.writer(file, lineterminator="\r\n")
    table.writerows(shape.head)
    table.writerows(shape.row(marks) for marks in everybody)


def summary(scheme, tally):
    """What a class reached together, as lines of text."""
    yield (f"Trainees: {tally.trainees:,}. Answers: {sum(tally.answered.values()):,}, to {len(scheme.graded)} items. "
           f"Trainees without an answer: {len(tally.silent):,}{_some(tally.silent)}.")
    yield from _shares("Points reached, of those possible for whoever answered", tally, scheme.lessons)
    yield from _shares("The same for each objective, lowest first", tally, scheme.objectives, most=10)
    yield from _hardest(scheme, tally)
    yield from _misconceptions(tally)
    if scheme.keyless:
        yield (f"Items not graded, as their keys are withheld: {len(scheme.keyless)}. "
               "Set KAPCOURSE_KEYS to the folder that holds the keys.")
    if tally.unknown:
        yield "Answers to items that this course does not have, and how many trainees gave them:"
        ranked = sorted(tally.unknown.items(), key=lambda entry: (-entry[1], entry[0]))
        yield from (f"  {count:,} x  {safe(name)}" for name, count in ranked[:20])
        if len(tally.unknown) > 20:
            yield f"  and {len(tally.unknown) - 20:,} more"


def _shares(title, tally, columns, most=None):
    known = [(tally.share(column.items), column) for column in columns]
    known = [(share, column) for share, column in known if share is not None]
    if most:
        known = sorted(known, key=lambda entry: entry[0])[:most]
    if known:
        yield f"{title}:"
        yield from (f"  {share:4.0%}  {plain(column.title)}" for share, column in known)


def _hardest(scheme, tally):
    known = sorted((tally.share([name]), name) for name in scheme.graded if tally.answered[name])
    if known:
        yield "Items with the lowest share of points, and how many trainees answered:"
        yield from (f"  {share:4.0%}  {name} (of {tally.answered[name]:,})" for share, name in known[:10])


def _misconceptions(tally):
    if tally.wrong:
        yield "Misconceptions met most often:"
        yield from (f"  {count:,} x  {why} ({name})" for (name, why), count in tally.wrong.most_common(10))


def _some(names):
    """The first few names in brackets."""
    if not names:
        return ""
    return f" ({', '.join(safe(name) for name in names[:5])}{', ...' if len(names) > 5 else ''})"


def _number(value):
    """Points with two decimals at most: 3, 2.5, 0.67."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
