"""Four clocks and the hours with staff on one time axis, minutes to weeks, each in a lane of its own."""

from kapcourse.figures.live import Axis, Curve, LiveFigure
from kapcourse.figures.picture import ACCENT, FAINT, SECOND, SOFT, THIRD

LANES = {"hours": "Hours with staff", "mood": "Mood: difference from the comparison group",
         "pressure": "Blood pressure: rise of the systolic value",
         "dissociation": "Dissociation: reported by the group, or not",
         "plasma": "Plasma: level in the blood"}
FIRST, LAST = 5, 42 * 24 * 60  # minutes
TICKS = {10: "10 min", 40: "40 min", 120: "2 h", 480: "8 h", 1440: "1 day", 4320: "3 days", 10080: "1 week",
         40320: "4 weeks"}
TOPS = {"mood": 2.4, "pressure": 15.0}  # SD and mmHg
BLOCK = (0.06, 0.46)  # bottom and top of a block above its lane's floor
NOTED = -0.13  # where a mark without a value stands, outside the scale, so that it cannot be read as one
_FLOOR, _ROOM, _TITLE, _UNKNOWN = 0.22, 0.52, 0.88, 0.45
CURVES = (
    Curve("ketamine", "Ketamine: modelled", ACCENT),
    Curve("norketamine", "Norketamine: modelled", SECOND, "--"),
    Curve("schematic", "Schematic: shape unknown, no values", FAINT, "--", blocks=True, hatch="////"),
    Curve("planned", "Planned hours", SOFT, blocks=True),
    Curve("valued", "Measured, a bar is its interval", THIRD, marker="o", points=True),
    Curve("midazolam", "Measured, against midazolam", SECOND, marker="s", points=True),
    Curve("noted", "Measured, told in words below", FAINT, marker="^", points=True),
)


def timeline(top, unknown):
    """A LiveFigure with a lane for each of LANES, 5 minutes to 6 weeks.

    top: of the plasma lane, ng/mL.  unknown: {lane: words} for lanes that stay empty, and why.
    Curves are those of CURVES; `height` says where a value stands.
    """
    named = {height(lane, value, top if lane == "plasma" else None): words for lane, value, words in (
        ("mood", 0, "0"), ("mood", 1, "1"), ("mood", 2, "2 SD"), ("pressure", 0, "0"), ("pressure", 10, "10 mmHg"),
        ("dissociation", 0, "not"), ("dissociation", 1, "reported"), ("plasma", 0, "0"),
        ("plasma", top, f"{top} ng/mL"))}
    named |= {height(lane, 0) + NOTED: "in words" for lane in TOPS}
    notes = [(1.1 * FIRST, i + _TITLE, words) for i, words in enumerate(LANES.values())]
    notes += [(1.1 * FIRST, tuple(LANES).index(lane) + _UNKNOWN, words) for lane, words in unknown.items()]
    x = Axis("Time after the start of the first dose", FIRST, LAST, tuple(TICKS), tuple(TICKS.values()), log=True)
    y = Axis("", 0, len(LANES), tuple(named), tuple(named.values()))
    across = [(i, "") for i in range(1, len(LANES))]
    return LiveFigure(f"timeline-{top}", "Clocks of a day with ketamine", x, y, CURVES, across, notes, size=(8.6, 7.9),
                      place=(0.11, 0.18, 0.86, 0.81), columns=2)


def height(lane, value, top=None):
    """Where a value of a lane stands on the picture's vertical axis; value and result of any shape.

    top: of the plasma lane; the others have theirs in TOPS. A lane without a scale takes values from 0 to 1.
    """
    return tuple(LANES).index(lane) + _FLOOR + _ROOM * value / (top or TOPS.get(lane, 1))


def side_by_side(minutes, step=1.13):
    """Times at which marks are drawn: marks of one moment stand beside each other, around it."""
    places = []
    for i, minute in enumerate(minutes):
        same, before = minutes.count(minute), minutes[:i].count(minute)
        places.append(minute * step ** (before - (same - 1) / 2))
    return places
