"""Statistics of items: as worked by hand, within their bounds, and silent where there are too few people."""

from math import nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kapcourse.science.item_analysis import FEWEST_PAIRS, FEWEST_SHARE, item_fit, rest_means

POINTS = st.floats(0, 1)
CLASS = st.integers(4, 40).flatmap(lambda n: st.tuples(
    st.lists(POINTS | st.just(nan), min_size=n, max_size=n),
    st.lists(st.lists(POINTS | st.just(nan), min_size=3, max_size=3), min_size=n, max_size=n)))


def test_a_class_of_five_worked_by_hand():
    """Deviations of the item: .4 .4 -.6 -.6 .4; of the rest: .4 -.1 -.1 -.6 .4. Products sum up to .70."""
    rest = [[1, 1, 1, 1], [1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5], [0, 0, 0, 0], [1, 1, 1, nan]]
    found = item_fit([1, 1, 0, 0, 1], rest, fewest=5)
    assert found.share == pytest.approx(0.6)
    assert found.correlation == pytest.approx(0.70 / sqrt(1.2 * 0.70))
    assert (found.answered, found.paired, found.why) == (5, 5, "")


def test_the_interval_is_fishers_as_scipy_gives_it():
    dice = np.random.default_rng(1)
    item, rest = dice.integers(0, 2, 60).astype(float), dice.random((60, 4))
    found, other = item_fit(item, rest), stats.pearsonr(item, rest.mean(axis=1))
    assert found.correlation == pytest.approx(other.statistic)
    assert found.interval == pytest.approx(tuple(other.confidence_interval(0.95)), abs=1e-6)


def test_an_item_is_never_part_of_its_rest():
    """One item beside noise that is the same for all: nothing to correlate with, though the item itself varies."""
    found = item_fit([0, 1] * 15, np.full((30, 3), 0.5))
    assert (found.correlation, found.why) == (None, "no spread")


def test_too_few_people_get_no_figure():
    few = FEWEST_PAIRS - 1
    found = item_fit([0, 1] * 9 + [1], np.tile([[0.0, 1.0, 0.0]], (few, 1)))
    assert (found.correlation, found.interval, found.why, found.paired) == (None, None, "too few", few)
    assert item_fit([1] * (FEWEST_SHARE - 1), np.ones((FEWEST_SHARE - 1, 2))).share is None
    assert item_fit([1] * FEWEST_SHARE, np.ones((FEWEST_SHARE, 2))).share == 1
    assert item_fit([], np.empty((0, 3))).why == "too few"
    assert item_fit([0, 1] * 15, np.tile([[0.0, 1.0]], (30, 1))).why == "too few others"


def test_who_answered_less_than_half_of_the_rest_is_not_counted():
    assert rest_means(np.array([[1, nan, nan], [1, 0, nan], [nan, nan, nan]]))[1] == 0.5
    assert np.isnan(rest_means(np.array([[1, nan, nan], [nan, nan, nan]]))).all()
    assert np.isnan(rest_means(np.empty((2, 0)))).all()


def test_perfect_agreement_has_no_width():
    points = [0, 1] * 15
    found = item_fit(points, [[p] * 3 for p in points])
    assert found.correlation == pytest.approx(1) and found.interval == pytest.approx((1, 1))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(CLASS)
def test_figures_lie_within_their_bounds_and_the_order_of_people_does_not_matter(people):
    item, rest = people
    found, turned = item_fit(item, rest, 4), item_fit(item[::-1], rest[::-1], 4)
    assert found.share is None or 0 <= found.share <= 1
    if found.correlation is not None:
        low, high = found.interval
        assert -1 <= low <= found.correlation + 1e-9 and found.correlation <= high + 1e-9 <= 1 + 2e-9
        assert turned.correlation == pytest.approx(found.correlation, abs=1e-6)
    else:
        assert found.why in ("too few", "too few others", "no spread")
    assert found.paired <= found.answered <= len(item)


@pytest.mark.parametrize(("item", "rest"), [([1], [[1], [1]]), ([2.0], [[1]]), ([1], [[-0.1]]), ([1], [1]),
                                            ([float("inf")], [[1]])])
def test_what_no_class_can_give_is_refused(item, rest):
    with pytest.raises(ValueError):
        item_fit(item, rest)
