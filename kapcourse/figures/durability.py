"""How long a benefit lasts: one line a study, with design, number and people beside it, grouped by what was given."""

import textwrap
from dataclasses import dataclass

from kapcourse.figures.picture import ACCENT, FAINT, INK, PAPER, SECOND, from_figure

DAYS = (3, 7, 14, 30, 60, 120, 365)
WIDTH, LINE, PLOT = 10.0, 0.46, (5.6, 7.9)  # inches; PLOT: where the figures are drawn
TOP, AXIS = 0.15, 0.5


@dataclass(frozen=True)
class Row:
    """One figure: its group, what was given, the small print below it, the value, its interval, and words beside it."""

    group: str
    words: str
    detail: str
    value: float
    told: str
    low: float | None = None
    high: float | None = None


def durability(name, rows, share, sentence):
    """A Picture of rows in their order; a group's name stands before its first row.

    name: unique on a page.  share: the values are percent, drawn as bars from 0 to 100; else they are days, drawn as
    points on a log axis.
    """
    from matplotlib.figure import Figure

    groups = len(dict.fromkeys(row.group for row in rows))
    bottom = TOP + LINE * len(rows) + 0.34 * groups
    figure = Figure(figsize=(WIDTH, bottom + AXIS), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(bottom + AXIS, 0), facecolor=PAPER)
    axes.axis("off")
    _axis(axes, share, bottom)
    y, before = TOP, None
    for row in rows:
        if row.group != before:
            axes.text(0.08, y + 0.2, row.group, color=INK, size=10, weight="bold", va="center")
            axes.plot([0.05, WIDTH - 0.05], [y + 0.33] * 2, color=FAINT, lw=0.6)
            y, before = y + 0.34, row.group
        _row(axes, row, share, y + LINE / 2)
        y += LINE
    title = "Share still well" if share else "Time until the benefit was lost"
    return from_figure(figure, name, title, sentence)


def _at(x, share):
    from math import log

    part = x / 100 if share else (log(x) - log(DAYS[0])) / (log(DAYS[-1]) - log(DAYS[0]))
    return PLOT[0] + (PLOT[1] - PLOT[0]) * min(1, max(0, part))


def _axis(axes, share, bottom):
    axes.plot(PLOT, [bottom] * 2, color=INK, lw=0.9)
    for tick in (0, 25, 50, 75, 100) if share else DAYS:
        x = _at(tick, share)
        axes.plot([x] * 2, [TOP, bottom], color=FAINT, lw=0.4, linestyle=(0, (1, 4)))
        axes.plot([x] * 2, [bottom, bottom + 0.05], color=INK, lw=0.9)
        axes.text(x, bottom + 0.08, f"{tick}", color=INK, size=9, ha="center", va="top")
    label = "Of 100 people, still well" if share else "Days after the last dose (stretched on the left)"
    axes.text(sum(PLOT) / 2, bottom + 0.27, label, color=INK, size=9, ha="center", va="top")


def _row(axes, row, share, y):
    axes.text(0.2, y - 0.1, row.words, color=INK, size=9.5, va="center")
    axes.text(0.2, y + 0.1, textwrap.shorten(row.detail, 80, placeholder="…"), color=FAINT, size=8.5, va="center")
    if share:
        axes.fill_betweenx([y - 0.09, y + 0.09], _at(0, share), _at(row.value, share), facecolor=ACCENT, lw=0)
    else:
        if row.low is not None or row.high is not None:
            ends = [_at(row.value if end is None else end, share) for end in (row.low, row.high)]
            axes.plot(ends, [y, y], color=INK, lw=1.1)
        if row.low is not None and row.high is None:
            axes.plot([PLOT[1]], [y], marker=">", color=INK, markersize=6)
            axes.plot([_at(row.value, share), PLOT[1]], [y, y], color=INK, lw=1.1)
        axes.plot([_at(row.value, share)], [y], marker="D", color=SECOND, markersize=7)
    axes.text(PLOT[1] + 0.12, y, textwrap.fill(row.told, 28), color=INK, size=9.5, va="center")
