"""A live figure: the frame stays, the paths move, and frame with paths is the whole picture."""

import re

import numpy as np
import pytest

from kapcourse.figures.live import Axis, Curve, LiveFigure

X, Y = Axis("Hours", 0, 4, (0, 1, 2, 3, 4)), Axis("ng/mL", 0, 200, (0, 100, 200))
CURVES = [Curve("band", "Nine in ten", band=True), Curve("drug", "Drug"), Curve("other", "Metabolite", dashes="--")]
TIMES = np.linspace(0, 4, 5)


def figure(name="levels"):
    return LiveFigure(name, "Levels", X, Y, CURVES)


def data(scale=1.0):
    high = scale * np.array([0.0, 200, 100, 50, 25])
    return {"drug": (TIMES, high), "band": (TIMES, high / 2, high)}


def test_the_frame_is_the_same_for_all_data_and_holds_one_empty_path_a_curve():
    drawn = figure()
    assert drawn.frame == figure().frame
    for curve in CURVES:
        assert drawn.frame.count(f'id="{drawn.path_id(curve.name)}" d=""') == 1


def test_points_stand_where_the_axes_say():
    """(0, 0) is where matplotlib drew the origin: the left end of the bottom spine; the top of the y axis is 200."""
    drawn = figure()
    path = drawn.paths(data())["drug"]
    x, y = (np.array(part, float) for part in zip(*re.findall(r"([\d.]+) ([\d.]+)", path), strict=True))
    left, bottom, width, height = drawn.place
    assert x[[0, -1]] == pytest.approx([left * 576, (left + width) * 576], abs=0.06)
    assert y[[0, 1]] == pytest.approx([(1 - bottom) * 345.6, (1 - bottom - height) * 345.6], abs=0.06)
    assert np.diff(x) == pytest.approx(np.full(4, width * 576 / 4), abs=0.11)


def test_other_data_move_the_paths_and_missing_data_empty_them():
    drawn = figure()
    assert drawn.paths(data())["drug"] != drawn.paths(data(0.99))["drug"]
    assert drawn.paths(data())["other"] == ""
    assert drawn.paths(data())["band"].endswith("Z")


def test_a_name_that_is_no_curve_is_an_error():
    with pytest.raises(ValueError, match="'drugs' is no curve of the figure 'levels'"):
        figure().paths({"drugs": (TIMES, TIMES)})


def test_the_stored_picture_is_frame_and_paths_and_sentence():
    drawn = figure()
    picture = drawn.picture(data(), "It peaks at 200 < 300.")
    assert f'd="{drawn.paths(data())["drug"]}"' in picture.svg
    assert '-desc">It peaks at 200 &lt; 300.</desc>' in picture.svg
    assert picture.svg == figure().picture(data(), "It peaks at 200 < 300.").svg
    assert picture.svg != drawn.picture(data(0.99), "It peaks at 200 < 300.").svg


def test_two_figures_share_no_id():
    ids = [set(re.findall(r'\bid="([^"]+)"', figure(name).frame)) for name in ("one", "two")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_on_a_log_axis_each_tenfold_takes_the_same_room():
    axis = Axis("Minutes", 10, 10_000, (10, 100), ("ten", "a hundred"), log=True)
    assert axis.at([10, 100, 1000, 10_000]) == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert Y.at([0, 50, 200]) == pytest.approx([0, 0.25, 1])
    drawn = LiveFigure("log", "Minutes", axis, Y, [Curve("drug", "Drug")], notes=[(20, 100, "not known")])
    assert all(words in drawn.frame for words in ("a hundred", "not known"))
    path = drawn.paths({"drug": ([10, 100, 1000], [0, 0, 0])})["drug"]
    x = [float(part) for part in re.findall(r"([\d.]+) [\d.]+", path)]
    assert x[2] - x[1] == pytest.approx(x[1] - x[0], abs=0.11)


def test_points_carry_their_interval_and_blocks_their_corners():
    curves = [Curve("seen", "Seen", marker="s", points=True), Curve("felt", "Felt", blocks=True, hatch="///")]
    drawn = LiveFigure("marks", "Marks", X, Y, curves)
    told = drawn.paths({"seen": ([1, 2], [50, 60], [40, 60], [70, 60]), "felt": ([0, 3], [1, 4], [0, 0], [100, 100])})
    assert told["seen"].count("V") == 2 and told["seen"].count("h6v6") == 2
    assert told["felt"].count("M") == told["felt"].count("Z") == 2
    left, right = re.match(r"M([\d.]+) [\d.]+H([\d.]+)V", told["felt"]).groups()
    assert float(right) - float(left) == pytest.approx(576 * drawn.place[2] / 4, abs=0.11)
    for curve in curves:
        assert drawn.frame.count(f'id="{drawn.path_id(curve.name)}" d=""') == 1
