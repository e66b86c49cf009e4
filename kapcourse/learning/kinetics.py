"""The comparisons of lesson 02: what its keys are worked out from and what its solution prints.

All runs are of typical persons in published models; the five models of the infusion are those of the route.
"""

from functools import cache

import numpy as np

from kapcourse.learning import regimens
from kapcourse.learning.regimens import BASE, Regimen
from kapcourse.tables import pharmacokinetics as tables

REGIMENS = {  # those that the questions of lesson 02 name
    "infusion": Regimen("iv", 35, 40),
    "slower_infusion": Regimen("iv", 35, 100),
    "lozenge": Regimen("sublingual", 100),
    "tongue": Regimen("sublingual", 25),
    "swallowed": Regimen("oral", 25),
}
ALIKE = 1.2  # the larger of two amounts over the smaller, up to which lesson 02 calls them alike
CLOSE = 0.15
_DAY = np.arange(0, 24 * 60 + 1) / 60  # minute by minute


@cache
def measures(regimen, model=BASE):
    """{measure: amount}: peaks in ng/mL and areas in ng h/mL, of ketamine, of norketamine, and the area of both."""
    profile, areas = regimens.levels(regimen, _DAY, model), regimens.areas(regimen, model)
    found = {}
    for drug, curve, area in zip(("ketamine", "norketamine"), profile[1:], areas, strict=True):
        if curve is not None:
            found |= {f"{drug}_peak": float(curve.max()), f"{drug}_area": area}
    if "norketamine_area" in found:
        found["both_area"] = found["ketamine_area"] + found["norketamine_area"]
    return found


def ratio(one, other, measure):
    """A measure of one of the REGIMENS over the same of another, in the base model."""
    return measures(REGIMENS[one])[measure] / measures(REGIMENS[other])[measure]


def percent(one, other, measure):
    """`ratio` in whole percent."""
    return round(100 * ratio(one, other, measure))


def peak_of(route, mg, minutes=None):
    """Peak of ketamine in ng/mL, in the base model at 70 kg."""
    return measures(Regimen(route, mg, minutes))["ketamine_peak"]


def higher(measure):
    """tongue, swallowed or alike: which of 25 mg under the tongue and 25 mg swallowed gives more of a measure."""
    over = ratio("tongue", "swallowed", measure)
    return "alike" if 1 / ALIKE <= over <= ALIKE else "tongue" if over > 1 else "swallowed"


@cache
def infusion_by_model():
    """{model: {minute: ketamine in ng/mL}} of the infusion in every model that holds for the route."""
    minutes = [20, 40, 80, 110, 230]
    hours = np.array(minutes) / 60
    return {name: dict(zip(minutes, regimens.levels(REGIMENS["infusion"], hours, name).ketamine, strict=True))
            for name in tables.load().routes["iv"].model_names}


def spread(minute):
    """The highest model over the lowest, `minute` minutes after the start of the infusion."""
    levels = [model[minute] for model in infusion_by_model().values()]
    return float(max(levels) / min(levels))


def apart(minute):
    """over_three, two_to_three or under_two, by `spread`."""
    factor = spread(minute)
    return "over_three" if factor > 3 else "two_to_three" if factor > 2 else "under_two"


def share_observed(row):
    """What the base model predicts for a row of data/pk_validation.csv, over what was observed."""
    observed = tables.load().observations[row]
    return regimens.predicted(observed, BASE) / observed.value


def fit(row):
    """close, low, less_than_half or high, by `share_observed`."""
    share = share_observed(row)
    if abs(share - 1) <= CLOSE:
        return "close"
    return "high" if share > 1 else "low" if share > 0.5 else "less_than_half"


def higher_by_weight(light, heavy, model=BASE):
    """lighter, heavier or neither: whose peak is more than a twentieth higher after 0.5 mg/kg over 40 minutes."""
    peaks = [measures(Regimen("iv", 0.5 * kg, 40, kg), model)["ketamine_peak"] for kg in (light, heavy)]
    return "heavier" if peaks[1] > 1.05 * peaks[0] else "lighter" if peaks[0] > 1.05 * peaks[1] else "neither"


def print_comparisons():
    """Print the numbers behind the comparisons of lesson 02."""
    names = list(measures(REGIMENS["lozenge"]))
    lines = ["Base model, 70 kg: peaks in ng/mL, areas in ng h/mL",
             f"{'':32}" + "".join(f"{name.replace('_', ' '):>18}" for name in names)]
    for name, regimen in REGIMENS.items():
        given = f"{name.replace('_', ' ')}, {regimen.milligrams} mg"
        lines.append(f"{given:32}" + "".join(f"{measures(regimen)[measure]:18.0f}" for measure in names))
    print("\n".join(lines))


def print_models():
    """Print ketamine in each model at each moment of the infusion, and how far apart the models are."""
    table = infusion_by_model()
    minutes = list(next(iter(table.values())))
    given = REGIMENS["infusion"]
    lines = [f"{given.milligrams} mg by drip over {given.minutes} min, 70 kg: ketamine in ng/mL",
             f"{'minute':28}" + "".join(f"{minute:8}" for minute in minutes)]
    for name, row in table.items():
        lines.append(f"{tables.load().models[name].name:28}" + "".join(f"{row[minute]:8.0f}" for minute in minutes))
    lines.append(f"{'highest over lowest':28}" + "".join(f"{spread(minute):8.2f}" for minute in minutes))
    print("\n".join(lines))


def print_predicted():
    """Print every observation beside what each model that covers it predicts, and their ratio.

    All in one go: a notebook stores slow printing in pieces that differ from run to run.
    """
    lines = [f"{'row':22}{'route':18}{'model':16}{'analyte':13}{'what':11}"
             f"{'observed':>10}{'predicted':>11}{'ratio':>7}"]
    for row in tables.load().observations.values():
        for model in row.model_names:
            found = regimens.predicted(row, model)
            lines.append(f"{row.id:22}{row.route:18}{model:16}{row.analyte:13}{row.quantity:11}{row.value:10.4g}"
                         f"{found:11.4g}{found / row.value:7.2f}")
    print("\n".join(lines))
