"""Spaced review: which questions come back, and when. A pure function of the answers given and of the time.

The rule is known as Leitner boxes. Each question sits in a box; the box says after how many days it comes back. A wrong
answer puts it into the first box, a right one into the next. A right answer before the day changes nothing, so that
answering the same question twice in a row moves it no further.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kapcourse.learning import exercises

DAYS = (1, 3, 7, 21)
AT_ONCE = 5
KINDS = ("choice", "several", "number", "match", "order")


@dataclass(frozen=True)
class Place:
    """Where a question is. box: 0 to len(DAYS) - 1.  returns: the day on which it comes back."""

    box: int
    returns: date


def places(given, zone=None):
    """{exercise: Place} from answers in the order of giving; those that are not right or wrong do not count.

    zone: the time zone in which days are counted, by default that of the answers (UTC).
    """
    found = {}
    for answer in given:
        if answer.correct is not None:
            day = _day(answer.time, zone)
            found[answer.exercise] = _moved(found.get(answer.exercise), answer.correct, day)
    return found


def due(given, now):
    """Ids of the questions that are due at `now` (a datetime with zone): lowest box first, then longest waiting."""
    waiting = [(place.box, place.returns, name) for name, place in places(given, now.tzinfo).items()
               if place.returns <= now.date()]
    return [name for _, _, name in sorted(waiting)]


def returns(given, now):
    """The next day after `now` on which a question comes back, or None."""
    return min((p.returns for p in places(given, now.tzinfo).values() if p.returns > now.date()), default=None)


def reviewed(given):
    """The answers to questions that can come back: marked ones that are asked in a panel of their own."""
    known = {item.id for item in exercises.listed() if item.kind in KINDS and item.graded}
    return [answer for answer in given if answer.exercise in known]


def _moved(place, right, day):
    if not right:
        box = 0
    elif place is None:
        box = 1
    elif day < place.returns:
        return place
    else:
        box = min(place.box + 1, len(DAYS) - 1)
    return Place(box, _after(day, DAYS[box]))


def _day(stamp, zone):
    moment = datetime.fromisoformat(stamp)
    try:
        return moment.astimezone(zone).date() if zone else moment.date()
    except OverflowError:  # an end of the calendar
        return moment.date()


def _after(day, days):
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day
