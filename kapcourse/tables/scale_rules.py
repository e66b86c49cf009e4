"""Published rules on scales, as data: when a change counts as a response, a remission or one that matters."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables.facts import Sourced, read_sourced

ASKS = {"response": "Response", "remission": "Remission", "end": "Where one ends", "reliable": "More than chance",
        "meaningful": "A change that matters", "substantial": "A large change"}
UNITS = {"share": "%", "fall": "points", "at_most": "points"}


@dataclass(frozen=True)
class ScaleRule(Sourced):
    """One rule of one source.

    scale: its name; higher is worse.  top: its highest score, the lowest is 0.  asks: what the rule is to show.
    kind and limit: a fall by a `share` of the first score, a `fall` in points, or a last score that is `at_most` this.
    words: the rule in words.  people: in whom it was found or used.  note: shown.
    """

    scale: str
    top: int
    asks: Literal["response", "remission", "end", "reliable", "meaningful", "substantial"]
    kind: Literal["share", "fall", "at_most"]
    limit: float
    unit: str
    words: str
    people: str
    note: str = ""


@cache
def load(folder=None):
    """All rules by id, in file order. Raises CourseError for a bad row or a source that does not exist."""
    tops = {}
    return read_sourced("scale_rules.csv", ScaleRule, folder,
                        lambda row: _fault(row, tops.setdefault(row.scale, row.top)))


def sources_used(folder=None):
    """Keys of the sources that the rules rest on."""
    return {row.source for row in load(folder).values()}


def _fault(row, top):
    if row.top != top:
        return f"top is {row.top}; an earlier row of {row.scale} has {top}"
    if row.unit != UNITS[row.kind]:
        return f"unit is '{row.unit}'; expected {UNITS[row.kind]}"
    if not 0 <= row.limit <= (100 if row.kind == "share" else row.top):
        return f"limit is {row.limit:g}; it must lie on the scale"
    return None
