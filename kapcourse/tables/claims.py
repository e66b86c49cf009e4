"""The statements of the public page the course grew from, each with evidence and verdict."""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from kapcourse.tables import lessons, sources
from kapcourse.tables.files import data_folder, read_list
from kapcourse.tables.records import CourseError, unique

VERDICTS = {
    "supported": "Supported",
    "partly": "Partly supported",
    "not_supported": "Not supported",
    "not_established": "Not established (not tested well enough to know, which is not the same as ineffective)",
}
CERTAINTIES = {
    "high": "high", "moderate": "moderate", "low": "low", "very_low": "very low",
    "practice": "a description of practice or history, not an effect", "none": "no direct evidence",
}


@dataclass(frozen=True)
class Choice:
    """One of several answers. A wrong one has feedback and names the misconception it tests."""

    id: str
    text: str
    feedback: str
    misconception: str = ""


@dataclass(frozen=True)
class Settle:
    """Which comparison would settle the claim."""

    options: list[Choice]
    key: str


@dataclass(frozen=True)
class Row:
    """One piece of evidence for, against or around a claim."""

    id: str
    study: str
    design: str
    figure: str
    says: Literal["for", "against", "context"]
    sources: list[str]
    feedback: str
    misconception: str = ""


@dataclass(frozen=True)
class Claim:
    """One statement. `ready` claims can be worked on the bench; the others name the lesson that will."""

    id: str
    statement: str
    kind: str
    lessons: list[str]
    verdict: Literal["supported", "partly", "not_supported", "not_established"]
    ready: bool
    verdict_note: str = ""
    certainty: Literal["high", "moderate", "low", "very_low", "practice", "none"] | None = None
    reason: str = ""
    would_change: str = ""
    settle: Settle | None = None
    rows: list[Row] = field(default_factory=list)
    deciding: str = ""
    rewrites: list[Choice] = field(default_factory=list)
    rewrite: str = ""
    verdict_feedback: dict[str, str] = field(default_factory=dict)


_NEEDED = ("certainty", "reason", "would_change", "settle", "rows", "deciding", "rewrites", "rewrite")


@cache
def load(folder=None):
    """All claims by id. Raises CourseError for a bad field or a ready claim that lacks something."""
    table = unique(read_list((folder or data_folder()) / "claims.yaml", Claim, "claim"), "data/claims.yaml")
    for claim in table.values():
        where = f"data/claims.yaml, claim {claim.id}"
        _check_names(claim, where, folder)
        if claim.ready:
            _check_ready(claim, where)
    return table


def _check_names(claim, where, folder):
    if not claim.lessons:
        raise CourseError(f"{where}: lessons is empty; expected the lessons that test the claim.")
    for name in claim.lessons:
        if name not in lessons.load(folder):
            raise CourseError(f"{where}: lessons names '{name}', which is not in data/lessons.yaml.")
    for row in claim.rows:
        sources.require(row.sources, f"{where}, row {row.id}", folder)
    for name in claim.verdict_feedback:
        if name not in VERDICTS:
            raise CourseError(f"{where}: verdict_feedback names '{name}'. Expected one of: {', '.join(VERDICTS)}.")


def _check_ready(claim, where):
    for name in _NEEDED:
        if not getattr(claim, name):
            raise CourseError(f"{where}: {name} is missing, but the claim is marked ready.")
    for name, options, key in (("deciding", claim.rows, claim.deciding), ("rewrite", claim.rewrites, claim.rewrite),
                               ("settle, key", claim.settle.options, claim.settle.key)):
        if key not in unique(options, where):
            raise CourseError(f"{where}: {name} is '{key}', which is none of its options.")
        for option in options:
            if option.id != key and not option.misconception:
                raise CourseError(f"{where}, option {option.id}: misconception is missing. "
                                  "Every wrong option names the error it tests.")
    for name in VERDICTS:
        if name != claim.verdict and not claim.verdict_feedback.get(name):
            raise CourseError(f"{where}: verdict_feedback for '{name}' is missing.")
