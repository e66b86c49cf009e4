"""The studies of lesson 06 in a real browser: sorted and compared without a mouse."""

import pytest

from tests.browser.lesson import part

pytestmark = pytest.mark.browser


def test_studies_are_sorted_and_compared_by_keyboard(lab, browser):
    with lab.page(browser) as page:
        lesson = part(page, lab, "06_kap_evidence", "explore-kap-studies").open().run()
        panel = lesson.panel("explore-kap-studies")
        first = panel.get_by_label("Wilkinson 2021")
        lesson.tab_to("select[id$='wilkinson2021']", panel)
        page.keyboard.type("Thera")
        lesson.tab_to("button", panel)
        page.keyboard.press("Enter")
        panel.get_by_role("status").filter(has_text="1 of 1 sorted as the course sorts them").wait_for()
        assert first.input_value() == "therapy"
        lesson.tab_to("summary", panel)
        page.keyboard.press("Enter")
        assert "28 people" in panel.locator("details[open]").inner_text()
        assert page.faults == []


def test_comparing_nothing_is_told_in_words(lab, browser):
    with lab.page(browser) as page:
        panel = part(page, lab, "06_kap_evidence", "explore-kap-studies").open().run().panel("explore-kap-studies")
        panel.get_by_role("button", name="Compare").click()
        page.get_by_role("alert").filter(has_text="Sort at least one study first, then compare.").wait_for()
        assert page.faults == []
