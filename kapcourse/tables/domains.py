"""What the test before and after the course asks about: one entry of data/tests/domains.yaml for each domain."""

from dataclasses import dataclass
from functools import cache

from kapcourse.tables.files import data_folder, read_list
from kapcourse.tables.records import unique


@dataclass(frozen=True)
class Domain:
    """A part of the subject that is scored for itself, and its name as trainees read it."""

    id: str
    name: str


@cache
def load(folder=None):
    """All domains by id, in the order in which they are shown. Raises CourseError for a bad field."""
    path = (folder or data_folder()) / "tests" / "domains.yaml"
    return unique(read_list(path, Domain, "domain"), "data/tests/domains.yaml")
