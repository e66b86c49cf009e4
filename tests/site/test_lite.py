"""The browser-only course: it builds, its wheel runs in Pyodide under Node, and a lesson runs for real in Chromium.

`make site-test` runs these; elsewhere they are skipped. Every request to another machine is blocked. NumPy, matplotlib
and Pillow cannot be had for this Pyodide from the package index, so what needs them is not run here.
"""

import hashlib
import json
import os
import subprocess

import pytest

from kapcourse import release
from kapcourse.__main__ import main
from kapcourse.learning import answers, exercises
from tests.browser.lesson import THEMES
from tests.helpers import ROOT
from tests.site.conftest import RUNTIME
from tests.site.visits import NARROW, visit

pytestmark = pytest.mark.skipif(
    not os.environ.get("KAPCOURSE_SITE_TESTS"), reason="THE BROWSER-ONLY COURSE WAS NOT TESTED (see make site-test)")


def test_the_site_holds_every_lesson_its_packages_by_hash_and_no_key(lite_site):
    lessons = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {path.name for path in (lite_site / "files").iterdir()} == lessons
    place = lite_site / "static" / "pyodide"
    packages = json.loads((place / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {"kapcourse", "ipywidgets", "anywidget", "fpdf2", "ipython", "pyodide-kernel"} <= set(packages)
    for one in packages.values():
        assert hashlib.sha256((place / one["file_name"]).read_bytes()).hexdigest() == one["sha256"], one["file_name"]
        assert set(one["depends"]) <= set(packages), one["name"]
    release.check(lite_site)
    assert not [path for path in lite_site.rglob("*") if "solutions" in path.parts or "instructors" in path.parts]


def test_the_wheel_and_its_floors_run_in_pyodide_under_node(lite_site):
    ran = subprocess.run(["node", ROOT / "tests" / "site" / "floors.mjs", RUNTIME, lite_site / "static" / "pyodide"],
                         capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["platform"] == "emscripten" and told["lessons"] == 13
    assert told["notice"] == answers.FORGOTTEN  # Node has no folder that a browser keeps
    (wrong, why_not), (right, why) = told["tried"]
    assert (wrong, right) == (False, True) and "Not yet" in why_not and "Right" in why
    assert [json.loads(line)["correct"] for line in told["download"].splitlines()] == [False, True]
    assert len(told["need_numpy"]) < told["modules"] / 2
    assert not [name for name in told["need_numpy"] if name.startswith("tables.")]


def options_of(name):
    """The key of a choice and one that is wrong."""
    item = exercises.get(name)
    return item.key, next(option.id for option in item.options if option.id != item.key)


def choose(panel, value):
    """Choose and check; returns what is said."""
    panel.locator(f'input[value="{value}"]').check()
    panel.get_by_role("button", name="Check", exact=True).click()
    panel.locator(".kap-feedback").first.wait_for()
    return panel


def test_an_answer_survives_the_browser_and_its_download_is_graded(lite_host, tmp_path, capsys):
    key, wrong = options_of("start_here.what_it_gives")
    with visit(tmp_path / "profile", lite_host) as first:
        first.run("00_start_here")
        panel = choose(first.panel(0), wrong)
        panel.get_by_text("Not yet.").wait_for()
        choose(panel, key).get_by_text("Right.").wait_for()
        first.page.get_by_text("kept in this browser").wait_for()
        assert first.page.get_by_text(answers.FORGOTTEN).count() == 0
        assert first.asked == []
    with visit(tmp_path / "profile", lite_host) as second:
        second.run("00_start_here")
        second.panel(0).get_by_text("Right.").wait_for()
        assert second.panel(0).locator(f'input[value="{key}"]').is_checked()
        (tmp_path / "class").mkdir()
        second.download(tmp_path / "class" / "ana.jsonl")
        assert second.asked == []
    assert main(["grade", str(tmp_path / "class"), "--into", str(tmp_path / "book.csv")]) == 0
    assert "Trainees: 1. Answers: 1," in capsys.readouterr().out
    assert "start_here.what_it_gives" in (tmp_path / "book.csv").read_text(encoding="utf-8")


def test_a_browser_that_keeps_nothing_says_so_at_once(lite_host, tmp_path):
    with visit(tmp_path / "profile", lite_host, service_workers="block") as one:
        one.run("00_start_here")
        one.panel(0).get_by_text(answers.FORGOTTEN).wait_for()
        choose(one.panel(0), options_of("start_here.what_it_gives")[0]).get_by_text("Right.").wait_for()
        one.download(tmp_path / "mine.jsonl")
    assert answers.parsed((tmp_path / "mine.jsonl").read_bytes().splitlines()[0]).correct is True


def test_lesson_01_works_on_a_narrow_screen_in_both_themes_without_barriers(lite_host, tmp_path):
    key, wrong = options_of("two_approaches.what_makes_it_kap")
    with visit(tmp_path / "profile", lite_host, NARROW) as one:
        one.run("01_two_approaches")
        choose(one.panel(0), wrong).get_by_text("Not yet.").wait_for()
        choose(one.panel(0), key).get_by_text("Right.").wait_for()
        one.settled()
        for theme in reversed(THEMES):
            one.change_theme(theme)
            assert not one.faults(), theme
        frame = one.page.locator(".kap-scroll", has=one.page.locator("table")).last
        frame.focus()
        frame.press("ArrowRight")
        one.page.wait_for_function("document.activeElement.scrollLeft > 0")
        one.page.evaluate("""document.activeElement.closest(".kap").insertAdjacentHTML(
            "beforeend", "<p style='width: 40em'>Too wide</p>")""")
        assert one.faults()
        assert one.asked == []
