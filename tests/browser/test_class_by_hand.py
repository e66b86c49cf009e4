"""The instructor's notebook in a real browser: one click shows the class, names only when asked for, links lead on."""

import pytest

from tests.browser.lesson import RUN

pytestmark = pytest.mark.browser
PANELS = "n => document.querySelectorAll('.jp-CodeCell .kap').length === n"


def test_the_class_is_shown_without_names_until_they_are_asked_for_and_never_saved(lab, browser):
    with lab.page(browser) as page:
        page.goto(lab.address("instructors/cohort"))
        page.get_by_text(RUN).first.wait_for()
        page.get_by_text(RUN).first.click()
        page.wait_for_function(PANELS, arg=5, timeout=60_000)
        panel = page.locator(".jp-CodeCell .kap").first
        panel.get_by_role("img", name="How many people finished each lesson").wait_for()
        assert "T01" in panel.inner_text() and "invented-" not in panel.inner_text()
        panel.get_by_label("Show names on this page").check()
        panel.get_by_text("invented-01").wait_for()
        page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        page.wait_for_timeout(1_500)
        saved = (lab.folder / "instructors" / "cohort.ipynb").read_text(encoding="utf-8")
        assert "T01" in saved and "invented-01" not in saved
        with page.expect_popup() as lesson:
            page.locator(".kap").get_by_role("link", name="01", exact=True).first.click()
        lesson.value.get_by_role("heading", name="01 Two approaches, point by point").wait_for()
        assert lesson.value.url.split("?")[0].endswith("/tree/01_two_approaches.ipynb")
        assert page.faults == []
