"""A virtual population: the same invented persons on every call, around a model's typical values."""

from dataclasses import is_dataclass, replace
from functools import lru_cache

import numpy as np

SEED = 2021


def population(model, omegas, n, seed=SEED):
    """`model` with arrays (n,) for the parameters that `omegas` names: typical value * exp(eta), eta normal.

    model: CompartmentModel of typical values. omegas: {name: variance of eta}, names as "CL" or "metabolite.CL";
    a pair of names, ("V1", "CL"), gives a covariance. Person 7 is the same person on every call, whatever other
    parameters vary: each parameter has draws of its own, and only a covariance ties two together.
    Raises ValueError for an unknown name, or covariances that no normal distribution has.
    """
    etas = _etas(omegas, n, seed)
    for name, eta in etas.items():
        model = _with(model, name.split("."), lambda typical, eta=eta: typical * np.exp(eta), name)
    return model


def positives(typical, variance, n, name, seed=SEED):
    """n values of a positive parameter such as ka, log-normal around `typical`; `variance` is that of the log."""
    return typical * np.exp(np.sqrt(variance) * _draws(name, n, seed))


def bands(values, percents):
    """Percentiles over persons: `values` (persons, T) gives (len(percents), T).

    Between two persons the value is interpolated (type 7, as numpy.percentile does). Sorting is done in single
    precision, which changes a percentile by less than one part in a million and takes a fraction of the time.
    """
    ordered = np.empty(np.shape(values)[::-1], np.float32)
    for first in range(0, len(values), 500):  # turned round in portions that stay in the cache
        ordered[:, first:first + 500] = values[first:first + 500].T
    ordered.sort(axis=1)
    place = np.asarray(percents, float) / 100 * (ordered.shape[1] - 1)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    return (ordered[:, below] + (ordered[:, above] - ordered[:, below]) * (place - below)).T


@lru_cache(maxsize=64)
def _draws(name, n, seed):
    """n standard normal numbers that depend on the name and the seed alone; more persons never change the first."""
    drawn = np.random.default_rng([seed, *name.encode()]).standard_normal(n)
    drawn.flags.writeable = False
    return drawn


def _etas(omegas, n, seed):
    """{name: (n,)} of normal numbers with the variances and covariances of `omegas`."""
    names = [name for name in omegas if isinstance(name, str)]
    matrix = np.diag([float(omegas[name]) for name in names])
    for pair in (pair for pair in omegas if not isinstance(pair, str)):
        for name in pair:
            if name not in names:
                raise ValueError(f"a covariance names {name}, which has no variance")
        i, j = map(names.index, pair)
        matrix[i, j] = matrix[j, i] = omegas[pair]
    draws = np.array([_draws(name, n, seed) for name in names]).reshape(len(names), n)
    return dict(zip(names, _root(matrix, names) @ draws, strict=True))


def _root(matrix, names):
    """Lower triangle L with L @ L.T = matrix (Cholesky), which may be singular. Raises ValueError if there is none."""
    root = np.zeros_like(matrix)
    for j in range(len(names)):
        left = matrix[j:, j] - root[j:, :j] @ root[j, :j]
        if left[0] < -1e-12 or (left[0] < 1e-12 and np.abs(left).max() > 1e-9):
            raise ValueError(f"the variances and covariances of {names[j]} do not go together")
        root[j:, j] = left / np.sqrt(left[0]) if left[0] > 1e-12 else 0
    return root


def _with(thing, path, change, name):
    """A copy of `thing` with the value at `path` changed."""
    head, *rest = path
    value = getattr(thing, head, None)
    if value is None or is_dataclass(value) != bool(rest):
        raise ValueError(f"the model has no parameter {name}")
    return replace(thing, **{head: _with(value, rest, change, name) if rest else change(value)})
