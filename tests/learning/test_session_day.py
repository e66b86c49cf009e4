"""The comparisons of lesson 10 follow the base model, the planner's rules and the printed intervals."""

import pytest

from kapcourse.learning import exercises, session_day
from kapcourse.tables import facts
from tests.helpers import complaint


def test_published_figures_of_the_lesson_come_from_the_model():
    """Facts F-9801 to F-9807."""
    shares = {"F-9801": ("im", 30), "F-9802": ("iv", 70), "F-9803": ("iv", 120), "F-9804": ("im", 120),
              "F-9805": ("sublingual", 120)}
    for name, moment in shares.items():
        assert facts.load()[name].value == f"{session_day.left(*moment):.0f}", name
    assert facts.load()["F-9806"].value == f"{session_day.levels('im').peak_at():.0f}"
    ten = [session_day.levels(route).at(10) for route in ("im", "iv")]
    assert facts.load()["F-9807"].value == f"{ten[0] / ten[1]:.1f}"


@pytest.mark.parametrize(("route", "minute", "name"), [
    ("im", 22, "most"), ("im", 30, "most"), ("iv", 70, "half"), ("sublingual", 120, "half"), ("iv", 120, "some"),
    ("iv", 180, "little"), ("iv", 1440, "little")])
def test_a_band_is_where_the_share_lies(route, minute, name):
    assert session_day.band(route, minute) == name


def test_no_share_of_the_lesson_lies_near_the_edge_of_its_band():
    """A key that a change of one percentage point turned over would be no key."""
    for option in exercises.get("session_day.left_at_the_door").options:
        assert min(abs(session_day.left(**option.given) - edge) for edge in (25, 50, 75)) > 3, option.id


def test_the_drip_peaks_when_it_ends_and_the_injection_sooner():
    assert session_day.levels("iv").peak_at() == 40
    assert exercises.get("session_day.peaks_earlier").key == round(40 - session_day.levels("im").peak_at()) == 18


def test_a_change_breaks_its_own_rule_and_none_from_which_the_session_departs_anyway():
    assert session_day.broken_by("hospital_drip", "watch", {"until": 70}) == ["medical_there"]
    assert session_day.broken_by("hospital_drip", "during", {"every": 15}) == []
    assert session_day.broken_by("company", "consent", {"at": 40}) == []
    assert exercises.get("session_day.six_changes").key == ["form", "nurse_goes", "therapist_checks"]


def test_the_rules_are_those_of_the_folder(data):
    assert session_day.broken_by("drip", "look", {"at": 40}, data) == ["look_first"]
    assert "has no 'hospital_drip'" in complaint(session_day.broken_by, "hospital_drip", "dose", {"at": 5}, data)


@pytest.mark.parametrize(("call", "given", "words"), [
    (session_day.levels, ("nasal",), "no regimen 'nasal'. They are called iv, im, sublingual"),
    (session_day.broken_by, ("hospital_drip", "lunch", {"at": 5}), "no 'lunch'. It has arrival"),
    (session_day.first_minute, ("F-9801",), "fact F-9801 is in '%'; expected minutes or hours"),
])
def test_what_is_not_there_is_named(call, given, words):
    assert words in complaint(call, *given)


def test_intervals_are_read_in_minutes():
    assert [session_day.first_minute(name) for name in ("F-9204", "F-9716", "F-9201", "F-9210")] == [10, 15, 40, 120]
    assert exercises.get("session_day.first_reading").key == ["hospital", "minutes", "spray", "lozenge"]


def test_the_prints_say_what_the_keys_say(capsys):
    session_day.print_peaks()
    session_day.print_left([("iv", 120)])
    session_day.print_changes([("sinai", "return", {"by": "therapist"}), ("sinai", "forms", {"at": 140})])
    session_day.print_readings(["F-9201", "F-9204"])
    told = capsys.readouterr().out
    for words in ("18 minutes earlier", "2.1 times the drip's", "36%", "return_by", "no rule"):
        assert words in told
    assert told.index("rivaposse2018") < told.index("label_spravato_us")
