"""A picture is deterministic, accessible and themeable, and says what it shows."""

import re

import pytest
from matplotlib.figure import Figure

from kapcourse.figures.knowledge import LEVELS, knowledge
from kapcourse.figures.picture import INK, from_figure
from kapcourse.tables.approaches import CERTAINTY_WORDS


def drawn(heights=(1, 2, 1.5), name="test", sentence="It rises < & falls."):
    figure = Figure(figsize=(4, 3))
    figure.add_subplot().plot(range(len(heights)), heights, color=INK)
    return from_figure(figure, name, "A line", sentence)


def test_the_same_figure_gives_the_same_text_and_another_curve_another():
    assert drawn().svg == drawn().svg
    assert drawn().svg != drawn((1, 2, 1.51)).svg


def test_no_date_and_no_number_finer_than_a_hundredth():
    assert not re.search(r"\b20\d\d-\d\d|<metadata|dc:date", drawn().svg)
    assert not re.search(r"\d\.\d{3,}", drawn().svg)


def test_two_pictures_on_a_page_share_no_id_and_every_reference_is_met():
    one, two = drawn(name="one").svg, drawn(name="two").svg
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]
    referred = {a or b for a, b in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', one)}
    assert referred <= ids[0]


def test_a_reader_without_eyes_gets_role_title_and_sentence():
    svg = drawn().svg
    assert 'role="img"' in svg
    assert '<title id="kap-test-title">A line</title>' in svg
    assert '<desc id="kap-test-desc">It rises &lt; &amp; falls.</desc>' in svg
    assert 'aria-labelledby="kap-test-title kap-test-desc"' in svg


def test_colours_follow_the_theme_and_fall_back_to_ink():
    assert "var(--jp-ui-font-color1, #1a1a1a)" in drawn().svg
    assert re.sub(r"var\([^)]*\)", "", drawn().svg).count(INK) == 0


def test_the_stored_picture_is_a_file_of_its_own_with_the_sentence_under_it():
    stored = drawn().stored
    assert stored.startswith("<?xml")
    assert "It rises &lt; &amp; falls.</tspan>" in stored
    height = [float(re.search(r'viewBox="0 0 \S+ ([\d.]+)"', svg)[1]) for svg in (drawn().svg, stored)]
    assert height[1] > height[0]


def test_every_certainty_has_its_own_mark_and_word():
    assert set(LEVELS) == set(CERTAINTY_WORDS)
    assert len({mark for mark, _ in LEVELS.values()}) == len({word for _, word in LEVELS.values()}) == len(LEVELS)


@pytest.mark.parametrize("level", LEVELS)
def test_a_rating_is_written_in_words_and_not_by_colour_alone(level):
    assert f">{LEVELS[level][1]}<" in knowledge(["Row"], ["Column"], [[level]], "One.").svg
