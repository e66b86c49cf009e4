"""One picture of what is known and how firmly: attributes in rows, approaches in columns."""

from kapcourse.figures.picture import ACCENT, FAINT, INK, PAPER, SOFT, from_figure

LEVELS = {
    "high": ("●●●●", "high"),
    "moderate": ("●●●○", "moderate"),
    "low": ("●●○○", "low"),
    "very_low": ("●○○○", "very low"),
    "practice": ("—", "practice"),
    "unknown": ("?", "no source"),
}


def knowledge(rows, columns, levels, sentence):
    """A grid with one mark and one word a cell, so that no meaning hangs on colour.

    rows: attribute names.  columns: approach names.  levels: levels[row][column], each a key of LEVELS.
    Returns a Picture.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    width, height = 8.0, 0.34 * len(rows) + 0.55
    figure = Figure(figsize=(width, height), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(len(rows), -1.2))
    axes.axis("off")
    left, step = 2.3, (width - 2.35) / len(columns)
    for c, column in enumerate(columns):
        axes.text(left + (c + 0.5) * step, -0.5, column, ha="center", va="center", color=INK, size=9, weight="bold")
    for r, row in enumerate(rows):
        axes.text(0.08, r + 0.5, row, va="center", color=INK, size=9)
        for c, level in enumerate(levels[r]):
            mark, word = LEVELS[level]
            rated = level not in ("practice", "unknown")
            axes.add_patch(Rectangle((left + c * step + 0.03, r + 0.06), step - 0.06, 0.88, lw=0.8, edgecolor=FAINT,
                                     facecolor=SOFT if rated else PAPER, linestyle="--" if level == "unknown" else "-"))
            axes.text(left + (c + 0.5) * step, r + 0.34, mark, ha="center", va="center", size=8,
                      color=ACCENT if rated else FAINT)
            axes.text(left + (c + 0.5) * step, r + 0.74, word, ha="center", va="center", size=7, color=INK)
    return from_figure(figure, "knowledge", "What is known, and how firmly", sentence)
