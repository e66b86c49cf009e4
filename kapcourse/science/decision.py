"""Deciding with rules and wishes as data: which options fit a person, and which screening criteria fire.

It teaches and does not decide: the mildest result says that no listed criterion fired, never "go ahead".
"""

from dataclasses import dataclass
from math import inf
from typing import Literal

DISPOSITIONS = ("clinician", "precautions", "defer", "refer")  # mildest first
CLASSES = ("caution", "relative", "absolute")  # lightest first
NONE = "none"  # asked, and there is no such number: no heart attack ever, no benzodiazepine


@dataclass(frozen=True)
class Rule:
    """When a criterion fires: one finding against one threshold, perhaps only where another finding has a value.

    operator: "is" (value: the word or the yes/no that fires), "above", "at least", "below" or "at most" (a number in
    `unit`).  only: {finding: value} that must hold too, such as the product asked for.  urgent: not later than today.
    near: how far from its threshold a silent number is still told as a near miss, in `unit`.
    """

    id: str
    weight: Literal["absolute", "relative", "caution"]
    disposition: Literal["precautions", "defer", "refer"]
    finding: str
    operator: Literal["is", "above", "at least", "below", "at most"]
    value: str | bool | float
    unit: str = ""
    only: tuple = ()
    urgent: bool = False
    near: float = 0.0

    @property
    def heaviness(self):
        """What decides between criteria that fired, the largest first: urgency, then disposition, then class."""
        return self.urgent, DISPOSITIONS.index(self.disposition), CLASSES.index(self.weight)

    @property
    def reads(self):
        """The findings that it looks at."""
        return self.finding, *(name for name, _ in self.only)


@dataclass(frozen=True)
class NearMiss:
    """A criterion that stayed silent, and by how much (in the unit of its threshold)."""

    rule: Rule
    distance: float


@dataclass(frozen=True)
class Triage:
    """disposition: the strictest of those that fired.  fired: every rule that fired, weightiest first."""

    disposition: Literal["clinician", "precautions", "defer", "refer"]
    fired: tuple
    near: tuple = ()

    @property
    def deciding(self):
        """The id of the weightiest rule, or "none"."""
        return self.fired[0].id if self.fired else NONE


def fitting(wants, traits):
    """The options that have every wanted trait, in the order given.

    wants: {trait: value}.  traits: {option: {trait: value}}.  Returns a list of options.
    Raises ValueError if some option does not state a wanted trait: absence is not a "no".
    """
    for option, known in traits.items():
        for trait in wants:
            if trait not in known:
                raise ValueError(f"option '{option}' does not state the trait '{trait}'")
    return [option for option, known in traits.items() if all(known[t] == v for t, v in wants.items())]


def triage(findings, rules):
    """Which rules fire on a person's findings, and what follows.

    findings: {name: yes/no, word, number, or "none" for a number that does not exist}.  rules: a list of `Rule`.
    Returns a `Triage`. Among equals the order of `rules` decides. Raises ValueError naming the finding that is missing
    or is of the wrong kind: what nobody asked is never guessed. Raises ValueError without any rule: an empty list finds
    nothing in anybody. A word, or "none" where a number must exist, is checked where the tables are loaded, not here.
    """
    if not rules:
        raise ValueError("there are no criteria, so nothing could fire")
    told = [(rule, fires(rule, findings)) for rule in rules]
    fired = sorted((rule for rule, fired in told if fired), key=lambda rule: rule.heaviness, reverse=True)
    near = [miss for rule, fired in told if not fired for miss in _near(rule, findings)]
    strictest = max((rule.disposition for rule in fired), key=DISPOSITIONS.index, default=DISPOSITIONS[0])
    return Triage(strictest, tuple(fired), tuple(near))


def fires(rule, findings):
    """Whether one rule fires. Raises ValueError for a finding that is missing or of the wrong kind."""
    for name in rule.reads:
        if findings.get(name) is None:
            raise ValueError(f"the finding '{name}' is missing; criterion {rule.id} needs it")
    for name, wanted in rule.only:
        if type(findings[name]) is not type(wanted):
            raise ValueError(f"the finding '{name}' is {findings[name]!r}; criterion {rule.id} reads it as {wanted!r}")
    value = _checked(rule, findings[rule.finding])
    applies = all(findings[name] == wanted for name, wanted in rule.only)
    return applies and value != NONE and _COMPARE[rule.operator](value, rule.value)


def could_change(rule, result):
    """Whether a rule, had it fired, would have led to something stricter or more urgent than `result`."""
    top = result.fired[0].heaviness[:2] if result.fired else (False, 0)
    return rule.heaviness[:2] > top


def _checked(rule, value):
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < inf
    fits = type(value) is type(rule.value) if rule.operator == "is" else number or value == NONE
    if not fits:
        kind = {bool: "yes or no", str: "a word"}.get(type(rule.value), "a number of 0 or more")
        raise ValueError(f"the finding '{rule.finding}' is {value!r}; criterion {rule.id} needs {kind}")
    return value


def _near(rule, findings):
    value = findings[rule.finding]
    if rule.operator == "is" or value == NONE or any(findings[name] != wanted for name, wanted in rule.only):
        return []
    distance = abs(value - rule.value)
    return [NearMiss(rule, distance)] if rule.near and distance <= rule.near else []


_COMPARE = {
    "is": lambda value, limit: value == limit,
    "above": lambda value, limit: value > limit,
    "at least": lambda value, limit: value >= limit,
    "below": lambda value, limit: value < limit,
    "at most": lambda value, limit: value <= limit,
}
