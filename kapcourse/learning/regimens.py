"""From the tables to the equations: a named model and a route with a dose become levels over time.

A racemate in a model made for S-ketamine is S and R at half the dose each, R cleared more slowly. The same persons
come back on every call, and each person has one set of deviations for both.
"""

from dataclasses import dataclass, replace

import numpy as np

from kapcourse.learning.wording import small
from kapcourse.science import pharmacokinetics as pk
from kapcourse.science.population import population, positives
from kapcourse.tables import pharmacokinetics as tables
from kapcourse.tables.records import CourseError, named

BASE = "otto2021"
REFERENCE_WEIGHT = 70.0  # kg
_TO_THE_END = np.arange(0, 14 * 24 * 60 + 1) / 60  # a minute apart for two weeks, when nothing is left


@dataclass(frozen=True)
class Regimen:
    """What is given: a route of data/pk_routes.csv, mg each time, minutes for an infusion, kg, and when (h)."""

    route: str
    milligrams: float
    minutes: float | None = None
    weight: float = REFERENCE_WEIGHT
    times: tuple = (0.0,)
    drug: str = ""

    def __post_init__(self):
        route = named(tables.load().routes, self.route, "data/pk_routes.csv has no route")
        if (route.minutes_low is None) != (self.minutes is None):
            raise CourseError(f"route {self.route}: minutes are {'needed' if self.minutes is None else 'not needed'}.")


def regimen(route, dose, minutes=None, weight=REFERENCE_WEIGHT, times=(0.0,)):
    """A Regimen from a dose in the route's own unit (mg or mg/kg), within what the sources report.

    Raises CourseError for a dose or duration that no source of the route reports.
    """
    found = named(tables.load().routes, route, "data/pk_routes.csv has no route")
    for value, low, high, unit in ((dose, found.dose_low, found.dose_high, found.dose_unit),
                                   (minutes, found.minutes_low, found.minutes_high, "min")):
        if value is not None and low is not None and not low <= value <= high:
            raise CourseError(f"route {route}: {value:g} {unit} is outside the {low:g} to {high:g} {unit} that its"
                              " source reports.")
    return Regimen(route, milligrams(dose, found.dose_unit, weight), minutes, weight, tuple(times))


def told(route, dose, minutes=None):
    """What is given in words, in the route's own unit: "0.5 mg/kg over 40 minutes, infusion into a vein"."""
    return f"{dosed(route, dose, minutes)}, {small(tables.load().routes[route].name)}"


def dosed(route, dose, minutes=None):
    """A dose in words, in the route's own unit: "0.5 mg/kg over 40 minutes"."""
    over = "" if minutes is None else f" over {minutes:g} minutes"
    return f"{dose:g} {tables.load().routes[route].dose_unit}{over}"


def milligrams(dose, unit, weight):
    """The dose in mg; unit is mg or mg/kg."""
    return dose * weight if unit == "mg/kg" else dose


def compartment_model(name, weight=REFERENCE_WEIGHT, persons=None):
    """The CompartmentModel called `name` in data/pk_models.csv, for a weight in kg.

    persons: None for the typical person, or how many persons who differ as published: arrays (persons,).
    Raises CourseError for an unknown name, or a model for which the differences between persons are not published.
    """
    rows = named(tables.load().parameters, name, "data/pk_models.csv has no model")
    values = {row.name: row.value * (weight / REFERENCE_WEIGHT) ** row.weight_exponent for row in rows.values()}
    parts = {"": {}, "metabolite": {}, "liver": {}}
    for key, value in values.items():
        part, _, field = key.rpartition(".")
        parts[part][field] = value
    parts[""].pop("r_clearance", None)
    metabolite = pk.Metabolite(**parts["metabolite"]) if parts["metabolite"] else None
    liver = pk.Liver(**parts["liver"]) if parts["liver"] else None
    typical = pk.CompartmentModel(**parts[""], metabolite=metabolite, liver=liver)
    return typical if persons is None else population(typical, _variances(name, rows), persons)


def doses(regimen, model=BASE, persons=None):
    """The doses of a regimen as science takes them, in mg of the drug as given.

    model: whose inputs to use; a model without inputs for the route borrows those of the route's own model.
    """
    if regimen.minutes is not None:
        return [pk.Infusion(time, regimen.milligrams, regimen.minutes / 60) for time in regimen.times]
    return [pk.Absorbed(time, amount, **_input(row, persons))
            for time in regimen.times for amount, row in _portions(regimen, model)]


def levels(regimen, times, model=None, persons=None, norketamine=True):
    """The Profile of a regimen at `times` (h): all ketamine and all norketamine, whatever its handedness.

    model: a name of data/pk_models.csv; by default the first that holds for the route. persons: None for the
    typical person, or how many; arrays are then (persons, T). norketamine: False where nobody asks for it, which
    halves the work.
    """
    name = model or tables.load().routes[regimen.route].model_names[0]
    drug = regimen.drug or tables.load().routes[regimen.route].drug
    body, given = compartment_model(name, regimen.weight, persons), doses(regimen, name, persons)
    body = body if norketamine else replace(body, metabolite=None)
    if tables.load().models[name].drug == "racemate":
        if drug != "racemate":
            raise CourseError(f"model {name} is of the racemate; it does not tell S- from R-ketamine.")
        return pk.simulate(body, given, times)
    ratio = tables.load().parameters[name]["r_clearance"].value
    if drug != "racemate":
        return pk.simulate(_cleared(body, 1 if drug == "S" else ratio), given, times)
    both = np.array([1, ratio]) if persons is None else np.array([[1], [ratio]])
    profile = pk.simulate(_cleared(body, both), [_halved(dose) for dose in given], times)
    return pk.Profile(profile.times, *(None if curve is None else curve.sum(0) for curve in profile[1:]))


def areas(regimen, model=None):
    """Areas under the typical curves to the end, (ketamine, norketamine) in ng h/mL; None for what a model lacks.

    model: as in `levels`.
    """
    profile = levels(regimen, _TO_THE_END, model)
    return tuple(None if curve is None else float(np.trapezoid(curve, profile.times)) for curve in profile[1:])


def per_milligram(given):
    """The regimen with 1 mg in the place of its dose, of which its levels are a multiple; None where they are not.

    All models are linear, but of a spray of several devices the later ones are absorbed otherwise than the first.
    """
    if any(row.route == given.route and row.device != "all" for row in tables.load().inputs.values()):
        return None
    return replace(given, milligrams=1.0)


def persons_differ(route):
    """Whether the usual model of a route says how persons differ."""
    model = tables.load().routes[route].model_names[0]
    return any(row.omega is not None for row in tables.load().parameters[model].values())


def predicted(observation, model=None):
    """What a model gives for a row of data/pk_validation.csv, in the row's unit.

    Peaks are found on a grid of one minute over a day; an area without an end runs for six weeks.
    """
    row = observation
    given = Regimen(row.route, milligrams(row.dose, row.dose_unit, row.weight), row.minutes, row.weight, drug=row.drug)
    hours = {"level": [row.hours], "area": np.linspace(0, row.hours or 1000, 100001)}.get(
        row.quantity, np.arange(0, 24 * 60 + 1) / 60)
    model = model or row.model_names[0]
    profile = levels(given, hours, model)
    curve = getattr(profile, row.analyte)
    if curve is None:
        raise CourseError(f"model {model} has no {row.analyte}.")
    return float({"area": lambda: np.trapezoid(curve, profile.times), "level": lambda: curve[0],
                  "peak": lambda: curve.max(), "peak_time": lambda: profile.times[curve.argmax()]}[row.quantity]())


def _variances(name, rows):
    """{name: variance} and {(name, other): covariance} of the rows of a model."""
    found = {row.name: row.omega for row in rows.values() if row.omega is not None}
    if not found:
        raise CourseError(f"model {name}: how persons differ is not in data/pk_parameters.csv.")
    return found | {(row.covaries_with, row.name): row.covariance for row in rows.values() if row.covaries_with}


def _portions(regimen, model):
    """(mg, Input) of one intake. A spray of several devices counts the first apart from the later ones."""
    rows = [row for row in tables.load().inputs.values() if row.route == regimen.route]
    own = [row for row in rows if row.model == model] or rows
    device = tables.load().routes[regimen.route].dose_step
    shares = {"all": regimen.milligrams, "first": min(device, regimen.milligrams),
              "later": max(0.0, regimen.milligrams - device)}
    return [(shares[row.device], row) for row in own if shares[row.device]]


def _input(row, persons):
    """Arguments of Absorbed. A fraction that varies stops at 1: more than all cannot be absorbed."""
    values = {name: getattr(row, name) for name in ("F", "ka", "F_metabolite", "k_metabolite", "duration", "transit")}
    for name, variance in row.variances.items() if persons else ():
        values[name] = positives(values[name], variance, persons, f"{row.id}.{name}")
    return values | {"F": np.minimum(values["F"], 1), "into_liver": row.into_liver}


def _cleared(model, ratio):
    return replace(model, CL=model.CL * ratio)


def _halved(dose):
    return replace(dose, amount=dose.amount / 2)
