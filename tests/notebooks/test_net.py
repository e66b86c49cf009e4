"""The net holds: a changed number, figure, key or label turns nbval red; the unchanged course is green.

Each test copies the course, changes one thing in the copy, and runs nbval there as CI does.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests.notebooks.lessons_on_disk import ROOT

CHANGES = {
    "a number in data/": ("data/approaches.yaml", "[40 minutes](F-1001)", "[41 minutes](F-1001)"),
    "a number in an item": ("data/exercises/01_two_approaches.yaml", "[8.8 %](F-3002)", "[9.8 %](F-3002)"),
    "a curve or mark of a figure": ("kapcourse/figures/knowledge.py", '"low": ("●●○○"', '"low": ("●●●○"'),
    "a rating shown by a figure": ("data/approaches.yaml", "certainty: very_low\n", "certainty: high\n"),
    "the key of an item": ("data/exercises/01_two_approaches.yaml", "key: therapy\n", "key: lozenge\n"),
    "the key of a claim": ("data/claims.yaml", "\n  verdict: not_established\n  ready: true",
                           "\n  verdict: not_supported\n  ready: true"),
    "a computed key": ("data/approaches.yaml", "difference: custom\n    why: >\n      This is how the two",
                       "difference: same\n    why: >\n      This is how the two"),
    "the label of a control": ("kapcourse/widgets/questions.py", '"Your choice"', '"Your pick"'),
    "the label of a button": ("kapcourse/widgets/questions.py", '"Keep my prediction"', '"Keep"'),
}


@pytest.fixture
def course(tmp_path):
    """A copy of package, content and notebooks of lesson 01."""
    for folder in ("kapcourse", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name in ("notebooks", "notebooks/solutions"):
        (tmp_path / name).mkdir()
        shutil.copy(ROOT / name / "01_two_approaches.ipynb", tmp_path / name)
    return tmp_path


def validate(course):
    """Run nbval over the copy; returns the finished process."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "nbval.plugin", "-c", os.devnull, "--rootdir", ".",
               "--nbval", "--nbval-current-env", "--nbval-cell-timeout=60", "notebooks"]
    environment = {**os.environ, "PYTHONPATH": str(course), "KAPCOURSE_ANSWERS": str(course / "answers"),
                   "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=300)


def test_the_unchanged_course_is_green(course):
    done = validate(course)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_turns_it_red(course, change):
    file, old, new = CHANGES[change]
    before = (course / file).read_text(encoding="utf-8")
    assert old in before, f"{file} no longer holds {old!r}; choose another place"
    (course / file).write_text(before.replace(old, new, 1), encoding="utf-8")
    done = validate(course)
    assert done.returncode == 1, done.stdout[-3000:]
    assert "Cell outputs differ" in done.stdout


@pytest.mark.parametrize(("old", "new"), [("ketamine,treatment,12,20,60.0", "ketamine,treatment,11,20,55.0"),
                                          ("ketamine,treatment,15,32,46.9", "ketamine,treatment,16,32,50.0")])
def test_one_changed_count_of_a_trial_turns_the_solution_red(tmp_path, old, new):
    for folder in ("kapcourse", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks/solutions/05_infusion_evidence.ipynb", tmp_path / "notebooks")
    arms = tmp_path / "data/trial_arms.csv"
    before = arms.read_text(encoding="utf-8")
    assert old in before
    arms.write_text(before.replace(old, new, 1), encoding="utf-8")
    done = validate(tmp_path)
    assert done.returncode == 1, done.stdout[-3000:]
    assert "Cell outputs differ" in done.stdout
