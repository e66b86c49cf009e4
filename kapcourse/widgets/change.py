"""The explorer of change: two invented scores on a scale, and what each published rule makes of them."""

from functools import cache

from kapcourse.figures import change as figures
from kapcourse.learning import change as learning
from kapcourse.learning.wording import small
from kapcourse.tables.records import CourseError
from kapcourse.tables.scale_rules import ASKS
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View, unusable

TEACHES = ("The scores are yours to invent. No rule decides about a person. Choose one before the first dose, write it "
           "down, and keep to it. A remission rule looks only at where somebody ends, so it says yes even if nothing "
           "changed.")
START = (0.57, 0.3)  # of the highest score: where the first and the last score stand in the beginning
HEAD = ["Asks", "In whom", "Read in", "Note"]


class Change(View):
    """Choose a scale, move the first and the last score; each rule says yes or no."""

    def __init__(self):
        self._enter(next(iter(learning.scales())))

    @property
    def picture(self):
        """The picture as it is stored."""
        return _figure(self.scale).picture(self._moved(), self._said())

    def on(self, event, value):
        if event == "scale" and value in list(learning.scales()):
            return self._enter(value)
        if event not in ("before", "after"):
            raise unusable()
        setattr(self, event, self._score(value, 1 if event == "before" else 0))

    def _enter(self, scale):
        self.scale, self.top = scale, learning.scales()[scale]
        self.before, self.after = (round(part * self.top) for part in START)

    def _score(self, value, low):
        try:
            score = float(value)
        except (TypeError, ValueError):
            score = -1
        if not (low <= score <= self.top and score == int(score)):
            raise CourseError(f"Expected a whole number from {low} to {self.top}.")
        return int(score)

    def blocks(self):
        words = rich.safe(self.scale)
        names = [(name, name) for name in learning.scales()]
        return [blocks.text("title", "<p>Has it changed?</p>", "title"),
                blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"),
                blocks.select("scale", "Scale (higher is worse)", names, self.scale),
                blocks.slider("before", f"{words} before the first dose", 1, self.top, 1, self.before, "points"),
                blocks.slider("after", f"{words} afterwards", 0, self.top, 1, self.after, "points"),
                blocks.live("figure", _figure(self.scale), self._moved(), self._said()),
                blocks.folds("rules", "Where each rule comes from", HEAD,
                             [_fold(row) for row in learning.rules_of(self.scale)])]

    def _said(self):
        return learning.told(self.scale, self.before, self.after)

    def _moved(self):
        rows = [(learning.highest(row, self.before), learning.met(row, self.before, self.after))
                for row in learning.rules_of(self.scale)]
        return figures.moved(rows, self.before, self.after)


@cache
def _figure(scale):
    """The figure of a scale; it is drawn once."""
    rules = tuple(f"{ASKS[row.asks]}:\n{small(row.words)}" for row in learning.rules_of(scale))
    name = "change-" + "".join(letter for letter in scale.lower() if letter.isalnum())
    return figures.scores_on_a_scale(name, scale, learning.scales()[scale], rules)


def _fold(row):
    read = f"{rich.cited(row)}: {rich.safe(row.place)}{row.label}"
    return [f"{rich.safe(row.words)}: {ASKS[row.asks].lower()}", "", ASKS[row.asks], rich.safe(row.people), read,
            rich.safe(row.note)]
