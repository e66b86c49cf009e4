"""How an item did in a class: how many points it gave, and whether it told apart who knows from who does not.

The second is the item-rest correlation: Pearson's, between the points of the item and the mean points of the same
people in the rest of the items. The item is not part of the rest, or it would correlate with itself.
"""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np

FEWEST_SHARE, FEWEST_PAIRS = 5, 20  # people from whom on a share, and a correlation, is told
LEAST_OF_REST, FEWEST_OTHERS = 0.5, 3  # share of the rest that a person must have answered; other items it must have
NORMAL = 1.959964  # 97.5 % of the normal distribution


@dataclass(frozen=True)
class ItemFit:
    """What `item_fit` found. share: mean points, 0 to 1, or None for too few people.

    correlation (-1 to 1) and its interval (95 %) are None where `why` says so: "too few" people, "too few others" for
    a rest of less than three items, "no spread" where all have the same points.  answered, paired: people who answered
    the item, and of them those with enough of the rest.
    """

    share: float | None
    correlation: float | None
    interval: tuple[float, float] | None
    answered: int
    paired: int
    why: str = ""


def item_fit(item, rest, fewest=FEWEST_PAIRS):
    """How one item did, as an `ItemFit`.

    item: points, 0 to 1, one value a person; NaN for no answer.  rest: points of the other items, people x items, in
    the same order of people; NaN for no answer.  fewest: people that a correlation needs, at least four.
    The interval is Fisher's. Raises ValueError for shapes that do not fit or points outside 0 to 1.
    """
    item, rest = np.asarray(item, float), np.asarray(rest, float)
    if item.ndim != 1 or rest.ndim != 2 or len(rest) != len(item):
        raise ValueError("item and rest need one row for each person")
    for points in (item, rest):
        if np.any(np.isinf(points)) or np.any((points < 0) | (points > 1)):
            raise ValueError("points lie between 0 and 1")
    given = item[~np.isnan(item)]
    share = float(np.mean(given)) if len(given) >= FEWEST_SHARE else None
    means = rest_means(rest)
    paired = ~np.isnan(item) & ~np.isnan(means)
    if rest.shape[1] < FEWEST_OTHERS and len(given) >= fewest:
        return ItemFit(share, None, None, len(given), int(np.sum(paired)), "too few others")
    correlation, interval, why = _correlation(item[paired], means[paired], max(fewest, 4))
    return ItemFit(share, correlation, interval, len(given), int(np.sum(paired)), why)


def rest_means(rest):
    """Each person's mean points in the rest (people x items); NaN for who answered less than half of it.

    A rest of less than three items says too little of anybody: NaN for all.
    """
    answered = np.sum(~np.isnan(rest), axis=1)
    enough = (answered >= LEAST_OF_REST * rest.shape[1]) & (rest.shape[1] >= FEWEST_OTHERS)
    return np.where(enough, np.nansum(rest, axis=1) / np.maximum(answered, 1), np.nan)


def _correlation(x, y, fewest):
    """(Pearson's correlation, its interval, why there is none)."""
    if len(x) < fewest:
        return None, None, "too few"
    if np.ptp(x) < 1e-12 or np.ptp(y) < 1e-12:
        return None, None, "no spread"
    dx, dy = x - np.mean(x), y - np.mean(y)
    found = float(np.clip(dx @ dy / sqrt((dx @ dx) * (dy @ dy)), -1, 1))
    return found, _fisher(found, len(x)), ""


def _fisher(correlation, people):
    if abs(correlation) > 1 - 1e-12:
        return correlation, correlation
    reach = NORMAL / sqrt(people - 3)
    return tanh(atanh(correlation) - reach), tanh(atanh(correlation) + reach)
