"""The comparisons of lesson 02 say what the models give, and the figures shown as derived are those they give."""

import pytest

from kapcourse.learning import kinetics
from kapcourse.tables import facts


@pytest.mark.parametrize(("fact", "number"), [
    ("F-4030", lambda: 100 * kinetics.ratio("lozenge", "infusion", "ketamine_peak")),
    ("F-4031", lambda: kinetics.ratio("lozenge", "infusion", "norketamine_area")),
    ("F-4032", lambda: kinetics.spread(40)),
])
def test_derived_figures_are_what_the_models_give(fact, number):
    shown = facts.load()[fact]
    digits = len(shown.value.partition(".")[2])
    assert shown.status == "DERIVED"
    assert f"{number():.{digits}f}" == shown.value


def test_norketamine_of_the_base_model_is_what_arrives_divided_by_its_clearance():
    over = kinetics.ratio("lozenge", "infusion", "norketamine_area")
    assert over == pytest.approx((0.30 + 0.50) * 100 / 35, rel=1e-3)


def test_a_slower_infusion_has_a_lower_peak_and_the_same_area():
    assert kinetics.ratio("slower_infusion", "infusion", "ketamine_area") == pytest.approx(1, rel=1e-3)
    assert kinetics.ratio("slower_infusion", "infusion", "ketamine_peak") < 0.7


def test_models_part_most_while_the_drug_runs_in():
    assert [kinetics.apart(minute) for minute in (20, 40, 80, 110)] == [
        "over_three", "two_to_three", "under_two", "under_two"]
    assert kinetics.spread(110) == min(kinetics.spread(minute) for minute in (20, 40, 80, 110, 230))


@pytest.mark.parametrize(("row", "fit"), [("hirlinger_half", "close"), ("chong_sl_k", "low"),
                                          ("simons_iv", "less_than_half"), ("singh_50_k_area", "high")])
def test_fit_follows_the_ratio_of_predicted_and_observed(row, fit):
    assert kinetics.fit(row) == fit
    assert (kinetics.share_observed(row) > 1) == (fit == "high")


def test_dosing_by_weight_gives_equal_levels_only_if_all_scales_with_weight():
    assert kinetics.higher_by_weight(50, 110) == "heavier"
    assert kinetics.higher_by_weight(110, 50) == "lighter"
    assert kinetics.higher_by_weight(50, 110, "clements1981") == "neither"


def test_a_model_without_norketamine_gives_ketamine_alone():
    assert set(kinetics.measures(kinetics.REGIMENS["infusion"], "domino1982")) == {"ketamine_peak", "ketamine_area"}


def test_what_is_printed_holds_the_numbers(capsys):
    kinetics.print_comparisons()
    kinetics.print_models()
    kinetics.print_predicted()
    out = capsys.readouterr().out
    assert "highest over lowest" in out and "hirlinger_half" in out and "lozenge, 100 mg" in out
