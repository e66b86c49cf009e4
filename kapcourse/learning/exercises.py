"""Exercises as data: what an item is, and where items come from. What an item must have stands in `item_rules`.

One YAML file for each lesson in data/exercises/, a list of items, and one for each form of the test in data/tests/.
Every ready claim of data/claims.yaml is an item too (kind "judge"), and so are every vignette of data/vignettes.yaml
("screen"), every case of data/cases ("case") and the task of every planner of data/plans.yaml for every approach
("plan"). A key may be `{compute: name}`: then it is worked out from the tables (see `kapcourse.learning.keys`) and
never typed in.
"""

import os
import re
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from kapcourse.learning import item_rules, planning, screening
from kapcourse.learning import keys as computed
from kapcourse.tables import cases, claims, domains, lessons
from kapcourse.tables.files import data_folder, read_list, read_yaml, shown, yaml_files
from kapcourse.tables.records import CourseError, meant, named, record, unique

Kind = Literal["choice", "several", "number", "match", "order", "judge", "screen", "case", "plan", "reflection"]
PARTS = ("settle", "row", "verdict", "rewrite")
SCREENING = "screen_vignettes"
FORMS = ("A", "B")
ELSEWHERE = {"judge": "a claim in data/claims.yaml", "screen": "a vignette in data/vignettes.yaml",
             "case": "a file in data/cases", "plan": "a planner in data/plans.yaml"}


@dataclass(frozen=True)
class Option:
    """An answer to pick, a statement to match or a step to order.

    attribute, wants and given feed computed keys: an attribute of the comparison, the traits a person asks for, and
    what a model is to be run with or asked for.
    """

    id: str
    text: str
    feedback: str = ""
    misconception: str = ""
    attribute: str = ""
    wants: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Category:
    """A heading under which statements are matched."""

    id: str
    text: str


@dataclass(frozen=True)
class Exercise:
    """One item. `key` is None for a reflection and for an item whose key is withheld and absent.

    lesson and where (file and item, for messages) are filled in by the loader; for an item of the test its role and
    form, too. domain: what an item of the test asks about, as in data/tests/domains.yaml.
    """

    id: str
    kind: Kind
    objective: str
    stem: str
    options: list[Option] = field(default_factory=list)
    key: Any = None
    feedback: str = ""
    sources: list[str] = field(default_factory=list)
    role: Literal["core", "optional", "prediction", "test"] = "core"
    categories: list[Category] = field(default_factory=list)
    unit: str = ""
    tolerance: float = 0
    other: str = ""
    withheld: bool = False
    claim: str = ""
    vignette: str = ""
    case: str = ""
    planner: str = ""
    approach: str = ""
    domain: str = ""
    form: str = ""
    lesson: str = ""
    where: str = ""

    def option(self, name):
        """The option called `name`, or None."""
        return next((o for o in self.options if o.id == name), None)

    @property
    def graded(self):
        """Whether an answer is judged right or wrong."""
        return self.key is not None and self.role != "prediction"


@dataclass(frozen=True)
class WithheldOption:
    """What a keys file may add to an option."""

    feedback: str = ""
    misconception: str = ""


@dataclass(frozen=True)
class Withheld:
    """What a keys file may add to an item that is marked `withheld: true`."""

    key: Any
    feedback: str = ""
    other: str = ""
    tolerance: float = 0
    options: dict[str, WithheldOption] = field(default_factory=dict)


def get(name):
    """The item called `name`; only the file that holds it is read.

    Raises CourseError with the nearest names if there is none.
    """
    keys, begins = _keys_folder(), str(name).split(".")[0]
    readers = _readers(None, keys)
    table = {item.id: item for item in _read(begins, None, keys)} if begins in readers else readers
    return _worked_out(named(table, name, "there is no exercise"), None)


def load_all(folder=None, keys=None):
    """All items as a tuple, lesson by lesson, then those of the test, claims, vignettes, cases and planners.

    folder: another data folder.  keys: a folder with withheld keys (default: the environment variable
    KAPCOURSE_KEYS, if set); each file there is named like an item file and maps item ids to the fields withheld
    from it. Raises CourseError naming file, item and field.
    """
    return _load_all(folder, _keys_folder(keys))


def listed(folder=None, keys=None):
    """As `load_all`, but keys that are computed are not worked out yet, which spares a lesson the others' models."""
    return _listed(folder, _keys_folder(keys))


def _keys_folder(given=None):
    given = given or os.environ.get("KAPCOURSE_KEYS")
    return Path(given) if given else None


@cache
def _load_all(folder, keys):
    return tuple(_worked_out(item, folder) for item in _listed(folder, keys))


@cache
def _listed(folder, keys):
    items = [item for begins in _readers(folder, keys) for item in _read(begins, folder, keys)]
    return tuple(unique(items, "data/exercises").values())


@cache
def _read(begins, folder, keys):
    items = tuple(_readers(folder, keys)[begins]())
    for item in items:
        if not item.id.startswith(f"{begins}."):
            raise CourseError(f"{item.where}: the id begins otherwise; by the file's name it begins with '{begins}.'.")
        if not re.fullmatch(r"[\w.]+", item.id):
            raise CourseError(f"{item.where}: the id holds a blank or another sign; expected small letters, digits and "
                              "underscores after the dot.")
    return items


@cache
def _readers(folder, keys):
    """{what the names of some items begin with: the function that reads these items}, in the course's order."""
    files = yaml_files((folder or data_folder()) / "exercises")
    forms = [path for path in yaml_files((folder or data_folder()) / "tests") if path.stem.startswith("form_")]
    if keys:
        _check_keys_folder(keys, {path.name for path in [*files, *forms]})
    made = {
        "claim": lambda: [from_claim(claim) for claim in claims.load(folder).values() if claim.ready],
        "screening": lambda: [from_vignette(case, folder) for case in screening.cases(folder).values()],
        "case": lambda: [from_case(case) for case in cases.load(folder).values()],
        "plan": lambda: [from_planner(one, approach, folder) for one in planning.planners(folder).values()
                         for approach in one.approaches]}
    readers = {}
    for begins, load, path in [*((path.stem.partition("_")[2], load_file, path) for path in files),
                               *((path.stem.replace("form", "test"), load_form, path) for path in forms)]:
        if begins in readers or begins in made:
            raise CourseError(f"{shown(path)}: other items have ids that begin with '{begins}.' already; give the file "
                              "a name that differs in more than its number.")
        readers[begins] = partial(load, path, keys and keys / path.name, folder)
    return readers | made


def load_file(path, keys=None, folder=None):
    """The items of one file, checked; `keys` is the file with the fields withheld from it, if any."""
    lesson = path.stem.split("_")[0]
    if lesson not in lessons.load(folder):
        raise CourseError(f"{shown(path)}: the name begins with '{lesson}', which is no lesson of data/lessons.yaml.")
    items = _read_items(path, keys, folder, lesson=lesson)
    known = [objective.id for objective in lessons.load(folder)[lesson].objectives]
    for item in items:
        if item.objective not in known:
            raise CourseError(f"{item.where}: objective '{item.objective}' is not one of lesson {lesson} in "
                              f"data/lessons.yaml. Expected one of: {', '.join(known)}.")
        if item.role == "test" or item.domain or item.form:
            raise CourseError(f"{item.where}: it has the role, the domain or the form of a test; such items stand in "
                              "data/tests.")
    return items


def load_form(path, keys=None, folder=None):
    """The items of one form of the test (form_a.yaml, form_b.yaml), as `load_file`; they go with the last lesson."""
    form = path.stem.removeprefix("form_").upper()
    if form not in FORMS:
        raise CourseError(f"{shown(path)}: the test has the forms {' and '.join(FORMS)}, so no file of this name.")
    items = _read_items(path, keys, folder, lesson=list(lessons.load(folder))[-1], role="test", form=form)
    for item in items:
        if item.domain not in domains.load(folder):
            raise CourseError(f"{item.where}: domain '{item.domain}' is not in data/tests/domains.yaml.")
        if item.kind == "reflection":
            raise CourseError(f"{item.where}: kind is 'reflection', which nobody can score in a test.")
    return items


def _read_items(path, keys, folder, **given):
    """The items of a file, finished; `given` are the fields that the file's place gives them."""
    items = unique(read_list(path, Exercise, "item"), shown(path))
    withheld = _read_keys(keys, items) if keys and keys.exists() else {}
    return [_finished(replace(item, **given, where=f"{shown(path)}, item {name}"), withheld.get(name), folder)
            for name, item in items.items()]


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
        id=f"claim.{claim.id}", kind="judge", objective="judge_claims", stem=claim.statement, options=options,
        key=key, feedback=claim.reason, sources=sorted({s for r in claim.rows for s in r.sources}),
        role="optional", claim=claim.id, lesson=claim.lessons[0])


def from_vignette(case, folder=None):
    """The item of a vignette: its key is what the engine makes of the findings."""
    criteria = screening.tables.load(folder).criteria
    deciding = {criteria[rule.id].source for rule in case.result.fired} or {row.source for row in criteria.values()}
    options = [Option(f"disposition:{name}", words) for name, words in screening.DISPOSITIONS.items()]
    options += [Option(f"criterion:{row.id}", row.name) for row in criteria.values()]
    return Exercise(
        id=f"screening.{case.vignette.id.lower()}", kind="screen", objective=SCREENING,
        stem=case.vignette.title, options=[*options, Option("criterion:none", screening.NOTHING)],
        key={"asked": case.needed, "disposition": case.result.disposition, "criterion": case.leading[0]},
        feedback=screening.tables.filled(case.vignette.why, case.vignette.values),
        sources=sorted(deciding), role="optional", vignette=case.vignette.id, lesson=_lesson_of(SCREENING, folder))


def from_case(case):
    """The item of a case: options are its replies, the key names the good ones of each scene."""
    scenes = {name: node for name, node in case.nodes.items() if node.replies}
    options = [Option(f"{name}:{reply.id}", case.words(reply.say), case.words(reply.why))
               for name, node in scenes.items() for reply in node.replies]
    key = {name: [reply.id for reply in node.good] for name, node in scenes.items()}
    return Exercise(
        id=f"case.{case.id}", kind="case", objective=case.objective, stem=case.title, options=options, key=key,
        feedback=case.words(case.about), sources=case.all_sources, role="optional", case=case.id, lesson=case.lesson)


def from_planner(one, approach, folder=None):
    """The task of a planner: any plan is right that keeps the rules of the approach; its key lists them."""
    rules = one.rules_of(approach)
    return Exercise(
        id=f"plan.{one.id}_{approach}", kind="plan", objective=one.objective,
        stem=f"{one.name}: {planning.tables.APPROACHES[approach]}",
        options=[Option(rule.id, planning.says(rule, one), rule.why) for rule in rules],
        key=[rule.id for rule in rules], feedback=planning.ALL_KEPT, sources=sorted({rule.source for rule in rules}),
        role="optional", planner=one.id, approach=approach, lesson=_lesson_of(one.objective, folder))


def _lesson_of(objective, folder):
    for lesson in lessons.load(folder).values():
        if objective in [o.id for o in lesson.objectives]:
            return lesson.id
    raise CourseError(f"data/lessons.yaml: no lesson has the objective '{objective}', needed by vignettes or planners.")


def _check_keys_folder(keys, names):
    if not keys.is_dir():
        raise CourseError(f"{keys}: KAPCOURSE_KEYS names this folder of withheld keys, but it cannot be found.")
    for path in sorted(keys.glob("*.y*ml")):
        if path.name not in names:
            raise CourseError(f"{path.name}: these withheld keys fit no file in data/exercises or data/tests.")


def _read_keys(path, items):
    """{item id: Withheld} from a keys file. Raises CourseError for an item, option or field that does not exist."""
    content = read_yaml(path) or {}
    if not isinstance(content, dict):
        raise CourseError(f"{shown(path)}: expected item ids, each with the fields withheld from it.")
    withheld = {}
    for name, fields in content.items():
        where = f"{shown(path)}, item {name}"
        if name not in items:
            raise CourseError(f"{where}: data/ has no item of this name in the file {path.name}.{meant(name, items)}")
        if not items[name].withheld:
            raise CourseError(f"{where}: the item is not marked 'withheld: true' in the course's own {path.name}.")
        withheld[name] = record(Withheld, fields, where)
        for option in withheld[name].options:
            if not items[name].option(option):
                raise CourseError(f"{where}: option '{option}' does not exist. The item has: "
                                  f"{', '.join(o.id for o in items[name].options)}.")
    return withheld


def _finished(item, withheld, folder):
    where = item.where
    if item.kind in ELSEWHERE:
        raise CourseError(f"{where}: kind '{item.kind}' is not written here; {ELSEWHERE[item.kind]} becomes one.")
    if item.withheld and item.key is not None:
        raise CourseError(f"{where}: key stands here, but the item is marked 'withheld: true'.")
    told = [name for name in ("feedback", "other") if getattr(item, name)]
    told += [f"feedback of option {option.id}" for option in item.options if option.feedback]
    if item.withheld and told:
        raise CourseError(f"{where}: {told[0]} stands here and gives the key away, as the item is marked 'withheld: "
                          "true'. Move it into the keys file.")
    if withheld:
        item = _with_keys(item, withheld)
    item_rules.check(replace(item, where=f"keys file of {where}") if withheld else item, folder)
    return item


def _worked_out(item, folder):
    """The item with its key computed, if it says so."""
    if not item_rules.is_computed(item):
        return item
    item = replace(item, key=computed.key(item, item.where, folder))
    item_rules.check_answer(item)
    return item


def _with_keys(item, withheld):
    """The item with what was withheld from it."""
    options = [replace(o, **_given(withheld.options[o.id])) if o.id in withheld.options else o for o in item.options]
    return replace(item, **{**_given(withheld), "key": withheld.key, "options": options})


def _given(fields):
    return {name: value for name, value in vars(fields).items() if value}
