"""How much of what matters each way can meet: a bar from the least to the most, told by shape as well as by colour."""

import numpy as np

from kapcourse.figures.live import Axis, Curve, LiveFigure
from kapcourse.figures.picture import ACCENT, FAINT

BLOCK = (0.2, 0.8)  # bottom and top of a bar in its lane
NARROW = 1.0  # a range without width is drawn this wide, so that it can be seen
_CURVES = (Curve("range", "Least to most it can meet; the width is what is not known", ACCENT, blocks=True),
           Curve("closed", "Closed by a gate, or not weighed here", FAINT, blocks=True, hatch="////"))


def ranges(name, lanes):
    """A LiveFigure with one lane for each option. name: unique on a page.  lanes: names of options, from above."""
    x = Axis("Points of 100 that matter to this person", 0, 100, tuple(range(0, 101, 20)))
    y = Axis("", 0, len(lanes), tuple(len(lanes) - i - 0.5 for i in range(len(lanes))), tuple(lanes))
    inches = 1.5 + 0.42 * len(lanes)
    bottom = 1.15 / inches
    return LiveFigure(name, "How much of what matters each way can meet", x, y, _CURVES,
                      [(i, "") for i in range(len(lanes))], size=(8.0, inches),
                      place=(0.17, bottom, 0.8, 0.98 - bottom), columns=1)


def bars(rows):
    """What moves: rows: [(low, high, whether it is closed)] in points of 100, from above. Returns data for `paths`."""
    found = {"range": [], "closed": []}
    for number, (low, high, closed) in enumerate(rows):
        floor = len(rows) - 1 - number
        low, high = (low, high) if high - low >= NARROW else _widened(low, high)
        found["closed" if closed else "range"].append((low, high, floor + BLOCK[0], floor + BLOCK[1]))
    return {curve: tuple(np.array(blocks, dtype=float).T) for curve, blocks in found.items() if blocks}


def _widened(low, high):
    middle = min(max((low + high) / 2, NARROW / 2), 100 - NARROW / 2)
    return middle - NARROW / 2, middle + NARROW / 2
