"""The gain of a cohort: no difference is none, its sign turns with the tests, and its interval holds what it says."""

import numpy as np
import pytest
from scipy.stats import ttest_rel

from kapcourse.science.gain import FEWEST, gain

NAN = float("nan")
BEFORE = [0.2, 0.4, 0.5, 0.55, 0.3, 0.6, 0.7]
AFTER = [0.5, 0.45, 0.8, 0.6, 0.7, 0.65, 0.9]


def test_the_same_before_and_after_is_no_gain():
    found = gain(BEFORE, BEFORE)
    assert (found.mean, found.interval) == (0, (0, 0))


def test_mean_and_interval_are_those_of_the_paired_t_test():
    found, known = gain(BEFORE, AFTER), ttest_rel(AFTER, BEFORE).confidence_interval(0.95)
    assert found.mean == pytest.approx(np.mean(np.subtract(AFTER, BEFORE)))
    assert found.interval == pytest.approx((known.low, known.high))


def test_tests_that_change_places_turn_the_sign_and_nothing_else():
    there, back = gain(BEFORE, AFTER), gain(AFTER, BEFORE)
    assert back.mean == pytest.approx(-there.mean)
    assert back.interval == pytest.approx((-there.interval[1], -there.interval[0]))


def test_the_order_of_people_does_not_matter():
    there, back = gain(BEFORE, AFTER), gain(BEFORE[::-1], AFTER[::-1])
    assert back.mean == pytest.approx(there.mean) and back.interval == pytest.approx(there.interval)


def test_people_with_one_test_are_counted_and_do_not_move_the_gain():
    whole, found = gain(BEFORE, AFTER), gain([*BEFORE, 0.1, NAN, NAN, NAN], [*AFTER, NAN, 1, 0.9, NAN])
    assert (found.both, found.only_before, found.only_after) == (7, 1, 2)
    assert (found.mean, found.interval) == (whole.mean, whole.interval)


@pytest.mark.parametrize("people", range(FEWEST))
def test_too_few_people_get_no_number(people):
    found = gain(BEFORE[:people], AFTER[:people])
    assert (found.mean, found.interval, found.both) == (None, None, people)
    assert found.told == f"too few: {people} with both tests, at least 5 are needed"


def test_the_gain_is_told_in_percentage_points_with_its_interval():
    assert gain([0.5] * 5, [0.5, 0.5, 0.6, 0.6, 0.7]).told == "+8 percentage points (95 % interval -2 to +18)"


def test_an_interval_ends_where_no_difference_can_be():
    assert gain([0] * 5, [1, 1, 1, 1, 0]).interval[1] == 1
    assert gain([1, 1, 1, 1, 0], [0] * 5).interval[0] == -1


@pytest.mark.parametrize(("before", "after"), [
    ([0.5], [0.5, 0.6]), ([[0.5]], [[0.5]]), ([1.1], [0.5]), ([0.5], [-0.1]), ([0.5], [float("inf")])])
def test_what_cannot_be_a_share_is_refused(before, after):
    with pytest.raises(ValueError, match=r"share|each person"):
        gain(before, after)


@pytest.mark.parametrize(("people", "questions"), [(5, 20), (12, 20), (40, 20), (12, 3), (40, 3)])
def test_ninety_five_of_a_hundred_intervals_hold_the_true_gain(people, questions):
    """Seeded cohorts: people differ in what they know and in what they learn, and each question is right or wrong."""
    draw, held, cohorts, true = np.random.default_rng(people + questions), 0, 2000, 0.15
    for _ in range(cohorts):
        known = draw.uniform(0.2, 0.6, people)
        learnt = draw.uniform(0, 2 * true, people)
        tests = [draw.binomial(questions, share) / questions for share in (known, known + learnt)]
        low, high = gain(*tests).interval
        held += low <= true <= high
    assert 0.93 <= held / cohorts <= 0.975, held / cohorts
