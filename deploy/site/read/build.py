"""Builds the reading site: `python -m deploy.site.read.build FOLDER`.

Nothing reaches FOLDER unless every check of the site passes.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

OTHERS = ("lite",)  # what stands in the folder and is not ours


def build(folder):
    """Write the pages, let Sphinx draw them, look them through, and put them into `folder`.

    What else stands there is removed, but for the browser-only course. Raises CourseError at the first fault.
    """
    from deploy.site.read import checks, pages

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    ways = pages.doors()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".draft-") as place:
        written, draft = Path(place) / "pages", Path(place) / "html"
        written.mkdir()
        pages.write(written, ways)
        _draw(written, draft, Path(place) / "doctrees")
        told = checks.look_through(draft, ways.lite)
        _publish(draft, folder)
    print(f"{folder}: {told}")


def _draw(written, draft, doctrees):
    from sphinx.cmd.build import main

    from kapcourse.tables.records import CourseError

    if main(["-q", "-W", "--keep-going", "-b", "html", "-d", str(doctrees), "-c", str(Path(__file__).parent),
             str(written), str(draft)]):
        raise CourseError("Sphinx found the faults above.")
    for unread in (draft / ".buildinfo", draft / "_sources", *draft.rglob("*.map")):
        shutil.rmtree(unread) if unread.is_dir() else unread.unlink(missing_ok=True)


def _publish(draft, folder):
    for old in folder.iterdir():
        if old.name not in OTHERS:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for new in draft.iterdir():
        shutil.move(new, folder / new.name)


def main(arguments):
    """Build into the folder named; returns the exit status."""
    from kapcourse.tables.records import CourseError

    with tempfile.TemporaryDirectory() as empty:
        os.environ["KAPCOURSE_ANSWERS"] = empty
        try:
            build(*arguments)
        except CourseError as fault:
            print(fault, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
