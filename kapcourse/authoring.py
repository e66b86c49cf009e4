"""For authors: run a lesson and store it the way CI compares it."""

import os
import tempfile
from pathlib import Path

from kapcourse.tables.records import CourseError

WIDGET = "application/vnd.jupyter.widget-view+json"


def store(path):
    """Execute the notebook at `path` with no answers given and write it back.

    Live-widget state is left out (a reopened notebook would show an error for it); input cells are collapsed.
    Raises CourseError if the file cannot be read or a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    path = Path(path)
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, nbformat.reader.NotJSONError) as fault:
        raise CourseError(f"{path}: not a readable notebook ({type(fault).__name__}).") from None
    with tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(notebook, timeout=120, kernel_name="python3", store_widget_state=False,
                                resources={"metadata": {"path": str(path.parent)}})
        try:
            client.execute(env={**os.environ, "KAPCOURSE_ANSWERS": empty})
        except CellExecutionError as fault:
            raise CourseError(f"{path}: a cell failed: {fault.ename}: {fault.evalue}") from None
    nbformat.write(tidy(notebook), path)


def tidy(notebook):
    """The notebook without live-widget outputs and volatile metadata, its code collapsed."""
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                         "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {"jupyter": {"source_hidden": True}} if cell.cell_type == "code" else {}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
            output.pop("metadata", None) if output.output_type == "stream" else output.update(metadata={})
    return notebook
