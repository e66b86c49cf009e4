"""Lessons 01 and 02 whole in Chromium, pictures and models included, on an older Pyodide (old_pairing.py); optional.

`make site-old` builds and runs it. It is no part of any other target: what it needs may vanish from the registries.
"""

import os
import re

import pytest

from tests.browser.lesson import THEMES
from tests.helpers import ROOT
from tests.notebooks.lessons_on_disk import LESSONS, code_cells
from tests.site.visits import NARROW, WIDE, host, visit

SITE = ROOT / ".site" / "old" / "public" / "lite"

pytestmark = pytest.mark.skipif(not os.environ.get("KAPCOURSE_SITE_OLD"), reason="make site-old runs this")


@pytest.fixture(scope="module")
def address():
    with host(SITE) as where:
        yield where


def whole(one, lesson):
    """Run a lesson; returns what its panels say when all of them are there."""
    one.run(lesson)
    cells = len(list(code_cells(next(path for path in LESSONS if path.stem == lesson))))
    one.page.wait_for_function("n => document.querySelectorAll('.jp-CodeCell .kap').length === n", arg=cells)
    assert one.page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0
    return one.page.locator(".kap").all_inner_texts()


@pytest.mark.parametrize(("lesson", "width"), [("01_two_approaches", WIDE), ("02_pharmacokinetics", NARROW)])
def test_every_panel_of_the_lesson_is_there_and_asks_no_other_host(address, tmp_path, lesson, width):
    with visit(tmp_path / "profile", address, width) as one:
        said = whole(one, lesson)
        assert all(said) and not [text for text in said if "went wrong" in text]
        if width == NARROW:
            moved(one.page)
        for theme in reversed(THEMES):
            one.change_theme(theme)
            assert not one.faults(), theme
        assert one.asked == []


def moved(page):
    """Move the first slider with an arrow key: the curve and the sentence follow. Then scroll its picture with one."""
    panel = page.locator(".kap", has=page.locator("input[type=range]")).first
    slider, sentence = panel.locator("input[type=range]").first, panel.locator(".kap-sentence").first
    before = sentence.inner_text()
    assert re.search(r"\d", before)
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_function("([n, old]) => n.innerText !== old", arg=[sentence.element_handle(), before])
    assert panel.locator("svg[role=img]").count() >= 1
    panel.locator(".kap-picture").first.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
