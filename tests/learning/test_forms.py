"""The two forms match pair by pair and stand apart from the lessons; what was answered counts as the rules say."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from kapcourse.__main__ import main
from kapcourse.learning import answers, exercises, forms, lint
from kapcourse.learning.grading import check
from kapcourse.learning.progress import standings
from kapcourse.tables import domains
from tests.helpers import change, complaint, read_course
from tests.learning.test_lint import tail
from tests.notebooks.lessons_on_disk import LESSONS, text

A, B = (forms.items(form) for form in exercises.FORMS)
PAIRS = list(zip(A, B, strict=True))
SECRET = """
test_a.talk:
  key: kap
  feedback: Planned.
  options:
    drip: {feedback: No., misconception: it is}
    none: {feedback: Nor., misconception: none is}
"""


# --- the real forms ---


def test_twenty_questions_a_form_matched_by_domain_and_kind():
    assert len(A) == len(B) == 20
    assert [(a.domain, a.kind) for a, b in PAIRS] == [(b.domain, b.kind) for a, b in PAIRS]
    assert {item.domain for item in A} == set(domains.load())
    assert {item.kind for item in A} == {"choice", "several", "number", "match", "order"}
    assert min(Counter(item.domain for item in A).values()) >= 3


def test_no_item_stands_in_both_forms_and_no_stem_in_a_lesson():
    assert not {item.id for item in A} & {item.id for item in B}
    assert forms.faults(exercises.load_all()) == []


def test_pairs_have_as_many_options_and_as_many_right_ones():
    for a, b in PAIRS:
        assert len(a.options) == len(b.options), (a.id, b.id)
        if isinstance(a.key, (list, dict)):
            assert len(a.key) == len(b.key), (a.id, b.id)


def test_every_wrong_option_names_a_misconception_and_is_told_why():
    for item in A + B:
        for option in item.options:
            right = option.id == item.key or (item.kind == "several" and option.id in item.key)
            assert right or option.feedback, (item.id, option.id)
            assert right or item.kind == "order" or option.misconception, (item.id, option.id)


LOOK = re.compile(r'[Ll]ook\s+at\s+"([^"]+)"\s+in\s+lesson\s+(\d\d)')


def test_whoever_answered_wrongly_is_told_where_to_look():
    for item in A + B:
        for option in item.options:
            right = option.id == item.key
            assert right or LOOK.search(f"{option.feedback} {item.feedback}"), (item.id, option.id)


def test_every_place_to_look_at_is_a_heading_of_its_lesson():
    told = [text for item in A + B for text in (item.feedback, *(o.feedback for o in item.options))]
    named = LOOK.findall(" ".join(told)) + re.findall(r'and at "([^"]+)"\s+in\s+lesson\s+(\d\d)', " ".join(told))
    assert len(named) > 30
    for heading, lesson in named:
        path = next(path for path in LESSONS if path.stem.startswith(lesson))
        assert re.search(rf"^#+ {re.escape(' '.join(heading.split()))}$", text(path), re.MULTILINE), (heading, lesson)


def test_feedback_reads_well_after_a_wrong_answer_too():
    assert not [item.id for item in A + B if item.feedback.startswith(("Yes", "Right"))]


def test_keys_stand_at_every_place_and_looking_at_the_form_of_options_does_not_pay():
    for form in (A, B):
        places = Counter([o.id for o in i.options].index(i.key) for i in form if i.kind == "choice")
        assert set(places) == {0, 1, 2, 3} and max(places.values()) <= 3
    bank = A + B
    chances = [1 / len(options) for options, _ in lint.choices(bank)]
    for strategy, (right, *_rest) in lint.guessing(bank).items():
        assert tail(chances, right) > 0.05, strategy


def test_no_order_is_shown_as_it_should_be():
    assert all([o.id for o in item.options] != item.key for item in A + B if item.kind == "order")


# --- files ---


@pytest.mark.parametrize(("file", "old", "new", "words"), [
    ("form_a.yaml", "domain: ways", "domain: wais", ["item test_a.talk", "domain 'wais'", "data/tests/domains.yaml"]),
    ("form_a.yaml", "  domain: ways\n", "", ["item test_a.talk", "domain ''"]),
    ("form_a.yaml", "key: kap", "key: cap", ["item test_a.talk", "key is 'cap'"]),
    ("form_a.yaml", ", misconception: none has it", "", ["item test_a.talk, option none", "misconception is missing"]),
    ("form_b.yaml", "kind: choice", "kind: case", ["item test_b.vein", "kind 'case' is not written here"]),
    ("form_b.yaml", "- id: test_b.vein", "- id: test_a.talk", ["item test_a.talk", "begins with 'test_b.'"]),
    ("form_b.yaml", "", "- id: test_b.why\n  kind: reflection\n  domain: ways\n  objective: tell_apart\n  stem: Why?\n",
     ["item test_b.why", "kind is 'reflection'"]),
    ("domains.yaml", "name: The two ways", "nmae: The two ways", ["data/tests/domains.yaml, domain ways", "'nmae'"]),
    ("domains.yaml", "id: steps", "id: ways", ["data/tests/domains.yaml", "id ways stands twice"]),
])
def test_a_mistake_in_a_file_of_the_test_gives_one_sentence(data, file, old, new, words):
    change(data, f"tests/{file}", old, new)
    said = complaint(read_course, data)
    assert said.startswith("data/") and all(word in said for word in words), said


def test_a_third_form_is_refused(data):
    (data / "tests" / "form_b.yaml").rename(data / "tests" / "form_c.yaml")
    assert complaint(read_course, data).startswith("data/tests/form_c.yaml: the test has the forms A and B")


@pytest.mark.parametrize("line", ["role: test", "domain: ways", "form: A"])
def test_an_item_of_a_lesson_cannot_be_one_of_the_test(data, line):
    change(data, "exercises/01_two.yaml", "  kind: choice\n", f"  kind: choice\n  {line}\n")
    assert "item two.choice" in complaint(read_course, data)


@pytest.mark.parametrize(("spoil", "words"), [
    (lambda bank: [replace(i, domain="steps") if i.id == "test_b.vein" else i for i in bank], "domain is 'ways'"),
    (lambda bank: [replace(i, kind="several") if i.id == "test_b.vein" else i for i in bank], "kind is 'choice'"),
    (lambda bank: [i for i in bank if i.id != "test_b.week"], "form A has 2 items and form B has 1"),
    (lambda bank: [replace(i, stem="Where  is talk planned? ") if i.id == "two.choice" else i for i in bank],
     "item test_a.talk: its stem stands elsewhere"),
])
def test_forms_that_do_not_match_are_told(course, spoil, words):
    bank = exercises.load_all()
    assert forms.faults(bank) == []
    told = forms.faults(spoil(bank))
    assert len(told) == 1 and words in told[0] and told[0].startswith("data/tests"), told


def test_the_check_command_tells_them_too(course, capsys):
    change(course, "tests/form_b.yaml", "domain: ways", "domain: steps")
    assert main(["check"]) == 1
    assert "data/tests, pair 1: domain is 'ways' in test_a.talk and 'steps' in test_b.vein" in capsys.readouterr().out


def test_items_of_the_test_are_not_in_the_progress_of_a_lesson(course):
    assert not [name for s in standings() for name in (*s.done, *s.again, *s.open) if name.startswith("test_")]


# --- answers ---


def did(*records):
    """A chain of records in form A: an item's name with its answer, or what was done."""
    return [{"form": "A", **({"do": r} if isinstance(r, str) else {"do": "answer", "item": r[0], "answer": r[1]})}
            for r in records]


TALK, WRONG = ("test_a.talk", "kap"), ("test_a.talk", "drip")


def test_nothing_begun_is_nothing():
    assert forms.replay("before", []) is None


def test_the_last_answer_before_the_finish_counts_and_an_emptied_one_is_open_again():
    assert forms.replay("before", did(WRONG, TALK, "finish")).first == {"test_a.talk": "kap"}
    assert forms.replay("before", did(TALK, ("test_a.talk", ""), "finish")).first == {}


def test_after_its_finish_the_test_before_takes_nothing_more():
    done = forms.replay("before", did(WRONG, "finish", TALK, "again", TALK, "finish"))
    assert (done.first, done.tries, done.done) == ({"test_a.talk": "drip"}, 1, True)


def test_the_test_after_may_be_repeated_and_its_first_finish_counts():
    done = forms.replay("after", did(WRONG, "finish", "again", TALK, "finish"))
    assert (done.first, done.answers, done.tries) == ({"test_a.talk": "drip"}, {"test_a.talk": "kap"}, 2)
    assert not forms.replay("after", did(WRONG, "finish", "again")).done


@pytest.mark.parametrize("junk", [None, 3, "x", [], {}, {"form": "C", "do": "finish"}, {"form": "A"}, {"form": ["A"]},
                                  {"form": "A", "do": "answer"}, {"form": "A", "do": "answer", "item": 3},
                                  {"form": "A", "do": ["finish"]}, {"form": "B", "do": "finish"}])
def test_records_that_cannot_be_read_change_nothing(junk):
    clean = did(TALK, "finish")
    assert forms.replay("before", [clean[0], junk, clean[1], junk]) == forms.replay("before", clean)


def test_a_before_and_b_after_unless_the_course_says_otherwise(course, monkeypatch):
    assert [forms.standing(which).form for which in forms.WHICH] == ["A", "B"]
    monkeypatch.setenv(forms.FIRST_FORM, "b")
    assert [forms.standing(which).form for which in forms.WHICH] == ["B", "A"]
    monkeypatch.setenv(forms.FIRST_FORM, "C")
    assert complaint(forms.standing, "before") == "KAPCOURSE_FIRST_FORM is 'C'; expected A or B."


def test_a_form_that_was_begun_stays_whatever_the_setting(course, monkeypatch):
    forms.keep(forms.standing("before"), "answer", item="test_a.talk", answer="kap")
    monkeypatch.setenv(forms.FIRST_FORM, "B")
    assert [forms.standing(which).form for which in forms.WHICH] == ["A", "B"]


def test_what_is_kept_carries_no_verdict(course):
    attempt = forms.keep(forms.standing("before"), "answer", item="test_a.talk", answer="kap")
    forms.keep(attempt, "finish")
    assert {(a.exercise, a.correct, a.score) for a in answers.read()} == {("test.before", None, None)}


def test_explanations_wait_for_the_test_after(course):
    before = forms.keep(forms.standing("before"), "finish")
    assert before.done and not forms.may_be_explained("before")
    forms.keep(forms.standing("after"), "finish")
    assert forms.may_be_explained("before") and forms.may_be_explained("after")


def test_a_match_is_open_until_every_statement_is_matched():
    item = next(item for item in A if item.kind == "match")
    some = dict(list(item.key.items())[:1])
    assert forms.is_open(item, None) and forms.is_open(item, some) and forms.is_open(item, "x")
    assert not forms.is_open(item, item.key)


def test_a_score_counts_right_answers_by_domain():
    given = {item.id: item.key for item in A if item.domain != "kap"}
    found = forms.score(A, {**given, "gone": 3})
    assert list(found) == [*domains.load(), forms.ALL]
    assert all((part.right == part.asked) == (name not in ("kap", forms.ALL)) for name, part in found.items())
    assert found["kap"] == forms.Score(0, 4, 0) and found[forms.ALL] == forms.Score(16, 20, 0)
    assert found[forms.ALL].share == 0.8


def test_every_answer_can_be_told_in_words():
    for item in A + B:
        assert forms.told_key(item) and all(isinstance(line, str) and line for line in forms.told_key(item))
        assert check(item, item.key).correct is True


# --- withheld keys ---


@pytest.fixture
def withheld(course):
    change(course, "tests/form_a.yaml", ", misconception: kindness is talk, feedback: Kindness alone is no plan.", "")
    change(course, "tests/form_a.yaml", ", misconception: none has it, feedback: One of them does.", "")
    change(course, "tests/form_a.yaml", "  key: kap\n  feedback: Talk is part of the KAP plan.\n", "  withheld: true\n")
    return course


def test_without_the_keys_answers_are_recorded_and_with_them_scored(withheld, tmp_path, monkeypatch):
    given = {"test_a.talk": "kap"}
    assert forms.score(forms.items("A"), given)["ways"] == forms.Score(0, 0, 1)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "form_a.yaml").write_text(SECRET, encoding="utf-8")
    monkeypatch.setenv("KAPCOURSE_KEYS", str(tmp_path / "keys"))
    assert forms.score(forms.items("A"), given)["ways"] == forms.Score(1, 1, 0)


def test_withheld_keys_of_no_item_are_told(withheld, tmp_path):
    (tmp_path / "form_a.yaml").write_text(SECRET.replace("test_a.talk", "test_a.tlak"), encoding="utf-8")
    assert "form_a.yaml, item test_a.tlak" in complaint(read_course, withheld, tmp_path)
