"""The tables of the course load, and each mistake gives its one sentence with file, record and field."""

from typing import get_args, get_type_hints

import pytest

from kapcourse.tables import approaches, claims, facts, lessons, sources
from kapcourse.tables.records import CourseError
from tests.helpers import SMALL_COURSE, change, complaint, read_course

SOURCES, FACTS, LESSONS, GLOSSARY = "sources.csv", "facts.csv", "lessons.yaml", "glossary.yaml"
APPROACHES, CLAIMS = "approaches.yaml", "claims.yaml"
ONE = "- id: P01\n"

BAD = [
    (SOURCES, "smith2020,Smith A et al.", "smith2020,", ["row 2 (smith2020)", "authors is missing"]),
    (SOURCES, "trial,primary", "tral,primary", ["row 2 (smith2020)", "kind is 'tral'", "observational"]),
    (SOURCES, "trial,primary", "trial,best", ["row 2 (smith2020)", "tier is 'best'", "official"]),
    (SOURCES, "et al.,2020", "et al.,soon", ["row 2 (smith2020)", "year is 'soon'", "whole number"]),
    (SOURCES, "trial,primary,yes", "trial,primary,", ["row 2 (smith2020)", "doi_checked is missing", "yes, no, none"]),
    (SOURCES, "trial,primary,yes", "trial,primary,none", ["source smith2020", "doi_checked is 'none'", "yes or no"]),
    (SOURCES, "primary,none", "primary,yes", ["source pubmed2010", "doi_checked is 'yes'", "expected none"]),
    (SOURCES, "10.1000/smith.2020", "https://doi.org/10.1000/smith.2020",
     ["source smith2020", "doi is", "10.1000/abc"]),
    (SOURCES, "10.1000/smith.2020", "10.1000/smith.2020.", ["source smith2020", "without a stop at its end"]),
    (SOURCES, "10.1000/smith.2020", "10.1016/s0006-3223(99)00230-9", ["doi 10.1016", "stands twice"]),
    (SOURCES, ",222,", ",PMID 222,", ["source pubmed2010", "pmid is 'PMID 222'", "digits only"]),
    (SOURCES, "et al.,2020", "et al.,20", ["source smith2020", "year is 20", "four digits"]),
    (SOURCES, "old1999", "old 1999", ["key is 'old 1999'", "letters, digits and underscores"]),
    (SOURCES, ",222,", ",,", ["source pubmed2010", "doi, pmid and url are all empty"]),
    (SOURCES, "https://example.org/page", "javascript:alert(1)", ["source office2023", "url is", "https://"]),
    (SOURCES, "old1999", "smith2020", ["key smith2020 stands twice"]),
    (SOURCES, ",note\n", ",nota\n", ["row 1", "column 'nota'", "Did you mean 'note'?"]),
    (FACTS, "F-0001,64", "F-1,64", ["row F-1", "F-0042"]),
    (FACTS, "F-0001,64", "f-0001,64", ["row f-0001", "F-0042"]),
    (FACTS, "F-0002", "F-0001", ["id F-0001 stands twice"]),
    (FACTS, "responded.,smith2020", "responded.,smith2019", ["row F-0001", "source 'smith2019'", "'smith2020'?"]),
    (FACTS, "F-0001,64", 'F-0001,"6,4"', ["row F-0001", "value is '6,4'", "after a point, like 6.4"]),
    (FACTS, "F-0001,64", "F-0001,", ["row F-0001", "value is missing, and unit is '%'"]),
    (FACTS, "F-0001,64", "F-0001,64 %", ["row F-0001", "the sign % stands in unit"]),
    (FACTS, "VERIFIED", "RECALLED", ["row 2 (F-0001)", "status is 'RECALLED'", "VERIFIED, DERIVED, JUDGEMENT"]),
    (FACTS, "Table 2,VERIFIED", ",VERIFIED", ["row 2 (F-0001)", "place is missing"]),
    (FACTS, "F-0001,64", "F-0001,6,4", ["row 2", "9 cells", "header has 8"]),
    (LESSONS, "title: Two ways", "titel: Two ways", ["lesson 01", "'titel'", "Did you mean 'title'?"]),
    (LESSONS, "name: two", "name: Two ways", ["lesson 01", "'01_Two ways'", "small letters"]),
    (LESSONS, "name: two", "name: 'two\" onclick=\"x'", ["lesson 01", "small letters"]),
    (LESSONS, "minutes: 45", "minutes: long", ["lesson 01", "minutes is 'long'", "whole number"]),
    (LESSONS, "  minutes: 45\n", "", ["lesson 01", "minutes is missing"]),
    (LESSONS, "roles: [therapist]", "roles: therapist", ["lesson 01", "roles is 'therapist'", "a list"]),
    (LESSONS, 'prerequisites: ["00"]', 'prerequisites: ["07"]', ["lesson 01", "prerequisites", "'07'"]),
    (LESSONS, '- id: "01"', '- id: "00"', ["id 00 stands twice"]),
    (LESSONS, "{id: find_way, text: Find your way.}", "{id: find_way}", ["lesson 00", "objective find_way", "text"]),
    (GLOSSARY, "  plain: A slow", "  plane: A slow", ["term drip", "'plane'", "Did you mean 'plain'?"]),
    (GLOSSARY, "term: talk", "term: drip", ["term drip stands twice"]),
    (GLOSSARY, "term: talk", "term: Drip", ["term Drip", "stands there already, as drip"]),
    (APPROACHES, "approaches:", "aproaches:", ["'aproaches'", "Did you mean 'approaches'?"]),
    (APPROACHES, "role: context", "role: other", ["approach ect", "role is 'other'", "compared, context"]),
    (APPROACHES, "difference: custom", "difference: habit",
     ["attribute talk", "difference is 'habit'", "not_compared"]),
    (APPROACHES, "    why: It is arranged so.\n", "", ["attribute talk", "why is missing"]),
    (APPROACHES, "      ect: {value: Nothing found.", "      etc: {value: Nothing found.",
     ["attribute certainty", "cell 'ect' is missing"]),
    (APPROACHES, "matters: [speed]", "matters: [sped]", ["attribute certainty", "matters", "'sped'"]),
    (APPROACHES, "certainty: low, status: VERIFIED, traits", "certainty: high!, status: VERIFIED, traits",
     ["attribute certainty", "cell infusion", "certainty is 'high!'", "very_low"]),
    (APPROACHES, "certainty: unknown, status: UNKNOWN", "certainty: unknown, status: VERIFIED",
     ["attribute certainty", "cell ect", "status UNKNOWN"]),
    (APPROACHES, "certainty: very_low, status: JUDGEMENT", "certainty: very_low, status: UNKNOWN",
     ["attribute certainty", "cell kap", "status UNKNOWN"]),
    (APPROACHES, "- id: lasting", "- id: talk", ["id talk stands twice"]),
    (CLAIMS, "verdict: partly", "verdict: maybe", ["claim P01", "verdict is 'maybe'", "not_established"]),
    (CLAIMS, 'lessons: ["01"]', "lessons: []", ["claim P01", "lessons is empty"]),
    (CLAIMS, 'lessons: ["01"]', 'lessons: ["01", "77"]', ["claim P01", "lessons", "'77'", "data/lessons.yaml"]),
    (CLAIMS, "- id: P02", "- id: P01", ["id P01 stands twice"]),
    (CLAIMS, "  reason: It worked for [64 %](F-0001), and not for the others.\n", "",
     ["claim P01", "reason is missing"]),
    (CLAIMS, "  would_change: A larger trial.\n", "", ["claim P01", "would_change is missing"]),
    (CLAIMS, "  certainty: low\n", "", ["claim P01", "certainty is missing"]),
    (CLAIMS, "ready: false", "ready: true", ["claim P02", "certainty is missing", "ready"]),
    (CLAIMS, "key: trial", "key: tral", ["claim P01", "settle, key is 'tral'"]),
    (CLAIMS, "    key: trial\n", "", ["claim P01, settle", "key is missing"]),
    (CLAIMS, "deciding: smith", "deciding: dean", ["claim P01", "deciding is 'dean'"]),
    (CLAIMS, "rewrite: some", "rewrite: all", ["claim P01", "rewrite is 'all'"]),
    (CLAIMS, ", misconception: context decides", "", ["claim P01, option lee", "misconception is missing"]),
    (CLAIMS, ", misconception: partly is never", "", ["claim P01, option none", "misconception is missing"]),
    (CLAIMS, "feedback: No control in stories., ", "", ["claim P01, settle, option stories", "feedback is missing"]),
    (CLAIMS, "{id: none, text", "{id: some, text", ["claim P01", "id some stands twice"]),
    (CLAIMS, "says: context", "says: nothing", ["claim P01, row lee", "says is 'nothing'", "for, against, context"]),
    (CLAIMS, "sources: [pubmed2010]", "sources: [pubmed]",
     ["claim P01, row lee", "source 'pubmed'", "data/sources.csv"]),
    (CLAIMS, "    not_established: It was tested.\n", "", ["claim P01", "verdict_feedback", "'not_established'"]),
    (CLAIMS, "not_supported: It", "not_suported: It", ["claim P01", "verdict_feedback", "'not_suported'"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_record_and_field(data, file, old, new, words):
    change(data, file, old, new)
    said = complaint(read_course, data)
    assert said.startswith(f"data/{file}"), said
    assert all(word in said for word in words), said


@pytest.mark.parametrize("file", [SOURCES, FACTS, LESSONS, GLOSSARY, APPROACHES, CLAIMS])
def test_a_missing_file_is_named(data, file):
    (data / file).unlink()
    assert complaint(read_course, data) == f"data/{file}: the file is missing."


def test_a_source_leads_to_its_doi_else_pubmed_else_its_page_and_is_cited_in_a_line():
    works = sources.load(SMALL_COURSE)
    assert [work.link for work in works.values()] == [
        "https://doi.org/10.1000/smith.2020", "https://doi.org/10.1016/s0006-3223(99)00230-9",
        "https://pubmed.ncbi.nlm.nih.gov/222/", "https://example.org/page"]
    assert works["smith2020"].citation == "Smith A et al. (2020). A trial, invented for tests. J Tests."
    assert works["office2023"].citation == "Office (undated). Undated page of an office."


def test_facts_are_shown_with_their_label_and_recalled_ones_have_no_way_in():
    assert [fact.label for fact in facts.load(SMALL_COURSE).values()] == ["", " (derived)", " (judgement)", "", ""]


def test_a_short_link_is_written_out_with_source_id_and_label(course):
    assert facts.cite("A [64 %](F-0001) and [12.5 points](F-0002).") == (
        'A [64 %](https://doi.org/10.1000/smith.2020 "F-0001") '
        'and [12.5 points](https://doi.org/10.1000/smith.2020 "F-0002") (derived).')
    with pytest.raises(CourseError, match=r"fact F-9999 is cited but not in data/facts\.csv"):
        facts.cite("[1 %](F-9999)")


def test_plain_words_keep_figures_and_labels_and_lose_links_and_emphasis(course):
    text = "**A** *[0.5 mg/kg](F-0003)*, [Old](https://doi.org/10.1016/s0006-3223(99)00230-9), [x](y 'z') and (this)."
    assert facts.plain(text) == "A 0.5 mg/kg (judgement), Old, [x](y 'z') and (this)."
    assert facts.plain(facts.cite("[0.5 mg/kg](F-0003).")) == "0.5 mg/kg (judgement)."


def test_lessons_claims_and_the_comparison_answer_by_name(course):
    assert lessons.load()["01"].file == "01_two"
    assert claims.load()["P01"].settle.key == "trial"
    table = approaches.load()
    assert table.attribute("lasting").difference == "not_compared"
    assert table.traits("infusion") == {"talk": "no", "doctor": True, "tested": True}
    with pytest.raises(CourseError, match=r"data/approaches.yaml has no attribute 'colour'\."):
        table.attribute("colour")


def test_there_are_words_for_every_verdict_certainty_and_difference_that_the_tables_may_hold():
    hints = get_type_hints(claims.Claim)
    assert set(get_args(hints["verdict"])) == set(claims.VERDICTS)
    assert set(get_args(get_args(hints["certainty"])[0])) == set(claims.CERTAINTIES)
    assert set(get_args(approaches.Certainty)) == set(approaches.CERTAINTY_WORDS)
    assert set(get_args(approaches.Difference)) == set(approaches.DIFFERENCE_WORDS)
