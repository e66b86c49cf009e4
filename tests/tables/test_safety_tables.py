"""What is watched, harms and law load, say where they were seen, and each mistake gives one sentence."""

import pytest

from kapcourse.tables import edition, safety, sources
from tests.helpers import change, complaint

MONITORING, HARMS, LAW = safety.MONITORING, safety.HARMS, safety.LAW
BAD = [
    (MONITORING, "iv,pressure,label", "iv,pressure,law", ["row 2 (iv_pressure)", "force is 'law'", "mandatory, label"]),
    (MONITORING, "im,pressure", "boat,pressure", ["row 4 (im_pressure)", "setting is 'boat'"]),
    (MONITORING, "iv,pressure,label,Watch it", "iv,pressure,label,", ["row 2 (iv_pressure)", "words is missing"]),
    (MONITORING, "Watch it,office2023", "Watch it,office2024", ["row iv_pressure", "source 'office2024'"]),
    (HARMS, "Table 3,VERIFIED", "Table 3,RECALLED", ["visits", "status is 'RECALLED'"]),
    (HARMS, "sessions,12,,,", "sessions,,,,", ["row visits", "percent is missing"]),
    (HARMS, "sessions,12,,,", "sessions,112,,,", ["row visits", "between 0 and 100"]),
    (HARMS, "sessions,12,,,", "sessions,12,4,30,", ["row visits", "either percent or events"]),
    (HARMS, "people,,30,120,placebo", "people,,300,120,placebo", ["row some", "events need the people"]),
    (HARMS, "placebo,0.5", ",0.5", ["row few", "comparator and its rate go together"]),
    (HARMS, "adults,each visit", "adults,", ["row visits", "population and exposure are needed"]),
    (HARMS, "Seen once,How often", "Seen once,", ["row seldom", "known and unknown are both needed"]),
    (HARMS, "rare,breathing", "rare,lungs", ["row seldom", "topic is 'lungs'", "bladder"]),
    (HARMS, "Fainting,rare,breathing,drug,,,,", "Fainting,rare,breathing,drug,,,,2", ["row seldom", "has no rate"]),
    (LAW, "2025-01-10", "10 January", ["row schedule", "checked is '10 January'", "2026-11-25"]),
    (LAW, "2025-12-31", "2025-12-32", ["row by_video", "ends is '2025-12-32'"]),
    (LAW, "us,Telehealth", "mars,Telehealth", ["row 3 (by_video)", "jurisdiction is 'mars'"]),
]
LOAD = {MONITORING: safety.monitoring, HARMS: safety.harms, LAW: safety.law}


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, file, old, new, words):
    change(data, file, old, new)
    said = complaint(LOAD[file], data)
    assert said.startswith(f"data/{file}") and all(word in said for word in words), said


def test_every_row_has_a_source_and_a_place_and_none_is_recalled():
    rows = [row for load in LOAD.values() for row in load().values()]
    assert {row.source for row in rows} == safety.sources_used() <= set(sources.load())
    assert all(row.place and row.status in ("VERIFIED", "DERIVED", "JUDGEMENT") for row in rows)


@pytest.mark.parametrize(("name", "rate", "beside"), [
    ("label_dissociation", 100 * 142 / 346, 100 * 21 / 222), ("label_vomiting", 100 * 32 / 346, 100 * 4 / 222),
    ("label_urination", 100 * 11 / 346, 100 / 222), ("aspire_dissociation", 33.9, 5.8),
    ("infusion_dissociation", 100 * 55 / 91, 100 * 14 / 90), ("infusion_headache", 100 * 20 / 91, 80),
    ("kap_nausea", 12.05, None), ("kap_pressure", 49.16, None), ("rems_pressure", 0.9, None)])
def test_rates_are_the_published_ones(name, rate, beside):
    row = safety.harms()[name]
    assert row.rate == pytest.approx(rate)
    assert row.comparator_rate == (None if beside is None else pytest.approx(beside))


def test_no_law_was_checked_after_the_day_that_the_edition_names():
    assert max(row.checked for row in safety.law().values()) <= edition.load().evidence


def test_a_text_read_only_in_a_copy_or_a_summary_is_not_called_official():
    for load in (safety.monitoring, safety.law):
        for row in load().values():
            second_hand = any(word in row.place for word in ("copy", "copies", "summar", "news report", "press"))
            assert not (second_hand and row.tier in ("official", "primary")), row.id


def test_no_person_is_named_and_suicide_is_no_row_of_harm():
    for row in safety.harms().values():
        assert "suicid" not in f"{row.event} {row.known} {row.unknown}".lower(), row.id
