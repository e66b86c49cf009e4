"""The comparisons of lesson 05 follow the tables, and the figures shown as derived are those the tables give."""

import re

import pytest

from kapcourse.learning import infusions, trials
from kapcourse.tables import facts
from kapcourse.tables import trials as tables
from tests.helpers import SMALL_COURSE, change


def numbers(fact):
    """The numbers of a derived fact, as shown."""
    assert facts.load()[fact].status == "DERIVED"
    return re.findall(r"-?\d+(?:\.\d+)?", facts.load()[fact].value)


@pytest.mark.parametrize(("fact", "found"), [
    ("F-7168", lambda: infusions.pool_a_day_later("ketamine").effect[:1]),
    ("F-7169", lambda: infusions.pool_a_day_later("ketamine").effect[1:]),
    ("F-7171", lambda: infusions.pool_a_day_later().effect[:1]),
    ("F-7172", lambda: infusions.pool_a_day_later().effect[1:]),
    ("F-7112", lambda: [infusions.pool_a_day_later().lines[0].estimate]),
    ("F-7170", lambda: [infusions.difference_with_leavers(0, 1)]),
])
def test_derived_figures_are_what_the_tables_give(fact, found):
    shown = numbers(fact)
    assert [f"{x:.{len(text.partition('.')[2])}f}" for x, text in zip(found(), shown, strict=True)] == shown


def test_what_is_shown_of_cochrane_is_what_the_table_of_published_results_has():
    for control, ratio, risk, treated, more in (("placebo", "F-2008", "F-3002", "F-3003", "F-3005"),
                                                ("midazolam", "F-7100", "F-1028", "F-1027", "F-7109")):
        found, shown = infusions.of_a_hundred(control), {f: float(facts.load()[f].value)
                                                         for f in (ratio, risk, treated, more)}
        assert (found["odds_ratio"], found["control"]) == (shown[ratio], shown[risk])
        assert found["treated"] == pytest.approx(shown[treated], abs=0.2)
        assert found["more"] == pytest.approx(shown[more], abs=0.2)


def test_the_larger_odds_ratio_is_not_the_larger_gain():
    assert [infusions.larger(m) for m in ("odds_ratio", "control", "treated", "more", "not_treated")] == [
        "placebo", "midazolam", "midazolam", "alike", "placebo"]


def test_one_trial_can_carry_a_conclusion():
    assert infusions.where_one_lies() == infusions.where_one_lies(("lii2023",)) == "above_one"
    assert infusions.where_one_lies(("murrough2013",)) == infusions.where_one_lies(("daly2018",)) == "includes_one"


def test_a_changed_count_changes_the_pool(data):
    change(data, "trial_arms.csv", "control,8,30", "control,9,30")
    pools = [infusions.pool_a_day_later("ketamine", folder=folder).effect for folder in (SMALL_COURSE, data)]
    assert pools[0] != pools[1]


def test_without_those_who_left_the_difference_is_the_one_the_trial_reports():
    assert f"{infusions.difference_of_treated():.1f}" == facts.load()["F-7126"].value
    worst, best = infusions.difference_with_leavers(0, 1), infusions.difference_with_leavers(1, 0)
    assert worst < infusions.difference_with_leavers(1, 1) < infusions.difference_with_leavers(0, 0) < best
    arms = [tables.load().arms[f"anand2023.response.504.{role}"].n for role in ("treatment", "control")]
    assert sum(arms) + 33 + 5 == int(facts.load()["F-7123"].value)


def test_days_come_from_a_median_or_from_the_day_of_the_half():
    assert infusions.days_until_lost("murrough2013b.median") == 18
    assert infusions.days_until_lost("salloum2020.0.5") == 14
    with pytest.raises(ValueError, match=r"mcinnes2022\.8"):
        infusions.days_until_lost("mcinnes2022.8")


@pytest.mark.parametrize(("percent", "n", "count", "verdict"), [
    ("63.0", 83, 46, "disagree"), ("63.0", 73, 46, "agree"), ("50", 7, None, "disagree"), ("50", 8, None, "agree"),
    ("18.3", 82, 15, "agree"), ("18.3", 82, 16, "disagree")])
def test_a_percentage_fits_its_count_and_group(percent, n, count, verdict):
    assert infusions.agrees(percent, n, count) == verdict


def test_what_is_printed_holds_the_numbers(capsys):
    infusions.print_pool()
    infusions.print_questions()
    infusions.print_contrasts()
    infusions.print_leavers()
    infusions.print_durability()
    out = capsys.readouterr().out
    assert "without daly2018" in out and "3.94" in out and "harshest for ketamine" in out and "ekstrand2022.ect" in out
    assert "Abstinence, 1 year" in out


def test_with_the_strictest_way_of_pooling_even_all_three_trials_include_one():
    """The feedback of `leave_one_out` says so."""
    asked = trials.question(infusions.A_DAY_LATER)
    _, low, high = trials.summarise(asked, trials.contrasts(asked, shared="combine"), "OR", interval="HKSJ").effect
    assert low < 1 < high
