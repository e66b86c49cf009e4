"""The notebooks as the tests read them."""

import re
from pathlib import Path

import nbformat

from kapcourse import wordlists
from kapcourse.tables import lessons

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MADE = [path for path in NOTEBOOKS if path.stem in wordlists.MADE]
LESSONS = [path for path in NOTEBOOKS if path not in MADE]
SOLUTIONS = sorted((ROOT / "notebooks" / "solutions").glob("*.ipynb"))
ALL = LESSONS + SOLUTIONS


def read(path):
    """The notebook at `path`."""
    return nbformat.read(path, as_version=4)


def code_cells(path):
    """Code cells of a notebook."""
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def text_cells(path):
    """Markdown cells of a notebook."""
    return [cell for cell in read(path).cells if cell.cell_type == "markdown"]


def text(path):
    """All Markdown of a notebook."""
    return "\n\n".join(cell.source for cell in text_cells(path))


def called(path, function):
    """Names given to `function("name")` in code cells, in order, asked again or not."""
    return re.findall(rf'{function}\("([^"]+)"(?:, again=True)?\)', "\n".join(cell.source for cell in code_cells(path)))


def lesson_of(path):
    """The entry of data/lessons.yaml that a notebook belongs to."""
    return next(lesson for lesson in lessons.load().values() if lesson.file == path.stem)
