"""The closed form keeps the laws of linear kinetics and agrees with a matrix exponential, equal rates included."""

import tracemalloc
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcourse.science.pharmacokinetics import (
    Absorbed,
    Bolus,
    CompartmentModel,
    Infusion,
    Liver,
    Metabolite,
    simulate,
)

HOURS = np.linspace(0, 12, 121)
OTTO = CompartmentModel(133, 95.2, 187, 23.2, 98.8, 157, Metabolite(98.638, 57.72, 160.04, 42.778))
DOSES = [Bolus(0.5, 5), Infusion(1, 35, 2 / 3), Absorbed(0, 50, 0.3, 1.5, 0.5, 0.8, lag=0.1)]


# An independent solution: the equations as a matrix, and its exponential by scaling and squaring. ------------


def exponential(matrix):
    """exp(matrix) by Taylor's series of a small part of it, squared back up, in extended precision."""
    matrix = np.asarray(matrix, np.longdouble)
    halvings = max(0, int(np.ceil(np.log2(float(np.abs(matrix).sum(axis=1).max()) + 1e-300))) + 3)
    small = matrix / 2.0**halvings
    term = total = np.eye(len(matrix), dtype=np.longdouble)
    for i in range(1, 25):
        term = term @ small / i
        total = total + term
    for _ in range(halvings):
        total = total @ total
    return total


class Equations:
    """The amounts in every compartment, written out one flow after another; no closed form, no eigenvalue."""

    def __init__(self, model, ka=1.0, k_metabolite=1.0, transit=0.0):
        self.names, self.flows, self.model = [], [], model
        self.enters = "liver" if model.liver else "central"
        for name, volume, flow in (("p2", model.V2, model.Q2), ("p3", model.V3, model.Q3)):
            if flow:
                self.flow("central", name, flow / model.V1)
                self.flow(name, "central", flow / volume)
        if model.liver:
            self.flow("central", "liver", model.liver.Q / model.V1)
            self.flow("liver", "central", model.liver.Q / model.liver.V)
        cleared = model.CL / (model.liver.V if model.liver else model.V1)
        made = model.metabolite
        formed = ["n"] if made is None or not made.delay else ["d1", "d2", "n"]
        share = made.fm * made.mass_ratio if made else 0
        self.flow(self.enters, formed[0], cleared, share)
        for a, b in pairwise(formed):
            self.flow(a, b, 2 / made.delay)
        self.flow("n", None, made.CL / made.V1 if made else 1)
        if made and made.Q:
            self.flow("n", "np", made.Q / made.V1)
            self.flow("np", "n", made.Q / made.V2)
        ways = (("gut", "central", ka), ("gut_liver", "liver", ka), ("gut_n", formed[0], k_metabolite))
        for depot, target, rate in ways:
            if target == "liver" and not model.liver:
                continue
            if transit:
                self.flow(depot, depot + "_t", rate)
                self.flow(depot + "_t", target, 1 / transit)
            else:
                self.flow(depot, target, rate)

    def flow(self, a, b, rate, share=1.0):
        self.names += [name for name in (a, b) if name and name not in self.names]
        self.flows.append((a, b, rate, share))

    def matrix(self):
        m = np.zeros((len(self.names), len(self.names)), np.longdouble)
        for a, b, rate, share in self.flows:
            m[self.names.index(a), self.names.index(a)] -= rate
            if b:
                m[self.names.index(b), self.names.index(a)] += np.longdouble(rate) * share
        return m

    def after(self, given, times, duration=0.0):
        """Concentrations (2, T) at `times` after {compartment: mg}, at once or evenly over `duration` h."""
        n, m = len(self.names), self.matrix()
        start, inflow = np.zeros(n, np.longdouble), np.zeros(n, np.longdouble)
        for name, amount in given.items():
            (inflow if duration else start)[self.names.index(name)] += np.longdouble(amount) / (duration or 1)
        out = []
        for t in times:
            state, rest = start, max(0.0, t)
            if duration and rest:
                block = np.zeros((n + 1, n + 1), np.longdouble)
                block[:n, :n], block[:n, n] = m, inflow
                state = exponential(block * min(rest, duration))[:n, n]
                rest = max(0.0, rest - duration)
            state = exponential(m * rest) @ state if t >= 0 else 0 * state
            volumes = {"central": self.model.V1, "n": self.model.metabolite.V1 if self.model.metabolite else np.inf}
            out.append([1000 * state[self.names.index(name)] / volume for name, volume in volumes.items()])
        return np.array(out, float).T


def reference(model, dose, times):
    """The independent solution for one dose."""
    times = np.asarray(times) - dose.time
    if isinstance(dose, Bolus):
        return Equations(model).after({"central": dose.amount}, times)
    if isinstance(dose, Infusion):
        return Equations(model).after({"central": dose.amount}, times, dose.duration)
    equations = Equations(model, dose.ka, dose.k_metabolite or dose.ka, dose.transit)
    ratio = model.metabolite.mass_ratio if model.metabolite else 0
    early = dose.amount * dose.F_metabolite * ratio
    depots = {"gut_liver" if dose.into_liver else "gut": dose.amount * dose.F, "gut_n": early}
    return equations.after(depots, times - dose.lag, dose.duration)


def agrees(model, dose, times=(0.0, 0.05, 0.2, 0.5, 0.7, 1.0, 2.0, 5.0, 12.0), tolerance=1e-9):
    """Both species within `tolerance` of the peak of each."""
    profile, expected = simulate(model, [dose], times), reference(model, dose, times)
    found = np.array([profile.ketamine, profile.norketamine if model.metabolite else 0 * profile.ketamine])
    return (np.abs(found - expected).max(axis=1) <= tolerance * np.abs(expected).max(axis=1)).all()


volume, clearance = st.floats(2, 500), st.floats(2, 300)
rate, share = st.floats(0.1, 20), st.just(0.0) | st.floats(0.01, 1)


@st.composite
def models(draw, metabolite=True):
    """Ketamine in 1, 2 or 3 compartments, norketamine in 1 or 2."""
    flows = draw(st.sampled_from([(0, 0), (1, 0), (0, 1), (1, 1)]))
    Q2, Q3 = (draw(clearance) if flow else 0 for flow in flows)
    made = Metabolite(draw(volume), draw(clearance), draw(volume), draw(st.sampled_from([0.0, 30.0])),
                      draw(st.floats(0.1, 1)), draw(st.sampled_from([1.0, 0.941]))) if metabolite else None
    return CompartmentModel(draw(volume), draw(clearance), draw(volume), Q2, draw(volume), Q3, made)


@st.composite
def doses(draw):
    """A dose of any kind."""
    time, amount = draw(st.sampled_from([0.0, 0.3, 1.0])), draw(st.floats(1, 200))
    return draw(st.sampled_from([
        Bolus(time, amount), Infusion(time, amount, draw(st.floats(0.02, 3))),
        Absorbed(time, amount, draw(share), draw(rate), draw(share), draw(rate),
                 draw(st.sampled_from([0.0, 0.25])), draw(st.sampled_from([0.0, 0.4])),
                 draw(st.sampled_from([0.0, 0.2])))]))


@settings(max_examples=40, deadline=None)
@given(models(), doses())
def test_it_agrees_with_a_matrix_exponential(model, dose):
    assert agrees(model, dose)


def rates_of(model):
    """The rates at which ketamine leaves, by the roots of its own polynomial (one and two compartments)."""
    k10, k12, k21 = model.CL / model.V1, model.Q2 / model.V1, model.Q2 / model.V2
    total = k10 + k12 + k21
    root = np.sqrt(total**2 - 4 * k10 * k21)
    return (total - root) / 2, (total + root) / 2


GAPS = [0.0, 1e-15, 1e-12, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 0.01, 0.02, -1e-9, -1e-6, -1e-3]


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("which", ["ka = k10", "ka = slow", "ka = fast", "made = k10", "all three", "all four",
                                   "early = made"])
def test_equal_and_nearly_equal_rates_are_exact(which, gap):
    one = CompartmentModel(100, 80, metabolite=Metabolite(50, 60))
    two = CompartmentModel(100, 80, 150, 60, metabolite=Metabolite(50, 60, 70, 30))
    dose = Absorbed(0, 50, 0.3, 1.7, 0.4, 0.9)
    model, dose = {
        "ka = k10": (one, replace(dose, ka=0.8 * (1 + gap))),
        "ka = slow": (two, replace(dose, ka=rates_of(two)[0] * (1 + gap))),
        "ka = fast": (two, replace(dose, ka=rates_of(two)[1] * (1 - gap))),
        "made = k10": (replace(one, metabolite=Metabolite(50, 40 * (1 + gap))), dose),
        "all three": (replace(one, metabolite=Metabolite(50, 40 * (1 + gap))), replace(dose, ka=0.8 * (1 - gap))),
        "all four": (replace(one, metabolite=Metabolite(50, 40 * (1 - 2 * gap))),
                     replace(dose, ka=0.8 * (1 + gap), k_metabolite=0.8 * (1 + 2 * gap), transit=1 / 0.8)),
        "early = made": (one, replace(dose, k_metabolite=1.2 * (1 + gap))),
    }[which]
    assert agrees(model, dose)
    assert agrees(model, replace(dose, duration=0.7))


@pytest.mark.parametrize("gap", [0.0, 1e-14, 1e-9, 1e-6, 1e-3])
@pytest.mark.parametrize("dose", [Bolus(0, 10), Infusion(0, 10, 0.5), Absorbed(0, 10, 0.5, 2.0, 0.3)])
def test_two_alike_peripheral_compartments_are_exact(gap, dose):
    assert agrees(CompartmentModel(50, 60, 80, 40, 80 * (1 + gap), 40, Metabolite(60, 50, 80, 40)), dose)


@pytest.mark.parametrize("flows", [(1e-4, 1e-4), (1e-4, 3e-3), (1e-9, 1e-9), (1e-4, 50), (50, 1e-7)])
@pytest.mark.parametrize("dose", [Bolus(0, 10), Infusion(0, 10, 0.5), Absorbed(0, 10, 0.5, 2.0, 0.3)])
def test_compartments_with_next_to_no_flow_are_exact(flows, dose):
    made = Metabolite(5, 28, 5, 0.01)
    assert agrees(CompartmentModel(1.5, 200, 500, flows[0], 1200, flows[1], made), dose)
    assert agrees(CompartmentModel(4, 165, 757, flows[0], 757, flows[1], made), dose)


def test_a_ketamine_and_a_norketamine_alike_are_exact():
    assert agrees(CompartmentModel(50, 60, 80, 40, metabolite=Metabolite(50, 60, 80, 40)), Infusion(0, 30, 0.6))


@pytest.mark.parametrize("dose", [
    Infusion(0, 28, 0.5), Absorbed(0, 28, 0.54, 2.93), Absorbed(0, 28, 0.29, 1.45, duration=0.53, into_liver=True),
    Absorbed(0, 28, 0.6, 0.97, 0.1, duration=0.32, transit=0.2, into_liver=True)])
@pytest.mark.parametrize("delay", [0.0, 0.335])
def test_a_liver_and_a_delay_agree_with_a_matrix_exponential(dose, delay):
    made = Metabolite(70, 38, 115, 26.1, fm=0.714, mass_ratio=0.941, delay=delay)
    assert agrees(CompartmentModel(192, 392, 143, 84.3, 417, 37.6, made, Liver(101, 151)), dose)


def test_a_two_hundredth_of_a_second_and_a_month_are_exact():
    assert agrees(OTTO, Infusion(0, 10, 0.005), times=[0.001, 0.005, 0.1, 3])
    assert agrees(OTTO, Infusion(0, 10, 1), times=[0.5, 1, 24, 720])


# The laws. ---------------------------------------------------------------------------------------------------


def both(profile):
    return np.array([profile.ketamine, profile.norketamine])


def near(found, expected, tolerance=1e-11):
    """Equal but for rounding, on the scale of the largest value."""
    return np.abs(found - expected).max() <= tolerance * max(np.abs(expected).max(), 1e-300)


@settings(max_examples=50, deadline=None)
@given(models(), doses())
def test_what_went_in_is_cleared_or_still_there(model, dose):
    """Mass balance: clearance times area is the dose that entered, and so for norketamine (area = F D / CL)."""
    profile = simulate(model, [dose], dose.time + np.append(0, np.geomspace(1e-5, 1e5, 50000)))
    area = [np.trapezoid(curve, profile.times) / 1000 for curve in both(profile)]
    entered = dose.amount * getattr(dose, "F", 1)
    made = model.metabolite
    early = dose.amount * getattr(dose, "F_metabolite", 0) * made.mass_ratio
    assert model.CL * area[0] == pytest.approx(entered, rel=1e-4, abs=1e-9)
    assert made.CL * area[1] == pytest.approx(entered * made.fm * made.mass_ratio + early, rel=1e-4, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(models(), st.lists(doses(), min_size=1, max_size=5))
def test_doses_add_up(model, several):
    together = both(simulate(model, several, HOURS))
    assert near(together, sum(both(simulate(model, [dose], HOURS)) for dose in several))
    assert (together >= 0).all()


@settings(max_examples=50, deadline=None)
@given(models(), doses(), st.floats(0.01, 100))
def test_twice_the_dose_is_twice_the_level(model, dose, factor):
    more = replace(dose, amount=dose.amount * factor)
    assert near(both(simulate(model, [more], HOURS)), factor * both(simulate(model, [dose], HOURS)))


@settings(max_examples=50, deadline=None)
@given(models(), doses(), st.floats(-50, 50))
def test_later_is_the_same_later(model, dose, shift):
    later = replace(dose, time=dose.time + shift)
    found = both(simulate(model, [later], np.array([0.02, 0.33, 1.7, 6.1]) + later.time))
    assert near(found, both(simulate(model, [dose], np.array([0.02, 0.33, 1.7, 6.1]) + dose.time)), 1e-9)


@settings(max_examples=50, deadline=None)
@given(models(), st.lists(doses(), min_size=1, max_size=3), st.lists(st.integers(0, 120), min_size=1, max_size=20))
def test_the_grid_does_not_matter(model, several, chosen):
    chosen = sorted(chosen)
    whole = both(simulate(model, several, HOURS))
    assert np.abs(both(simulate(model, several, HOURS[chosen])) - whole[:, chosen]).max() <= 1e-11 * whole.max()


@settings(max_examples=50, deadline=None)
@given(st.lists(models(), min_size=1, max_size=4), doses())
def test_alone_is_as_in_a_population(single, dose):
    def column(*path):
        found = single
        for name in path:
            found = [getattr(thing, name) for thing in found]
        return np.array(found)

    made = Metabolite(*(column("metabolite", n) for n in ("V1", "CL", "V2", "Q", "fm", "mass_ratio")))
    crowd = CompartmentModel(*(column(name) for name in ("V1", "CL", "V2", "Q2", "V3", "Q3")), made)
    together = both(simulate(crowd, [dose], HOURS))
    for row, model in enumerate(single):
        assert near(together[:, row], both(simulate(model, [dose], HOURS)))


def test_parameters_of_doses_may_differ_between_persons_too():
    persons = [Absorbed(0.2, 30 + 10 * i, 0.2 + 0.1 * i, 1.0 + i, 0.3, 0.8, lag=0.1 * i, duration=0.1 + 0.2 * i)
               for i in range(4)]
    names = ("time", "amount", "F", "ka", "F_metabolite", "k_metabolite", "lag", "duration")
    crowd = Absorbed(*(np.array([getattr(one, name) for one in persons]) for name in names))
    together = both(simulate(OTTO, [crowd], HOURS))
    assert together.shape == (2, 4, len(HOURS))
    for row, dose in enumerate(persons):
        assert near(together[:, row], both(simulate(OTTO, [dose], HOURS)))


def test_shapes_broadcast():
    model = replace(OTTO, CL=np.array([[95.2], [81.9]]), V1=np.array([100.0, 133.0, 150.0]))
    profile = simulate(model, [Infusion(0, np.array([10.0, 20, 30]), 0.5)], [1, 2])
    assert profile.ketamine.shape == profile.norketamine.shape == (2, 3, 2)
    assert simulate(OTTO, [], HOURS).ketamine.shape == HOURS.shape
    assert simulate(replace(OTTO, metabolite=None), DOSES, HOURS).norketamine is None


def test_a_bolus_counts_from_its_own_time_on_and_nothing_comes_before_a_dose():
    profile = simulate(OTTO, [Bolus(1, 13.3)], [0, 0.999999, 1, 1])
    assert profile.ketamine == pytest.approx([0, 0, 100, 100])
    assert profile.norketamine == pytest.approx(0, abs=1e-12)


def test_repeated_doses_on_a_long_even_grid_agree_with_an_uneven_one():
    week = np.linspace(0, 336, 4001)
    repeated = [Infusion(day * 24, 35, 2 / 3) for day in (0, 3, 7, 10)] + [Absorbed(30, 50, 0.3, 1.5, 0.5, 0.8)] * 2
    uneven = np.sort(np.append(week, 0.123))
    kept = np.searchsorted(uneven, week)
    assert near(both(simulate(OTTO, repeated, week)), both(simulate(OTTO, repeated, uneven))[:, kept])


def test_many_persons_agree_with_one_by_one():
    """Enough persons that they are taken in several portions, some with equal rates among them."""
    rng = np.random.default_rng(4)
    v1, ka = 133 * np.exp(0.3 * rng.standard_normal(300)), np.full(300, 1.5)
    alone = CompartmentModel(v1, 1.5 * v1, metabolite=Metabolite(98, np.where(np.arange(300) % 3, 57, 1.5 * 98)))
    long = np.linspace(0, 24, 500)
    together = both(simulate(alone, [Absorbed(0, 50, 0.3, ka, 0.5, 0.8)], long))
    for row in (0, 1, 2, 150, 299):
        one = CompartmentModel(v1[row], 1.5 * v1[row], metabolite=Metabolite(98, alone.metabolite.CL[row]))
        assert near(together[:, row], both(simulate(one, [Absorbed(0, 50, 0.3, 1.5, 0.5, 0.8)], long)))
    assert agrees(one, Absorbed(0, 50, 0.3, 1.5, 0.5, 0.8))


@pytest.mark.parametrize(("ka", "limit"), [(2.3, 1.3), (0.8, 2.5)])
def test_it_needs_little_more_memory_than_the_answer(ka, limit):
    """Even where the rates of every person coincide."""
    volume = np.linspace(50, 150, 2000)
    model = CompartmentModel(volume, 0.8 * volume, metabolite=Metabolite(90, 60, 100, 40))
    tracemalloc.start()
    profile = simulate(model, [Absorbed(0, 50, 0.3, ka, 0.5, 0.9)], np.linspace(0, 24, 1000))
    needed = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert needed < limit * 2 * profile.ketamine.size * 8


@pytest.mark.parametrize("points", [*range(1, 20), 63, 64, 65, 100, 1000])
def test_an_even_grid_of_any_length_is_exact(points):
    grid = np.linspace(0.2, 9, points)
    uneven = np.append(grid, 9.123456)
    assert near(both(simulate(OTTO, DOSES, grid)), both(simulate(OTTO, DOSES, uneven))[:, :-1], 1e-12)


# What makes no sense is refused, with its reason. --------------------------------------------------------------


@pytest.mark.parametrize(("call", "says"), [
    (lambda: CompartmentModel(-1, 80), "CompartmentModel: V1 must be above 0"),
    (lambda: CompartmentModel([100, 0], 80), "CompartmentModel: V1 must be above 0"),
    (lambda: CompartmentModel(100, 0), "CompartmentModel: CL must be above 0"),
    (lambda: CompartmentModel(100, np.nan), "CompartmentModel: CL must be finite"),
    (lambda: CompartmentModel(100, 80, Q2=10), "CompartmentModel: V2 must be above 0 where Q2 is"),
    (lambda: CompartmentModel(100, 80, 10, -5), "CompartmentModel: Q2 must not be below 0"),
    (lambda: CompartmentModel("much", 80), "CompartmentModel: V1 is 'much'; expected a number"),
    (lambda: Metabolite(100, 60, fm=1.2), "Metabolite: fm must lie between 0 and 1"),
    (lambda: Metabolite(100, 60, Q=5), "Metabolite: V2 must be above 0 where Q is"),
    (lambda: Metabolite(100, 60, delay=[0, 1]), "Metabolite: delay must be 0 for all persons or for none"),
    (lambda: Liver(0, 90), "Liver: V must be above 0"),
    (lambda: Bolus(np.inf, 5), "Bolus: time must be finite"),
    (lambda: Bolus(0, -5), "Bolus: amount must not be below 0"),
    (lambda: Infusion(0, 5, 0), "Infusion: duration must be above 0"),
    (lambda: Absorbed(0, 5, 1.01, 1), "Absorbed: F must lie between 0 and 1"),
    (lambda: Absorbed(0, 5, 0.5, 0), "Absorbed: ka must be above 0"),
    (lambda: Absorbed(0, 5, 0.5, 1, 0.1, -1), "Absorbed: k_metabolite must be above 0"),
    (lambda: Absorbed(0, 5, 0.5, 1, lag=-1), "Absorbed: lag must not be below 0"),
    (lambda: simulate(OTTO, DOSES, [0, np.nan]), "times must be finite numbers in rising order"),
    (lambda: simulate(OTTO, DOSES, [1, 0]), "times must be finite numbers in rising order"),
    (lambda: simulate(OTTO, DOSES, [[0, 1]]), r"times has shape \(1, 2\); expected one row of numbers"),
    (lambda: simulate(OTTO, DOSES, []), r"times has shape \(0,\); expected one row of numbers"),
    (lambda: simulate(OTTO, [Bolus(0, [1, 2]), Bolus(0, [1, 2, 3])], [1]),
     r"parameters have shapes that do not go together: \(2,\), \(3,\)"),
    (lambda: simulate(OTTO, [Absorbed(0, 5, 0.5, 1, into_liver=True)], [1]),
     "a dose goes into the liver, but the model has no liver"),
])
def test_what_makes_no_sense_is_refused_in_a_sentence(call, says):
    with pytest.raises(ValueError, match=f"^{says}$"):
        call()
