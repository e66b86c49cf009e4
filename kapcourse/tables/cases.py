"""Branching cases: an invented person, scenes, replies with their marks and reasons, endings with a debrief.

One file a case in data/cases; the file's name is the case's id. A case is a graph: a node is either a scene that
somebody answers or an ending. Numbers of an invented person stand under `values` and in the words as {pulse}.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from kapcourse.tables import lessons, screening, sources
from kapcourse.tables.files import data_folder, read_yaml, shown, yaml_files
from kapcourse.tables.records import CourseError, meant, named, record, unique

ROLES = ("therapist", "nurse", "prescriber", "team")
METERS = {"trust": "Trust", "safety": "Safety", "consent": "Consent", "time": "Time left"}
LIMIT = 3
FEWEST, MOST = 3, 4
GOOD = "good"


@dataclass(frozen=True)
class Reply:
    """Something the trainee can say or do. then: changes of meters, and under `to` the node that follows."""

    id: str
    say: str
    mark: Literal["good", "flawed", "harmful"]
    why: str
    then: dict[str, Any]

    @property
    def to(self):
        """The node that follows."""
        return self.then.get("to")

    @property
    def changes(self):
        """What the reply does to the meters: {meter: change}."""
        return {name: change for name, change in self.then.items() if name != "to"}


@dataclass(frozen=True)
class Node:
    """A scene that somebody answers (who_acts, replies) or an ending (ending, debrief, sources)."""

    scene: str
    who_acts: Literal["therapist", "nurse", "prescriber", "team"] | None = None
    replies: list[Reply] = field(default_factory=list)
    ending: Literal["good", "mixed", "poor"] | None = None
    debrief: str = ""
    sources: list[str] = field(default_factory=list)

    def reply(self, name):
        """The reply called `name`, or None."""
        return next((reply for reply in self.replies if reply.id == name), None)

    @property
    def good(self):
        """The replies marked good."""
        return [reply for reply in self.replies if reply.mark == GOOD]


@dataclass(frozen=True)
class Case:
    """One file of data/cases. state: the meters it uses, each -3 to 3, as they stand at the start.

    id is the file's name.  judgement: the texts are the course's judgement built on the sources.
    """

    title: str
    lesson: str
    approach: Literal["infusion", "kap", "both"]
    roles: list[Literal["therapist", "nurse", "prescriber", "team"]]
    objective: str
    about: str
    minutes: int
    start: str
    nodes: dict[str, Node]
    sources: list[str]
    judgement: bool
    content_note: str = ""
    state: dict[str, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    id: str = ""

    def words(self, text):
        """A text of the case with its {values} filled in."""
        return screening.filled(text, self.values)

    def texts(self):
        """(place, text as written) for everything that a trainee reads."""
        yield from (("title", self.title), ("about", self.about), ("content_note", self.content_note))
        for name, node in self.nodes.items():
            yield from ((f"node {name}, scene", node.scene), (f"node {name}, debrief", node.debrief))
            for reply in node.replies:
                where = f"node {name}, reply {reply.id}"
                yield from ((f"{where}, say", reply.say), (f"{where}, why", reply.why))

    @property
    def all_sources(self):
        """Keys of the sources of the case and of its endings, sorted."""
        return sorted({*self.sources, *(key for node in self.nodes.values() for key in node.sources)})


@cache
def load(folder=None):
    """All cases by id. Raises CourseError naming file, node and field for the first thing that is wrong."""
    paths = yaml_files((folder or data_folder()) / "cases")
    return {path.stem: read(path, folder) for path in paths}


def get(name, folder=None):
    """The case called `name`. Raises CourseError if there is none."""
    return named(load(folder), name, "there is no case")


def read(path, folder=None):
    """The case in one file, checked."""
    where = shown(path)
    case = replace(record(Case, read_yaml(path), where), id=path.stem)
    _check_head(case, where, folder)
    for name, node in case.nodes.items():
        if node.ending:
            _check_ending(node, f"{where}, node {name}", folder)
        else:
            _check_scene(case, node, f"{where}, node {name}")
    _check_graph(case, where)
    _check_values(case, where)
    return case


def _check_head(case, where, folder):
    """Lesson, objective, sources, meters and start."""
    known = lessons.load(folder)
    if case.lesson not in known:
        raise CourseError(f"{where}: lesson '{case.lesson}' is not in data/lessons.yaml. A lesson is "
                          "named by its two digits in double quotes, as it is there.")
    if case.objective not in [objective.id for objective in known[case.lesson].objectives]:
        raise CourseError(f"{where}: objective '{case.objective}' is not one of lesson {case.lesson}. Expected one of: "
                          f"{', '.join(objective.id for objective in known[case.lesson].objectives)}.")
    if not case.roles:
        raise CourseError(f"{where}: roles is empty; say who can play the case.")
    _check_sources(case.sources, where, folder)
    for name, value in case.state.items():
        if name not in METERS or abs(value) > LIMIT:
            raise CourseError(f"{where}: state sets {name} to {value}; expected {', '.join(METERS)}, "
                              f"each from -{LIMIT} to {LIMIT}.")
    if case.start not in case.nodes:
        raise CourseError(f"{where}: start is '{case.start}', which is no node of the case."
                          f"{meant(case.start, case.nodes)}")


def _check_sources(keys, where, folder):
    if not keys:
        raise CourseError(f"{where}: sources is missing; name at least one.")
    sources.require(keys, where, folder)


def _check_ending(node, where, folder):
    if node.replies or node.who_acts:
        raise CourseError(f"{where}: an ending has no replies and nobody acts in it.")
    if not node.debrief:
        raise CourseError(f"{where}: debrief is missing; an ending says what the path shows.")
    _check_sources(node.sources, where, folder)


def _check_scene(case, node, where):
    if not node.replies:
        raise CourseError(f"{where}: a dead end; it has neither replies nor an ending.")
    if not node.who_acts:
        raise CourseError(f"{where}: who_acts is missing. Expected one of: {', '.join(ROLES)}.")
    if node.debrief or node.sources:
        raise CourseError(f"{where}: debrief and sources stand in an ending, and this node has replies.")
    unique(node.replies, where)
    if not FEWEST <= len(node.replies) <= MOST:
        raise CourseError(f"{where}: replies are {len(node.replies)}; expected {FEWEST} or {MOST}.")
    if len(node.good) in (0, len(node.replies)):
        raise CourseError(f"{where}: replies are {'all' if node.good else 'none'} marked good; a choice needs a good "
                          "one and one that is not.")
    for reply in node.replies:
        _check_then(case, reply, f"{where}, reply {reply.id}")


def _check_then(case, reply, where):
    if isinstance(reply.to, bool):
        raise CourseError(f"{where}: then leads to a yes or no; a node is not called true, false, yes or no.")
    if "to" not in reply.then:
        raise CourseError(f"{where}: then names no node; write which one follows, as in 'to: the_end'.")
    if not isinstance(reply.to, str) or reply.to not in case.nodes:
        raise CourseError(f"{where}: then leads to '{reply.to}', which is no node of the case."
                          f"{meant(reply.to, case.nodes)}")
    for name, change in reply.changes.items():
        if name not in case.state:
            raise CourseError(f"{where}: then changes '{name}', which state does not declare. It declares: "
                              f"{', '.join(case.state) or 'nothing'}.")
        if type(change) is not int or abs(change) > LIMIT:
            raise CourseError(f"{where}: then changes {name} by {change!r}; expected a whole number from -{LIMIT} "
                              f"to {LIMIT}.")


def _check_graph(case, where):
    """Every node can be reached from the start, and from every node an ending can be reached."""
    seen = reached(case, {case.start})
    for name in case.nodes:
        if name not in seen:
            raise CourseError(f"{where}, node {name}: no path from the start leads here.")
    for name in case.nodes:
        if not any(case.nodes[other].ending for other in reached(case, {name})):
            raise CourseError(f"{where}, node {name}: an endless loop; no ending can be reached from here.")


def reached(case, names):
    """The set of nodes that can be reached from the nodes called `names`, these included."""
    new = {reply.to for name in names for reply in case.nodes[name].replies} - names
    return reached(case, names | new) if new else names


def _check_values(case, where):
    """Every {name} in the words is a value, every value is shown, and no brace is left over."""
    told = set()
    for name, value in case.values.items():
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise CourseError(f"{where}: value {name} is {value!r}; expected a number or a word.")
    for place, text in case.texts():
        names = screening.PLACEHOLDER.findall(text)
        for name in names:
            if name not in case.values:
                raise CourseError(f"{where}, {place} names {{{name}}}, which is not under values.")
        if set("{}") & set(screening.PLACEHOLDER.sub("", text)):
            raise CourseError(f"{where}, {place} has a brace that holds no name of a value.")
        told |= set(names)
    for name in case.values:
        if name not in told:
            raise CourseError(f"{where}: value {name} is shown in no text.")
