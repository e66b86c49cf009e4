"""Rates on one denominator, legal statements that have aged, and the comparisons of lesson 08."""

from datetime import timedelta

from kapcourse.tables import safety
from kapcourse.tables.safety import FORCES, SETTINGS, WATCHED

A_YEAR = timedelta(days=365)


def denominator(row):
    """100, or 1000 where a rate of a Harm lies under one in a hundred; always the same for both groups."""
    return 1000 if any(0 < rate < 1 for rate in (row.rate, row.comparator_rate) if rate is not None) else 100


def affected(row):
    """(with the harm, with it in the comparison group or None) of `denominator(row)`, rounded to whole ones."""
    of = denominator(row)
    return tuple(None if rate is None else round(rate * of / 100) for rate in (row.rate, row.comparator_rate))


def aged(rows, today):
    """Rows of data/law.csv that were last checked more than a year before `today`, a date."""
    return [row for row in rows if today - row.checked_on > A_YEAR]


def ended(rows, today):
    """Rows of data/law.csv that have run out by `today`, a date."""
    return [row for row in rows if row.ends_on and row.ends_on < today]


def found(setting, watched, folder=None):
    """The rows of data/monitoring.csv for a setting and what is watched; empty where no source was found."""
    return [row for row in safety.monitoring(folder).values() if (row.setting, row.watched) == (setting, watched)]


# The comparisons of lesson 08.

def basis(setting, watched, folder=None):
    """official if a rule, a label or advice speaks of it, one if only one clinic, company or study does, or none."""
    forces = {row.force for row in found(setting, watched, folder)}
    return "none" if not forces else "one" if forces == {"one"} else "official"


def injection_beside_infusion(watched, folder=None):
    """both if the basis is official for infusion and for injection; else the weaker basis of the injection.

    Raises ValueError where infusion has no official basis either: then the comparison has no answer here.
    """
    if basis("iv", watched, folder) != "official":
        raise ValueError(f"infusion has no official basis for {watched}")
    weaker = basis("im", watched, folder)
    return "both" if weaker == "official" else weaker


def force_of(name, folder=None):
    """The place of a row of data/monitoring.csv among FORCES: 0 binds most."""
    return list(FORCES).index(safety.monitoring(folder)[name].force)


def comparable(first, second, folder=None):
    """Why two rates cannot be set side by side: counted, control, or alike if nothing of this stands in the way.

    counted: one is of people, the other of sessions. control: one has a comparison group, the other none.
    """
    one, other = (safety.harms(folder)[name] for name in (first, second))
    if one.counted != other.counted:
        return "counted"
    return "alike" if bool(one.comparator) == bool(other.comparator) else "control"


def more_affected(name, folder=None):
    """How many more of `denominator` have the harm than in the comparison group, from the whole figures shown."""
    here, there = affected(safety.harms(folder)[name])
    return here - there


def print_watched():
    """Print for each thing that is watched what was found for infusion and for injection, and how firmly."""
    for watched, name in WATCHED.items():
        print(name)
        for setting in ("iv", "im"):
            rows = "; ".join(f"{row.force} ({row.source}, {row.tier})" for row in found(setting, watched))
            print(f"  {SETTINGS[setting][0]:16} {basis(setting, watched):9} {rows or 'no source found'}")


def print_forces(names):
    """Print the force of each named row, the one that binds most first."""
    for name in sorted(names, key=force_of):
        row = safety.monitoring()[name]
        print(f"{FORCES[row.force]:45} {name}: {row.source} ({row.tier})")


def print_harms(names):
    """Print both groups of each named harm on one denominator, and the difference."""
    for name in names:
        row, (here, there) = safety.harms()[name], affected(safety.harms()[name])
        beside = "no comparison group" if there is None else f"{there} with {row.comparator}; difference {here - there}"
        print(f"{name}: {row.event}, of {denominator(row)} {row.counted}: {here} with {row.given}; {beside} "
              f"({row.source}, {row.tier})")
