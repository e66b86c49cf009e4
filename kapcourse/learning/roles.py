"""Who does what in a setting, and the comparisons of lesson 07."""

from kapcourse.tables import claims, facts, roles
from kapcourse.tables.records import named

SILENT = "F-9500"  # advertisers that named no risks, of all that were read
FORMS = "F-9506"  # clinics that took part in the survey of consent forms, of all


def row(name, folder=None):
    """The row of data/roles.csv called `name`. Raises CourseError if there is none."""
    return named(roles.load(folder), name, "data/roles.csv has no row")


def found(setting, task, folder=None):
    """Rows for a task in a setting (or ANY), in file order; empty where no source was found."""
    return [one for one in roles.load(folder).values() if (one.setting, one.task) == (setting, task)]


def own(setting, folder=None):
    """Tasks for which a source speaks of this setting itself, in the order of TASKS."""
    return [task for task in roles.TASKS if found(setting, task, folder)]


def verdict(name, folder=None):
    """The verdict of the claim called `name`. Raises CourseError if there is none."""
    return named(claims.load(folder), name, "data/claims.yaml has no claim").verdict


def print_roles():
    """Print who does what, by setting and source."""
    lines = [f"{'setting':12}{'task':34}{'who':40}{'source'}"]
    for one in roles.load().values():
        lines.append(f"{one.setting:12}{roles.TASKS[one.task]:34}{roles.WHO[one.who]:40}{one.source}, {one.tier}")
    print("\n".join(lines))


def print_shares():
    """Print the two shares of the lesson, each of a hundred."""
    for words, fact in (("advertisers that named no risks", SILENT), ("clinics in the survey of forms", FORMS)):
        print(f"{words}: {facts.load()[fact].value}, {facts.of_a_hundred(fact)} of a hundred")


def print_verdicts(names):
    """Print the verdicts of claims."""
    for name in names:
        print(f"{name}: {claims.VERDICTS[verdict(name)]}")
