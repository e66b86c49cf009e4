"""Pharmacokinetics as data: published models, routes with what enters the blood, and observed levels.

Every row says where it was seen and how firmly; a parameter that nobody has seen in a source does not go in.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from kapcourse.tables.facts import Sourced, read_sourced
from kapcourse.tables.records import CourseError

Drug = Literal["S", "R", "racemate"]
Name = Literal["V1", "CL", "V2", "Q2", "V3", "Q3", "liver.V", "liver.Q", "metabolite.V1", "metabolite.CL",
               "metabolite.V2", "metabolite.Q", "metabolite.fm", "metabolite.mass_ratio", "metabolite.delay",
               "r_clearance"]
UNITS = {"V": "L", "C": "L/h", "Q": "L/h", "f": "fraction", "m": "mg/mg", "d": "h", "r": "ratio"}
FILES = ("pk_models.csv", "pk_parameters.csv", "pk_routes.csv", "pk_inputs.csv", "pk_validation.csv")


@dataclass(frozen=True)
class Model(Sourced):
    """A published model. drug: what its parameters describe; a racemate is then S and R at half the dose each."""

    name: str
    drug: Literal["S", "racemate"]
    sampling: Literal["venous", "arterial", "not stated"]
    people: str
    caveat: str = ""


@dataclass(frozen=True)
class Parameter(Sourced):
    """A typical value at 70 kg, in L, h and mg. omega: variance between persons of its logarithm, if published.

    note: for the record.
    """

    model: str
    name: Name
    value: float
    unit: str
    weight_exponent: float = 0.0
    omega: float | None = None
    covariance: float | None = None
    covaries_with: str = ""
    note: str = ""


@dataclass(frozen=True)
class Route(Sourced):
    """A way of giving it, the models that hold for it (the first one is the usual), and the doses found in sources.

    dose_first, minutes_first: one of these doses, and over how long; explorers begin with it.
    """

    name: str
    drug: Literal["S", "racemate"]
    models: str
    dose_low: float
    dose_high: float
    dose_unit: Literal["mg", "mg/kg"]
    dose_step: float
    dose_first: float
    minutes_low: float | None = None
    minutes_high: float | None = None
    minutes_first: int | None = None
    caveat: str = ""

    @property
    def model_names(self):
        """The names in `models`, as a list."""
        return self.models.split()


@dataclass(frozen=True)
class Input(Sourced):
    """What enters the blood by a route, for one model; a route may have several, which all happen.

    F, ka and the rest are arguments of science's `Absorbed`. device: which of several devices it holds for.
    F_low and F_high: the range of published fractions absorbed, in which F lies. omegas: "F=0.06 ka=0.062", variances
    of logarithms. note: for the record.
    """

    route: str
    model: str
    F: float
    ka: float
    F_metabolite: float = 0.0
    k_metabolite: float | None = None
    duration: float = 0.0
    transit: float = 0.0
    into_liver: bool = False
    device: Literal["all", "first", "later"] = "all"
    F_low: float | None = None
    F_high: float | None = None
    omegas: str = ""
    note: str = ""

    @property
    def variances(self):
        """`omegas` as {name: variance}."""
        return {name: float(value) for name, value in (pair.split("=") for pair in self.omegas.split())}


@dataclass(frozen=True)
class Observation(Sourced):
    """A level, peak, time of peak (h) or area that was observed, and the models that can be asked for it.

    hours: the time of a level, or how long the area was followed (to the end if empty). weight: kg, taken as 70 where
    the source states none. statistic, spread, n and note are for the record: how the value was summed up, of whom.
    """

    route: str
    models: str
    drug: Drug
    dose: float
    dose_unit: Literal["mg", "mg/kg"]
    weight: float
    analyte: Literal["ketamine", "norketamine"]
    quantity: Literal["peak", "peak_time", "area", "level"]
    value: float
    unit: Literal["ng/mL", "ng h/mL", "h"]
    statistic: str
    minutes: float | None = None
    hours: float | None = None
    spread: str = ""
    n: int | None = None
    note: str = ""

    @property
    def model_names(self):
        """The names in `models`, as a list."""
        return self.models.split()


@dataclass(frozen=True)
class Tables:
    """The five tables by id, and the parameters of each model by name."""

    models: dict[str, Model]
    routes: dict[str, Route]
    inputs: dict[str, Input]
    observations: dict[str, Observation]
    parameters: dict[str, dict[str, Parameter]] = field(default_factory=dict)

    def rows(self):
        """Every row of every table."""
        for table in (self.models, self.routes, self.inputs, self.observations, *self.parameters.values()):
            yield from table.values()


@cache
def load(folder=None):
    """The tables. Raises CourseError for a bad row, or a source, model, route or parameter that does not exist."""
    kinds = (Model, Parameter, Route, Input, Observation)
    read = {kind: read_sourced(file, kind, folder) for kind, file in zip(kinds, FILES, strict=True)}
    parameters = defaultdict(dict)
    for row in read[Parameter].values():
        parameters[row.model][row.name] = row
    tables = Tables(read[Model], read[Route], read[Input], read[Observation], dict(parameters))
    for check in (_missing, lambda row, tables: _FAULTS[type(row)](row, tables)):
        for kind, file in zip(kinds, FILES, strict=True):
            for row in read[kind].values():
                fault = check(row, tables)
                if fault:
                    raise CourseError(f"data/{file}, row {row.id}: {fault}.")
    return tables


def _missing(row, tables):
    """What a row names that does not exist, in words, or None."""
    for name in [*getattr(row, "models", "").split(), *([row.model] if hasattr(row, "model") else [])]:
        if name not in tables.models:
            return f"model '{name}' is not in data/pk_models.csv"
    if getattr(row, "route", None) not in (None, *tables.routes):
        return f"route '{row.route}' is not in data/pk_routes.csv"
    return None


def _model_fault(row, tables):
    known = tables.parameters.get(row.id, {})
    needed = ["V1", "CL", *(["r_clearance"] if row.drug == "S" else [])]
    needed += ["metabolite.V1", "metabolite.CL"] if any(name.startswith("metabolite") for name in known) else []
    needed += [f"V{i}" for i in "23" if f"Q{i}" in known] + [f"Q{i}" for i in "23" if f"V{i}" in known]
    for name in needed:
        if name not in known:
            return f"its parameter {name} is missing in data/pk_parameters.csv"
    return None


def _parameter_fault(row, tables):
    unit = UNITS[row.name.split(".")[-1][0]]
    if row.id != f"{row.model}.{row.name}":
        return f"its id is not its model and name, {row.model}.{row.name}"
    if row.unit != unit:
        return f"unit is '{row.unit}'; expected {unit}"
    if row.value <= 0:
        return "value must be above 0"
    if row.omega is not None and row.omega < 0:
        return "omega, a variance, must not be below 0"
    if (row.covariance is None) != (not row.covaries_with):
        return "covariance and covaries_with go together"
    other = tables.parameters[row.model].get(row.covaries_with)
    if row.covaries_with and (row.omega is None or other is None or other.omega is None):
        return "a covariance needs an omega here and in the row it names"
    return None


def _route_fault(row, tables):
    if not 0 < row.dose_low <= row.dose_first <= row.dose_high or row.dose_step <= 0:
        return "dose_low, dose_first, dose_high and dose_step must be above 0 and in order"
    minutes = [row.minutes_low, row.minutes_first, row.minutes_high]
    if minutes != [None] * 3 and (None in minutes or minutes != sorted(minutes) or minutes[0] < 0):
        return "minutes_low, minutes_first and minutes_high go together and in order"
    inputs = {item.model for item in tables.inputs.values() if item.route == row.id}
    if row.minutes_low is None and not set(row.model_names) <= inputs:
        return "each of its models needs a row in data/pk_inputs.csv"
    return None


def _input_fault(row, tables):
    if not (0 <= row.F <= 1 and 0 <= row.F_metabolite <= 1):
        return "F and F_metabolite must lie between 0 and 1"
    if (row.F_low is None) != (row.F_high is None) or not (row.F_low or 0) <= row.F <= (row.F_high or 1):
        return "F_low and F_high go together, and F lies between them"
    if row.ka <= 0 or (row.k_metabolite is not None and row.k_metabolite <= 0):
        return "ka and k_metabolite must be above 0"
    if row.duration < 0 or row.transit < 0:
        return "duration and transit must not be below 0"
    if row.into_liver and "liver.V" not in tables.parameters.get(row.model, {}):
        return f"into_liver is true, but model {row.model} has no liver"
    try:
        wrong = [name for name in row.variances if name not in ("F", "ka", "k_metabolite", "duration", "transit")]
    except ValueError:
        wrong = [row.omegas]
    return f"omegas is '{row.omegas}'; expected pairs like F=0.06 ka=0.062" if wrong else None


def _observation_fault(row, tables):
    unit = {"peak": "ng/mL", "level": "ng/mL", "area": "ng h/mL", "peak_time": "h"}[row.quantity]
    if row.unit != unit:
        return f"unit is '{row.unit}'; expected {unit}"
    if row.quantity == "level" and row.hours is None:
        return "a level needs its time in hours"
    if row.value <= 0 or row.dose <= 0 or row.weight <= 0:
        return "value, dose and weight must be above 0"
    if (tables.routes[row.route].minutes_low is None) != (row.minutes is None):
        return "minutes is for a route that takes minutes"
    return None


_FAULTS = {Model: _model_fault, Parameter: _parameter_fault, Route: _route_fault, Input: _input_fault,
           Observation: _observation_fault}


@dataclass(frozen=True)
class Rung(Sourced):
    """A level (ng/mL) at which something was seen in people, and the words for it on a picture."""

    value: float
    words: str


@cache
def ladder(folder=None):
    """The concentration ladder, lowest rung first. Raises CourseError for a bad row or an unknown source."""
    return sorted(read_sourced("pk_ladder.csv", Rung, folder).values(), key=lambda rung: rung.value)


def sources_used(folder=None):
    """Keys of the sources that the tables and the ladder rest on."""
    return {row.source for row in [*load(folder).rows(), *ladder(folder)]}
