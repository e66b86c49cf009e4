"""Two scores of one person on a scale, and how far each published rule says yes: a bar for each rule."""

from kapcourse.figures.live import Axis, Curve, LiveFigure
from kapcourse.figures.picture import FAINT, INK, SECOND, THIRD

BAR = (0.22, 0.78)  # bottom and top of a bar in its lane
_CURVES = (Curve("yes", "The rule says yes (the score afterwards lies within the bar)", THIRD, blocks=True),
           Curve("no", "The rule says no (it lies beyond the bar)", SECOND, blocks=True, hatch="////"),
           Curve("before", "Score before", FAINT, (0, (4, 3))),
           Curve("after", "Score afterwards", INK))


def scores_on_a_scale(name, scale, top, rules):
    """A LiveFigure with a lane for each rule; what moves is given by `moved`.

    name: unique on a page.  top: the highest score.  rules: what each asks, in words, from above.
    """
    x = Axis(f"{scale} score (higher is worse)", 0, top, tuple(range(0, top + 1, 10 if top > 30 else 3)))
    lanes = tuple(len(rules) - 0.5 - number for number in range(len(rules)))
    y = Axis("", 0, len(rules), lanes, tuple(rules))
    across = [(number, "") for number in range(len(rules))]
    inches = 1.5 + 0.46 * len(rules)
    bottom = 1.25 / inches
    return LiveFigure(name, f"What published rules say of a change on the {scale}", x, y, _CURVES, across,
                      size=(8.6, inches), place=(0.3, bottom, 0.67, 0.97 - bottom), columns=1)


def moved(rows, before, after):
    """The moving part: rows, (highest last score with a yes, whether it says yes) from above, and the two scores."""
    bars = {True: [], False: []}
    for number, (highest, met) in enumerate(rows):
        bottom = len(rows) - 1 - number
        if highest >= 0:
            bars[met].append((0, highest, bottom + BAR[0], bottom + BAR[1]))
    lines = {name: ((score, score), (0, len(rows))) for name, score in (("before", before), ("after", after))}
    drawn = {name: tuple(zip(*bars[met], strict=True)) for name, met in (("yes", True), ("no", False)) if bars[met]}
    return lines | drawn
