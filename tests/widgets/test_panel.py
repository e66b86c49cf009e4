"""The panel: faults in words, nothing typed is read as markup, no answer in what is saved."""

import json
from inspect import isfunction, signature

import pytest

from kapcourse import ask, course, explore
from kapcourse.figures.live import Axis, Curve, LiveFigure
from kapcourse.learning import answers, exercises
from kapcourse.learning.grading import check
from kapcourse.tables import claims
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, panel, rich
from kapcourse.widgets.bench import Bench
from kapcourse.widgets.panel import Panel, View, show
from tests.helpers import change, forget

ITEMS = [item for item in exercises.load_all() if item.kind not in exercises.ELSEWHERE and item.role != "test"]
CASES = [item.case for item in exercises.load_all() if item.case]
CLAIMS = [item.claim for item in exercises.load_all() if item.claim]
HOSTILE = "<img src=x onerror=alert(1)>"

items = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)


class Page:
    """The other end of a panel: sends events, keeps what comes back."""

    def __init__(self, shown):
        self.panel, self.heard, self.known = shown, [], {}
        shown.send = self.heard.append
        self.does("hello")

    def does(self, event, value=None, turn=1):
        """What comes back, blocks that were told before filled in as the page does it."""
        self.panel._on_message(self.panel, {"event": event, "value": value, "turn": turn}, [])
        message = dict(self.heard[-1])
        if "view" in message:
            message["view"] = [self._whole(block) for block in message["view"]]
            self.known = {block["id"]: block for block in message["view"]}
        return message

    def _whole(self, block):
        if block["type"] == "same":
            return self.known[block["id"]]
        return {**self.known[block["id"]], **block} if block["type"] == "live" and "svg" not in block else block


class Faulty(View):
    """Fails as it is told to."""

    def __init__(self, fault):
        self.fault = fault

    def blocks(self):
        return [blocks.text("t", "<p>well</p>")]

    def on(self, event, value):
        raise self.fault


@pytest.fixture
def small(request):
    """The small course; the name `course` is here the course's own guide."""
    return request.getfixturevalue("course")


def explorers():
    """Every explorer that can be shown without a name."""
    own = [f for f in vars(explore).values() if isfunction(f) and f.__module__ == explore.__name__]
    return [f() for f in own if all(p.default is not p.empty for p in signature(f).parameters.values())]


def all_panels():
    return [*(ask(item.id) for item in ITEMS), *(explore.claim(name) for name in CLAIMS),
            *explorers(), explore.screening("V01"), *(explore.case(name) for name in CASES),
            course.map(), course.progress(), course.progress("07"), course.review(), course.record(),
            course.test("before"), course.test("after"), course.glossary(),
            course.sources("01")]


def test_a_fault_while_working_is_told_in_one_sentence():
    known = Page(Panel(Faulty(CourseError("data/x.yaml, row 3: value is missing.")))).does("check")
    assert (known["fault"], known["turn"]) == ("data/x.yaml, row 3: value is missing.", 1)
    assert known["view"] == Faulty(None).blocks(), "the controls go back to what holds"
    unknown = Page(Panel(Faulty(ZeroDivisionError("secret")))).does("check")
    assert "Run this cell again" in unknown["fault"]
    assert "secret" not in unknown["fault"]
    assert "Traceback" not in unknown["fault"]


@pytest.mark.parametrize(("make", "words"), [
    (lambda: ask("two_approaches.nothing"), "there is no exercise 'two_approaches.nothing'"),
    (lambda: explore.claim("P99"), "there is no claim 'P99'"),
    (lambda: explore.screening("V99"), "there is no vignette 'V99'"),
    (lambda: explore.case("nobody"), "there is no case 'nobody'"),
    (lambda: explore.case(["x"]), "there is no case"),
    (lambda: ask(None), "there is no exercise 'None'"),
    (lambda: ask("test_a.grapefruit"), 'course.test("before") and course.test("after") show it'),
    (lambda: course.test("during"), 'there is no test "during"'),
    (lambda: course.test(["before"]), "there is no test"),
    (lambda: course.sources("99"), "there is no lesson '99'"),
    (lambda: course.progress("99"), "there is no lesson '99'"),
])
def test_a_fault_while_making_is_told_in_the_panel(make, words):
    assert words in repr(make())


def test_only_what_changed_travels():
    page = Page(ask("start_here.what_it_gives"))
    page.does("answer", "licence")
    sent = {block["id"]: block["type"] for block in page.heard[-1]["view"]}
    assert sent == {"stem": "same", "answer": "choices", "buttons": "same", "feedback": "same"}
    page.does("hello")
    assert "same" not in [block["type"] for block in page.heard[-1]["view"]]


def test_a_live_figure_sends_its_frame_once():
    figure = LiveFigure("f", "F", Axis("x", 0, 1, (0, 1)), Axis("y", 0, 1, (0, 1)), [Curve("c", "C")])
    shown = [[blocks.live("figure", figure, {"c": ([0, 1], [0, y])}, f"It ends at {y}.")] for y in (0.5, 1)]
    before = {}
    first, second, third = (blocks.lean(view, before)[0] for view in (shown[0], shown[1], shown[1]))
    assert first["svg"] == figure.frame
    assert "svg" not in second
    assert second["paths"] != first["paths"]
    assert second["sentence"] == "It ends at 1."
    assert third == {"id": "figure", "type": "same"}


def test_every_panel_draws_and_no_two_blocks_share_an_id():
    for shown in all_panels():
        assert not isinstance(shown.source, panel.Notice), repr(shown)
        ids = [block["id"] for block in shown.source.blocks()]
        assert len(set(ids)) == len(ids)
        assert json.dumps(shown.view)


@items
def test_the_words_of_a_question_hold_its_stem_and_every_option(item):
    told = " ".join(repr(ask(item.id)).split())
    texts = [item.stem, *(o.text for o in item.options if item.kind != "number"), *(c.text for c in item.categories)]
    for text in texts:
        assert " ".join(rich.plain(text).split()) in told


@items
def test_what_was_answered_shows_in_the_page_but_not_in_what_is_saved_or_printed(item):
    fresh, answer = ask(item.id), _some_answer(item)
    page = Page(fresh)
    if item.kind == "match":
        for option, category in answer.items():
            page.does(f"answer:{option}", category)
    else:
        page.does("answer", answer)
    view = page.does("check")["view"]
    assert any(block["type"] == "feedback" and block["html"] for block in view)
    assert answers.last()[item.id].answer == answer
    again = ask(item.id)
    assert again.view == fresh.view
    assert repr(again) == repr(fresh)
    assert json.dumps(Page(again).does("hello")["view"]) == json.dumps(view)


def test_a_question_that_comes_back_in_another_lesson_says_in_which_lesson_to_look():
    there = "<p>The question is from lesson 06, Evidence on KAP; the answer stands there.</p>"
    for again, told in ((False, []), (True, [there])):
        page = Page(ask("kap_evidence.honest_page", again))
        page.does("answer", "experience_shows")
        assert [b["html"] for b in page.does("check")["view"] if b["id"] == "where"] == told


def _some_answer(item):
    names = [option.id for option in item.options]
    return {"choice": names[-1:] and names[-1], "several": names[:1], "order": names[::-1], "number": "12",
            "match": {name: item.categories[0].id for name in names} if item.categories else {},
            "reflection": HOSTILE}[item.kind]


@items
@pytest.mark.parametrize("value", [None, HOSTILE, 3, [HOSTILE], {"a": [1]}, [[["x"]]], True])
def test_an_event_of_any_shape_is_answered_without_a_fault_and_never_read_as_markup(item, value):
    page = Page(ask(item.id))
    for event in ("answer", f"answer:{HOSTILE}", HOSTILE, "check"):
        heard = page.does(event, value)
        assert "fault" not in heard or heard["fault"]
        assert not [b for b in heard.get("view", []) if HOSTILE in b.get("html", "")]


ONE_ANSWER = {  # for each view that keeps answers: how it is made, and what leads to the first answer kept
    "question": (lambda: ask("two.choice"), [("answer", "kap"), ("check", None)]),
    "reflection": (lambda: ask("start.hope"), [("answer", "My words."), ("check", None)]),
    "claim": (lambda: explore.claim("P01"), [("settle", "trial"), ("open", None), ("row", "smith"),
                                             ("verdict", "partly"), ("rewrite", "some"), ("check", None)]),
    "case": (lambda: explore.case("quiet_room"), [("open", None), ("reply", "hush"), ("do", None)]),
    "vignette": (lambda: explore.screening("V1"), [("open", None), ("disposition", "refer"), ("criterion", "none"),
                                                   ("check", None)]),
    "planner": (explore.session_planner, [("draft", "shape:drip"), ("check", None)]),
    "evidence map": (explore.evidence_map, [("FIRST", "FIRST"), ("compare", None)]),
    "test": (lambda: course.test("before"), [("begin", None), ("answer", "kap")]),
}


@pytest.mark.parametrize(("make", "events"), ONE_ANSWER.values(), ids=ONE_ANSWER)
def test_what_cannot_be_saved_is_one_sentence_in_every_panel_that_keeps_answers(small, monkeypatch, make, events):
    def notices(message):
        assert "fault" not in message, message["fault"]
        return [block["html"] for block in message["view"] if block["id"] == "notice"]

    page = Page(make())
    select = next((b for b in page.known.values() if b["type"] == "select" and b["id"] != "draft"), {})
    *lead, last = [(select["id"], select["options"][0]["value"]) if event == "FIRST" else (event, value)
                   for event, value in events]
    for event in lead:
        assert notices(page.does(*event)) == []
    with monkeypatch.context() as full:
        full.setattr(answers.os, "write", lambda handle, data: 0)
        told, = notices(page.does(*last))
        assert told.startswith("<p>Your answers cannot be saved here (the disk is full).")
        assert answers.read() == [] and [a for one in answers._sessions.values() for a in one.unsaved]
    page.does(*lead[-1])
    if events[0][0] == "open":  # a case goes on from where it is
        page.does("back")
    assert notices(page.does(*last)) == []
    assert list(answers.folder().rglob("*.jsonl"))


def test_a_figure_that_no_fact_holds_is_named_where_the_sources_are_listed(small):
    change(small, "exercises/01_two.yaml", "stem: Which of them has planned talk?", "stem: Are [9 %](F-9999) of them?")
    forget()
    assert "fact F-9999 is cited but not in data/facts.csv" in repr(course.sources("01"))


def test_earlier_answers_that_cannot_be_read_are_told_before_anything_is_answered(answers_folder, monkeypatch):
    answers_folder.mkdir()
    (answers_folder / "old.jsonl").write_text(" " * 100)
    monkeypatch.setattr(answers, "MAX_BYTES", 10)
    page = Page(ask(ITEMS[0].id))
    told, = (block["html"] for block in page.does("hello")["view"] if block["id"] == "notice")
    assert told == "<p>Some of your earlier answers cannot be read here (old.jsonl). Tell your instructor.</p>"


def test_the_evidence_of_a_claim_opens_after_the_first_judgement_and_the_verdict_after_all_four():
    page = Page(explore.claim("P09"))
    assert page.does("open")["fault"] == "Choose what would settle it, then show the evidence."
    assert "evidence" not in page.known
    item = exercises.get("claim.P09")
    page.does("settle", item.key["settle"])
    assert "evidence" in [block["id"] for block in page.does("open")["view"]]
    assert "answer" not in [block["id"] for block in page.does("check")["view"]]
    for part, value in item.key.items():
        page.does(part, value)
    told = page.does("check")["view"]
    assert "answer" in [block["id"] for block in told]
    assert answers.last()["claim.P09"].correct is True


@pytest.mark.parametrize("name", CLAIMS)
def test_the_bench_prints_the_whole_claim(name):
    told = repr(explore.claim(name))
    assert isinstance(explore.claim(name).source, Bench)
    for question in ("1. Which", "The evidence", "2. Which row", "3. Your verdict", "4. Which sentence"):
        assert question in told


def test_the_explorer_shrinks_to_what_matters_and_grows_by_context():
    page = Page(explore.approaches())
    whole = {b["id"]: b for b in page.does("hello")["view"]}
    safety = {b["id"]: b for b in page.does("matter", "safety")["view"]}
    wider = {b["id"]: b for b in page.does("context", ["esketamine"])["view"]}
    kinds = {b["id"]: b for b in page.does("kinds", ["kinds"])["view"]}
    assert 0 < len(safety["cells"]["rows"]) < len(whole["cells"]["rows"])
    assert len(wider["cells"]["columns"]) == 3
    assert len({v["sentence"]["html"] for v in (whole, safety, wider)}) == len({v["picture"]["svg"] for v in (
        whole, safety, wider)}) == 3
    assert "not compared" in str(kinds["cells"]["rows"])
    assert "not compared" not in str(wider["cells"]["rows"])
    assert f"{len(safety['cells']['rows'])} things people ask about, 2 approaches" in safety["sentence"]["html"]
    for event, value in (("matter", "money"), ("matter", []), ("context", ["kap"]), ("context", "ect"), ("other", 1)):
        assert page.does(event, value)["fault"] == "This value cannot be used here."


def test_running_a_cell_again_closes_the_panel_it_showed_before(monkeypatch):
    monkeypatch.setattr(panel, "_cell", lambda: "one")
    first = ask(ITEMS[0].id)
    second = ask(ITEMS[0].id)
    assert first.comm is None
    assert second.comm is not None


def test_progress_counts_the_last_answers_and_hands_out_the_download():
    page = Page(course.progress())
    before = page.does("refresh")["view"][0]["rows"]
    item = exercises.get("start_here.what_it_gives")
    question = Page(ask(item.id))
    question.does("answer", "licence")
    question.does("check")
    wrong = page.does("refresh")["view"][0]["rows"]
    question.does("answer", item.key)
    question.does("check")
    right = page.does("refresh")["view"][0]["rows"]
    core = sum(i.lesson == "00" and i.role == "core" for i in exercises.listed())
    assert [row[0][1].split("> ")[-1] for row in (before, wrong, right)] == [f"{n} of {core}" for n in (0, 0, 1)]
    assert wrong[0][2] == "what it gives"
    assert page.does("download")["download"] == {"file": "kapcourse-answers.jsonl", "text": answers.export()}


def test_a_later_lesson_asks_afresh_and_a_missing_answer_is_not_called_wrong():
    item = exercises.get("start_here.what_it_gives")
    first = Page(ask(item.id))
    missing = {block["id"]: block for block in first.does("check")["view"]}["feedback"]
    assert missing["tone"] == "note" and "Not yet" not in missing["html"]
    first.does("answer", item.key)
    first.does("check")
    shown = {again: {b["id"]: b for b in ask(item.id, again=again).source.blocks()} for again in (False, True)}
    assert shown[False]["answer"]["value"] == item.key and "Right" in shown[False]["feedback"]["html"]
    assert shown[True]["answer"].get("value") is None and not shown[True]["feedback"]["html"]


def test_the_reason_of_a_verdict_is_told_once():
    claim = Bench(claims.load()["P04"])
    for part, choice in claim.item.key.items():
        claim.on(part, choice)
    claim.on("open", None)
    claim.on("check", None)
    told = " ".join(block.get("html", "") for block in claim.blocks())
    assert told.count("It is no feature of the dose") == 1


def test_progress_shows_a_lesson_first_counts_optional_work_in_words_and_leads_on():
    rows = {block["id"]: block for block in course.progress("07").source.blocks()}
    assert [row[0].split(" ")[-1] for row in rows["progress"]["rows"]].count("lesson)") == 1
    assert "07 " in rows["progress"]["rows"][0][0] and "(this lesson)" in rows["progress"]["rows"][0][0]
    assert '<a href="00_start_here.ipynb"' in rows["onward"]["html"]
    claim = exercises.get("claim.P30")
    answers.session().add(claim.id, claim.key, check(claim, claim.key))
    told = repr(Panel(course.progress("07").source)), course.progress("07").source.blocks()[0]["rows"][0][-1]
    optional = sum(i.lesson == "07" and i.role == "optional" for i in exercises.listed())
    assert f"0 of {optional}" in told[0], "what is stored knows no answer"
    assert told[1] == f"1 of {optional}"


def test_a_view_of_ones_own_can_be_shown():
    class Hello(View):
        def blocks(self):
            return [blocks.text("hello", "<p>Hello</p>")]

    assert repr(show(Hello)).strip() == "Hello"
