"""Which trials belong together, what they give pooled, and what that means for a hundred people.

A question is an outcome at a time. Its contrasts are the treated arms against their controls; those that must not be
pooled stay in the list with the reason.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from kapcourse.learning.wording import large
from kapcourse.science import meta_analysis as meta
from kapcourse.tables import trials as tables
from kapcourse.tables.records import CourseError, named

ANY = "any"
WINDOWS = {"24 hours": (20, 28), "2 to 4 days": (36, 100), "1 week": (120, 200), "2 weeks": (280, 370),
           "3 to 8 weeks": (450, 1400), "1 year": (8000, 9500)}
UNTIMED = "no fixed time"
MEASURES = {"OR": "odds ratio", "RR": "risk ratio", "RD": "risk difference, per 100 people",
            "MD": "difference in points", "SMD": "standardised difference (Hedges)"}
HARMS = ("relapse",)
LOWER_IS_BETTER = ("score", "ideation score", "PTSD score", *HARMS)
TRAITS = {"drug": "drug", "comparison group": "control", "route": "route", "one dose or a course": "doses",
          "what was randomised": "randomised", "who had therapy": "therapy"}
CROSSOVER = "crossover: the same people were in both groups"
CLUSTER = "whole groups were randomised, not persons"
UNSEEN, NO_CONTROL = "figures not seen in any source read", "figures of the control group not seen"
TREATMENTS = ("ECT", "other drug", "ketamine")
UNLIKE = "compared with another treatment: choose that comparison group to see it"
UNINFORMATIVE = "nobody or everybody had it in both groups: no ratio"
CHOSEN = "left out by you"
ENOUGH = 5  # trials from which on a spread between them and the place of a new one are told


@dataclass(frozen=True)
class Question:
    """An outcome at a time, of WINDOWS or UNTIMED."""

    outcome: str
    window: str

    @property
    def id(self):
        """A name for it that a control can carry."""
        return f"{self.outcome} | {self.window}"

    @property
    def words(self):
        """The question in words: "Response, 24 hours"."""
        return f"{large(self.outcome)}, {self.window}"

    @property
    def continuous(self):
        """Whether its arms have means rather than counts."""
        return self.outcome.endswith("score")

    @property
    def measures(self):
        """The effect measures that fit it."""
        return ("MD", "SMD") if self.continuous else ("OR", "RR", "RD")

    def holds(self, row):
        """Whether a row with `outcome` and `hours` answers it."""
        return row.outcome == self.outcome and _window(row.hours) == self.window


@dataclass(frozen=True)
class Contrast:
    """A treated arm of a trial against its control. shares: how many contrasts the control serves.

    reason: why it must not be pooled, or empty. The control's figures are already divided where it is shared.
    """

    trial: tables.Trial
    treated: tuple
    control: tables.Arm
    shares: int = 1
    reason: str = ""

    @property
    def id(self):
        """A name for it that a control can carry."""
        return self.treated[0].id

    @property
    def name(self):
        """The trial, and the arm where the trial has several contrasts."""
        return f"{self.trial.name}, {self.treated[0].arm}" if self.shares > 1 else self.trial.name

    @property
    def figures(self):
        """What `effect_sizes` (events1, n1, events2, n2) or `mean_differences` (mean, sd, n, twice) takes."""
        arm, control = self.treated[0], self.control
        if arm.mean is not None:
            return arm.mean, arm.sd, arm.n, control.mean, control.sd, control.n / self.shares
        part = meta.split_control(control.events, control.n, self.shares)[0]
        return (*meta.combine_arms([(one.events, one.n) for one in self.treated]), *part)


@dataclass(frozen=True)
class Line:
    """One contrast as it is shown: effect with its 95 % interval (ratios as ratios) and weight, or only a reason."""

    contrast: Contrast
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    weight: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Summary:
    """Every contrast, and the pooled effect if there is one. Ratios are ratios, RD counts people of 100.

    pooled: None with fewer than two studies.  effect: (mean, low, high) or None.
    prediction: (low, high), or None with fewer than ENOUGH trials.
    control_share: percent with the outcome over the controls that were pooled.
    """

    question: Question
    measure: str
    lines: list[Line]
    pooled: meta.Pooled | None
    effect: tuple | None
    prediction: tuple | None
    control_share: float | None

    @property
    def used(self):
        """The lines that carry weight."""
        return [line for line in self.lines if line.weight]

    @property
    def mixed(self):
        """In what the pooled trials differ though it decides what the answer means: {trait: words}, perhaps empty."""
        words = {trait: sorted({getattr(line.contrast.trial, column) for line in self.used})
                 for trait, column in TRAITS.items()}
        words["how it was counted"] = sorted({line.contrast.treated[0].scale for line in self.used})
        return {trait: found for trait, found in words.items() if len(found) > 1}

    @property
    def trials(self):
        """How many trials carry weight; one of several arms counts once."""
        return len({line.contrast.trial.id for line in self.used})


@cache
def questions(folder=None):
    """The questions to which at least one trial has figures, in the order of the tables."""
    rows = [arm for arm in tables.load(folder).arms.values() if arm.seen]
    return tuple(dict.fromkeys(Question(arm.outcome, _window(arm.hours)) for arm in rows))


def question(name, folder=None):
    """The question with the id `name`. Raises CourseError for one that has no figures."""
    return named({one.id: one for one in questions(folder)}, name, "there is no question")


def contrasts(asked, control=ANY, route=ANY, doses=ANY, drug=ANY, randomised=ANY, shared="split", folder=None):
    """The contrasts that answer a Question, with reasons where they must not be pooled.

    control, route, doses, drug, randomised: keep trials with this word in that column, or ANY.
    shared: "split" divides a control among the arms that share it, "combine" makes one arm of them; counted twice it is
    never.  A trial against another treatment answers another question: it is pooled only if `control` names it.
    """
    wanted = {"control": control, "route": route, "doses": doses, "drug": drug, "randomised": randomised}
    found = []
    for trial in tables.load(folder).trials.values():
        if all(word in (ANY, getattr(trial, column)) for column, word in wanted.items()):
            found += _of(trial, [arm for arm in tables.load(folder).of(trial.id) if asked.holds(arm)], shared,
                         UNLIKE if control == ANY and trial.control in TREATMENTS else "")
    return found


def summarise(asked, found, measure, method="REML", interval="z", without=()):
    """Pool contrasts: a Summary.

    found: from `contrasts`.  measure: one of the question's.  method, interval: as `meta_analysis.pool` takes them.
    without: ids of contrasts to leave out.  Raises CourseError for a measure that does not fit the question.
    """
    if measure not in asked.measures:
        raise CourseError(f"{asked.outcome} is measured by {' or '.join(asked.measures)}, not by {measure}.")
    reasons = [_reason(one, measure, without) for one in found]
    kept = [one for one, reason in zip(found, reasons, strict=True) if not reason]
    yi, vi = _effects(kept, measure) if kept else ((), ())
    pooled = meta.pool(yi, vi, method, interval) if len(kept) > 1 else None
    weights = iter(pooled.weights if pooled else [1.0] * len(kept))
    singles = (meta.pool([y], [v]) for y, v in zip(yi, vi, strict=True))
    lines = [Line(one, reason=reason) if reason else
             Line(one, *_natural(measure, (single := next(singles)).estimate, *single.ci), next(weights))
             for one, reason in zip(found, reasons, strict=True)]
    enough = len({one.trial.id for one in kept}) >= ENOUGH
    return Summary(asked, measure, lines, pooled,
                   pooled and _natural(measure, pooled.estimate, *pooled.ci),
                   _natural(measure, *pooled.prediction_interval) if enough and pooled.prediction_interval else None,
                   _control_share(asked, kept))


def per_hundred(measure, effect, baseline):
    """Of 100 treated people, how many have the outcome: (best, low, high), each 0 to 100.

    effect: (mean, low, high) of an OR, RR or RD.  baseline: how many of 100 untreated people have it.
    Raises ValueError for another measure or a baseline outside 0 to 100.
    """
    if not 0 <= baseline <= 100:
        raise ValueError("the baseline lies between 0 and 100")
    change = {"OR": lambda x: 100 * x * baseline / (100 - baseline + x * baseline), "RR": lambda x: x * baseline,
              "RD": lambda x: baseline + x}
    if measure not in change:
        raise ValueError(f"{measure} does not turn into people")
    return tuple(float(min(100, max(0, change[measure](x)))) for x in effect)


def published(asked, folder=None):
    """Published pooled results of the same outcome at about the same time, or of no single time."""
    rows = tables.load(folder).pooled.values()
    return [row for row in rows if row.outcome == asked.outcome and _window(row.hours) in (asked.window, UNTIMED)]


def readable(asked, folder=None):
    """(trials whose figures could be read in every arm, trials that measured it) for a question."""
    by_trial = {}
    for arm in tables.load(folder).arms.values():
        if asked.holds(arm):
            by_trial.setdefault(arm.trial, []).append(arm.seen)
    return sum(map(all, by_trial.values())), len(by_trial)


def _window(hours):
    if hours is None:
        return UNTIMED
    return next((name for name, (low, high) in WINDOWS.items() if low <= hours <= high), "")


def _of(trial, arms, shared, unlike):
    """The contrasts of one trial. unlike: why it must not be pooled with others, or empty."""
    treated = [arm for arm in arms if arm.role == "treatment"]
    controls = [arm for arm in arms if arm.role == "control"]
    if not controls:
        return []
    reason = {"crossover": CROSSOVER, "cluster": CLUSTER}.get(trial.design, unlike)
    if not all(arm.seen for arm in treated):
        reason = UNSEEN
    elif not controls[0].seen:
        reason = NO_CONTROL
    if reason or (shared == "combine" and treated[0].mean is None):
        return [Contrast(trial, tuple(treated), controls[0], reason=reason)]
    return [Contrast(trial, (arm,), controls[0], len(treated)) for arm in treated]


def _reason(one, measure, without):
    if one.reason:
        return one.reason
    if one.id in without:
        return CHOSEN
    if measure in ("OR", "RR") and not meta.informative(*one.figures, measure)[0]:
        return UNINFORMATIVE
    return ""


def _effects(kept, measure):
    columns = zip(*[one.figures for one in kept], strict=True)
    return (meta.effect_sizes if measure in meta.MEASURES else meta.mean_differences)(*columns, measure)


def _natural(measure, *values):
    shown = {"OR": np.exp, "RR": np.exp, "RD": lambda x: 100 * x}.get(measure, float)
    return tuple(float(shown(x)) for x in values)


def _control_share(asked, kept):
    if asked.continuous or not kept:
        return None
    events, n = meta.combine_arms([one.figures[2:] for one in kept])
    return 100 * events / n
