"""From a regimen to the share of each target that is taken, and the comparisons of lesson 03.

Occupancy here is the law of mass action with the free level in plasma. It leaves out that ketamine blocks an open
channel and stays trapped in it, that S and R compete for one site, and how much of the drug reaches the brain.
"""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from kapcourse.learning import kinetics, regimens
from kapcourse.science.pharmacodynamics import KETAMINE_G_PER_MOL, NORKETAMINE_G_PER_MOL, micromolar, occupancy
from kapcourse.science.pharmacokinetics import Profile
from kapcourse.tables import facts, pharmacokinetics
from kapcourse.tables import mechanism as tables

HOURS = 4
TIMES = np.arange(HOURS * 60 + 1) / 60  # a minute apart
BOUND = {"low": 43, "high": 47, "start": 46}  # percent, by label_spravato_us and dayton1983
QUOTED = "F-4025"  # the level that a review quotes, ng/mL
INFUSION = kinetics.REGIMENS["infusion"]
ALIKE, TWOFOLD = 1.25, 2.0  # up to which an area counts as little changed, from which as much changed


def enantiomers(given):
    """{"S": Profile, "R": Profile} of a regimen at TIMES; R is missing where S-ketamine alone is given."""
    drug = given.drug or pharmacokinetics.load().routes[given.route].drug
    one = regimens.per_milligram(given)
    if one is None:
        return {drug: _simulated(replace(given, drug=drug))}
    each = given.milligrams / 2 if drug == "racemate" else given.milligrams
    return {side: _times(_simulated(replace(one, drug=side)), each)
            for side in ("SR" if drug == "racemate" else drug)}


def free(level, bound, g_per_mol=KETAMINE_G_PER_MOL):
    """The free part in µmol/L of a level in ng/mL, when `bound` percent of it is bound to protein."""
    return micromolar(level, g_per_mol) * (1 - bound / 100)


def levels_by_drug(given, bound):
    """{drug of data/receptors.csv: free level in µmol/L at TIMES} of a regimen."""
    sides = enantiomers(given)
    found = {side: free(profile.ketamine, bound) for side, profile in sides.items()}
    found["racemate"] = sum(found.values())
    for side, profile in sides.items():
        if profile.norketamine is not None:
            found[f"{side}-norketamine"] = free(profile.norketamine, bound, NORKETAMINE_G_PER_MOL)
    return found


def occupancies(given, bound, names):
    """{row of data/receptors.csv: percent of its target taken at TIMES}; a row whose drug is not there is left out.

    The opioid rows are of the racemate and take S and R together.
    """
    levels, rows = levels_by_drug(given, bound), tables.receptors()
    return {name: 100 * occupancy(levels[rows[name].drug], rows[name].value)
            for name in names if rows[name].drug in levels}


def quoted_level():
    """The level that a review quotes for the usual infusion, ng/mL."""
    return facts.numbers(QUOTED)[0]


def at_quoted_level(name, bound=BOUND["start"]):
    """Percent of a target taken at the quoted level, S and R at half of it each (S- and R-ketamine and racemate)."""
    row = tables.receptors()[name]
    part = {"S": 0.5, "R": 0.5, "racemate": 1.0}[row.drug]
    return float(100 * occupancy(part * free(quoted_level(), bound), row.value))


def at_end_of_infusion(name):
    """Percent of a target taken at the end of the infusion of lesson 02 in the base model."""
    return float(occupancies(INFUSION, BOUND["start"], (name,))[name][INFUSION.minutes])


def s_for_each_hundred_r():
    """NMDA receptors taken by S-ketamine for each hundred taken by R-ketamine, at the quoted level."""
    return round(100 * at_quoted_level("nmda_s") / at_quoted_level("nmda_r"))


def taken_if_all_were_free():
    """Percent of NMDA receptors that S-ketamine would take at the quoted level if none were bound to protein."""
    return round(at_quoted_level("nmda_s", bound=0))


def change(row):
    """raised, alike, lowered or between, by the area under the curve with another medicine over that without."""
    fold = row.fold or 1.0
    if fold >= TWOFOLD:
        return "raised"
    if fold <= 1 / TWOFOLD:
        return "lowered"
    return "alike" if 1 / ALIKE <= fold <= ALIKE else "between"


def print_occupancies():
    """Print how much of each target is taken, at the quoted level and at the end of the infusion."""
    rows = tables.receptors()
    lines = [f"{quoted_level():.0f} ng/mL = {float(micromolar(quoted_level())):.2f} µmol/L in all, "
             f"{float(free(quoted_level(), BOUND['start'])):.2f} µmol/L free at {BOUND['start']} % bound",
             f"{'target':24}{'substance':28}{'affinity':>10}{'quoted, %':>12}{'infusion, %':>13}"]
    for name, row in rows.items():
        quoted = f"{at_quoted_level(name):.1f}" if row.drug in ("S", "R", "racemate") else ""
        infusion = f"{at_end_of_infusion(name):.1f}" if row.drug != "hydroxynorketamine" else ""
        lines.append(f"{row.target:24}{row.compound:28}{row.value:10g}{quoted:>12}{infusion:>13}")
    lines += [f"NMDA at the quoted level: {s_for_each_hundred_r()} taken by S for each 100 taken by R",
              f"NMDA by S at the quoted level, were nothing bound: {taken_if_all_were_free()} %"]
    print("\n".join(lines))


def print_interactions():
    """Print every interaction with its route and how it is classed."""
    lines = [f"{'with':26}{'route':7}{'printed':32}{'fold':>6}  classed as"]
    for row in tables.interactions().values():
        fold = "" if row.fold is None else f"{row.fold:g}"
        lines.append(f"{row.medicine:26}{row.route:7}{row.printed:32}{fold:>6}  {change(row)}")
    print("\n".join(lines))


def print_hypotheses():
    """Print the course's grade of every hypothesis and in whom each side was seen."""
    lines = [f"{'hypothesis':44}{'grade':12}{'for':30}against"]
    for row in tables.hypotheses().values():
        sides = (", ".join(line.who for line in side) for side in (row.evidence_for, row.evidence_against))
        lines.append(f"{row.name:44}{row.grade:12}" + "{:30}{}".format(*sides))
    print("\n".join(lines))


@lru_cache(maxsize=256)
def _simulated(given):
    return regimens.levels(given, TIMES)


def _times(profile, amount):
    return Profile(profile.times, *(None if curve is None else curve * amount for curve in profile[1:]))
