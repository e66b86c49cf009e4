"""Gates come before wishes, unknown is neither yes nor no, and no sentence recommends without a reason."""

import re
from dataclasses import replace
from math import sqrt

import pytest

from kapcourse.learning import choosing, exercises, risks
from kapcourse.learning.keys import key
from kapcourse.tables import options, screening
from kapcourse.tables import risks as risk_tables
from tests.helpers import change, complaint, read_course

DECIDES = {"ines": "overlap", "tomas": "wishes", "aylin": "wishes", "peter": "urgent", "lena": "gate", "rolf": "gate",
           "mara": "gate", "deniz": "gate", "hana": "overlap", "jo": "gate_one"}
BARS = {"lena": "C20", "rolf": "C07", "mara": "C28b", "deniz": "C29"}
people = pytest.mark.parametrize("name", DECIDES)
rows = pytest.mark.parametrize("row", risk_tables.load().values(), ids=lambda row: row.id)


@people
def test_what_decides_is_what_the_fact_base_expects(name):
    assert choosing.choose(name).decides == DECIDES[name]


def test_what_can_be_chosen_meets_a_wish_for_talk_and_a_wish_for_none_alike():
    stands = options.load().stands
    assert stands["proven"]["talk"] == stands["proven"]["no_talk"] == "meets"


def test_trials_that_disagree_or_are_very_uncertain_are_tests_all_the_same():
    stands = options.load().stands
    assert stands["infusion"]["tested"] == stands["ect"]["tested"] == stands["esketamine"]["tested"] == "meets"
    assert stands["kap"]["tested"] == stands["home_lozenges"]["tested"] == "does_not"


@people
def test_an_open_way_has_no_gate_and_a_closed_one_says_why(name):
    choice = choosing.choose(name)
    for option, one in choice.standings.items():
        assert bool(choosing.why_barred(choice, option)) == bool(one.bars)
        if option in choice.leading:
            assert not one.bars
    for option, gate in choice.gates.items():
        if gate and gate.disposition in ("defer", "refer"):
            assert choice.standings[option].bars


@pytest.mark.parametrize(("name", "criterion"), BARS.items())
def test_the_weightiest_gate_is_the_one_expected(name, criterion):
    gates = choosing.choose(name).gates
    assert gates["infusion"].fired[0].id == gates["kap"].fired[0].id == criterion
    assert gates["ect"] is gates["proven"] is None


def test_imminent_risk_closes_every_way_and_says_what_comes_first_and_where_help_is():
    choice = choosing.choose("peter")
    assert not choice.leading and all(one.bars == ("C25",) for one in choice.standings.values())
    said = choosing.sentence(choice)
    assert "same day" in said and "988" in said and "Somebody stays" in said
    assert "100 points" not in said and "If these wishes" not in said
    assert choosing.changes(choice) == [options.people()["peter"].change]


@pytest.mark.parametrize("weights", [{}, {"soon": 3}, {"soon": 3, "company": 3}, {w: 3 for w in ("talk", "tested")}])
def test_no_wish_opens_a_gate(weights):
    for name in DECIDES:
        own, other = choosing.choose(name), choosing.choose(name, weights)
        assert {o: one.bars for o, one in own.standings.items()} == {o: one.bars for o, one in other.standings.items()}


def test_the_wishes_of_tomas_and_aylin_point_opposite_ways():
    tomas, aylin = (choosing.choose(name).standings for name in ("tomas", "aylin"))
    assert tomas["infusion"].low > tomas["kap"].high and aylin["kap"].low > aylin["infusion"].high
    assert "Infusion meets more of them than KAP" in choosing.sentence(choosing.choose("tomas"))
    assert "KAP meets more of them than Infusion" in choosing.sentence(choosing.choose("aylin"))


def test_ranges_that_overlap_are_said_not_to_be_separated():
    said = choosing.sentence(choosing.choose("ines"))
    assert "overlap or touch" in said and "Between Infusion and KAP, the evidence does not separate" in said
    assert "does not show that it works better" not in said


@people
def test_a_sentence_never_recommends(name):
    said = choosing.sentence(choosing.choose(name)).lower()
    assert not any(word in said for word in ("you should", "we recommend", "best option", "is better", "must choose"))
    choice = choosing.choose(name)
    if len(choice.leading) == 1:
        assert "if these wishes hold" in said and "no recommendation" in said
    assert choosing.changes(choice)[-1].endswith(".") and len(choosing.changes(choice)) >= 1


def test_without_weights_nothing_is_compared():
    choice = choosing.choose("ines", {})
    assert choosing.sentence(choice).startswith("No wish has a weight, so nothing can be compared.")
    assert all((one.low, one.high) == (0, 1) for one in choice.standings.values())


def test_a_way_that_is_not_weighed_in_a_story_is_told_as_such_and_not_as_a_gate():
    choice = choosing.choose("aylin")
    assert choosing.why_barred(choice, "proven") == [
        "Not weighed here: It was given and helped in part. It goes on beside whatever is chosen."]
    assert choosing.sentence(choice).endswith("Not weighed in this story: Proven care.")
    assert "Closed by a gate" not in choosing.sentence(choice)


def test_cautions_are_told_of_open_ways():
    assert choosing.cautions(choosing.choose("aylin"), "kap") == [screening.load().criteria["C24"].name]
    assert choosing.cautions(choosing.choose("aylin"), "ect") == []


@pytest.mark.parametrize(("arguments", "words"), [
    (("somebody",), ["no person 'somebody'", "ines"]), (("ines", {"price": 1}), ["no wish 'price'"]),
    (("ines", {"soon": 4}), ["the weight of soon is '4'", "0, 1, 2 or 3"]),
    (("ines", {"soon": True}), ["the weight of soon is 'True'"]), (("ines", {"soon": -1}), ["'-1'"]),
    (("ines", {"soon": 1.5}), ["'1.5'"]), (("ines", {"soon": "3"}), ["'3'"]),
])
def test_nothing_but_the_course_own_people_wishes_and_weights_is_taken(arguments, words):
    said = complaint(choosing.choose, *arguments)
    assert all(word in said for word in words), said


def test_the_small_course_has_every_way_to_decide(course):
    assert {name: choosing.choose(name).decides for name in options.people()} == {
        "ann": "overlap", "bob": "urgent", "cat": "gate", "dan": "wishes", "eve": "gate_one"}


def test_the_print_of_the_solutions_tells_gates_reasons_and_changes(capsys):
    choosing.print_people()
    printed = capsys.readouterr().out
    assert printed.count("\n\n") >= 10 and "closed: Suicidal plan or intent" in printed
    assert "not known: Lasting (3), Soon (2)" in printed


# --- items ---

ITEMS = [item for item in exercises.load_all() if item.id.startswith("choosing_together.case_")]


def test_there_is_an_item_for_every_person_and_three_are_core():
    assert {item.id.removeprefix("choosing_together.case_") for item in ITEMS} == set(DECIDES)
    assert len([item for item in ITEMS if item.role == "core"]) == 3
    assert "choosing_together.case_peter" not in {item.id for item in ITEMS if item.role == "core"}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_the_key_is_the_option_that_stands_for_what_decides(item):
    assert item.option(item.key).given["decides"] == DECIDES[item.option(item.key).given["person"]]
    assert all(o.misconception and o.feedback for o in item.options if o.id != item.key)


def _item(*given):
    return exercises.Exercise("x", "choice", "o", "What?", [exercises.Option(str(i), "T", given=g)
                                                            for i, g in enumerate(given)],
                              key={"compute": "choosing_together.what_decides"})


@pytest.mark.parametrize(("given", "words"), [
    (({"person": "ines"}, {"person": "jo"}), "every option gives the same person"),
    (({}, {}), "every option gives the same person"),
    (({"person": "ines", "decides": "gate"},), "what decides is 'overlap', and 0 options stand for it"),
    (({"person": "ines", "decides": "overlap"},) * 2, "what decides is 'overlap', and 2 options stand for it"),
    (({"person": "nobody", "decides": "gate"},), "there is no person 'nobody'"),
])
def test_an_item_that_has_no_single_key_says_so(given, words):
    assert words in complaint(key, _item(*given), "here")


def test_a_changed_finding_changes_the_key(data):
    item = _item({"person": "ann", "decides": "overlap"}, {"person": "ann", "decides": "gate"})
    before = key(item, "here", data)
    change(data, "people.yaml", "findings: {age: 40, pressure: 120}", "findings: {age: 40, pressure: 120, bulge: yes}")
    for load in (options.people, choosing.gates_of):
        load.cache_clear()
    assert (before, key(item, "here", data)) == ("0", "1")


# --- risks ---

@rows
def test_a_risk_keeps_every_item_of_the_checklist(row):
    assert risks.faults(row) == []


def test_every_item_of_the_checklist_has_its_check_and_no_check_is_left_over():
    assert set(risk_tables.checklist()) == set(risks.CHECKS)


@rows
@pytest.mark.parametrize(("check", "spoil"), [
    ("probabilities", lambda row, text, shown: (text.replace(row.other, "the rest"), shown)),
    ("group", lambda row, text, shown: (text.replace(row.population, "people"), shown)),
    ("frequencies", lambda row, text, shown: (text, [[a, f"{b.split()[0]} %", c, d] for a, b, c, d in shown])),
    ("period", lambda row, text, shown: (text.replace(row.period, "some time"), shown)),
    ("same_denominator", lambda row, text, shown: (text, [shown[0], [shown[1][0], "9 of 50", "41 of 50", row.period]])),
    ("same_denominator", lambda row, text, shown: (text, [shown[0], [*shown[1][:3], "another time"]])),
    ("uncertainty", lambda row, text, shown: (text.replace("It could be between", "It is between"), shown)),
    ("uncertainty", lambda row, text, shown: (text.replace(row.certainty_words, "sure"), shown)),
    ("formats", lambda row, text, shown: (text, [])),
    ("both_frames", lambda row, text, shown: (text.replace(row.not_happened, "the rest"), shown)),
])
def test_a_display_that_lacks_an_item_is_caught(row, check, spoil):
    text, shown = spoil(row, risks.told(row), risks.table(row))
    assert any(risk_tables.checklist()[check].asks in fault for fault in risks.faults(row, text, shown)), check


@rows
def test_both_groups_add_up_to_the_same_number_and_the_difference_is_the_one_shown(row):
    one, other = risks.counts(row)
    middle, low, high = risks.difference(row)
    assert middle == one - other and low <= middle <= high
    for line in risks.table(row):
        assert sum(int(cell.split(" of ")[0]) for cell in line[1:3]) == 100
    assert ("No difference at all is still possible" in risks.told(row)) == (not risks.separates(row))


@pytest.mark.parametrize("name", ["esketamine_quetiapine", "esketamine_dissociation", "ect_amnesia",
                                  "ketamine_dissociation"])
def test_an_interval_that_was_worked_out_follows_from_the_shares_and_the_sizes_of_the_groups(name):
    row = risk_tables.load()[name]
    sizes = [int(size) for size in re.findall(r" of (\d+)", row.place)]
    assert "normal approximation" in row.place and sum(sizes) == row.people
    variance = sum(share * (100 - share) / size
                   for share, size in zip((row.percent, row.other_percent), sizes, strict=True))
    middle, reach = row.percent - row.other_percent, 1.96 * sqrt(variance)
    assert (row.low, row.high) == pytest.approx((middle - reach, middle + reach), abs=0.06)


def test_both_ends_of_the_comparison_with_ect_tell_a_harm_of_their_own():
    """A harm that was counted in both groups of the same trial is told of either of them."""
    told = {(row.given, row.outcome) for row in risk_tables.load().values() if row.source == "ekstrand2022"}
    assert {("ECT", "Gaps in memory"), ("ketamine infusions", "Dissociation")} <= told


def test_a_half_is_rounded_up_and_a_minus_stays_fewer():
    row = replace(risk_tables.load()["ketamine_midazolam"], percent=46.5)
    assert risks.counts(row)[0] == 47
    assert "17 fewer of 100" in risks.told(risk_tables.load()["ketamine_ect_in"])


def test_figures_that_stand_elsewhere_in_the_course_are_the_same_here():
    from kapcourse.tables import facts, safety

    known, table = facts.load(), risk_tables.load()
    one = table["ketamine_placebo"]
    assert (one.percent, one.other_percent) == (float(known["F-3003"].value), float(known["F-3002"].value))
    two = table["ketamine_midazolam"]
    assert (two.percent, two.other_percent) == (float(known["F-1027"].value), float(known["F-1028"].value))
    three = table["ketamine_ect_out"]
    assert (three.percent, three.other_percent) == (float(known["F-1006"].value), float(known["F-1013"].value))
    harm, amnesia = safety.harms()["label_dissociation"], safety.harms()["infusion_amnesia"]
    state = safety.harms()["infusion_dissociation"]
    assert table["ketamine_dissociation"].percent == pytest.approx(state.rate, abs=0.01)
    assert table["ketamine_dissociation"].other_percent == pytest.approx(state.comparator_rate, abs=0.01)
    assert table["esketamine_dissociation"].percent == pytest.approx(harm.rate, abs=0.01)
    assert table["esketamine_dissociation"].other_percent == pytest.approx(harm.comparator_rate, abs=0.01)
    assert table["ect_amnesia"].percent == pytest.approx(amnesia.comparator_rate, abs=0.01)


def test_the_small_course_reads(data):
    assert read_course(data)
