"""A class in pictures: how far people are, how items did, what was learned. Marks differ by shape or words too."""

from kapcourse.figures.picture import ACCENT, FAINT, INK, PAPER, SECOND, SOFT, from_figure

STATES = (("finished", ACCENT, "", PAPER), ("begun", SOFT, "", INK), ("not begun", PAPER, "////", INK))
WIDE = 8.0


def progress(rows, sentence):
    """One bar for each lesson. rows: [(lesson, people who finished, begun, not begun)]. Returns a Picture."""
    figure, axes = _canvas(len(rows), left=0.36, bottom=0.55)
    for place, (_, *counts) in enumerate(rows):
        start = 0
        for count, (_, colour, hatch, ink) in zip(counts, STATES, strict=True):
            axes.barh(place, count, left=start, height=0.62, color=colour, hatch=hatch, edgecolor=FAINT, linewidth=0.8)
            if count:
                box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1} if hatch else None
                axes.text(start + count / 2, place, str(count), ha="center", va="center", color=ink, size=9, bbox=box)
            start += count
    axes.set(xlim=(0, max(sum(counts) for _, *counts in rows)), ylim=(len(rows) - 0.5, -0.5), xticks=[])
    axes.set_yticks(range(len(rows)), [name for name, *_ in rows], size=9, color=INK)
    _legend(figure)
    return from_figure(figure, "class-progress", "How many people finished each lesson", sentence)


def _legend(figure):
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=colour, hatch=hatch, edgecolor=FAINT, label=words) for words, colour, hatch, _ in STATES]
    figure.legend(handles=handles, loc="lower right", ncols=len(STATES), frameon=False, fontsize=9, labelcolor=INK)


def items(points, few, sentence):
    """Share of points against item-rest correlation, one mark an item. Returns a Picture.

    points: [(share, correlation, whether it is worth a look)].  few: the correlation below which an item is.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, 3.6), facecolor=PAPER)
    axes = figure.add_axes((0.1, 0.17, 0.87, 0.72), facecolor=PAPER, xlim=(-3, 103), ylim=(-1.05, 1.05))
    for look, marker, colour, words in ((False, "o", ACCENT, "nothing to look at"), (True, "D", SECOND, "have a look")):
        some = [(100 * share, correlation) for share, correlation, marked in points if marked == look]
        axes.plot(*(zip(*some, strict=True) if some else ([], [])), marker, color=colour, markersize=6, label=words)
    axes.axhline(few, color=FAINT, linewidth=0.8, linestyle="--")
    axes.set_xlabel("Points at the first answer, % of what was possible", size=9, color=INK)
    axes.set_ylabel("Item-rest correlation", size=9, color=INK)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False, fontsize=9, labelcolor=INK)
    _plain(axes)
    return from_figure(figure, "class-items", "How the items did", sentence)


def gains(rows, sentence):
    """A mark with its interval for each domain. rows: [(name, mean, low, high)] in percentage points, mean may be None.

    Returns a Picture.
    """
    figure, axes = _canvas(len(rows), left=0.36, bottom=0.6)
    for place, (_, mean, low, high) in enumerate(rows):
        if mean is None:
            axes.text(2, place, "too few people", va="center", color=INK, size=9)
            continue
        axes.plot((low, high), (place, place), color=INK, linewidth=1.4)
        axes.plot(mean, place, "s", color=ACCENT, markersize=7)
    axes.axvline(0, color=FAINT, linewidth=0.8, linestyle="--")
    axes.set(xlim=(-100, 100), ylim=(len(rows) - 0.5, -0.5))
    axes.set_xlabel("After minus before, percentage points", size=9, color=INK)
    axes.set_yticks(range(len(rows)), [name for name, *_ in rows], size=9, color=INK)
    return from_figure(figure, "class-gains", "What the class learned, by subject", sentence)


def _canvas(rows, left, bottom):
    """A figure with a lane for each row. left: share of its width for names.  bottom: inches below the lanes."""
    from matplotlib.figure import Figure

    height = bottom + 0.2 + 0.38 * max(rows, 1)
    figure = Figure(figsize=(WIDE, height), facecolor=PAPER)
    axes = figure.add_axes((left, bottom / height, 0.97 - left, 0.38 * max(rows, 1) / height), facecolor=PAPER)
    _plain(axes)
    return figure, axes


def _plain(axes):
    axes.tick_params(colors=INK, labelsize=9)
    for side, spine in axes.spines.items():
        spine.set(visible=side in ("left", "bottom"), color=FAINT)
