"""Levels in plasma over time: up to three regimens side by side, each with its band, and other models laid over."""

from kapcourse.figures.live import Axis, Curve, LiveFigure
from kapcourse.figures.picture import ACCENT, FAINT, SECOND, THIRD

LETTERS = ("A", "B", "C")
CEILINGS = (300, 600, 1200, 2400, 4800)
COLOURS = {"A": ACCENT, "B": SECOND, "C": THIRD}
MARKERS = {"A": "o", "B": "s", "C": "^"}
OTHERS = ((0, (1, 1.5)), (0, (5, 2)), (0, (8, 2, 1, 2)), (0, (2, 3)))  # grey lines of the models laid over
DASHES = {"A": "--", "B": "-.", "C": (0, (1, 1))}


def ceiling(peak):
    """The lowest top of the axis (ng/mL) that holds `peak`, so that small moves never rescale the figure."""
    return next((top for top in CEILINGS if peak <= 0.97 * top), CEILINGS[-1])


def moved(found):
    """The moving part of such a figure. found: {letter: levels as `learning.curves.Curves` holds them}."""
    data = {}
    for letter, one in found.items():
        data[f"{letter}_ketamine"] = (one.times, one.ketamine)
        if one.high is not None:
            data[f"{letter}_band"] = (one.band_times, one.low, one.high)
        if one.norketamine is not None:
            data[f"{letter}_norketamine"] = (one.times, one.norketamine)
    return data


def levels(top, hours, letters, rungs=(), others=()):
    """A LiveFigure of levels from 0 to `hours` and 0 to `top` ng/mL.

    letters: regimens shown, of LETTERS; each has the curves `A_band`, `A_ketamine`, `A_norketamine`.
    rungs: [(ng/mL, words)] drawn across.  others: names of models laid over, each a curve of its own.
    """
    curves = []
    for letter in letters:
        colour, marker = COLOURS[letter], MARKERS[letter]
        curves += [Curve(f"{letter}_band", f"{letter}: nine people in ten", colour, band=True),
                   Curve(f"{letter}_ketamine", f"{letter}: ketamine, typical", colour, marker=marker),
                   Curve(f"{letter}_norketamine", f"{letter}: norketamine, typical", colour, DASHES[letter])]
    curves += [Curve(name, name, FAINT, OTHERS[i % len(OTHERS)]) for i, name in enumerate(others)]
    x = Axis("Hours after the start", 0, hours, tuple(range(hours + 1)))
    y = Axis("Level in plasma, ng/mL", 0, top, tuple(top * i // 4 for i in range(5)))
    shown = [(value, words) for value, words in rungs if value <= top]
    name = f"levels-{top}-{''.join(letters)}-{len(others)}"
    return LiveFigure(name, "Level of ketamine over time", x, y, curves, shown)
