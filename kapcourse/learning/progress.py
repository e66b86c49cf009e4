"""Where a trainee stands: for each lesson what is done, open and worth another look, and where to go on."""

from dataclasses import dataclass, field

from kapcourse.learning import answers, exercises
from kapcourse.tables import lessons
from kapcourse.tables.records import named


@dataclass(frozen=True)
class Standing:
    """Items of one lesson by their last answer: core ones as lists of ids, optional ones that are done and all."""

    lesson: lessons.Lesson
    done: list[str]
    again: list[str]
    open: list[str]
    optional_done: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)

    @property
    def core(self):
        """How many core items the lesson has."""
        return len(self.done) + len(self.again) + len(self.open)


def standings(latest=None, first=None):
    """One Standing for each lesson, in order. latest: {exercise: Answer}, by default the trainee's own.

    first: the id of a lesson that is to come first. Raises CourseError if there is no such lesson.
    """
    if first is not None:
        named(lessons.load(), first, "there is no lesson")
    latest = answers.last() if latest is None else latest
    items = exercises.listed()
    found = [_standing(lesson, [i for i in items if i.lesson == lesson.id], latest)
             for lesson in lessons.load().values()]
    return sorted(found, key=lambda standing: standing.lesson.id != first)


def finished(item, answer):
    """Whether the last answer to an item (or None) leaves nothing to do: not wrong; a case has reached an ending."""
    if answer is None or answer.correct is False:
        return False
    return item.kind != "case" or answer.correct is True


def onward(found):
    """The Standing to go on with: the first ready lesson, in the course's order, with something open or to revisit.

    found: as `standings` gives them. None when all core items are done.
    """
    ready = sorted((s for s in found if s.lesson.ready), key=lambda s: s.lesson.id)
    return next((s for s in ready if s.again or s.open), None)


def _standing(lesson, items, latest):
    core = [i for i in items if i.role == "core"]
    optional = [i for i in items if i.role == "optional"]
    done = [i.id for i in core if finished(i, latest.get(i.id))]
    again = [i.id for i in core if i.id in latest and i.id not in done]
    return Standing(lesson, done, again, [i.id for i in core if i.id not in latest],
                    [i.id for i in optional if finished(i, latest.get(i.id))], [i.id for i in optional])
