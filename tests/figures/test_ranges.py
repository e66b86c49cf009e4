"""Ranges: each option keeps its lane, what is closed is hatched, and a range without width can still be seen."""

import re

import pytest

from kapcourse.figures.ranges import NARROW, bars, ranges

LANES = ["Infusion", "KAP", "Care"]


def test_lanes_run_from_above_and_each_bar_reaches_from_least_to_most():
    data = bars([(10, 60, False), (20, 30, True), (0, 100, False)])
    start, end, low, high = data["range"]
    assert start.tolist() == [10, 0] and end.tolist() == [60, 100]
    assert low.tolist() == [2.2, 0.2] and high.tolist() == [2.8, 0.8]
    assert [part.tolist() for part in data["closed"]] == [[20], [30], [1.2], [1.8]]


@pytest.mark.parametrize("at", [0, 40, 100])
def test_a_range_without_width_is_drawn_within_the_axis(at):
    start, end, _, _ = bars([(at, at, False)])["range"]
    assert end[0] - start[0] == pytest.approx(NARROW) and start[0] >= 0 and end[0] <= 100


def test_nothing_closed_leaves_its_curve_empty_and_nothing_at_all_is_allowed():
    assert set(bars([(1, 2, False)])) == {"range"} and bars([]) == {}


def test_the_picture_names_the_lanes_and_tells_closed_ways_by_strokes():
    figure = ranges("ranges-test", LANES)
    picture = figure.picture(bars([(10, 60, False), (20, 30, True), (0, 100, False)]), "It shows ranges.")
    assert all(name in picture.svg for name in (*LANES, "Closed by a gate", "what is not known"))
    assert "<pattern" in picture.svg and "It shows ranges." in picture.svg
    assert re.search(r'id="kap-ranges-test-curve-closed" d="M', picture.svg)
    assert figure.picture({}, "x").svg == ranges("ranges-test", LANES).picture({}, "x").svg
