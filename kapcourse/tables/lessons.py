"""The course map: lessons, their objectives, and the glossary."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from kapcourse.tables.files import data_folder, read_list
from kapcourse.tables.records import CourseError, unique


@dataclass(frozen=True)
class Objective:
    """Something a trainee can be seen to do after the lesson."""

    id: str
    text: str


@dataclass(frozen=True)
class Lesson:
    """One lesson of data/lessons.yaml; `minutes` counts the core part, `tables` are those an explorer of it shows."""

    id: str
    name: str
    title: str
    purpose: str
    objectives: list[Objective]
    minutes: int
    roles: list[str]
    ready: bool
    prerequisites: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    tables: list[Literal["approaches", "durability", "kap_studies", "mechanism", "options", "pharmacokinetics",
                         "plans", "roles", "safety", "scale_rules", "screening", "steps", "timecourses",
                         "trials"]] = field(default_factory=list)
    key_points: list[str] = field(default_factory=list)

    @property
    def file(self):
        """File name without folder and ending: "01_two_approaches"."""
        return f"{self.id}_{self.name}"


@dataclass(frozen=True)
class Term:
    """A technical term and what it means in plain words.

    not_in: lessons that use the word in another sense, so that nothing there is linked to the term.
    """

    term: str
    plain: str
    not_in: list[str] = field(default_factory=list)


@cache
def load(folder=None):
    """All lessons by id. Raises CourseError for a bad field or an unknown prerequisite."""
    table = unique(read_list((folder or data_folder()) / "lessons.yaml", Lesson, "lesson"), "data/lessons.yaml")
    for lesson in table.values():
        if not re.fullmatch(r"\d\d_[a-z0-9_]+", lesson.file, re.ASCII):
            raise CourseError(f"data/lessons.yaml, lesson {lesson.id}: id and name make the file's name "
                              f"'{lesson.file}'; expected two digits, and small letters like two_approaches.")
        for name in lesson.prerequisites:
            if name not in table:
                raise CourseError(f"data/lessons.yaml, lesson {lesson.id}: prerequisites names '{name}', "
                                  "which is not a lesson.")
    return table


@cache
def glossary(folder=None):
    """All terms by name. Raises CourseError for a bad field."""
    table = unique(read_list((folder or data_folder()) / "glossary.yaml", Term, "term"), "data/glossary.yaml", "term")
    seen = {}
    for name in table:
        if name.casefold() in seen:
            raise CourseError(f"data/glossary.yaml, term {name}: it stands there already, as {seen[name.casefold()]}.")
        seen[name.casefold()] = name
    for term in table.values():
        for name in term.not_in:
            if name not in load(folder):
                raise CourseError(f"data/glossary.yaml, term {term.term}: not_in names '{name}', "
                                  "which is not a lesson.")
    return table
