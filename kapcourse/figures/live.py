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
_LEGEND_BELOW = 0.468  # inches under the axes
_MARKS = {"o": "M{x:.1f} {y:.1f}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0", "s": "M{x:.1f} {y:.1f}m-3 -3h6v6h-6z",
          "^": "M{x:.1f} {y:.1f}m0 -4l4 7h-8z"}
_SHAPES = {"": "", "o": "(circles)", "s": "(squares)", "^": "(triangles)"}
_EMPTY = re.compile(r'<path [^>]*?(style="[^"]*")[^>]*/>', re.DOTALL)


@dataclass(frozen=True)
class Axis:
    """One axis: label with unit, limits, and where the ticks stand. Limits are fixed for the life of a figure.

    names: what the ticks are called, if not by their numbers.  log: each tenfold takes the same room.
    """

    label: str
    low: float
    high: float
    ticks: tuple
    names: tuple = ()
    log: bool = False

    def at(self, values):
        """Where values stand between the limits: 0 at the low one, 1 at the high one; same shape."""
        values, low, high = (np.log(part) if self.log else part for part in (np.asarray(values), self.low, self.high))
        return (values - low) / (high - low)


@dataclass(frozen=True)
class Curve:
    """What moves: a line, the band between two lines, single points, or blocks. `label` stands in the legend.

    dashes (as matplotlib names line styles) and marker ("o" circles, "s" squares, "^" triangles along the line) tell
    lines apart without colour; hatch (as matplotlib names it) fills a block with strokes instead of colour.
    """

    name: str
    label: str
    colour: str = INK
    dashes: str | tuple = "-"
    band: bool = False
    marker: str = ""
    points: bool = False
    blocks: bool = False
    hatch: str = ""


class LiveFigure:
    """A plot with fixed axes and moving curves.

    name: unique on a page.  title: plain text.  curves: [Curve].  lines: [(value, words)] drawn across, they stay.
    notes: [(x, y, words)] that stay.  size: inches.  place: of the axes, as parts of it.  columns: of the legend.
    `paths(data)` gives the moving part, `picture(data, sentence)` the whole as a `Picture`.
    """

    def __init__(self, name, title, x, y, curves, lines=(), notes=(), size=(8.0, 4.8), place=(0.09, 0.32, 0.88, 0.65),
                 columns=3):
        self.name, self.title, self.x, self.y, self.curves, self.lines = name, title, x, y, curves, lines
        self.notes, self.size, self.place, self.columns = notes, size, place, columns
        self.frame = self._opened(from_figure(self._drawn(), name, title, "").svg)

    def paths(self, data):
        """The `d` of every curve, as {curve name: text}; a curve without data is empty.

        data: {curve name: (x, y)} for a line, (x, low, high) for a band, (x, y, low, high) for points with the
        interval drawn from low to high, (start, end, low, high) for blocks; arrays of one length.
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
        if curve.points:
            return self._marks(curve, *given)
        if curve.blocks:
            return self._blocks(*given)
        across, down = self._points(*given)
        n = len(across)
        places = range(n // 12, n, max(n // 6, 1)) if curve.marker else ()
        marks = "".join(_MARKS[curve.marker].format(x=across[i], y=down[i]) for i in places)
        return f"M{_joined(across, down)}{marks}"

    def _marks(self, curve, x, y, low, high):
        (across, down), (_, bottom), (_, top) = (self._points(x, edge) for edge in (y, low, high))
        return "".join(f"M{i:.1f} {b:.1f}V{t:.1f}{_MARKS[curve.marker].format(x=i, y=j)}"
                       for i, j, b, t in zip(across, down, bottom, top, strict=True))

    def _blocks(self, start, end, low, high):
        (left, bottom), (right, top) = self._points(start, low), self._points(end, high)
        return "".join(f"M{a:.1f} {b:.1f}H{c:.1f}V{d:.1f}H{a:.1f}Z"
                       for a, b, c, d in zip(left, bottom, right, top, strict=True))

    def _points(self, x, y):
        (left, bottom, width, height), (w, h) = self.place, np.multiply(self.size, _POINTS_PER_INCH)
        across, down = (left + width * self.x.at(x)) * w, (1 - bottom - height * self.y.at(y)) * h
        return across.tolist(), down.tolist()

    def _drawn(self):
        from matplotlib.figure import Figure

        figure = Figure(figsize=self.size, facecolor=PAPER)
        axes = figure.add_axes(self.place, facecolor=PAPER, xscale="log" if self.x.log else "linear",
                               yscale="log" if self.y.log else "linear")
        axes.set(xlim=(self.x.low, self.x.high), ylim=(self.y.low, self.y.high))
        for axis, spec in ((axes.xaxis, self.x), (axes.yaxis, self.y)):
            self._tick(axis, spec)
        axes.set_xlabel(self.x.label, color=INK)
        axes.set_ylabel(self.y.label, color=INK)
        axes.tick_params(colors=INK, labelcolor=INK)
        axes.spines[:].set_color(FAINT)
        axes.spines[["top", "right"]].set_visible(False)
        shown = [self._add(axes, curve) for curve in self.curves]
        for value, words in self.lines:
            axes.axhline(value, color=FAINT, lw=0.8, linestyle=(0, (1, 3)))
            axes.text(self.x.high, value, words, color=INK, fontsize=8, ha="right", va="bottom")
        for x, y, words in self.notes:
            axes.text(x, y, words, color=INK, fontsize=8.5, va="center")
        below = -_LEGEND_BELOW / (self.place[3] * self.size[1])
        axes.legend(handles=shown, frameon=False, labelcolor=INK, fontsize=8, loc="upper center",
                    bbox_to_anchor=(0.5, below), ncols=self.columns, handlelength=3.5)
        return figure

    @staticmethod
    def _tick(axis, spec):
        axis.set_ticks(spec.ticks, labels=spec.names or None)
        axis.set_ticks([], minor=True)

    def _add(self, axes, curve):
        """Draw the curve that `_opened` empties; returns what stands for it in the legend."""
        start, floor = [self.x.low, self.x.high], [self.y.low] * 2
        if curve.band:
            drawn, = axes.fill(start, floor, facecolor=curve.colour, alpha=0.15, lw=0, label=curve.label)
        elif curve.blocks:
            drawn, = axes.fill(start, floor, facecolor=PAPER if curve.hatch else curve.colour, edgecolor=FAINT, lw=1.2,
                               hatch=curve.hatch, linestyle=curve.dashes, label=curve.label)
        else:
            drawn, = axes.plot(start, floor, color=curve.colour, linestyle=curve.dashes, lw=1.8,
                               label=f"{curve.label} {_SHAPES[curve.marker]}".rstrip())
        drawn.set_gid(f"curve-{curve.name}")
        return _key(drawn, curve.marker) if curve.points else drawn

    def _opened(self, svg):
        """The frame with the drawn path of each curve replaced by an empty one that carries the curve's id."""
        for curve in self.curves:
            group = re.search(rf'<g id="{re.escape(self.path_id(curve.name))}">(.*?)</g>', svg, re.DOTALL)
            style, clip = _EMPTY.search(group[1])[1], re.search(r'clip-path="[^"]*"', group[1])
            path = f'<path id="{self.path_id(curve.name)}" d="" {clip[0]} {style}/>'
            svg = svg.replace(group[0], path)
        return svg


def _key(drawn, marker):
    """A legend entry for points: the marker on a short line, as their interval is drawn."""
    from matplotlib.lines import Line2D

    return Line2D([], [], color=drawn.get_color(), lw=1.8, marker=marker, markerfacecolor="none",
                  label=drawn.get_label())


def _joined(across, down):
    return " ".join([f"{x:.1f} {y:.1f}" for x, y in zip(across, down, strict=True)])
