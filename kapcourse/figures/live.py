"""A figure whose axes are drawn once: afterwards only path data changes, so that it moves as fast as a control.

Matplotlib draws the frame (axes, ticks, labels, legend) with one empty path for each curve. What moves is
computed here as the `d` of those paths; a page sets it in place, a stored picture is the frame with it filled in.
"""

import re
from dataclasses import dataclass
from html import escape

import numpy as np

from kapcourse.figures.picture import FAINT, INK, PAPER, Picture, from_figure

_POINTS_PER_INCH = 72
_MARKS = {"o": "M{x:.1f} {y:.1f}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0", "s": "M{x:.1f} {y:.1f}m-3 -3h6v6h-6z",
          "^": "M{x:.1f} {y:.1f}m0 -4l4 7h-8z"}
_SHAPES = {"": "", "o": "(circles)", "s": "(squares)", "^": "(triangles)"}
_EMPTY = re.compile(r'<path [^>]*?(style="[^"]*")[^>]*/>', re.DOTALL)


@dataclass(frozen=True)
class Axis:
    """One axis: label with unit, limits, and where the ticks stand. Limits are fixed for the life of a figure."""

    label: str
    low: float
    high: float
    ticks: tuple


@dataclass(frozen=True)
class Curve:
    """What moves: a line, or the band between two lines. `label` stands in the legend.

    dashes (as matplotlib names line styles) and marker ("o" circles, "s" squares, "^" triangles along the line) tell
    lines apart without colour.
    """

    name: str
    label: str
    colour: str = INK
    dashes: str | tuple = "-"
    band: bool = False
    marker: str = ""


class LiveFigure:
    """A plot with fixed axes and moving curves.

    name: unique on a page.  title: plain text.  curves: [Curve].  lines: [(value, words)] drawn across, they stay.
    size: inches.
    `paths(data)` gives the moving part, `picture(data, sentence)` the whole as a `Picture`.
    """

    def __init__(self, name, title, x, y, curves, lines=(), size=(8.0, 4.8)):
        self.name, self.title, self.x, self.y, self.curves, self.lines = name, title, x, y, curves, lines
        self.size, self.place = size, (0.09, 0.32, 0.88, 0.65)
        self.frame = self._opened(from_figure(self._drawn(), name, title, "").svg)

    def paths(self, data):
        """The `d` of every curve, as {curve name: text}; a curve without data is empty.

        data: {curve name: (x, y)} for a line, (x, low, high) for a band; arrays of one length.
        Raises ValueError for a name that is no curve.
        """
        known = {curve.name: curve for curve in self.curves}
        if not set(data) <= set(known):
            raise ValueError(f"'{min(set(data) - set(known))}' is no curve of the figure '{self.name}'")
        return {name: self._path(curve, data.get(name)) for name, curve in known.items()}

    def picture(self, data, sentence):
        """The figure with its curves filled in and the sentence that says what it shows."""
        svg = self.frame.replace("</desc>", f"{escape(sentence)}</desc>", 1)
        for name, path in self.paths(data).items():
            svg = svg.replace(f'id="{self.path_id(name)}" d=""', f'id="{self.path_id(name)}" d="{path}"')
        return Picture(self.name, svg, self.title, sentence)

    def path_id(self, name):
        """The id of a curve's path in the frame."""
        return f"kap-{self.name}-curve-{name}"

    def _path(self, curve, given):
        if given is None:
            return ""
        if curve.band:
            x, low, high = given
            return f"M{_joined(*self._points(np.append(x, x[::-1]), np.append(high, low[::-1])))}Z"
        across, down = self._points(*given)
        n = len(across)
        places = range(n // 12, n, max(n // 6, 1)) if curve.marker else ()
        marks = "".join(_MARKS[curve.marker].format(x=across[i], y=down[i]) for i in places)
        return f"M{_joined(across, down)}{marks}"

    def _points(self, x, y):
        (left, bottom, width, height), (w, h) = self.place, np.multiply(self.size, _POINTS_PER_INCH)
        across = (left + width * (np.asarray(x) - self.x.low) / (self.x.high - self.x.low)) * w
        down = (1 - bottom - height * (np.asarray(y) - self.y.low) / (self.y.high - self.y.low)) * h
        return across.tolist(), down.tolist()

    def _drawn(self):
        from matplotlib.figure import Figure

        figure = Figure(figsize=self.size, facecolor=PAPER)
        axes = figure.add_axes(self.place, xlim=(self.x.low, self.x.high), ylim=(self.y.low, self.y.high),
                               xticks=self.x.ticks, yticks=self.y.ticks, facecolor=PAPER)
        axes.set_xlabel(self.x.label, color=INK)
        axes.set_ylabel(self.y.label, color=INK)
        axes.tick_params(colors=INK, labelcolor=INK)
        axes.spines[:].set_color(FAINT)
        axes.spines[["top", "right"]].set_visible(False)
        for curve in self.curves:
            self._add(axes, curve)
        for value, words in self.lines:
            axes.axhline(value, color=FAINT, lw=0.8, linestyle=(0, (1, 3)))
            axes.text(self.x.high, value, words, color=INK, fontsize=8, ha="right", va="bottom")
        axes.legend(frameon=False, labelcolor=INK, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=3,
                    handlelength=3.5)
        return figure

    def _add(self, axes, curve):
        start = [self.x.low, self.x.high]
        if curve.band:
            drawn, = axes.fill(start, [self.y.low] * 2, facecolor=curve.colour, alpha=0.45, lw=0, label=curve.label)
        else:
            drawn, = axes.plot(start, [self.y.low] * 2, color=curve.colour, linestyle=curve.dashes, lw=1.8,
                               label=f"{curve.label} {_SHAPES[curve.marker]}".rstrip())
        drawn.set_gid(f"curve-{curve.name}")

    def _opened(self, svg):
        """The frame with the drawn path of each curve replaced by an empty one that carries the curve's id."""
        for curve in self.curves:
            group = re.search(rf'<g id="{re.escape(self.path_id(curve.name))}">(.*?)</g>', svg, re.DOTALL)
            style, clip = _EMPTY.search(group[1])[1], re.search(r'clip-path="[^"]*"', group[1])
            path = f'<path id="{self.path_id(curve.name)}" d="" {clip[0]} {style}/>'
            svg = svg.replace(group[0], path)
        return svg


def _joined(across, down):
    return " ".join([f"{x:.1f} {y:.1f}" for x, y in zip(across, down, strict=True)])
