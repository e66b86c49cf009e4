"""What published rules make of two scores of one person, and the comparisons of lesson 11."""

from kapcourse.learning import planning
from kapcourse.learning.wording import small
from kapcourse.tables import durability, facts, plans
from kapcourse.tables import scale_rules as tables
from kapcourse.tables.records import CourseError, named

UNTREATED = "F-9840"  # people on waiting lists who improved as in a response, of all
PLANNER = "follow_up"


def rule(name, folder=None):
    """The rule called `name`. Raises CourseError if there is none."""
    return named(tables.load(folder), name, "data/scale_rules.csv has no row")


def scales(folder=None):
    """{name of a scale: its highest score}, in file order."""
    return {row.scale: row.top for row in tables.load(folder).values()}


def rules_of(scale, folder=None):
    """The rules of a scale in the order of ASKS, those that ask for less first."""
    found = [row for row in tables.load(folder).values() if row.scale == scale]
    return sorted(found, key=lambda row: (list(tables.ASKS).index(row.asks), -highest(row, row.top)))


def highest(row, before):
    """The highest last score at which the rule says yes, given the first one; below 0 if none does.

    before: the first score, points.
    """
    if row.kind == "at_most":
        return row.limit
    return before * (1 - row.limit / 100) if row.kind == "share" else before - row.limit


def met(row, before, after):
    """Whether the rule says yes. before, after: scores in points. Raises ValueError for a score off the scale."""
    if not (0 <= after <= row.top and 0 < before <= row.top):
        raise ValueError(f"scores {before} and {after} do not lie on the {row.scale}, or the first is 0")
    return after <= highest(row, before)


def fallen(before, after):
    """By how many percent a score has fallen, rounded; below 0 if it rose."""
    return round(100 * (before - after) / before)


def told(scale, before, after, folder=None):
    """What the rules of a scale make of two scores, in sentences."""
    rows = rules_of(scale, folder)
    yes = [row for row in rows if met(row, before, after)]
    change = before - after
    moved = f"{abs(change):g} points {'lower' if change > 0 else 'higher'}" if change else "the same"
    share = f" (a fall of {fallen(before, after)} %)" if change > 0 else ""
    return (f"{scale} {before:g} before and {after:g} after: {moved}{share}. {len(yes)} of {len(rows)} rules say yes. "
            f"Yes: {_named(yes)}. No: {_named([row for row in rows if row not in yes])}.")


def _named(rows):
    named = [f"{tables.ASKS[row.asks].lower()} ({small(row.words)})" for row in rows]
    return "; ".join(named) or "none"


def of_both(response, remission, before, after, folder=None):
    """"both", "response", "remission" or "neither": what two rules make of two scores."""
    said = [met(rule(name, folder), before, after) for name in (response, remission)]
    return {(True, True): "both", (True, False): "response", (False, True): "remission"}.get(tuple(said), "neither")


def improved_untreated():
    """Of a hundred people on a waiting list, how many improved as much as in a response."""
    return facts.of_a_hundred(UNTREATED)


def decided(rows, folder=None):
    """"chance" if chance decided between what rows of data/durability.csv compare, else "apart".

    rows: one row that has a comparison group, or two rows. Raises CourseError for a row that does not exist, ValueError
    for a row that compares nothing.
    """
    found = [_duration(name, folder) for name in rows]
    if len(found) == 1 and not found[0].control:
        raise ValueError(f"row '{rows[0]}' of data/durability.csv has no comparison group")
    same = len({row.source for row in found}) == 1
    return "chance" if same and all("randomised" in row.design for row in found) else "apart"


def _duration(name, folder):
    return named(durability.load(folder), name, "data/durability.csv has no row")


def whose(name, folder=None):
    """"kap" for a follow-up rule of KAP alone; else "source" or "own", by what it rests on."""
    try:
        found = next(row for row in planning.planner(PLANNER, folder).rules if row.id == name)
    except StopIteration:
        raise CourseError(f"data/{plans.FILE}, planner {PLANNER} has no rule '{name}'.") from None
    if found.approach != "both":
        return found.approach
    return "own" if found.status == "JUDGEMENT" else "source"


def day_of(shape, block, folder=None):
    """The day on which a block begins in a published shape of the follow-up planner."""
    return planning.planner(PLANNER, folder).shape(shape).placed[block]["at"]


def print_person(scale, before, after):
    """Print what the rules of a scale make of two scores."""
    print(f"{scale} {before} before, {after} after: a fall of {before - after} points, {fallen(before, after)} %")
    for row in rules_of(scale):
        print(f"  {'yes' if met(row, before, after) else 'no ':4}{tables.ASKS[row.asks]:24}{row.words:40}{row.source}")


def print_decided(comparisons):
    """Print what decided between the rows of data/durability.csv that each comparison names."""
    for rows in comparisons:
        words = " | ".join(f"{row.words}: {row.quantity} {row.value:g} {row.unit} ({row.source}, {row.design})"
                           for row in (_duration(name, None) for name in rows))
        print(f"{decided(rows)}: {words}")


def print_untreated():
    """Print the share of people on waiting lists who improved as in a response."""
    print(f"{facts.load()[UNTREATED].value} people on waiting lists, {improved_untreated()} of a hundred")
