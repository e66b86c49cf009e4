"""A plan on its time axis: a lane for each block, who acts told by shape, the level in the blood underneath."""

from kapcourse.figures.live import Axis, Curve, LiveFigure
from kapcourse.figures.picture import ACCENT, FAINT, INK, SECOND, THIRD

WHO = {"prescriber": "medical", "nurse": "medical", "therapist": "therapist", "person": "other", "companion": "other"}
BLOCK = (0.18, 0.82)  # bottom and top of a block in its lane
ROOM = 3  # lanes that the level takes
_WORDS = {"medical": "Prescriber or nurse", "therapist": "Therapist", "other": "Person or companion"}
_BLOCKS = (Curve("medical", _WORDS["medical"], ACCENT, blocks=True),
           Curve("therapist", _WORDS["therapist"], SECOND, blocks=True, hatch="////"),
           Curve("other", _WORDS["other"], FAINT, blocks=True, hatch="||||"))
_MOMENTS = (Curve("medical_at", f"{_WORDS['medical']}, a moment", ACCENT, marker="o", points=True),
            Curve("therapist_at", f"{_WORDS['therapist']}, a moment", SECOND, marker="s", points=True),
            Curve("other_at", f"{_WORDS['other']}, a moment", THIRD, marker="^", points=True))
_LEVEL = Curve("level", "Typical ketamine level, modelled", INK, "--")
_DAYS = (0, 1, 2, 3, 7, 14, 28, 56, 84)


def minutes_of_a_day(name, lanes, last, top):
    """A LiveFigure from arrival to `last` minutes; lanes: names, from above.  top: of the level, ng/mL."""
    ticks = tuple(range(0, int(last) + 1, 30))
    x = Axis("Minutes after the person arrives", 0, last, ticks)
    named = {0: "0", ROOM - 0.5: f"{top:g} ng/mL"}
    return _figure(name, "The session day", x, lanes, named, ROOM, (*_BLOCKS, *_MOMENTS, _LEVEL))


def days_of_weeks(name, lanes):
    """A LiveFigure from the last dose to twelve weeks, the first days with more room; a day stands at `on_axis`."""
    x = Axis("Days after the last dose, the first ones with more room", 0.9, on_axis(88),
             tuple(on_axis(day) for day in _DAYS), tuple(map(str, _DAYS)), log=True)
    return _figure(name, "The weeks after", x, lanes, {}, 0, _MOMENTS)


def on_axis(day):
    """Where a day stands on the axis of `days_of_weeks`, on which day 0 has a place too."""
    return day + 1


def lane(lanes, name, floor):
    """The bottom of a lane; lanes: names, from above.  floor: lanes left free below."""
    return floor + len(lanes) - 1 - lanes.index(name)


def level_height(values, top):
    """Where levels in ng/mL stand; same shape."""
    return (ROOM - 0.5) * values / top


def _figure(name, title, x, lanes, named, floor, curves):
    named = named | {lane(lanes, words, floor) + 0.5: words for words in lanes}
    high = len(lanes) + floor
    y = Axis("", 0, high, tuple(named), tuple(named.values()))
    across = [(floor + i, "") for i in range(len(lanes))]
    inches = 1.75 + 0.3 * high
    bottom = (1.3 if floor else 1.1) / inches
    return LiveFigure(name, title, x, y, curves, across, size=(8.6, inches),
                      place=(0.27, bottom, 0.71, 0.985 - bottom), columns=2 if floor else 1)
