"""One denominator for both groups, legal lines that age on the right day, and the comparisons of lesson 08."""

from datetime import date, timedelta

import pytest

from kapcourse.learning import safety
from kapcourse.tables import safety as tables
from tests.helpers import change


def test_both_groups_share_a_denominator_that_shows_the_rarer_one(data):
    some, few, visits = (tables.harms(data)[name] for name in ("some", "few", "visits"))
    assert (safety.denominator(some), safety.affected(some)) == (100, (25, 10))
    assert (safety.denominator(few), safety.affected(few)) == (1000, (30, 5))
    assert (safety.denominator(visits), safety.affected(visits)) == (100, (12, None))


@pytest.mark.parametrize(("today", "old", "over"), [
    (date(2026, 1, 1), [], ["by_video"]), (date(2026, 1, 10), [], ["by_video"]),
    (date(2026, 1, 11), ["schedule"], ["by_video"]), (date(2025, 12, 31), [], []),
    (date(2027, 1, 1), ["schedule", "by_video"], ["by_video"])])
def test_a_line_is_old_after_a_year_and_over_on_the_day_after_its_end(data, today, old, over):
    rows = list(tables.law(data).values())
    assert [row.id for row in safety.aged(rows, today)] == old
    assert [row.id for row in safety.ended(rows, today)] == over


def test_a_line_that_was_just_checked_is_not_old():
    for row in tables.law().values():
        assert not safety.aged([row], row.checked_on + timedelta(days=365)), row.id
        assert safety.aged([row], row.checked_on + timedelta(days=366)), row.id


def test_the_basis_of_a_cell_is_its_firmest_row_and_an_empty_cell_has_none(data):
    assert [safety.basis("iv", "pressure", data), safety.basis("im", "pressure", data)] == ["official", "one"]
    assert safety.basis("im", "driving", data) == "none"
    assert safety.injection_beside_infusion("pressure", data) == "one"
    assert safety.injection_beside_infusion("driving", data) == "none"
    with pytest.raises(ValueError, match="infusion has no official basis for equipment"):
        safety.injection_beside_infusion("equipment", data)


def test_more_advice_changes_the_key(data):
    change(data, tables.MONITORING, "im,pressure,one", "im,pressure,advice")
    assert safety.injection_beside_infusion("pressure", data) == "both"


def test_what_stands_between_two_rates(data):
    assert safety.comparable("some", "visits", data) == "counted"
    assert safety.comparable("some", "few", data) == "alike"
    change(data, tables.HARMS, "12,120,,,smith2020", ",,,,smith2020")
    change(data, tables.HARMS, "30,120,placebo", "30,120,")
    tables.harms.cache_clear()
    assert safety.comparable("some", "few", data) == "control"


def test_the_difference_is_of_the_whole_figures_that_are_shown(data):
    assert safety.more_affected("few", data) == 25
    assert safety.more_affected("label_dissociation") == 32


def test_the_rows_behind_the_comparisons_are_printed(capsys):
    safety.print_watched()
    safety.print_forces(["im_discharge_clinic", "esk_discharge_rems"])
    safety.print_harms(["label_dissociation", "kap_nausea"])
    told = capsys.readouterr().out
    assert "Injection (IM)   one       one (carmahealth_kap, secondary); one (subaiya_ketamine, secondary)" in told
    assert told.index("esk_discharge_rems") < told.index("im_discharge_clinic")
    assert "of 100 people: 41 with esketamine" in told and "no comparison group (tsang2023" in told
