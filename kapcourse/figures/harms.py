"""Icon arrays: both groups of a harm or another outcome on one denominator, each person or session one mark."""

from kapcourse.figures.picture import ACCENT, FAINT, INK, PAPER, from_figure

GAP = 1.6  # marks between the two arrays
SIDES = {100: (10, 10), 1000: (40, 25)}  # columns and rows


def icons(of, groups, sentence, name="icons"):
    """A Picture with one array for each group; a filled mark has the outcome, an open one has not.

    of: 100 or 1000 marks in each array.  groups: [(words above, how many have it)].  name: unique on a page.
    """
    from matplotlib.figure import Figure

    columns, rows = SIDES[of]
    width = len(groups) * columns + (len(groups) - 1) * GAP * columns / 10
    figure = Figure(figsize=(8.0, 1.0 + 7.4 * rows / max(width, 2.1 * columns)), facecolor=PAPER)
    axes = figure.add_axes((0.02, 0.02, 0.96, 0.8), xlim=(-0.8, max(width, 2.1 * columns)), ylim=(rows - 0.3, -0.7),
                           facecolor=PAPER)
    axes.axis("off")
    for number, (words, count) in enumerate(groups):
        _array(axes, number * columns * (1 + GAP / 10), columns, of, words, count)
    return from_figure(figure, f"{name}-{of}", "How often it happened, out of the same number", sentence)


def _array(axes, left, columns, of, words, count):
    """The first `count` marks are filled; size of the marks follows the number of columns."""
    size = 9.5 if of == 100 else 3.6
    places = [(left + i % columns, i // columns) for i in range(of)]
    for part, marker, colour, fill in ((places[:count], "s", ACCENT, ACCENT), (places[count:], "o", FAINT, PAPER)):
        if part:
            axes.plot(*zip(*part, strict=True), marker, color=colour, markerfacecolor=fill, markersize=size,
                      markeredgewidth=0.8, linestyle="none")
    axes.text(left - 0.4, -0.9, words, color=INK, size=9, va="bottom")
