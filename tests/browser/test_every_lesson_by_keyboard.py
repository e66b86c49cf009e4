"""Every lesson worked through by keyboard alone in a real browser: nothing is out of reach, unseen, lost or a trap."""

import re
import time
from collections import Counter

import pytest

from kapcourse.learning import answers
from tests.browser.keyboard import Walk
from tests.browser.lesson import RUN, THEMES, Lesson, code_of
from tests.notebooks.lessons_on_disk import LESSONS

pytestmark = [pytest.mark.browser, pytest.mark.long]
WIDE, ZOOMED, PHONE = (1200, 1000), (600, 500), (390, 800)
LIGHT, DARK = THEMES
WALKS = [*((path.stem, WIDE, THEMES[number % 2]) for number, path in enumerate(LESSONS)),  # light and dark by turns
         ("04_timeline", ZOOMED, DARK), ("03_mechanism", PHONE, LIGHT)]


def asked(name):
    """{cell: exercise} of the questions of a lesson."""
    return {cell: found[1] for cell, code in code_of(name).items() if (found := re.search(r'ask\("([^"]+)"', code))}


def recorded(lab):
    """How many answers and reflections were kept, by exercise."""
    places = (lab.answers, lab.answers / "reflections")
    return Counter(answer.exercise for place in places for answer in answers.read(place))


@pytest.fixture(scope="module")
def seat(lab, browser):
    """One page for all lessons: what JupyterLab is made of is loaded once."""
    with lab.page(browser) as page:
        yield page


@pytest.mark.parametrize(("name", "size", "theme"), WALKS, ids=str)
def test_a_lesson_is_worked_through_by_keyboard_alone(lab, seat, name, size, theme):
    began, before, questions = time.monotonic(), recorded(lab), asked(name)
    seat.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    seat.faults.clear()
    lesson = Lesson(seat, lab, name).open()
    lesson.change_theme(theme)
    lesson.tab_to(".jp-ToolbarButtonComponent")
    assert RUN in seat.evaluate("document.activeElement.textContent")
    seat.keyboard.press("Enter")
    walk = Walk(lesson.ran())
    walk.through()
    seat.keyboard.press("Tab")
    assert not walk.here()["at"], "the last control is no trap"
    assert walk.back(walk.on(walk.here(), back=True)) == seat.evaluate("eyes.stops()")
    assert [cell for cell in questions if not lesson.panel(cell).locator(".kap-feedback").count()] == []
    assert set(questions.values()) - set(recorded(lab) - before) == set()
    assert seat.faults == []
    used, seconds = walk.operated, time.monotonic() - began
    print(f"\n{name} at {size[0]} px, {theme}: {used.total()} controls in {seconds:.0f} s: {dict(used)}")
