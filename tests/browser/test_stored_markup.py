"""Markup that somebody stored in a name, an answer or the course's own files is shown in Chromium and never runs."""

import shutil

import pytest
import yaml

from tests.browser.lesson import of_cells
from tests.helpers import SMALL_COURSE
from tests.learning.test_cohort import line, put

pytestmark = [pytest.mark.browser, pytest.mark.long]
RUNS = "window.ran = (window.ran || 0) + 1"
HOSTILE = [f"<img src=x onerror='{RUNS}'>", f"<svg onload='{RUNS}'>", f"<script>{RUNS}<",
           f"'\" onmouseover='{RUNS}' x='", f"<iframe srcdoc='<script>parent.{RUNS}<'>", "[x](javascript:window.ran=1)"]
FOREIGN = """() => [...document.querySelectorAll('.kap :is(img, script, iframe, object, embed, form, link, base)')]
    .concat([...document.querySelectorAll('.kap *')].filter((n) => [...n.attributes].some((a) => a.name.startsWith('on')
        || (/href|src|action/.test(a.name) && /^\\s*(javascript|data|vbscript):/i.test(a.value)))))
    .map((n) => n.outerHTML.slice(0, 120))"""
SMALL = """from pathlib import Path
from kapcourse.tables import files
files._PACKAGE = Path({!r})
"""


def nothing_ran(page):
    """Wherever the mouse goes, nothing stored has run, and nothing foreign stands in a panel."""
    for panel in page.locator(".kap").all():
        panel.hover()
    assert page.evaluate(FOREIGN) == []
    assert page.evaluate("window.ran") is None
    assert page.faults == []


def test_names_and_answers_of_a_class_do_not_run_in_the_instructors_page(lab, browser, tmp_path):
    for number, word in enumerate(HOSTILE):
        put(tmp_path, word.replace("/", ""), "".join(line(name, answer) for name, answer in (
            ("two_approaches.what_makes_it_kap", word), ("two_approaches.gain", word), (word, word),
            ("two_approaches.still_open", [word]), ("two_approaches.what_makes_it_kap", "lozenge"),
            ("test.before", {"do": "answer", "form": "A", "item": word, "answer": word}))), f"{number}.jsonl")
    show = f"from kapcourse import cohort\ncohort.show({str(tmp_path)!r}, names=True)"
    with lab.page(browser) as page:
        lesson = of_cells(page, lab, "hostile_class", {"class": show}).open().run()
        names = lesson.panel("class").locator("bdi")
        assert names.count() == len(HOSTILE) and names.filter(has_text="<img src=x onerror=").count() == 1
        nothing_ran(page)


def test_texts_of_cases_items_and_tables_and_what_was_typed_do_not_run_in_a_lesson(lab, browser, tmp_path):
    data = shutil.copytree(SMALL_COURSE, tmp_path / "data")
    words = " ".join(HOSTILE)
    spoil(data / "cases" / "quiet_room.yaml", words, "title", "about", "scene", "say", "why", "debrief")
    spoil(data / "exercises" / "01_two.yaml", words, "stem", "text", "feedback", "unit")
    spoil(data / "claims.yaml", words, "statement", "text", "study", "figure", "reason")
    spoil(data / "approaches.yaml", words, "name", "short", "question", "value", "note", "text")
    spoil(data / "lessons.yaml", words, "title", "purpose")
    cells = {name: f"{SMALL.format(str(tmp_path / 'kapcourse'))}{code}" for name, code in {
        "choice": 'ask("two.choice")', "match": 'ask("two.match")', "case": 'explore.case("quiet_room")',
        "claim": 'explore.claim("P01")', "table": "explore.approaches()", "map": "course.map()",
        "thought": 'ask("start.hope")'}.items()}
    with lab.page(browser) as page:
        lesson = of_cells(page, lab, "hostile_course", cells).open().run()
        choice, thought = lesson.panel("choice"), lesson.panel("thought")
        choice.get_by_role("radio").last.check()
        choice.get_by_role("button", name="Check").click()
        choice.get_by_role("status").filter(has_text="<img src=x").wait_for()
        thought.get_by_role("textbox").fill(words)
        thought.get_by_role("button", name="Keep").click()
        thought.get_by_role("status").filter(has_text="Kept for you alone").wait_for()
        lesson.panel("case").get_by_role("button").first.click()
        assert "<script>" in lesson.panel("map").inner_text()
        nothing_ran(page)
        lesson.run()
        assert lesson.panel("thought").get_by_role("textbox").input_value() == words
        nothing_ran(page)


def spoil(path, words, *fields):
    """Add words to every text under one of these names, wherever it stands in a YAML file."""
    def spoilt(part, name=""):
        if isinstance(part, dict):
            return {key: spoilt(value, key) for key, value in part.items()}
        if isinstance(part, list):
            return [spoilt(value) for value in part]
        planted = isinstance(part, str) and name in fields and not part.isdigit()
        return f"{part} {words}" if planted else part

    content = spoilt(yaml.safe_load(path.read_text(encoding="utf-8")))
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
