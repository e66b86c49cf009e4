"""The explorer of one time axis: four clocks and the hours with staff, each mark with its kind."""

from collections import defaultdict
from functools import cache

import numpy as np

from kapcourse.figures.levels import ceiling
from kapcourse.figures.timeline import BLOCK, FIRST, NOTED, height, side_by_side, timeline
from kapcourse.learning import clocks, regimens
from kapcourse.learning.wording import listed, small
from kapcourse.tables import pharmacokinetics as tables
from kapcourse.tables import timecourses
from kapcourse.tables.timecourses import MINUTES_A_DAY
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.settings import Settings, controls, first, refuse

CARE = {"alone": "The drug by itself", "kap": "KAP, psychotherapy around the drug"}
CARE_TOLD = {"alone": "the drug by itself", "kap": "in KAP"}
CLOCKS = {"plasma": "plasma", "dissociation": "dissociation", "pressure": "blood pressure", "mood": "mood",
          "hours": "hours with staff"}
TEACHES = ("This lays clocks beside each other. It does not dose. A lane that says \"not known\" may well move in a "
           "person; no source that this course has read tells how.")
OTHER_CARE = ("What is measured here comes from studies of the drug without planned psychotherapy. Whether therapy "
              "moves these clocks is not known.")
DRAWN = ("Marks of one moment stand beside each other. Single marks are never joined: what lies between was not read. "
         "In a course the marks of the first dose are drawn once.")


class Timeline(Settings):
    """Controls, one live picture with its sentence, and every mark with its kind and source."""

    def __init__(self):
        self.route, self.dose, self.minutes = first("iv")
        self.schedule, self.care, self.change = clocks.ONCE, "alone", ""

    @property
    def picture(self):
        """The picture as it is stored."""
        figure, data, sentence = self._drawn()
        return figure.picture(data, sentence)

    def on(self, event, value):
        shown = self._lanes()
        super().on(event, value)
        self.change = _change(shown, self._lanes())

    def _check(self):
        self._levels()

    def _set(self, event, value):
        if event == "route":
            self.route, self.dose, self.minutes = first(value)
            self.schedule = self.schedule if self.schedule in clocks.schedules(value) else clocks.ONCE
        elif event in ("schedule", "care"):
            known = clocks.schedules(self.route) if event == "schedule" else CARE
            setattr(self, event, value if value in known else refuse())
        else:
            setattr(self, event, float(value) if event in ("dose", "minutes") else refuse())

    def blocks(self):
        figure, data, sentence = self._drawn()
        return [blocks.text("title", "<p>One time axis</p>", "title"),
                blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"),
                *controls(self.route, self.dose, self.minutes),
                blocks.select("schedule", "How often", list(clocks.schedules(self.route).items()), self.schedule),
                blocks.select("care", "What is around it", list(CARE.items()), self.care),
                blocks.live("figure", figure, data, sentence), self._table(), self._notes()]

    def _levels(self):
        times = clocks.dose_times(self.schedule)
        return clocks.plasma(regimens.regimen(self.route, self.dose, self.minutes, times=times))

    def _known(self):
        return clocks.known(self.route, self.dose, self.minutes, self.schedule, self.care)

    def _lanes(self):
        """({lane: what it shows now}, {lane: why it shows nothing}), to be set beside what comes after a change."""
        found, silent = self._known()
        shown = {lane: [mark.id for mark in found.get(lane, ())] for lane in CLOCKS}
        return shown | {"plasma": [self.route, self.dose, self.minutes, self.schedule]}, silent

    def _drawn(self):
        """(figure, data, sentence) of what is set."""
        levels, (found, silent) = self._levels(), self._known()
        curves = [curve for curve in (levels.ketamine, levels.norketamine) if curve is not None]
        top = ceiling(max(curve.max() for curve in curves))
        figure = _figure(top, tuple(silent.items()))
        return figure, _data(levels, found, top), " ".join([self.change, *self._said(levels, found, silent)]).strip()

    def _said(self, levels, found, silent):
        said = [f"{_told(self)}. Plasma (modelled): {_level_words(levels, self.schedule)}."]
        said += [f"{CLOCKS[lane].capitalize()} ({_kinds(marks)}): {_marks_words(marks)}."
                 for lane, marks in found.items()]
        for words in dict.fromkeys(silent.values()):
            lanes = [CLOCKS[lane] for lane, why in silent.items() if why == words]
            said.append(f"{listed(lanes).capitalize()}: {words}.")
        measured = any(mark.kind == "measured" for marks in found.values() for mark in marks)
        return [*said, OTHER_CARE] if self.care == "kap" and measured else said

    def _table(self):
        found, _ = self._known()
        head = ["Clock", "When", "Kind", "What", "People", "Compared with", "Source"]
        rows = [[CLOCKS[mark.lane].capitalize(), _when(mark), mark.kind + mark.label, _what(mark),
                 str(mark.people or "not stated"), rich.safe(mark.comparator or "nothing"),
                 rich.cited(mark)] for marks in found.values() for mark in marks]
        return blocks.table("marks", "Every mark of the lanes below plasma", head, rows, folded=True)

    def _notes(self):
        model = tables.load().models[tables.load().routes[self.route].model_names[0]]
        lines = [f"Plasma: computed by the usual model of the route (derived), {rich.source_link(model.source)}, for a "
                 f"person of {regimens.REFERENCE_WEIGHT:g} kg.", DRAWN]
        if self.schedule != clocks.ONCE:
            row = timecourses.load().schedules[self.schedule]
            lines.append(f"Schedule: {rich.cited(row)}{row.label}.")
        return blocks.text("notes", "".join(f"<p>{line}</p>" for line in lines), "note")


@cache
def _figure(top, silent):
    return timeline(top, dict(silent))


def _data(levels, found, top):
    """{curve: arrays} of the picture, with values turned into places on its vertical axis."""
    shown = levels.minutes >= FIRST
    data = {name: (levels.minutes[shown], height("plasma", curve[shown], top)) for name, curve in (
        ("ketamine", levels.ketamine), ("norketamine", levels.norketamine)) if curve is not None}
    rows = defaultdict(list)
    for marks in found.values():
        measured = [mark for mark in marks if mark.kind == "measured"]
        for mark, place in zip(measured, side_by_side([mark.start for mark in measured]), strict=True):
            rows[_point_of(mark)].append((place, *_stands(mark)))
        for mark in marks:
            if mark.kind != "measured":
                edges = (height(mark.lane, 0) + edge for edge in BLOCK)
                rows[mark.kind].append((max(mark.start, FIRST), mark.end, *edges))
    return data | {name: tuple(np.array(several, float).T) for name, several in rows.items()}


def _point_of(mark):
    """The curve that a measured mark belongs to."""
    return "noted" if mark.value is None else "midazolam" if mark.comparator == "midazolam" else "valued"


def _stands(mark):
    """Where a measured mark stands, and from where to where its interval runs."""
    if mark.value is None:
        return (height(mark.lane, 0) + NOTED,) * 3
    ends = (mark.value if end is None else end for end in (mark.low, mark.high))
    return tuple(height(mark.lane, value) for value in (mark.value, *ends))


def _change(before, after):
    """One or two sentences: which clocks moved with the last change, and which are not known to."""
    (shown, _), (now, silent) = before, after
    moved = [CLOCKS[lane] for lane in CLOCKS if shown[lane] != now[lane] and lane not in silent]
    stayed = [CLOCKS[lane] for lane in CLOCKS if shown[lane] == now[lane] and lane not in silent]
    said = f"Moved: {listed(moved)}." if moved else "Nothing moved."
    said += f" Shown as before: {listed(stayed)}." if stayed else ""
    return said + (f" Not known whether they move: {listed([CLOCKS[lane] for lane in silent])}." if silent else "")


def _told(view):
    route = tables.load().routes[view.route]
    over = "" if view.minutes is None else f" over {view.minutes:g} minutes"
    often = clocks.schedules(view.route)[view.schedule]
    return f"{route.name}, {view.dose:g} {route.dose_unit}{over}, {small(often)}, {CARE_TOLD[view.care]}"


def _level_words(levels, schedule):
    """The first dose in words, and how many doses there are."""
    levels, doses = levels.until(clocks.second_dose(schedule)), len(clocks.dose_times(schedule))
    said = "" if doses == 1 else f"{doses} doses, after the first "
    said += (f"ketamine peaks at {levels.ketamine.max():.0f} ng/mL {time_words(levels.peak_at())} after the start, "
            f"half of that is left at about {time_words(levels.falls_to(1 / 2))} and a tenth at about "
            f"{time_words(levels.falls_to(1 / 10))}; a day after the start {levels.at(MINUTES_A_DAY):.1f} is left")
    if levels.norketamine is None:
        return said
    return said + (f"; norketamine peaks at {levels.norketamine.max():.0f} after "
                   f"{time_words(levels.peak_at('norketamine'))}")


def _kinds(marks):
    return " and ".join(dict.fromkeys(mark.kind for mark in marks))


def _marks_words(marks):
    """Marks in words; those that say the same are told together."""
    told = defaultdict(list)
    for mark in marks:
        told[small(mark.words)].append(f"{_when(mark)}{_value_words(mark)}")
    return "; ".join(f"{words} ({listed(when)})" for words, when in told.items())


def _what(mark):
    interval = "" if mark.low is None else f", interval {mark.low:g} to {mark.high:g}"
    return rich.safe(f"{mark.words}{_value_words(mark)}{interval}")


def _value_words(mark):
    """The value of a mark with its comparison, or nothing."""
    return "" if mark.unit in (None, "reported") else f": {mark.value:g} {mark.unit} against {mark.comparator}"


def _when(mark):
    if mark.end is None:
        return time_words(mark.start)
    first, last = time_words(mark.start), time_words(mark.end)
    same = first.split()[-1].rstrip("s") == last.split()[-1].rstrip("s") or mark.start == 0
    return f"{first.split()[0] if same else first} to {last}"


def time_words(minutes):
    """A time after the start in words: minutes up to four hours, then hours, then days."""
    if minutes <= 240:
        return f"{minutes:.0f} minutes"
    value, unit = (minutes / 60, "hour") if minutes < MINUTES_A_DAY else (minutes / MINUTES_A_DAY, "day")
    return f"{value:.0f} {unit}{'' if round(value) == 1 else 's'}"
