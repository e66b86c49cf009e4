"""The forest plot: a line for each study, its box by weight, the pooled diamond, and what was left out and why."""

import textwrap
from dataclasses import dataclass

from kapcourse.figures.picture import ACCENT, FAINT, INK, PAPER, SECOND, SOFT, from_figure

RATIO_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
WIDTH, LINE, PLOT = 10.0, 0.34, (5.3, 7.75)  # inches; PLOT: where the effects are drawn
COLUMNS = {"study": 0.08, "treated": 3.8, "control": 4.75, "effect": 7.9, "reason": 5.3}
TOP, AXIS, LONGEST = 0.5, 0.62, 46  # inches above the lines, inches the axis takes, letters of a study's name


@dataclass(frozen=True)
class Row:
    """A study: its figures as text, effect with interval and weight (0 to 1), or the reason why it is left out."""

    study: str
    treated: str = ""
    control: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    weight: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Total:
    """The pooled effect, (mean, low, high), and where a new study's effect lies, (low, high), if known."""

    words: str
    effect: tuple
    prediction: tuple | None = None


def forest(name, rows, total, measure, sentence, heads=("Ketamine", "Control"), sides=("less", "more"), ratio=True):
    """A forest plot as a Picture.

    name: unique on a page.  rows: [Row].  total: a Total, or None if nothing was pooled.  measure: what the axis shows.
    heads: titles of the two columns of figures.  sides: words for the left and the right of the line of no effect.
    ratio: a log axis around 1, else a plain one around 0.
    """
    from matplotlib.figure import Figure

    kept, left = ([row for row in rows if bool(row.reason) == out] for out in (False, True))
    bottom = TOP + LINE * (len(kept) + (2.3 if total and total.prediction else 1.3 if total else 0.2))
    height = bottom + AXIS + LINE * (len(left) + bool(left))
    figure = Figure(figsize=(WIDTH, height), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0), facecolor=PAPER)
    axes.axis("off")
    scale = _Scale(kept, total, ratio)
    _heads(axes, heads)
    _axis(axes, measure, scale, bottom, sides)
    for i, row in enumerate(kept):
        _line(axes, row, scale, TOP + LINE * (i + 0.5))
    if total:
        _total(axes, total, scale, TOP + LINE * (len(kept) + 0.7))
    _left_out(axes, left, bottom + AXIS)
    return from_figure(figure, name, f"Forest plot: {measure}", sentence)


class _Scale:
    """From effects to inches, with the ticks; what lies outside the axis ends in an arrow."""

    def __init__(self, rows, total, ratio):
        self.null, self.ratio = (1.0, True) if ratio else (0.0, False)
        known = [x for row in rows if row.weight for x in (row.low, row.high)]
        known += [*(total.effect if total else ()), *((total.prediction or ()) if total else ())]
        self.low, self.high, self.ticks = self._ratio(known) if ratio else self._plain(known)

    def _ratio(self, known):
        low = max((t for t in RATIO_TICKS if t <= min([0.5, *known])), default=RATIO_TICKS[0])
        high = min((t for t in RATIO_TICKS if t >= max([2, *known])), default=RATIO_TICKS[-1])
        ticks = [t for t in RATIO_TICKS if low <= t <= high]
        return low, high, [t for t in ticks if t in (low, 1, high) or len(ticks) < 9 or str(t).strip("0.")[0] == "1"]

    def _plain(self, known):
        reach = max([1e-6, *map(abs, known)])
        step = next((s for s in (0.25, 0.5, 1, 2, 5, 10, 20, 25) if 4 * s >= reach), 25)
        return -4 * step, 4 * step, [i * step for i in range(-4, 5, 2)]

    def at(self, x):
        """Inches from the left of the picture."""
        from math import log

        low, high, x = (log(v) if self.ratio else v for v in (self.low, self.high, min(max(x, self.low), self.high)))
        return PLOT[0] + (PLOT[1] - PLOT[0]) * (x - low) / (high - low)

    def clipped(self, low, high):
        """Whether the interval leaves the axis to the left, to the right."""
        return low < self.low * (1 - 1e-9) - 1e-9 * (not self.ratio), high > self.high * (1 + 1e-9)


def _heads(axes, heads):
    style = {"color": INK, "size": 9.5, "weight": "bold", "va": "bottom"}
    axes.text(COLUMNS["study"], TOP - 0.1, "Study", **style)
    for column, words in zip(("treated", "control"), heads, strict=True):
        axes.text(COLUMNS[column], TOP - 0.1, textwrap.fill(words, 10), ha="center", **style)
    axes.text(COLUMNS["effect"], TOP - 0.1, "Effect (95 %), weight", **style)
    axes.plot([0.05, WIDTH - 0.05], [TOP - 0.05] * 2, color=FAINT, lw=0.8)


def _axis(axes, measure, scale, bottom, sides):
    middle, words = scale.at(scale.null), {"color": INK, "size": 9, "va": "top"}
    axes.plot([middle] * 2, [TOP - 0.05, bottom], color=INK, lw=0.9)
    axes.plot(PLOT, [bottom] * 2, color=INK, lw=0.9)
    for tick in scale.ticks:
        axes.plot([scale.at(tick)] * 2, [bottom, bottom + 0.05], color=INK, lw=0.9)
        axes.text(scale.at(tick), bottom + 0.08, f"{tick:g}", ha="center", **words)
    axes.text(middle - 0.06, bottom + 0.27, f"← {sides[0]}", ha="right", **words)
    axes.text(middle + 0.06, bottom + 0.27, f"{sides[1]} →", ha="left", **words)
    axes.text(COLUMNS["effect"], bottom + 0.25, textwrap.fill(measure, 28), **words)


def _figures(axes, row, y, ink):
    axes.text(COLUMNS["study"], y, _short(row.study, LONGEST), color=ink, size=9.5, va="center")
    for column in ("treated", "control"):
        if getattr(row, column):
            axes.text(COLUMNS[column], y, getattr(row, column), color=ink, size=9.5, ha="center", va="center")


def _line(axes, row, scale, y):
    _figures(axes, row, y, INK)
    _whisker(axes, row.low, row.high, scale, y, INK, 1.1)
    axes.plot([scale.at(row.estimate)], [y], marker="s", color=ACCENT, markersize=3 + 11 * row.weight**0.5)
    axes.text(COLUMNS["effect"], y, f"{_told(row.estimate, row.low, row.high)}, {100 * row.weight:.0f} %", color=INK,
              size=9.5, va="center")


def _left_out(axes, rows, top):
    if rows:
        axes.plot([0.05, WIDTH - 0.05], [top - 0.02] * 2, color=FAINT, lw=0.6, linestyle="--")
        axes.text(COLUMNS["study"], top + LINE / 2, "Not pooled, and why", color=FAINT, size=9.5, weight="bold",
                  va="center")
    for i, row in enumerate(rows, 1):
        _figures(axes, row, top + LINE * (i + 0.5), FAINT)
        axes.text(COLUMNS["reason"], top + LINE * (i + 0.5), textwrap.fill(row.reason, 66), color=FAINT, size=9,
                  va="center", style="italic")


def _total(axes, total, scale, y):
    mean, low, high = total.effect
    axes.plot([0.05, WIDTH - 0.05], [y - 0.22] * 2, color=FAINT, lw=0.6)
    axes.text(COLUMNS["study"], y, total.words, color=INK, size=9.5, weight="bold", va="center")
    across = [scale.at(x) for x in (low, mean, high, mean)]
    axes.fill(across, [y, y - 0.11, y, y + 0.11], facecolor=SOFT, edgecolor=ACCENT, lw=1.2)
    axes.text(COLUMNS["effect"], y, _told(mean, low, high), color=INK, size=9.5, weight="bold", va="center")
    if total.prediction:
        below = y + LINE
        axes.text(COLUMNS["study"], below, "A new trial would lie here (95 %)", color=INK, size=9.5, va="center")
        _whisker(axes, *total.prediction, scale, below, SECOND, 3.0)
        axes.text(COLUMNS["effect"], below, interval(*total.prediction), color=INK, size=9.5, va="center")


def _whisker(axes, low, high, scale, y, colour, width):
    axes.plot([scale.at(low), scale.at(high)], [y, y], color=colour, lw=width, solid_capstyle="butt")
    for out, x, marker in zip(scale.clipped(low, high), (low, high), ("<", ">"), strict=True):
        if out:
            axes.plot([scale.at(x)], [y], marker=marker, color=colour, markersize=6)


def _told(mean, low, high):
    return f"{number(mean)} ({interval(low, high)})"


def interval(low, high):
    """An interval of effects in words: "0.50 to 12.3"."""
    return f"{number(low)} to {number(high)}"


def number(x):
    """An effect with three digits at most: "0.52", "12.3", "140"."""
    return f"{x:.0f}" if abs(x) >= 99.5 else f"{x:.1f}" if abs(x) >= 9.95 else f"{x:.2f}"


def _short(text, most):
    return text if len(text) <= most else text[:most - 1].rstrip() + "…"
