"""Cases: each mistake is told in one sentence that names file, node and field."""

import pytest

from kapcourse.tables import cases
from tests.helpers import change, complaint

ROOM, TABLE = "quiet_room.yaml", "round_table.yaml"
ENDING = "    debrief: You asked. About [64 %](F-0001) responded in a trial.\n    sources: [smith2020]\n"
GOOD_REPLY = '      - {id: ask, say: "What do you need now?", mark: good, why: It asks., then: {trust: 1, to: talk}}\n'
FLAWED = "      - {id: hush, say: Hush. All is well., mark: flawed, why: It hushes., then: {trust: -2, to: still}}\n"

BAD = [
    (ROOM, "title: The quiet room\n", "", [": title is missing"]),
    (ROOM, "title: The", "titel: The", ["field 'titel' is not known", "'title'?"]),
    (ROOM, 'lesson: "01"', 'lesson: "99"', ["lesson '99' is not in data/lessons.yaml"]),
    (ROOM, "objective: tell_apart", "objective: find_way", ["objective 'find_way' is not one of lesson 01"]),
    (ROOM, "approach: kap", "approach: KAP", ["approach is 'KAP'", "infusion, kap, both"]),
    (ROOM, "roles: [therapist, nurse]", "roles: [doctor]", ["roles is 'doctor'", "therapist, nurse, prescriber"]),
    (ROOM, "roles: [therapist, nurse]", "roles: []", ["roles is empty"]),
    (ROOM, "minutes: 3", "minutes: three", ["minutes is 'three'", "a whole number"]),
    (ROOM, "sources: [smith2020]\njudgement", "sources: []\njudgement", [": sources is missing"]),
    (ROOM, "sources: [smith2020]\njudgement", "sources: [smith]\njudgement", [": source 'smith'", "sources.csv"]),
    (ROOM, "sources: [smith2020]\njudgement", "judgement", [": sources is missing"]),
    (ROOM, "state: {trust: 0", "state: {hope: 0", ["state sets hope", "trust, safety, consent, time"]),
    (ROOM, "safety: 3}\nvalues", "safety: 4}\nvalues", ["state sets safety to 4", "from -3 to 3"]),
    (ROOM, "start: room", "start: hall", ["start is 'hall', which is no node"]),
    (ROOM, "start: room", "start: rom", ["start is 'rom'", "Did you mean 'room'?"]),
    (ROOM, "    scene: She talks", "    scen: She talks", ["node talk: field 'scen'", "'scene'?"]),
    (ROOM, "    who_acts: nurse\n", "", ["node still: who_acts is missing"]),
    (ROOM, "who_acts: nurse", "who_acts: friend", ["node still: who_acts is 'friend'"]),
    (ROOM, "mark: flawed, why: It hushes.", "mark: bad, why: It hushes.", ["node room, reply hush: mark is 'bad'"]),
    (ROOM, ", why: It hushes.", "", ["node room, reply hush: why is missing"]),
    (ROOM, "say: Hush. All is well., ", "", ["node room, reply hush: say is missing"]),
    (ROOM, "{trust: -2, to: still}", "{trust: -2, to: stil}", ["reply hush", "'stil'", "Did you mean 'still'?"]),
    (ROOM, "{trust: -2, to: still}", "{trust: -2, to: yes}", ["node room, reply hush", "not called true, false"]),
    (ROOM, "{trust: -2, to: still}", "{trust: -2, to: [still]}", ["node room, reply hush", "which is no node"]),
    (ROOM, "{trust: -2, to: still}", "{trust: -2}", ["node room, reply hush", "then names no node"]),
    (ROOM, ", then: {trust: -2, to: still}", "", ["node room, reply hush: then is missing"]),
    (ROOM, "{trust: -2, to", "{consent: -2, to", ["node room, reply hush", "'consent', which state does not declare",
                                           "It declares: trust, safety"]),
    (ROOM, "{trust: -2, to", "{trust: much, to", ["node room, reply hush", "changes trust by 'much'"]),
    (ROOM, "{trust: -2, to", "{trust: -9, to", ["node room, reply hush", "changes trust by -9", "from -3 to 3"]),
    (ROOM, FLAWED, "", ["node room: replies are 2; expected 3 or 4"]),
    (ROOM, FLAWED, FLAWED + FLAWED.replace("hush,", "h2,") + FLAWED.replace("hush,", "h3,"),
     ["node room: replies are 5; expected 3 or 4"]),
    (ROOM, FLAWED, FLAWED + FLAWED, ["node room: id hush stands twice"]),
    (ROOM, GOOD_REPLY, GOOD_REPLY.replace("good,", "flawed,"), ["node room: replies are none marked good"]),
    (TABLE, "mark: flawed, why: It counts heads.", "mark: odd, why: x", ["node plan, reply vote: mark is 'odd'"]),
    (ROOM, ENDING, ENDING.replace("    debrief: You asked. About [64 %](F-0001) responded in a trial.\n", ""),
     ["node talk: debrief is missing"]),
    (ROOM, ENDING, ENDING.replace("    sources: [smith2020]\n", ""), ["node talk: sources is missing"]),
    (ROOM, ENDING, ENDING.replace("smith2020", "smith"), ["node talk: source 'smith'", "data/sources.csv"]),
    (ROOM, "    ending: good\n", "    ending: happy\n", ["node talk: ending is 'happy'", "good, mixed, poor"]),
    (ROOM, "    ending: good\n" + ENDING, "", ["node talk: a dead end"]),
    (ROOM, "    ending: good\n", "", ["node talk: a dead end"]),
    (ROOM, "    ending: good\n", "    ending: good\n    who_acts: nurse\n", ["node talk: an ending has no replies"]),
    (ROOM, "    who_acts: nurse\n", "    who_acts: nurse\n    debrief: Early.\n", ["node still: debrief and sources"]),
    (ROOM, "nodes:\n", f"nodes:\n  attic:\n    scene: Dust.\n    ending: poor\n{ENDING}",
     ["node attic: no path from the start leads here"]),
    (ROOM, "Pulse {pulse}.", "Pulse {puls}.", ["node room, scene names {puls}, which is not under values"]),
    (ROOM, "why: It hushes.", 'why: "Now {when}."', ["node room, reply hush, why names {when}"]),
    (ROOM, "Pulse {pulse}.", "Pulse {pulse rate}.", ["node room, scene has a brace"]),
    (ROOM, "values: {pulse: 104}", "values: {pulse: 104, oxygen: 98}", ["value oxygen is shown in no text"]),
    (ROOM, "values: {pulse: 104}", "values: {pulse: [104]}", ["value pulse is [104]", "a number or a word"]),
    (ROOM, "judgement: true\n", "", ["judgement is missing"]),
    (ROOM, "judgement: true", "judgement: perhaps", ["judgement is 'perhaps'", "true or false"]),
    (ROOM, "  cold:\n", "  talk:\n", ["'talk' stands twice"]),
    (ROOM, "about: >", "about: &x >", ["anchors are not allowed"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_node_and_field(data, file, old, new, words):
    change(data, f"cases/{file}", old, new)
    said = complaint(cases.load, data)
    assert said.startswith(f"data/cases/{file}") and all(word in said for word in words), said


def test_only_good_replies_are_no_choice(data):
    for old in ("mark: flawed, why: It counts", "mark: harmful, why: It looks at"):
        change(data, f"cases/{TABLE}", old, old.replace("flawed", "good").replace("harmful", "good"))
    assert "node plan: replies are all marked good" in complaint(cases.load, data)


def test_an_endless_loop_is_found_though_every_node_can_be_reached(data):
    """Two scenes that lead to each other only, beside a way out from the start."""
    file = f"cases/{TABLE}"
    change(data, file, "then: {to: agreed}}\n      - {id: round", "then: {to: doubt}}\n      - {id: round")
    change(data, file, "why: It turns., then: {to: plan}", "why: It turns., then: {to: doubt}")
    change(data, file, "why: It shuts., then: {to: split}", "why: It shuts., then: {to: doubt}")
    change(data, file, "why: It looks at age., then: {to: doubt}", "why: It looks at age., then: {to: split}")
    said = complaint(cases.load, data)
    assert said == f"data/{file}, node doubt: an endless loop; no ending can be reached from here."


def test_a_loop_with_a_way_out_is_allowed(course):
    assert {reply.to for reply in cases.get("round_table").nodes["doubt"].replies} == {"agreed", "plan", "split"}


def test_a_case_that_is_not_there_is_told(course):
    assert complaint(cases.get, "x" * 99) == f"there is no case '{'x' * 40}'. They are called quiet_room, round_table."


def test_values_stand_in_the_words_and_no_folder_means_no_case(course):
    case = cases.get("quiet_room")
    assert case.words(case.nodes["still"].scene) == "She says nothing more. The pulse is 104."
    assert case.all_sources == ["office2023", "smith2020"]
    assert cases.load(course / "nowhere") == {}
