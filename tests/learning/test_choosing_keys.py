"""The keys of lesson 12 follow the verdicts, Cochrane's total and the screening criteria."""

import pytest

from kapcourse.learning import exercises, screening
from kapcourse.learning.exercises import Exercise, Option
from kapcourse.learning.keys import key
from kapcourse.tables import claims, facts
from tests.helpers import SMALL_COURSE, change

LESSON = "choosing_together"


def compute(name, folder=None, **given):
    item = Exercise("x", "match", "o", "What?", key={"compute": f"{LESSON}.{name}"},
                    options=[Option("a", "A", given=given)])
    return key(item, "here", folder)


def test_the_count_of_verdicts_follows_the_statements(data):
    assert compute("statements_partly", SMALL_COURSE) == 1
    change(data, "claims.yaml", "verdict: supported", "verdict: partly")
    assert compute("statements_partly", data) == 2
    assert compute("statements_partly") == sum(c.verdict == "partly" for c in claims.load().values())


def test_those_not_helped_are_the_rest_of_a_hundred():
    helped = float(facts.load()["F-3003"].value)
    assert compute("not_helped") == round(100 - helped)


@pytest.mark.parametrize(("change_", "disposition"), [({}, "precautions"), ({"no_escort": True}, "defer")])
def test_what_follows_is_worked_out_by_the_criteria(change_, disposition):
    assert compute("what_follows", vignette="V26", change=change_) == {"a": disposition}


@pytest.mark.parametrize(("given", "words"), [
    ({"vignette": "V99", "change": {}}, "no vignette 'V99'"),
    ({"vignette": "V26", "change": {"mood": True}}, "no finding 'mood'"),
    ({"vignette": "V26", "change": {"no_escort": "yes"}}, "needs yes or no")])
def test_what_is_not_there_is_named(given, words):
    with pytest.raises(Exception, match=words):
        compute("what_follows", **given)


def test_every_change_of_the_capstone_changes_something():
    before = screening.case("V26").vignette.values
    for option in exercises.get(f"{LESSON}.ilse_if").options:
        assert all(before[name] != value for name, value in option.given["change"].items()), option.id
