"""How nbgrader collects and grades here: answers travel as data, and nothing that a trainee sent is ever run.

Of what somebody handed in, one file is taken: answers.jsonl, if it is a plain file of theirs and not too big. The
notebook beside it is our own copy. The points in its locked cells are worked out from the answers, without a kernel.
What is left out, and why, is one line for each trainee.
"""

import os
import shutil
import stat
from pathlib import Path

import nbformat
from nbformat.v4 import new_output
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import find_owner, is_grade, parse_utc
from seats import NAME

from kapcourse.learning import collected, handing_in

OURS = {"submit.ipynb", "timestamp.txt", "submission_secret.txt", ".ipynb_checkpoints", ".answers.jsonl"}
COLUMN = "points-"  # a locked cell's name is this and the column's
LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


class Collect(ExchangeCollect):
    """Takes the answers of each trainee's latest submission. A folder that is not theirs is left where it is."""

    def init_src(self):
        """Find the latest submission of everybody: records with username, filename and timestamp."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Course not found: {self.inbound_path}")
        latest = {}
        for entry in sorted(os.scandir(self.inbound_path), key=lambda entry: entry.name):
            record = self._record(entry)
            if record and record["timestamp"] >= latest.get(record["username"], record)["timestamp"]:
                latest[record["username"]] = record
        self.src_records = list(latest.values())
        self.check_owner = False  # it was, and it counts

    def _record(self, entry):
        """What an entry's name says, or None with a line if it does not say whose it is, or says it wrongly."""
        name, _, rest = entry.name.partition("+")
        assignment, _, rest = rest.partition("+")
        if assignment != self.coursedir.assignment_id or self.coursedir.student_id not in ("*", "", name):
            return None
        try:
            when = parse_utc(rest.split("+")[0])
        except (ValueError, OverflowError):
            when = None
        if not NAME.fullmatch(name) or not when or not entry.is_dir(follow_symlinks=False):
            return self._left(entry.name, "it is no submission.")
        if self.check_owner and name != _owner(entry):
            return self._left(entry.name, f"it claims to be by {name}, but {_owner(entry)} put it there.")
        return {"username": name, "filename": entry.name, "timestamp": when}

    def _left(self, name, why):
        self.log.warning("Left out: %s, %s", collected.printable(name), why)

    def do_copy(self, src, dest, log=None):
        """Put our notebook and the answers of one submission into a new folder `dest`; never fails for what is there.
        """
        record = self._record_of(src)
        os.makedirs(dest)
        shutil.copyfile(Path(self.coursedir.format_path(
            self.coursedir.release_directory, ".", self.coursedir.assignment_id)) / "submit.ipynb",
            Path(dest) / "submit.ipynb")
        Path(dest, "timestamp.txt").write_text(f"{record['timestamp']} UTC\n", encoding="ascii")
        faults = take(src, Path(dest) / handing_in.NAME)
        if faults:
            self.log.warning("%s: %s", record["username"], "; ".join(faults))

    def _record_of(self, src):
        return next(record for record in self.src_records if record["filename"] == os.path.basename(src))


def _owner(entry):
    try:
        return find_owner(entry.path)
    except (KeyError, OSError):
        return "somebody unknown"


def take(source, target):
    """Copy answers.jsonl of the folder `source` to the file `target`; returns clauses on what was left out."""
    faults = []
    try:
        folder = os.open(source, LOOK | os.O_DIRECTORY)
    except OSError as fault:
        return [f"the submission cannot be read ({fault.strerror})"]
    try:
        others = sorted(set(os.listdir(folder)) - OURS - {handing_in.NAME})
        if others:
            faults.append(f"{len(others)} other files left out, the first is {collected.printable(others[0])}")
        target.write_bytes(_plain(folder, handing_in.NAME))
    except FileNotFoundError:
        faults.append(f"there is no {handing_in.NAME}")
    except OSError as fault:
        faults.append(f"{handing_in.NAME} left out ({fault.strerror})")
    finally:
        os.close(folder)
    return faults


def _plain(folder, name):
    """The content of a plain file in an open folder, of the same owner. Raises OSError for anything else."""
    with os.fdopen(os.open(name, LOOK, dir_fd=folder), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(22, "it is no plain file")
        if found.st_uid != os.fstat(folder).st_uid:
            raise OSError(1, "it is somebody else's")
        if found.st_size > collected.MAX_BYTES:
            raise OSError(27, f"it is above {collected.MAX_BYTES / 1e6:g} MB")
        return file.read(collected.MAX_BYTES)


class OnlyOurs(NbGraderPreprocessor):
    """The released notebook in the place of the one that came, however that came to differ."""

    def preprocess(self, nb, resources):
        """Return our notebook; one line if another was there."""
        named = resources["nbgrader"]
        course = CourseDirectory(parent=self)
        path = Path(course.format_path(course.release_directory, ".", named["assignment"])) / "submit.ipynb"
        ours = nbformat.read(path, as_version=4)
        kept = {cell.source for cell in ours.cells}
        strange = sum(cell.source not in kept for cell in nb.cells)
        if strange:
            self.log.warning("%s: %d cells are not ours and are left out", named["student"], strange)
        return ours, resources


class Points(NbGraderPreprocessor):
    """Fills the locked cells with points that are worked out from the answers. Takes the place of nbgrader's Execute.
    """

    def preprocess(self, nb, resources):
        """Give each locked cell its points as output; one line for answers that could not be read."""
        named = resources["nbgrader"]
        course = CourseDirectory(parent=self)
        folder = Path(course.format_path(course.submitted_directory, named["student"], named["assignment"]))
        points, faults = handing_in.reached(named["student"], folder / handing_in.NAME)
        if faults:
            self.log.warning("%s: %s", named["student"], " ".join(faults))
        for cell in filter(is_grade, nb.cells):
            value = points[cell.metadata.nbgrader.grade_id.removeprefix(COLUMN)]
            cell.outputs = [new_output("execute_result", {"text/plain": str(value)}, execution_count=1)]
        return nb, resources
