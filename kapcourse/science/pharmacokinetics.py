"""Ketamine and norketamine in plasma: linear compartments in closed form, for one person or thousands.

Every curve is a sum of exponentials: `compartments` finds its rates and amounts, `grids` writes it out.

A parameter may be one number or an array over persons; arrays broadcast. Times are in h, amounts in mg,
volumes in L, clearances and flows in L/h, rates in 1/h, concentrations in ng/mL. A curve is continuous
from the right: at the time of a bolus the bolus has been given.
"""

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import NamedTuple

import numpy as np

from kapcourse.science import compartments, grids

NG_PER_ML = 1000.0  # 1 mg/L
# Rates near to each other cancel digits. The curve itself is smooth in the rates, so that there it is taken as
# the mean of the curves on a circle around them (Kassam and Trefethen, SIAM J Sci Comput 2005;26:1214).
_TOO_CLOSE = 1e-5
_CIRCLE = 0.02 * np.exp(1j * np.pi * np.array([1, 3, 5, 7]) / 8)  # its upper half; the lower is the mirror image
_PERSONS_ON_A_CIRCLE = 100


@dataclass(frozen=True, eq=False)
class Metabolite:
    """Norketamine: one compartment, or two when `Q` is above 0.

    fm: fraction of ketamine's clearance that forms it. mass_ratio: mg formed per mg of ketamine (0.941 by
    molecular weight; 1 where a model counts in ketamine mass). delay: mean time in h that forming takes, in
    two equal steps; 0 for none. Raises ValueError for a value out of range.
    """

    V1: float
    CL: float
    V2: float = 0.0
    Q: float = 0.0
    fm: float = 1.0
    mass_ratio: float = 1.0
    delay: float = 0.0

    def __post_init__(self):
        _check(self, above_zero=("V1", "CL", "mass_ratio"), fractions=("fm",))
        _check_peripheral(self, "V2", "Q")
        _check_all_or_none(self, "delay")


@dataclass(frozen=True, eq=False)
class Liver:
    """A liver between gut and body that mixes at once: its volume and the blood flow through it."""

    V: float
    Q: float

    def __post_init__(self):
        _check(self, above_zero=("V", "Q"))


@dataclass(frozen=True, eq=False)
class CompartmentModel:
    """Ketamine: a central compartment, up to two others, and what is formed from it.

    CL clears from the central compartment; with a `liver` it is the clearance inside the liver alone.
    Raises ValueError for a value out of range.
    """

    V1: float
    CL: float
    V2: float = 0.0
    Q2: float = 0.0
    V3: float = 0.0
    Q3: float = 0.0
    metabolite: Metabolite | None = None
    liver: Liver | None = None

    def __post_init__(self):
        _check(self, above_zero=("V1", "CL"))
        _check_peripheral(self, "V2", "Q2")
        _check_peripheral(self, "V3", "Q3")


@dataclass(frozen=True, eq=False)
class Bolus:
    """`amount` mg at once into the central compartment."""

    time: float
    amount: float

    def __post_init__(self):
        _check(self, any_sign=("time",))


@dataclass(frozen=True, eq=False)
class Infusion:
    """`amount` mg in all, at a steady rate for `duration` h, into the central compartment."""

    time: float
    amount: float
    duration: float

    def __post_init__(self):
        _check(self, above_zero=("duration",), any_sign=("time",))


@dataclass(frozen=True, eq=False)
class Absorbed:
    """`amount` mg taken, of which the fraction F enters as ketamine at the rate ka, after `lag` h.

    F_metabolite: fraction that enters as norketamine, formed on the first pass, at the rate k_metabolite
    (ka if None); counted in mg of ketamine. duration: h over which the dose is released into its depot, evenly;
    0 for at once. transit: mean time in h of one more step between depot and blood. into_liver: F enters the
    model's liver, not the central compartment. Raises ValueError for a value out of range.
    """

    time: float
    amount: float
    F: float
    ka: float
    F_metabolite: float = 0.0
    k_metabolite: float | None = None
    lag: float = 0.0
    duration: float = 0.0
    transit: float = 0.0
    into_liver: bool = False

    def __post_init__(self):
        _check(self, above_zero=("ka", "k_metabolite"), fractions=("F", "F_metabolite"), any_sign=("time",))
        _check_all_or_none(self, "duration")
        _check_all_or_none(self, "transit")


class Profile(NamedTuple):
    """Concentrations in ng/mL, shape (..., len(times)); norketamine is None if the model has no metabolite."""

    times: np.ndarray
    ketamine: np.ndarray
    norketamine: np.ndarray | None


def simulate(model, doses, times):
    """The course of ketamine and norketamine after `doses`.

    model: CompartmentModel. doses: list of Bolus, Infusion and Absorbed. times: hours in rising order, shape (T,).
    Returns a Profile whose arrays have the broadcast shape of all parameters, followed by T.
    Raises ValueError for times that are not finite or not in order, and for shapes that do not go together.
    """
    times = _checked_times(times)
    people, shape = _one_row_a_person([model, *doses])
    curves, close = _curves(people, times, np.zeros(len(people[0].V1)))
    for first in range(0, close.sum(), _PERSONS_ON_A_CIRCLE):
        rows = np.flatnonzero(close)[first:first + _PERSONS_ON_A_CIRCLE]
        curves[rows] = _curves_on_a_circle([_each(x, lambda value, rows=rows: value[rows]) for x in people], times)
    ketamine, *norketamine = (curves[:, i, :len(times)].reshape(*shape, -1) for i in range(curves.shape[1]))
    return Profile(times, ketamine, *norketamine or [None])


def _bodies(model):
    """The body of ketamine and that of norketamine, None without it."""
    formed = model.metabolite
    return (compartments.body(model.V1, model.CL, [(model.V2, model.Q2), (model.V3, model.Q3)], model.liver),
            compartments.body(formed.V1, formed.CL, [(formed.V2, formed.Q)]) if formed else None)


def _curves(people, times, nudge):
    """Curves (persons, species, T and some to spare) in ng/mL, and whose (persons,) rates are too close for exact ones.

    nudge (persons,): relative change of the rates of depots, delays and norketamine, each by its own multiple of it.
    """
    model, *doses = people
    bodies, close, trains = _bodies(model), np.zeros(len(model.V1), bool), {}
    for dose in doses:
        response, apart = _response(model, *bodies, dose, nudge)
        close |= apart < _TOO_CLOSE
        for start, rates, amounts in _held(dose, *response):
            trains.setdefault(rates.tobytes(), []).append((start, rates, amounts))
    shape = (len(model.V1), 2 if model.metabolite else 1, len(times) + grids.width(len(times)))
    written = [grids.written(np.zeros(shape, nudge.dtype), parts, times) for parts in trains.values()]
    return sum(written[1:], start=written[0]) if written else np.zeros(shape), close


def _curves_on_a_circle(people, times):
    """The mean of the curves of `people` with their rates nudged all around the circle."""
    n = len(_CIRCLE)
    people = [_each(thing, lambda value: np.tile(value, n)) for thing in people]
    curves, _ = _curves(people, times, np.repeat(_CIRCLE, len(people[0].V1) // n))
    return np.maximum(curves.real.reshape(n, -1, *curves.shape[1:]).mean(axis=0), 0)


def _response(model, body, formed, dose, nudge):
    """((rates, amounts), apart) after a dose whose release takes no time; amounts (persons, species, K) in ng/mL."""
    source = body.clears if getattr(dose, "into_liver", False) else 0
    steps, first_pass = _steps(dose, nudge)
    given = dose.amount * NG_PER_ML * getattr(dose, "F", 1)
    ketamine = body.after(source, 0).scaled(given).through(steps)
    if formed is None:
        return (ketamine.rates.T, ketamine.amounts.T[:, None]), ketamine.apart
    made = model.metabolite
    delay = [2 / made.delay * (1 - m * nudge) for m in (2, 3)] if made.delay.any() else []
    end = formed.after(0, 0)
    end = end._replace(rates=end.rates * (1 - nudge))
    cleared = body.after(source, body.clears).scaled(given * model.CL * made.fm * made.mass_ratio)
    both = [cleared.through([*steps, *delay]).then(end)]
    if first_pass:
        entering = dose.amount * NG_PER_ML * dose.F_metabolite * made.mass_ratio
        both.append(compartments.step(first_pass[0]).scaled(entering).through([*first_pass[1:], *delay]).then(end))
    return _together(ketamine, both, end), np.min([modes.apart for modes in both], axis=0)


def _together(ketamine, norketamine, end):
    """Rates (persons, K) and amounts (persons, 2, K) of ketamine and of the one or two ways to norketamine.

    The rates of ketamine are the first of the first way; those of `end` are the last of each way.
    """
    last = len(end.rates)
    rates = np.vstack([*(way.rates[:-last] for way in norketamine), end.rates])
    amounts = np.zeros((2, *rates.shape), rates.dtype)
    amounts[0, :len(ketamine.rates)] = ketamine.amounts
    amounts[1, :-last] = np.vstack([way.amounts[:-last] for way in norketamine])
    amounts[1, -last:] = sum(way.amounts[-last:] for way in norketamine)
    return rates.T.copy(), amounts.transpose(2, 0, 1).copy()


def _steps(dose, nudge):
    """Rates of the steps that ketamine takes from depot to blood, and of those of first-pass norketamine."""
    if not isinstance(dose, Absorbed):
        return [], []
    transit = [(1 + 2 * nudge) / dose.transit] if dose.transit.any() else []
    first_pass = [dose.k_metabolite * (1 + nudge), *transit] if dose.F_metabolite.any() else []
    return [dose.ka * (1 + nudge), *transit], first_pass


def _held(dose, rates, amounts):
    """(start, rates, amounts) of the sums that begin when a dose does, and when it ends if its release takes time.

    Released at a steady rate from 0 to D, exp(-k t) becomes (1 - exp(-k t)) / (k D), less the same from D on.
    """
    start = dose.time + getattr(dose, "lag", 0)
    duration = getattr(dose, "duration", np.zeros(1))
    if not duration.any():
        return [(start, rates, amounts)]
    steady = amounts / (rates * duration[:, None])[:, None]
    amounts = np.concatenate([-steady, steady.sum(2, keepdims=True)], axis=2)
    rates = np.hstack([rates, np.zeros_like(rates[:, :1])])
    return [(start, rates, amounts), (start + duration, rates, -amounts)]


def _each(thing, change):
    """A copy of a model or dose with `change` made to every number in it."""
    new = object.__new__(type(thing))  # not `replace`: what was checked once is not checked again
    for name, value in vars(thing).items():
        if value is not None and not isinstance(value, bool):
            value = _each(value, change) if is_dataclass(value) else change(value)
        object.__setattr__(new, name, value)
    return new


def _numbers(thing):
    """Every number in a model or dose, as a list."""
    found = []
    _each(thing, lambda value: found.append(value) or value)
    return found


def _one_row_a_person(things):
    """The same model and doses with every number an array (persons,), and the shape that the persons had."""
    model, *doses = things
    for dose in doses:
        if getattr(dose, "into_liver", False) and model.liver is None:
            raise ValueError("a dose goes into the liver, but the model has no liver")
    things = [replace(x, k_metabolite=x.ka) if getattr(x, "k_metabolite", 0) is None else x for x in things]
    shapes = [np.shape(value) for thing in things for value in _numbers(thing)]
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError:
        several = ", ".join(sorted({str(shape) for shape in shapes if shape}))
        raise ValueError(f"parameters have shapes that do not go together: {several}") from None
    return [_each(x, lambda v: np.broadcast_to(np.asarray(v, float), shape).ravel()) for x in things], shape


def _checked_times(times):
    times = np.asarray(times, float)
    if times.ndim != 1 or not len(times):
        raise ValueError(f"times has shape {times.shape}; expected one row of numbers")
    if not np.isfinite(times).all() or (np.diff(times) < 0).any():
        raise ValueError("times must be finite numbers in rising order")
    return times


def _check(thing, above_zero=(), fractions=(), any_sign=()):
    """Raise ValueError unless every number is finite and in its range; what no list names may be 0 or more."""
    for field in fields(thing):
        value, where = getattr(thing, field.name), f"{type(thing).__name__}: {field.name}"
        if value is None or isinstance(value, bool) or is_dataclass(value):
            continue
        try:
            value = np.asarray(value, float)
        except (TypeError, ValueError):
            raise ValueError(f"{where} is {value!r}; expected a number") from None
        if not np.isfinite(value).all():
            raise ValueError(f"{where} must be finite")
        if field.name in above_zero and (value <= 0).any():
            raise ValueError(f"{where} must be above 0")
        if field.name in fractions and ((value < 0) | (value > 1)).any():
            raise ValueError(f"{where} must lie between 0 and 1")
        if field.name not in any_sign and (value < 0).any():
            raise ValueError(f"{where} must not be below 0")


def _check_peripheral(thing, volume, flow):
    """Raise ValueError for a compartment that drug flows into and that has no volume."""
    if ((np.asarray(getattr(thing, flow)) > 0) & (np.asarray(getattr(thing, volume)) == 0)).any():
        raise ValueError(f"{type(thing).__name__}: {volume} must be above 0 where {flow} is")


def _check_all_or_none(thing, name):
    """Raise ValueError if a time is 0 for some persons and not for others: these are two models, not one."""
    value = np.asarray(getattr(thing, name))
    if (value == 0).any() and value.any():
        raise ValueError(f"{type(thing).__name__}: {name} must be 0 for all persons or for none")
