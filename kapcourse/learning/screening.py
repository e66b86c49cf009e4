"""The screening room's reasoning: what follows for a vignette, what had to be asked, and what an answer is told."""

from dataclasses import dataclass
from functools import cache

from kapcourse.science import decision
from kapcourse.tables import screening as tables
from kapcourse.tables import sources
from kapcourse.tables.facts import plain
from kapcourse.tables.records import named

DISPOSITIONS = {
    "clinician": "No listed criterion fired: the clinician decides",
    "precautions": "Precautions: the clinician decides, with a plan",
    "defer": "Defer until something is settled",
    "refer": "Refer: no dose in this setting",
}
NOTHING = "No criterion fired"
TOO_MILD = ("**Too mild, and this is the dangerous direction.** You chose *{yours}*. The criteria lead to *{due}*.")
TOO_STRICT = ("**Too strict: it may keep a person from care.** You chose *{yours}*. The criteria lead to *{due}*; say "
              "what would have to be found for more.")
CAREFUL = ("**Stricter than the criteria.** You chose *{yours}*. The criteria lead to *{due}*. A precaution without a "
           "reason costs time, and may keep a person from care.")
STRICTER = ("**Stricter than the course, with a source on your side.** You chose *{yours}*, the course *{due}*. "
            "{disagreement}")
RIGHT = "**The disposition is the criteria's:** *{due}*."
LUCKY = "**What is missing is the asking.** Disposition and criterion are right, and could have been luck."


@dataclass(frozen=True)
class Case:
    """A vignette with what the engine makes of it.

    result: `decision.Triage`.  leading: criteria that share the first place.  needed: questions that could decide.
    accepted: dispositions taken for right, the engine's and up to what a stricter source would do.
    """

    vignette: tables.Vignette
    result: decision.Triage
    leading: list[str]
    needed: list[str]
    accepted: tuple


def rules(folder=None):
    """The criteria of data/screening.csv as the engine's rules, in the order of the file."""
    return [decision.Rule(c.id, c.weight, c.disposition, c.finding, c.operator, c.value, c.unit, c.only, c.urgent,
                          c.near) for c in tables.load(folder).criteria.values()]


def case(name, folder=None):
    """The vignette called `name` ("V07") with its key. Raises CourseError if there is none."""
    return named(cases(folder), name, "there is no vignette")


@cache
def cases(folder=None):
    """All vignettes with their keys, by name. Raises CourseError for bad tables."""
    found, known = tables.load(folder), rules(folder)
    return {name: _case(vignette, found, known) for name, vignette in found.vignettes.items()}


def _case(vignette, found, known):
    result = decision.triage(vignette.values, known)
    leading = [rule.id for rule in result.fired if rule.heaviness == result.fired[0].heaviness]
    needed = _needed(vignette, result, leading, found, known)
    return Case(vignette, result, leading or [decision.NONE], needed,
                _accepted(result, [found.criteria[name] for name in leading]))


def _accepted(result, leading):
    order = decision.DISPOSITIONS
    strictest = max([order.index(result.disposition), *(order.index(row.stricter) for row in leading if row.stricter)])
    return order[order.index(result.disposition):strictest + 1]


def _needed(vignette, result, leading, found, known):
    """Questions without which the decision is a guess: they hold its ground, or could have made it stricter."""
    deciding = {rule.finding for rule in known if rule.id in leading
                or (_applies(rule, vignette.values) and decision.could_change(rule, result))}
    return [question.id for question in found.questions.values() if question.group != "start"
            and any(f.question == question.id and f.id in deciding for f in found.findings.values())]


def _applies(rule, values):
    return all(values[name] == wanted for name, wanted in rule.only)


def after(name, changes, folder=None):
    """The `Triage` of the vignette called `name` once some findings are other than told.

    changes: {finding: value}. Raises CourseError for an unknown vignette or finding, ValueError for a value of the
    wrong kind.
    """
    the = case(name, folder)
    for finding in changes:
        named(the.vignette.values, finding, "data/screening_findings.csv has no finding")
    new = {finding: float(value) if type(value) is int else value for finding, value in changes.items()}
    return decision.triage({**the.vignette.values, **new}, rules(folder))


def verdict(name, answer):
    """(right, score, Markdown) for an answer {asked: [questions], disposition, criterion} to a vignette.

    Right is who decides rightly and asked all that could have changed the decision: the rest is luck. score: half for
    the disposition, a quarter each for the criterion and the asking. Raises ValueError for an answer nobody can read.
    """
    the = case(name)
    disposition, criterion, asked = _read(answer)
    if not (disposition and criterion):
        return False, 0.0, "Choose both a disposition and the criterion that decides."
    fits, decides, complete = disposition in the.accepted, criterion in the.leading, set(the.needed) <= set(asked)
    lucky = [LUCKY] if fits and decides and not complete else []
    lines = [_on_disposition(the, disposition), _on_criterion(the, criterion), *lucky, *_on_asking(the, asked)]
    text = "\n".join(f"- {line}" for line in lines) + f"\n\n{tables.filled(the.vignette.why, the.vignette.values)}"
    return fits and decides and complete, (2 * fits + decides + complete) / 4, text


def _read(answer):
    known = tables.load()
    if not isinstance(answer, dict) or not set(answer) <= {"asked", "disposition", "criterion"}:
        raise ValueError
    disposition, criterion = (answer.get(part) or "" for part in ("disposition", "criterion"))
    asked = answer.get("asked") or []
    if not (isinstance(disposition, str) and isinstance(criterion, str) and isinstance(asked, list)):
        raise ValueError
    if disposition not in ("", *DISPOSITIONS) or criterion not in ("", decision.NONE, *known.criteria):
        raise ValueError
    if any(not isinstance(name, str) or name not in known.questions for name in asked):
        raise ValueError
    return disposition, criterion, asked


def _on_disposition(the, chosen):
    due, order = the.result.disposition, decision.DISPOSITIONS.index
    words = {"yours": DISPOSITIONS[chosen], "due": DISPOSITIONS[due]}
    if chosen == due:
        return RIGHT.format(**words)
    if chosen in the.accepted:
        return STRICTER.format(**words, disagreement=tables.load().criteria[the.leading[0]].disagreement)
    if order(chosen) < order(due):
        return TOO_MILD.format(**words)
    return (CAREFUL if chosen == "precautions" else TOO_STRICT).format(**words)


def _on_criterion(the, chosen):
    criteria = tables.load().criteria
    due = " or ".join(f"*{criteria[name].name}*" for name in the.leading if name in criteria)
    if chosen in the.leading:
        return f"**The criterion decides:** {due}." if due else "**Right, no listed criterion fired.**"
    if chosen == decision.NONE:
        return f"**A criterion fired that you passed over:** {due}."
    name = f"*{criteria[chosen].name}*"
    if chosen in [rule.id for rule in the.result.fired]:
        return f"**Another criterion weighs more.** {name} fired too. Decisive: {due}."
    instead = f"Decisive: {due}." if due else "No listed criterion fired."
    return f"**That criterion stayed silent:** {name}{_silence(the, chosen)}. {instead}"


def _silence(the, name):
    """Why a criterion stayed silent, in a half sentence: the value beside the threshold."""
    row, values = tables.load().criteria[name], the.vignette.values
    value = tables.shown(values[row.finding])
    if any(values[finding] != wanted for finding, wanted in row.only):
        return ", which reads another product or route"
    if row.operator == "is":
        return f"; {tables.load().findings[row.finding].name}: {value}"
    return f"; it fires {threshold(row)}, and here it is {value}"


def threshold(row):
    """The threshold of a criterion in words: "above 140 mmHg", "at 6 weeks or less", "if present", "if severe"."""
    if row.operator == "is":
        return "if present" if row.value is True else f"if {tables.shown(row.value)}"
    limit = f"{tables.shown(row.value)} {row.unit}"
    return {"at least": f"at {limit} or more", "at most": f"at {limit} or less"}.get(row.operator,
                                                                                     f"{row.operator} {limit}")


def _on_asking(the, asked):
    names = {question.id: question.ask for question in tables.load().questions.values()}
    missed = [names[name] for name in the.needed if name not in asked]
    idle = [names[name] for name in asked if name not in the.needed and not _bears(the, name)]
    if missed:
        yield f"**Not asked, though it could have changed the decision ({len(missed)}):** {'; '.join(missed)}."
    else:
        yield "**You asked all that could have changed the decision.**"
    if idle:
        yield f"**Asked, without bearing on this decision:** {'; '.join(idle)}."


def _bears(the, question):
    """Whether some criterion that fired reads the question, or none could: pulse and oxygen are the clinician's."""
    found = tables.load().findings
    readers = [rule for rule in rules() if found[rule.finding].question == question]
    return not readers or any(rule in the.result.fired for rule in readers)


def told_near(the):
    """Sentences on near misses: which criterion stayed silent, and by how much."""
    criteria = tables.load().criteria
    for miss in the.result.near:
        value = tables.shown(the.vignette.values[miss.rule.finding])
        yield (f"{criteria[miss.rule.id].name}: silent at {value}, fires {threshold(miss.rule)} "
               f"({miss.distance:g} {miss.rule.unit} away).")


def print_vignettes():
    """Print every vignette of the room's list with its key, each criterion that fired, threshold, source and tier."""
    for vignette in tables.load().vignettes.values():
        if not vignette.unlisted:
            print_vignette(vignette.id)
            print()


def print_vignette(name):
    """Print one vignette: its findings that are not clear, the key and its reasons. Raises CourseError if unknown."""
    the, found = case(name), tables.load()
    print(f"{name}. {the.vignette.title}: {DISPOSITIONS[the.result.disposition]}")
    for question, words in the.vignette.told.items():
        if the.vignette.findings[question] != tables.CLEAR:
            print(f"  {found.questions[question].ask}: {words}")
    for rule in the.result.fired:
        row = found.criteria[rule.id]
        print(f"  + {row.id} {row.name} [{row.weight}, {row.disposition}] fires {threshold(row)}. "
              f"{sources.load()[row.source].author} ({row.tier}; threshold: {row.basis})")
    for line in told_near(the):
        print(f"  ~ {line}")
    print(f"  Why: {' '.join(plain(tables.filled(the.vignette.why, the.vignette.values)).split())}")
