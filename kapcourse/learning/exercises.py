"""Exercises as data: what an item is, where items come from, and what an item file must contain.

One YAML file for each lesson in data/exercises/, a list of items. Every ready claim of data/claims.yaml is
an item too (kind "judge"). A key may be `{compute: name}`: then it is worked out from the tables
(see `kapcourse.learning.computed`) and never typed in.
"""

import os
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kapcourse.learning import computed
from kapcourse.tables import claims, lessons, sources
from kapcourse.tables.files import data_folder, read_list, read_yaml, shown
from kapcourse.tables.records import CourseError, unique

Kind = Literal["choice", "several", "number", "match", "order", "judge", "reflection"]
PARTS = ("settle", "row", "verdict", "rewrite")


@dataclass(frozen=True)
class Option:
    """An answer to pick, a statement to match or a step to order.

    attribute and wants feed computed keys: an attribute of the comparison, the traits a person asks for.
    """

    id: str
    text: str
    feedback: str = ""
    misconception: str = ""
    attribute: str = ""
    wants: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Category:
    """A heading under which statements are matched."""

    id: str
    text: str


@dataclass(frozen=True)
class Exercise:
    """One item. `key` is None for a reflection and for an item whose key is withheld and absent."""

    id: str
    kind: Kind
    objective: str
    stem: str
    options: list[Option] = field(default_factory=list)
    key: Any = None
    feedback: str = ""
    sources: list[str] = field(default_factory=list)
    role: Literal["core", "optional", "prediction"] = "core"
    categories: list[Category] = field(default_factory=list)
    unit: str = ""
    tolerance: float = 0
    other: str = ""
    withheld: bool = False
    claim: str = ""
    lesson: str = ""

    def option(self, name):
        """The option called `name`, or None."""
        return next((o for o in self.options if o.id == name), None)

    @property
    def graded(self):
        """Whether an answer is judged right or wrong."""
        return self.key is not None and self.role != "prediction"


def get(name):
    """The item called `name`. Raises CourseError with the nearest names if there is none."""
    table = load_all()
    if name not in table:
        stem = name.split(".")[0]
        near = [known for known in table if known.startswith(stem)] or list(table)
        raise CourseError(f"there is no exercise '{name}'. Known ones: {', '.join(near[:12])}.")
    return table[name]


def load_all(folder=None, keys=None):
    """All items by id, lesson by lesson, claims last.

    folder: another data folder.  keys: a folder with withheld keys (default: the environment variable
    KAPCOURSE_KEYS, if set); each file there is named like an item file and maps item ids to the fields withheld
    from it. Raises CourseError naming file, item and field.
    """
    keys = keys or os.environ.get("KAPCOURSE_KEYS")
    return _load_all(folder, Path(keys) if keys else None)


@cache
def _load_all(folder, keys):
    items = []
    for path in sorted(((folder or data_folder()) / "exercises").glob("*.yaml")):
        items += load_file(path, keys and keys / path.name)
    items += [from_claim(claim) for claim in claims.load(folder).values() if claim.ready]
    return unique(items, "data/exercises")


def load_file(path, keys=None):
    """The items of one file, checked; `keys` is the file with the fields withheld from it, if any."""
    withheld = read_yaml(keys) if keys and keys.exists() else {}
    lesson = path.stem.split("_")[0]
    return [_finished(item, withheld, lesson, f"{shown(path)}, item {item.id}")
            for item in read_list(path, Exercise, "item")]


def from_claim(claim):
    """The bench item of a ready claim: deciding row, verdict, rewrite, and what would settle it."""
    options = [Option(f"settle:{o.id}", o.text, o.feedback, o.misconception) for o in claim.settle.options]
    options += [Option(f"row:{r.id}", r.study, r.feedback, r.misconception) for r in claim.rows]
    options += [Option(f"verdict:{v}", text, claim.verdict_feedback.get(v, claim.reason),
                       "" if v == claim.verdict else "the verdict does not follow from the deciding row")
                for v, text in claims.VERDICTS.items()]
    options += [Option(f"rewrite:{o.id}", o.text, o.feedback, o.misconception) for o in claim.rewrites]
    key = {"settle": claim.settle.key, "row": claim.deciding, "verdict": claim.verdict, "rewrite": claim.rewrite}
    return Exercise(
        id=f"claim.{claim.id}", kind="judge", objective="judge_claims", stem=claim.statement, options=options, key=key,
        feedback=claim.reason, sources=sorted({s for r in claim.rows for s in r.sources}),
        role="optional", claim=claim.id, lesson=claim.lessons[0])


def _finished(item, withheld, lesson, where):
    if item.kind == "judge":
        raise CourseError(f"{where}: kind 'judge' is not written here; a claim in data/claims.yaml becomes one.")
    if item.id in withheld:
        item = _with_keys(item, withheld[item.id], where)
    if isinstance(item.key, dict) and set(item.key) == {"compute"}:
        item = replace(item, key=computed.key(item, where))
    item = replace(item, lesson=lesson)
    _check(item, where)
    return item


def _with_keys(item, fields, where):
    texts = fields.get("options", {})
    options = [replace(o, **texts.get(o.id, {})) for o in item.options]
    try:
        return replace(item, options=options, **{k: v for k, v in fields.items() if k != "options"})
    except TypeError:
        raise CourseError(f"{where}: the withheld keys name a field that items do not have.") from None


def _check(item, where):
    """Raise CourseError for the first thing that an item of its kind must have and lacks."""
    unique(item.options, where)
    known = {o.id for lesson in lessons.load().values() for o in lesson.objectives}
    if item.objective not in known:
        raise CourseError(f"{where}: objective '{item.objective}' is not in data/lessons.yaml.")
    for name in item.sources:
        if name not in sources.load():
            raise CourseError(f"{where}: source '{name}' is not in data/sources.csv.")
    if item.kind == "reflection":
        if item.key is not None or item.options:
            raise CourseError(f"{where}: a reflection has no key and no options.")
        return
    if item.key is None:
        if not item.withheld:
            raise CourseError(f"{where}: key is missing. If it is withheld on purpose, write 'withheld: true'.")
        return
    _check_key(item, where)
    _check_feedback(item, where)


def _check_key(item, where):
    names = {o.id for o in item.options}
    fits = {
        "choice": lambda k: isinstance(k, str) and k in names,
        "several": lambda k: isinstance(k, list) and k and set(k) < names,
        "order": lambda k: isinstance(k, list) and sorted(k) == sorted(names),
        "number": lambda k: isinstance(k, (int, float)) and not isinstance(k, bool),
        "match": lambda k: isinstance(k, dict) and set(k) == names
        and set(k.values()) <= {c.id for c in item.categories},
    }
    expected = {
        "choice": "the id of one option", "several": "a list of some of the options' ids",
        "order": "a list of all options' ids", "number": "a number",
        "match": "for each option the id of one category",
    }
    if not fits[item.kind](item.key):
        raise CourseError(f"{where}: key is {item.key!r}; expected {expected[item.kind]}.")
    if item.kind != "number" and len(names) < 3:
        raise CourseError(f"{where}: at least three options are needed, found {len(names)}.")


def _check_feedback(item, where):
    if not item.feedback:
        raise CourseError(f"{where}: feedback is missing. A right answer is told why it is right.")
    if item.role != "prediction" and not item.sources:
        raise CourseError(f"{where}: sources is missing. Every item names at least one source.")
    if item.kind == "number" and not item.other:
        raise CourseError(f"{where}: other is missing. A number nobody foresaw needs an answer too.")
    for option in item.options:
        right = item.kind == "choice" and option.id == item.key
        if not option.feedback and not right:
            raise CourseError(f"{where}, option {option.id}: feedback is missing. "
                              "Every wrong option says why it tempts, why it fails and where to read.")
        if not option.misconception and item.kind in ("choice", "number") and not right:
            raise CourseError(f"{where}, option {option.id}: misconception is missing. "
                              "Every wrong option names the error it tests.")
