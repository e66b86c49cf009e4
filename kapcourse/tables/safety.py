"""Safety as data: what is watched in each setting, how often harms were seen, and what the law says where.

No row means that no source was found. It does not mean that nothing is done, or that nothing happens.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from kapcourse.tables.facts import Sourced, read_sourced

MONITORING, HARMS, LAW = "monitoring.csv", "adverse_events.csv", "law.csv"
SETTINGS = {  # where the drug is given: its name, and the route of data/pk_routes.csv whose level is shown beside it
    "iv": ("Infusion (IV)", "iv"), "im": ("Injection (IM)", "im"),
    "sublingual": ("Lozenge in the office", "sublingual"),
    "esketamine": ("Esketamine under REMS", "nasal_esketamine"), "home": ("Lozenge at home", "sublingual"),
}
WATCHED = {"pressure": "Blood pressure", "saturation": "Breathing and oxygen", "sedation": "Sedation and state of mind",
           "people": "People present", "equipment": "Equipment", "discharge": "Going home", "driving": "Driving"}
FORCES = {"mandatory": "mandatory, a condition of supply", "label": "in a label",
          "advice": "advice of an authority or a society", "one": "what one clinic, company or study does"}
TOPICS = {"bladder": "Bladder", "liver": "Liver", "cognition": "Memory and thinking", "misuse": "Misuse",
          "breathing": "Breathing", "psychosis": "Psychosis and mania", "death": "Death"}
JURISDICTIONS = {"us": "United States", "uk": "United Kingdom", "canada": "Canada", "australia": "Australia",
                 "eu": "European Union"}


@dataclass(frozen=True)
class Watch(Sourced):
    """What is asked for or done in one setting, and with what force."""

    setting: Literal["iv", "im", "sublingual", "esketamine", "home"]
    watched: Literal["pressure", "saturation", "sedation", "people", "equipment", "discharge", "driving"]
    force: Literal["mandatory", "label", "advice", "one"]
    words: str
    note: str = ""


@dataclass(frozen=True)
class Harm(Sourced):
    """How often a harm was seen, or for a rare one what is known of it and what is not.

    Either percent or events among people; the same with `comparator_`. counted: what one unit of the rate is.
    """

    event: str
    kind: Literal["counted", "rare"]
    given: str
    population: str = ""
    exposure: str = ""
    counted: Literal["people", "sessions"] = "people"
    percent: float | None = None
    events: int | None = None
    people: int | None = None
    comparator: str = ""
    comparator_percent: float | None = None
    comparator_events: int | None = None
    comparator_people: int | None = None
    topic: str = ""
    known: str = ""
    unknown: str = ""
    note: str = ""

    @property
    def rate(self):
        """Percent with the harm."""
        return self.percent if self.events is None else 100 * self.events / self.people

    @property
    def comparator_rate(self):
        """Percent with the harm in the comparison group, None where there was none."""
        if self.comparator_events is None:
            return self.comparator_percent
        return 100 * self.comparator_events / self.comparator_people


@dataclass(frozen=True)
class Law(Sourced):
    """One legal statement. checked: the day it was last read at its source; ends: the day it runs out, if it does."""

    jurisdiction: Literal["us", "uk", "canada", "australia", "eu"]
    subject: str
    statement: str
    checked: str
    ends: str = ""

    @property
    def checked_on(self):
        """`checked` as a date."""
        return date.fromisoformat(self.checked)

    @property
    def ends_on(self):
        """`ends` as a date, None where nothing runs out."""
        return date.fromisoformat(self.ends) if self.ends else None


@cache
def monitoring(folder=None):
    """All rows of data/monitoring.csv by id. Raises CourseError for a bad row or an unknown source."""
    return read_sourced(MONITORING, Watch, folder)


@cache
def harms(folder=None):
    """All rows of data/adverse_events.csv by id. Raises CourseError for a bad row or an unknown source."""
    return read_sourced(HARMS, Harm, folder, _harm_fault)


@cache
def law(folder=None):
    """All rows of data/law.csv by id. Raises CourseError for a bad row, date or source."""
    return read_sourced(LAW, Law, folder, _law_fault)


def sources_used(folder=None):
    """Keys of the sources that the three tables rest on."""
    return {row.source for table in (monitoring, harms, law) for row in table(folder).values()}


def _harm_fault(row):
    numbers = [row.percent, row.events, row.comparator_percent, row.comparator_events]
    if row.kind == "rare":
        if row.topic not in TOPICS:
            return f"topic is '{row.topic}'; expected one of: {', '.join(TOPICS)}"
        if not row.known or not row.unknown:
            return "known and unknown are both needed for a rare harm"
        return None if numbers == [None] * 4 else "a rare harm has no rate; say in words what is known"
    if not row.population or not row.exposure:
        return "population and exposure are needed beside a rate"
    for percent, events, people in ((row.percent, row.events, row.people),
                                    (row.comparator_percent, row.comparator_events, row.comparator_people)):
        if percent is not None and events is not None:
            return "give either percent or events, not both"
        if events is not None and not (people and 0 <= events <= people):
            return "events need the people among whom they were counted"
        if percent is not None and not 0 <= percent <= 100:
            return "percent must lie between 0 and 100"
    if row.rate is None:
        return "percent is missing, and so are events"
    return None if (row.comparator_rate is None) == (not row.comparator) else "comparator and its rate go together"


def _law_fault(row):
    for name in ("checked", "ends"):
        text = getattr(row, name)
        try:
            _ = not text or date.fromisoformat(text)
        except ValueError:
            return f"{name} is '{text}'; expected a day like 2026-11-25"
    return None
