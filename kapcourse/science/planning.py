"""Checking a plan on a time axis against rules: what is placed when, by whom, and which rule each placement breaks.

Times are in one unit of the reader's choice (minutes, days). A rule about a block that is not in the plan does not
apply: that a block must be there is a rule of its own.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

ZERO = "zero"
KINDS = ("present", "before", "at_least", "at_most", "every", "there", "by", "apart")


@dataclass(frozen=True)
class Placed:
    """A block in a plan: from `start` to `end`, done by `by`; readings: the moments of a repeated block.

    choice: what was chosen where the block offers a choice.
    """

    start: float
    end: float
    by: str = ""
    readings: tuple = ()
    choice: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule.

    present: `block` is in the plan.  before: `block` ends before `other` starts.  at_least, at_most: `limit` between
    two moments.  every: readings of `block` are at most `limit` apart between two moments.  there: `block` is done by
    one of `roles` and spans two moments.  by: `block` is done by one of `roles`.  apart: `block` and `other` do not
    overlap.  between: two moments, each (block, "start" or "end"); the block "zero" is the axis' zero.
    only: the rule holds where (block, choice) is chosen.
    """

    id: str
    kind: Literal["present", "before", "at_least", "at_most", "every", "there", "by", "apart"]
    block: str = ""
    other: str = ""
    between: tuple = ()
    limit: float = 0.0
    roles: tuple = ()
    only: tuple = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one rule. found: what the plan has in its place (a number in the axis' unit, a role), or None."""

    rule: Rule
    state: Literal["kept", "broken", "idle"]
    found: float | str | None = None


def check(plan, rules):
    """The `Outcome` of every rule, in the order given.

    plan: {block: Placed}.  rules: a list of `Rule`. Raises ValueError for a placement that ends before it starts.
    """
    for name, placed in plan.items():
        if not placed.start <= placed.end:
            raise ValueError(f"the block '{name}' ends at {placed.end:g}, before it starts at {placed.start:g}")
    return [_outcome(plan, rule) for rule in rules]


def readings(first, every, last):
    """The moments of a repeated block: from `first` on, `every` apart, and `last` itself. Raises ValueError."""
    if every <= 0 or last < first:
        raise ValueError(f"readings every {every:g} from {first:g} to {last:g} cannot be laid out")
    count = int((last - first) // every)
    moments = [first + i * every for i in range(count + 1)]
    return tuple(moments if moments[-1] == last else [*moments, last])


def _outcome(plan, rule):
    if rule.only and (rule.only[0] not in plan or plan[rule.only[0]].choice != rule.only[1]):
        return Outcome(rule, "idle")
    if rule.kind == "present":
        return Outcome(rule, "kept" if rule.block in plan else "broken")
    if any(name not in plan for name in _needed(rule)):
        return Outcome(rule, "idle")
    kept, found = _JUDGES[rule.kind](plan, rule)
    return Outcome(rule, "kept" if kept else "broken", found)


def _needed(rule):
    named = (rule.block, rule.other, *(name for name, _ in rule.between))
    return {name for name in named if name and name != ZERO}


def _moments(plan, rule):
    return [0.0 if name == ZERO else getattr(plan[name], edge) for name, edge in rule.between]


def _before(plan, rule):
    gap = plan[rule.other].start - plan[rule.block].end
    return gap >= 0, gap


def _at_least(plan, rule):
    first, second = _moments(plan, rule)
    return second - first >= rule.limit, second - first


def _at_most(plan, rule):
    first, second = _moments(plan, rule)
    return second - first <= rule.limit, second - first


def _every(plan, rule):
    """The longest time without a reading between the two moments."""
    first, last = _moments(plan, rule)
    inside = [moment for moment in plan[rule.block].readings if first <= moment <= last]
    longest = max(b - a for a, b in pairwise([first, *inside, last]))
    return longest <= rule.limit, longest


def _there(plan, rule):
    first, last = _moments(plan, rule)
    placed = plan[rule.block]
    if placed.by not in rule.roles:
        return False, placed.by
    missing = max(placed.start - first, 0) + max(last - placed.end, 0)
    return missing == 0, missing


def _by(plan, rule):
    return plan[rule.block].by in rule.roles, plan[rule.block].by


def _apart(plan, rule):
    one, other = plan[rule.block], plan[rule.other]
    overlap = min(one.end, other.end) - max(one.start, other.start)
    return overlap <= 0, max(overlap, 0)


_JUDGES = {"before": _before, "at_least": _at_least, "at_most": _at_most, "every": _every, "there": _there, "by": _by,
           "apart": _apart}
