"""The forest plot and the picture of durability: the same on every run, told in words, nothing lost off the axis."""

import re

import pytest

from kapcourse.figures.durability import Row as Lasting
from kapcourse.figures.durability import durability
from kapcourse.figures.forest import Row, Total, forest

ROWS = (Row("First", "12/20", "6/20", 3.5, 0.9, 13.2, 0.4), Row("Second <b>", "9/20", "8/20", 1.2, 0.3, 400.0, 0.6),
        Row("Third", "5/10", "1/10", reason="crossover"))
TOTAL = Total("Pooled", (2.0, 0.8, 5.1), (0.2, 20.0))


def texts(picture):
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<text[^>]*>(.*?)</text>", picture.svg, re.DOTALL)]


def drawn(rows=ROWS, total=TOTAL, **kwargs):
    return forest("test", rows, total, "odds ratio", "Says what it shows.", **kwargs)


def test_the_picture_is_the_same_on_every_run_and_told_in_words():
    picture = drawn()
    assert picture.svg == drawn().svg
    assert all(words in picture.svg for words in ("Says what it shows.", 'role="img"', "Forest plot: odds ratio"))
    assert not re.search(r"<dc:date|\d{4}-\d\d-\d\d", picture.svg)


def test_every_study_stands_in_it_with_figures_effect_and_weight():
    told = texts(drawn())
    assert {"First", "Second &lt;b&gt;", "Third", "12/20", "1/10", "crossover", "Not pooled, and why"} <= set(told)
    assert "3.50 (0.90 to 13.2), 40 %" in told and "2.00 (0.80 to 5.10)" in told and "0.20 to 20.0" in told


def test_without_a_total_or_a_study_there_is_a_picture_still():
    assert "Pooled" not in texts(drawn(total=None))
    assert "Study" in texts(drawn(rows=(), total=None))
    assert "Third" in texts(drawn(rows=ROWS[2:], total=None))


@pytest.mark.parametrize(("ratio", "effect"), [(True, (1e-6, 1e-9, 1e9)), (False, (-1e4, -1e9, 1e9)),
                                               (False, (0, 0, 0)), (True, (1, 1, 1))])
def test_effects_of_any_size_stay_on_the_axis(ratio, effect):
    picture = drawn((Row("Far", "1/2", "1/2", *effect, 1.0),), Total("All", effect), ratio=ratio)
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', picture.svg)[1])
    drawn_lines = re.sub(r"<defs>.*?</defs>", "", picture.svg, flags=re.DOTALL)  # markers have coordinates of their own
    assert all(-1 <= float(x) <= width + 1 for x in re.findall(r"[ML] (-?[\d.]+) ", drawn_lines))
    assert "nan" not in picture.svg.lower().replace("nanum", "")


@pytest.mark.parametrize("share", [True, False])
def test_durability_prints_design_number_and_people_beside_each_figure(share):
    rows = [Lasting("Course", "six infusions", "open; n = 17; depression", 18, "18", 11, None),
            Lasting("Course", "four infusions", "open; n = 8; depression", 75, "75"),
            Lasting("Single", "one infusion", "randomised; n not seen; depression", 0.5, "0.5", 0.2, 1)]
    picture = durability("test", rows, share, "In words.")
    assert picture.svg == durability("test", rows, share, "In words.").svg
    told = texts(picture)
    assert told.count("Course") == 1 and "open; n = 17; depression" in told and "six infusions" in told
    assert "In words." in picture.svg
