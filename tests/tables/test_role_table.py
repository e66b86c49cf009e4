"""Who does what loads, says where it was seen, and each mistake gives one sentence."""

from typing import get_args, get_type_hints

import pytest

from kapcourse.tables import roles, sources
from tests.helpers import SMALL_COURSE, change, complaint

BAD = [
    ("any,watch,medical", "boat,watch,medical", ["row 2 (any_watch)", "setting is 'boat'", "sublingual"]),
    ("any,watch,medical", "any,sleep,medical", ["row 2 (any_watch)", "task is 'sleep'", "watch"]),
    ("any,watch,medical", "any,watch,nobody", ["row 2 (any_watch)", "who is 'nobody'", "prescriber"]),
    ("medical,advice", "medical,law", ["row 2 (any_watch)", "force is 'law'", "mandatory"]),
    ("Somebody watches", "", ["row 2 (any_watch)", "words is missing"]),
    ("smith2020,abstract", "smith2021,abstract", ["row home_watch", "source 'smith2021'", "data/sources.csv"]),
    ("abstract,VERIFIED", "abstract,RECALLED", ["row 3 (home_watch)", "status is 'RECALLED'"]),
    ("iv_dose,iv", "any_watch,iv", ["id any_watch stands twice"]),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, old, new, words):
    change(data, "roles.csv", old, new)
    said = complaint(roles.load, data)
    assert said.startswith("data/roles.csv") and all(word in said for word in words), said


def test_there_are_words_for_every_setting_task_person_and_force():
    hints = get_type_hints(roles.Role)
    for name, words in (("setting", {roles.ANY, *roles.SETTINGS}), ("task", set(roles.TASKS)),
                        ("who", set(roles.WHO)), ("force", set(roles.FORCES))):
        assert set(get_args(hints[name])) == words, name


def test_every_row_names_a_source_and_a_place():
    assert {row.source for row in roles.load().values()} == roles.sources_used() <= set(sources.load())
    assert all(row.place for row in roles.load(SMALL_COURSE).values())


def test_only_a_regulator_binds():
    binding = {row.source for row in roles.load().values() if row.force == "mandatory"}
    assert {sources.load()[key].kind for key in binding} == {"regulator"}
