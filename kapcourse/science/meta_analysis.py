"""Random-effects meta-analysis of two-arm trials: effect sizes, pooling, and what one study does to the whole.

Arm 1 is the treatment, arm 2 the control. Ratios (OR, RR) stay natural logarithms throughout; `exp` them to show.
Sources: DerSimonian & Laird 1986 (DL); Viechtbauer 2005 (REML); Paule & Mandel 1982 (PM); Hartung & Knapp 2001 and
Sidik & Jonkman 2002 (HKSJ); Higgins, Thompson & Spiegelhalter 2009 (prediction interval); Hedges & Olkin 1985 (SMD).
Formulas for 2x2 tables: Cochrane Handbook for Systematic Reviews of Interventions, chapter 10.
"""

from dataclasses import dataclass
from functools import cache
from math import atan, cos, erfc, pi, sin, sqrt, tan

import numpy as np

MEASURES = ("OR", "RR", "RD")
METHODS = ("REML", "DL", "PM", "FE")
INTERVALS = ("z", "HKSJ")
_STEPS, _CLOSE = 500, 1e-12
_NORMAL_QUANTILE = 1.959963984540054  # 97.5 % of the standard normal distribution lie below it


@dataclass(frozen=True)
class Pooled:
    """What `pool` found. Ratios are logarithms; intervals are at 95 %.

    estimate, se, ci: the mean effect, its standard error and (low, high).  p: two-sided, against no effect.
    tau2: variance of true effects between studies.  Q: Cochran's.  I2: share of the spread beyond chance, percent,
    100 tau2/(tau2 + s2) with the typical variance s2 of Higgins & Thompson 2002, eq. 9; under DL and FE that is
    100 (Q - df)/Q, at least 0.  weights: each study's share, adding up to 1.
    prediction_interval: where the true effect of a new study lies, mean -+ t(k-2) sqrt(tau2 + se2) (Higgins, Thompson &
    Spiegelhalter 2009); None for fewer than three studies, where it does not exist, and under FE, which assumes
    no spread.
    """

    estimate: float
    se: float
    ci: tuple[float, float]
    tau2: float
    I2: float
    Q: float
    p: float
    prediction_interval: tuple[float, float] | None
    weights: tuple[float, ...]
    method: str
    interval: str

    @property
    def k(self):
        """The number of studies."""
        return len(self.weights)


def informative(events1, n1, events2, n2, measure):
    """Which studies can be pooled, as an array of booleans.

    For OR and RR a study in which nobody, or everybody, had the event in both arms says nothing about a ratio and is
    left out; for RD every study counts.
    """
    a, n1, c, n2 = _counts(events1, n1, events2, n2)
    return (measure == "RD") | ~((a + c == 0) | (a + c == n1 + n2))


def effect_sizes(events1, n1, events2, n2, measure):
    """Effect sizes and their variances from counts: (yi, vi), arrays of the length of the studies.

    measure: "OR" or "RR" (natural logarithms) or "RD".  A study with an empty cell, and only that study, gets 0.5
    added to each of its four cells; a difference, which exists without, gets it in its variance only.
    Raises ValueError for an unknown measure, for counts that cannot be, and for OR and RR where both arms had no event
    or nothing else (`informative` tells which).
    """
    if measure not in MEASURES:
        raise ValueError(f"measure is '{measure}'; expected OR, RR or RD")
    a, n1, c, n2 = _counts(events1, n1, events2, n2)
    if not np.all(informative(a, n1, c, n2, measure)):
        raise ValueError(f"a study without events, or without non-events, in both arms has no {measure}")
    b, d, difference = n1 - a, n2 - c, a / n1 - c / n2
    half = 0.5 * (np.minimum(np.minimum(a, b), np.minimum(c, d)) == 0)
    a, b, c, d = a + half, b + half, c + half, d + half
    n1, n2 = a + b, c + d
    if measure == "OR":
        return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    if measure == "RR":
        return np.log(a / n1) - np.log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2
    return difference, a * b / n1**3 + c * d / n2**3


def mean_differences(mean1, sd1, n1, mean2, sd2, n2, measure):
    """Differences of means and their variances: (yi, vi), arrays of the length of the studies.

    measure: "MD", in the scale's points, variance sd1^2/n1 + sd2^2/n2; or "SMD", Hedges' g: the difference over the
    pooled standard deviation times J = 1 - 3/(4 df - 1), df = n1 + n2 - 2, with variance
    1/n1 + 1/n2 + g^2/(2 (n1 + n2)) (Hedges & Olkin 1985).  Raises ValueError for an unknown measure, an arm of fewer
    than two people, or a standard deviation that is not above 0.
    """
    if measure not in ("MD", "SMD"):
        raise ValueError(f"measure is '{measure}'; expected MD or SMD")
    m1, s1, n1, m2, s2, n2 = (np.atleast_1d(np.asarray(x, float)) for x in (mean1, sd1, n1, mean2, sd2, n2))
    if not (np.all(np.isfinite(m1 - m2)) and np.all(n1 >= 2) and np.all(n2 >= 2) and np.all(s1 > 0) and np.all(s2 > 0)):
        raise ValueError("means need a number, each arm two people, each standard deviation a value above 0")
    if measure == "MD":
        return m1 - m2, s1**2 / n1 + s2**2 / n2
    df = n1 + n2 - 2
    g = (1 - 3 / (4 * df - 1)) * (m1 - m2) / np.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / df)
    return g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))


def pool(yi, vi, method="REML", interval="z"):
    """The mean effect of the studies, a `Pooled`.

    yi, vi: effects and their variances, from `effect_sizes` or `mean_differences`.
    method: how the spread between studies, tau2, is estimated: "REML", "DL", "PM", or "FE" for none. Never below 0.
    interval: "z", or "HKSJ", which takes the standard error from the spread of the studies and t(k-1).
    One study is returned as it is, with tau2 = 0 and a z interval.  Raises ValueError for no study, a variance that
    is not above 0, or an unknown word.
    """
    y, v = _studies(yi, vi)
    if method not in METHODS or interval not in INTERVALS:
        raise ValueError(f"expected one of {', '.join(METHODS)} and one of {', '.join(INTERVALS)}")
    q = _spread(y, v, 0.0)
    tau2 = _TAU2[method](y, v)
    w = 1 / (v + tau2)
    mean, se = np.sum(w * y) / np.sum(w), np.sqrt(1 / np.sum(w))
    if interval == "HKSJ" and len(y) > 1:
        se *= np.sqrt(_spread(y, v, tau2) / (len(y) - 1))
    else:
        interval = "z"
    reach, p = _limits(mean, se, interval, len(y) - 1)
    i2 = _inconsistency(v, _dersimonian_laird(y, v) if method == "FE" else tau2)
    return Pooled(float(mean), float(se), (float(mean - reach), float(mean + reach)), float(tau2), float(i2), float(q),
                  float(p), _prediction(mean, se, tau2, len(y), method), tuple((w / np.sum(w)).tolist()), method,
                  interval)


def leave_one_out(yi, vi, method="REML", interval="z"):
    """[Pooled] without the first study, without the second, and so on; needs at least two studies (ValueError)."""
    y, v = _studies(yi, vi)
    if len(y) < 2:
        raise ValueError("leaving one out needs at least two studies")
    return [pool(np.delete(y, i), np.delete(v, i), method, interval) for i in range(len(y))]


def split_control(events, n, arms):
    """A control shared by `arms` treated arms, divided so that nobody counts twice: [(events, n)] of equal parts.

    Parts need not be whole people (Cochrane Handbook, 23.3.4); their sums are `events` and `n`.
    """
    if arms < 1:
        raise ValueError("a control is shared by at least one arm")
    return [(events / arms, n / arms)] * arms


def combine_arms(arms):
    """Several arms as one: (sum of events, sum of n). arms: [(events, n)]."""
    return tuple(map(sum, zip(*arms, strict=True)))


def _counts(events1, n1, events2, n2):
    a, n1, c, n2 = (np.atleast_1d(np.asarray(x, float)) for x in (events1, n1, events2, n2))
    if not (np.all(n1 > 0) and np.all(n2 > 0) and np.all((a >= 0) & (a <= n1)) and np.all((c >= 0) & (c <= n2))):
        raise ValueError("events must lie between 0 and n, and n above 0, in every arm")
    return a, n1, c, n2


def _studies(yi, vi):
    y, v = np.atleast_1d(np.asarray(yi, float)), np.atleast_1d(np.asarray(vi, float))
    if y.shape != v.shape or y.ndim != 1 or not len(y):
        raise ValueError("pooling needs at least one study, each with an effect and a variance")
    if not (np.all(np.isfinite(y)) and np.all(np.isfinite(v)) and np.all(v > 0)):
        raise ValueError("effects must be numbers and variances above 0")
    return y, v


def _spread(y, v, tau2):
    """The weighted sum of squares around the mean; at tau2 = 0 it is Cochran's Q."""
    w = 1 / (v + tau2)
    return np.sum(w * (y - np.sum(w * y) / np.sum(w)) ** 2)


def _dersimonian_laird(y, v):
    if len(y) < 2:
        return 0.0
    w = 1 / v
    return max(0.0, (_spread(y, v, 0.0) - len(y) + 1) / (np.sum(w) - np.sum(w**2) / np.sum(w)))


def _inconsistency(v, tau2):
    """I2 in percent: tau2 against tau2 + the typical variance of a study (Higgins & Thompson 2002, eq. 9)."""
    if len(v) < 2:
        return 0.0
    w = 1 / v
    typical = (len(v) - 1) * np.sum(w) / (np.sum(w) ** 2 - np.sum(w**2))
    return 100 * tau2 / (tau2 + typical)


def _paule_mandel(y, v):
    """tau2 at which the spread equals its expectation, k - 1. It falls as tau2 grows and is convex: Newton from 0."""
    tau2 = 0.0
    for _ in range(_STEPS):
        w = 1 / (v + tau2)
        mean = np.sum(w * y) / np.sum(w)
        excess = np.sum(w * (y - mean) ** 2) - (len(y) - 1)
        step = excess / np.sum(w**2 * (y - mean) ** 2) if excess > 0 else 0.0
        tau2 += step
        if step <= _CLOSE * tau2:
            break
    return tau2


def _reml(y, v):
    """The highest restricted likelihood. It may have two hills: the climb starts low and high, the better one wins."""
    if len(y) < 2:
        return 0.0
    tops = [_climb(y, v, start) for start in (0.0, float(np.var(y, ddof=1)))]
    return max(tops, key=lambda tau2: _restricted_likelihood(y, v, tau2))


def _climb(y, v, tau2):
    """The top of the restricted likelihood reached from tau2, at 0 or above.

    Fisher scoring (Viechtbauer 2005, eq. 13), made faster by the secant through the last two slopes. A step that leaps
    over the top, which scoring may do for ever, is replaced by the middle of what brackets the top.
    """
    low, high, last = -np.inf, np.inf, None
    for _ in range(_STEPS):
        slope, step = _scoring(y, v, tau2)
        low, high = (tau2, high) if slope > 0 else (low, tau2)
        if last and last[1] != slope:
            secant = -slope * (tau2 - last[0]) / (slope - last[1])
            step = secant if 0 < secant * step < 100 * step**2 else step
        last, ahead = (tau2, slope), max(0.0, tau2 + step)
        if abs(ahead - tau2) <= _CLOSE * (tau2 + _CLOSE):
            break
        tau2 = ahead if low < ahead < high else (low + high) / 2
    return tau2


def _scoring(y, v, tau2):
    """Twice the slope of the restricted likelihood at tau2, and the step that scoring takes from there."""
    w = 1 / (v + tau2)
    w2 = w * w
    total, squares = w.sum(), w2.sum()
    slope = w2 @ (y - w @ y / total) ** 2 - total + squares / total
    return slope, slope / (squares - 2 * (w2 @ w) / total + (squares / total) ** 2)


def _restricted_likelihood(y, v, tau2):
    w = 1 / (v + tau2)
    return np.sum(np.log(w)) - np.log(np.sum(w)) - _spread(y, v, tau2)


_TAU2 = {"REML": _reml, "DL": _dersimonian_laird, "PM": _paule_mandel, "FE": lambda y, v: 0.0}


def _limits(mean, se, interval, df):
    """(half the width of the 95 % interval, two-sided p)."""
    if se == 0:  # studies that agree to the last digit, under HKSJ
        return 0.0, float(mean == 0)
    if interval == "HKSJ":
        return student_quantile(df) * se, 1 - _student_within(atan(abs(mean) / se / sqrt(df)), df)
    return _NORMAL_QUANTILE * se, erfc(abs(mean) / se / sqrt(2))


def _prediction(mean, se, tau2, k, method):
    if k < 3 or method == "FE":
        return None
    reach = student_quantile(k - 2) * np.sqrt(tau2 + se**2)
    return float(mean - reach), float(mean + reach)


def _student_within(angle, df):
    """The probability that Student's t with df degrees of freedom lies within -+ sqrt(df) * tan(angle).

    For whole df it is a finite sum (Abramowitz & Stegun 1972, 26.7.3 and 26.7.4).
    """
    odd, square = df % 2, cos(angle) ** 2
    term = cos(angle) if odd else 1.0
    total = term if df > 1 else 0.0
    for i in range(2 + odd, df - 1, 2):
        term *= square * (i - 1) / i
        total += term
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


@cache
def student_quantile(df):
    """The t within which 95 % of Student's distribution lie, by halving the angle's range."""
    low, high = 0.0, pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _student_within(middle, df) < 0.95 else (low, middle)
    return sqrt(df) * tan(low)
