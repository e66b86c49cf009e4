"""The planners: what can be placed on a time axis, the rules of a plan, published protocols, and seeded faults."""

import math
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from kapcourse.tables import sources
from kapcourse.tables.files import data_folder, read_list
from kapcourse.tables.records import CourseError, among, unique

FILE = "plans.yaml"
APPROACHES = {"infusion": "Infusion", "kap": "KAP", "kap_drip": "KAP with a drip"}
ROLES = {"prescriber": "prescriber", "nurse": "nurse", "therapist": "therapist", "person": "the person",
         "companion": "companion"}
ZERO, EDGES = "zero", ("start", "end")
NEEDS = {  # what a rule of each kind states, beside its words and its source
    "present": {"block"}, "before": {"block", "other"}, "at_least": {"between", "limit"},
    "at_most": {"between", "limit"}, "every": {"block", "between", "limit"}, "there": {"block", "between", "roles"},
    "by": {"block", "roles"}, "apart": {"block", "other"},
}
_STATED = ("block", "other", "between", "limit", "roles")
_PLACEMENT = {"at", "by", "every", "until", "choice"}


@dataclass(frozen=True)
class Block:
    """What can be placed. length: in the axis' unit, by approach.  shape: how it is placed.

    once: at a moment, for its length.  span: from a start to an end that the planner chooses.  series: repeated.
    choices: {id: words} where a block is a decision.
    """

    id: str
    name: str
    does: str
    by: Literal["prescriber", "nurse", "therapist", "person", "companion"]
    source: str
    place: str
    status: Literal["VERIFIED", "DERIVED", "JUDGEMENT"]
    tier: sources.Tier
    shape: Literal["once", "span", "series"] = "once"
    length: dict[str, float] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One rule of a planner: what it asks, why, and who says so. `{limit}` in its words is its limit with the unit."""

    id: str
    approach: Literal["infusion", "kap", "both"]
    kind: Literal["present", "before", "at_least", "at_most", "every", "there", "by", "apart"]
    says: str
    why: str
    source: str
    place: str
    status: Literal["VERIFIED", "DERIVED", "JUDGEMENT"]
    tier: sources.Tier
    block: str = ""
    other: str = ""
    between: list[str] = field(default_factory=list)
    limit: float | None = None
    roles: list[str] = field(default_factory=list)
    only: dict[str, str] = field(default_factory=dict)
    also: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Shape:
    """A protocol as a source reports it. reported: what the source states.  filled: what the course added.

    placed: {block: {at, by, every, until, choice}}.  departs: the rules that it does not keep, with why in `note`.
    """

    id: str
    name: str
    approach: Literal["infusion", "kap", "kap_drip"]
    reported: str
    filled: str
    source: str
    place: str
    status: Literal["VERIFIED", "DERIVED"]
    tier: sources.Tier
    placed: dict[str, Any]
    departs: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Fault:
    """A shape with one change: `block` gets the values of `change`, or is left out if there are none."""

    id: str
    shape: str
    rule: str
    block: str
    change: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Regimen:
    """What is given on the day: a route of data/pk_routes.csv, a dose in its unit, and over how many minutes."""

    route: str
    dose: float
    minutes: float | None = None


@dataclass(frozen=True)
class Planner:
    """One planner with its axis: from 0 to `last` in `unit`, in steps. zero: what moment 0 is.

    moments: the moments to choose from, where steps would be too many.  regimens: {approach: Regimen},
    whose level is drawn; those that a source reports.
    """

    id: str
    name: str
    teaches: str
    unit: Literal["minutes", "days"]
    zero: str
    last: float
    step: float
    objective: str
    approaches: list[str]
    blocks: list[Block]
    rules: list[Rule]
    shapes: list[Shape]
    faults: list[Fault]
    moments: list[float] = field(default_factory=list)
    regimens: dict[str, Regimen] = field(default_factory=dict)

    def block(self, name):
        """The block called `name`."""
        return next(block for block in self.blocks if block.id == name)

    def shape(self, name):
        """The shape called `name`."""
        return next(shape for shape in self.shapes if shape.id == name)

    def rules_of(self, approach):
        """The rules that hold for an approach; those of KAP hold for either route of it."""
        return [rule for rule in self.rules if rule.approach in ("both", approach.partition("_")[0])]

    def blocks_of(self, approach):
        """The blocks that are offered for an approach."""
        return [block for block in self.blocks if approach in block.length]

    def changed(self, fault):
        """{block: placement} of a fault: its shape with the one change made."""
        placed = {name: dict(values) for name, values in self.shape(fault.shape).placed.items()}
        if not fault.change:
            placed.pop(fault.block)
        else:
            placed[fault.block] = {**placed.get(fault.block, {}), **fault.change}
        return placed


@cache
def load(folder=None):
    """{id: Planner}. Raises CourseError naming file, planner, part and field."""
    planners = unique(read_list((folder or data_folder()) / FILE, Planner, "planner"), f"data/{FILE}")
    for planner in planners.values():
        _check(planner, f"data/{FILE}, planner {planner.id}", folder)
    return planners


def sources_used(folder=None):
    """Keys of the sources that blocks, rules and shapes name."""
    rows = [row for p in load(folder).values() for row in (*p.blocks, *p.rules, *p.shapes)]
    return {row.source for row in rows} | {key for row in rows for key in getattr(row, "also", ())}


def _check_axis(planner, where):
    if not 0 < planner.step <= planner.last:
        raise CourseError(f"{where}: step is {planner.step:g}; expected a part of last, which is {planner.last:g}.")
    if planner.moments and not (sorted(set(planner.moments)) == planner.moments
                                and planner.moments[0] >= 0 and planner.moments[-1] == planner.last):
        raise CourseError(f"{where}: moments rise from 0 or more to last, which is {planner.last:g}.")


def _check(planner, where, folder):
    _check_axis(planner, where)
    for name in (*planner.approaches, *planner.regimens):
        among(name, APPROACHES, f"{where}: approaches")
    for part in ("blocks", "rules", "shapes", "faults"):
        unique(getattr(planner, part), f"{where}, {part}")
    for kind, rows in (("block", planner.blocks), ("rule", planner.rules), ("shape", planner.shapes)):
        for row in rows:
            sources.require((row.source, *getattr(row, "also", ())), f"{where}, {kind} {row.id}", folder)
    for block in planner.blocks:
        _check_block(block, f"{where}, block {block.id}")
        if planner.unit == "days" and (block.shape == "span" or any(block.length.values())):
            raise CourseError(f"{where}, block {block.id}: it lasts; in a planner of days a block is a moment or a "
                              "series of them, of length 0.")
    for rule in planner.rules:
        _check_rule(rule, planner, f"{where}, rule {rule.id}")
    for shape in planner.shapes:
        _check_shape(shape, planner, f"{where}, shape {shape.id}")
    for fault in planner.faults:
        _check_fault(fault, planner, f"{where}, fault {fault.id}")
    tested = {fault.rule for fault in planner.faults}
    for rule in planner.rules:
        if rule.id not in tested:
            raise CourseError(f"{where}, rule {rule.id}: no fault breaks it; every rule has a seeded fault.")


def _check_block(block, where):
    if block.id == ZERO:
        raise CourseError(f"{where}: '{ZERO}' is the zero of the axis and no name for a block.")
    if not block.length:
        raise CourseError(f"{where}: length is missing; expected one for each approach that offers the block.")
    for approach in block.length:
        among(approach, APPROACHES, f"{where}: length")
    for approach, length in block.length.items():
        if not (math.isfinite(length) and length >= 0):
            raise CourseError(f"{where}: length of {approach} is {length:g}; expected 0 or more.")


def _check_rule(rule, planner, where):
    stated = {name for name in _STATED if getattr(rule, name) not in ("", [], None)}
    if stated != NEEDS[rule.kind]:
        raise CourseError(f"{where}: kind {rule.kind} states {', '.join(sorted(NEEDS[rule.kind]))}; "
                          f"found {', '.join(sorted(stated)) or 'nothing'}.")
    for name in filter(None, (rule.block, rule.other)):
        among(name, [b.id for b in planner.blocks], f"{where}: block")
    if rule.between and len(rule.between) != 2:
        raise CourseError(f"{where}: between lists {len(rule.between)} moments; expected two.")
    for moment in rule.between:
        moment_of(moment, planner, where)
    for role in rule.roles:
        among(role, ROLES, f"{where}: roles")
    if rule.limit is not None and not (math.isfinite(rule.limit) and rule.limit >= 0):
        raise CourseError(f"{where}: limit is {rule.limit:g}; expected 0 or more.")
    for name, choice in rule.only.items():
        among(name, [b.id for b in planner.blocks], f"{where}: only")
        among(choice, planner.block(name).choices, f"{where}: only")
    if len(rule.only) > 1:
        raise CourseError(f"{where}: only names {len(rule.only)} blocks; expected one.")


def moment_of(text, planner, where=""):
    """(block, edge) of "dose start" or "zero". Raises CourseError for a block or an edge that does not exist."""
    name, _, edge = text.partition(" ")
    if name == ZERO and not edge:
        return ZERO, "start"
    among(name, [b.id for b in planner.blocks], f"{where}: between")
    among(edge, EDGES, f"{where}: between")
    return name, edge


def _check_shape(shape, planner, where):
    among(shape.approach, planner.approaches, f"{where}: approach")
    for name, values in shape.placed.items():
        among(name, [b.id for b in planner.blocks], f"{where}: placed")
        check_placement(values, planner.block(name), planner, shape.approach, f"{where}, block {name}")
    for rule in shape.departs:
        among(rule, [r.id for r in planner.rules_of(shape.approach)], f"{where}: departs")
    if bool(shape.departs) != bool(shape.note):
        raise CourseError(f"{where}: departs and note go together; a departure says why.")


def _check_fault(fault, planner, where):
    among(fault.shape, [s.id for s in planner.shapes], f"{where}: shape")
    shape = planner.shape(fault.shape)
    among(fault.rule, [r.id for r in planner.rules_of(shape.approach)], f"{where}: rule")
    among(fault.block, [b.id for b in planner.blocks], f"{where}: block")
    if not fault.change and fault.block not in shape.placed:
        raise CourseError(f"{where}: change is missing; {fault.block} is not in the shape, so it cannot be left out.")
    if fault.change:
        check_placement(planner.changed(fault)[fault.block], planner.block(fault.block), planner, shape.approach, where)


def check_placement(values, block, planner, approach, where):
    """Raise CourseError for a placement that the planner could not make."""
    if not isinstance(values, dict) or not set(values) <= _PLACEMENT:
        raise CourseError(f"{where}: expected fields among {', '.join(sorted(_PLACEMENT))}.")
    if approach not in block.length:
        raise CourseError(f"{where}: the block is not offered for {approach}.")
    wanted = {"once": {"at"}, "span": {"at", "until"}, "series": {"at", "every", "until"}}[block.shape]
    given = set(values) - {"by", "choice"}
    if given != wanted:
        raise CourseError(f"{where}: a block of shape {block.shape} states {', '.join(sorted(wanted))}.")
    for name in sorted(given):
        number = values[name]
        if type(number) not in (int, float) or not (math.isfinite(number) and 0 <= number <= planner.last):
            raise CourseError(f"{where}: {name} is {str(number)[:40]!r}; expected 0 to {planner.last:g}.")
    if "until" in given and values["until"] < values["at"]:
        raise CourseError(f"{where}: until is {values['until']:g}, before at, {values['at']:g}.")
    if "every" in given and values["every"] < planner.step:
        raise CourseError(f"{where}: every is {values['every']:g}; expected {planner.step:g} or more.")
    among(values.get("by", block.by), ROLES, f"{where}: by")
    if block.choices or "choice" in values:
        among(values.get("choice", ""), block.choices, f"{where}: choice")
