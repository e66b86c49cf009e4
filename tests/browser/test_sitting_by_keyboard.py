"""The test before and after in a real browser: taken without a mouse, in both themes, with its answers kept."""

import nbformat
import pytest

from tests.browser.lesson import Lesson
from tests.browser.test_case_by_keyboard import barriers, focused
from tests.browser.test_lesson import THEMES

pytestmark = pytest.mark.browser


def sitting(page, lab, which):
    """A notebook with one of the tests and nothing else."""
    cell = nbformat.v4.new_code_cell(f'from kapcourse import course\ncourse.test("{which}")', id="sitting")
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A test"), cell], metadata={
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}),
        lab.folder / f"test_{which}.ipynb")
    return Lesson(page, lab, f"test_{which}", ["sitting"])


@pytest.mark.parametrize(("theme", "which"), list(zip(THEMES, ("before", "after"), strict=False)))
def test_a_test_is_taken_by_keyboard_alone_and_comes_back(lab, browser, theme, which):
    with lab.page(browser) as page:
        lesson = sitting(page, lab, which).open()
        lesson.command("apputils:change-theme", {"theme": theme})
        page.wait_for_function("dark => document.body.dataset.jpThemeLight === String(!dark)", arg="Dark" in theme)
        panel, keys = lesson.run().panel("sitting"), page.keyboard
        lesson.tab_to("button", panel)
        keys.press("Enter")
        focused(page, "Question 1 of 20")
        lesson.tab_to("input[type=radio]", panel)
        keys.press("Space")
        lesson.tab_to("button[data-key='moves:next']", panel)
        keys.press("Enter")
        focused(page, "Question 2 of 20")
        panel.get_by_text("Questions 2 to 20 are still open.").wait_for()
        assert barriers(page) == []
        lesson.stop_kernel()
        panel = lesson.open().run().panel("sitting")
        panel.get_by_text("Question 2 of 20").wait_for()
        for told in ("Press Finish again", "Your score by subject"):
            lesson.tab_to("button[data-key='moves:finish']", panel)
            keys.press("Enter")
            panel.get_by_text(told).first.wait_for()
        assert panel.get_by_text("Question by question").count() == (which == "after")
        assert barriers(page) == []
