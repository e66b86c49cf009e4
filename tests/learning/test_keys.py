"""Computed keys follow the tables: change a table and the key changes."""

import subprocess
import sys
from contextlib import suppress

import pytest

from kapcourse.learning.exercises import Exercise, Option
from kapcourse.learning.keys import functions, key, modules, ranked
from kapcourse.tables.records import CourseError
from tests.helpers import SMALL_COURSE, change, read_course


def compute(name, folder):
    return key(Exercise("x", "number", "o", "How many?", key={"compute": f"two_approaches.{name}"}), "here", folder)


def test_differences_and_people_are_read_from_the_comparison():
    items = read_course(SMALL_COURSE)
    assert items["two.differences"].key == {"a": "custom", "b": "evidence", "c": "not_compared"}
    assert items["two.people"].key == {"ann": "kap", "bob": "infusion", "cat": "either", "dan": "neither"}


@pytest.mark.parametrize(("name", "before", "file", "old", "new", "after"), [
    ("outcomes_compared_head_to_head", 0, "approaches.yaml", "difference: custom", "difference: evidence", 1),
    ("statements_supported", 1, "claims.yaml", "verdict: supported", "verdict: not_established", 0),
])
def test_counts_follow_the_tables(data, name, before, file, old, new, after):
    assert compute(name, SMALL_COURSE) == before
    change(data, file, old, new)
    assert compute(name, data) == after


def test_a_changed_trait_changes_who_chooses_what(data):
    change(data, "approaches.yaml", "traits: {tested: false}", "traits: {tested: true}")
    assert read_course(data)["two.people"].key == {"ann": "kap", "bob": "either", "cat": "either", "dan": "kap"}


def test_every_computation_is_used_by_some_real_item():
    from kapcourse.tables.files import data_folder

    written = "".join(path.read_text(encoding="utf-8") for path in (data_folder() / "exercises").glob("*.yaml"))
    for module in modules():
        assert all(f"{{compute: {module}.{name}}}" in written for name in functions(module)), module


@pytest.mark.parametrize("given", [{}, {"row": "nowhere"}, {"row": ["odd"]}, {"mg": 5}])
def test_what_an_option_gives_wrongly_is_one_sentence(given):
    options = [Option(name, name, given=given) for name in "abc"]
    for module in modules():
        for name in functions(module):
            with suppress(CourseError):
                key(Exercise("x", "match", "o", "Which?", options=options, key={"compute": f"{module}.{name}"}), "here")


def test_what_comes_to_the_same_has_no_order():
    assert ranked({"a": 2, "b": 1}) == ["b", "a"] and ranked({"a": 2, "b": 1}, reverse=True) == ["a", "b"]
    with pytest.raises(ValueError, match="no order"):
        ranked({"a": 1, "b": 2, "c": 1})


def test_listing_the_items_of_all_lessons_brings_no_models():
    code = "import sys; from kapcourse.learning import exercises; exercises.listed(); print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
