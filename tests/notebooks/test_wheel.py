"""The wheel carries the course: it runs from an empty environment, outside the checkout, as a browser kernel would."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kapcourse import release
from tests.notebooks.lessons_on_disk import LESSONS, ROOT, code_cells

RUNNER = Path(__file__).with_name("run_like_a_browser.py")


def install(python, *what):
    """Install with uv when it is there, with pip otherwise, at the pinned versions."""
    uv = shutil.which("uv")
    installer = [uv, "pip", "install", "-q", "--python", python] if uv else [
        python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*installer, "-c", ROOT / "constraints.txt", *what], check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = shutil.which("uv")
    build = [uv, "build", "-q", "--wheel", "-o"] if uv else [
        sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--disable-pip-version-check", "-w"]
    subprocess.run([*build, folder, ROOT], check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(tmp_path_factory, wheel):
    """A Python that has the wheel and what it asks for, nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    install(python, wheel)
    return python


def test_the_wheel_holds_all_content_and_no_cache(wheel):
    inside = zipfile.ZipFile(wheel).namelist()
    content = {f"kapcourse/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "data").rglob("*") if p.is_file()}
    assert content <= set(inside)
    assert any(name.endswith("overrides.d/kapcourse.json") for name in inside)
    assert not [name for name in inside if "__pycache__" in name or name.startswith(("tests", "notebooks"))]


def test_the_wheel_holds_no_solution_and_no_withheld_key(wheel):
    release.check(wheel)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda p: p.stem)
def test_a_lesson_runs_from_the_wheel_in_a_folder_that_cannot_be_written(python, tmp_path, lesson):
    shelf, elsewhere = tmp_path / "shelf", tmp_path / "elsewhere"
    shelf.mkdir()
    elsewhere.mkdir()
    copy = Path(shutil.copy(lesson, shelf))
    shelf.chmod(0o555)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KAPCOURSE", "PYTHON"))}
    done = subprocess.run([python, "-I", RUNNER, copy], cwd=elsewhere, capture_output=True, text=True, timeout=120,
                          env={**environment, "HOME": str(elsewhere), "XDG_DATA_HOME": str(elsewhere / "data")})
    shelf.chmod(0o755)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert not Path(told["from"]).is_relative_to(ROOT)
    assert told["shown"] == [cell.outputs[0].data["text/plain"] for cell in code_cells(lesson)]
    assert list(shelf.iterdir()) == [copy]
