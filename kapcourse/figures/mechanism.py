"""How much of each target is taken over time, and what other medicines do to a swallowed dose and to a drip."""

from kapcourse.figures.live import Axis, Curve, LiveFigure
from kapcourse.figures.picture import ACCENT, FAINT, INK, PAPER, SECOND, THIRD, from_figure

TAKEN = {  # row of data/receptors.csv: (label, colour, dashes, marker)
    "nmda_s": ("NMDA, by S-ketamine", ACCENT, "-", "o"),
    "nmda_r": ("NMDA, by R-ketamine", SECOND, "--", ""),
    "nmda_sn": ("NMDA, by S-norketamine", THIRD, (0, (1, 1)), ""),
    "mu": ("Mu opioid, by ketamine", INK, "-.", ""),
}
TOP = 80
ROUTES = {"oral": ("swallowed", "o", ACCENT), "iv": ("by drip", "s", SECOND)}
TICKS = {0.125: "an eighth", 0.25: "a quarter", 0.5: "half", 1: "unchanged", 2: "twice", 4: "four times"}


def occupancy(hours):
    """A LiveFigure of the share of each target of TAKEN that is taken, in percent, from 0 to `hours`."""
    curves = [Curve(name, label, colour, dashes, marker=marker)
              for name, (label, colour, dashes, marker) in TAKEN.items()]
    x = Axis("Hours after the start", 0, hours, tuple(range(hours + 1)))
    y = Axis("Share of the target taken, %", 0, TOP, tuple(range(0, TOP + 1, 20)))
    return LiveFigure("occupancy", "Share of targets taken over time", x, y, curves)


def interactions(rows, sentence):
    """A Picture with one line for each medicine and a mark for each route, on one axis of fold change.

    rows: {medicine: [(route, fold or None, printed)]}; an open mark stands at 1 where no figure is printed.
    """
    from matplotlib.figure import Figure

    height = 0.6 * len(rows) + 1.3
    figure = Figure(figsize=(8.0, height), facecolor=PAPER)
    axes = figure.add_axes((0.2, 0.75 / height, 0.78, 1 - 1.15 / height), xlim=(0.08, 6.5),
                           ylim=(len(rows) - 0.4, -0.6), xscale="log", facecolor=PAPER)
    axes.set_xticks(list(TICKS), labels=list(TICKS.values()))
    axes.set_xticks([], minor=True)
    axes.set_yticks(range(len(rows)), labels=list(rows))
    axes.set_xlabel("Area under the curve of ketamine, with it against without it", color=INK)
    axes.tick_params(colors=INK, labelcolor=INK, labelsize=10)
    axes.spines[:].set_visible(False)
    axes.axvline(1, color=FAINT, lw=0.8)
    for line, marks in enumerate(rows.values()):
        axes.axhline(line, color=FAINT, lw=0.4, linestyle=(0, (1, 3)))
        for number, mark in enumerate(marks):
            _mark(axes, line, *mark, above=number % 2 == 0)
    for words, marker, colour in ROUTES.values():
        axes.plot([], [], marker, color=colour, label=words)
    axes.legend(frameon=False, labelcolor=INK, fontsize=10, loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=2)
    return from_figure(figure, "interactions", "Other medicines: swallowed ketamine beside the drip", sentence)


def _mark(axes, line, route, fold, printed, above):
    words, marker, colour = ROUTES[route]
    axes.plot([fold or 1], [line], marker, color=colour, markerfacecolor=colour if fold else PAPER, markersize=7)
    axes.annotate(f"{words}: {printed}", (fold or 1, line), xytext=(0, 7 if above else -16),
                  textcoords="offset points", ha="center", color=INK, fontsize=9,
                  bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6})
