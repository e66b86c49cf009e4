"""Every text of data/ that a trainee can meet, with the place it stands: what the audit of numbers reads."""

from collections.abc import Callable
from typing import NamedTuple

from kapcourse.learning import exercises
from kapcourse.tables import (
    approaches,
    cases,
    claims,
    domains,
    durability,
    edition,
    facts,
    kap_studies,
    lessons,
    mechanism,
    options,
    pharmacokinetics,
    plans,
    risks,
    roles,
    safety,
    scale_rules,
    screening,
    steps,
    timecourses,
    trials,
)
from kapcourse.tables.audit import Text, cited


def everything():
    """All texts of data/ as a list of `Text`."""
    items = [item for item in exercises.listed() if item.kind not in exercises.ELSEWHERE]
    return [*of_lessons(), *of_claims(claims.load().values()), *of_items(items), *of_glossary(), *of_edition(),
            *of_domains(), *of_cases(cases.load().values()),
            *(text for table in TABLES.values() for text in table.texts())]


def of_items(items):
    """Texts of items; those made from claims, vignettes, cases and planners are covered by these themselves."""
    for item in items:
        where = item.where or f"item {item.id}"
        yield from _texts(where, item, "stem", "feedback", "other", "unit")
        for option in item.options:
            yield from _texts(f"{where}, option {option.id}", option, "text", "feedback")
        for category in item.categories:
            yield from _texts(f"{where}, category {category.id}", category, "text")


def of_claims(table):
    """Texts of claims."""
    for claim in table:
        where = f"data/claims.yaml, claim {claim.id}"
        yield from _texts(where, claim, "verdict_note", "reason", "would_change")
        for option in [*(claim.settle.options if claim.settle else []), *claim.rewrites]:
            yield from _texts(f"{where}, option {option.id}", option, "text", "feedback")
        for row in claim.rows:
            yield from _texts(f"{where}, row {row.id}", row, "study", "design", "figure", "feedback")
        for verdict, text in claim.verdict_feedback.items():
            yield Text(f"{where}, verdict {verdict}", text)


def of_cases(table):
    """Texts of cases, as they are written: a number of an invented person stands in them only as {its name}."""
    for case in table:
        where = f"data/cases/{case.id}.yaml, case {case.id}"
        yield from (Text(f"{where}, {place}", text) for place, text in case.texts() if text)


def of_approaches():
    """Texts of the comparison."""
    table = approaches.load()
    for approach in table.approaches:
        yield from _texts(f"data/approaches.yaml, approach {approach.id}", approach, "name", "short", "description")
    for matter in table.matters:
        yield from _texts(f"data/approaches.yaml, matter {matter.id}", matter, "name")
    for attribute in table.attributes:
        where = f"data/approaches.yaml, attribute {attribute.id}"
        yield from _texts(where, attribute, "name", "question", "why", "note")
        for name, cell in attribute.cells.items():
            yield from _texts(f"{where}, cell {name}", cell, "value")


def of_lessons():
    """Texts of the course map."""
    for lesson in lessons.load().values():
        where = f"data/lessons.yaml, lesson {lesson.id}"
        yield from _texts(where, lesson, "title", "purpose")
        for point in [*lesson.key_points, *(o.text for o in lesson.objectives)]:
            yield Text(where, point)


def of_glossary():
    """Texts of the glossary."""
    for term in lessons.glossary().values():
        yield from _texts(f"data/glossary.yaml, term {term.term}", term, "term", "plain")


def of_domains():
    """Names of what the test asks about."""
    for row in domains.load().values():
        yield from _texts(f"data/tests/domains.yaml, domain {row.id}", row, "name")


def of_edition():
    """What a record of study says."""
    found = edition.load()
    for text in [found.certifies_nothing, *found.in_person]:
        yield Text("data/edition.yaml", text)


def of_pharmacokinetics():
    """Texts of models and routes. Their numbers stand in rows of their own, each with its source."""
    tables = pharmacokinetics.load()
    for kind, rows in (("model", tables.models), ("route", tables.routes)):
        for row in rows.values():
            yield from _texts(f"data/pk_{kind}s.csv, {kind} {row.id}", row, "name", "caveat")


def of_mechanism():
    """Texts of hypotheses, affinities and interactions. A printed area is the row's own figure, with its source."""
    for h in mechanism.hypotheses().values():
        where = f"data/hypotheses.yaml, hypothesis {h.id}"
        yield from _texts(where, h, "name", "says", "why", "settle")
        for number, line in enumerate([*h.evidence_for, *h.evidence_against], 1):
            yield Text(f"{where}, evidence {number}", line.text)
        for grade, text in h.wrong.items():
            yield Text(f"{where}, grade {grade}", text)
    for row in mechanism.receptors().values():
        yield from _texts(f"data/receptors.csv, affinity {row.id}", row, "target", "compound", "system")
    for row in mechanism.interactions().values():
        yield from _texts(f"data/interactions.csv, interaction {row.id}", row, "medicine", "effect")


def of_timecourses():
    """Words of marks and names of schedules. Their numbers stand in columns of their own, each row with its source."""
    found = timecourses.load()
    for mark in found.marks.values():
        yield from _texts(f"data/timecourses.csv, mark {mark.id}", mark, "words", "comparator")
    for schedule in found.schedules.values():
        yield from _texts(f"data/schedules.csv, schedule {schedule.id}", schedule, "name")


def of_kap_studies():
    """Texts of the studies of ketamine with therapy."""
    for study in kap_studies.load().values():
        yield from _texts(f"data/kap_studies.csv, study {study.id}", study, "study", "people", "followup", "design",
                          "result", "can_say", "cannot_say", "last_seen")


def of_screening():
    """Texts of questions, findings, criteria and vignettes, as they are written.

    A threshold is the row's own figure, with its source. A number of a vignette is invented: it stands in `values` and
    in the words only as {its name}, so that a number typed into the words is found like any other.
    """
    found = screening.load()
    for kind, rows in (("question", found.questions), ("finding", found.findings)):
        for row in rows.values():
            yield from _texts(f"data/screening_{kind}s.csv, {kind} {row.id}", row, *{"question": ("ask", "clear"),
                              "finding": ("name",)}[kind])
    for row in found.criteria.values():
        yield from _texts(f"data/screening.csv, criterion {row.id}", row, "name", "says", "disagreement", "action")
    for row in found.vignettes.values():
        yield from _texts(f"data/vignettes.yaml, vignette {row.id}", row, "title", "why", "content_note")
        for name, entry in row.findings.items():
            if isinstance(entry, dict) and entry.get("says"):
                yield Text(f"data/vignettes.yaml, vignette {row.id}, finding {name}", str(entry["says"]))


def of_plans():
    """Texts of the planners. A limit is the rule's own figure, with its source; moments of shapes are drawn."""
    for planner in plans.load().values():
        where = f"data/plans.yaml, planner {planner.id}"
        yield from _texts(where, planner, "name", "teaches", "zero")
        for block in planner.blocks:
            yield from _texts(f"{where}, block {block.id}", block, "name", "does")
            for name, words in block.choices.items():
                yield Text(f"{where}, block {block.id}, choice {name}", words)
        for rule in planner.rules:
            yield from _texts(f"{where}, rule {rule.id}", rule, "says", "why")
        for shape in planner.shapes:
            yield from _texts(f"{where}, shape {shape.id}", shape, "name", "reported", "filled", "note")


def of_safety():
    """Words of what is watched, of harms and of the law. A rate stands in columns of its own, each with its source."""
    for row in safety.monitoring().values():
        yield from _texts(f"data/monitoring.csv, monitoring {row.id}", row, "words", "note")
    for row in safety.harms().values():
        yield from _texts(f"data/adverse_events.csv, harm {row.id}", row, "event", "given", "population", "exposure",
                          "comparator", "known", "unknown", "note")
    for row in safety.law().values():
        yield from _texts(f"data/law.csv, law {row.id}", row, "subject", "statement")


def of_scale_rules():
    """Words of rules on scales. A limit is the row's own figure, with its source."""
    for row in scale_rules.load().values():
        yield from _texts(f"data/scale_rules.csv, scale rule {row.id}", row, "note")


def of_roles():
    """Words on who does what."""
    for row in roles.load().values():
        yield from _texts(f"data/roles.csv, role {row.id}", row, "words")


def of_options():
    """Texts of options, wishes, invented people and risks. A risk's figures are its row's own, with its source."""
    table = options.load()
    for option in table.options:
        yield from _texts(f"data/options.yaml, option {option.id}", option, "name", "short", "description", "own")
    for wish in table.wishes:
        yield from _texts(f"data/options.yaml, wish {wish.id}", wish, "text", "short")
        for name, cell in wish.cells.items():
            yield from _texts(f"data/options.yaml, wish {wish.id}, cell {name}", cell, "because", "value")
    yield Text("data/options.yaml, beside", table.beside_why)
    for person in options.people().values():
        where = f"data/people.yaml, person {person.id}"
        yield from _texts(where, person, "name", "about", "asks", "proven", "first", "change", "limits", "content_note")
        for name, why in person.aside.items():
            yield Text(f"{where}, aside {name}", why)
    for row in risks.load().values():
        yield from _texts(f"data/risks.csv, risk {row.id}", row, "outcome", "given", "other", "population", "period",
                          "happened", "not_happened", "note")
    for check in risks.checklist().values():
        yield from _texts(f"data/risk_checklist.yaml, check {check.id}", check, "asks")


def of_steps():
    """Titles of steps and the words of their lines."""
    for step in steps.load().values():
        yield from _texts(f"data/steps.yaml, step {step.id}", step, "title")
        for line in step.lines:
            yield from _texts(f"data/steps.yaml, step {step.id}, line {line.id}", line, "words")


def of_rows():
    """Words of trials, pooled results and durations. Their figures stand among them, each row with its source.

    So the audit of numbers does not read them, and `everything` leaves them out.
    """
    found = trials.load()
    for row in found.trials.values():
        yield from _texts(f"data/trials.csv, trial {row.id}", row, "population", "route", "control", "masking", "guess",
                          "bias", "missing", "note")
    for row in found.arms.values():
        yield from _texts(f"data/trial_arms.csv, arm {row.id}", row, "outcome", "scale", "time", "arm", "note")
    for row in found.pooled.values():
        yield from _texts(f"data/pooled.csv, pooled {row.id}", row, "outcome", "population", "drug", "time", "measure",
                          "differs")
    for row in durability.load().values():
        yield from _texts(f"data/durability.csv, duration {row.id}", row, "words", "design", "population", "control",
                          "note")


def sources_used():
    """Keys of sources that items, claims and tables name directly, not through a fact."""
    named = {key for item in exercises.listed() for key in item.sources}
    named = named.union(*(table.sources() for table in TABLES.values()))
    return named | {key for claim in claims.load().values() for row in claim.rows for key in row.sources}


def of_lesson(lesson):
    """Texts of data/ that a lesson shows: those of its questions, claims, cases and tables."""
    items = [i for i in exercises.listed() if i.lesson == lesson]
    played = [c for c in cases.load().values() if c.lesson == lesson]
    told = [c for c in claims.load().values() if c.lessons[0] == lesson]
    tables = (TABLES[name].texts() for name in lessons.load()[lesson].tables)
    return [*of_items(items), *of_claims(told), *of_cases(played), *(text for table in tables for text in table)]


def sources_of(lesson):
    """Keys of the sources that a lesson's questions, claims, cases and tables rest on."""
    named = {key for i in exercises.listed() if i.lesson == lesson for key in i.sources}
    named = named.union(*(TABLES[name].sources() for name in lessons.load()[lesson].tables))
    return {facts.get(name).source for name in cited(of_lesson(lesson))} | named


def _texts(where, thing, *names):
    for name in names:
        if getattr(thing, name):
            yield Text(f"{where}, {name}", getattr(thing, name))


class Table(NamedTuple):
    """A table that a lesson may show as a whole: what gives its texts, and what the sources that its rows name."""

    texts: Callable
    sources: Callable


TABLES = {  # as `tables` in data/lessons.yaml names them
    "approaches": Table(of_approaches, frozenset),
    "durability": Table(tuple, durability.sources_used),
    "kap_studies": Table(of_kap_studies, kap_studies.sources_used),
    "mechanism": Table(of_mechanism, mechanism.sources_used),
    "options": Table(of_options, risks.sources_used),
    "pharmacokinetics": Table(of_pharmacokinetics, pharmacokinetics.sources_used),
    "plans": Table(of_plans, plans.sources_used),
    "roles": Table(of_roles, roles.sources_used),
    "safety": Table(of_safety, safety.sources_used),
    "scale_rules": Table(of_scale_rules, scale_rules.sources_used),
    "screening": Table(of_screening, screening.sources_used),
    "steps": Table(of_steps, steps.sources_used),
    "timecourses": Table(of_timecourses, timecourses.sources_used),
    "trials": Table(tuple, trials.sources_used),
}
