"""The clocks: levels over weeks agree with the model, and what is known depends on route, dose, schedule and care."""

import numpy as np
import pytest

from kapcourse.learning import clocks, regimens
from kapcourse.learning.regimens import Regimen
from kapcourse.tables import pharmacokinetics as tables


@pytest.mark.parametrize("route", tables.load().routes.values(), ids=lambda route: route.id)
def test_levels_are_those_of_the_model(route):
    minutes = 40 if route.minutes_low is not None else None
    given = regimens.regimen(route.id, route.dose_high, minutes, times=(0.0, 48.0))
    found = clocks.plasma(given)
    model = regimens.levels(given, found.minutes / 60)
    np.testing.assert_allclose(found.ketamine, model.ketamine, rtol=1e-9, atol=1e-9)
    assert found.minutes[-1] == pytest.approx(clocks.LAST)


def test_the_peak_of_a_drip_is_its_end_and_every_dose_of_a_course_has_one():
    once = clocks.plasma(Regimen("iv", 35, 40))
    assert once.peak_at() == 40
    course = clocks.plasma(Regimen("iv", 35, 40, times=clocks.dose_times("six_infusions")))
    peaks = [course.at(60 * hour + 40) for hour in clocks.dose_times("six_infusions")]
    assert min(peaks) >= once.ketamine.max() - 1e-9 and max(peaks) < 1.02 * once.ketamine.max()


def test_published_words_of_the_lesson_come_from_the_model():
    """Facts F-6001 to F-6003 and F-6074."""
    levels = clocks.levels_of("iv")
    assert (round(levels.at(40)), round(levels.at(24 * 60), 1)) == (160, 1.3)
    assert round(100 * clocks.share_of_peak("iv", 80)) == 51
    models = tables.load().routes["iv"].model_names
    day = [regimens.levels(clocks.INFUSION, [24.0], model).ketamine[0] for model in models]
    assert (round(min(day), 2), round(max(day), 1)) == (0.01, 1.7)


def test_the_usual_drip_is_known_in_all_lanes_and_another_dose_in_none_that_was_measured():
    found, silent = clocks.known("iv", 0.5, 40, "once", "alone")
    assert set(found) == set(clocks.LANES) and not silent
    for dose, minutes in ((0.45, 40), (0.5, 60)):
        found, silent = clocks.known("iv", dose, minutes, "once", "alone")
        assert {silent[lane] for lane in ("dissociation", "pressure", "mood")} == {"not known at this dose and speed"}


@pytest.mark.parametrize(("route", "dose", "lanes"), [
    ("oral", 100, ()), ("film", 50, ()), ("nasal_racemic", 50, ()), ("sublingual", 100, ("dissociation", "hours")),
    ("im", 0.5, ("dissociation", "hours")), ("nasal_esketamine", 84, ("dissociation", "mood", "pressure"))])
def test_routes_without_a_source_say_so(route, dose, lanes):
    found, silent = clocks.known(route, dose, None, "once", "kap")
    assert set(found) == set(lanes)
    assert set(silent) == set(clocks.LANES) - set(lanes)
    assert set(silent.values()) == {"not known for this route"}


def test_marks_of_one_dose_hold_in_a_course_until_the_second_dose():
    found, _ = clocks.known("iv", 0.5, 40, "six_infusions", "alone")
    told = {mark.id for mark in found["mood"]}
    assert {"mood_day1", "mood_six_relapse"} <= told and not {"mood_bipolar_day2", "mood_week", "mood_lost"} & told


def test_schedules_are_offered_where_a_source_reports_them():
    assert list(clocks.schedules("iv")) == ["once", "six_infusions"]
    assert list(clocks.schedules("im")) == ["once", "kap_weekly"]
    assert list(clocks.schedules("oral")) == ["once"]


def test_parts_of_the_peak_and_events_follow_model_and_table():
    assert clocks.part_of_peak("iv", 40) == "above_half"
    assert clocks.part_of_peak("im", 150) == "between"
    assert clocks.part_of_peak("iv", 1440) == "under_tenth"
    assert clocks.first_rating_without_dissociation() == 80
    assert clocks.midazolam_over_saline() == pytest.approx(0.7 / 1.8)
    assert [clocks.minute_of(name) for name in ("ketamine_peak", "mood_day1", "mood_lost")] == [40, 1440, 14400]
    assert 85 <= clocks.minute_of("norketamine_peak") <= 95
