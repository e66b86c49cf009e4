"""The test before and after the course: its two parallel forms, what was answered, and scores by domain.

What a trainee does in a test is a chain of records under "test.before" or "test.after", apart from the answers to
lessons: {do: answer, form, item, answer}, {do: finish, form}, {do: again, form}. No record carries a verdict, so that
nothing on the trainee's side says what is right before the closing test is done; scores are worked out from the
keys whenever they are shown. For one trainee there is only a plain score; a gain exists for a cohort alone (`gains`).
"""

import os
from collections import Counter
from dataclasses import dataclass, field, replace

from kapcourse.learning import answers, exercises
from kapcourse.learning.exercises import FORMS
from kapcourse.learning.grading import Verdict, check
from kapcourse.tables import domains
from kapcourse.tables.facts import plain
from kapcourse.tables.records import CourseError

WHICH = ("before", "after")
FIRST_FORM = "KAPCOURSE_FIRST_FORM"
ALL = "all"
_OTHER = dict(zip(FORMS, reversed(FORMS), strict=True))


@dataclass(frozen=True)
class Score:
    """right: items answered rightly, of those `asked` that have a key; recorded: items whose key is withheld."""

    right: int
    asked: int
    recorded: int

    @property
    def share(self):
        """Right of asked, 0 to 1; not a number where no item has a key."""
        return self.right / self.asked if self.asked else float("nan")


@dataclass(frozen=True)
class Attempt:
    """Where one test of one trainee stands.

    answers: {item: answer} of the present try.  done: whether that try is finished.  first: the answers of the first
    finished try, which is the one that is scored, or None.  tries: how many were finished.
    """

    which: str
    form: str
    answers: dict = field(default_factory=dict)
    done: bool = False
    first: dict | None = None
    tries: int = 0


def items(form):
    """The items of one form ("A" or "B"), in their order, with their keys."""
    return [exercises.get(item.id) for item in exercises.listed() if item.role == "test" and item.form == form]


def replay(which, records):
    """The Attempt that a chain of records leads to, or None where nothing was begun. Unreadable records are skipped.

    The form is that of the first record. After the first finish the test "before" takes no more records.
    """
    now = None
    for record in records:
        if isinstance(record, dict) and record.get("form") in FORMS:
            now = now or Attempt(which, record["form"])
            now = _next(now, record) if record["form"] == now.form else now
    return now


def attempts(chains):
    """{"before" or "after": Attempt, or None where nothing was begun} of {exercise: [Answer], oldest first}."""
    return {which: replay(which, [a.answer for a in chains.get(record_name(which), ())]) for which in WHICH}


def _next(now, record):
    do, item = record.get("do"), record.get("item")
    if do == "answer" and not now.done and isinstance(item, str):
        kept = {name: value for name, value in now.answers.items() if name != item}
        blank = record.get("answer") in (None, "", [], {})
        return replace(now, answers=kept if blank else {**kept, item: record["answer"]})
    if do == "finish" and not now.done:
        return replace(now, done=True, first=now.answers if now.first is None else now.first, tries=now.tries + 1)
    if do == "again" and now.done and now.which == "after":
        return replace(now, answers={}, done=False)
    return now


def standing(which):
    """The trainee's own Attempt at a test; a new one, in the form that is due, where nothing was begun.

    By default form A comes before and B after; the environment variable KAPCOURSE_FIRST_FORM=B swaps them. Once one
    of the two was begun, its form stays, and the other test has the other form.
    """
    own, other = (replay(name, _records(name)) for name in (which, _other_test(which)))
    if own:
        return own
    if other:
        return Attempt(which, _OTHER[other.form])
    return Attempt(which, first_form() if which == "before" else _OTHER[first_form()])


def keep(attempt, do, **what):
    """Add one record to the trainee's answers and return the Attempt that follows."""
    record = {"do": do, "form": attempt.form, **what}
    answers.session().add(record_name(attempt.which), record, Verdict(None, None, ""))
    return _next(attempt, record)


def may_be_explained(which):
    """Whether feedback on a test may be shown: once the closing test is finished."""
    return standing(which).first is not None and standing("after").first is not None


def is_open(item, answer):
    """Whether an item still waits for an answer; a match, until every statement is matched."""
    if answer is None or not check(item, answer).answered:
        return True
    return item.kind == "match" and len(answer) < len(item.options)


def first_form():
    """The form that comes before the course: KAPCOURSE_FIRST_FORM, else A. Raises CourseError for another word."""
    form = os.environ.get(FIRST_FORM) or FORMS[0]
    if form.upper() not in FORMS:
        raise CourseError(f"{FIRST_FORM} is '{form}'; expected {' or '.join(FORMS)}.")
    return form.upper()


def score(form_items, given):
    """{domain: Score} in the order of the domains, and under "all" the sum. given: {item: answer}."""
    parts = {name: _sum([i for i in form_items if i.domain == name], given) for name in domains.load()}
    return {**{name: part for name, part in parts.items() if part.asked or part.recorded},
            ALL: _sum(form_items, given)}


def _sum(some, given):
    keyed = [item for item in some if item.graded]
    return Score(sum(check(item, given.get(item.id)).correct is True for item in keyed), len(keyed),
                 len(some) - len(keyed))


def told_key(item):
    """The right answer in words, one line for each part."""
    if item.kind == "number":
        return [f"{item.key:g} {item.unit}".strip()]
    return told_answer(item, item.key)


def told_answer(item, answer):
    """A readable answer in words, one line for each part."""
    if item.kind == "number":
        return [f"{answer} {item.unit}".strip()]
    if item.kind == "match":
        names = {category.id: category.text for category in item.categories}
        return [f"{_line(o.text)}: {names[answer[o.id]]}" for o in item.options if o.id in answer]
    chosen = answer if isinstance(answer, list) else [answer]
    return [_line(item.option(name).text) for name in chosen]


def _line(text):
    return " ".join(text.split())


def faults(bank):
    """Sentences that say where the forms do not match pair by pair; empty if they do. bank: items of the course."""
    a, b = ([item for item in bank if item.form == form] for form in FORMS)
    found = []
    if len(a) != len(b):
        found.append(f"data/tests: form A has {len(a)} items and form B has {len(b)}; pairs are needed.")
    for number, pair in enumerate(zip(a, b, strict=False), 1):
        for part in ("domain", "kind"):
            one, other = (getattr(item, part) for item in pair)
            if one != other:
                found.append(f"data/tests, pair {number}: {part} is '{one}' in {pair[0].id} and '{other}' in "
                             f"{pair[1].id}; the two forms need the same.")
    return found + _repeated(a + b, bank)


def _repeated(tests, bank):
    """Sentences on stems that stand twice, within the test or in a lesson."""
    stems = Counter(_stem(item) for item in bank)
    return [f"data/tests, item {item.id}: its stem stands elsewhere too." for item in tests if stems[_stem(item)] > 1]


def _stem(item):
    return _line(plain(item.stem)).lower()


def domain_names():
    """{domain: its name}, and under "all" that of the sum."""
    return {**{name: row.name for name, row in domains.load().items()}, ALL: "All questions"}


def record_name(which):
    """The exercise under which the records of a test ("before" or "after") are kept."""
    return f"test.{which}"


def _records(which):
    return [answer.answer for answer in answers.history(record_name(which))]


def _other_test(which):
    return WHICH[1 - WHICH.index(which)]
