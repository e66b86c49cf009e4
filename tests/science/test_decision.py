"""Options are compared by what a person asks for; screening fires rule by rule; what nobody stated is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapcourse.science.decision import DISPOSITIONS, Rule, could_change, fitting, triage

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
    assert (result.disposition, result.fired, result.deciding) == ("clinician", (), "none")
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
