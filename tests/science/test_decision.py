"""Options are compared by what a person asks for; screening fires rule by rule; what nobody stated is never guessed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapcourse.science.decision import (
    DISPOSITIONS,
    Rule,
    Standing,
    apart,
    compare,
    could_change,
    fitting,
    leading,
    triage,
    turning_unknowns,
    turning_weights,
)

TRAITS = {"drip": {"talk": False, "tested": True}, "kap": {"talk": True, "tested": False}}


@pytest.mark.parametrize(("wants", "options"), [
    ({}, ["drip", "kap"]), ({"talk": True}, ["kap"]), ({"tested": True}, ["drip"]),
    ({"talk": True, "tested": True}, []), ({"talk": False, "tested": True}, ["drip"]),
])
def test_an_option_fits_that_has_every_wanted_trait(wants, options):
    assert fitting(wants, TRAITS) == options


def test_a_trait_that_one_option_does_not_state_is_an_error():
    with pytest.raises(ValueError, match="option 'kap' does not state the trait 'price'"):
        fitting({"price": 1}, {"drip": {"price": 1}, "kap": {}})


# --- screening ---

CRITERIA = [
    Rule("A", "absolute", "refer", "bulge", "is", True),
    Rule("B", "relative", "defer", "pressure", "above", 140.0, "mmHg", only=(("route", "drip"),), near=10.0),
    Rule("C", "caution", "precautions", "age", "at least", 65.0, "years"),
    Rule("D", "caution", "defer", "weeks", "at most", 6.0, "weeks", near=2.0),
    Rule("E", "caution", "refer", "score", "below", 18.0, "points"),
    Rule("F", "caution", "refer", "plan", "is", True, urgent=True),
    Rule("G", "caution", "precautions", "liver", "is", "ill"),
]
CLEAR = {"bulge": False, "pressure": 120.0, "route": "drip", "age": 40.0, "weeks": "none", "score": 30.0, "plan": False,
         "liver": "well"}
RISKS = {"bulge": True, "pressure": 141.0, "age": 65.0, "weeks": 6.0, "score": 17.0, "plan": True, "liver": "ill"}


def ids(result):
    return [rule.id for rule in result.fired]


def test_where_nothing_fires_the_clinician_decides():
    result = triage(CLEAR, CRITERIA)
    assert (result.disposition, result.fired) == ("clinician", ())
    assert not {"proceed", "go", "ok", "safe"} & set(DISPOSITIONS)


@pytest.mark.parametrize(("rule", "silent"), [
    ("A", {"bulge": False}), ("B", {"pressure": 140.0}), ("C", {"age": 64.9}), ("D", {"weeks": 6.1}),
    ("E", {"score": 18.0}), ("F", {"plan": False}), ("G", {"liver": "well"})])
def test_a_criterion_fires_alone_at_its_threshold_and_is_silent_just_before(rule, silent):
    (finding,) = silent
    fired = triage({**CLEAR, finding: RISKS[finding]}, CRITERIA)
    assert ids(fired) == [rule] and fired.disposition == fired.fired[0].disposition
    assert ids(triage({**CLEAR, **silent}, CRITERIA)) == []


def test_a_number_that_does_not_exist_fires_nothing_and_another_route_is_left_alone():
    assert ids(triage({**CLEAR, "weeks": "none"}, CRITERIA)) == []
    assert ids(triage({**CLEAR, "pressure": 200.0, "route": "spray"}, CRITERIA)) == []


def test_the_weightiest_comes_first_by_urgency_then_disposition_then_class_then_order():
    assert ids(triage({**CLEAR, **RISKS}, CRITERIA)) == ["F", "A", "E", "B", "D", "C", "G"]


def test_a_near_miss_says_which_criterion_and_by_how_much():
    near = triage({**CLEAR, "pressure": 138.0, "weeks": 9.0}, CRITERIA).near
    assert [(miss.rule.id, miss.distance) for miss in near] == [("B", 2.0)]
    assert triage({**CLEAR, "pressure": 138.0, "route": "spray"}, CRITERIA).near == ()
    assert [m.rule.id for m in triage({**CLEAR, "weeks": 8.0}, CRITERIA).near] == ["D"]


@pytest.mark.parametrize("name", CLEAR)
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_missing_finding_is_named_and_never_guessed(name, how):
    findings = {k: v for k, v in CLEAR.items() if k != name} if how == "absent" else {**CLEAR, name: None}
    with pytest.raises(ValueError, match=f"the finding '{name}' is missing; criterion [A-G] needs it"):
        triage(findings, CRITERIA)


@pytest.mark.parametrize(("name", "value"), [
    ("bulge", "yes"), ("bulge", 1), ("bulge", "none"), ("pressure", "high"), ("pressure", True), ("age", float("nan")),
    ("score", "30"), ("liver", True), ("pressure", -150.0), ("pressure", float("inf")), ("weeks", -1)])
def test_a_finding_of_the_wrong_kind_is_named(name, value):
    with pytest.raises(ValueError, match=f"the finding '{name}' is .*; criterion [A-G] needs"):
        triage({**CLEAR, name: value}, CRITERIA)


def test_an_empty_list_of_criteria_is_an_error_and_not_a_clean_result():
    with pytest.raises(ValueError, match="there are no criteria"):
        triage(CLEAR, [])


def test_a_condition_of_the_wrong_kind_is_named_and_never_read_as_another_route():
    with pytest.raises(ValueError, match="the finding 'route' is True; criterion B reads it as 'drip'"):
        triage({**CLEAR, "pressure": 200.0, "route": True}, CRITERIA)


def people():
    return st.fixed_dictionaries({name: st.sampled_from([CLEAR[name], RISKS[name]]) for name in RISKS} | {
        "route": st.just("drip"), "pressure": st.floats(60, 240), "age": st.floats(1, 100),
        "weeks": st.just("none") | st.floats(0, 900), "score": st.floats(0, 30)})


@given(person=people(), name=st.sampled_from(list(RISKS)))
def test_a_risk_more_never_makes_the_disposition_milder(person, name):
    before, after = triage(person, CRITERIA), triage({**person, name: worse(person, name)}, CRITERIA)
    assert DISPOSITIONS.index(after.disposition) >= DISPOSITIONS.index(before.disposition)
    assert set(ids(before)) <= set(ids(after))


def worse(person, name):
    """A value of a finding that is no better than the present one."""
    value = person[name]
    if name in ("weeks", "score"):
        return RISKS[name] if value == "none" else min(value, RISKS[name])
    return max(value, RISKS[name]) if name in ("pressure", "age") else RISKS[name]


@given(person=people(), order=st.permutations(list(CLEAR)), rules=st.permutations(CRITERIA))
def test_the_order_of_findings_and_rules_changes_neither_disposition_nor_what_fired(person, order, rules):
    known = triage(person, CRITERIA)
    assert triage({name: person[name] for name in order}, CRITERIA) == known
    other = triage(person, rules)
    assert other.disposition == known.disposition and set(ids(other)) == set(ids(known))
    weights = [rule.heaviness for rule in other.fired]
    assert weights == sorted(weights, reverse=True)


def test_only_something_stricter_or_more_urgent_could_have_changed_a_result():
    result = triage({**CLEAR, "bulge": True}, CRITERIA)
    assert [rule.id for rule in CRITERIA if could_change(rule, result)] == ["F"]
    assert [rule.id for rule in CRITERIA if could_change(rule, triage(CLEAR, CRITERIA))] == list("ABCDEFG")
    assert not any(could_change(rule, triage({**CLEAR, "plan": True}, CRITERIA)) for rule in CRITERIA)


def test_a_result_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        triage(CLEAR, CRITERIA).disposition = "refer"


# --- choosing ---

WORDS = ("meets", "partly", "does_not", "unknown")
WEIGHTS = {"soon": 3, "talk": 1, "lasting": 2}
STANDS = {"drip": {"soon": "meets", "talk": "does_not", "lasting": "partly"},
          "kap": {"soon": "unknown", "talk": "meets", "lasting": "unknown"},
          "wait": {"soon": "does_not", "talk": "does_not", "lasting": "does_not"}}
wishes = st.sampled_from(["a", "b", "c", "d"])


@st.composite
def choices(draw):
    """(weights, stands, bars) of any people and options."""
    names = draw(st.lists(wishes, min_size=1, max_size=4, unique=True))
    weights = {name: draw(st.integers(0, 3)) for name in names}
    options = draw(st.lists(st.sampled_from(["drip", "kap", "ect", "wait"]), min_size=1, max_size=4, unique=True))
    stands = {option: {name: draw(st.sampled_from(WORDS)) for name in names} for option in options}
    return weights, stands, {option: ("gate",) for option in options if draw(st.booleans())}


def shares(standings):
    return {option: (pytest.approx(one.low), pytest.approx(one.high)) for option, one in standings.items()}


def test_a_range_counts_what_is_met_and_what_may_be_met_and_sorts_the_reasons_by_weight():
    found = compare(WEIGHTS, STANDS)
    assert shares(found) == {"drip": (4 / 6, 4 / 6), "kap": (1 / 6, 1), "wait": (0, 0)}
    assert found["kap"] == Standing(found["kap"].low, found["kap"].high, meets=("talk",), unknown=("soon", "lasting"))
    assert found["wait"].does_not == ("soon", "lasting", "talk")
    assert leading(found) == {"drip", "kap"} and apart(found["drip"], found["wait"])
    assert not apart(found["drip"], found["kap"])


def test_a_wish_without_weight_is_no_reason():
    found = compare({"soon": 0, "talk": 2, "lasting": 0}, STANDS)
    assert found["drip"].meets == found["drip"].partly == () and found["drip"].does_not == ("talk",)
    assert leading(found) == {"kap"}


def test_ranges_that_touch_are_not_apart():
    assert not apart(Standing(0.2, 0.5), Standing(0.5, 0.9)) and apart(Standing(0.2, 0.4), Standing(0.5, 0.9))
    assert leading({"a": Standing(0.2, 0.5), "b": Standing(0.5, 0.9)}) == {"a", "b"}


@pytest.mark.parametrize(("weights", "stands", "bars", "words"), [
    ({"soon": -1}, STANDS, {}, "the weight of 'soon' is -1"),
    ({"soon": float("nan")}, STANDS, {}, "the weight of 'soon' is nan"),
    ({"soon": float("inf")}, STANDS, {}, "the weight of 'soon' is inf"),
    ({"soon": True}, STANDS, {}, "the weight of 'soon' is True"),
    ({"soon": "3"}, STANDS, {}, "the weight of 'soon' is '3'"),
    ({"price": 1}, STANDS, {}, "option 'drip' does not state the wish 'price'"),
    ({"soon": 1}, {"drip": {"soon": "yes"}}, {}, "option 'drip', wish 'soon': 'yes' is not one of meets"),
    ({"soon": 1}, STANDS, {"pill": ("gate",)}, "'pill' is barred, but is no option"),
])
def test_what_nobody_can_read_is_an_error_in_words(weights, stands, bars, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        compare(weights, stands, bars)


@given(choices())
def test_without_any_weight_nothing_is_known_to_be_met(choice):
    weights, stands, bars = choice
    found = compare(dict.fromkeys(weights, 0), stands, bars)
    assert all((one.low, one.high) == (0, 1) for one in found.values())
    assert leading(found) == {option for option in stands if not bars.get(option)}


@given(choices(), st.floats(0.01, 100))
def test_scaling_all_weights_changes_nothing(choice, factor):
    weights, stands, bars = choice
    one, other = compare(weights, stands, bars), compare({w: v * factor for w, v in weights.items()}, stands, bars)
    assert shares(one) == shares(other) and leading(one) == leading(other)
    assert [(s.meets, s.partly, s.does_not, s.unknown) for s in one.values()] == [
        (s.meets, s.partly, s.does_not, s.unknown) for s in other.values()]


@given(choices(), st.sampled_from(["meets", "does_not", "partly"]))
def test_learning_what_was_unknown_only_narrows_the_range(choice, answer):
    weights, stands, bars = choice
    before = compare(weights, stands, bars)
    for option, known in stands.items():
        for wish in [wish for wish, word in known.items() if word == "unknown"]:
            after = compare(weights, {**stands, option: {**known, wish: answer}}, bars)[option]
            assert before[option].low - 1e-9 <= after.low <= after.high <= before[option].high + 1e-9


@given(choices())
def test_a_barred_option_never_leads_and_an_open_one_always_does(choice):
    weights, stands, bars = choice
    found = leading(compare(weights, stands, bars))
    assert not found & set(bars) and bool(found) == bool(set(stands) - set(bars))


@given(choices(), st.randoms())
def test_the_order_of_options_and_wishes_is_irrelevant(choice, random):
    weights, stands, bars = choice

    def shuffled(table):
        return dict(random.sample(list(table.items()), len(table)))

    turned = {option: shuffled(known) for option, known in shuffled(stands).items()}
    one, other = compare(weights, stands, bars), compare(shuffled(weights), turned, bars)
    assert shares(one) == shares(other) and leading(one) == leading(other)
    assert {o: s.meets for o, s in one.items()} == {o: s.meets for o, s in other.items()}


@given(choices())
def test_a_bar_leaves_the_ranges_of_all_options_as_they_are(choice):
    weights, stands, bars = choice
    assert shares(compare(weights, stands, bars)) == shares(compare(weights, stands))


@given(choices())
def test_what_would_change_the_result_does_change_it_and_nothing_else_is_named(choice):
    weights, stands, bars = choice
    now = leading(compare(weights, stands, bars))
    turns = turning_weights(weights, stands, bars)
    for wish in weights:
        for tried in {0, 3} - {weights[wish]}:
            then = leading(compare({**weights, wish: tried}, stands, bars))
            assert ((wish, tried) in turns) == (then != now)
    for option, wish in turning_unknowns(weights, stands, bars):
        assert not bars.get(option) and stands[option][wish] == "unknown" and weights[wish]
        assert now != leading(compare(weights, {**stands, option: {**stands[option], wish: "does_not"}}, bars)) or (
            now != leading(compare(weights, {**stands, option: {**stands[option], wish: "meets"}}, bars)))
