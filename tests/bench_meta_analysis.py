"""How fast pooling and the forest plot are: `python -m tests.bench_meta_analysis`. Not a test."""

import numpy as np

from kapcourse.learning import trials
from kapcourse.science.meta_analysis import leave_one_out, pool
from kapcourse.widgets.trials import Trials
from tests.bench_pharmacokinetics import shown, timed


def largest():
    """The explorer at the question with the most trials, with nothing kept from an earlier drawing."""
    view = Trials()
    view.filters = dict.fromkeys(view.filters, trials.ANY)
    view.question = max(trials.questions(), key=lambda question: len(trials.contrasts(question)))
    return view


def draw(view, turn):
    """One drawing that cannot be taken from the last one: the interval alternates."""
    view.interval = ("z", "HKSJ")[turn % 2]
    from kapcourse.widgets import trials as explorer

    explorer._forest.cache_clear()
    return view.picture


def main():
    """Print the rows of the budget that concern this module."""
    rng = np.random.default_rng(1)
    vi = rng.uniform(0.05, 1, 20)
    yi = rng.normal(0.5, 0.4, 20) + rng.normal(size=20) * np.sqrt(vi)
    shown("fit and leave-one-out of 20 trials (at most 10 ms)", timed(lambda: (pool(yi, vi), leave_one_out(yi, vi))))
    view, turns = largest(), iter(range(1000))
    shown("forest plot of the largest question (at most 100 ms)", timed(lambda: draw(view, next(turns))))


if __name__ == "__main__":
    main()
