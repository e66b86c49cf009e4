"""Screening: what can be asked, the criteria that read it, and invented vignettes to practise on.

A vignette states every finding or says that a question was "clear"; its key is worked out by the engine and never
typed. Numbers in its words are the vignette's own values, written {systolic}, so that words and engine agree.
"""

import math
import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from kapcourse.tables import sources
from kapcourse.tables.files import data_folder, read_list, read_table
from kapcourse.tables.records import CourseError, among, unique

CRITERIA, FINDINGS, QUESTIONS = "screening.csv", "screening_findings.csv", "screening_questions.csv"
VIGNETTES = "vignettes.yaml"
GROUPS = {"history": "History", "drugs": "Medicines", "vitals": "Vital signs and today", "preference": "Wishes"}
CLEAR, NONE = "clear", "none"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
_ORDER = ("precautions", "defer", "refer")
_YES_NO = {"yes": True, "no": False, True: True, False: False}


@dataclass(frozen=True)
class Question:
    """Something a trainee can ask. clear: the words when nothing was found.  group "start" is told without asking."""

    id: str
    group: Literal["start", "history", "drugs", "vitals", "preference"]
    ask: str
    clear: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing the engine can read. clear: its value when nothing was found; without one a vignette must state it."""

    id: str
    question: str
    kind: Literal["yes_no", "number", "word"]
    name: str
    unit: str = ""
    words: str = ""
    clear: str = ""


@dataclass(frozen=True)
class Criterion:
    """One row of data/screening.csv: when it fires, what follows, who says so, where sources disagree.

    weight: its class.  basis: where the threshold comes from.  also: further sources.  stricter: what a stricter
    source would do.  Class and disposition are the course's reading of the sources.
    """

    id: str
    name: str
    weight: Literal["absolute", "relative", "caution"]
    disposition: Literal["precautions", "defer", "refer"]
    finding: str
    operator: Literal["is", "above", "at least", "below", "at most"]
    value: Any
    basis: Literal["source", "mixed", "judgement"]
    source: str
    place: str
    status: Literal["VERIFIED", "DERIVED", "JUDGEMENT"]
    tier: sources.Tier
    says: str
    action: str
    unit: str = ""
    only: Any = ""
    urgent: bool = False
    near: float = 0.0
    also: str = ""
    stricter: Literal["defer", "refer"] | None = None
    disagreement: str = ""


@dataclass(frozen=True)
class Vignette:
    """An invented person. told: {question: words};  values: {finding: value}, complete.

    unlisted: kept for a later lesson, so the screening room does not offer this person in its list.
    """

    id: str
    title: str
    why: str
    findings: dict
    content_note: str = ""
    pair: str = ""
    unlisted: bool = False
    told: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Screening:
    """The four tables, each by id."""

    questions: dict[str, Question]
    findings: dict[str, Finding]
    criteria: dict[str, Criterion]
    vignettes: dict[str, Vignette]


@cache
def load(folder=None):
    """All tables. Raises CourseError for a bad row, an unknown name, or a vignette that leaves a finding open."""
    folder = folder or data_folder()
    questions = unique(read_table(folder / QUESTIONS, Question), f"data/{QUESTIONS}")
    findings = unique(read_table(folder / FINDINGS, Finding), f"data/{FINDINGS}")
    for row in findings.values():
        _check_finding(row, questions, f"data/{FINDINGS}, finding {row.id}")
    criteria = {row.id: _criterion(row, findings, folder, f"data/{CRITERIA}, criterion {row.id}")
                for row in unique(read_table(folder / CRITERIA, Criterion), f"data/{CRITERIA}").values()}
    if not criteria:
        raise CourseError(f"data/{CRITERIA}: there is no criterion, so nothing could be screened.")
    rows = unique(read_list(folder / VIGNETTES, Vignette, "vignette"), f"data/{VIGNETTES}")
    vignettes = {row.id: _vignette(row, questions, findings, f"data/{VIGNETTES}, vignette {row.id}")
                 for row in rows.values()}
    for row in vignettes.values():
        if row.pair and row.pair not in vignettes:
            raise CourseError(f"data/{VIGNETTES}, vignette {row.id}: pair is '{row.pair}', which is no vignette.")
    return Screening(questions, findings, criteria, vignettes)


def sources_used(folder=None):
    """Keys of the sources that the criteria name."""
    return {key for row in load(folder).criteria.values() for key in (row.source, *row.also.split())}


def completed(stated, findings, where):
    """{finding: value} of everything that can be read: what is stated, else the value when nothing was found.

    stated: {finding: as it stands in a file}.  findings: {name: Finding}.  where: the place in words.
    Raises CourseError for an unknown finding, a bad value, or one that nobody stated and that has no clear value.
    """
    for name in stated:
        among(name, findings, f"{where}: findings")
    for name, one in findings.items():
        if name not in stated and not one.clear:
            raise CourseError(f"{where}: finding {name} is missing; no value of it goes without saying.")
    return {name: _value(one, stated.get(name, one.clear), f"{where}: {name}") for name, one in findings.items()}


def filled(text, values):
    """The words with each {finding} replaced by its value."""
    return PLACEHOLDER.sub(lambda match: shown(values[match[1]]), text)


def shown(value):
    """A value in words: 140, yes, none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _check_finding(row, questions, where):
    if row.question not in questions:
        raise CourseError(f"{where}: question '{row.question}' is not in data/{QUESTIONS}.")
    if bool(row.unit) != (row.kind == "number"):
        raise CourseError(f"{where}: unit is '{row.unit}'; a number has one, and nothing else has.")
    if bool(row.words) != (row.kind == "word") or NONE in row.words.split():
        raise CourseError(f"{where}: words is '{row.words}'; a word lists its words, none of them 'none'.")
    if row.clear:
        _value(row, row.clear, f"{where}: clear")


def _criterion(row, findings, folder, where):
    """The row with its values read by kind. Raises CourseError for what does not fit together."""
    read = findings[among(row.finding, findings, f"{where}: finding")]
    if (row.operator == "is") != (read.kind != "number"):
        raise CourseError(f"{where}: operator is '{row.operator}', but {row.finding} is a {read.kind} finding.")
    if row.unit != read.unit:
        raise CourseError(f"{where}: unit is '{row.unit}'; the threshold of {row.finding} is in '{read.unit}'.")
    if row.near < 0 or (row.near and read.kind != "number"):
        raise CourseError(f"{where}: near is {row.near:g}; expected a distance from a number, 0 or more.")
    if row.urgent and row.disposition != "refer":
        raise CourseError(f"{where}: urgent stands with {row.disposition}; what is urgent is referred.")
    if (row.basis == "judgement") != (row.status == "JUDGEMENT"):
        raise CourseError(f"{where}: basis judgement and status JUDGEMENT go together.")
    if row.stricter and not (row.disagreement and _ORDER.index(row.stricter) > _ORDER.index(row.disposition)):
        raise CourseError(f"{where}: stricter is {row.stricter}; it exceeds the disposition and needs a disagreement.")
    sources.require((row.source, *row.also.split()), where, folder)
    value = _value(read, row.value, f"{where}: value")
    if value == NONE:
        raise CourseError(f"{where}: value is none; a threshold is a number.")
    return replace(row, value=value, only=_only(row.only, findings, where))


def _only(text, findings, where):
    """The conditions "product=ketamine route=mouth" as ((finding, value), ...)."""
    found = []
    for part in str(text).split():
        name, _, value = part.partition("=")
        found.append((name, _value(findings[among(name, findings, f"{where}: only")], value, f"{where}: only")))
    return tuple(found)


def _vignette(row, questions, findings, where):
    """The row with all that is told and all values. Raises CourseError for a question left open."""
    for name in row.findings:
        if name not in questions:
            raise CourseError(f"{where}: findings names '{name}', which is not in data/{QUESTIONS}.")
    told, values = {}, {}
    for question in questions.values():
        if question.id not in row.findings:
            raise CourseError(f"{where}: finding {question.id} is missing. Write 'clear' if nothing was found.")
        own = {f.id: f for f in findings.values() if f.question == question.id}
        place = f"{where}, finding {question.id}"
        told[question.id], new = _answered(question, own, row.findings[question.id], place)
        values |= new
    for name in PLACEHOLDER.findall(row.why):
        among(name, values, f"{where}: why")
    return replace(row, told={name: filled(text, values) for name, text in told.items()}, values=values)


def _answered(question, own, given, where):
    """(words, {finding: value}) of one question in one vignette."""
    entry = {} if given == CLEAR else given
    if not isinstance(entry, dict) or not set(entry) <= {"says", "values"}:
        raise CourseError(f"{where}: expected 'clear', or says and values.")
    stated = entry.get("values") or {}
    if not isinstance(stated, dict):
        raise CourseError(f"{where}: values is {stated!r}; expected findings with values.")
    for name in stated:
        among(name, own, f"{where}: values")
    values = {}
    for name, one in own.items():
        if name not in stated and not one.clear:
            raise CourseError(f"{where}: value of {name} is missing; no value of it goes without saying.")
        values[name] = _value(one, stated.get(name, one.clear), f"{where}: {name}")
    text = str(entry.get("says") or "").strip()
    differ = [n for n, one in own.items() if one.clear and values[n] != _value(one, one.clear, where)]
    if not text and (differ or not question.clear):
        raise CourseError(f"{where}: says is missing; the usual words do not tell {', '.join(differ) or 'enough'}.")
    return _whole(text or question.clear, own, values, where), values


def _whole(text, own, values, where):
    """The words, checked to show every number of the question by its name in braces and no other name."""
    named = set(PLACEHOLDER.findall(text))
    for name in named - set(own):
        raise CourseError(f"{where}: says names {{{name}}}, which is no finding of this question.")
    for name, one in own.items():
        if one.kind == "number" and values[name] != NONE and name not in named:
            raise CourseError(f"{where}: says does not show {{{name}}}; a number is written by its name in braces.")
    return text


def _value(one, given, where):
    """A value read by the finding's kind: a bool, a number, "none" or one of its words."""
    text = given if isinstance(given, bool) else str(given).strip()
    if one.kind == "yes_no" and text in _YES_NO:
        return _YES_NO[text]
    if one.kind == "word" and text in one.words.split():
        return text
    if one.kind == "number" and text == NONE == one.clear:
        return NONE
    try:
        number = float(text) if one.kind == "number" and not isinstance(text, bool) else math.nan
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        expected = {"yes_no": "yes or no", "word": f"one of: {one.words}"}.get(one.kind, f"a number in {one.unit}")
        raise CourseError(f"{where} is {str(given)[:40]!r}; expected {expected}.")
    return number
