"""The explorer of dose and route: up to three regimens side by side, on published models."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from kapcourse.figures.levels import LETTERS, ceiling, levels, moved
from kapcourse.learning import regimens
from kapcourse.learning.curves import HOURS, curves, other_models, rung, summary
from kapcourse.tables import pharmacokinetics as tables
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.settings import Settings, controls, first, refuse

REPEATS = {"once": ((0.0,), "Once"), "twice": ((0.0, 2.0), "Twice, two hours apart"),
           "thrice": ((0.0, 2.0, 4.0), "Three times, two hours apart")}
FIRST = dict(zip(LETTERS, ("iv", "sublingual", "oral"), strict=True))
TEACHES = ("This shows what published models say. It does not dose: no level here is a target, and no dose by one "
           "route can be turned safely into a dose by another. Doses end where the sources end.")
NARROW = "The band leaves out that people absorb different amounts: no source gives that spread."
NO_BAND = "No band: how much people differ was not seen in the source of this model."
BOUNDS = {"weight": (45, 120), "count": (1, len(LETTERS))}
MOMENTS = (20, 40, 80, 110)  # minutes at which the models are set beside each other, those that lesson 02 asks about
ADDS_UP = "Repeats show how doses add up. No source gives these schedules."


@dataclass
class Choice:
    """What the trainee has set for one letter; `dose` in the route's own unit, minutes of an infusion or None."""

    route: str
    dose: float
    minutes: float | None
    repeat: str = "once"

    def regimen(self, weight):
        """The regimen at a weight in kg."""
        return regimens.regimen(self.route, self.dose, self.minutes, weight, REPEATS[self.repeat][0])


class DoseAndRoute(Settings):
    """Controls, one live picture with its sentence, and the values behind it."""

    def __init__(self):
        self.choices = {letter: Choice(*first(FIRST[letter])) for letter in LETTERS}
        self.count, self.weight, self.others = 1, 70, False

    @property
    def picture(self):
        """The picture as it is stored."""
        figure, data, sentence = self._drawn()
        return figure.picture(data, sentence)

    def _check(self):
        for _, choice in self._shown():
            choice.regimen(self.weight)

    def _set(self, event, value):
        letter, _, name = event.rpartition(".")
        if letter:
            self._choose(self.choices[letter], name, value)
        elif event == "others":
            self.others = bool(value)
        else:
            setattr(self, event, _within(float(value), *BOUNDS[event]))

    def _choose(self, choice, name, value):
        if name == "route":
            choice.route, choice.dose, choice.minutes = first(value)
        elif name == "repeat":
            choice.repeat = value if value in REPEATS else refuse()
        else:
            setattr(choice, name, float(value) if name in ("dose", "minutes") else refuse())

    def blocks(self):
        figure, data, sentence = self._drawn()
        counts = [(str(n), str(n)) for n in range(1, len(LETTERS) + 1)]
        shown = [blocks.text("title", "<p>Dose, route and person</p>", "title"),
                 blocks.text("teaches", f"<p>{TEACHES}</p>", "note"),
                 blocks.select("count", "Regimens side by side", counts, str(int(self.count))),
                 blocks.slider("weight", "Weight of the typical person", *BOUNDS["weight"], 5, self.weight, "kg")]
        for letter in self._letters():
            shown += self._controls(letter, self.choices[letter])
        return [*shown, blocks.choices("others", "Other models", [("others", "Lay the other published models over A")],
                                       ["others"] * self.others, many=True),
                blocks.live("figure", figure, data, sentence), self._values(), self._sources()]

    def _letters(self):
        return LETTERS[:int(self.count)]

    def _controls(self, letter, choice):
        repeats = [(name, words) for name, (_, words) in REPEATS.items()]
        return [*controls(choice.route, choice.dose, choice.minutes, letter),
                blocks.select(f"{letter}.repeat", f"{letter}: how often", repeats, choice.repeat)]

    def _drawn(self):
        """(figure, data, sentence) of what is set."""
        found = {letter: curves(choice.regimen(self.weight)) for letter, choice in self._shown()}
        others = other_models(self.choices["A"].regimen(self.weight)) if self.others else {}
        top = ceiling(max([one.highest for one in found.values()] + [level.max() for _, level in others.values()]))
        said = [_sentence(letter, self.choices[letter], summary(one)) for letter, one in found.items()]
        said += _spread(found["A"], others)
        return _figure(top, self._letters(), tuple(others)), others | moved(found), " ".join(said)

    def _values(self):
        head = ["Regimen", "Highest ketamine", "After", f"Time above {rung():.0f} ng/mL",
                "Area of ketamine, to the end", "Highest norketamine", "Area of norketamine, to the end"]
        rows = [[rich.safe(f"{letter}: {_told(choice)}"), *_numbers(summary(curves(choice.regimen(self.weight))))]
                for letter, choice in self._shown()]
        return blocks.table("values", "Values of the typical person, computed from the model (derived)", head, rows)

    def _shown(self):
        return [(letter, self.choices[letter]) for letter in self._letters()]

    def _sources(self):
        rungs = "; ".join(f"{rich.safe(r.words)} ({rich.source_link(r.source)}, {r.tier})" for r in tables.ladder())
        lines = [f"{letter}: {_origin(choice.route)}" for letter, choice in self._shown()]
        lines += [f"Lines across: {rungs}.", ADDS_UP]
        return blocks.text("sources", "".join(f"<p>{line}</p>" for line in lines), "note")


@cache
def _figure(top, letters, others):
    return levels(top, HOURS, letters, tuple((rung.value, rung.words) for rung in tables.ladder()), others)


def _origin(name):
    """Where the model and the doses of a route come from, and what it leaves out, as HTML."""
    route = tables.load().routes[name]
    model = tables.load().models[route.model_names[0]]
    inputs = [row for row in tables.load().inputs.values() if row.route == name]
    labels = {row.label.strip() for row in inputs} - {""}
    said = [f"model {rich.source_link(model.source)}, {rich.safe(model.people)}, {rich.safe(model.sampling)} samples",
            f"({model.tier}); doses {rich.cited(route)}."]
    if inputs:
        given = "; ".join(dict.fromkeys(rich.source_link(row.source) for row in inputs))
        said.append(f"What enters the blood: {given} {' '.join(sorted(labels))}.")
    said += [rich.safe(text) for text in (route.caveat, model.caveat) if text]
    if not regimens.persons_differ(name):
        said.append(NO_BAND)
    elif inputs and not any(row.omegas for row in inputs):
        said.append(NARROW)
    return " ".join(said)


def _within(value, low, high):
    """`value` if it lies within its bounds."""
    return value if low <= value <= high else refuse()


def _told(choice):
    return regimens.told(choice.route, choice.dose, choice.minutes)


def _sentence(letter, choice, told):
    said = (f"{letter}, {_told(choice)}: the typical level peaks at {told.peak:.0f} ng/mL "
            f"after {told.peak_at:.0f} minutes")
    if told.half_gone is not None:
        said += f" and is half gone {told.half_gone:.0f} minutes later"
    said += f"; nine people in ten lie between {told.band[0]:.0f} and {told.band[1]:.0f} then." if told.band else "."
    if told.norketamine is not None:
        said += f" Norketamine peaks at {told.norketamine:.0f} after {told.norketamine_at:.0f} minutes."
    return said


def _spread(base, others):
    """How far the other models and the base model lie apart: at their peaks, and at four moments."""
    if not others:
        return []
    peaks = {name: curve.max() for name, (_, curve) in others.items()}
    low, high = min(peaks, key=peaks.get), max(peaks, key=peaks.get)
    drawn = [(base.times, base.ketamine), *others.values()]
    at = {minute: [np.interp(minute / 60, *curve) for curve in drawn] for minute in MOMENTS}
    apart = ", ".join(f"{min(found):.0f} and {max(found):.0f} after {minute} minutes" for minute, found in at.items())
    return [f"Other models put the peak of A between {peaks[low]:.0f} ({low}) and {peaks[high]:.0f} ng/mL ({high}).",
            f"With the base model, the lowest and the highest of all: {apart}."]


def _numbers(told):
    absent = "not in this model"
    return [f"{told.peak:.0f} ng/mL", f"{told.peak_at:.0f} minutes",
            f"{told.above:.0f} minutes" if told.above else "never", f"{told.area:.0f} ng h/mL",
            absent if told.norketamine is None else f"{told.norketamine:.0f} ng/mL",
            absent if told.norketamine_area is None else f"{told.norketamine_area:.0f} ng h/mL"]
