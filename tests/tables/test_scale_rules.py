"""Rules on scales load, say where they were seen, and each mistake gives one sentence."""

import pytest

from kapcourse.tables import scale_rules, sources
from tests.helpers import change, complaint

BAD = [
    ("response,share,50", "answer,share,50", ["row 2 (half)", "asks is 'answer'", "remission"]),
    ("response,share,50", "response,third,50", ["row 2 (half)", "kind is 'third'", "at_most"]),
    ("share,50,%", "share,150,%", ["row half", "limit is 150"]),
    ("share,50,%", "share,50,points", ["row half", "unit is 'points'; expected %"]),
    ("fall,6,points", "fall,41,points", ["row down", "limit is 41"]),
    ("low,XYZ,40", "low,XYZ,60", ["row low", "top is 60", "XYZ has 40"]),
    ("The score is 8 or less", "", ["row 3 (low)", "words is missing"]),
    ("smith2020,abstract", "smith2021,abstract", ["row half", "source 'smith2021'", "data/sources.csv"]),
    ("abstract,VERIFIED", "abstract,RECALLED", ["row 2 (half)", "status is 'RECALLED'"]),
    ("down,XYZ", "low,XYZ", ["id low stands twice"]),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, old, new, words):
    change(data, "scale_rules.csv", old, new)
    said = complaint(scale_rules.load, data)
    assert said.startswith("data/scale_rules.csv") and all(word in said for word in words), said


def test_every_rule_names_people_source_and_place():
    rows = scale_rules.load().values()
    assert {row.source for row in rows} == scale_rules.sources_used() <= set(sources.load())
    assert all(row.people and row.place for row in rows)


def test_every_scale_has_rules_of_different_questions_and_one_top():
    rows = scale_rules.load().values()
    for scale in {row.scale for row in rows}:
        assert len({row.asks for row in rows if row.scale == scale}) >= 3
        assert len({row.top for row in rows if row.scale == scale}) == 1


def test_the_words_say_the_limit():
    for row in scale_rules.load().values():
        below = row.kind == "at_most" and "below" in row.words
        number = "half" if row.kind == "share" else f"{row.limit + below:g}"
        assert row.words.endswith(number) or f" {number} " in row.words, row.id
