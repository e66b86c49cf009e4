"""Compartments that exchange drug, as sums of exponentials: the rates of a body, and what follows in a chain.

A compartment exchanges drug with the central one in both directions at the same flow Q (L/h). With
x = sqrt(V) * C the exchange is symmetric, so that a set of compartments has real rates and orthogonal
modes, and every curve is a sum of exponentials (Gibaldi and Perrier, Pharmacokinetics, 2nd ed. 1982,
appendix B). What follows in a chain (depot, ketamine, delay, norketamine) is a convolution, which for
two exponentials is (exp(-a t) - exp(-b t)) / (b - a). Units as in `pharmacokinetics`.
"""

from typing import NamedTuple

import numpy as np


class Modes(NamedTuple):
    """A sum of exponentials, over k of amounts[k] * exp(-rates[k] * t); both are (K, persons).

    apart: the smallest relative gap between rates that met on the way here, times that of each earlier meeting;
    the sum is exact to about 1e-15 / apart.
    """

    rates: np.ndarray
    amounts: np.ndarray
    apart: np.ndarray | float = 1.0

    def then(self, other):
        """The convolution of two sums; the rates of the first stand before those of the second."""
        gaps = other.rates - self.rates[:, None]
        nearest = np.abs(gaps / other.rates).min((0, 1))
        shared = self.amounts[:, None] * other.amounts / np.where(gaps == 0, np.inf, gaps)
        return Modes(np.vstack([self.rates, other.rates]), np.vstack([shared.sum(1), -shared.sum(0)]),
                      np.minimum(nearest, 1) * self.apart * other.apart)

    def through(self, rates):
        """The sum after further steps that empty at `rates`."""
        modes = self
        for rate in rates:
            modes = modes.then(step(rate))
        return modes

    def scaled(self, factor):
        """The sum times a factor (persons,)."""
        return self._replace(amounts=self.amounts * factor)


def step(rate):
    """A step that empties at `rate` (persons,), as Modes."""
    return Modes(rate[None], rate[None])


class Body(NamedTuple):
    """Compartments that exchange with the first: after 1 mg into compartment i the concentration in compartment j
    is the sum over k of modes[:, i, k] * modes[:, j, k] * exp(-rates[:, k] * t). `clears` is the one that clears;
    where it is the first, `modes` has the first only."""

    rates: np.ndarray
    modes: np.ndarray
    clears: int

    def after(self, source, place):
        """Concentration in compartment `place` after 1 mg into `source`."""
        return Modes(self.rates.T.copy(), (self.modes[:, source] * self.modes[:, place]).T.copy())


def body(volume, clearance, others, liver=None):
    """A first compartment and `others`, a list of (volume, flow); what clears is the liver, if there is one."""
    others = [(V, Q) for V, Q in others if Q.any()] + ([(liver.V, liver.Q)] if liver else [])
    volumes = np.stack([volume, *(np.where(Q > 0, V, 1) for V, Q in others)], axis=1)
    flows = np.stack([sum(Q for _, Q in others) + 0 * volume, *(Q for _, Q in others)], axis=1)
    clears = len(others) if liver else 0
    flows[:, clears] += clearance
    diagonal = flows / volumes  # a compartment without flow gets a rate that no other has; nothing ever enters it
    diagonal = np.where(flows > 0, diagonal, 2 * diagonal.sum(axis=1, keepdims=True) * np.arange(1, 2 + len(others)))
    edge = -np.stack([0 * volume, *(Q for _, Q in others)], axis=1)[:, 1:] / np.sqrt(volumes[:, :1] * volumes[:, 1:])
    rates, modes = _general_arrow(diagonal, edge) if liver else _arrow(diagonal, edge)
    return Body(rates, modes / np.sqrt(volumes)[:, :modes.shape[1], None], clears)


def _arrow(diagonal, edge):
    """Eigenvalues (persons, n) of symmetric matrices, and the first part of each eigenvector (persons, 1, n), n <= 3.

    diagonal: (persons, n). edge: (persons, n - 1), the rest of the first row and column; all else is zero. The
    roots come from the formula for a cubic (Smith, Commun ACM 1961;4:168) and one step of Newton's method. The formula
    loses digits where two roots nearly meet, as for two compartments with next to no flow: those few go the long way.
    """
    n, squares = diagonal.shape[1], edge**2
    if n == 1:
        return diagonal, np.ones_like(diagonal)[:, None]
    middle = diagonal.mean(axis=1, keepdims=True)
    spread = np.sqrt((((diagonal - middle) ** 2).sum(1) + 2 * squares.sum(1)) / (6 if n == 3 else 2))[:, None]
    if n == 2:
        roots = middle + spread * np.array([-1, 1])
    else:
        value, _, _ = _characteristic(diagonal, squares, middle)
        angle = np.arccos(np.clip(value / (2 * spread**3), -1, 1)) / 3
        roots = middle + 2 * spread * np.cos(angle + 2 * np.pi / 3 * np.arange(3))
        value, slope, _ = _characteristic(diagonal, squares, roots)
        roots = roots - value / slope
    _, slope, ends = _characteristic(diagonal, squares, roots)
    first = np.sqrt(np.maximum(-ends / slope, 0))[:, None]
    few = (np.abs(roots - np.roll(roots, 1, axis=1)) < 1e-4 * spread).any(1)
    if few.any():
        roots[few], modes = _general_arrow(diagonal[few], edge[few])
        first[few] = modes[:, :1]
    return roots, first


def _characteristic(diagonal, squares, x):
    """At x (persons, m): the determinant of an arrow less x, its slope, and the product of the ends less x."""
    first, ends = diagonal[:, :1] - x, [diagonal[:, i, None] - x for i in range(1, diagonal.shape[1])]
    if len(ends) == 1:
        return first * ends[0] - squares, -ends[0] - first, ends[0]
    (b, c), (p, q) = ends, (squares[:, :1], squares[:, 1:])
    return first * b * c - p * c - q * b, p + q - b * c - first * (b + c), b * c


def _general_arrow(diagonal, edge):
    """Eigenvalues (persons, n) and eigenvectors (persons, n, n) of such matrices of any size."""
    matrix = np.eye(diagonal.shape[1]) * diagonal[:, None]
    matrix[:, 0, 1:] = matrix[:, 1:, 0] = edge
    return np.linalg.eigh(matrix)
