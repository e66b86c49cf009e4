"""The explorer of trials: what can be pooled, what cannot and why, and what the effect means for a hundred people."""

from functools import lru_cache
from typing import get_args, get_type_hints

from kapcourse.figures.forest import Row, Total, forest, interval, number
from kapcourse.learning import trials
from kapcourse.learning.wording import large
from kapcourse.tables import trials as tables
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.settings import Settings, refuse

FILTERS = {"drug": "Drug", "control": "Comparison group", "route": "Route", "doses": "One dose or a course",
           "randomised": "What was randomised"}
SHARED = {"split": "Split it among the arms that share it", "combine": "Make one arm of those that share it"}
ESTIMATORS = {"REML": "REML", "DL": "DerSimonian and Laird", "PM": "Paule and Mandel", "FE": "None: one common effect"}
INTERVALS = {"z": "Normal (z)", "HKSJ": "Hartung, Knapp, Sidik and Jonkman"}
ADVANCED = {"method": ("Spread between trials", ESTIMATORS), "interval": ("Interval", INTERVALS),
            "shared": ("A shared control group", SHARED)}
PEOPLE = {"response": ("respond", "do not respond"), "remission": ("recover", "do not recover"),
          "ideation response": ("have far fewer thoughts of suicide", "do not"),
          "ideation remission": ("have no thoughts of suicide left", "still have some"),
          "PTSD response": ("respond", "do not respond"), "anxiety response": ("respond", "do not respond"),
          "abstinence": ("stay abstinent", "do not"), "relapse": ("relapse", "stay well")}
LEAD = ("Published totals first: {}. They rest on counts that their authors had. What you can pool below is an "
        "exercise with the counts that could be read, not a summary of the evidence.")
ALONE, NOTHING = "One study only: shown, not pooled.", "Nothing is left to pool: tick a study or widen the filters."
PER_HUNDRED = ("Of 100 people, with the pooled effect (derived). The slider starts at the share seen in the comparison "
               "groups of these trials.")
TOO_FEW = "These are too few to say how much trials differ."
USUAL_BASELINE = 25
_forest = lru_cache(maxsize=16)(forest)  # a slider that moves no line draws none anew


class Trials(Settings):
    """Question, filters, forest plot with its sentence, people of a hundred, risk of bias, published results."""

    def __init__(self):
        self.question = trials.questions()[0]
        self.filters = {**dict.fromkeys(FILTERS, trials.ANY), "drug": "ketamine"}
        self.without, self.measure, self.advanced = [], "OR", False
        self.method, self.interval, self.shared = "REML", "z", "split"
        self.baseline = self._usual()

    @property
    def picture(self):
        """The forest plot as it is stored."""
        return self._drawn(self._summary())

    def _check(self):
        self._summary()

    def _set(self, event, value):
        if event in ("question", *FILTERS):
            self._ask(event, value)
        elif event == "studies":
            self.without = [one.id for one in self._contrasts() if one.id not in list(value)]
        elif event == "baseline":
            self.baseline = float(value) if 0 < float(value) < 100 else refuse()
        elif event == "advanced":
            self.advanced = bool(value)
        else:
            known = self.question.measures if event == "measure" else ADVANCED[event][1]
            setattr(self, event, value if value in known else refuse())
            self.without = [] if event == "shared" else self.without

    def _ask(self, event, value):
        if event == "question":
            self.question = trials.question(value)
            self.measure = self.measure if self.measure in self.question.measures else self.question.measures[0]
        else:
            self.filters[event] = value if value in _words(event) else refuse()
        self.without, self.baseline = [], self._usual()

    def blocks(self):
        found = self._summary()
        drawn = self._drawn(found)
        return [blocks.text("title", "<p>Trials, pooled</p>", "title"), blocks.text("lead", _lead(), "note"),
                *self._controls(), *blocks.told_picture(drawn, "forest"),
                *self._studies(), *self._people(found), _studies_table(found), *_beside(self.question, found)]

    def _controls(self):
        asked = [(one.id, one.words) for one in trials.questions()]
        shown = [blocks.select("question", "Question", asked, self.question.id)]
        shown += [blocks.select(name, label, [(word, word) for word in _words(name)], self.filters[name])
                  for name, label in FILTERS.items()]
        shown += [blocks.select("measure", "Effect measure", [(m, trials.MEASURES[m]) for m in self.question.measures],
                                self.measure),
                  blocks.choices("advanced", "Advanced", [("advanced", "Choose how the pooling is done")],
                                 ["advanced"] * self.advanced, many=True)]
        if self.advanced:
            shown += [blocks.select(name, label, list(words.items()), getattr(self, name))
                      for name, (label, words) in ADVANCED.items()]
        return shown

    def _contrasts(self):
        return trials.contrasts(self.question, **self.filters, shared=self.shared)

    def _summary(self):
        return trials.summarise(self.question, self._contrasts(), self.measure, self.method, self.interval,
                                self.without)

    def _studies(self):
        could = [one for one in self._contrasts() if not one.reason]
        if not could:
            return []
        return [blocks.choices("studies", "Studies to pool (untick one to see what it does)",
                               [(one.id, rich.safe(one.name)) for one in could],
                               [one.id for one in could if one.id not in self.without], many=True)]

    def _drawn(self, found):
        rows = tuple(Row(_named(line.contrast), *_figures(line.contrast), line.estimate, line.low, line.high,
                         line.weight, line.reason) for line in found.lines)
        words = "Common effect" if self.method == "FE" else "Pooled, random effects"
        total = found.effect and Total(words, found.effect, found.prediction)
        better = ("control better", "treatment better")
        sides = better[::-1] if self.question.outcome in trials.LOWER_IS_BETTER else better
        return _forest("trials", rows, total, trials.MEASURES[self.measure], self._sentence(found),
                      ("Treatment", "Control"), sides, self.measure in ("OR", "RR"))

    def _sentence(self, found):
        seen, listed = trials.readable(self.question)
        said = [f"{self.question.words}. {_result(found)}", *_spread(found), *_divided(found), *_mixed(found),
                *_left_out(found)]
        return " ".join([*said, f"Whatever the filters: of {listed} trial{'s' * (listed != 1)} that measured this, the "
                                f"figures of both groups could be read in {seen}."])

    def _people(self, found):
        if self.question.continuous or not found.effect:
            return []
        does, not_ = PEOPLE[self.question.outcome]
        treated = trials.per_hundred(self.measure, found.effect, self.baseline)
        of = [f"{treated[0]:.0f} ({treated[1]:.0f} to {treated[2]:.0f})",
              f"{100 - treated[0]:.0f} ({100 - treated[2]:.0f} to {100 - treated[1]:.0f})"]
        return [blocks.slider("baseline", f"Of 100 people in the comparison group, how many {does}", 1, 99, 1,
                              round(self.baseline)),
                blocks.table("people", PER_HUNDRED,
                             ["Group", f"{large(does)}", f"{large(not_)}"],
                             [["Comparison group", f"{self.baseline:.0f}", f"{100 - self.baseline:.0f}"],
                              ["Treatment", *of]])]

    def _usual(self):
        found = trials.summarise(self.question, trials.contrasts(self.question, **self.filters),
                                 self.question.measures[0])
        share = found.control_share
        return min(99, max(1, round(share))) if share is not None else USUAL_BASELINE


def _words(column):
    return [trials.ANY, *get_args(get_type_hints(tables.Trial)[column])]


def _named(one):
    return one.name if one.control.mean is None else f"{one.name} (n = {one.treated[0].n} and {one.control.n})"


def _figures(one):
    """The two columns of figures as text: events/n, or mean (sd)."""
    if not (one.control.seen and all(arm.seen for arm in one.treated)):
        return "", ""
    if one.control.mean is not None:
        return tuple(f"{mean:g} ({sd:g})" for mean, sd in (one.figures[:2], one.figures[3:5]))
    return tuple(f"{events:.3g}/{n:.3g}" for events, n in (one.figures[:2], one.figures[2:]))


def _result(found):
    if not found.used:
        return NOTHING
    if not found.effect:
        line = found.used[0]
        return (f"{ALONE} {line.contrast.name}: {trials.MEASURES[found.measure]} {number(line.estimate)} "
                f"({interval(line.low, line.high)}).")
    several = found.trials
    arms = f" with {len(found.used)} contrasts" if len(found.used) > several else ""
    mean, low, high = found.effect
    return (f"{several} trial{'s' * (several > 1)}{arms} pooled: {trials.MEASURES[found.measure]} {number(mean)} "
            f"({interval(low, high)}).")


def _spread(found):
    if not found.effect:
        return []
    if found.trials < trials.ENOUGH:
        return [TOO_FEW]
    said = [f"Spread beyond chance (I2): {found.pooled.I2:.0f} %."]
    if found.prediction:
        said.append(f"A new trial would be expected to lie within {interval(*found.prediction)}.")
    return said


def _divided(found):
    names = dict.fromkeys(line.contrast.trial.name for line in found.used if line.contrast.shares > 1)
    return [f"Divided among the arms that share it, so that nobody counts twice: the control group of {name}."
            for name in names]


def _mixed(found):
    if not (found.pooled and found.mixed):
        return []
    told = "; ".join(f"{trait} ({' / '.join(words)})" for trait, words in found.mixed.items())
    return [f"Mind what you mix, these trials differ in: {told}."]


def _left_out(found):
    why = {}
    for line in found.lines:
        if line.reason:
            why.setdefault(line.reason, []).append(line.contrast.name)
    return [f"Not pooled, {reason}: {', '.join(names)}." for reason, names in why.items()]


def _lead():
    rows = [row for row in tables.load().pooled.values() if row.source == "dean2021" and row.outcome == "response"]
    told = [f"against {rich.safe(row.comparator)}, {rich.source_link(row.source)}: {row.measure} {row.estimate} "
            f"({row.low} to {row.high}), {row.k} trials, {row.n} people, {row.certainty} certainty" for row in rows]
    return f"<p>{LEAD.format('; '.join(told))}</p>"


def _studies_table(found):
    rows = [[f"<b>{rich.safe(line.contrast.name)}</b>: {rich.safe(_masking(line.contrast.trial))}", "",
             _compared(line.contrast), rich.safe(f"{line.contrast.trial.design}; {line.contrast.trial.bias}"),
             _read(line.contrast)] for line in found.lines]
    return blocks.folds("trials", "Each trial: masking, and inside who was compared and what may bias it",
                        ["Compared", "Design and risk of bias", "Read in"], rows)


def _masking(trial):
    return f"{trial.masking}; guess: {trial.guess}"


def _compared(one):
    arms = " or ".join(arm.arm for arm in one.treated)
    note = f" {one.trial.note}" if one.trial.note else ""
    return rich.safe(f"{one.trial.population}: {arms} against {one.control.arm}. {one.control.scale}, "
                     f"{one.control.time}. {one.trial.missing}{note}")


def _read(one):
    arm = one.treated[0]
    return (f"{rich.cited(arm)}: {rich.safe(arm.place)}{arm.label} "
            f"{rich.safe(arm.note)}").strip()


def _beside(asked, found):
    rows = [[rich.cited(row), rich.safe(f"{row.population}; against {row.comparator}"),
             rich.safe(f"{row.measure} {row.estimate}" + (f" ({row.low} to {row.high})" if row.low else "")
                       + f", {row.time}"),
             rich.safe(f"{row.k or 'not seen'}; {row.n or 'not seen'}"), row.certainty or "not rated",
             rich.safe(row.differs)] for row in trials.published(asked)]
    if not rows:
        return [blocks.text("published", "<p>No published pooled result for this question was found.</p>", "note")]
    caption = "Published results beside ours: " + (_result(found) if found.effect else "nothing pooled here")
    return [blocks.table("published", caption, ["Pooled by", "Compared", "Result", "Trials; people", "Certainty",
                                                "Why it need not agree with ours"], rows)]

