"""What a cohort learned between the tests before and after the course: people's shares, and the gain by domain."""

from collections import Counter
from dataclasses import dataclass

from kapcourse.learning import forms
from kapcourse.tables import domains


@dataclass(frozen=True)
class Person:
    """One trainee's shares of right answers, {domain: share} for each finished test (its first finish), or None."""

    before: dict | None
    after: dict | None
    first_form: str | None


def person(chains):
    """The Person that the records of both tests make. chains: {exercise: [Answer]}, as `collected.given`'s."""
    tests = forms.attempts(chains)
    shares = {which: _shares(test) for which, test in tests.items()}
    return Person(shares["before"], shares["after"], tests["before"].form if tests["before"] else None)


def _shares(test):
    if test is None or test.first is None:
        return None
    return {name: part.share for name, part in forms.score(forms.items(test.form), test.first).items()}


def gains(people):
    """The learning gain of a cohort: {domain: science.gain.Gain}, and under "all" that over all items.

    people: a list of Person. Forms differ in difficulty as well, which the gain holds too unless half of the
    cohort had form B first (KAPCOURSE_FIRST_FORM).
    """
    from kapcourse.science.gain import gain

    nothing = float("nan")
    return {name: gain(*([(getattr(p, which) or {}).get(name, nothing) for p in people] for which in forms.WHICH))
            for name in (*domains.load(), forms.ALL)}


def told(people):
    """What a cohort learned, as lines of text. people: a list of Person."""
    found = gains(people)
    overall = found[forms.ALL]
    yield (f"Trainees: {len(people)}. Finished both tests: {overall.both}, only the one before: {overall.only_before}, "
           f"only the one after: {overall.only_after}.")
    yield from (f"- {name}: {found[part].told}" for part, name in forms.domain_names().items())
    if one_sided(people):
        yield one_sided(people)


def one_sided(people):
    """A warning where all people with both tests had the same form first, or ""."""
    firsts = Counter(p.first_form for p in people if p.before and p.after)
    if len(firsts) != 1:
        return ""
    return (f"Everybody had form {next(iter(firsts))} first: a gain may also come from forms of unlike difficulty. "
            f"Set {forms.FIRST_FORM}=B for half of the people.")
