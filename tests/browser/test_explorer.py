"""The explorers in a real browser: by keyboard and by mouse, picture and sentence together."""

import re
import time

import pytest

from tests.browser.lesson import of_cells

pytestmark = pytest.mark.browser
CURVE = "path[id$='curve-A_ketamine']"
SLOW = """import time
from kapcourse.widgets import dosing, panel
class Slow(dosing.DoseAndRoute):
    def on(self, event, value):
        time.sleep(0.1)
        return super().on(event, value)
panel.show(Slow)"""
COUNT = """n => { window.pictures = 0; new MutationObserver(() => { window.pictures += 1; })
    .observe(n.querySelector("path[id$='curve-A_ketamine']"), { attributes: true, attributeFilter: ["d"] }); }"""
CELLS = {**{name: "explore.dose_and_route()" for name in ("followed", "dragged", "refused", "three")},
         "occupancy": "explore.occupancy()", "map": "explore.evidence_map()", "timeline": "explore.timeline()",
         "slow": SLOW, "trials": "explore.trials()", "sorted": "explore.kap_studies()",
         "nothing": "explore.kap_studies()"}


@pytest.fixture(scope="module")
def opened(lab, browser):
    """One page for all tests here: opening one costs more than most of them. Each has a panel of its own.

    It belongs to a slow machine: every module comes later than anywidget waits for it.
    """
    with lab.page(browser) as page:
        page.add_init_script("const wait = AbortSignal.timeout; AbortSignal.timeout = () => wait.call(AbortSignal, 0);")
        yield of_cells(page, lab, "explorers", CELLS).open().run()


@pytest.fixture
def lesson(opened):
    """The page, with no fault left in it by an earlier test, and none after this one."""
    opened.page.faults.clear()
    yield opened
    assert opened.page.faults == []


def peak(panel):
    """The peak (ng/mL) of regimen A that the sentence tells."""
    return int(re.search(r"peaks at (\d+) ng/mL", panel.locator(".kap-sentence").inner_text())[1])


def test_picture_sentence_and_description_follow_the_slider(lesson):
    page, panel = lesson.page, lesson.panel("followed")
    axes = panel.locator("svg").element_handle()
    before, curve = peak(panel), panel.locator(CURVE).get_attribute("d")
    lesson.tab_to("input[type=range][id$='A.dose']", panel)
    page.keyboard.press("ArrowLeft")
    panel.locator(".kap-sentence").filter(has_text="0.45 mg/kg").wait_for()
    assert peak(panel) == pytest.approx(0.9 * before, abs=1)
    assert panel.locator(CURVE).get_attribute("d") != curve
    assert panel.locator("svg desc").text_content() == panel.locator(".kap-sentence").inner_text()
    assert axes.evaluate("n => n.isConnected"), "the axes are drawn once"
    assert page.evaluate("document.activeElement.id").endswith("A.dose"), "the focus stays on the slider"


def drag(page, slider, steps, pause=0):
    """Pull a slider to and fro, `pause` milliseconds a step, and let it go at its left end."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, y)
    page.mouse.down()
    for step in range(steps):
        page.mouse.move(box["x"] + box["width"] * (0.05 + 0.9 * (step % 60) / 60), y)
        page.wait_for_timeout(pause)
    page.mouse.move(box["x"] + 2, y)
    page.mouse.up()


def test_a_fast_drag_leaves_no_queue_and_ends_at_the_last_value(lesson):
    panel = lesson.panel("dragged")
    slider = panel.get_by_label("A: dose")
    drag(lesson.page, slider, 120)
    panel.locator(".kap-sentence").filter(has_text="A, 0.1 mg/kg").wait_for(timeout=2000)
    assert slider.input_value() == "0.1"


def test_a_drag_lets_a_busy_machine_rest_and_still_ends_at_the_last_value(lesson):
    """Answers of 100 ms or more, 200 ms of rest after each: at most a picture for every 300 ms, and the last one."""
    page, panel = lesson.page, lesson.panel("slow")
    panel.evaluate(COUNT)
    began = time.monotonic()
    drag(page, panel.get_by_label("A: dose"), 60, pause=25)
    panel.locator(".kap-sentence").filter(has_text="A, 0.1 mg/kg").wait_for(timeout=2000)
    assert 2 <= page.evaluate("window.pictures") <= 2 + (time.monotonic() - began) / 0.3


def test_a_refused_value_is_told_and_the_control_goes_back(lesson):
    page, panel = lesson.page, lesson.panel("refused")
    slider = panel.get_by_label("A: dose")
    before = slider.input_value()
    slider.evaluate("n => { n.max = 50; n.value = 40; n.dispatchEvent(new Event('input', { bubbles: true })); }")
    page.get_by_role("alert").filter(has_text="outside the 0.1 to 0.75 mg/kg").wait_for()
    assert panel.get_by_label("A: dose").input_value() == before
    panel.get_by_label("A: dose").press("ArrowLeft")
    panel.locator(".kap-sentence").filter(has_text="0.45 mg/kg").wait_for()


def test_three_regimens_and_other_models_are_shown_and_a_dose_beyond_the_sources_cannot_be_set(lesson):
    panel = lesson.panel("three")
    panel.get_by_label("Regimens side by side").select_option("3")
    panel.get_by_label("Lay the other published models over A").check()
    panel.locator(".kap-sentence").filter(has_text="Other models put the peak of A").wait_for()
    assert panel.locator("path[id*='curve-'][d^='M']").count() == 3 * 3 + 4
    for letter, high in (("A", "0.75"), ("B", "400"), ("C", "300")):
        assert panel.get_by_label(f"{letter}: dose").get_attribute("max") == high


def test_the_share_taken_follows_the_bound_share_and_the_map_opens_by_keyboard(lesson):
    page, panel = lesson.page, lesson.panel("occupancy")
    lesson.tab_to("input[type=range][id$='bound']", panel)
    page.keyboard.press("ArrowLeft")
    panel.locator(".kap-sentence").filter(has_text="45 % bound").wait_for()
    chart = lesson.panel("map")
    lesson.tab_to("select", chart)
    page.keyboard.press("ArrowDown")
    lesson.tab_to("button", chart)
    page.keyboard.press("Enter")
    chart.get_by_text("You graded 1 of 7.").wait_for()
    assert chart.locator("details, summary").count() >= 7


def test_the_time_axis_says_what_is_not_known_when_the_route_changes(lesson):
    panel = lesson.panel("timeline")
    before = panel.locator("path[id$='curve-ketamine']").get_attribute("d")
    marks = panel.get_by_role("region", name="Every mark of the lanes")
    assert not marks.is_visible()
    panel.get_by_text("Every mark of the lanes").click()
    panel.get_by_label("Route").select_option("oral")
    panel.locator(".kap-sentence").filter(has_text="not known for this route").wait_for()
    assert panel.locator("path[id$='curve-ketamine']").get_attribute("d") != before
    assert panel.locator("path[id$='curve-valued']").get_attribute("d") == ""
    assert panel.locator("svg text", has_text="not known for this route").count() == 4
    assert marks.is_visible(), "what the reader unfolded stays so"
    assert panel.locator("svg desc").text_content() == panel.locator(".kap-sentence").inner_text()


def test_a_trial_is_left_out_by_keyboard_and_nothing_left_is_said_in_words(lesson):
    page, panel, sentence = lesson.page, lesson.panel("trials"), lesson.panel("trials").locator(".kap-sentence")
    before = panel.locator("svg").first.inner_html()
    assert "2 trials pooled" in sentence.inner_text()
    lesson.tab_to("input[type=checkbox][value^='murrough2013']", panel)
    page.keyboard.press("Space")
    sentence.filter(has_text="One study only: shown, not pooled. Lii 2023").wait_for()
    assert "left out by you: Murrough 2013" in sentence.inner_text()
    assert panel.locator("svg").first.inner_html() != before
    assert panel.locator("svg desc").first.text_content() == sentence.inner_text()
    lesson.tab_to("input[type=checkbox][value^='lii2023']", panel)
    page.keyboard.press("Space")
    sentence.filter(has_text="Nothing is left to pool").wait_for()
    assert panel.get_by_label("Of 100 people").count() == 0


def test_studies_are_sorted_and_compared_by_keyboard(lesson):
    page, panel = lesson.page, lesson.panel("sorted")
    lesson.tab_to("select[id$='wilkinson2021']", panel)
    page.keyboard.type("Thera")
    lesson.tab_to("button", panel)
    page.keyboard.press("Enter")
    panel.get_by_role("status").filter(has_text="1 of 1 sorted as the course sorts them").wait_for()
    assert panel.get_by_label("Wilkinson 2021").input_value() == "therapy"
    lesson.tab_to("summary", panel)
    page.keyboard.press("Enter")
    assert "28 people" in panel.locator("details[open]").inner_text()


def test_comparing_nothing_is_told_in_words(lesson):
    lesson.panel("nothing").get_by_role("button", name="Compare").click()
    lesson.page.get_by_role("alert").filter(has_text="Sort at least one study first, then compare.").wait_for()
