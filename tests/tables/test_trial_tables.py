"""The tables of trials and of durability load, hold only what was seen, and each mistake gives one sentence."""

import pytest

from kapcourse.tables import durability, sources, trials
from tests.helpers import change, complaint

TRIALS, ARMS, POOLED = trials.FILES

BAD = [
    (TRIALS, "people,parallel", "people,parallell", ["row 2 (alpha)", "design is 'parallell'", "crossover"]),
    (TRIALS, "small,,,smith2020", "small,,,smith2021", ["row alpha", "'smith2021'", "Did you mean 'smith2020'?"]),
    (TRIALS, "small,,Its counts were not seen.,", "small,,,", ["row delta", "missing must say"]),
    (ARMS, "alpha.t,alpha,", "alpha.t,alhpa,", ["row alpha.t", "trial 'alhpa' is not in data/trials.csv"]),
    (ARMS, "12,20,60", "21,20,", ["row alpha.t", "events is 21", "n, which is 20"]),
    (ARMS, "12,20,60", "-1,20,", ["row alpha.t", "events is -1"]),
    (ARMS, "12,20,60", "12,20,63", ["row alpha.t", "12 of 20 is 60.0 %, not the printed 63 %", "leave percent empty"]),
    (ARMS, "12,20,60", '12,20,"60,0"', ["row alpha.t", "percent is '60,0'", "with a point, like 60.0"]),
    (ARMS, "12,20,60", "12,20,sixty", ["row alpha.t", "percent is 'sixty'"]),
    (ARMS, "12,20,60", "12,,60", ["row alpha.t", "n is missing"]),
    (ARMS, "12,20,60", ",20,60", ["row alpha.t", "without events or mean"]),
    (ARMS, "12,20,60", "twelve,20,60", ["row 2 (alpha.t)", "events is 'twelve'", "a whole number"]),
    (ARMS, "saline,control,6,20", "saline,treatment,6,20", ["row alpha.t", "one row with role control; there are 0"]),
    (ARMS, "ketamine,treatment,12,20", "ketamine,control,12,20", ["row alpha.t", "there are 2"]),
    (ARMS, "saline,control,6,20", "saline,controls,6,20", ["row 3 (alpha.c)", "role is 'controls'"]),
    (ARMS, "beta.c,beta,response,halved,24", "beta.c,beta,response,halved,48", ["row beta.t", "role control"]),
    (ARMS, "alpha.t,alpha,response,", "alpha.t,alpha,respons,", ["row 2 (alpha.t)", "outcome is 'respons'"]),
    (ARMS, "12.0,7.5", "12.0,", ["row alpha.score.t", "needs an sd above 0"]),
    (ARMS, "Table 2,DERIVED", "Table 2,RECALLED", ["row 4 (beta.t)", "status is 'RECALLED'"]),
    (ARMS, "alpha.c,", "alpha.t,", ["id alpha.t stands twice"]),
    (POOLED, "3.94,1.54", "3.94,4.54", ["row whole", "in order"]),
    (POOLED, "3.94,1.54", "3.94,", ["row whole", "low and high go together"]),
    (POOLED, "3.94,1.54", "about 4,1.54", ["row whole", "numbers as printed"]),
    (POOLED, ",OR,", ",HR,", ["row 2 (whole)", "measure is 'HR'"]),
    ("durability.csv", "%,20", "days,20", ["row one", "unit is 'days'; expected %"]),
    ("durability.csv", "still well,14", "still well,", ["row one", "needs its days"]),
    ("durability.csv", "14,50", "14,150", ["row one", "between 0 and 100"]),
    ("durability.csv", "18,11,27", "18,19,27", ["row course", "in order"]),
    ("durability.csv", "one,single", "one,double", ["row 2 (one)", "exposure is 'double'"]),
    ("durability.csv", "smith2020,abstract", "smith2021,abstract", ["row one", "source 'smith2021'"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, file, old, new, words):
    change(data, file, old, new)
    load = durability.load if file == "durability.csv" else trials.load
    said = complaint(load, data)
    assert said.startswith(f"data/{file}") and all(word in said for word in words), said


def test_every_row_has_a_source_and_a_place_and_none_is_recalled():
    tables = trials.load()
    rows = [*tables.trials.values(), *tables.arms.values(), *tables.pooled.values(), *durability.load().values()]
    assert len(rows) > 200
    assert {row.source for row in rows} <= set(sources.load())
    assert all(row.place and row.status in ("VERIFIED", "DERIVED") for row in rows)


def test_a_derived_count_shows_its_arithmetic_or_why_no_other_fits():
    derived = [arm for arm in trials.load().arms.values() if arm.status == "DERIVED"]
    assert len(derived) > 30
    assert all(any(mark in arm.place for mark in ("=", "only", "no other", "is 48.1 %")) for arm in derived)


def test_the_misprint_of_abbar_2022_is_mended_and_told():
    arm = trials.load().arms["abbar2022.ideation_remission.72.treatment"]
    assert (arm.events, arm.n, arm.percent) == (46, 73, "63.0") and "do not fit" in arm.place


def test_results_under_a_corrigendum_and_dropped_works_are_not_shown():
    tables = trials.load()
    assert not any(arm.seen for arm in tables.of("loo2023"))
    assert not {"menon2023", "chen2018", "caddy2015"} & {row.source for row in tables.pooled.values()}
