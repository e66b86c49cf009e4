"""How long the core of a lesson takes, by a stated count of its words, items and explorers.

Nobody was timed for this. The count is made for a slow reader, and every constant below is the course's own judgement
but one: the average reading speed is a figure of a source (fact F-9990). Where a class is timed one day, put its
figures here.

What counts as optional: a heading that says "optional", or a paragraph that begins with this word, opens an optional
part, which ends at the next heading. All else is core.

What is counted of the core:
- the words of the text, as a reader sees them (a link's address is no word);
- the words that each question, claim, vignette or explorer shows before anything is done, as they are stored with the
  notebook (of a closed list only the value that it shows). An explorer is searched, not read through, so at most
  `EXPLORER_WORDS` of its words count;
- the words of what a question answers: why the key is right, and what one wrong option says on average;
- minutes to think, press and write: `MINUTES` for each kind of item, for each explorer the last of them.
What `course` shows (sources, progress, the map, a test) is looked at when wanted and is not counted.
"""

import json
import re
from dataclasses import dataclass
from statistics import mean

from kapcourse.learning import exercises
from kapcourse.tables import lessons
from kapcourse.tables.facts import LINK
from kapcourse.tables.files import data_folder
from kapcourse.tables.records import CourseError, meant

AVERAGE = 238  # words a minute: adults, silent reading of non-fiction in English (fact F-9990)
SLOW = 175  # words a minute: what the course counts with, for readers of English as a second language (fact F-9991)
EXPLORER_WORDS = 400  # words of one explorer: two pages of a table or a list is what a task sends the eye to
MINUTES = {  # minutes on top of reading
    "choice": 0.5,  # weigh three or four options that were read
    "several": 0.75,  # each option is a decision of its own
    "number": 0.75,  # look it up or work it out, and type
    "match": 1,  # five to eight statements, one decision each
    "order": 0.75,  # four to six steps to be moved
    "judge": 2,  # four decisions, and the rows to go back to
    "screen": 2,  # choose what to ask, then decide twice
    "case": 6,  # four or five scenes, read and answered, and a debrief: its words are not counted
    "plan": 4,  # lay out a day or some weeks, check, mend
    "reflection": 2,  # three or four sentences
    "explorer": 1.5,  # three or four moves, and the sentence after each
}
_CALL = re.compile(r"^(ask|explore\.\w+)\((?:\"([^\"]+)\")?")
_OPTIONAL = re.compile(r"(#+ .*|\*+)\boptional\b", re.IGNORECASE)
_CLOSED_LIST = re.compile(r"(\[[^\[\]]*\]) of [^\n]*\|[^\n]*")
_PLANNERS = {"explore.session_planner", "explore.follow_up_planner"}
_KINDS = {"explore.claim": "judge", "explore.screening": "screen", "explore.case": "case"}


@dataclass(frozen=True)
class Shown:
    """One thing that a code cell shows: its kind (a key of `MINUTES`), the item's id if it is one, words, and place."""

    kind: str
    item: str
    words: int
    optional: bool


@dataclass(frozen=True)
class Count:
    """The core of one lesson. text: words of its text cells.  things: what its code cells show, in order."""

    text: int
    things: list[Shown]

    @property
    def words(self):
        """All words to be read in the core."""
        return self.text + sum(thing.words for thing in self.things)

    @property
    def acting(self):
        """Minutes to think, press and write in the core."""
        return sum(MINUTES[thing.kind] for thing in self.things)

    def minutes(self, speed=SLOW):
        """Minutes of the core at a reading speed in words a minute."""
        return self.words / speed + self.acting

    def told(self, lesson):
        """The figures of one lesson as a line."""
        items = sum(thing.kind != "explorer" for thing in self.things)
        explorers = len(self.things) - items
        return (f"{lesson.file}: {self.words:,} words, {items} items and {explorers} explorers in the core, "
                f"{self.minutes():.1f} of {lesson.minutes} minutes, {self.minutes(AVERAGE):.1f} for an average reader.")


def words_of(text):
    """Number of words that a reader sees in Markdown or plain text: links count by their words."""
    return sum(any(sign.isalnum() for sign in word) for word in LINK.sub(r"\1", text).split())


def split(cells):
    """(core text, things shown) of a lesson's cells, given as in the file. Things of optional parts are marked."""
    core, things, optional = [], [], False
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for part in re.split(r"\n\s*\n|\n(?=#+ )", source):
                optional = _opens(part.strip(), optional)
                core += [] if optional else [part]
        elif cell["cell_type"] == "code":
            things += [_shown(*call, cell, optional) for call in _calls(source)]
    return "\n\n".join(core), things


def _opens(part, optional):
    """Whether the part of a lesson that goes on after a heading or paragraph is optional."""
    return bool(_OPTIONAL.match(part)) or (optional and not part.startswith("#"))


def _calls(source):
    return [found.groups() for found in map(_CALL.match, source.splitlines()) if found]


def _shown(function, name, cell, optional):
    words = words_of(_stored(cell))
    if function == "ask":
        item = _item(name)
        return Shown(item.kind, name, words + _answer_words(item), optional)
    if function == "explore.claim":
        item = _item(f"claim.{name}")
        return Shown("judge", item.id, words + _answer_words(item), optional)
    kind = "plan" if function in _PLANNERS else _KINDS.get(function, "explorer")
    return Shown(kind, "" if kind == "explorer" else name or "", min(words, EXPLORER_WORDS), optional)


def _stored(cell):
    """The words that a cell shows before anything is done, as stored with the notebook."""
    texts = ("".join(output.get("data", {}).get("text/plain", "")) for output in cell.get("outputs", []))
    return _CLOSED_LIST.sub(r"\1", "\n".join(texts))


def _item(name):
    found = {item.id: item for item in exercises.listed()}
    if not name:
        raise CourseError("a cell asks for no item; its name stands in straight double quotes, as in ask(\"name\").")
    if name not in found:
        raise CourseError(f"a cell shows '{name}', which is no item of data/.{meant(name, found)}")
    return found[name]


def _answer_words(item):
    """Words of what an item answers: why its key is right, and what one wrong option says on average."""
    wrong = [words_of(option.feedback) for option in item.options if option.feedback]
    return words_of(item.feedback) + round(mean(wrong or [0]))


def cells(path):
    """The cells of the notebook at `path`, as in the file. Raises CourseError if it is no notebook."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CourseError(f"{path.name}: not a readable notebook ({type(fault).__name__}).") from None


def read(path):
    """As `split`, of the notebook at `path`. Raises CourseError if it is none, or shows an item that is not there."""
    try:
        return split(cells(path))
    except CourseError as fault:
        raise CourseError(str(fault) if path.name in str(fault) else f"notebooks/{path.name}: {fault}") from None


def count(path):
    """The Count of the core of the lesson stored at `path`. Raises CourseError as `read` does."""
    text, things = read(path)
    return Count(words_of(text), [thing for thing in things if not thing.optional])


def notebooks(folder=None):
    """{lesson id: path} of the lessons in a folder (default: `notebooks` beside data/), as far as they are there."""
    folder = folder or data_folder().parent / "notebooks"
    places = {lesson.id: folder / f"{lesson.file}.ipynb" for lesson in lessons.load().values()}
    return {name: path for name, path in places.items() if path.is_file()}


def counts(folder=None):
    """{lesson id: Count} of the lessons that `notebooks` finds."""
    return {name: count(path) for name, path in notebooks(folder).items()}


def told(folder=None):
    """One line for each lesson that is there, with a word where it is over its minutes."""
    for name, found in counts(folder).items():
        lesson = lessons.load()[name]
        yield found.told(lesson) + (" Too long." if found.minutes() > lesson.minutes else "")
