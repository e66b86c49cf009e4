"""Set up the instructor's folder for nbgrader: `python new_class.py FOLDER` writes source/submit/submit.ipynb into it.

The notebook has one locked cell for each lesson that has points; run this again when the questions change.
"""

import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kapcourse.learning.cohort import Scheme

TEXT = """# Hand in your answers

1. Press **Run the lesson**. Your answers are packed into the file `answers.jsonl` beside this page. What you wrote for
   yourself is not in it.
2. Look at your points below. Questions whose key is withheld count only after you have handed in.
3. In the menu **Nbgrader**, open **Assignment List** and press **Submit**. You can do so again: the latest counts."""
PACK = "from kapcourse.learning import handing_in\nhanding_in.pack()"
HIDDEN = {"jupyter": {"source_hidden": True}}


def notebook(scheme):
    """The notebook `submit` for what a cohort.Scheme grades."""
    cells = [new_markdown_cell(TEXT, id="about", metadata=_locked("about")),
             new_code_cell(PACK, id="pack", metadata={**HIDDEN, **_locked("pack")})]
    for column in scheme.lessons:
        cells.append(new_markdown_cell(f"**{column.title}**, points of {column.most}:", id=f"title-{column.name}"))
        cells.append(new_code_cell(f'handing_in.points("{column.name}")', id=f"points-{column.name}",
                                   metadata={**HIDDEN, **_locked(f"points-{column.name}", column.most)}))
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def _locked(name, points=None):
    """nbgrader's marks of a cell that trainees cannot change; `points` if it is worth any."""
    worth = {} if points is None else {"points": points}
    return {"nbgrader": {"grade": points is not None, "grade_id": name, "locked": True, "solution": False,
                         "task": False, "schema_version": 3, **worth}}


def main(folder):
    """Write the notebook, and say where."""
    path = Path(folder) / "source" / "submit" / "submit.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook(Scheme()), path)
    print(f"Written: {path}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 2 else __doc__)
