"""The planners' reasoning: from a plan as it was laid out to what each rule makes of it."""

from functools import cache

from kapcourse.science import planning as science
from kapcourse.tables import plans as tables
from kapcourse.tables import sources
from kapcourse.tables.facts import plain
from kapcourse.tables.records import CourseError, named

ALL_KEPT = "**This plan keeps every rule.** Other plans can be right too: the rules leave room."
SOME_BROKEN = "**Broken: {broken} of {applying} rules.** Mend the plan and check again."


def planner(name, folder=None):
    """The planner called `name` ("session", "follow_up"). Raises CourseError if there is none."""
    return named(planners(folder), name, "there is no planner")


@cache
def planners(folder=None):
    """{id: Planner}, each proven: it accepts its published shapes and rejects each seeded fault by its own rule alone.

    Raises CourseError for bad tables, and for a shape or a fault of which the rules make something else.
    """
    found = tables.load(folder)
    for one in found.values():
        where = f"data/{tables.FILE}, planner {one.id}"
        for shape in one.shapes:
            _prove(one, shape.approach, shape.placed, shape.departs, f"{where}, shape {shape.id}")
        for fault in one.faults:
            shape = one.shape(fault.shape)
            _prove(one, shape.approach, one.changed(fault), [*shape.departs, fault.rule], f"{where}, fault {fault.id}")
    return found


def _prove(one, approach, placed, expected, where):
    found = broken(one, approach, placed)
    if set(found) != set(expected):
        raise CourseError(f"{where}: breaks {', '.join(found) or 'no rule'}; "
                          f"expected {', '.join(expected) or 'none'}.")


def outcomes(one, approach, placed):
    """What the rules make of a plan: a list of `science.planning.Outcome`, those of the approach, in file order.

    one: a Planner.  placed: {block: {at, by, every, until, choice}}. Raises ValueError or CourseError for a plan that
    cannot be laid out.
    """
    plan = {name: laid(one.block(name), approach, values) for name, values in placed.items()}
    return science.check(plan, [_rule(row, one) for row in one.rules_of(approach)])


def broken(one, approach, placed):
    """Ids of the rules that a plan breaks, in file order. Arguments and errors as of `outcomes`."""
    return [outcome.rule.id for outcome in outcomes(one, approach, placed) if outcome.state == "broken"]


def laid(block, approach, values):
    """A placement as science takes it."""
    at, until = values["at"], values.get("until")
    end = at + block.length[approach] if until is None else until
    moments = science.readings(at, values["every"], until) if block.shape == "series" else ()
    return science.Placed(at, end, values.get("by", block.by), moments, values.get("choice", ""))


def _rule(row, one):
    between = tuple(tables.moment_of(moment, one) for moment in row.between)
    return science.Rule(row.id, row.kind, row.block, row.other, between, row.limit or 0.0, tuple(row.roles),
                        next(iter(row.only.items()), ()))


def verdict(name, approach, answer):
    """(right, score, Markdown) for an answer {block: {at, by, every, until, choice}} to a planner's task.

    score: the share of rules kept, of those that apply. Raises ValueError for an answer nobody can read.
    """
    one = planner(name)
    found = outcomes(one, approach, read(one, approach, answer))
    rows = {row.id: row for row in one.rules_of(approach)}
    failed = [outcome for outcome in found if outcome.state == "broken"]
    applying = sum(outcome.state != "idle" for outcome in found)
    if not failed:
        return True, 1.0, ALL_KEPT
    head = SOME_BROKEN.format(broken=len(failed), applying=applying)
    lines = [f"- **{says(rows[o.rule.id], one)}** {had(o, one)} {rows[o.rule.id].why}" for o in failed]
    return False, 1 - len(failed) / applying, "\n".join([head, "", *lines])


def read(one, approach, answer):
    """The answer, checked to be a plan that the planner could make. Raises ValueError for anything else."""
    if not isinstance(answer, dict) or not all(isinstance(name, str) for name in answer):
        raise ValueError
    for name, values in answer.items():
        if name not in [block.id for block in one.blocks]:
            raise ValueError
        try:
            tables.check_placement(values, one.block(name), one, approach, name)
        except CourseError as fault:
            raise ValueError from fault
    return answer


def says(row, one):
    """The rule in words, with its limit."""
    return row.says if row.limit is None else row.says.replace("{limit}", amount(row.limit, one))


def amount(number, one):
    """A number with the unit of a planner's axis: "15 minutes", "1 day"."""
    return f"{number:g} {one.unit if number != 1 else one.unit.removesuffix('s')}"


def had(outcome, one):
    """What the plan has where a rule is broken, in a sentence; nothing where a block is missing."""
    rule, found = outcome.rule, outcome.found
    if isinstance(found, str):
        return f"Here: {tables.ROLES[found]}."
    if rule.kind == "at_least" and found < 0:
        return f"Here it is the other way round, by {amount(-found, one)}."
    if rule.kind in ("at_least", "at_most", "every"):
        return f"Here: {amount(found, one)}."
    if rule.kind == "there":
        return f"Not covered here: {amount(found, one)}."
    return "Here they overlap." if rule.kind == "apart" else "" if found is None else "Here it is the other way round."


def print_planner(name):
    """Print a planner's rules with source, tier and status, its published shapes, and each fault with its rule."""
    one = planner(name)
    print(f"{one.name}\n\nRules")
    for row in one.rules:
        author = sources.load()[row.source].author
        print(f"  {row.id} [{row.approach}] {plain(says(row, one))} {author} ({row.tier}, {row.status})")
    print("\nPublished shapes")
    for shape in one.shapes:
        print(f"  {shape.name}: {'departs from ' + ', '.join(shape.departs) if shape.departs else 'accepted'}")
    print("\nFaults, each rejected by one rule")
    for fault in one.faults:
        print(f"  {fault.id}: {fault.rule}")
