"""The comparisons of lesson 06: what its keys are worked out from and what its solution prints."""

from kapcourse.tables import facts, kap_studies
from kapcourse.tables.records import named

THERAPY_VARIED = ("therapy", "each")
COHORT = ("F-2102", "F-8010", "F-3006")  # people in the preprint, with data at three months, with data at six
PRINTED_LOSS = ("F-8011", "F-3007")
INTERVAL = "F-2092"  # therapy against education among those who had ketamine, percentage points


def study(name, folder=None):
    """The study called `name`. Raises CourseError if there is none."""
    return named(kap_studies.load(folder), name, "data/kap_studies.csv has no study")


def therapy_varied(folder=None):
    """Finished studies in which therapy or training was varied while the drug was the same, in file order."""
    return [one for one in kap_studies.finished(folder) if one.randomised in THERAPY_VARIED]


def still_there():
    """People of the largest KAP cohort at the start, at three months and at six: three whole numbers."""
    return [round(facts.numbers(name)[0]) for name in COHORT]


def lost():
    """Whole percent of that cohort without data at three months and at six, counted from its start."""
    start, *later = still_there()
    return [round(100 * (1 - people / start)) for people in later]


def allowed(points):
    """Whether the interval of therapy against education still holds a difference of `points`."""
    low, high = facts.numbers(INTERVAL)
    return low <= points <= high


def print_studies():
    """Print every study with what set its groups apart, and how many of the finished ones varied therapy."""
    lines = [f"{'study':32}{'condition':12}{'state':10}{'figure':9}what set the groups apart"]
    for one in kap_studies.load().values():
        lines.append(f"{one.study:32}{one.condition:12}{one.state:10}{one.compares:9}"
                     f"{kap_studies.GROUPS[one.randomised]}")
    varied = [one.study for one in therapy_varied()]
    lines.append(f"finished: {len(kap_studies.finished())}; therapy or training varied: {len(varied)}, "
                 f"{', '.join(varied)}")
    print("\n".join(lines))


def print_cohort():
    """Print how many of the largest KAP cohort still had data, and what the paper prints beside it."""
    start, three, six = still_there()
    printed = [facts.load()[name].value for name in PRINTED_LOSS]
    lines = [f"started {start}; data at three months {three}, at six {six}"]
    lines += [f"lost {when}: {counted} % counted from {start}, {told} % as the paper prints it"
              for when, counted, told in zip(("by three months", "by six"), lost(), printed, strict=True)]
    print("\n".join(lines))


def print_interval(differences):
    """Print which of these differences (percentage points) the interval still holds."""
    low, high = facts.numbers(INTERVAL)
    lines = [f"therapy against education, all on ketamine: {low:g} to {high:g} points"]
    lines += [f"{points:+6g}: {'inside' if allowed(points) else 'outside'}" for points in differences]
    print("\n".join(lines))
