"""The picture of a plan: a lane for each block, a day zero on the axis, a shape for each who acts."""

import pytest

from kapcourse.figures import plan
from kapcourse.tables.plans import ROLES

LANES = ("Look", "Dose", "Home")


def test_lanes_stand_from_above_to_below_over_the_level():
    assert [plan.lane(LANES, name, plan.ROOM) for name in LANES] == [5, 4, 3]
    assert plan.level_height(100, 100) == plan.ROOM - 0.5 < plan.lane(LANES, "Home", plan.ROOM)


def test_every_role_has_a_shape():
    assert set(plan.WHO) == set(ROLES) and set(plan.WHO.values()) == {"medical", "therapist", "other"}


def test_the_day_of_the_last_dose_and_the_last_week_are_on_the_axis():
    figure = plan.days_of_weeks("weeks", LANES)
    assert 0 < figure.x.at(plan.on_axis(0)) < figure.x.at(plan.on_axis(1)) < figure.x.at(plan.on_axis(84)) < 1
    assert "level" not in [curve.name for curve in figure.curves]


@pytest.mark.parametrize("make", [lambda: plan.minutes_of_a_day("day", LANES, 240, 150),
                                  lambda: plan.days_of_weeks("weeks", LANES)])
def test_it_is_drawn_alike_twice_with_the_names_of_its_lanes(make):
    one, other = make(), make()
    assert one.frame == other.frame and all(f">{name}<" in one.frame or name in one.frame for name in LANES)
    data = {"medical_at": ((5,), (0.5,), (0.5,), (0.5,))}
    assert one.paths(data)["medical_at"] and not one.paths(data)["therapist_at"]


def test_strokes_and_not_dots_keep_the_stored_picture_small():
    """A hatch of dots writes each dot as an outline of its own: the picture would be six times as large."""
    assert len(plan.minutes_of_a_day("day", LANES, 240, 150).frame) < 40_000
