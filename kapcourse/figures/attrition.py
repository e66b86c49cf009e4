"""How many people are still there, drawn to scale: one bar for each moment, the lost part left empty."""

from kapcourse.figures.picture import ACCENT, FAINT, INK, PAPER, from_figure


def attrition(rows, sentence):
    """Bars of one length, filled as far as people still had data.

    rows: [(words, people)], the start first.  sentence: what the picture shows, in plain text.
    Returns a Picture.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    start = rows[0][1]
    width, height, left = 4.2, 0.75 * len(rows) + 0.2, 0.1
    length = width - 2 * left
    figure = Figure(figsize=(width, height), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(len(rows), -0.1))
    axes.axis("off")
    for place, (words, people) in enumerate(rows):
        axes.text(left, place + 0.2, f"{words}: {people:,}", va="center", color=INK, size=10)
        axes.add_patch(Rectangle((left, place + 0.4), length, 0.4, lw=1, edgecolor=FAINT, facecolor=PAPER,
                                 linestyle="--"))
        axes.add_patch(Rectangle((left, place + 0.4), length * people / start, 0.4, lw=0, facecolor=ACCENT))
        if people < start:
            axes.text(left + length - 0.1, place + 0.6, "no data", ha="right", va="center", color=INK, size=9)
    return from_figure(figure, "attrition", "How many people are still in the figures, drawn to scale", sentence)
