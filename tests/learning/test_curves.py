"""Curves for the explorer: linear in the dose, the same persons every time, summarised truly."""

import numpy as np
import pytest

from kapcourse.learning import regimens
from kapcourse.learning.curves import Curves, _simulated, curves, other_models, rung, summary
from kapcourse.tables import pharmacokinetics as tables

ROUTES = list(tables.load().routes.values())


def usual(route, dose=None, **changed):
    minutes = 40 if route.minutes_low is not None else None
    return regimens.regimen(route.id, dose or route.dose_low, minutes, **changed)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_every_route_gives_a_level_inside_its_band_and_no_route_a_negative_one(route):
    found = curves(usual(route))
    assert (found.low is None) == (route.id == "nasal_esketamine")
    typical = np.interp(found.band_times, found.times, found.ketamine)
    assert found.low is None or ((found.low <= typical + 1e-9) & (typical <= found.high + 1e-9)).all()
    for curve in (found.ketamine, found.norketamine, *(() if found.low is None else (found.low, found.high))):
        assert (curve >= 0).all()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_a_scaled_curve_is_the_simulated_one(route):
    given = usual(route, route.dose_high)
    scaled, simulated = curves(given), _simulated(given)
    for name in ("ketamine", "norketamine", "low", "high"):
        one, other = getattr(scaled, name), getattr(simulated, name)
        assert one is other is None or one == pytest.approx(other, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_leaving_norketamine_out_changes_nothing_for_ketamine(route):
    times = np.linspace(0, 8, 30)
    both, alone = (regimens.levels(usual(route), times, norketamine=asked) for asked in (True, False))
    assert alone.norketamine is None
    assert alone.ketamine == pytest.approx(both.ketamine, rel=1e-9, abs=1e-9)


def test_the_infusion_of_the_base_model_peaks_as_published():
    """35 mg over 40 minutes at 70 kg: ketamine 160 at 40 minutes, norketamine 71 at 91 minutes."""
    told = summary(curves(regimens.regimen("iv", 0.5, 40)))
    assert told.peak == pytest.approx(160, abs=1)
    assert told.peak_at == pytest.approx(40)
    assert told.norketamine == pytest.approx(71, abs=1)
    assert told.norketamine_at == pytest.approx(91, abs=3)


def test_a_summary_says_what_a_curve_shows():
    times = np.linspace(0, 8, 801)
    level = np.where(times < 1, 200 * times, 200 * np.exp(-(times - 1)))
    told = summary(Curves(times, level, None, times, level / 2, level * 2, (300.0, None)))
    assert told.peak == pytest.approx(200)
    assert told.peak_at == pytest.approx(60)
    assert told.half_gone == pytest.approx(60 * np.log(2), abs=0.7)
    assert told.above == pytest.approx(30 + 60 * np.log(200 / rung()), abs=1)
    assert (told.area, told.norketamine_area) == (300, None)
    assert told.band == (pytest.approx(100), pytest.approx(400))
    assert told.norketamine is None


def test_areas_go_to_the_end_and_follow_the_dose():
    """35 mg racemate: half over the clearance of S, half over that of R (data/pk_parameters.csv)."""
    rows = tables.load().parameters["otto2021"]
    expected = 1000 * 17.5 / rows["CL"].value * (1 + 1 / rows["r_clearance"].value)
    for minutes in (40, 37, 100):
        assert summary(curves(regimens.regimen("iv", 0.5, minutes))).area == pytest.approx(expected, rel=1e-3)
    one, two = (summary(curves(regimens.regimen("sublingual", mg))) for mg in (100, 200))
    assert two.norketamine_area == pytest.approx(2 * one.norketamine_area)
    assert two.norketamine_area > two.area


def test_the_same_persons_come_back_and_repeats_add_up():
    given = regimens.regimen("sublingual", 100)
    first = curves(given)
    _simulated.cache_clear()
    assert (curves(given).high == first.high).all()
    twice = curves(regimens.regimen("sublingual", 100, times=(0.0, 2.0)))
    late = np.interp(twice.times - 2, first.times, first.ketamine, left=0)
    assert twice.ketamine == pytest.approx(np.interp(twice.times, first.times, first.ketamine) + late, abs=0.02)


def test_other_models_are_those_that_hold_for_the_route():
    assert len(other_models(regimens.regimen("iv", 0.5, 40))) == 4
    assert other_models(regimens.regimen("oral", 100)) == {}
