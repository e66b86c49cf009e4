"""The comparisons of lesson 06 follow the table of studies and the facts."""

import pytest

from kapcourse.learning import exercises, kap
from kapcourse.tables import facts, kap_studies
from tests.helpers import SMALL_COURSE, change, complaint


@pytest.mark.parametrize(("fact", "number"), [
    ("F-8012", lambda: kap.lost()[0]),
    ("F-8013", lambda: 100 * kap.still_there()[2] / kap.still_there()[0]),
    ("F-8015", lambda: kap.still_there()[0] - kap.still_there()[2]),
])
def test_figures_that_are_counted_are_what_the_counts_give(fact, number):
    assert facts.numbers(fact)[0] == round(number())


def test_the_paper_and_the_count_agree_at_six_months_and_not_at_three():
    printed = [facts.numbers(name)[0] for name in kap.PRINTED_LOSS]
    assert (printed, kap.lost()) == ([82, 95], [81, 95])


def test_therapy_was_varied_in_three_finished_studies_and_in_none_as_a_whole_programme():
    assert [one.id for one in kap.therapy_varied()] == ["wilkinson2021", "price2022", "grabski2022"]
    assert kap.therapy_varied(SMALL_COURSE) == []


def test_a_study_that_is_sorted_otherwise_is_counted_otherwise(data):
    change(data, "kap_studies.csv", "depression,drug,", "depression,therapy,")
    assert [one.id for one in kap.therapy_varied(data)] == ["smith"]
    assert kap.study("smith", data).randomised == "therapy"
    assert "has no study 'smit'" in complaint(kap.study, "smit", data)


def test_numbers_of_a_fact_keep_signs_and_thousands():
    assert facts.numbers("F-2092") == [-6.7, 15.2]
    assert facts.numbers("F-2102") == [1806]
    assert facts.numbers("F-8029") == [13, 26]


@pytest.mark.parametrize(("points", "inside"), [(-10, False), (-6.7, True), (0, True), (15.2, True), (15.3, False)])
def test_an_interval_holds_its_ends(points, inside):
    assert kap.allowed(points) is inside


def test_the_interval_allows_more_than_the_drug_itself_added():
    assert kap.allowed(facts.numbers("F-8001")[0])


def test_the_printed_tables_name_every_study_and_both_ways_of_counting(capsys):
    kap.print_studies()
    kap.print_cohort()
    kap.print_interval([0, 20])
    told = capsys.readouterr().out
    assert all(study.study in told for study in kap_studies.load().values())
    for words in ("81 % counted from 1806, 82 % as the paper prints it", "+0: inside", "+20: outside",
                  "therapy or training varied: 3"):
        assert words in told


def test_claims_of_the_lesson_have_the_verdicts_that_were_agreed():
    verdicts = {name: exercises.get(f"claim.{name}").key["verdict"]
                for name in ("P12", "P14", "P15", "P16", "P20", "P24", "P25")}
    assert verdicts == {"P12": "partly", "P14": "not_supported", "P15": "partly", "P16": "not_established",
                        "P20": "not_established", "P24": "not_established", "P25": "not_established"}


def test_nothing_is_said_of_the_trial_that_was_not_read():
    study = kap_studies.load()["wilkinson2026"]
    assert study.state == "unread"
    assert "not yet read" in study.result
    assert {fact.id for fact in facts.load().values() if fact.source == "wilkinson2026"} == {"F-1038"}
