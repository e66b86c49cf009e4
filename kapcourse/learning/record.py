"""The record of study: what was reached and when, from the answers; it certifies nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from kapcourse.learning import answers, exercises
from kapcourse.tables import edition, lessons

PAUSE = timedelta(minutes=10)
MET = ("An objective counts as met when every core question of it was answered rightly at last. Where it has none, its "
       "optional questions and claims count, which the score leaves out. A reflection only has to be written.")
TIME = ("Time is an estimate: the pauses between two answers are added up, and a pause of ten minutes or more "
        "counts as nothing.")
SCORE = ("A score is the average of the last answers to all core questions that are marked; an open one counts as "
         "nothing.")
STATES = {True: "met", False: "not yet", None: "with the instructor"}


@dataclass(frozen=True)
class Goal:
    """One objective. met: True, False, or None where the instructor keeps a key."""

    text: str
    met: bool | None


@dataclass(frozen=True)
class Part:
    """One lesson of the record. right and marked: core questions; score: 0 to 1, or None where none is marked."""

    lesson: lessons.Lesson
    goals: list[Goal]
    right: int
    marked: int
    score: float | None


@dataclass(frozen=True)
class Record:
    """All that a record says. minutes: estimated time of study; first and last: days of the answers, or None."""

    made: datetime
    parts: list[Part]
    minutes: int
    first: datetime | None
    last: datetime | None
    edition: edition.Edition
    mark: str
    name: str = ""


def build(given=None, now=None, name="", latest=None):
    """The record at `now` from answers in the order of giving; by default the trainee's own.

    latest: {exercise: Answer}, by default the last of `given`. name: what the trainee typed; signs that print nothing
    are dropped.
    """
    own = given is None
    given = answers.given() if own else list(given)
    latest = latest or (answers.last() if own else {answer.exercise: answer for answer in given})
    moments = [datetime.fromisoformat(answer.time) for answer in given]
    parts = [_part(lesson, latest) for lesson in lessons.load().values() if lesson.ready]
    return Record(now or datetime.now().astimezone(), parts, round(estimated(moments) / timedelta(minutes=1)),
                  min(moments, default=None), max(moments, default=None), edition.load(), edition.mark(), printed(name))


def estimated(moments):
    """The time of study as a timedelta: the sum of the gaps below ten minutes between moments in a row."""
    gaps = (later - earlier for earlier, later in pairwise(sorted(moments)))
    return sum((gap for gap in gaps if gap < PAUSE), timedelta())


def printed(name):
    """A name as it is printed: one line, at most 120 signs, none that prints nothing or turns the line around."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(name)).split())[:120]


def _part(lesson, latest):
    core = [i for i in exercises.listed() if i.lesson == lesson.id and i.role == "core"]
    marked = [i for i in core if i.graded]
    right = sum(_met(i, latest) is True for i in marked)
    score = sum((latest[i.id].score or 0) for i in marked if i.id in latest) / len(marked) if marked else None
    goals = [Goal(o.text, _reached(_items(o, lesson, core), latest)) for o in lesson.objectives]
    return Part(lesson, goals, right, len(marked), score)


def _items(objective, lesson, core):
    """The core items of an objective; where it has none, its optional ones in this lesson or its claims."""
    found = [i for i in core if i.objective == objective.id]
    return found or [i for i in exercises.listed() if i.objective == objective.id and i.role == "optional"
                     and (i.lesson == lesson.id or i.claim in lesson.claims)]


def _reached(items, latest):
    states = [_met(item, latest) for item in items]
    if not states or False in states:
        return False
    return None if None in states else True


def _met(item, latest):
    if item.id not in latest:
        return False
    if item.kind == "reflection":
        return True
    correct = latest[item.id].correct
    return None if correct is None and item.key is None else correct is True
