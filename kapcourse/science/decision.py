"""Deciding with rules and wishes as data: which options fit a person, and which screening criteria fire.

It teaches and does not decide: the mildest result says that no listed criterion fired, never "go ahead", and options
are compared as ranges, since what is not known is neither a yes nor a no.
"""

from dataclasses import dataclass
from math import inf
from typing import Literal

DISPOSITIONS = ("clinician", "precautions", "defer", "refer")  # mildest first
CLASSES = ("caution", "relative", "absolute")  # lightest first
COUNTED = {"meets": (1, 1), "partly": (0.5, 0.5), "does_not": (0, 0), "unknown": (0, 1)}  # least and most of a wish
_CLOSE = 1e-9  # shares closer than this are the same
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


@dataclass(frozen=True)
class Standing:
    """How one option stands to a person's wishes.

    low and high: least and most of what matters that it can meet, as a share from 0 to 1; they differ by what is not
    known.  meets, partly, does_not, unknown: wishes with a weight, the weightiest first.  bars: why it is closed.
    """

    low: float
    high: float
    meets: tuple = ()
    partly: tuple = ()
    does_not: tuple = ()
    unknown: tuple = ()
    bars: tuple = ()


def compare(weights, stands, bars=None):
    """How each option stands to the wishes of one person.

    weights: {wish: 0 or more}.  stands: {option: {wish: "meets", "partly", "does_not" or "unknown"}}; "partly" counts
    half.  bars: {option: reasons why it is closed}.  Returns {option: `Standing`}. Where nothing has a weight, every
    range is 0 to 1: nothing is known to be met. Raises ValueError for a weight that is no number of 0 or more, for a
    wish that an option leaves out (absence is not "unknown") and for a word that is not one of the four.
    """
    for wish, weight in weights.items():
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 <= weight < inf:
            raise ValueError(f"the weight of '{wish}' is {weight!r}; expected a number of 0 or more")
    for option in bars or {}:
        if option not in stands:
            raise ValueError(f"'{option}' is barred, but is no option")
    return {option: _standing(option, weights, known, tuple((bars or {}).get(option, ())))
            for option, known in stands.items()}


def leading(standings):
    """The options that may meet most of what matters: open ones that no other open one is sure to exceed.

    standings: as `compare` gives them.  Returns a frozenset: one option if its range lies above all others, several if
    ranges overlap or touch, none if every option is barred.
    """
    open_ones = {option: one for option, one in standings.items() if not one.bars}
    floor = max((one.low for one in open_ones.values()), default=0)
    return frozenset(option for option, one in open_ones.items() if one.high >= floor - _CLOSE)


def apart(one, other):
    """Whether two `Standing` ranges are separate: they neither overlap nor touch."""
    return one.low > other.high + _CLOSE or other.low > one.high + _CLOSE


def turning_weights(weights, stands, bars=None, most=3):
    """Wishes whose weight alone would change which options lead: [(wish, weight)].

    Each is tried at 0 and at `most`, the others held. Arguments as for `compare`.
    """
    now = leading(compare(weights, stands, bars))
    return [(wish, tried) for wish, weight in weights.items() for tried in (0, most)
            if tried != weight and leading(compare({**weights, wish: tried}, stands, bars)) != now]


def turning_unknowns(weights, stands, bars=None):
    """What is not known and would, once known, change which options lead: [(option, wish)]."""
    standings = compare(weights, stands, bars)
    now = leading(standings)
    return [(option, wish) for option, one in standings.items() if not one.bars for wish in one.unknown
            if any(leading(compare(weights, _with(stands, option, wish, answer), bars)) != now
                   for answer in ("meets", "does_not"))]


def _standing(option, weights, known, bars):
    total, low, high, sorted_out = sum(weights.values()), 0.0, 0.0, {word: [] for word in COUNTED}
    for wish, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
        if wish not in known:
            raise ValueError(f"option '{option}' does not state the wish '{wish}'")
        if known[wish] not in COUNTED:
            raise ValueError(f"option '{option}', wish '{wish}': '{known[wish]}' is not one of {', '.join(COUNTED)}")
        if weight:
            least, most = COUNTED[known[wish]]
            low, high = low + least * weight / total, high + most * weight / total
            sorted_out[known[wish]].append(wish)
    return Standing(low, high if total else 1.0, bars=bars, **{word: tuple(all_) for word, all_ in sorted_out.items()})


def _with(stands, option, wish, answer):
    return {**stands, option: {**stands[option], wish: answer}}


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
