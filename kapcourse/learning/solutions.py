"""The instructor's edition: worked answers, printed from the same items and computations the lessons use."""

from kapcourse.learning import cases, exercises, planning, screening
from kapcourse.learning.exercises import PARTS
from kapcourse.tables import claims
from kapcourse.tables.facts import plain


def lesson(number):
    """Print every item and claim of a lesson, in the order of the files; what else there is has prints of its own.

    The items of the test before and after the course are left out: printed, they would no longer be unseen.
    """
    for item in exercises.load_all():
        if item.lesson == number and item.role != "test" and (
                item.claim or item.kind not in ("reflection", *exercises.ELSEWHERE)):
            show(item.id)
            print("\n" + "-" * 80)


def show(name):
    """Print an item's key with the reason for each option, or that its key is withheld."""
    item = exercises.get(name)
    if item.claim:
        return claim(item.claim)
    if item.vignette:
        return screening.print_vignette(item.vignette)
    if item.planner:
        return planning.print_planner(item.planner)
    if item.case:
        return cases.print_case(item.case)
    if item.withheld and item.key is None:
        return print(f"{item.id}: the key is withheld; set KAPCOURSE_KEYS to the folder that holds it.")
    print(f"{item.id} ({item.kind})\n{_line(item.stem)}\n")
    for option in item.options:
        print(f"- {_line(option.text)}\n  {_KEYED[item.kind](item, option)}. {_line(option.feedback)}".rstrip())
    if item.kind == "number":
        print(f"Key: {item.key:g} {item.unit}".rstrip())
    if item.kind == "order":
        print("Key: " + " > ".join(item.key))
    print(f"\nWhy: {_line(item.feedback)}")


def claim(name):
    """Print a claim with its evidence, the keyed judgement and the reason. Raises CourseError if it is not ready."""
    item = exercises.get(f"claim.{name}")
    told = claims.load()[name]
    print(f"{told.id}. {told.statement}\n")
    for row in told.rows:
        print(f"- {_line(row.study)} [{_line(row.design)}; {row.says}] {_line(row.figure)}")
    for part in PARTS:
        print(f"{part}: {_line(item.option(f'{part}:{item.key[part]}').text)}")
    print(f"certainty: {told.certainty}\n\nWhy: {_line(told.reason)}\nWould change it: {_line(told.would_change)}")


_KEYED = {
    "choice": lambda item, o: "right" if o.id == item.key else "wrong",
    "several": lambda item, o: "belongs" if o.id in item.key else "does not belong",
    "match": lambda item, o: next(c.text for c in item.categories if c.id == item.key[o.id]),
    "order": lambda item, o: f"step {item.key.index(o.id) + 1}",
    "number": lambda item, o: "foreseen wrong answer",
}


def _line(text):
    return " ".join(plain(text).split())
