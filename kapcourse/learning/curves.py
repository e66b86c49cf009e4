"""Curves for the explorer: the typical person and the band of nine in ten, kept so that a dose costs no simulation."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kapcourse.learning import regimens
from kapcourse.science.pharmacokinetics import Profile
from kapcourse.science.population import bands
from kapcourse.tables import pharmacokinetics as tables

HOURS = 8
PERSONS = 1000
TIMES = np.linspace(0, HOURS, HOURS * 24 + 1)  # every two and a half minutes
NINE_IN_TEN = (5, 95)
RUNG = 100.0  # ng/mL, the lowest level quoted for dissociation (data/pk_ladder.csv)


@dataclass(frozen=True)
class Curves:
    """Levels in ng/mL: the typical person's at `times` (h), the band of ketamine at `band_times`.

    What a model lacks is None.
    """

    times: np.ndarray
    ketamine: np.ndarray
    norketamine: np.ndarray | None
    band_times: np.ndarray
    low: np.ndarray | None
    high: np.ndarray | None


@dataclass(frozen=True)
class Summary:
    """Figures of a Curves: levels in ng/mL, times in minutes, the area in ng h/mL.

    half_gone: from the peak on, None if not by the end. above: minutes above RUNG. band: nine in ten at the peak.
    """

    peak: float
    peak_at: float
    half_gone: float | None
    area: float
    above: float
    band: tuple | None
    norketamine: float | None
    norketamine_at: float | None


def curves(given):
    """The Curves of a `regimens.Regimen`.

    All models are linear: a dose is a multiple of 1 mg, which is simulated once. A spray of several devices is no
    multiple of one device and is simulated as it is.
    """
    if given.route == "nasal_esketamine":
        return _simulated(given)
    unit = _simulated(regimens.Regimen(given.route, 1.0, given.minutes, given.weight, given.times, given.drug))
    ketamine, norketamine, low, high = (None if curve is None else curve * given.milligrams for curve in (
        unit.ketamine, unit.norketamine, unit.low, unit.high))
    return Curves(unit.times, ketamine, norketamine, unit.band_times, low, high)


def other_models(given):
    """{name: (times, ketamine)} of the other published models that hold for the route of a regimen."""
    found = {}
    for name in tables.load().routes[given.route].model_names[1:]:
        profile = _with_turns(given, TIMES, model=name)
        found[tables.load().models[name].name] = (profile.times, profile.ketamine)
    return found


def summary(found):
    """The Summary of a Curves."""
    minutes, ketamine, nor = 60 * found.times, found.ketamine, found.norketamine
    above = (ketamine[1:] + ketamine[:-1]) / 2 > RUNG
    at = int(ketamine.argmax())
    below = np.flatnonzero(ketamine[at:] <= ketamine[at] / 2)
    return Summary(
        peak=ketamine[at], peak_at=minutes[at], half_gone=minutes[at + below[0]] - minutes[at] if below.size else None,
        area=np.trapezoid(ketamine, found.times), above=np.diff(minutes)[above].sum(),
        band=None if found.low is None else tuple(
            float(np.interp(found.times[at], found.band_times, edge)) for edge in (found.low, found.high)),
        norketamine=None if nor is None else nor.max(),
        norketamine_at=None if nor is None else minutes[nor.argmax()])


def _with_turns(given, times, **asked):
    """`regimens.levels` at even `times` and at the ends of infusions, where a level turns sharply.

    The two are asked for apart, because even times are many times faster.
    """
    ends = [time + given.minutes / 60 for time in given.times if given.minutes is not None]
    turns = [end for end in ends if end < HOURS and not np.isclose(times, end, rtol=0, atol=1e-6).any()]
    even = regimens.levels(given, times, **asked)
    if not turns:
        return even
    both = zip(even, regimens.levels(given, turns, **asked), strict=True)
    order = np.argsort(np.append(times, turns))
    return Profile(*(None if a is None else np.append(a, b, axis=-1)[..., order] for a, b in both))


@lru_cache(maxsize=128)
def _simulated(given):
    typical = _with_turns(given, TIMES)
    band_times, low, high = TIMES[::2], None, None
    if regimens.persons_differ(given.route):
        persons = _with_turns(given, band_times, persons=PERSONS, norketamine=False)
        band_times, (low, high) = persons.times, bands(persons.ketamine, NINE_IN_TEN)
    return Curves(typical.times, typical.ketamine, typical.norketamine, band_times, low, high)
