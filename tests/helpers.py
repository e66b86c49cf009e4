"""What several tests share: a small course, complete and without faults, and ways to spoil it."""

import os
import shutil
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from kapcourse.learning import choosing, exercises, planning
from kapcourse.learning import screening as room
from kapcourse.learning import trials as questions
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
    sources,
    steps,
    timecourses,
    trials,
)
from kapcourse.tables.records import CourseError

ROOT = Path(__file__).resolve().parent.parent
SMALL_COURSE = Path(__file__).parent / "small_course" / "data"
LOADERS = (sources.load, facts.load, lessons.load, lessons.glossary, domains.load, approaches.load, claims.load,
           pharmacokinetics.load, pharmacokinetics.ladder, mechanism.receptors, mechanism.interactions,
           mechanism.hypotheses, timecourses.load, trials.load, kap_studies.load, durability.load, safety.monitoring,
           safety.harms, safety.law, roles.load, edition.load, scale_rules.load, steps.load, screening.load, cases.load,
           room.cases, plans.load, planning.planners, questions.questions, options.load, options.people, risks.load,
           risks.checklist, choosing.gates_of)


def examples(number):
    """How many examples a property is tried on: `number`, and twenty times as many under HYPOTHESIS_PROFILE=long."""
    return number * (20 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 1)


@contextmanager
def within_a_second():
    """Fail if what is done inside takes more than a second of the processor, however busy the machine is."""
    start = time.process_time()
    yield
    assert time.process_time() - start < 1


def small_course(place):
    """A copy of the small course's data folder below `place`."""
    return Path(shutil.copytree(SMALL_COURSE, place / "data"))


def change(folder, file, old, new):
    """Replace the first `old` in one file of a data folder; the end of an empty `old` is the end of the file."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r} to replace"
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


def read_course(folder, keys=None):
    """Read every file of a data folder; returns its items by id."""
    for load in LOADERS:
        load(folder)
    return {item.id: item for item in exercises.load_all(folder, keys)}


def forget():
    """Nothing that the package has read, worked out or drawn stays known."""
    for name, module in list(sys.modules.items()):
        if name.startswith("kapcourse"):
            for thing in vars(module).values():
                getattr(thing, "cache_clear", lambda: None)()


def complaint(call, *arguments):
    """The one sentence with which `call` complains, checked to be one."""
    try:
        call(*arguments)
    except CourseError as fault:
        text = str(fault)
        assert "\n" not in text and text.endswith((".", "?")) and "Traceback" not in text, text
        assert len(text) < 400, text
        return text
    raise AssertionError("nothing was found wrong")
