"""The count of a lesson: what is optional, what is a word, what an item takes; and each constant has its ground."""

import json
from typing import get_args

import pytest

from kapcourse.__main__ import main
from kapcourse.learning import exercises, timing
from kapcourse.tables import facts
from tests.helpers import complaint


def md(text):
    return {"cell_type": "markdown", "source": text.splitlines(keepends=True)}


def code(call, shows=""):
    """A code cell that shows `shows`, as it is stored."""
    return {"cell_type": "code", "source": ["from kapcourse import ask, explore\n", call],
            "outputs": [{"data": {"text/plain": shows.splitlines(keepends=True)}}]}


def stored(place, *cells):
    path = place / "01_two.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "words"), [
    ("", 0), ("Two words", 2), ("One [64 %](https://doi.org/10.1/x \"F-0042\") of - | them", 4),
    ("**Bold** and *slanted*, it's 5.", 5), ("## A heading", 2), ("a [b c](other.ipynb) d", 4),
])
def test_a_word_is_what_a_reader_sees(text, words):
    assert timing.words_of(text) == words


def test_each_kind_of_item_has_its_minutes_and_the_speeds_are_those_of_the_facts():
    assert set(timing.MINUTES) == {*get_args(exercises.Kind), "explorer"}
    assert [float(facts.load()[name].value) for name in ("F-9990", "F-9991")] == [timing.AVERAGE, timing.SLOW]
    assert facts.load()["F-9991"].status == "JUDGEMENT" and timing.SLOW < timing.AVERAGE


@pytest.mark.parametrize(("text", "core"), [
    ("## One\n\ntext\n\n*Optional:* more\n\nand more\n\n## Two", "## One\n\ntext\n\n## Two"),
    ("## Optional: one\n\nmore\n\n### Two\n\ntext", "### Two\n\ntext"),
    ("## One\n\n*Optional.* more\n## Two", "## One\n\n## Two"),
    ("## One\n\nThis is *optional* to some.", "## One\n\nThis is *optional* to some."),
    ("## Optionally\n\n**Optional:** more", "## Optionally"),
    ("### Step 2, optional: more\n\nmore\n\n### Step 3\n\ntext", "### Step 3\n\ntext"),
])
def test_an_optional_part_ends_at_the_next_heading(text, core):
    found, _ = timing.split([md(text)])
    assert [part.strip() for part in found.split("\n\n")] == core.split("\n\n")


def test_an_optional_part_goes_on_through_the_cells_that_follow():
    _, things = timing.split([md("## A"), code("explore.a()"), md("*Optional:* b"), code("explore.b()"), md("more"),
                              code("explore.c()"), md("## D"), code("explore.d()")])
    assert [thing.optional for thing in things] == [False, True, True, False]


def test_a_lesson_is_its_words_and_its_minutes(course, tmp_path):
    item = exercises.get("two.choice")
    path = stored(tmp_path, md("# Five words are in here"), code('ask("two.choice")', "Which one is it?"),
                  code("explore.approaches()", "word " * 1000), code('explore.claim("P01")', "word " * 1000),
                  code('course.sources("01")', "word " * 1000), md("*Optional:* and this"), code("explore.trials()"))
    found = timing.count(path)
    assert [thing.kind for thing in found.things] == ["choice", "explorer", "judge"] and found.text == 5
    asked, explorer, claim = (thing.words for thing in found.things)
    assert asked > 4 + timing.words_of(item.feedback) and claim > 1000
    assert explorer == timing.EXPLORER_WORDS
    assert found.acting == sum(timing.MINUTES[kind] for kind in ("choice", "explorer", "judge"))
    assert found.minutes(100) == pytest.approx((5 + asked + explorer + claim) / 100 + found.acting)


def test_of_a_closed_list_only_the_value_that_it_shows_is_read():
    cell = code("explore.occupancy()", "Dose: [Drip] of Drip | Lozenge | Swallowed\nOver: [40] minutes (2 to 100)")
    [thing] = timing.split([cell])[1]
    assert thing.words == 8  # Dose: [Drip] Over: [40] minutes (2 to 100)


@pytest.mark.parametrize(("call", "kind"), [
    ('explore.screening("V02")', "screen"), ('explore.case("the_hug")', "case"), ("explore.session_planner()", "plan"),
    ("explore.screening_room()", "explorer"), ('ask("start_here.hope")', "reflection"),
])
def test_what_a_cell_shows_has_a_kind(call, kind):
    assert [thing.kind for thing in timing.split([code(call)])[1]] == [kind]


def test_an_unknown_item_or_a_file_that_is_no_notebook_is_told(tmp_path):
    assert "shows 'no.such'" in complaint(timing.split, [code('ask("no.such")')])
    said = complaint(timing.count, stored(tmp_path, code("ask(\u201ctwo.choice\u201d)")))
    assert said.startswith("notebooks/01_two.ipynb: a cell asks for no item") and "straight double quotes" in said
    for bad in ("", "[]", "{}"):
        path = tmp_path / "01_two.ipynb"
        path.write_text(bad, encoding="utf-8")
        assert complaint(timing.count, path).startswith("01_two.ipynb: not a readable notebook")


def test_the_check_command_tells_each_strategy_and_each_lesson(capsys):
    assert main(["check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("Guessing, the ") for line in lines) == 4
    assert sum(" minutes, " in line for line in lines) == len(timing.counts())


def test_a_lesson_that_is_too_long_is_told(course, tmp_path):
    path = tmp_path / "01_two.ipynb"
    path.write_text(json.dumps({"cells": [md("word " * 20000)]}), encoding="utf-8")
    [line] = timing.told(tmp_path)
    assert line.startswith("01_two: 20,000 words") and line.endswith("Too long.")
