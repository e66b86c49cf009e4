"""Cases: every path of every case ends in its debrief; an answer is a path; what nobody can read is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcourse.learning import answers, cases, exercises, lint, solutions
from kapcourse.learning.grading import UNREADABLE, Verdict, check
from kapcourse.learning.progress import standings
from kapcourse.tables import cases as tables
from tests.helpers import SMALL_COURSE, complaint

SMALL = tables.load(SMALL_COURSE)
REAL = tables.load()
ALL = [*SMALL.values(), *REAL.values()]
MANY = 100_000  # no case may have more paths: up to here all of them are walked
HOSTILE = [[], "ask", 3, {"path": "ask"}, {"path": ["nothing"]}, {"path": [["ask"]]}, {"path": [None]},
           {"path": [], "best": ["hush"]}, {"path": [], "best": "ask"}, {"path": ["ask", "ask"]}, {"best": ["ask"]},
           {"path": ["ask"] * 10_000}, {"path": [], "more": 1}, {"path": {"ask": 1}}, {"path": None}, [["ask"]]]

every = pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)


def count(case, name=None, above=frozenset()):
    """How many paths lead from a node to an ending, without walking them; None if there is a loop on the way."""
    name = name or case.start
    if case.nodes[name].ending:
        return 1
    if name in above:
        return None
    known = {reply.to: count(case, reply.to, above | {name}) for reply in case.nodes[name].replies}
    return None if None in known.values() else sum(known[reply.to] for reply in case.nodes[name].replies)


@every
def test_every_path_of_every_case_leads_to_its_debrief(case):
    """All paths on which no reply is taken twice in a scene; without a loop these are all there are."""
    expected, walked, used = count(case), 0, set()
    assert expected is None or expected <= MANY
    for play in cases.paths(case):
        walked += 1
        assert play.ended and play.node.debrief and play.node.sources
        used.update((step.node, step.reply.id) for step in play.steps)
        lines = cases.debrief(play)
        assert [line.reply.id for line in lines] == list(play.path)
        assert all(line.scene and line.reply.why and bool(line.instead) != (line.reply.mark == "good")
                   for line in lines)
        assert all(-3 <= value <= 3 for value in play.meters.values())
    assert walked and walked == (expected or walked)
    assert used == {(name, reply.id) for name, node in case.nodes.items() for reply in node.replies}


@pytest.mark.parametrize("case", REAL.values(), ids=lambda case: case.id)
def test_the_real_cases_can_end_well_in_between_and_badly(case):
    """Good replies alone lead to a good ending; without any, an ending can be poor and is never good."""
    assert {node.ending for node in case.nodes.values() if node.ending} == {"good", "mixed", "poor"}
    found = list(cases.paths(case))
    assert {play.node.ending for play in found if play.share == 1} == {"good"}
    assert "poor" in {play.node.ending for play in found if play.good == 0}
    assert "good" not in {play.node.ending for play in found if play.good == 0}


@every
@settings(deadline=None)
@given(data=st.data())
def test_whatever_is_chosen_or_taken_back_the_play_can_be_stored_and_read_again(case, data):
    play, best = cases.Play(case), None
    for _ in range(data.draw(st.integers(0, 30))):
        options = [reply.id for reply in play.node.replies] + ["<back"]
        chosen = data.draw(st.sampled_from(options))
        play = play.back() if chosen == "<back" else play.choose(chosen)
        best = cases.better(best, play)
    stored = cases.stored(play, best)
    again, best_again = cases.read(case, stored)
    assert (again.path, again.meters, again.visited) == (play.path, play.meters, play.visited)
    assert (best_again and best_again.path) == (best and best.path)
    assert 0 <= play.share <= 1


def test_meters_stay_on_their_scale_and_say_what_moved():
    play = cases.replay(SMALL["quiet_room"], ["leave", "joke"])
    assert play.meters == {"trust": -3, "safety": 0} and play.visited == ["room", "still", "cold"]
    assert cases.told_meters(cases.replay(SMALL["quiet_room"], ["leave"])) == [
        ("Trust", "very low", "fell"), ("Safety", "in the middle", "fell")]
    assert cases.told_meters(cases.Play(SMALL["quiet_room"]))[0] == ("Trust", "in the middle", "")


def test_paths_through_a_loop_take_no_reply_twice():
    found = [play.path for play in cases.paths(SMALL["round_table"])]
    assert len(found) == len(set(found)) == 11 and count(SMALL["round_table"]) is None
    assert ("vote", "round", "list") in found and count(SMALL["quiet_room"]) == 9


def test_the_debrief_says_what_a_good_reply_would_have_been():
    first, second = cases.debrief(cases.replay(SMALL["quiet_room"], ["hush", "near"]))
    assert first.scene.strip() == "Ada sits up. Pulse 104." and first.who_acts == "therapist"
    assert [reply.id for reply in first.instead] == ["ask"] and second.instead == []


def test_done_is_who_reached_an_ending_and_nobody_fails(course):
    item = exercises.get("case.quiet_room")
    under_way, poor, best = {"path": ["hush"]}, {"path": ["hush", "wait"]}, {"path": [], "best": ["ask"]}
    assert (check(item, under_way).correct, check(item, under_way).score) == (None, None)
    assert (check(item, poor).correct, check(item, poor).score) == (True, 0.0)
    assert check(item, best) == Verdict(True, 1.0, "1 of 1 replies were good on your best path so far. A good ending.")
    assert check(item, {"path": ["hush", "near"], "best": ["hush", "wait"]}).score == 0.5


@pytest.mark.parametrize("answer", HOSTILE, ids=str)
def test_an_answer_that_is_no_path_is_refused_without_a_fault(course, answer):
    verdict = check(exercises.get("case.quiet_room"), answer)
    assert not verdict.answered and (verdict.feedback == UNREADABLE or answer == [])


def test_a_circle_has_an_end(course):
    loop = ["vote", "round"] * 50
    assert cases.replay(tables.get("round_table"), loop).path == tuple(loop)
    with pytest.raises(ValueError):
        cases.replay(tables.get("round_table"), [*loop, "list"])


def test_a_case_is_never_open_in_the_progress(course):
    names = {item.id for item in exercises.load_all() if item.kind == "case"}
    assert names == {"case.quiet_room", "case.round_table"}
    assert not [s for s in standings() if names & {*s.open, *s.done, *s.again}]
    item = exercises.get("case.quiet_room")
    answers.session().add(item.id, {"path": ["hush"]}, check(item, {"path": ["hush"]}))
    assert not [s for s in standings() if names & {*s.open, *s.again}]


def test_the_item_names_the_good_replies_of_each_scene():
    item = exercises.from_case(SMALL["quiet_room"])
    assert item.key == {"room": ["ask"], "still": ["back", "near"]} and item.sources == ["office2023", "smith2020"]
    assert item.option("room:hush").feedback == "It hushes." and (item.lesson, item.role) == ("01", "optional")


@pytest.mark.parametrize("case", REAL.values(), ids=lambda case: case.id)
def test_the_transcript_holds_every_text_once_and_is_the_same_each_time(case):
    told = cases.transcript(case)
    assert told == cases.transcript(case) and "](" not in told and "{" not in told
    assert not [line for line in told.splitlines() if line != line.rstrip()]
    assert told.count("\n- ") == sum(len(node.replies) for node in case.nodes.values())
    assert told.count("\n  Why: ") == told.count("\n- ")


def test_the_transcript_and_the_solutions_print_marks_whys_and_what_follows(course, capsys):
    solutions.show("case.quiet_room")
    told = capsys.readouterr().out
    for line in ("The quiet room (quiet_room; lesson 01, kap; therapist, nurse)", "Note: Grief.",
                 "[talk] A good ending", "[room] therapist acts (start)",
                 "- plausible, but flawed: Hush. All is well.", "  Why: It hushes.", "  Then: trust -2, to still",
                 "Debrief: You asked. About 64 % responded in a trial.", "Read: Smith A et al. 2020",
                 "Sources of the case: Smith A et al. 2020"):
        assert line in told, line
    assert "no case 'x'" in complaint(cases.print_case, "x")


def test_replies_that_give_themselves_away_are_found():
    item = exercises.from_case(SMALL["quiet_room"])
    longer = [exercises.Option(o.id, o.text * 3) if o.id == "room:ask" else o for o in item.options]
    assert ["scene room: options differ too much" in fault for fault in lint.faults(_with(item, longer))] == [True]
    first = _with(exercises.from_case(SMALL["round_table"]), None, {"plan": ["vote"], "doubt": ["list"]})
    assert lint.faults(first) == ["item case.round_table: the good reply is always number 1; vary its place."]


def _with(item, options=None, key=None):
    return exercises.replace(item, options=options or item.options, key=key or item.key)
