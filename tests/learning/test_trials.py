"""Selecting and pooling: nobody counts twice, crossovers stay out with a reason, and shares add up to people."""

import numpy as np
import pytest

from kapcourse.learning import trials
from kapcourse.science import meta_analysis as meta
from kapcourse.tables import trials as tables
from tests.helpers import change, complaint

RESPONSE = trials.Question("response", "24 hours")


def summary(data, measure="OR", without=(), question=RESPONSE, **filters):
    found = trials.contrasts(question, folder=data, **filters)
    return trials.summarise(question, found, measure, without=without)


def reasons(found):
    return {line.contrast.trial.id: line.reason for line in found.lines if line.reason}


def test_pooled_are_the_parallel_trials_with_both_arms_and_the_others_say_why(data):
    found = summary(data, drug="ketamine")
    assert [line.contrast.trial.id for line in found.used] == ["alpha", "beta"]
    assert reasons(found) == {"gamma": trials.CROSSOVER, "delta": trials.UNSEEN}
    yi, vi = meta.effect_sizes([12, 10], [20, 30], [6, 8], [20, 30], "OR")
    assert found.pooled == meta.pool(yi, vi) and found.effect[0] == pytest.approx(np.exp(found.pooled.estimate))
    assert found.control_share == pytest.approx(100 * 14 / 50)
    assert trials.readable(RESPONSE, data) == (4, 5)


@pytest.mark.parametrize("shared", ["split", "combine"])
def test_a_shared_control_counts_once(data, shared):
    found = trials.contrasts(RESPONSE, drug="esketamine", shared=shared, folder=data)
    assert len(found) == {"split": 2, "combine": 1}[shared]
    assert sum(one.figures[3] for one in found) == pytest.approx(34)
    assert sum(one.figures[1] for one in found) == 23


def test_every_person_of_the_real_tables_counts_once():
    for question in trials.questions():
        if question.continuous:
            continue
        for trial in tables.load().trials:
            arms = [arm for arm in tables.load().of(trial) if question.holds(arm) and arm.seen]
            pooled = [one for one in trials.contrasts(question) if one.trial.id == trial and not one.reason]
            if pooled:
                assert sum(one.figures[1] + one.figures[3] for one in pooled) == pytest.approx(sum(a.n for a in arms))


def test_filters_keep_trials_and_unticking_leaves_one_out(data):
    assert [line.contrast.trial.id for line in summary(data, control="midazolam").lines] == ["beta"]
    assert summary(data, control="ECT").lines == []
    without = summary(data, without=["alpha.t"], drug="ketamine")
    assert reasons(without)["alpha"] == trials.CHOSEN
    assert without.effect is None and len(without.used) == 1


def test_one_trial_is_shown_and_not_pooled_and_none_is_no_fault(data):
    one = summary(data, control="midazolam")
    assert one.pooled is one.effect is one.prediction is None
    assert one.used[0].weight == 1 and one.used[0].low < one.used[0].estimate < one.used[0].high
    none = summary(data, control="midazolam", without=["beta.t"])
    assert none.used == [] and none.pooled is None and none.control_share is None


def test_a_trial_in_which_nobody_responded_is_left_out_of_ratios_only(data):
    change(data, "trial_arms.csv", "treatment,10,30,33.3", "treatment,0,30,")
    change(data, "trial_arms.csv", "control,8,30", "control,0,30")
    assert reasons(summary(data))["beta"] == trials.UNINFORMATIVE
    assert "beta" not in reasons(summary(data, "RD"))


def test_scores_are_pooled_as_differences(data):
    score = trials.Question("score", "24 hours")
    found = summary(data, "MD", question=score)
    assert found.used[0].estimate == -4 and found.control_share is None
    assert "not by OR" in complaint(trials.summarise, score, [], "OR")


def test_what_differs_between_pooled_trials_is_told(data):
    assert summary(data, drug="ketamine").mixed == {"comparison group": ["midazolam", "saline"]}
    assert summary(data, control="midazolam").mixed == {}


@pytest.mark.parametrize(("measure", "effect", "people"), [
    ("OR", (3.94, 1.54, 10.10), (27.5, 12.9, 49.4)), ("RR", (2.0, 0.5, 20), (17.6, 4.4, 100)),
    ("RD", (18.7, -10, 40), (27.5, 0, 48.8)), ("OR", (1, 1, 1), (8.8, 8.8, 8.8)),
])
def test_an_effect_and_a_baseline_give_people_of_a_hundred(measure, effect, people):
    """The first row is Cochrane's own: 8.8 % and OR 3.94 (1.54 to 10.10) give 27.4 % (12.9 to 49.2)."""
    assert trials.per_hundred(measure, effect, 8.8) == pytest.approx(people, abs=0.15)


def test_people_of_a_hundred_need_a_share_and_a_measure_that_fits():
    with pytest.raises(ValueError, match="between 0 and 100"):
        trials.per_hundred("OR", (1, 1, 1), 120)
    with pytest.raises(ValueError, match="MD does not"):
        trials.per_hundred("MD", (1, 1, 1), 20)
    assert trials.per_hundred("OR", (5, 2, 9), 0) == (0, 0, 0)
    assert trials.per_hundred("OR", (5, 2, 9), 100) == (100, 100, 100)


def test_published_results_stand_beside_the_question_with_a_reason_for_each():
    rows = trials.published(RESPONSE)
    assert {row.source for row in rows} >= {"dean2021", "newport2015"}
    assert all(row.differs for row in tables.load().pooled.values())


def test_only_questions_with_figures_are_asked(data):
    assert [one.id for one in trials.questions(data)] == ["response | 24 hours", "score | 24 hours"]
    assert trials.question("score | 24 hours", data).measures == ("MD", "SMD")
    assert "there is no question 'x'" in complaint(trials.question, "x", data)


def test_published_counts_come_back():
    """Odds ratios that the trials print themselves: Grunebaum 2018 and Abbar 2022."""
    for name, window, told in (("ideation response", "24 hours", (2.85, 1.14, 7.15)),
                               ("ideation remission", "2 to 4 days", (3.68, 1.88, 7.20))):
        question = trials.Question(name, window)
        lines = trials.summarise(question, trials.contrasts(question), "OR").used
        assert any((round(x.estimate, 2), round(x.low, 2), round(x.high, 2)) == told for x in lines)


def test_a_trial_against_another_treatment_is_pooled_only_when_that_comparison_is_chosen():
    """ELEKT-D has its figures, and they answer whether ketamine does as well as ECT, not whether it does anything."""
    question = trials.Question("response", "3 to 8 weeks")
    every = trials.summarise(question, trials.contrasts(question), "OR")
    assert {line.contrast.trial.id: line.reason for line in every.lines}["anand2023"] == trials.UNLIKE
    assert not {line.contrast.trial.control for line in every.used} & set(trials.TREATMENTS)
    chosen = trials.summarise(question, trials.contrasts(question, control="ECT"), "OR")
    assert [line.contrast.trial.id for line in chosen.used] == ["anand2023"]


def test_unlike_ways_of_counting_are_told_and_where_a_new_trial_lies_only_with_enough_trials():
    days = trials.Question("response", "2 to 4 days")
    few = trials.summarise(days, trials.contrasts(days), "OR")
    assert any("at least once" in way for way in few.mixed["how it was counted"])
    assert few.trials == 3 and few.pooled.prediction_interval and few.prediction is None
    weeks = trials.Question("response", "3 to 8 weeks")
    assert trials.summarise(weeks, trials.contrasts(weeks), "OR").prediction
