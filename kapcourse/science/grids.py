"""Sums of exponentials written onto a row of times, for thousands of persons; an even grid goes fastest."""

from math import ceil, sqrt

import numpy as np

_VALUES_AT_A_TIME = 2**17


def written(curves, parts, times):
    """Write sums of equal rates that begin at different times, a few persons at a time, who stay in the cache.

    curves: (persons, species, T + width(T)), zeros to write into, real or complex.  parts: [(start (persons,), rates
    (persons, K), amounts (persons, species, K))].  times: (T,), rising.  Returns `curves`; what lies after T is of no
    meaning.
    """
    write = _write_late if any(np.ptp(start) for start, _, _ in parts) else _write_in_turn
    few = max(1, _VALUES_AT_A_TIME // len(times))
    for rows in (slice(first, first + few) for first in range(0, len(curves), few)):
        write(curves[rows], [(start[rows], rates[rows], amounts[rows]) for start, rates, amounts in parts], times)
        if not np.iscomplexobj(curves) and curves[rows].min() < 0:
            np.maximum(curves[rows], 0, out=curves[rows])  # what rounding leaves a hair below zero is zero
    return curves


def _write_in_turn(curves, parts, times):
    """Write each sum from its start to the next one's, carrying on what is left of those before."""
    parts = sorted(((start[0], rates, amounts) for start, rates, amounts in parts), key=lambda part: part[0])
    ends = [*(start for start, _, _ in parts[1:]), np.inf]
    carried, before = 0, parts[0][0]
    for (start, rates, amounts), end in zip(parts, ends, strict=True):
        carried, before = carried * np.exp(-rates * (start - before))[:, None] + amounts, start
        first, last = np.searchsorted(times, [start, end])
        if last > first:
            _write(curves[:, :, first:], rates, carried, times[first:last] - start)
            opening = curves[:, :, first:min(last, first + width(last - first))]
            if not np.iscomplexobj(opening):
                np.maximum(opening, 0, out=opening)  # it is at the very beginning that rounding shows


def _write(curves, rates, amounts, elapsed):
    """Write a sum of exponentials at `elapsed` (T,) into `curves` (persons, species, T or more; the rest is to come).

    On an even grid t = a + b, with a coarse and b fine, exp(-k t) is exp(-k a) * exp(-k b): a product of two small
    tables. On any other grid the coarse one has a single entry.
    """
    fine_points = width(len(elapsed)) if _is_even(elapsed) else len(elapsed)
    coarse, fine, fading = elapsed[::fine_points], elapsed[:fine_points] - elapsed[0], -rates[:, :, None]
    left = (amounts[..., None] * np.exp(fading * coarse)[:, None]).swapaxes(2, 3)
    right = np.exp(fading * fine)[:, None]
    place = curves[:, :, :len(coarse) * fine_points].reshape(*amounts.shape[:2], len(coarse), fine_points)  # a view
    np.matmul(left, right, out=place)


def width(points):
    """How many points of an even grid are fine: about the root of all, in eights for the processor's sake."""
    return min(points, 8 * ceil(sqrt(points) / 8))


def _write_late(curves, parts, times):
    """Write sums that begin at another time for each person.

    On an even grid each is written from the person's first point on, as if that were the grid's, and then shifted.
    """
    n, even = len(times), _is_even(times)
    for start, rates, amounts in parts:
        first = np.searchsorted(times, start)
        since = times[np.minimum(first, n - 1)] - start if even else times - start[:, None]
        left = np.exp(-rates[:, :, None] * np.maximum(since, 0).reshape(len(start), 1, -1))
        place = np.arange(n) - first[:, None]
        if even:
            own = np.zeros_like(curves)
            _write(own, rates, amounts * left[:, None, :, 0], times - times[0])
            own = np.take_along_axis(own, np.maximum(place, 0)[:, None], 2)
        else:
            own = amounts @ left
        curves[:, :, :n] += own * (place >= 0)[:, None]


def _is_even(times):
    even = times[0] + np.arange(len(times)) * ((times[-1] - times[0]) / max(1, len(times) - 1))
    return np.abs(times - even).max() <= 8 * np.finfo(float).eps * np.abs(times).max()
