"""What can be chosen: options, the wishes that people bring, how each option stands to each wish, and invented people.

The words of a cell are those of data/approaches.yaml, by reference. What is added here is the course's own reading:
whether the option meets the wish. Where the comparison found no source, the reading can only be "unknown".
"""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from kapcourse.tables import approaches, screening
from kapcourse.tables.files import data_folder, read_list, read_yaml, shown
from kapcourse.tables.records import CourseError, record, unique

OPTIONS, PEOPLE = "options.yaml", "people.yaml"
MOST = 3  # the greatest weight
WEIGHTS = ("does not matter", "matters a little", "matters", "matters most")  # by weight


@dataclass(frozen=True)
class Option:
    """One way to go. approach: its column in data/approaches.yaml, which names it.

    gives: findings that come with the option (product, route, nobody at home), for the screening criteria; an option
    without them is not what the criteria are about.  own: what stands in place of the criteria there.
    """

    id: str
    approach: str = ""
    name: str = ""
    short: str = ""
    description: str = ""
    gives: dict = field(default_factory=dict)
    own: str = ""


@dataclass(frozen=True)
class Reading:
    """How an option stands to a wish, and why. value: the words, only where no column of the comparison has them."""

    stands: Literal["meets", "partly", "does_not", "unknown"]
    because: str
    value: str = ""


@dataclass(frozen=True)
class Wish:
    """Something that can matter to a person, worded as a wish. attribute: the line of the comparison that tells."""

    id: str
    text: str
    short: str
    attribute: str
    cells: dict[str, Reading]


@dataclass(frozen=True)
class Options:
    """The whole of data/options.yaml. beside: lines of the comparison that are read and not weighed.

    compared: ids of the two options that the course compares, filled in by the loader.
    """

    options: list[Option]
    wishes: list[Wish]
    beside: list[str]
    beside_why: str
    compared: list[str] = field(default_factory=list)

    def option(self, name):
        """The option called `name`, or None."""
        return next((o for o in self.options if o.id == name), None)

    def wish(self, name):
        """The wish called `name`, or None."""
        return next((w for w in self.wishes if w.id == name), None)

    @property
    def stands(self):
        """{option: {wish: how it stands}}, as the engine takes it."""
        return {o.id: {w.id: w.cells[o.id].stands for w in self.wishes} for o in self.options}


@dataclass(frozen=True)
class Person:
    """An invented person. asks_for: the option asked about.  weights: {wish: 0 to 3}, the others 0.

    findings: what screening found, the rest is clear.  proven: tested care for this person, in words.  first: what
    comes first, whatever is chosen.  change: what would change the choice.  aside: {option: why it is not weighed in
    this story}.  limits: why the table fits this person less well.
    """

    id: str
    name: str
    about: str
    asks: str
    asks_for: str
    findings: dict
    weights: dict
    proven: str
    first: str
    change: str
    aside: dict[str, str] = field(default_factory=dict)
    limits: str = ""
    content_note: str = ""


@cache
def load(folder=None):
    """The options and wishes. Raises CourseError for a bad field, a missing cell or an unknown name."""
    path = (folder or data_folder()) / OPTIONS
    table = record(Options, read_yaml(path), shown(path))
    columns = approaches.load(folder)
    unique(table.wishes, shown(path))
    known = {a.id: a for a in columns.approaches}
    named = [_named(o, known, screening.load(folder).findings, f"{shown(path)}, option {o.id}")
             for o in unique(table.options, shown(path)).values()]
    pair = [o.id for o in named if o.approach and known[o.approach].role == "compared"]
    if len(pair) != 2 or not all(o.gives for o in named if o.id in pair):
        raise CourseError(f"{shown(path)}: {len(pair)} options are of the compared approaches; expected two, each with "
                          "gives.")
    table = replace(table, options=named, compared=pair)
    for wish in table.wishes:
        _check_wish(wish, table, columns, f"{shown(path)}, wish {wish.id}")
    for name in table.beside:
        columns.attribute(name)
    return table


@cache
def people(folder=None):
    """The invented people by id. Raises CourseError for a bad field, an unknown wish or an open finding."""
    path = (folder or data_folder()) / PEOPLE
    table, found = load(folder), screening.load(folder).findings
    rows = unique(read_list(path, Person, "person"), shown(path))
    for person in rows.values():
        _check_person(person, table, found, f"{shown(path)}, person {person.id}")
    return rows


def values(person, option, folder=None):
    """{finding: value} of a Person who would take an Option, complete.

    Raises CourseError for a finding that neither states and that has no clear value.
    """
    where = f"data/{PEOPLE}, person {person.id}, option {option.id}"
    return screening.completed({**person.findings, **option.gives}, screening.load(folder).findings, where)


def words(wish, option, folder=None):
    """The cell behind a reading: an `approaches.Cell`, or the reading's own words."""
    cell = wish.cells[option.id]
    return approaches.load(folder).attribute(wish.attribute).cells[option.approach] if option.approach else cell.value


def _named(option, known, findings, where):
    """The option with the names of its approach. Raises CourseError for what is missing or unknown."""
    for name in option.gives:
        if name not in findings:
            raise CourseError(f"{where}: gives names '{name}', which is not in data/{screening.FINDINGS}.")
    if bool(option.gives) == bool(option.own):
        raise CourseError(f"{where}: own is {'not needed beside' if option.own else 'missing without'} gives.")
    if not option.approach:
        if not (option.name and option.short and option.description):
            raise CourseError(f"{where}: name, short and description are needed where there is no approach.")
        return option
    if option.approach not in known:
        raise CourseError(f"{where}: approach is '{option.approach}', which is not in data/approaches.yaml.")
    if option.name or option.short or option.description:
        raise CourseError(f"{where}: name, short and description come from the approach; leave them out.")
    one = known[option.approach]
    return replace(option, name=one.name, short=one.short, description=one.description)


def _check_wish(wish, table, columns, where):
    line = columns.attribute(wish.attribute)
    names = {o.id for o in table.options}
    for name in sorted(names ^ set(wish.cells)):
        raise CourseError(f"{where}: cell '{name}' is {'missing' if name in names else 'not an option'}.")
    for option in table.options:
        cell = wish.cells[option.id]
        if bool(cell.value) == bool(option.approach):
            raise CourseError(f"{where}, cell {option.id}: value is "
                              f"{'for data/approaches.yaml to tell' if cell.value else 'missing'}.")
        if option.approach and line.cells[option.approach].status == "UNKNOWN" and cell.stands != "unknown":
            raise CourseError(f"{where}, cell {option.id}: stands is {cell.stands}, but data/approaches.yaml found no "
                              "source; write unknown.")


def _check_person(person, table, findings, where):
    if not table.option(person.asks_for):
        raise CourseError(f"{where}: asks_for is '{person.asks_for}', which is no option.")
    for name in person.aside:
        if not table.option(name) or table.option(name).gives:
            raise CourseError(f"{where}: aside names '{str(name)[:40]}'; expected an option that has no gives.")
    for name, weight in person.weights.items():
        if not table.wish(name):
            raise CourseError(f"{where}: weights names '{str(name)[:40]}', which is no wish.")
        if isinstance(weight, bool) or weight not in range(MOST + 1):
            raise CourseError(f"{where}: weight of {name} is {str(weight)[:40]!r}; expected 0, 1, 2 or {MOST}.")
    given = {name for option in table.options for name in option.gives}
    for name in set(person.findings) & {"product", "route"}:
        raise CourseError(f"{where}: findings has {name}; the option gives it.")
    stand_in = {name: next(o.gives[name] for o in table.options if name in o.gives) for name in given}
    screening.completed({**stand_in, **person.findings}, findings, where)
