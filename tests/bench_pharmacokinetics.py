"""How fast the pharmacokinetics are, as ratios within one run: `python -m tests.bench_pharmacokinetics`.

Not a test: times depend on the machine and on what else it does, ratios much less. SciPy is needed for the first row.
"""

import statistics
import time

import numpy as np

from kapcourse.figures.live import Axis, Curve, LiveFigure
from kapcourse.learning.regimens import Regimen, levels
from kapcourse.science.pharmacokinetics import Absorbed, CompartmentModel, Metabolite, simulate
from kapcourse.science.population import bands

LOOPS, ROUNDS = 20, 7  # persons that the solver's loop really does; its time grows in proportion
DOSE = Absorbed(0, 100, F=0.3, ka=1.5, F_metabolite=0.5, k_metabolite=0.8)


def people(n):
    """n persons who differ in every volume and clearance."""
    rng = np.random.default_rng(1)
    v1, cl, vm, clm = (typical * np.exp(0.3 * rng.standard_normal(n)) for typical in (133, 95, 99, 58))
    return CompartmentModel(v1, cl, 187, 23.2, 98.8, 157, Metabolite(vm, clm, 160, 42.8))


def timed(call, repeats=15, clock=time.perf_counter):
    """Seconds by `clock` that each of `repeats` calls takes, after one to warm up."""
    call()
    seconds = []
    for _ in range(repeats):
        begin = clock()
        call()
        seconds.append(clock() - begin)
    return seconds


def shown(name, seconds):
    """One line: the median in ms, and the range."""
    low, middle, high = (1e3 * f(seconds) for f in (min, statistics.median, max))
    print(f"{name}: {middle:,.1f} ms (range {low:,.1f} to {high:,.1f})")


def solver_loop(n, times, tolerance):
    """A loop over n persons with SciPy's LSODA, the same equations."""
    from scipy.integrate import solve_ivp

    model, dose = people(n), DOSE
    for v1, cl, vm, clm in zip(model.V1, model.CL, model.metabolite.V1, model.metabolite.CL, strict=True):
        def slope(_, y, v1=v1, cl=cl, vm=vm, clm=clm):
            depot, early, a, b, c, m, n = y
            return [-dose.ka * depot, -dose.k_metabolite * early,
                    dose.ka * depot - (cl + 23.2 + 157) / v1 * a + 23.2 / 187 * b + 157 / 98.8 * c,
                    23.2 / v1 * a - 23.2 / 187 * b, 157 / v1 * a - 157 / 98.8 * c,
                    cl / v1 * a + dose.k_metabolite * early - (clm + 42.8) / vm * m + 42.8 / 160 * n,
                    42.8 / vm * m - 42.8 / 160 * n]
        start = [dose.amount * dose.F, dose.amount * dose.F_metabolite, 0, 0, 0, 0, 0]
        solve_ivp(slope, (0, times[-1]), start, method="LSODA", t_eval=times, rtol=tolerance,
                  atol=tolerance / 1000)


def against_the_loop(model, times):
    """Print both, measured in turn, and the ratio of each turn. The closed form is exact to about 1e-14."""
    try:
        import scipy  # noqa: F401
    except ImportError:
        return print("SciPy is not installed: no loop to compare with (pip install scipy).")
    for tolerance in (1e-6, 1e-9):
        ours, loop = [], []
        for _ in range(ROUNDS):
            ours.append(statistics.median(timed(lambda: simulate(model, [DOSE], times), 5)))
            loop.append(1000 / LOOPS * timed(lambda limit=tolerance: solver_loop(LOOPS, times, limit), 1)[0])
        shown("1,000 persons x 1,000 points, both species", ours)
        shown(f"the same in a loop of LSODA, relative tolerance {tolerance:g}", loop)
        ratios = sorted(b / a for a, b in zip(ours, loop, strict=True))
        print(f"ratio: {statistics.median(ratios):,.0f} x faster (range {ratios[0]:,.0f} to {ratios[-1]:,.0f}; "
              "budget: at least 1,000 x)")
    return None


def crowd_with_picture(times):
    """Print what 5,000 persons after a racemic infusion cost, with five bands and the picture's five lines."""
    percents = (5, 25, 50, 75, 95)
    figure = LiveFigure("bench", "Five bands", Axis("h", 0, 24, (0, 24)), Axis("ng/mL", 0, 300, (0, 300)),
                        [Curve(f"p{percent}", str(percent)) for percent in percents])

    def drawn():
        persons = levels(Regimen("iv", 35, 40), times, persons=5000)
        lines = zip(percents, bands(persons.ketamine, percents), strict=True)
        return figure.paths({f"p{percent}": (times, line) for percent, line in lines})
    shown("5,000 persons x 200 points, S + R, both species, five bands, picture (budget: 60 ms)", timed(drawn))


def main():
    """Print the rows of the budget that concern this module."""
    times = np.linspace(0, 24, 1000)
    against_the_loop(people(1000), times)
    many, fewer = people(5000), np.linspace(0, 24, 200)
    shown("5,000 persons x 200 points, both species", timed(lambda: simulate(many, [DOSE], fewer)))
    crowd_with_picture(fewer)


if __name__ == "__main__":
    main()
