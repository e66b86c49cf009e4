"""A risk said fairly: both groups of a hundred, both frames, time, people, interval, certainty; and the checklist."""

import re
from math import floor

from kapcourse.tables import risks as tables

OF = 100
NO_KAP = ("No such picture can be drawn for KAP as a whole programme: no finished trial that was found has compared it "
          "with anything in depression. How it compares is not known. That is neither good nor bad news.")


def counts(row):
    """(of a hundred with the treatment, of a hundred beside it), whole people."""
    return _whole(row.percent), _whole(row.other_percent)


def difference(row):
    """(how many more of a hundred, lowest, highest), whole people; negative means fewer.

    The middle is the difference of the whole numbers that are shown.
    """
    one, other = counts(row)
    return one - other, _whole(row.low), _whole(row.high)


def separates(row):
    """Whether the interval leaves out "no difference"."""
    return row.low > 0 or row.high < 0


def told(row):
    """The risk in plain sentences."""
    return " ".join([_who(row), *_groups(row), _differs(row), _sure(row), row.note]).strip()


def table(row):
    """Rows for a table: [group, of a hundred with it, of a hundred without it, over what time]."""
    return [[words, f"{count} of {OF}", f"{OF - count} of {OF}", row.period]
            for words, count in zip((row.given, row.other), counts(row), strict=True)]


def _whole(share):
    return floor(share + 0.5)


def _who(row):
    return (f"{row.outcome}. For whom: {row.population}. Over what time: {row.period}. "
            f"Measured in {row.people:,} people.")


def _groups(row):
    for words, count in zip((row.given, row.other), counts(row), strict=True):
        yield f"With {words}, {count} of {OF} {row.happened} and {OF - count} of {OF} {row.not_happened}."


def _differs(row):
    middle, low, high = difference(row)
    more = "no difference" if not middle else f"{abs(middle)} {'more' if middle > 0 else 'fewer'} of {OF}"
    return f"With {row.given} that is {more} than with {row.other}. It could be between {_edge(low)} and {_edge(high)}."


def _edge(points):
    return "no difference" if not points else f"{abs(points)} {'more' if points > 0 else 'fewer'}"


def _sure(row):
    reach = "" if separates(row) else " No difference at all is still possible."
    return f"How sure: {row.certainty_words}; the interval is a 95 % interval.{reach}"


# The checklist: one check for each item of data/risk_checklist.yaml.

def _both_counts(row, text):
    return all(f"{count} of {OF}" in text for count in counts(row))


def _cells(shown):
    return [cell for line in shown for cell in line[1:3]]


CHECKS = {
    "probabilities": lambda row, text, shown: _both_counts(row, text) and row.given in text and row.other in text,
    "group": lambda row, text, shown: bool(row.population) and row.population in text,
    "frequencies": lambda row, text, shown: all(re.fullmatch(r"\d+ of \d+", cell) for cell in _cells(shown)),
    "period": lambda row, text, shown: bool(row.period) and row.period in text,
    "same_denominator": lambda row, text, shown: all(cell.endswith(f" of {OF}") for cell in _cells(shown)) and len(
        {line[3] for line in shown}) == 1,
    "uncertainty": lambda row, text, shown: all(part in text for part in (
        row.certainty_words, "It could be between", *map(_edge, difference(row)[1:]))),
    "formats": lambda row, text, shown: bool(_both_counts(row, text)) and {f"{n} of {OF}" for n in counts(row)} <= set(
        _cells(shown)),
    "both_frames": lambda row, text, shown: row.happened in text and row.not_happened in text and all(
        f"{OF - count} of {OF}" in text for count in counts(row)),
}


def faults(row, text=None, shown=None, folder=None):
    """Items of the checklist that the display of a row fails: a list of sentences.

    text and shown: the words and the table of the display, by default those of `told` and `table`.
    """
    text, shown = told(row) if text is None else text, table(row) if shown is None else shown
    return [f"risk {row.id}: the display fails '{check.asks}'" for check in tables.checklist(folder).values()
            if not CHECKS[check.id](row, text, shown)]
