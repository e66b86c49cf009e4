"""No text of the course has an endless sentence or an abbreviation that nobody explains, and the lint finds those."""

import json

import pytest

from kapcourse.__main__ import main
from kapcourse.learning import reading, texts
from kapcourse.tables import trials
from kapcourse.tables.audit import Text
from tests.helpers import change

WORDS = " ".join(f"Word{n}" for n in range(1, 27))  # 26 words: one more than a sentence may have


@pytest.fixture
def write(course):
    """A function that writes a lesson of the small course: Markdown by the id of its cell."""
    folder = course.parent / "notebooks"
    folder.mkdir()

    def cells(**markdown):
        content = [{"cell_type": "markdown", "id": name.replace("_", "-"), "source": [body]}
                   for name, body in markdown.items()]
        (folder / "01_two.ipynb").write_text(json.dumps({"cells": content}), encoding="utf-8")
    return cells


@pytest.mark.parametrize(("body", "found"), [
    ("One stop. Two stops! Three?", ["One stop.", "Two stops!", "Three?"]),
    ("She asks: \"Does it last?\" He waits. (So do we.) {count} are left.",
     ["She asks: \"Does it last?\"", "He waits.", "(So do we.)", "{count} are left."]),
    ("At 0.5 mg/kg it peaks.\n[64 %](F-0042) had it.", ["At 0.5 mg/kg it peaks.", "64 % had it."]),
    ('A [drip](glossary.ipynb#drip) and [64 %](https://doi.org/10.1/(a)2 "F-0042") (derived).', ["A drip and 64 %."]),
    ("## A heading\n\nA line\nthat goes on.\n\n- first\n* *second* **one**\n1. Third",
     ["A heading", "A line that goes on.", "first", "second one", "Third"]),
    ("| Step | What |\n|---|---|\n| Look | pulse. Then oxygen |", ["Step", "What", "Look", "pulse.", "Then oxygen"]),
])
def test_a_text_falls_into_the_sentences_that_a_reader_sees(body, found):
    assert reading.sentences(body) == found


def test_a_sentence_may_have_as_many_words_as_the_limit_says_and_no_more():
    at_limit = WORDS.rsplit(" ", 1)[0]
    assert list(reading.too_long(Text("here", f"{at_limit}. {at_limit}: [64 %](F-0042)"))) != []
    assert list(reading.too_long(Text("here", f"{at_limit}. Short. {at_limit}"))) == []
    [fault] = reading.too_long(Text("claim P01, reason", f"Short. {WORDS}. Short."))
    assert fault.startswith("claim P01, reason: a sentence of 26 words, where 25 are enough; split it: 'Word1 Word2 ")


@pytest.mark.parametrize("body", [
    "People with depression (MDX) came. MDX is frequent.", "A channel called HCX and no other.",
    "It binds TRX, the receptor of a factor.", "The MDX (a long illness) is known.", "The **IC7X** (half) counts.",
    "Schedule III holds.", "Registered as NCT01234567.", "McInnes and DiStefano wrote it.", "In the US it is sold.",
    "Call `ABC` and [see](https://a.org/ABC).", "The KAPs of today.", "Peak at 5 mmHg, 2 ng/mL.", "C-KAP is meant."])
def test_what_is_explained_or_no_abbreviation_passes(body):
    assert list(reading.unexplained([Text("here", body)], {"KAP", "US"})) == []


@pytest.mark.parametrize(("body", "word"), [
    ("MDX is frequent. Depression (MDX) is known.", "MDX"), ("They took (MDX) or [XAB](F-0042)?", "XAB"),
    ("The QRS-T wave.", "QRS"), ("Watch SpO2 closely.", "SpO2"), ("Two MDXs came.", "MDX"), ("It is NOT so.", "NOT"),
    ("| MDX | the person |", "MDX"), ("They had MDX, then left.", "MDX")])
def test_what_nobody_explains_before_its_first_use_is_told(body, word):
    [fault] = reading.unexplained([Text("notebooks/01_two.ipynb, cell a", body)], {"KAP"})
    assert fault.startswith(f"notebooks/01_two.ipynb, cell a: {word} is not explained; write it out at its first use")


def test_an_explanation_holds_for_the_rest_of_its_entry_and_for_no_other():
    places = ["data/a.yaml, item x, stem", "data/a.yaml, item x, feedback", "data/a.yaml, item y, stem",
              "claim P01, reason", "claim P01, row a"]
    first = Text(places[0], "Depression (MDX).")
    parts = reading.entries([first, *(Text(place, "MDX.") for place in places[1:])])
    assert [len(part) for part in parts] == [2, 1, 2]
    faults = [fault for part in parts for fault in reading.unexplained(part, set())]
    assert [fault.split(":")[0] for fault in faults] == ["data/a.yaml, item y, stem", "claim P01, reason"]


def test_lix_is_the_length_of_sentences_plus_the_share_of_long_words():
    easy = Text("here", "The cat sat. It saw a bigger one.\n\n# Heading without any influence")
    words, lix = reading.level([easy])
    assert (words, lix) == pytest.approx((4, 4))
    words, lix = reading.level([Text("here", "The professional cat sat.")])
    assert (words, lix) == pytest.approx((4, 4 + 25))
    assert reading.level([Text("here", "No stop")]) == (0, 0)


@pytest.mark.parametrize(("file", "old", "new", "words"), [
    ("exercises/01_two.yaml", "feedback: It is blue.", f"feedback: {WORDS}.",
     "data/exercises/01_two.yaml, item two.guess_choice, feedback: a sentence of 26 words"),
    ("exercises/01_two.yaml", "feedback: It is blue.", "feedback: It is XYZ.",
     "data/exercises/01_two.yaml, item two.guess_choice, feedback: XYZ is not explained"),
    ("glossary.yaml", "A slow flow", "A slow XYZ flow", "term drip, plain: XYZ is not explained"),
    ("trials.csv", "masked,not asked", "XYZ masked,not asked", "trial alpha, masking: XYZ is not explained"),
])
def test_the_check_command_tells_a_text_that_is_hard_to_read(course, capsys, file, old, new, words):
    change(course, file, old, new)
    assert main(["check"]) == 1
    assert any(words in line for line in capsys.readouterr().out.splitlines())


def test_the_name_of_a_study_needs_no_explanation(course):
    change(course, "exercises/01_two.yaml", "feedback: It is blue.", "feedback: It was blue in ALPHA.")
    assert ["ALPHA is not explained" in fault for fault in reading.faults(texts.everything())] == [True]
    change(course, "trials.csv", "Alpha 2020", "Alpha 2020 (ALPHA)")
    trials.load.cache_clear()
    assert reading.faults(texts.everything()) == []


def test_a_lesson_is_told_with_its_cell_and_what_its_map_wrote_with_the_map(write):
    write(opening=f"{WORDS}.", before=f"Depression (MDX).\n\n{WORDS}.", after="MDX and XYZ.", key_points=f"{WORDS}.")
    place = "notebooks/01_two.ipynb, cell"
    assert [fault.split(";")[0] for fault in reading.faults(texts.everything())] == [
        f"{place} before: a sentence of 26 words, where 25 are enough", f"{place} after: XYZ is not explained"]


def test_a_lesson_that_reads_too_hard_as_a_whole_is_told(write, capsys):
    write(one=" ".join(["Considerable difficulties characterise pharmacological publications."] * 90))
    [fault] = reading.faults(texts.everything())
    assert fault.startswith("lesson 01: 4.0 words in a sentence and LIX 49, where 15 and 35 are enough; use shorter")
    assert "01 4.0 and 49" in next(reading.told())
