"""Shares of targets taken follow level, affinity and bound share; the figures shown as derived are those computed."""

import numpy as np
import pytest

from kapcourse.learning import mechanism, regimens
from kapcourse.learning.regimens import Regimen
from kapcourse.science.pharmacodynamics import micromolar
from kapcourse.tables import facts, pharmacokinetics
from kapcourse.tables.mechanism import interactions


@pytest.mark.parametrize(("fact", "number"), [
    ("F-5013", lambda: micromolar(mechanism.quoted_level())),
    ("F-5014", lambda: mechanism.free(mechanism.quoted_level(), 46)),
    ("F-5015", lambda: mechanism.at_quoted_level("nmda_s")),
    ("F-5016", lambda: mechanism.at_quoted_level("nmda_r")),
    ("F-5017", lambda: mechanism.at_quoted_level("mu")),
    ("F-5018", lambda: mechanism.at_quoted_level("delta")),
])
def test_derived_figures_are_what_is_computed(fact, number):
    shown = facts.load()[fact]
    assert shown.status == "DERIVED"
    assert f"{float(number()):.{len(shown.value.partition('.')[2])}f}" == shown.value


def test_the_quoted_level_is_about_a_hundredth_of_the_affinity_for_mu():
    assert 42 / mechanism.free(mechanism.quoted_level(), 46) == pytest.approx(100, rel=0.01)


@pytest.mark.parametrize("route", pharmacokinetics.load().routes.values(), ids=lambda route: route.id)
def test_the_halves_add_up_to_all_ketamine(route):
    minutes = 40 if route.minutes_low is not None else None
    given = regimens.regimen(route.id, route.dose_high, minutes)
    sides = mechanism.enantiomers(given)
    assert set(sides) == ({"S", "R"} if route.drug == "racemate" else {"S"})
    whole = regimens.levels(given, mechanism.TIMES)
    for name in ("ketamine", "norketamine"):
        assert sum(getattr(side, name) for side in sides.values()) == pytest.approx(getattr(whole, name), abs=1e-9)


def test_r_ketamine_lasts_longer_and_takes_less():
    sides = mechanism.enantiomers(mechanism.INFUSION)
    assert (sides["R"].ketamine[1:] > sides["S"].ketamine[1:]).all()
    taken = mechanism.occupancies(mechanism.INFUSION, 46, ("nmda_s", "nmda_r"))
    assert (taken["nmda_r"][1:] < taken["nmda_s"][1:]).all()


def test_more_bound_means_less_taken_and_a_double_dose_less_than_double():
    low, high = (mechanism.occupancies(mechanism.INFUSION, bound, ("nmda_s",))["nmda_s"] for bound in (43, 47))
    assert (low[1:] > high[1:]).all()
    double = mechanism.occupancies(Regimen("iv", 70, 40), 43, ("nmda_s",))["nmda_s"]
    assert (double[1:] > low[1:]).all() and (double < 2 * low + 1e-12).all() and (double < 100).all()


def test_what_is_not_in_the_regimen_is_left_out():
    given = regimens.regimen("film", 50)
    assert set(mechanism.occupancies(given, 46, ("nmda_s", "nmda_r", "nmda_hnk", "mu"))) == {"nmda_s", "mu"}


def test_the_peak_of_an_infusion_is_on_the_grid():
    taken = mechanism.occupancies(mechanism.INFUSION, 46, ("nmda_s",))["nmda_s"]
    assert np.argmax(taken) == 40 and taken[40] == mechanism.at_end_of_infusion("nmda_s")


@pytest.mark.parametrize(("row", "change"), [("ticlopidine_oral", "raised"), ("itraconazole_oral", "alike"),
                                             ("rifampicin_oral", "lowered"), ("rifampicin_iv", "alike")])
def test_interactions_are_classed_by_the_printed_change(row, change):
    assert mechanism.change(interactions()[row]) == change


def test_what_is_printed_holds_the_numbers(capsys):
    mechanism.print_occupancies()
    mechanism.print_interactions()
    mechanism.print_hypotheses()
    out = capsys.readouterr().out
    assert "0.42 µmol/L free at 46 % bound" in out and "86 % less area" in out and "unresolved" in out
