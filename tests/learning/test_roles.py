"""The comparisons of lesson 07 follow the roles, the counts and the claims."""

import pytest

from kapcourse.learning import exercises, roles
from kapcourse.learning.exercises import Exercise, Option
from kapcourse.learning.keys import key
from kapcourse.tables import facts
from kapcourse.tables import roles as tables
from tests.helpers import SMALL_COURSE, change, complaint

LESSON = "therapist_role_and_ethics"


def compute(name, folder, **given):
    item = Exercise("x", "match", "o", "Who?", key={"compute": f"{LESSON}.{name}"},
                    options=[Option("a", "A", given=given)])
    return key(item, "here", folder)


def test_who_does_it_is_read_from_the_table(data):
    assert compute("who_does_it", SMALL_COURSE, row="home_watch") == {"a": "lay"}
    change(data, "roles.csv", "home,watch,lay", "home,watch,coach")
    assert compute("who_does_it", data, row="home_watch") == {"a": "coach"}


def test_a_verdict_is_the_claims_own(data):
    assert compute("verdict_of_claim", SMALL_COURSE, claim="P02") == {"a": "supported"}
    change(data, "claims.yaml", "verdict: supported", "verdict: not_established")
    assert compute("verdict_of_claim", data, claim="P02") == {"a": "not_established"}


@pytest.mark.parametrize(("name", "given", "words"), [
    ("who_does_it", {"row": "nobody"}, "data/roles.csv has no row 'nobody'"),
    ("verdict_of_claim", {"claim": "P99"}, "data/claims.yaml has no claim 'P99'")])
def test_what_is_not_there_is_named(name, given, words):
    with pytest.raises(Exception, match=words):
        compute(name, SMALL_COURSE, **given)
    assert words in complaint(roles.row if "row" in given else roles.verdict, *given.values())


def test_shares_are_counted_of_a_hundred():
    assert facts.of_a_hundred(roles.SILENT) == round(100 * 7 / 17) == 41
    assert facts.of_a_hundred(roles.FORMS) == round(100 * 23 / 288) == 8
    assert facts.load()["F-9509"].value == "8"


def test_rows_are_found_by_setting_and_task_and_every_task_is_spoken_of_somewhere():
    assert [row.id for row in roles.found("home", "watch", SMALL_COURSE)] == ["home_watch"]
    assert roles.found("esketamine", "integrate") == []
    assert roles.own(tables.ANY) == list(tables.TASKS)


def test_sources_that_speak_of_a_setting_itself_are_few():
    assert {name: len(roles.own(name)) for name in tables.SETTINGS} == {
        "iv": 2, "im": 1, "sublingual": 2, "esketamine": 2, "home": 3}


def test_pages_of_both_approaches_go_too_far_and_both_can_be_right():
    item = exercises.get(f"{LESSON}.sentences_on_pages")
    for side in ("infusion", "kap"):
        verdicts = {item.key[o.id] for o in item.options if o.id.startswith(side)}
        assert "not_supported" in verdicts and len(verdicts) == 3, side


def test_the_closing_promise_is_not_supported_and_judged_by_a_row_with_therapy():
    item = exercises.get("claim.P30")
    assert (item.key["verdict"], item.key["row"]) == ("not_supported", "wilkinson")


def test_the_printed_tables_say_it_all(capsys):
    roles.print_roles()
    roles.print_shares()
    roles.print_verdicts(["P30"])
    told = capsys.readouterr().out
    assert all(row.source in told for row in tables.load().values())
    assert "7 of 17, 41 of a hundred" in told
    assert "P30: Not supported" in told
