"""The screening tables: each mistake is told in one sentence; every criterion has a source, a tier and a place."""

import re

import pytest

from kapcourse.learning.screening import rules
from kapcourse.science import decision
from kapcourse.tables import screening, sources
from tests.helpers import SMALL_COURSE, change, complaint

ROWS, FINDINGS, QUESTIONS, CASES = (screening.CRITERIA, screening.FINDINGS, screening.QUESTIONS, screening.VIGNETTES)

BAD = [
    (ROWS, "Bulge,absolute", "Bulge,total", ["row 2 (A1)", "weight is 'total'", "absolute, relative, caution"]),
    (ROWS, "absolute,refer,bulge", "absolute,proceed,bulge", ["row 2 (A1)", "disposition is 'proceed'", "defer"]),
    (ROWS, "refer,bulge,is", "refer,bulg,is", ["criterion A1", "finding names 'bulg'"]),
    (ROWS, "bulge,is,yes", "bulge,above,yes", ["criterion A1", "operator is 'above'", "yes_no"]),
    (ROWS, "bulge,is,yes", "bulge,is,often", ["criterion A1", "value is 'often'", "yes or no"]),
    (ROWS, "weeks,at most,6,weeks", "weeks,at most,6,", ["criterion A2", "unit is ''", "'weeks'"]),
    (ROWS, "weeks,at most,6,weeks", "weeks,at most,6,months", ["criterion A2", "unit is 'months'"]),
    (ROWS, "weeks,at most,6,weeks", "weeks,at most,six,weeks", ["criterion A2", "value is 'six'", "a number in weeks"]),
    (ROWS, "weeks,at most,6,weeks", "weeks,at most,none,weeks", ["criterion A2", "value is none"]),
    (ROWS, "weeks,at most,6,weeks", "weeks,is,6,weeks", ["criterion A2", "operator is 'is'", "number"]),
    (ROWS, "weeks,at most,6,weeks", "weeks,at most,nan,weeks", ["criterion A2", "value is 'nan'"]),
    (ROWS, "liver,is,ill", "liver,is,poor", ["criterion A3", "value is 'poor'", "well ill"]),
    (ROWS, "route=spray", "root=spray", ["criterion A4", "only names 'root'"]),
    (ROWS, "route=spray", "route=nose", ["criterion A4", "only is 'nose'", "drip spray"]),
    (ROWS, "units,,,10,judgement", "units,,,-1,judgement", ["criterion A5", "near is -1"]),
    (ROWS, "bulge,is,yes,,,,", "bulge,is,yes,,,,2", ["criterion A1", "near is 2"]),
    (ROWS, "caution,refer,alone", "caution,defer,alone", ["criterion A6", "urgent stands with defer"]),
    (ROWS, "10,judgement", "10,source", ["criterion A5", "JUDGEMENT go together"]),
    (ROWS, "list,VERIFIED", "list,RECALLED", ["row 2 (A1)", "status is 'RECALLED'"]),
    (ROWS, "source,office2023,list", "source,office2022,list", ["criterion A1", "source 'office2022'"]),
    (ROWS, "primary,pubmed2010", "primary,old1998", ["criterion A2", "source 'old1998'"]),
    (ROWS, "office2023,list,", "office2023,,", ["row 2 (A1)", "place is missing"]),
    (ROWS, "secondary,,refer", "secondary,,precautions", ["row 5 (A4)", "stricter is 'precautions'"]),
    (ROWS, "Watched.,One clinic sends away.", "Watched.,", ["criterion A4", "stricter is refer", "disagreement"]),
    (FINDINGS, "bulge,vessels", "bulge,vessel", ["finding bulge", "question 'vessel'"]),
    (FINDINGS, "weeks,vessels,number,weeks", "weeks,vessels,number,", ["finding weeks", "unit is ''"]),
    (FINDINGS, "well ill,well", "well ill none,well", ["finding liver", "words is", "none of them 'none'"]),
    (FINDINGS, "well ill,well", "well ill,fine", ["finding liver: clear is 'fine'", "well ill"]),
    (FINDINGS, "pill,pills,yes_no,,,no", "pill,pills,yes_no,,,none", ["finding pill: clear is 'none'"]),
    (QUESTIONS, "vessels,history", "vessels,past", ["row 4 (vessels)", "group is 'past'", "history"]),
    (CASES, "    vessels: clear\n", "", ["vignette V1", "finding vessels is missing", "'clear'"]),
    (CASES, "    vessels: clear", "    vesels: clear", ["vignette V1", "findings names 'vesels'"]),
    (CASES, "values: {pill: yes}", "values: {pil: yes}", ["vignette V1, finding pills", "values names 'pil'"]),
    (CASES, "values: {pill: yes}", "values: {pill: 2}", ["vignette V1, finding pills: pill is '2'", "yes or no"]),
    (CASES, "{says: One pill., values: {pill: yes}}", "{values: {pill: yes}}",
     ["vignette V1, finding pills", "says is missing", "pill"]),
    (CASES, "pressure: {values: {pressure: 135}}", "pressure: clear",
     ["vignette V1, finding pressure", "value of pressure is missing"]),
    (CASES, "{pressure: 135}", "{pressure: -3}", ["vignette V1, finding pressure: pressure is '-3'", "in units"]),
    (CASES, "{pressure: 135}", "{pressure: none}", ["vignette V1, finding pressure: pressure is 'none'"]),
    (CASES, "trouble {weeks} weeks", "trouble seven weeks", ["vignette V2, finding vessels", "does not show {weeks}"]),
    (CASES, "trouble {weeks} weeks", "trouble {weaks} {weeks}", ["vignette V2, finding vessels", "{weaks}"]),
    (CASES, "route: drip}", "route: nose}", ["vignette V1, finding wish: route is 'nose'", "drip spray"]),
    (CASES, "Nothing fires at {pressure}", "Nothing fires at {presure}", ["vignette V1: why names 'presure'"]),
    (CASES, "pair: V2", "pair: V9", ["vignette V1", "pair is 'V9'"]),
    (CASES, "home: clear", "home: {says: x, valus: {}}", ["vignette V1, finding home", "expected 'clear'"]),
    (CASES, "home: clear", "home: [x]", ["vignette V1, finding home", "expected 'clear'"]),
    (CASES, "- id: V2", "- id: V1", ["id V1 stands twice"]),
    (CASES, "  title: A bulge\n", "", ["vignette V2", "title is missing"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, file, old, new, words):
    change(data, file, old, new)
    said = complaint(screening.load, data)
    assert said.startswith(f"data/{file}") and all(word in said for word in words), said


@pytest.mark.parametrize("file", [ROWS, FINDINGS, QUESTIONS, CASES])
def test_a_missing_file_is_named(data, file):
    (data / file).unlink()
    assert complaint(screening.load, data) == f"data/{file}: the file is missing."


def test_the_words_of_a_vignette_hold_the_values_that_the_engine_reads():
    told = screening.load(SMALL_COURSE).vignettes["V2"]
    assert told.told["vessels"] == "A bulge, and trouble 7 weeks ago."
    assert told.values["weeks"] == 7.0 and told.values["bulge"] is True and told.values["liver"] == "well"


def test_every_criterion_has_sources_a_tier_and_a_place_and_none_is_recalled():
    found = screening.load()
    for row in found.criteria.values():
        assert row.place and row.says and row.action and row.status in ("VERIFIED", "DERIVED", "JUDGEMENT"), row.id
        assert {row.source, *row.also.split()} <= set(sources.load()), row.id
    assert len(found.criteria) >= 55 and len(found.vignettes) == 26
    assert not {"C41", "C48", "C49", "C51", "C58"} & set(found.criteria)


def test_every_finding_has_a_question_and_every_question_but_one_can_decide_something():
    found = screening.load()
    assert {f.question for f in found.findings.values()} == set(found.questions)
    read = {found.findings[name].question for rule in rules() for name in rule.reads}
    assert set(found.questions) - read == {"pulse"}


THRESHOLDS = [
    ("C05", "above", 140, "mmHg", "manufacturer"), ("C05b", "above", 90, "mmHg", "manufacturer"),
    ("C07", "above", 140, "mmHg", "manufacturer"), ("C07b", "above", 90, "mmHg", "manufacturer"),
    ("C08", "at most", 6, "weeks", "secondary"), ("C08b", "at most", 52, "weeks", "manufacturer"),
    ("C20b", "above", 5, "points", "secondary"), ("C26b", "below", 18, "points", "secondary"),
    ("C28b", "below", 12, "months", "secondary"), ("C40b", "above", 3, "mg", "primary"),
    ("C52", "below", 18, "years", "secondary"), ("C53", "at most", 24, "years", "secondary"),
    ("C54", "at least", 65, "years", "manufacturer"), ("C55", "above", 75, "years", "secondary"),
    ("C59", "below", 2, "treatments", "manufacturer"), ("C60", "above", 140, "mmHg", "manufacturer"),
    ("C60b", "above", 90, "mmHg", "manufacturer")]


@pytest.mark.parametrize(("name", "operator", "value", "unit", "tier"), THRESHOLDS)
def test_a_threshold_is_the_published_number_with_its_tier(name, operator, value, unit, tier):
    row = screening.load().criteria[name]
    assert (row.operator, row.value, row.unit, row.tier) == (operator, value, unit, tier)


def test_no_other_threshold_is_a_number():
    assert {row.id for row in screening.load().criteria.values() if row.unit} == {name for name, *_ in THRESHOLDS}


CLEAR = {"age": 40.0, "product": "ketamine", "route": "iv", "failed_treatments": 2.0, "systolic_first": 120.0,
         "diastolic_first": 70.0, "systolic": 120.0, "diastolic": 70.0, "pulse": 70.0, "oxygen": 98.0}
OVER = {"above": 1, "at least": 0, "below": -1, "at most": 0}


def clear_person():
    """Findings of a person in whom nothing was found."""
    found = screening.load()
    words = {"yes": True, "no": False}
    return {f.id: CLEAR[f.id] if f.id in CLEAR else words.get(f.clear, f.clear) for f in found.findings.values()}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_each_criterion_of_the_course_fires_alone_and_is_silent_just_below_its_threshold(rule):
    person = {**clear_person(), **dict(rule.only)}
    at = rule.value if rule.operator == "is" else rule.value + OVER[rule.operator]
    fired = decision.triage({**person, rule.finding: at}, rules())
    assert rule.id in [r.id for r in fired.fired]
    same_finding = {r.id for r in rules() if r.finding == rule.finding}
    assert {r.id for r in fired.fired} <= same_finding
    assert decision.DISPOSITIONS.index(fired.disposition) >= decision.DISPOSITIONS.index(rule.disposition) > 0
    if rule.operator == "is":
        silent = person
    else:
        step = {"above": 0, "at least": -0.1, "below": 0, "at most": 0.1}[rule.operator]
        silent = {**person, rule.finding: rule.value + step}
    assert rule.id not in [r.id for r in decision.triage(silent, rules()).fired]


def test_nothing_fires_in_a_person_in_whom_nothing_was_found():
    assert decision.triage(clear_person(), rules()) == decision.Triage("clinician", ())


@pytest.mark.parametrize("name", sorted({name for rule in rules() for name in rule.reads}))
def test_a_finding_that_nobody_asked_for_is_an_error_that_names_it(name):
    person = clear_person()
    del person[name]
    with pytest.raises(ValueError, match=f"'{name}' is missing"):
        decision.triage(person, rules())


def test_vignettes_are_invented_and_agree_with_themselves():
    found = screening.load()
    for name, vignette in found.vignettes.items():
        v = vignette.values
        assert v["heart_event"] == (v["weeks_since_heart_event"] != "none"), name
        assert v["months_abstinent"] == "none" or v["substance_past"], name
        assert v["lorazepam_mg"] == "none" or v["benzodiazepine"], name
        assert v["ymrs"] == "none" or v["bipolar"] or v["mania_now"], name
        assert not (v["pregnant"] and v["pregnancy_untested"]), name
        assert (v["product"] == "esketamine") == (v["route"] == "nose"), name
        assert v["systolic"] > v["diastolic"] and v["systolic_first"] > v["diastolic_first"], name
        assert f"{v['age']:g} years old" in vignette.told["who"], name
    text = (SMALL_COURSE.parents[2] / "data" / CASES).read_text(encoding="utf-8")
    assert "Invented composites" in text.splitlines()[0]


def test_a_case_that_speaks_of_suicide_or_abuse_has_a_content_note_that_lets_it_be_left_out():
    for name, vignette in screening.load().vignettes.items():
        own = " ".join(entry["says"] for entry in vignette.findings.values()
                       if isinstance(entry, dict) and "says" in entry)
        if re.search(r"suicid|abuse|[Tt]rauma|safety plan", own + vignette.why + vignette.title):
            assert "leave it out" in vignette.content_note, name
        assert not re.search(r"commit|succeed|failed attempt|killed", own + vignette.why), name


def test_a_table_without_a_criterion_is_told(data):
    path = data / screening.CRITERIA
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert complaint(screening.load, data) == "data/screening.csv: there is no criterion, so nothing could be screened."
