"""The screening room and the monitoring explorer of lesson 08 in a real browser, without a mouse."""

import pytest

from tests.browser.lesson import part

pytestmark = [pytest.mark.browser, pytest.mark.long]


def decide(lesson, panel, disposition, criterion):
    """Choose a disposition with the arrows, a criterion by its first letters, then check."""
    page = lesson.page
    lesson.tab_to("input[type=radio]", panel)
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.value") != disposition:
        page.keyboard.press("ArrowDown")
    lesson.tab_to("select", panel)
    page.keyboard.type(criterion)
    lesson.tab_to("button", panel)
    page.keyboard.press("Enter")


def test_a_person_is_asked_and_decided_on_by_keyboard(lab, browser):
    with lab.page(browser) as page:
        lesson = part(page, lab, "08_screening_and_safety", "room-v20").open().run()
        panel = lesson.panel("room-v20")
        lesson.tab_to("input[value=pressure]", panel)
        page.keyboard.press("Space")
        panel.locator(".kap-sentence").filter(has_text="You asked 1 of 24 questions.").wait_for()
        assert "124/78 mmHg" in panel.locator("label").filter(has_text="Blood pressure, first").inner_text()
        assert page.evaluate("document.activeElement.value") == "pressure", "the focus stays on the question"
        decide(lesson, panel, "refer", "Aneurysm")
        told = panel.locator(".kap-feedback.kap-wrong")
        told.filter(has_text="Too strict").wait_for()
        assert all(words in told.inner_text() for words in ("stayed silent: Aneurysm", "Not asked"))
        while (left := panel.locator("input[type=checkbox]:not(:checked)")).count():
            left.first.focus()
            page.keyboard.press("Space")
        panel.locator(".kap-sentence").filter(has_text="You asked 24 of 24 questions.").wait_for()
        decide(lesson, panel, "clinician", "No crit")
        panel.locator(".kap-feedback.kap-right").filter(has_text="The disposition is the criteria's").wait_for()
        assert page.faults == []


def test_one_setting_too_many_replaces_the_first_in_words(lab, browser):
    with lab.page(browser) as page:
        lesson = part(page, lab, "08_screening_and_safety", "explore-monitoring").open().run()
        panel = lesson.panel("explore-monitoring")
        for setting in ("esketamine", "home"):
            lesson.tab_to(f"input[value={setting}]", panel)
            page.keyboard.press("Space")
        panel.locator(".kap-sentence").filter(has_text="so Infusion (IV) left the table").wait_for()
        ticked = panel.locator("input:checked").evaluate_all("nodes => nodes.map((n) => n.value)")
        assert ticked == ["im", "esketamine", "home"]
        assert page.evaluate("document.activeElement.value") == "home", "the focus stays on the setting"
        assert page.faults == []
