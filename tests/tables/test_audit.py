"""The audit of numbers: each fault is planted and found, and what is right passes."""

import json

import pytest

from kapcourse.learning import texts
from kapcourse.tables import audit, facts, sources
from kapcourse.tables.audit import Text
from tests.helpers import ROOT, change

SMITH = "https://doi.org/10.1000/smith.2020"
OLD = "https://doi.org/10.1016/s0006-3223(99)00230-9"


def found(body, allowed=()):
    """The faults of a text, each checked to say where."""
    sentences = audit.faults(Text("lesson 01, purpose", body), allowed)
    assert all(s.startswith("lesson 01, purpose: ") and s.endswith(".") and "\n" not in s for s in sentences)
    return sentences


@pytest.mark.parametrize("body", [
    "Nothing to see, in lesson 01 and on page 7, since 2019.",
    "[64 %](F-0001) of all, [**64** %](F-0001), [64%](F-0001), [64\u202f%](F-0001), [64&nbsp;%](F-0001).",
    "[about 64 %](F-0001)\nand [12.5 points](F-0002)",
    "[no significant difference](F-0004), [-0.30 to 0.78](F-0005), [−0.30 to 0.78](F-0005)",
    f'[64 %]({SMITH} "F-0001"), [0.5 mg/kg]({OLD} "F-0003") (judgement).',
    f"[Old 1999]({OLD}) and [a page](https://example.org/45-minutes).",
    "1. Days pass.\n2. Weeks pass.",
    "Statements P04 and F-0001, 30 statements, aged 34, 10 October 2023, at 10:30.",
])
def test_what_is_right_passes(course, body):
    assert found(body) == []


@pytest.mark.parametrize(("body", "words"), [
    ("[64 %](F-9999)", ["cites F-9999", "not in data/facts.csv"]),
    ("[64 %](F-12)", ["cites F-12"]),
    (f'[64 %]({SMITH} "F-9999")', ["cites F-9999"]),
    ("[46 %](F-0001)", ["does not show the value '64' of fact F-0001"]),
    ("[164 %](F-0001)", ["shows a number that fact F-0001 ('64') does not hold"]),
    ("[6.4 %](F-0001)", ["does not show the value"]),
    ("[64.5 %](F-0001)", ["shows a number"]),
    ("[64,0 %](F-0001)", ["shows a number"]),
    ("[64 %\nof 28](F-0001)", ["shows a number"]),
    ("[-64 %](F-0001)", ["shows a number"]),
    ("[−64 %](F-0001)", ["shows a number"]),
    ("[0.30 to 0.78](F-0005)", ["does not show the value '-0.30 to 0.78'"]),
    ("[many %](F-0001)", ["does not show the value"]),
    ("[64](F-0001)", ["does not show the unit '%'"]),
    ("[64](F-0001) %", ["does not show the unit '%'"]),
    ("[64 people](F-0001)", ["does not show the unit '%'"]),
    ("[0.5 mg](F-0003)", ["does not show the unit 'mg/kg'"]),
    ("[0.5 mg/kg/h](F-0003)", ["does not show the unit 'mg/kg'"]),
    ("[12.5 % points](F-0002)", ["shows a unit that fact F-0002 ('points') does not have"]),
    ("[-0.30 to 0.78 points](F-0005)", ["shows a unit that fact F-0005"]),
    ("[no difference at 24 weeks](F-0004)", ["shows a number that fact F-0004"]),
    ('[64 %](https://doi.org/10.1000/jones "F-0001")', ["leads to https://doi.org/10.1000/jones", SMITH]),
    (f'[0.5 mg/kg]({SMITH} "F-0003") (judgement)', [f"leads to {SMITH}", OLD]),
    (f'[12.5 points]({SMITH} "F-0002") more', ["is a DERIVED figure", "write '(derived)' after the link"]),
    (f'[12.5 points]({SMITH} "F-0002") (judgement)', ["is a DERIVED figure"]),
    (f'[0.5 mg/kg]({OLD} "F-0003")', ["is a JUDGEMENT figure", "(judgement)"]),
    (f'[12.5 points]({SMITH} "F-0002") (derived) is [12.5 points]({SMITH} "F-0002")', ["is a DERIVED figure"]),
])
def test_a_link_that_does_not_say_what_its_fact_says_is_found(course, body, words):
    faults = found(body)
    assert len([f for f in faults if all(word in f for word in words)]) == 1, faults


WRITTEN = ["64%", "27.4 to 30 %", "27.4–30 %", "27.4 - 30 %", "27,4 %", "64 percent", "64 per cent",
           "5 percentage points", "0.5 mg/kg", "5 mg/kg/h", "160 ng/mL", "120 mmHg", "1,000 people", "28 patients",
           "1 study", "6-week", "24 h", "5 Days", "3 times", "2-fold", "n=28", "N = 28", "p < 0.05", "p<.05", "9 ± 2",
           "OR 3.94", "OR of 3", "NNT 6", "0.5", ".3", "$400", "400 €", "400 dollars", "1 in 3", "17/28", "2 of 28",
           "3 out of 10", "5 milligrams", "3 lozenges", "9 boosters", "4 clinics"]
DISGUISED = [
    ("64\u2009%", "64 %"), ("64\u202f%", "64 %"), ("64&nbsp;%", "64 %"), ("64&#37;", "64%"), ("64 \\%", "64 %"),
    ("64\uff05", "64%"), ("６４ %", "64 %"), ("64\u200b%", "64%"), ("64\n%", "64 %"), ("5 µg", "5 μg"),
    ("1\u2009000 people", "000 people"), ("**64** %", "64 %"), ("_64_ %", "64 %"), ("<b>64</b> %", "64 %"),
    ("> 64 % had it", "64 %"), ("| 64 % | 3 |", "64 %"), ("x < 5 and y > 3", "x < 5"), ("odds ratio 3.94", "3.94"),
    ("[64 %](https://example.org)", "64 %"), ("[64 %](f-0001)", "64 %"), ("[64 %](https://x.org 'F-0001')", "64 %"),
    ('[64 %](https://x.org "see F-0001")', "64 %"), ("![64 %](picture.svg)", "64 %"), ("[64 %][1]", "64 %"),
    ("[64 %](F-0001) of 28 people", "28 people"),
]


@pytest.mark.parametrize(("body", "figure"), [*((f"It was {x} here.", x) for x in WRITTEN), *DISGUISED])
def test_a_figure_without_a_link_is_found_however_it_is_written(course, body, figure):
    assert (f"lesson 01, purpose: the figure '{figure}' has no link to a fact; write [{figure}](F-0000) with the id "
            "of its row in data/facts.csv.") in found(body)


def test_a_figure_may_be_allowed_and_only_that_one(course):
    assert found("It takes 45 minutes.", allowed={"45 minutes"}) == []
    assert len(found("It takes 45 minutes and 46 minutes.", allowed={"45 minutes"})) == 1


def test_the_small_course_has_no_faults_and_no_orphans(course):
    shown = texts.everything()
    assert [fault for text in shown for fault in audit.faults(text)] == []
    assert audit.orphans(shown, texts.sources_used()) == []


def test_orphans_are_found_in_every_direction(course):
    change(course, "facts.csv", "F-0005,", "F-0006,9,days,Extra.,smith2020,p. 1,VERIFIED,primary\nF-0005,")
    change(course, "sources.csv", "pubmed2010,", "spare2011,Spare D,2011,S,,,333,,review,primary,none,\npubmed2010,")
    for load in (facts.load, sources.load):
        load.cache_clear()
    assert audit.orphans(texts.everything(), {"gone2012", *texts.sources_used()}) == [
        "data/facts.csv, fact F-0006: no text cites it.",
        "data/sources.csv, source spare2011: no fact and no item uses it.",
        "source 'gone2012' is used by an item but is not in data/sources.csv."]


def test_the_real_data_has_no_fault_and_no_orphan():
    shown = texts.everything()
    assert [fault for text in shown for fault in audit.faults(text)] == []
    assert audit.orphans([*shown, *_notebook_texts()], texts.sources_used()) == []


def _notebook_texts():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield Text(path.name, "".join(cell["source"]))
