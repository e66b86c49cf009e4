"""The edition: version of the course, day of the evidence, a mark of the data, and what a record of study says."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache

from kapcourse.tables.files import data_folder, read_list
from kapcourse.tables.records import CourseError


@dataclass(frozen=True)
class Edition:
    """The one entry of data/edition.yaml. evidence: the day up to which the evidence was read, as 2026-11-26."""

    id: str
    version: str
    evidence: str
    certifies_nothing: str
    in_person: list[str]


@cache
def load(folder=None):
    """The edition. Raises CourseError for a bad field or a day that is none."""
    found = read_list((folder or data_folder()) / "edition.yaml", Edition, "entry")
    if len(found) != 1 or not found[0].in_person:
        raise CourseError("data/edition.yaml: expected one entry, with in_person.")
    day = found[0].evidence
    try:
        date.fromisoformat(day)
    except ValueError:
        raise CourseError(f"data/edition.yaml: evidence is '{day}'; expected a day as 2026-11-26.") from None
    return found[0]


def mark(folder=None):
    """Twelve signs that change whenever a file of data/ does (the start of a SHA-256), whatever ends its lines."""
    place, total = folder or data_folder(), hashlib.sha256()
    for path in sorted(p for p in place.rglob("*") if p.suffix in (".csv", ".yaml")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{path.relative_to(place).as_posix()} {len(content)}\n".encode() + content)
    return total.hexdigest()[:12]
