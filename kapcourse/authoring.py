"""For authors: run a lesson and store it the way CI compares it; write the notebooks that are made from data."""

import os
import tempfile
from pathlib import Path

from kapcourse import wordlists
from kapcourse.learning import glossing
from kapcourse.learning.wording import listed
from kapcourse.tables import facts, lessons
from kapcourse.tables.records import CourseError

WIDGET = "application/vnd.jupyter.widget-view+json"


def store(path):
    """Fill in what the tables say, execute the notebook at `path` with no answers given, and write it back.

    Live-widget state is left out (a reopened notebook would show an error for it); input cells are collapsed.
    The glossary and the source list have no code: they are written anew, and need not be there before.
    Raises CourseError if the file cannot be read or a cell fails, OSError if it cannot be written.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    path = Path(path)
    if path.stem in wordlists.MADE:
        return nbformat.write(made(path), path)
    notebook = fill_in(read(path), path.stem)
    with tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(notebook, timeout=120, kernel_name="python3", store_widget_state=False,
                                coalesce_streams=True, resources={"metadata": {"path": str(path.parent)}})
        try:
            client.execute(env={**os.environ, "KAPCOURSE_ANSWERS": empty})
        except CellExecutionError as fault:
            raise CourseError(f"{path}: a cell failed: {fault.ename}: {fault.evalue}") from None
        except (CellTimeoutError, DeadKernelError) as fault:
            raise CourseError(f"{path}: a cell came to no end ({type(fault).__name__}).") from None
    nbformat.write(tidy(notebook), path)


def read(path):
    """The notebook at `path`. Raises CourseError if it is none."""
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, AttributeError, KeyError, nbformat.ValidationError) as fault:
        raise CourseError(f"{path}: not a readable notebook ({type(fault).__name__}).") from None
    return notebook


def fill_in(notebook, name):
    """The notebook with what data/ says: the cells `opening` and `key-points`, short links, links to the glossary.

    name: the lesson's file name without ending. A notebook without such cells (a solution) only has its short links
    filled.
    """
    lesson = next((x for x in lessons.load().values() if x.file == name), None)
    for cell in notebook.cells:
        if lesson and cell.id in _WRITTEN:
            cell.source = _WRITTEN[cell.id](lesson)
        if cell.cell_type == "markdown":
            cell.source = facts.cite(cell.source)
    if lesson and any(cell.id == "opening" for cell in notebook.cells):
        _link_terms(notebook, lesson)
    return notebook


def made(path):
    """The notebook that `path` names, made from data/ and from the lessons that lie beside it."""
    from nbformat import v4

    texts = wordlists.MADE[path.stem](_texts_beside(path))
    return tidy(v4.new_notebook(cells=[v4.new_markdown_cell(text, id=name) for name, text in texts.items()]))


def _link_terms(notebook, lesson):
    terms = [term.term for term in lessons.glossary().values() if lesson.id not in term.not_in]
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown" and cell.id not in _NO_TERMS]
    for cell, text in zip(cells, glossing.linked([cell.source for cell in cells], terms), strict=True):
        cell.source = text


def _texts_beside(path):
    """{lesson id: its Markdown} of the ready lessons in the folder of `path`."""
    found = {}
    for lesson in lessons.load().values():
        place = path.with_name(f"{lesson.file}.ipynb")
        if lesson.ready and place.exists():
            cells = read(place).cells
            found[lesson.id] = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return found


def opening(lesson):
    """The Markdown that opens a lesson: title, purpose, objectives, time, roles, prerequisites."""
    before = [lessons.load()[name] for name in lesson.prerequisites]
    goals = "\n".join(f"- {objective.text}" for objective in lesson.objectives)
    return (f"# {lesson.id} {lesson.title}\n\n{lesson.purpose}\n\n**After this lesson you can**\n\n{goals}\n\n"
            f"**Time:** {lesson.minutes} minutes; what is marked *optional* comes on top. "
            f"**For:** {listed(lesson.roles)}. "
            f"**Before it:** {listed([f'lesson {x.id}, {x.title}' for x in before]) or 'nothing'}.")


def key_points(lesson):
    """The Markdown that closes a lesson."""
    return "## Key points\n\n" + "\n".join(f"- {point}" for point in lesson.key_points)


def tidy(notebook):
    """The notebook without live-widget outputs and volatile metadata, its code collapsed (see `_OPEN`)."""
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                         "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {"jupyter": {"source_hidden": True}} if _is_collapsed(cell) else {}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
            output.pop("metadata", None) if output.output_type == "stream" else output.update(metadata={})
    return notebook


def _is_collapsed(cell):
    return cell.cell_type == "code" and cell.id not in _OPEN


_WRITTEN = {"opening": opening, "key-points": key_points}
_NO_TERMS = {*_WRITTEN, "next"}
_OPEN = {"class"}  # where an instructor names the folder of a class
