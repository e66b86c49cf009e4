"""The explorer of one time axis: plasma moves, what is not known says so, and no schematic looks like data."""

import re

import numpy as np
import pytest

from kapcourse import explore
from kapcourse.figures.timeline import CURVES, LANES, NOTED, TOPS, height, side_by_side, timeline
from kapcourse.tables import timecourses
from tests.widgets.test_panel import Page


@pytest.fixture
def page():
    return Page(explore.timeline())


def by_id(message):
    return {block["id"]: block for block in message["view"]}


def figure(message):
    return by_id(message)["figure"]


def paths(message):
    return {name.split("-curve-")[1]: path for name, path in figure(message)["paths"].items()}


def test_a_dose_moves_plasma_and_empties_what_was_measured_at_another(page):
    before, after = page.does("hello"), page.does("dose", 0.4)
    assert paths(after)["ketamine"] != paths(before)["ketamine"]
    assert all(paths(before)[name] for name in ("schematic", "valued", "midazolam", "noted", "planned"))
    assert not any(paths(after)[name] for name in ("schematic", "valued", "midazolam", "noted"))
    told = figure(after)["sentence"]
    assert told.startswith("Moved: plasma. Shown as before: hours with staff. Not known whether they move: dissoc")
    assert "not known at this dose and speed" in told and "not known at this dose and speed" in figure(after)["svg"]
    assert "not known" not in figure(before)["svg"]


def test_a_route_without_a_source_says_so_in_picture_and_sentence(page):
    after = page.does("route", "oral")
    assert figure(after)["svg"].count("not known for this route") == 4
    told = figure(after)["sentence"]
    assert "Dissociation, blood pressure, mood and hours with staff: not known for this route." in told


def test_a_kap_course_shows_its_hours_and_every_dose(page):
    page.does("route", "im")
    page.does("schedule", "kap_weekly")
    told = page.does("care", "kap")
    assert paths(told)["planned"].count("Z") == 1 and paths(told)["schematic"].count("Z") == 2
    assert "Whether therapy moves these clocks is not known" not in figure(told)["sentence"], "nothing is measured here"
    assert "Moved: hours with staff. Shown as before: plasma and dissociation." in figure(told)["sentence"]
    high = np.array(re.findall(r"[\d.]+ ([\d.]+)", paths(told)["ketamine"]), float)
    at_top = np.flatnonzero(high < high.min() + 1)
    assert 1 + (np.diff(at_top) > 1).sum() == 4


def test_what_was_measured_without_therapy_is_not_passed_off_as_measured_in_kap(page):
    told = figure(page.does("care", "kap"))["sentence"]
    assert told.endswith("Whether therapy moves these clocks is not known.")


def test_every_mark_is_listed_with_its_kind_and_source(page):
    rows = by_id(page.does("hello"))["marks"]["rows"]
    assert len(rows) == sum(mark.route == "iv" and "once" in mark.schedules.split() and mark.care != "kap"
                            for mark in timecourses.load().marks.values())
    assert {row[2].split()[0] for row in rows} == {"measured", "schematic", "planned"}
    assert all("<a " in row[-1] for row in rows)


def test_kinds_differ_by_more_than_colour_and_say_their_name():
    for word in ("modelled", "Schematic", "Measured", "Planned"):
        assert any(word in curve.label for curve in CURVES)
    looks = [(curve.dashes, curve.marker, curve.blocks, curve.hatch) for curve in CURVES]
    assert len(set(looks)) == len(looks)
    schematic = next(curve for curve in CURVES if curve.name == "schematic")
    assert schematic.hatch and not schematic.points
    svg = timeline(300, {}).frame
    assert re.search(r'id="kap-timeline-300-curve-schematic"[^>]*url\(#', svg), "the block is filled with its hatch"


def test_lanes_do_not_overlap_and_marks_of_one_moment_stand_apart():
    for i, lane in enumerate(LANES):
        assert i < height(lane, 0) and height(lane, TOPS.get(lane, 1)) < i + 0.8
    places = side_by_side([40, 1440, 1440, 1440])
    assert places[0] == 40 and places[2] == 1440 and places[1] < 1440 < places[3]
    assert all(mark.high is None or mark.high <= TOPS[mark.lane] for mark in timecourses.load().marks.values())


def test_a_mark_in_words_stands_outside_the_scale_and_cannot_be_read_as_a_value():
    svg = timeline(300, {}).frame
    assert svg.count("in words") >= len(TOPS)
    for i, lane in enumerate(LANES):
        assert i < height(lane, 0) + NOTED < height(lane, 0) - 0.1


@pytest.mark.parametrize("value", [None, "<img>", [], {}, "nan", -1, 1e9, float("inf")])
@pytest.mark.parametrize("event", ["dose", "minutes", "route", "schedule", "care", "change", "__class__"])
def test_a_value_of_any_shape_is_refused_in_words_and_the_explorer_goes_on(page, event, value):
    told = page.does(event, value)
    assert "fault" in told and "Traceback" not in str(told)
    assert "0.4 mg/kg" in str(page.does("dose", 0.4)["view"])


def test_a_schedule_that_the_new_route_lacks_falls_back_to_once(page):
    page.does("schedule", "six_infusions")
    assert by_id(page.does("route", "im"))["schedule"]["value"] == "once"


def test_in_a_course_the_first_dose_is_told(page):
    told = figure(page.does("schedule", "six_infusions"))["sentence"]
    assert ("6 doses, after the first ketamine peaks at 160 ng/mL 40 minutes after the start, half of that is left at "
            "about 82 minutes and a tenth at about 6 hours; a day after") in told
