"""Playing a case: where a path of replies leads, what it did to the meters, and the debrief of the path taken.

A path is the tuple of the replies' ids from the start; together with the case it says everything.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from kapcourse.tables import cases as tables
from kapcourse.tables import sources
from kapcourse.tables.facts import plain

MARKS = {"good": "good", "flawed": "plausible, but flawed", "harmful": "harmful"}
ENDINGS = {"good": "A good ending", "mixed": "A mixed ending", "poor": "A poor ending"}
LEVELS = ("very low", "low", "rather low", "in the middle", "rather high", "high", "very high")
INVENTED = "The person is invented: a composite, nobody who exists."
JUDGEMENT = ("Scenes, replies and marks are the course's judgement, built on the sources that are named at the end. "
             "There is more than one good way to say a thing.")
LONGEST = 100


@dataclass(frozen=True)
class Step:
    """One choice on a path: the name of the node, and the reply that was chosen there."""

    node: str
    reply: tables.Reply


@dataclass(frozen=True)
class Line:
    """One line of the debrief. instead: the good replies of the scene, empty if the chosen one was good."""

    scene: str
    who_acts: str
    reply: tables.Reply
    instead: list[tables.Reply]


@dataclass(frozen=True)
class Play:
    """A case played so far. path: ids of the replies from the start.

    Nothing changes in place: `choose`, `back` and `again` return another Play.
    """

    case: tables.Case
    path: tuple = ()

    @cached_property
    def steps(self):
        """The choices made so far, as a list of `Step`."""
        steps, name = [], self.case.start
        for chosen in self.path:
            steps.append(Step(name, self.case.nodes[name].reply(chosen)))
            name = steps[-1].reply.to
        return steps

    @property
    def visited(self):
        """Names of the nodes on the path, the present one last."""
        return [self.case.start, *(step.reply.to for step in self.steps)]

    @property
    def node(self):
        """The present node."""
        return self.case.nodes[self.visited[-1]]

    @property
    def ended(self):
        """Whether the path has reached an ending."""
        return bool(self.node.ending)

    @property
    def meters(self):
        """The meters now, {name: -3 to 3}; what would go beyond the scale stays at its end."""
        state = dict(self.case.state)
        for step in self.steps:
            for name, change in step.reply.changes.items():
                state[name] = max(-tables.LIMIT, min(tables.LIMIT, state[name] + change))
        return state

    @property
    def good(self):
        """How many replies of the path are good."""
        return sum(step.reply.mark == tables.GOOD for step in self.steps)

    @property
    def share(self):
        """The share of good replies on the path, 0 to 1; 0 for an empty path."""
        return self.good / len(self.path) if self.path else 0.0

    def choose(self, name):
        """The play after the reply called `name`. Raises ValueError if the present node has no such reply."""
        if not isinstance(name, str) or self.node.reply(name) is None or len(self.path) >= LONGEST:
            raise ValueError(f"no reply {name!r:.40} here")
        return replace(self, path=(*self.path, name))

    def back(self):
        """The play one step before; at the start it stays there."""
        return replace(self, path=self.path[:-1])

    def again(self):
        """The play from the start."""
        return replace(self, path=())


def replay(case, path):
    """The play of a stored path (a list of reply ids). Raises ValueError for one that cannot be walked."""
    if not isinstance(path, list | tuple) or len(path) > LONGEST:
        raise ValueError("not a path")
    play = Play(case)
    for name in path:
        play = play.choose(name)
    return play


def paths(case):
    """Every path from the start to an ending, as a `Play`, on which no reply is chosen twice in the same scene."""
    todo = [Play(case)]
    while todo:
        play = todo.pop()
        if play.ended:
            yield play
        taken = {(step.node, step.reply.id) for step in play.steps}
        todo += [play.choose(reply.id) for reply in reversed(play.node.replies)
                 if (play.visited[-1], reply.id) not in taken]


def debrief(play):
    """Scene by scene what was chosen on the path, with its mark, why, and what would have been good: `Line`s."""
    return [Line(play.case.words(node.scene), node.who_acts, step.reply, [] if step.reply in node.good else node.good)
            for step in play.steps for node in [play.case.nodes[step.node]]]


def verdict(name, answer):
    """(correct, score, Markdown) for an answer {path: [reply ids], best: [reply ids]} to the case called `name`.

    Done, and never failed, is who reached an ending once: correct is then True, before it None. score: the share of
    good replies on the best path so far. Raises ValueError for an answer nobody can read.
    """
    _, best = read(tables.get(name), answer)
    if best is None:
        return None, None, "This case is under way. It is done when an ending is reached."
    return True, best.share, f"{told_share(best)} on your best path so far. {ENDINGS[best.node.ending]}."


def read(case, answer):
    """(the play, the best play that reached an ending or None) of a stored answer. Raises ValueError as `verdict`."""
    if not isinstance(answer, dict) or "path" not in answer or not set(answer) <= {"path", "best"}:
        raise ValueError("not an answer to a case")
    play = replay(case, answer["path"])
    best = replay(case, answer["best"]) if "best" in answer else None
    if best is not None and not best.ended:
        raise ValueError("the best path has no ending")
    return play, better(best, play)


def better(best, play):
    """The one of two plays with the larger share of good replies; one without an ending does not count."""
    if not play.ended or (best is not None and best.share >= play.share):
        return best
    return play


def stored(play, best):
    """The answer that `read` reads."""
    return {"path": list(play.path)} | ({"best": list(best.path)} if best else {})


def told_share(play):
    """How many replies of a path were good: "6 of 8 replies were good"."""
    return f"{play.good} of {len(play.path)} replies were good"


def told_meters(play):
    """The meters in words, as (name, level, what the last choice did): ("Trust", "rather low", "fell")."""
    before = play.back().meters if play.path else play.meters
    return [(tables.METERS[name], LEVELS[value + tables.LIMIT], _moved(value - before[name]))
            for name, value in play.meters.items()]


def _moved(change):
    return "rose" if change > 0 else "fell" if change < 0 else ""


def transcript(case):
    """The whole case as text for the instructor: every scene with its replies, marks and whys, in the file's order."""
    lines = [f"{case.title} ({case.id}; lesson {case.lesson}, {case.approach}; {', '.join(case.roles)})",
             _line(case, case.about), *([f"Note: {_line(case, case.content_note)}"] if case.content_note else [])]
    for name, node in case.nodes.items():
        head = ENDINGS[node.ending] if node.ending else f"{node.who_acts} acts"
        lines += ["", f"[{name}] {head}" + (" (start)" if name == case.start else ""), _line(case, node.scene)]
        for reply in node.replies:
            lines += [f"- {MARKS[reply.mark]}: {_line(case, reply.say)}", f"  Why: {_line(case, reply.why)}",
                      f"  Then: {_then(reply)}"]
        if node.ending:
            lines += [f"Debrief: {_line(case, node.debrief)}", f"Read: {_read(node.sources)}"]
    return "\n".join([*lines, "", f"Sources of the case: {_read(case.sources)}"])


def print_case(name):
    """Print the transcript of the case called `name`. Raises CourseError if there is none."""
    print(transcript(tables.get(name)))


def _then(reply):
    changes = [f"{name} {change:+d}" for name, change in reply.changes.items()]
    return ", ".join([*changes, f"to {reply.to}"])


def _read(keys):
    return "; ".join(sources.load()[key].short for key in keys)


def _line(case, text):
    return " ".join(plain(case.words(text)).split())
