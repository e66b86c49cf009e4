"""A class for its instructor: who is where, how items and wrong options did, what is misunderstood, what was learned.

Anonymous by default. Names are shown on the page only, by a box to tick or by `names=True`: what is stored in a
notebook, printed or compared keeps the labels T01, T02 ...
"""

import tempfile
from functools import cached_property

from kapcourse.figures import classroom as figures
from kapcourse.learning import classroom, collected, forms, gains, invented
from kapcourse.learning.wording import large
from kapcourse.science.item_analysis import FEWEST_PAIRS, FEWEST_SHARE
from kapcourse.tables import lessons
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, panel, rich

INVENTED = "an invented class"
PARTS = {"progress": "Who is where", "items": "How the items did", "distractors": "Which wrong options work",
         "misconceptions": "What is misunderstood most often", "gains": "What the class learned"}
COMMONEST = 12
TOO_FEW = {"too few": "too few people", "too few others": "too few other items", "no spread": "no spread", "": ""}


class Class:
    """A class folder, read when it is first shown and not before. folder: a path, or INVENTED."""

    def __init__(self, folder=INVENTED):
        self.folder = str(folder)

    @cached_property
    def room(self):
        """What is in the folder. Raises CourseError if it cannot be read."""
        if self.folder != INVENTED:
            return classroom.Room(classroom.members(self.folder))
        with tempfile.TemporaryDirectory() as place:
            return classroom.Room(classroom.members(invented.write(place)))

    @property
    def told(self):
        """How many there are, and whose files are left out; without names."""
        people = self.room.people
        silent = sum(not p.standing for p in people)
        faults = [p.label for p in people if p.faults]
        said = [f"People: {len(people)}. Without an answer to a core question: {silent}."]
        if self.folder == INVENTED:
            said.insert(0, "This class is invented: nobody in it ever lived, and its figures mean nothing.")
        if faults:
            said.append(f"Files that could not be read, wholly or partly: {', '.join(faults)}. "
                        "The command kapcourse grade says which.")
        return " ".join(said)


def show(folder=INVENTED, part=None, names=False):
    """The class in `folder` (a path, a Class, or INVENTED). part: one of PARTS, or None for all of them.

    names: whether the page shows the names of trainees (what is stored never does).
    """
    return panel.show(Report, folder if isinstance(folder, Class) else Class(folder), part, names)


class Report(panel.View):
    """One or all parts of what there is to see of a class."""

    def __init__(self, one, part=None, names=False):
        if part is not None and part not in PARTS:
            raise CourseError(f"there is no part '{collected.printable(part)}'. The parts are called "
                              f"{', '.join(PARTS)}.")
        self.one, self.parts, self.names = one, [part] if part else list(PARTS), bool(names)
        self.drawn = {name: _PICTURES[name](one.room) for name in self.parts if name in _PICTURES}

    @property
    def picture(self):
        """The picture as it is stored, where there is one part."""
        return self.drawn.get(self.parts[0]) if len(self.parts) == 1 else None

    def untouched(self):
        return self._blocks(False)

    def blocks(self):
        return self._blocks(self.names)

    def on(self, event, value):
        if event != "names" or not isinstance(value, list):
            raise panel.unusable()
        self.names = value == ["names"]

    def _blocks(self, named):
        shown = [blocks.text("told", f"<p>{rich.safe(self.one.told)}</p>", "note")]
        for part in self.parts:
            shown.append(blocks.text(f"{part}-title", f"<p>{PARTS[part]}</p>", "title"))
            drawn = self.drawn.get(part)
            if drawn:
                shown += [blocks.picture(f"{part}-picture", drawn),
                          blocks.text(f"{part}-sentence", f"<p>{rich.safe(drawn.sentence)}</p>", "sentence")]
            shown += _TABLES[part](self.one.room, named)
        return shown


def _people(room, named):
    """Each trainee's core questions done, lesson by lesson."""
    rows = [[_name(p, named), *(_cell(p.standing.get(x.id), room.core[x.id]) for x in room.begun)]
            for p in room.people]
    box = blocks.choices("names", "Names", [("names", "Show names on this page; they are never stored")],
                         ["names"] if named else [], many=True)
    return [box, blocks.table("progress", "Core questions done, by lesson",
                              ["Trainee", *(x.id for x in room.begun)], rows)]


def _name(person, named):
    if not named:
        return person.label
    return f"{person.label} <bdi>{rich.safe(collected.printable(person.name))}</bdi>"


def _cell(standing, core):
    if standing is None:
        return "not begun"
    done, answered = standing
    again = f", {answered - done} to look at again" if answered > done else ""
    return f"{done} of {core}{again}"


def _items(room, _):
    rows = [[_item(row.item), str(row.fit.answered), _percent(row.fit.share), _correlation(row.fit), row.look]
            for row in room.rows]
    rule = (f"Points are those of the first answer. A share needs {FEWEST_SHARE} people. The item-rest correlation "
            "compares an item with the other core items of its lesson; it needs three of them, and "
            f"{FEWEST_PAIRS} people who answered the item and at least half of those. It is near 1 where an item tells "
            "apart who knows from who does not, near 0 where it does not, below 0 where it misleads who knows. "
            "What is worth a look is the course's own rule of thumb.")
    return [blocks.text("items-rule", f"<p>{rule}</p>", "note"),
            blocks.table("items", "Items, by lesson", ["Item", "People", "Points", "Item-rest correlation",
                                                       "Worth a look"], rows)]


def _percent(share):
    return "too few people" if share is None else f"{100 * share:.0f} %"


def _correlation(fit):
    if fit.correlation is None:
        return TOO_FEW[fit.why]
    low, high = fit.interval
    return f"{_signed(fit.correlation)} (95 % interval {_signed(low)} to {_signed(high)})"


def _signed(value):
    """Two decimals, never "-0.00"."""
    return f"{round(value, 2) + 0.0:.2f}"


def _item(item):
    return f"{_link(item.lesson)} {rich.safe(item.id.split('.')[-1].replace('_', ' '))}"


def _link(lesson):
    """A link to a lesson, in a new tab; it starts from the folder of the instructor's notebook."""
    return f'<a href="../{lessons.load()[lesson].file}.ipynb" target="_blank" rel="noopener">{lesson}</a>'


def _distractors(room, _):
    every = room.distractors()
    known = [d for d in every if d.idle is not None]
    told = [d for d in known if d.idle or d.draws_strong]
    said = (f"Of {len(every)} wrong options of choices, {len(known)} were seen by at least {FEWEST_PAIRS} people. "
            f"{len(known) - len(told)} of these work: somebody who does not know takes them. The others are below.")
    rows = [[_item(d.item), rich.safe(rich.plain(d.option.text)), f"{d.chosen} of {d.of}", _why(d)] for d in told]
    rule = ("An option works if at least 5 % of people chose it first (the course's own rule of thumb), and if those "
            f"who chose it (at least {FEWEST_SHARE}) did no better in the rest than those who had the item right.")
    return [blocks.text("distractors-told", f"<p>{said} {rule}</p>", "sentence"),
            blocks.table("distractors", "Wrong options to rewrite", ["Item", "Option", "Chosen", "Why"], rows)]


def _why(distractor):
    return "; ".join([*(["hardly anybody takes it"] if distractor.idle else []),
                      *(["who took it did better in the rest"] if distractor.draws_strong else [])])


def _misconceptions(room, _):
    found = room.misunderstood()
    rows = [[rich.safe(rich.plain(e.words)), f"{e.people} of {e.of}", _item(e.item), _where(e)]
            for e in found[:COMMONEST]]
    return [blocks.text("misconceptions-told", f"<p>{len(found)} errors were met at the first answer. "
                        f"The {len(rows)} commonest are below.</p>", "sentence"),
            blocks.table("misconceptions", "Commonest errors, and where to look again",
                         ["Error", "People", "Item", "Lesson and section"], rows)]


def _where(error):
    return f"{_link(error.lesson)} {rich.safe(error.section)}".strip()


def _gains(room, _):
    names = forms.domain_names()
    people = [p.person for p in room.people]
    rows = [[rich.safe(names[part]), rich.safe(gain.told)] for part, gain in room.gains.items()]
    warning = gains.one_sided(people)
    return [*([blocks.text("gains-warning", f"<p>{rich.safe(warning)}</p>", "note")] if warning else []),
            blocks.table("gains", "Gain by subject", ["Subject", "After minus before"], rows)]


def _draw_progress(room):
    rows = [(f"{x.id} {x.title}", *room.states(x.id)) for x in room.begun]
    if not rows:
        return None
    said = "; ".join(f"lesson {name.split()[0]}: {done} finished, {begun} begun, {none} not begun"
                     for name, done, begun, none in rows)
    return figures.progress(rows, f"Of {len(room.people)} people, by core questions. {large(said)}.")


def _draw_items(room):
    known = [r for r in room.rows if r.fit.share is not None and r.fit.correlation is not None]
    if not known:
        return None
    shares, looks = [r.fit.share for r in known], sum(bool(r.look) for r in known)
    said = (f"{len(known)} items with enough people. Points run from {100 * min(shares):.0f} to "
            f"{100 * max(shares):.0f} %, item-rest correlations from "
            f"{_signed(min(r.fit.correlation for r in known))} to {_signed(max(r.fit.correlation for r in known))}. "
            f"{looks} of the items are worth a look. The table says which.")
    return figures.items([(r.fit.share, r.fit.correlation, bool(r.look)) for r in known], classroom.LOOSE, said)


def _draw_gains(room):
    names, found = forms.domain_names(), room.gains
    rows = [(names[part], *((100 * v for v in (g.mean, *g.interval)) if g.mean is not None else (None,) * 3))
            for part, g in found.items()]
    whole = found[forms.ALL]
    said = (f"{whole.both} people finished both tests, {whole.only_before} only the one before, {whole.only_after} "
            f"only the one after. All questions: {whole.told}.")
    return figures.gains(rows, said)


_TABLES = {"progress": _people, "items": _items, "distractors": _distractors, "misconceptions": _misconceptions,
           "gains": _gains}
_PICTURES = {"progress": _draw_progress, "items": _draw_items, "gains": _draw_gains}
