"""Studies of ketamine with therapy load, each mistake gives one sentence, and what was not read claims nothing."""

from typing import get_args, get_type_hints

import pytest

from kapcourse.tables import facts, kap_studies
from tests.helpers import SMALL_COURSE, change, complaint

FILE = "kap_studies.csv"
BAD = [
    ("smith2020,depression", "smith2021,depression", ["row smith", "source 'smith2021'", "data/sources.csv"]),
    ("depression,drug", "depression,drugs", ["row 2 (smith)", "randomised is 'drugs'", "nothing"]),
    ("depression,drug", "sadness,drug", ["row 2 (smith)", "condition is 'sadness'", "trauma"]),
    ("drug,between", "drug,both", ["row 2 (smith)", "compares is 'both'", "within"]),
    ("What talk adds.,read,,", ",read,,", ["row 2 (smith)", "cannot_say is missing"]),
    ("adds.,read,,", "adds.,done,,", ["row 2 (smith)", "state is 'done'"]),
    ("read,,abstract,VERIFIED", "read,,abstract,RECALLED", ["row 2 (smith)", "status is 'RECALLED'"]),
    ("read,,abstract", "read,entry of 2020,abstract", ["row smith", "last_seen is for a study without a result"]),
    ("running,entry of 2023,", "running,,", ["row plan", "such a study needs it"]),
    ("therapy,none", "therapy,between", ["row plan", "compares is 'none'"]),
    ("old,Old", "smith,Old", ["id smith stands twice"]),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, old, new, words):
    change(data, FILE, old, new)
    said = complaint(kap_studies.load, data)
    assert said.startswith(f"data/{FILE}") and all(word in said for word in words), said


def test_finished_and_unfinished_share_out_the_table():
    assert [one.id for one in kap_studies.finished(SMALL_COURSE)] == ["smith", "old"]
    assert [one.id for one in kap_studies.unfinished(SMALL_COURSE)] == ["plan"]


def test_there_are_words_for_every_group_condition_and_state():
    hints = get_type_hints(kap_studies.Study)
    for name, words in (("randomised", kap_studies.GROUPS), ("condition", kap_studies.CONDITIONS),
                        ("state", kap_studies.STATES)):
        assert set(get_args(hints[name])) == set(words)


def test_every_figure_of_a_study_rests_on_that_study_or_on_another_work_about_it():
    kin = {"price2022": {"price2023"}, "wilkinson2026": {"kitay2023", "nct04760652"}}
    for study in kap_studies.load().values():
        texts = " ".join((study.people, study.followup, study.design, study.result, study.can_say))
        cited = {facts.load()[match[2]].source for match in facts.SHORT_LINK.finditer(texts)}
        assert cited <= {study.source} | kin.get(study.id, set()), study.id
