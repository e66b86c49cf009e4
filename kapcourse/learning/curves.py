"""Curves for the explorer: the typical person and the band of nine in ten, kept so that a dose costs no simulation."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil

import numpy as np

from kapcourse.learning import regimens
from kapcourse.science.population import bands
from kapcourse.tables import pharmacokinetics as tables

HOURS = 8
PERSONS = 1000
NINE_IN_TEN = (5, 95)


@dataclass(frozen=True)
class Curves:
    """Levels in ng/mL: the typical person's at `times` (h), the band of ketamine at `band_times`.

    areas: of ketamine and of norketamine to the end, beyond HOURS too, in ng h/mL. What a model lacks is None.
    """

    times: np.ndarray
    ketamine: np.ndarray
    norketamine: np.ndarray | None
    band_times: np.ndarray
    low: np.ndarray | None
    high: np.ndarray | None
    areas: tuple

    @property
    def highest(self):
        """The highest level (ng/mL) that a picture of them has to hold."""
        return max(curve.max() for curve in (self.ketamine, self.norketamine, self.high) if curve is not None)


@dataclass(frozen=True)
class Summary:
    """Figures of a Curves: levels in ng/mL, times in minutes, areas to the end in ng h/mL.

    half_gone: from the peak on, None if not by the end. above: minutes above `rung()`. band: nine in ten at the peak.
    """

    peak: float
    peak_at: float
    half_gone: float | None
    area: float
    above: float
    band: tuple | None
    norketamine: float | None
    norketamine_at: float | None
    norketamine_area: float | None


def curves(given):
    """The Curves of a `regimens.Regimen`; 1 mg is simulated once, where a dose is a multiple of it."""
    one = regimens.per_milligram(given)
    if one is None:
        return _simulated(given)
    unit = _simulated(one)
    ketamine, norketamine, low, high = (None if curve is None else curve * given.milligrams for curve in (
        unit.ketamine, unit.norketamine, unit.low, unit.high))
    areas = tuple(None if area is None else area * given.milligrams for area in unit.areas)
    return Curves(unit.times, ketamine, norketamine, unit.band_times, low, high, areas)


def other_models(given):
    """{name: (times, ketamine)} of the other published models that hold for the route of a regimen."""
    found = {}
    for name in tables.load().routes[given.route].model_names[1:]:
        profile = regimens.levels(given, _times(given), name)
        found[tables.load().models[name].name] = (profile.times, profile.ketamine)
    return found


def rung():
    """The lowest level (ng/mL) of data/pk_ladder.csv: the lowest that is quoted for dissociation."""
    return tables.ladder()[0].value


def summary(found):
    """The Summary of a Curves."""
    minutes, ketamine, nor = 60 * found.times, found.ketamine, found.norketamine
    above = (ketamine[1:] + ketamine[:-1]) / 2 > rung()
    at = int(ketamine.argmax())
    below = np.flatnonzero(ketamine[at:] <= ketamine[at] / 2)
    return Summary(
        peak=ketamine[at], peak_at=minutes[at], half_gone=minutes[at + below[0]] - minutes[at] if below.size else None,
        area=found.areas[0], norketamine_area=found.areas[1], above=np.diff(minutes)[above].sum(),
        band=None if found.low is None else tuple(
            float(np.interp(found.times[at], found.band_times, edge)) for edge in (found.low, found.high)),
        norketamine=None if nor is None else nor.max(),
        norketamine_at=None if nor is None else minutes[nor.argmax()])


def _times(given, an_hour=24):
    """From 0 to HOURS in even steps, at least so many an hour, that meet each end of an infusion: levels turn there.

    Each stretch between two turns is even, which is many times faster to compute than uneven times are.
    """
    turns = [turn for time in given.times for turn in (time, time + (given.minutes or 0) / 60)]
    marks = np.unique([0, *(turn for turn in turns if turn < HOURS), HOURS])
    stretches = [np.linspace(a, b, ceil((b - a) * an_hour), endpoint=False) for a, b in pairwise(marks)]
    return np.concatenate([*stretches, [HOURS]])


@lru_cache(maxsize=128)
def _simulated(given):
    typical = regimens.levels(given, _times(given))
    band_times, low, high = _times(given, 12), None, None
    if regimens.persons_differ(given.route):
        persons = regimens.levels(given, band_times, persons=PERSONS, norketamine=False)
        low, high = bands(persons.ketamine, NINE_IN_TEN)
    areas = regimens.areas(given)
    return Curves(typical.times, typical.ketamine, typical.norketamine, band_times, low, high, areas)
