"""Studies of ketamine with a psychological part, sorted by what chance decided; data/kap_studies.csv."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables.facts import Sourced, read_sourced

GROUPS = {
    "drug": "The drug; therapy the same for all",
    "therapy": "Therapy; the drug the same for all",
    "each": "Drug and therapy, each on its own",
    "package": "A whole programme against another",
    "amount": "How much: the dose, or the number of sessions",
    "route": "The route of the drug",
    "part": "One part of the session, such as music",
    "chosen": "Not chance: people and clinics chose",
    "nothing": "Nothing: there was one group only",
}
CONDITIONS = {"depression": "Depression", "trauma": "Trauma", "addiction": "Addiction", "mixed": "Several conditions"}
STATES = {"read": "result read", "unread": "published, result not yet read", "waiting": "completed, no result posted",
          "running": "running when last seen"}


@dataclass(frozen=True)
class Study(Sourced):
    """One row. randomised: what chance decided. compares: whether the figure shown is between groups or within one.

    can_say and cannot_say: what follows from the design. last_seen: what was last seen of a study without a result.
    """

    study: str
    condition: Literal["depression", "trauma", "addiction", "mixed"]
    randomised: Literal["drug", "therapy", "each", "package", "amount", "route", "part", "chosen", "nothing"]
    compares: Literal["between", "within", "none"]
    people: str
    followup: str
    design: str
    result: str
    can_say: str
    cannot_say: str
    state: Literal["read", "unread", "waiting", "running"]
    last_seen: str = ""


@cache
def load(folder=None):
    """All studies by id. Raises CourseError for a bad row, an unknown source or a missing `last_seen`."""
    return read_sourced("kap_studies.csv", Study, folder, _fault)


def finished(folder=None):
    """Studies whose result was read, in file order."""
    return [study for study in load(folder).values() if study.state == "read"]


def unfinished(folder=None):
    """Studies whose result is still to come or to be read, in file order."""
    return [study for study in load(folder).values() if study.state != "read"]


def sources_used(folder=None):
    """Keys of the sources that studies name."""
    return {study.source for study in load(folder).values()}


def _fault(study):
    if (study.state == "read") == bool(study.last_seen):
        return "last_seen is for a study without a result, and such a study needs it"
    if (study.state == "read") == (study.compares == "none"):
        return "compares is 'none' for a study without a result, and only for such a study"
    return None
