"""Pictures of a class: every figure stands in words too, shapes differ, and the same class gives the same drawing."""

import re

import pytest

from kapcourse.figures import classroom

DRAWN = {
    "progress": lambda: classroom.progress([("00 <Start>", 3, 2, 1), ("01 Two", 0, 0, 6)], "Six people & more."),
    "items": lambda: classroom.items([(0.5, 0.3, False), (0.97, 0.05, True)], 0.1, "Six people & more."),
    "gains": lambda: classroom.gains([("One", 10.0, -5.0, 25.0), ("Two", None, None, None)], "Six people & more."),
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_picture_is_labelled_escaped_and_drawn_alike_each_time(draw):
    picture = draw()
    assert picture.svg == draw().svg and picture.stored == draw().stored
    assert 'role="img"' in picture.svg and "Six people &amp; more.</desc>" in picture.svg
    assert "<Start>" not in picture.svg


def test_states_are_told_by_number_and_stroke():
    svg = DRAWN["progress"]().svg
    assert all(word in svg for word in ("finished", "begun", "not begun", "<pattern"))
    assert {"3", "2", "1", "6"} <= set(re.findall(r">(\d+)</text>", svg))


def test_too_few_people_get_words_in_place_of_a_mark():
    assert "too few people" in DRAWN["gains"]().svg


def test_items_of_one_kind_only_can_be_drawn():
    assert "have a look" in classroom.items([(0.5, 0.3, False)], 0.1, "x").svg
    assert classroom.items([], 0.1, "x").svg
