"""A class's answers graded again by the keys: the verdict that a file holds is never believed.

The last answer to an item counts. An item is worth a point, a partly right answer its part; predictions and
reflections are worth none, and an answer to a reflection is dropped unread. Of the tests before and after the course
the first finish counts.
"""

from collections import Counter
from dataclasses import dataclass, field

from kapcourse.learning import collected, exercises, forms
from kapcourse.learning.grading import check, wrong_options
from kapcourse.tables import lessons

MOST_NAMES, MOST_KEPT = 1_000, 100_000
LONG = 1_000  # signs of an answer whose verdict is not kept for the next one like it, so that memory stays small
SITTINGS = tuple(forms.record_name(which) for which in forms.WHICH)  # whole tests, each a chain of records


@dataclass(frozen=True)
class Marks:
    """What one trainee reached. points: {item id: 0 to 1} for each answered item that is worth a point.

    wrong: [(item id, misconception)].  unknown: names of exercises that the course does not have.
    faults: sentences on files that could not be read, wholly or partly.  tests: {"before" or "after": forms.Score} of
    each finished test.
    """

    name: str
    points: dict
    wrong: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    tests: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """Items whose points are added up together. name: what they share; title: the same for a reader."""

    name: str
    title: str
    items: tuple

    @property
    def most(self):
        """The highest sum of points."""
        return len(self.items)

    def of(self, points):
        """The sum of the points of these items, of {item id: points}."""
        return sum(points.get(name, 0.0) for name in self.items)

    def begun(self, points):
        """Whether any of these items was answered."""
        return any(name in points for name in self.items)


class Scheme:
    """What is graded: the items that are worth a point, and the columns they stand in.

    items: of `exercises.load_all()`, by default with the withheld keys that KAPCOURSE_KEYS names.
    """

    def __init__(self, items=None):
        self.all = {item.id: item for item in (exercises.load_all() if items is None else items)}
        self.graded = {name: item for name, item in self.all.items() if item.graded and item.role != "test"}
        self.keyless = [i.id for i in self.all.values() if i.key is None and i.kind != "reflection"]
        self.forms = {form: [i for i in self.all.values() if i.role == "test" and i.form == form]
                      for form in exercises.FORMS}
        self._kept = {}

    @property
    def lessons(self):
        """A column for the core items of each lesson that has any, then one for each other role."""
        courses = lessons.load()
        core = self._columns(lambda i: i.lesson if i.role == "core" else None,
                             lambda name: f"Lesson {name} {courses[name].title}" if name in courses else name)
        return core + self._columns(lambda i: i.role if i.role != "core" else None, lambda name: f"All {name} items")

    @property
    def objectives(self):
        """A column for each objective that has any item, in the order of the course."""
        texts = {o.id: o.text for lesson in lessons.load().values() for o in lesson.objectives}
        columns = self._columns(lambda i: i.objective, lambda name: texts.get(name, name))
        order = list(texts)
        return sorted(columns, key=lambda c: order.index(c.name) if c.name in order else len(order))

    def _columns(self, share, title):
        groups = {}
        for item in self.graded.values():
            if share(item) is not None:
                groups.setdefault(share(item), []).append(item.id)
        return [Column(name, title(name), tuple(ids)) for name, ids in sorted(groups.items())]

    def mark(self, name, paths):
        """The Marks of one trainee from the files and folders at `paths`."""
        given = collected.given(paths, SITTINGS)
        points, wrong = self.points(given.latest)
        unknown = sorted(one for one in given.latest if one not in self.all and one not in SITTINGS)
        return Marks(name, points, wrong, unknown, given.faults, self.tests(given.chains))

    def points(self, given):
        """({item id: 0 to 1}, [(item id, misconception)]) of {exercise: Answer}."""
        points, wrong = {}, []
        for exercise, answer in given.items():
            if exercise in self.graded:
                score, why = self._score(self.graded[exercise], answer.answer)
                if score is not None:
                    points[exercise] = score
                if why:
                    wrong.append((exercise, why))
        return points, wrong

    def tests(self, chains):
        """{"before" or "after": forms.Score over all items} of each finished test. chains: as `collected.given`'s."""
        return {which: forms.score(self.forms[test.form], test.first)[forms.ALL]
                for which, test in forms.attempts(chains).items() if test and test.first is not None}

    @property
    def most_in_test(self):
        """How many items with a key a test has; of two forms the larger number."""
        return max(sum(item.graded for item in items) for items in self.forms.values())

    def _score(self, item, answer):
        """(points or None if it is no answer, the misconception it shows or ""); the same answer is graded once."""
        key = (item.id, repr(answer))
        if len(key[1]) > LONG:
            return _scored(item, answer)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = _scored(item, answer)
        return self._kept[key]


def _scored(item, answer):
    verdict = check(item, answer)
    score = min(max(verdict.score, 0.0), 1.0) if verdict.answered and verdict.score is not None else None
    return score, misconception(item, answer) if score is not None and score < 1 else ""


def misconception(item, answer):
    """The error that a wrong answer shows first, or "" if none is foreseen for it."""
    return next((item.option(name).misconception for name in wrong_options(item, answer)), "")


@dataclass
class Tally:
    """What a class reached together, kept up as trainees come by: nobody's answers are held in memory."""

    trainees: int = 0
    silent: list = field(default_factory=list)
    answered: Counter = field(default_factory=Counter)
    points: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    unknown: Counter = field(default_factory=Counter)
    faults: int = 0

    def add(self, marks):
        """Take in one trainee."""
        self.trainees += 1
        self.faults += len(marks.faults)
        self.answered.update(marks.points.keys())
        self.points.update(marks.points)
        self.wrong.update(marks.wrong)
        self.unknown.update(name for name in marks.unknown
                            if name in self.unknown or len(self.unknown) < MOST_NAMES)
        if not marks.points:
            self.silent.append(marks.name)

    def share(self, items):
        """Points reached in some items, of those that were possible for whoever answered (0 to 1); None if nobody."""
        answered = sum(self.answered[name] for name in items)
        return sum(self.points[name] for name in items) / answered if answered else None
