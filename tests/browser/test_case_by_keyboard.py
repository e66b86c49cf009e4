"""A case in a real browser: played to its debrief without a mouse, in both themes, and back again after reopening."""

import pytest

from kapcourse.tables import cases
from tests.browser.lesson import THEMES, barriers, focused, of_cells

pytestmark = pytest.mark.browser
# One case for each theme.
PLAYED = dict(zip(THEMES, (c.id for c in cases.load().values() if c.content_note and c.state), strict=False))


def stage(page, lab, name):
    """A notebook with the case called `name` and nothing else."""
    return of_cells(page, lab, name, {"stage": f'explore.case("{name}")'})


@pytest.mark.parametrize("theme", THEMES)
def test_a_case_is_played_to_its_debrief_by_keyboard_alone(lab, browser, theme):
    with lab.page(browser) as page:
        lesson = stage(page, lab, PLAYED[theme]).open()
        lesson.change_theme(theme)
        panel, keys = lesson.run().panel("stage"), page.keyboard
        lesson.tab_to("button", panel)
        keys.press("Enter")
        focused(page, "Scene 1")
        assert barriers(page) == []
        for number in range(2, 30):
            keys.press("Tab")
            keys.press("Space")
            keys.press("ArrowDown")
            keys.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "Do this"
            keys.press("Enter")
            page.wait_for_function("n => new RegExp(`Scene ${n}|ending`).test(document.activeElement.textContent)",
                                   arg=number)
            if not panel.get_by_role("radio").count():
                break
            assert not panel.get_by_text("Harmful", exact=True).count(), "no mark before the debrief"
        panel.get_by_text("The path you took, scene by scene").wait_for()
        assert barriers(page) == []
        lesson.tab_to("button[data-key='buttons:back']", panel)
        keys.press("Enter")
        panel.get_by_text("You went back from:").wait_for()
        assert page.faults == []
        lesson.change_theme(THEMES[0])


def test_a_play_comes_back_after_reopening(lab, browser):
    with lab.page(browser) as page:
        lesson = stage(page, lab, next(name for name in cases.load() if name not in PLAYED.values()))
        panel = lesson.open().run().panel("stage")
        panel.get_by_role("button", name="Show this case").click()
        panel.get_by_role("radio").first.check()
        panel.get_by_role("button", name="Do this").click()
        panel.get_by_text("Scene 2").wait_for()
        scene = panel.locator(".kap-scene").inner_text()
        again = lesson.open().run().panel("stage")
        again.get_by_text("Scene 2").wait_for()
        assert again.locator(".kap-scene").inner_text() == scene
        assert page.faults == []
