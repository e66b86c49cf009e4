"""The table of the planners: each mistake is told in one sentence; every rule has a source, a tier and a fault."""

import pytest

from kapcourse.learning import planning
from kapcourse.science.planning import KINDS
from kapcourse.tables import plans, sources
from tests.helpers import SMALL_COURSE, change, complaint

BAD = [
    ("unit: minutes", "unit: hours", ["planner session", "unit is 'hours'", "minutes, days"]),
    ("step: 5", "step: 0", ["planner session", "step is 0"]),
    ("{route: iv, dose: 0.5, minutes: 40}", "{dose: 0.5}", ["planner session, regimen infusion", "route is missing"]),
    ("{route: iv, dose: 0.5, minutes: 40}", "iv", ["planner session, regimen infusion", "found 'iv'"]),
    ("unit: minutes", "unit: days", ["planner session, block look: it lasts", "of length 0"]),
    ("step: 5", "step: 5\n  moments: [0, 50]", ["planner session", "moments rise"]),
    ("approaches: [infusion, kap]", "approaches: [infusion, kapp]", ["approaches names 'kapp'", "kap_drip"]),
    ("id: looks, name: Many looks", "id: look, name: Many looks", ["blocks: id look stands twice"]),
    ("id: look, name", "id: zero, name", ["block zero", "zero of the axis"]),
    ("by: nurse, length: {infusion: 10, kap: 10}", "by: nurse, length: {walk: 10}", ["length names 'walk'"]),
    ("by: nurse, length: {infusion: 10, kap: 10}", "by: nurse", ["block look", "length is missing"]),
    ("by: nurse, length: {infusion: 10, kap: 10}", "by: cook, length: {kap: 10}", ["block look", "by is 'cook'"]),
    ("length: {infusion: 40, kap: 5}", "length: {infusion: -40}", ["block dose", "length of infusion is -40"]),
    ("source: office2023, place: list,", "source: nobody1999, place: list,", ["block look", "source 'nobody1999'"]),
    ("also: [pubmed2010]", "also: [old1998]", ["rule look_first", "source 'old1998'"]),
    ("status: VERIFIED, tier: official}", "status: RECALLED, tier: official}", ["block look", "status is 'RECALLED'"]),
    ("kind: present, block: look", "kind: there, block: look", ["look_there", "between, block, roles", "found block"]),
    ("kind: present, block: look", "kind: present, block: lok", ["rule look_there: block names 'lok'"]),
    ("kind: present, block: look", "kind: present, block: look, limit: 3", ["rule look_there", "found block, limit"]),
    ("[look end, dose start]", "[look end]", ["rule look_fresh", "between lists 1"]),
    ("[look end, dose start]", "[look middle, dose start]", ["rule look_fresh: between names 'middle'"]),
    ("[look end, dose start]", "[lok end, dose start]", ["rule look_fresh: between names 'lok'"]),
    ("limit: 20", "limit: -20", ["rule look_fresh", "limit is -20"]),
    ("limit: 20", "limit: soon", ["rule look_fresh", "limit is 'soon'"]),
    ("roles: [therapist]", "roles: [cook]", ["rule twice_stays: roles names 'cook'"]),
    ("only: {dose: two}", "only: {dose: three}", ["rule twice_stays: only names 'three'"]),
    ("only: {dose: two}", "only: {doze: two}", ["rule twice_stays: only names 'doze'"]),
    ("only: {dose: two}", "only: {dose: two, look: x}", ["rule twice_stays"]),
    ("dose: {at: 20, choice: one}", "doze: {at: 20, choice: one}", ["shape drip: placed names 'doze'"]),
    ("dose: {at: 20, choice: one}", "dose: {at: 20}", ["shape drip, block dose: choice names ''"]),
    ("dose: {at: 20, choice: one}", "dose: {at: soon, choice: one}", ["block dose: at is 'soon'", "0 to 100"]),
    ("dose: {at: 20, choice: one}", "dose: {at: 120, choice: one}", ["block dose: at is '120'", "0 to 100"]),
    ("dose: {at: 20, choice: one}", "dose: {at: yes, choice: one}", ["block dose: at is"]),
    ("dose: {at: 20, choice: one}", "dose: {at: 20, until: 30, choice: one}", ["block dose", "shape once states at"]),
    ("dose: {at: 20, choice: one}", "dose: {att: 20, choice: one}", ["block dose", "expected fields among"]),
    ("dose: {at: 20, choice: one}", "dose: 20", ["block dose", "expected fields among"]),
    ("looks: {at: 20, every: 10, until: 60}", "looks: {at: 20, every: 0, until: 60}", ["block looks", "every is 0"]),
    ("looks: {at: 20, every: 10, until: 60}", "looks: {at: 70, every: 1, until: 60}", ["looks: until is 60, before"]),
    ("looks: {at: 20, every: 10, until: 60}", "stay: {at: 20, until: 60}", ["block stay", "not offered for infusion"]),
    ("by: person}", "by: cook}", ["shape talk, block look: by names 'cook'"]),
    ("approach: infusion\n", "approach: kap_drip\n", ["shape drip: approach names 'kap_drip'"]),
    ("departs: [look_there]", "departs: [looks_every]", ["shape bare: departs names 'looks_every'"]),
    ("      note: Nobody looks.\n", "", ["shape bare", "departs and note go together"]),
    ("rule: looks_every, block", "rule: look_every, block", ["fault rare_looks: rule names 'look_every'"]),
    ("{id: no_look, shape: drip", "{id: no_look, shape: drop", ["fault no_look: shape names 'drop'"]),
    ("rule: look_there, block: look}", "rule: look_there, block: stay}", ["fault no_look", "change is missing"]),
    ("change: {every: 20}", "change: {every: -20}", ["fault rare_looks", "every is '-20'"]),
    ("    - {id: leaves, shape: talk, rule: twice_stays, block: stay, change: {until: 10}}\n", "",
     ["rule twice_stays", "no fault breaks it"]),
    ("      reported: Looks at the start.\n", "", ["shape drip", "reported is missing"]),
]
UNPROVEN = [
    ("change: {at: 40}", "change: {at: 5}", ["fault late_look", "breaks no rule", "expected look_first"]),
    ("change: {at: 40}}", "change: {at: 40}}\n    - {id: x, shape: drip, rule: look_there, block: looks}",
     ["fault x", "breaks no rule", "expected look_there"]),
    ("dose: {at: 20, choice: one}", "dose: {at: 50, choice: one}", ["drip", "breaks look_fresh", "expected none"]),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_planner_part_and_field(data, old, new, words):
    change(data, plans.FILE, old, new)
    said = complaint(plans.load, data)
    assert said.startswith("data/plans.yaml") and all(word in said for word in words), said


@pytest.mark.parametrize(("old", "new", "words"), UNPROVEN)
def test_a_shape_or_a_fault_of_which_the_rules_make_something_else_is_told(data, old, new, words):
    change(data, plans.FILE, old, new)
    said = complaint(planning.planners, data)
    assert all(word in said for word in words), said


def test_the_small_course_has_a_planner():
    found = planning.planners(SMALL_COURSE)
    assert [rule.id for rule in found["session"].rules_of("kap")] == ["look_there", "look_first", "look_fresh",
                                                                      "twice_stays"]
    assert plans.sources_used(SMALL_COURSE) == {"office2023", "pubmed2010", "smith2020"}


def test_the_course_has_both_planners_and_a_rule_of_every_kind():
    found = plans.load()
    assert list(found) == ["session", "follow_up"]
    assert {rule.kind for one in found.values() for rule in one.rules} == set(KINDS) == set(plans.NEEDS)
    assert {"infusion", "kap", "both"} == {rule.approach for rule in found["session"].rules}


def test_every_rule_block_and_shape_names_a_source_that_exists_and_judgements_say_so():
    works = sources.load()
    for one in plans.load().values():
        for row in (*one.rules, *one.blocks, *one.shapes):
            assert row.source in works and row.place and row.tier
        for rule in one.rules:
            said = f"{rule.place} {rule.why}"
            assert rule.status != "JUDGEMENT" or "the course" in said, rule.id


def test_the_words_of_a_limit_are_its_number():
    for one in plans.load().values():
        for rule in one.rules:
            assert ("{limit}" in rule.says) == (rule.limit is not None), rule.id
            assert "{limit}" not in planning.says(rule, one)
