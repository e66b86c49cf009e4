"""Where a trainee stands: for each lesson what is done, open and worth another look."""

from dataclasses import dataclass

from kapcourse.learning import answers, exercises
from kapcourse.tables import lessons


@dataclass(frozen=True)
class Standing:
    """Core items of one lesson by their last answer (lists of item ids)."""

    lesson: lessons.Lesson
    done: list[str]
    again: list[str]
    open: list[str]


def standings(latest=None):
    """One Standing for each lesson, in order. latest: {exercise: Answer}, by default the trainee's own."""
    latest = answers.last() if latest is None else latest
    items = exercises.listed()
    return [_standing(lesson, [i for i in items if i.lesson == lesson.id and i.role == "core"], latest)
            for lesson in lessons.load().values()]


def _standing(lesson, items, latest):
    done = [i.id for i in items if i.id in latest and latest[i.id].correct is not False]
    again = [i.id for i in items if i.id in latest and latest[i.id].correct is False]
    return Standing(lesson, done, again, [i.id for i in items if i.id not in latest])
