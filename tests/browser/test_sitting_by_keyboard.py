"""The test before and after in a real browser: taken without a mouse, in both themes, with its answers kept."""

import pytest

from tests.browser.lesson import THEMES, barriers, focused, of_cells

pytestmark = [pytest.mark.browser, pytest.mark.long]


def sitting(page, lab, which):
    """A notebook with one of the tests and nothing else."""
    return of_cells(page, lab, f"test_{which}", {"sitting": f'course.test("{which}")'})


@pytest.mark.parametrize(("theme", "which"), list(zip(THEMES, ("before", "after"), strict=False)))
def test_a_test_is_taken_by_keyboard_alone_and_comes_back(lab, browser, theme, which):
    with lab.page(browser) as page:
        lesson = sitting(page, lab, which).open()
        lesson.change_theme(theme)
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
        lesson.tab_to("button[data-key='moves:next']", panel)
        keys.press("Enter")
        focused(page, "Question 3 of 20")
        lesson.tab_to("input[type=text]", panel)
        keys.type("7")
        keys.press("Enter")  # goes on, and not back to the button that comes first
        focused(page, "Question 4 of 20")
        lesson.stop_kernel()
        panel = lesson.open().run().panel("sitting")
        panel.get_by_text("Question 2 of 20").wait_for()
        for button, told in (("finish", "press “End here”"), ("end", "Your score by subject")):
            lesson.tab_to(f"button[data-key='moves:{button}']", panel)
            keys.press("Enter")
            panel.get_by_text(told).first.wait_for()
        assert panel.get_by_text("Question by question").count() == (which == "after")
        assert barriers(page) == []
