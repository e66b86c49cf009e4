"""A class seen together: who is where, how items and wrong options did, what is misunderstood, what was learned.

Items are judged by everybody's first answer, as every answer is explained at once and the last one is mostly right.
Where a trainee stands goes by the last answer, as in their own progress. Reflections are never opened, and nothing
that somebody typed is kept here: an answer is held as points and as names of options.
"""

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kapcourse.learning import cohort, collected, gains
from kapcourse.learning.grading import check, wrong_options
from kapcourse.learning.progress import finished
from kapcourse.science.item_analysis import FEWEST_PAIRS, FEWEST_SHARE, item_fit, rest_means
from kapcourse.tables import lessons
from kapcourse.tables.facts import plain

EASY, HARD, LOOSE = 0.95, 0.30, 0.10  # the course's own rules of thumb for an item that is worth a look
DRAWS = 0.05  # a wrong option works if at least this share of people chose it
PLACE = re.compile(r'[Ll]ook\s+(?:again\s+)?at\s+"([^"]+)"(?:\s+in\s+lesson\s+(\d\d))?')


@dataclass(frozen=True)
class Member:
    """One trainee. label: "T01".  name: as the folder is called, for the instructor alone.

    standing: {lesson: (core items done, answered)}.  first: {item: points of the first answer}.  chosen: {item: names
    of wrong options, as first answered}.  person: a `gains.Person`.  faults: sentences on files left out.
    """

    label: str
    name: str
    standing: dict
    first: dict
    chosen: dict
    person: gains.Person
    faults: list


@dataclass(frozen=True)
class ItemRow:
    """An item with its `ItemFit` and what there is to look at, in words, or nothing."""

    item: object
    fit: object
    look: str


@dataclass(frozen=True)
class Distractor:
    """A wrong option of a choice. chosen, of: people. idle: hardly anybody chose it. draws_strong: who chose it did
    better in the rest than who had the item right (told from five of them on). None for both where too few answered.
    """

    item: object
    option: object
    chosen: int
    of: int
    idle: bool | None
    draws_strong: bool | None


@dataclass(frozen=True)
class Misunderstood:
    """An error and how many people showed it. lesson, section: where to look again; section may be ""."""

    words: str
    people: int
    of: int
    item: object
    lesson: str
    section: str


def members(folder):
    """The trainees of a class folder as a list of Member, in the order of their labels.

    Raises CourseError if the folder cannot be read or holds nobody.
    """
    found = collected.trainees(folder)
    scheme = cohort.Scheme()
    return [_member(label, name, found[name], scheme) for name, label in labels(found).items()]


def labels(names):
    """{name: "T01"}: the same for the same names in any order, and no order that the alphabet gives away.

    The order comes from a digest of each name with all the others, so that only who has the whole roster can trace it.
    """
    roster = "\n".join(sorted(names))

    def place(name):
        return hashlib.sha256(f"{roster}\n\n{name}".encode("utf-8", "surrogateescape")).hexdigest()
    width = max(2, len(str(len(names))))
    return {name: f"T{number:0{width}d}" for number, name in enumerate(sorted(names, key=place), 1)}


def _member(label, name, paths, scheme):
    given = collected.given(paths, cohort.SITTINGS)
    first, _ = scheme.points(given.first)
    chosen = {one: wrong_options(scheme.graded[one], given.first[one].answer) for one in first}
    return Member(label, name, _standing(scheme, given.latest), first, chosen, gains.person(given.chains),
                  given.faults)


def _standing(scheme, latest):
    """{lesson: (done, answered)} of core items, of the lessons in which anything was answered."""
    core = [i for i in scheme.all.values() if i.role == "core" and i.kind != "reflection" and i.id in latest]
    answered = Counter(i.lesson for i in core)
    done = Counter(i.lesson for i in core if _done(i, latest[i.id]))
    return {lesson: (done[lesson], answered[lesson]) for lesson in answered}


def _done(item, answer):
    """As in the trainee's progress, but by the key, whatever the file says of itself."""
    verdict = check(item, answer.answer)
    return verdict.answered and (item.key is None or finished(item, verdict))


class Room:
    """What the members of a class reached together. people: a list of Member.  items: by default the course's own."""

    def __init__(self, people, items=None):
        self.people = people
        scheme = cohort.Scheme(items)
        self.items = [item for item in scheme.graded.values() if any(item.id in p.first for p in people)]
        self.core = Counter(i.lesson for i in scheme.all.values() if i.role == "core" and i.kind != "reflection")
        self.points = {i.id: np.array([p.first.get(i.id, np.nan) for p in people]) for i in self.items}

    @property
    def begun(self):
        """Lessons in which anybody answered a core item, in the order of the course."""
        return [x for name, x in lessons.load().items() if any(name in p.standing for p in self.people)]

    def states(self, lesson):
        """(finished, begun, not begun): numbers of people, by the core items of a lesson."""
        done = sum(p.standing.get(lesson, (0, 0))[0] >= self.core[lesson] for p in self.people)
        begun = sum(lesson in p.standing for p in self.people)
        return done, begun - done, len(self.people) - begun

    @cached_property
    def rows(self):
        """An ItemRow for each item that anybody answered, lesson by lesson."""
        fits = [(item, item_fit(self.points[item.id], self._rest(item))) for item in self.items]
        return [ItemRow(item, fit, _look(fit)) for item, fit in sorted(fits, key=lambda x: x[0].lesson)]

    def _rest(self, item):
        """Points in the other core items of the item's lesson, people x items."""
        others = [self.points[i.id] for i in self.items
                  if i.lesson == item.lesson and i.role == "core" and i.id != item.id]
        return np.array(others).T if others else np.empty((len(self.people), 0))

    def distractors(self):
        """Every wrong option of each choice that was answered."""
        return [self._distractor(item, option) for item in self.items if item.kind == "choice"
                for option in item.options if option.id != item.key]

    def _distractor(self, item, option):
        of = [n for n, p in enumerate(self.people) if item.id in p.first]
        took = [n for n in of if option.id in self.people[n].chosen[item.id]]
        if len(of) < FEWEST_PAIRS:
            return Distractor(item, option, len(took), len(of), None, None)
        means = rest_means(self._rest(item))
        wrong, right = _mean(means[took]), _mean(means[[n for n in of if self.people[n].first[item.id] == 1]])
        strong = len(took) >= FEWEST_SHARE and wrong is not None and right is not None and wrong > right
        return Distractor(item, option, len(took), len(of), len(took) < DRAWS * len(of), strong)

    def misunderstood(self):
        """Every error that anybody's first answer showed, the commonest first."""
        shown = defaultdict(set)
        for number, person in enumerate(self.people):
            for item in self.items:
                for name in person.chosen.get(item.id, ()):
                    if item.option(name).misconception:
                        shown[item.id, item.option(name).misconception].add(number)
        found = [self._error(item, words, len(shown[item.id, words]))
                 for item in self.items for words in {o.misconception: o for o in item.options}
                 if (item.id, words) in shown]
        return sorted(found, key=lambda error: (-error.people, error.item.id, error.words))

    def _error(self, item, words, people):
        told = " ".join(plain(o.feedback) for o in item.options if o.misconception == words)
        lesson, section = section_of(told, item)
        return Misunderstood(words, people, sum(item.id in p.first for p in self.people), item, lesson, section)

    @cached_property
    def gains(self):
        """{domain: Gain}, as `gains.gains`."""
        return gains.gains([p.person for p in self.people])


def section_of(feedback, item):
    """(lesson, section) that a feedback tells to look at; the item's own lesson and "" where it names none."""
    found = PLACE.search(" ".join(feedback.split()))
    return (found[2] or item.lesson, found[1]) if found else (item.lesson, "")


def _look(fit):
    """What there is to look at in an item, by the course's own rules of thumb."""
    said = []
    if fit.share is not None and fit.share >= EASY:
        said.append("nearly everybody has it right")
    if fit.share is not None and fit.share <= HARD:
        said.append("hard: look whether the lesson says it")
    if fit.correlation is not None and fit.correlation < LOOSE:
        said.append("does not tell apart who knows")
    return "; ".join(said)


def _mean(values):
    values = values[~np.isnan(values)]
    return float(np.mean(values)) if len(values) else None
