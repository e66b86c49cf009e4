"""Lesson 01 in a real browser: one click, wrong and right answers, keyboard, reopening, themes, zoom, access."""

import json
import os
import signal

import pytest

from tests.browser.lesson import RUN, THEMES, Lesson, barriers, part
from tests.notebooks.lessons_on_disk import LESSONS

pytestmark = pytest.mark.browser
FIRST = "01_two_approaches"
CUT_OFF = """() => [...document.querySelectorAll('.kap :is(p, label, button, input, select, summary, legend, svg)')]
    .filter((n) => n.getClientRects().length && !n.closest('.kap-scroll')
        && n.getBoundingClientRect().right > n.closest('.kap').getBoundingClientRect().right + 1)
    .map((n) => n.tagName + ' ' + n.textContent.slice(0, 80))"""


def recorded(lab):
    """Everything in the answer files, oldest first."""
    return [json.loads(line) for path in sorted(lab.answers.glob("*.jsonl")) for line in path.read_text().splitlines()]


@pytest.fixture(scope="module")
def opened(lab, browser):
    """The whole lesson after its one click, for the tests that only use it: to open it costs more than they do."""
    with lab.page(browser) as page:
        yield Lesson(page, lab).open().run()


def test_one_click_runs_the_lesson_and_shows_no_code(opened):
    page = opened.page
    assert page.locator("[data-mime-type*='error']").count() == 0
    assert page.locator(".jp-CodeCell .cm-content:visible").count() == 0
    assert page.locator(".jp-PlaceholderText:visible").count() == 0
    assert opened.panel("q-what-makes-it-kap").is_visible()
    assert page.faults == []


def test_no_panel_scrolls_by_a_pixel(opened):
    """Such a panel shows a bar of its own and holds the mouse wheel."""
    heights = opened.page.locator(".jp-OutputArea-output:has(.kap)").evaluate_all(
        "outputs => outputs.map((n) => n.scrollHeight - n.clientHeight)")
    assert heights == [0] * len(opened.cells)


def test_two_questions_share_no_choice(opened):
    """Two panels that shared ids would share labels and radio groups."""
    opened.panel("q-what-makes-it-kap").get_by_label("Planned psychotherapy").check()
    opened.panel("q-which-works-better").get_by_label("Nobody knows yet").check()
    assert opened.panel("q-what-makes-it-kap").get_by_label("Planned psychotherapy").is_checked()


def test_a_wrong_answer_is_told_why_and_a_right_one_is_recorded(lab, opened):
    panel = opened.panel("q-what-makes-it-kap")
    panel.get_by_label("A lozenge or an injection").check()
    panel.get_by_role("button", name="Check").click()
    feedback = panel.get_by_role("status").filter(has_text="Not yet")
    feedback.wait_for()
    assert "Tempting, because" in feedback.inner_text()
    assert "Look at" in feedback.inner_text()
    panel.get_by_label("Planned psychotherapy").check()
    panel.get_by_role("button", name="Check").click()
    panel.get_by_role("status").filter(has_text="Right").wait_for()
    two = [a for a in recorded(lab) if a["exercise"] == "two_approaches.what_makes_it_kap"][-2:]
    assert [(a["answer"], a["correct"]) for a in two] == [("lozenge", False), ("therapy", True)]
    assert opened.page.faults == []


def test_the_keyboard_alone_is_enough(lab, browser):
    with lab.page(browser) as page:
        lesson = part(page, lab, FIRST, "q-what-makes-it-kap", "q-order", "q-predict", "explore-approaches", "q-match",
                      "q-open", "claim-p04").open()
        keys = page.keyboard
        lesson.tab_to(".jp-ToolbarButtonComponent")
        assert RUN in page.evaluate("document.activeElement.textContent")
        keys.press("Enter")
        lesson.ran()

        choice = lesson.panel("q-what-makes-it-kap")
        lesson.tab_to("input[type=radio]", choice)
        keys.press("Space")
        keys.press("ArrowDown")
        lesson.tab_to("button", choice)
        keys.press("Enter")
        choice.get_by_role("status").filter(has_text="Right").wait_for()

        order = lesson.panel("q-order")
        lesson.tab_to("li:nth-child(3) button", order)
        keys.press("Enter")
        keys.press("Enter")
        assert "The prescriber examines" in order.locator("li").first.inner_text()

        number = lesson.panel("q-predict")
        lesson.tab_to("input", number)
        keys.type("3")
        keys.press("Enter")
        number.get_by_role("status").filter(has_text="You wrote 3").wait_for()

        explorer = lesson.panel("explore-approaches")
        lesson.tab_to("select", explorer)
        keys.press("H")
        explorer.get_by_role("status").filter(has_not_text="22 things").first.wait_for()
        lesson.tab_to("summary", explorer)

        match = lesson.panel("q-match")
        lesson.tab_to("select", match)
        keys.press("B")
        assert match.locator("select").first.input_value() == "both"

        several = lesson.panel("q-open")
        lesson.tab_to("input[type=checkbox]", several)
        keys.press("Space")
        assert several.locator("input").first.is_checked()

        bench = lesson.panel("claim-p04")
        lesson.tab_to("input[type=radio]", bench)
        keys.press("Space")
        lesson.tab_to("button", bench)
        keys.press("Enter")
        bench.get_by_text("2. Which row decides?").wait_for()
        assert page.faults == []


def test_after_saving_stopping_and_reopening_the_answers_are_back(lab, browser):
    with lab.page(browser) as page:
        lesson = Lesson(page, lab).open().run()
        number = lesson.panel("q-gain")
        number.get_by_label("Your number").fill("18.6")
        number.get_by_role("button", name="Check").click()
        number.get_by_role("status").filter(has_text="Right").wait_for()
        lesson.command("docmanager:save")
        lesson.stop_kernel()
        stored = (lab.folder / "01_two_approaches.ipynb").read_text()
        assert "18.6 points" not in stored.replace("[18.6 points]", ""), "an answer's feedback is in the saved notebook"

        lesson.open()
        page.locator(".kap").first.wait_for()
        assert page.get_by_text("Error displaying widget").count() == 0
        lesson.run()
        number = lesson.panel("q-gain")
        number.get_by_role("status").filter(has_text="Right").wait_for()
        assert number.get_by_label("Your number").input_value() == "18.6"


def test_a_kernel_lost_in_the_middle_is_told_of_and_costs_one_click(lab, browser):
    """Nothing is saved in between. First the kernel is culled as a hub does, then killed as a full memory does."""
    with lab.page(browser) as page:
        lesson = part(page, lab, FIRST, "q-gain").open().run()
        panel = lesson.panel("q-gain")

        def check(number):
            panel.get_by_label("Your number").fill(number)
            panel.get_by_role("button", name="Check").click()

        check("18.6")
        panel.get_by_role("status").filter(has_text="Right").wait_for()
        lesson.stop_kernel()
        page.get_by_role("button", name="No Kernel").first.wait_for()
        check("12")
        page.get_by_role("alert").filter(has_text="Run the lesson").first.wait_for()
        lesson.run()
        panel.get_by_role("status").filter(has_text="Right").wait_for()
        assert panel.get_by_label("Your number").input_value() == "18.6"
        check("7")
        panel.get_by_role("status").filter(has_text="Not yet").wait_for()
        os.kill(kernel_that_wrote_last(lab), signal.SIGKILL)
        page.get_by_role("dialog").get_by_role("button", name="Ok").click()
        lesson.run()
        panel.get_by_role("status").filter(has_text="Not yet").wait_for()
        assert panel.get_by_label("Your number").input_value() == "7"


def kernel_that_wrote_last(lab):
    """The process of the kernel with the newest answers: their file is named after it."""
    newest = max(lab.answers.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    return int(newest.stem.split("-")[2])


@pytest.mark.parametrize("name", [
    pytest.param(path.stem, marks=[pytest.mark.long] if path.stem != FIRST else []) for path in LESSONS])
def test_no_barrier_no_shared_id_and_nothing_cut_off_at_200_per_cent_or_on_a_phone(lab, browser, name):
    """A window of 1200 by 1000 at 200 % is one of 600 by 500: text wraps, only tables scroll, inside their frame."""
    with lab.page(browser) as page:
        lesson = Lesson(page, lab, name).open().run()
        for button in page.locator(".kap").get_by_role("button", name="Check", exact=True).all():
            button.click()
        if name == FIRST:
            lesson.panel("explore-approaches").locator("select").select_option("safety")
            lesson.panel("claim-p04").locator("input").first.check()
            lesson.panel("claim-p04").get_by_role("button").click()
            lesson.panel("claim-p04").get_by_text("2. Which row decides?").wait_for()
        assert barriers(page) == []
        ids = page.evaluate("[...document.querySelectorAll('.kap [id]')].map((n) => n.id)")
        assert sorted(name for name in set(ids) if ids.count(name) > 1) == []
        lesson.change_theme(THEMES[1])
        assert barriers(page, {"runOnly": ["color-contrast"]}) == []
        for width, height in ((600, 500), (390, 800)):
            page.set_viewport_size({"width": width, "height": height})
            page.locator(".jp-NotebookPanel").evaluate("n => new Promise((f) => new ResizeObserver(f).observe(n))")
            assert page.evaluate(CUT_OFF) == [], width
            outer = page.locator(".jp-WindowedPanel-outer").first
            assert outer.evaluate("n => n.scrollWidth <= n.clientWidth + 1"), "the lesson must not scroll sideways"
        lesson.change_theme(THEMES[0])
        assert page.faults == []
