"""Learning gain of a cohort: how much larger the share of right answers is after a course than before it.

The gain is the plain difference of two shares. The normalised gain, (after - before) / (1 - before), is not used: where
people start near full marks it divides by almost nothing, one question more or less then moves it without bound, and
it does not exist for somebody who had everything right before.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from kapcourse.science.meta_analysis import student_quantile

FEWEST = 5


@dataclass(frozen=True)
class Gain:
    """What `gain` found. mean and interval (95 %) are differences of shares, -1 to 1, or None for too few people.

    both, only_before, only_after: numbers of people with the two tests, or with one of them.
    """

    mean: float | None
    interval: tuple[float, float] | None
    both: int
    only_before: int
    only_after: int

    @property
    def told(self):
        """The mean and its interval in percentage points, or that there are too few people."""
        if self.mean is None:
            return f"too few: {self.both} with both tests, at least {FEWEST} are needed"
        low, high = self.interval
        return f"{100 * self.mean:+.0f} percentage points (95 % interval {100 * low:+.0f} to {100 * high:+.0f})"


def gain(before, after):
    """The mean difference after - before among people with both tests, with its 95 % interval, as a `Gain`.

    before, after: shares of right answers, 0 to 1, one value a person in the same order; NaN where a person has not
    finished that test. The interval is that of Student's t with n - 1 degrees of freedom, cut at -1 and 1, which no
    difference can pass. It has no width where all differences are equal. Fewer than five people with both get none.
    Raises ValueError for lists of different length or a share outside 0 to 1.
    """
    before, after = (np.asarray(shares, float) for shares in (before, after))
    if before.shape != after.shape or before.ndim != 1:
        raise ValueError("before and after need one value for each person")
    for shares in (before, after):
        if np.any(np.isinf(shares)) or np.any((shares < 0) | (shares > 1)):
            raise ValueError("a share lies between 0 and 1")
    began, ended = ~np.isnan(before), ~np.isnan(after)
    mean, interval = _mean((after - before)[began & ended])
    return Gain(mean, interval, int(np.sum(began & ended)), int(np.sum(began & ~ended)), int(np.sum(ended & ~began)))


def _mean(differences):
    n = len(differences)
    if n < FEWEST:
        return None, None
    mean = float(np.mean(differences))
    reach = student_quantile(n - 1) * float(np.std(differences, ddof=1)) / sqrt(n)
    return mean, (max(-1.0, mean - reach), min(1.0, mean + reach))
