"""Two scores of one person on a scale, and where each published rule begins to say yes."""

import textwrap
from dataclasses import dataclass

from kapcourse.figures.picture import ACCENT, FAINT, INK, PAPER, SECOND, SOFT, THIRD, from_figure

WIDTH, LINE, PLOT = 10.0, 0.46, (5.0, 9.2)  # inches; PLOT: where the scores are drawn
TOP, AXIS = 0.5, 0.5
ANSWER = {True: ("yes", THIRD), False: ("no", SECOND)}


@dataclass(frozen=True)
class Row:
    """One rule: what it asks, its words, the small print, the highest score at which it says yes, and what it says."""

    asks: str
    words: str
    detail: str
    highest: float
    met: bool


def change(name, scale, top, before, after, rows, sentence):
    """A Picture of rules in their order: a bar reaches as far as the rule says yes, lines are the two scores.

    name: unique on a page.  top: the highest score.  before, after: scores in points.
    """
    from matplotlib.figure import Figure

    bottom = TOP + LINE * len(rows)
    figure = Figure(figsize=(WIDTH, bottom + AXIS), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(bottom + AXIS, 0), facecolor=PAPER)
    axes.axis("off")
    for number, row in enumerate(rows):
        _row(axes, row, top, TOP + LINE * (number + 0.5))
    _axis(axes, scale, top, bottom)
    _score(axes, f"before: {before:g}", _at(before, top), bottom, FAINT, (0, (3, 3)), 0.12)
    _score(axes, f"after: {after:g}", _at(after, top), bottom, INK, "solid", 0.34)
    return from_figure(figure, name, f"What published rules say of a change on the {scale}", sentence)


def _at(score, top):
    return PLOT[0] + (PLOT[1] - PLOT[0]) * min(1, max(0, score / top))


def _row(axes, row, top, y):
    word, colour = ANSWER[row.met]
    axes.text(0.08, y - 0.1, f"{row.asks}: {row.words[0].lower()}{row.words[1:]}", color=INK, size=9.5, va="center")
    axes.text(0.08, y + 0.1, textwrap.shorten(row.detail, 78, placeholder="…"), color=FAINT, size=8.5, va="center")
    if row.highest >= 0:
        axes.fill_betweenx([y - 0.1, y + 0.1], _at(0, top), _at(row.highest, top), facecolor=SOFT, edgecolor=ACCENT,
                           lw=0.8)
    axes.text(PLOT[1] + 0.15, y, word, color=colour, size=10.5, weight="bold", va="center")


def _axis(axes, scale, top, bottom):
    axes.plot(PLOT, [bottom] * 2, color=INK, lw=0.9)
    for tick in range(0, top + 1, 10 if top > 30 else 5):
        x = _at(tick, top)
        axes.plot([x] * 2, [bottom, bottom + 0.05], color=INK, lw=0.9)
        axes.text(x, bottom + 0.08, f"{tick}", color=INK, size=9, ha="center", va="top")
    axes.text(sum(PLOT) / 2, bottom + 0.27, f"{scale} score: a bar reaches as far as its rule says yes", color=INK,
              size=9, ha="center", va="top")


def _score(axes, words, x, bottom, colour, style, y):
    axes.plot([x] * 2, [y + 0.1, bottom], color=colour, lw=1.6, linestyle=style)
    axes.text(x, y, words, color=colour, size=9.5, ha="center", va="center")
