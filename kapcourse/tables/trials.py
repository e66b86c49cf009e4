"""Randomised trials as data: what each compared, the counts of its arms that could be read, and published totals.

An arm without figures is one that was measured, but whose figures nobody of us has seen: it is listed, never guessed.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables.facts import Sourced, read_sourced
from kapcourse.tables.records import CourseError

Outcome = Literal["response", "remission", "ideation response", "ideation remission", "PTSD response",
                  "anxiety response", "abstinence", "relapse", "score", "ideation score", "PTSD score"]
FILES = ("trials.csv", "trial_arms.csv", "pooled.csv")


@dataclass(frozen=True)
class Trial(Sourced):
    """A randomised trial. `place` is where its design was read.

    doses: single, or repeated.  randomised: what differed between the arms.  therapy: who had psychotherapy.
    masking, guess, bias: in words; guess is whether people were asked which drug they thought they had, and what came.
    missing: what of its results could not be seen.  note: shown.  registration: for the record, where we read it.
    """

    name: str
    population: str
    design: Literal["parallel", "crossover", "cluster", "withdrawal"]
    drug: Literal["ketamine", "esketamine"]
    route: Literal["IV", "intramuscular", "subcutaneous", "intranasal", "oral"]
    doses: Literal["single", "repeated"]
    control: Literal["saline", "midazolam", "other drug", "placebo spray", "ECT", "ketamine", "usual care"]
    randomised: Literal["ketamine", "therapy", "both", "component", "package"]
    therapy: Literal["none", "both arms", "one arm"]
    masking: str
    guess: str
    bias: str
    registration: str = ""
    missing: str = ""
    note: str = ""


@dataclass(frozen=True)
class Arm(Sourced):
    """One arm at one time: events of n people, or mean, sd and n, or neither if the figures were not seen.

    hours: since the first dose, empty where the outcome has no fixed time.  percent: as printed, checked against the
    counts; empty where none is printed, or where `place` says why it does not fit.
    """

    trial: str
    outcome: Outcome
    scale: str
    time: str
    arm: str
    role: Literal["treatment", "control"]
    hours: float | None = None
    events: int | None = None
    n: int | None = None
    percent: str = ""
    mean: float | None = None
    sd: float | None = None
    note: str = ""

    @property
    def seen(self):
        """Whether its figures are known."""
        return self.n is not None


@dataclass(frozen=True)
class Pooled(Sourced):
    """A published pooled result, as printed. control_risk: better without the drug, in percent, if it is given.

    differs: why it need not agree with what we pool.
    """

    outcome: Outcome
    comparator: Literal["saline", "midazolam", "placebo or active", "placebo spray"]
    population: str
    drug: str
    time: str
    measure: Literal["OR", "RR", "RD", "MD", "SMD", "NNT"]
    estimate: str
    differs: str
    hours: float | None = None
    low: str = ""
    high: str = ""
    k: int | None = None
    n: int | None = None
    certainty: Literal["", "very low", "low", "moderate", "high"] = ""
    control_risk: float | None = None


@dataclass(frozen=True)
class Tables:
    """The three tables by id."""

    trials: dict[str, Trial]
    arms: dict[str, Arm]
    pooled: dict[str, Pooled]

    def of(self, trial):
        """The arms of a trial, in the order of the file."""
        return [arm for arm in self.arms.values() if arm.trial == trial]


@cache
def load(folder=None):
    """The tables. Raises CourseError for a bad row, or a source or trial that does not exist."""
    tables = Tables(*(read_sourced(file, kind, folder)
                      for file, kind in zip(FILES, (Trial, Arm, Pooled), strict=True)))
    for file, table in zip(FILES, (tables.trials, tables.arms, tables.pooled), strict=True):
        for row in table.values():
            fault = _FAULTS[type(row)](row, tables)
            if fault:
                raise CourseError(f"data/{file}, row {row.id}: {fault}.")
    return tables


def sources_used(folder=None):
    """Keys of the sources that the tables rest on."""
    tables = load(folder)
    return {row.source for table in (tables.trials, tables.arms, tables.pooled) for row in table.values()}


def _trial_fault(row, tables):
    arms = tables.of(row.id)
    if not row.missing and not any(arm.seen for arm in arms):
        return "it has no figures in data/trial_arms.csv; missing must say what could not be seen"
    return None


def _arm_fault(row, tables):
    if row.trial not in tables.trials:
        return f"trial '{row.trial}' is not in data/trials.csv"
    together = [arm for arm in tables.of(row.trial) if (arm.outcome, arm.hours) == (row.outcome, row.hours)]
    controls = sum(arm.role == "control" for arm in together)
    if controls != 1:
        return (f"its outcome and hours need one row with role control; there are {controls}. The rows of one trial "
                "that belong together have the same outcome and the same hours")
    if sum(arm.role == "treatment" for arm in together) == 0:
        return "its outcome and hours need a row with role treatment, with the same outcome and the same hours"
    if row.hours is not None and row.hours <= 0:
        return "hours must be above 0"
    return _figures_fault(row)


def _figures_fault(row):
    if row.events is None and row.mean is None:
        return "n, percent or sd stand without events or mean" if (row.n, row.sd, row.percent) != (None,) * 2 + (
            "",) else None
    if row.n is None or row.n < 1:
        return "n is missing or below 1"
    if row.events is None:
        return None if row.sd is not None and row.sd > 0 and row.n > 1 else "a mean needs an sd above 0 and two people"
    if row.mean is not None or row.sd is not None:
        return "it has events and a mean or sd; expected one of them"
    if not 0 <= row.events <= row.n:
        return f"events is {row.events}; expected 0 to n, which is {row.n}"
    return _percent_fault(row)


def _percent_fault(row):
    if not row.percent:
        return None
    try:
        printed = float(row.percent)
    except ValueError:
        return f"percent is '{row.percent}'; expected a number as printed, without sign and with a point, like 60.0"
    half = 0.5 * 10.0 ** -len(row.percent.partition(".")[2])
    if abs(100 * row.events / row.n - printed) > half + 1e-9:
        return (f"{row.events} of {row.n} is {100 * row.events / row.n:.1f} %, not the printed {row.percent} %. Look "
                "again; where the source itself does not fit, leave percent empty and say so in place")
    return None


def _pooled_fault(row, _):
    try:
        low, estimate, high = (float(text) if text else None for text in (row.low, row.estimate, row.high))
    except ValueError:
        return "estimate, low and high must be numbers as printed"
    if (low is None) != (high is None):
        return "low and high go together"
    if low is not None and not low <= estimate <= high:
        return "low, estimate and high must be in order"
    return None


_FAULTS = {Trial: _trial_fault, Arm: _arm_fault, Pooled: _pooled_fault}
