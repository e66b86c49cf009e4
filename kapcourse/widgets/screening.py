"""The screening room: ask an invented person one thing at a time, decide, then see what the criteria make of it."""

from kapcourse.learning import answers, exercises, screening
from kapcourse.learning.answering import kept, restored
from kapcourse.learning.grading import check
from kapcourse.tables import screening as tables
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View
from kapcourse.widgets.questions import verdict_block

ASK = "ask:"
TEACHES = ("Invented people only. This room teaches and does not decide: it knows a list of criteria and none of the "
           "people you will meet. The list is not complete, and cautions are not added up: several together can weigh "
           "more than each alone. Class and disposition are the course's reading of the sources named with each line.")
HOW = ("Ask what you need; the answer appears beside the question. Before a first dose most of the list matters. Then "
       "decide. What you did not ask stays unknown, as in a real clinic.")
HEAD = ["Fires", "Class and disposition", "Who says so", "What they say", "What to do"]
CLASSES = {"absolute": "no dose in this setting", "relative": "usually not; a specialist decides",
           "caution": "possible with a plan"}
BASES = {"source": "the source's own", "mixed": "partly the course's judgement", "judgement": "the course's judgement"}


class Room(View):
    """A vignette, or first a list to choose one from. Nothing about a real person can be entered."""

    def __init__(self, name=None):
        self.fixed = bool(name)
        self._enter(name)

    def untouched(self):
        if not self.fixed:
            return self._list("")
        return self._case({}, None, not self.case.vignette.content_note, "")

    def blocks(self):
        if self.case is None:
            return self._list("")
        shown = [] if self.fixed else self._list(self.case.vignette.id)
        return shown + self._case(self.answer, self.verdict, self.opened, answers.session().notice, titled=self.fixed)

    def on(self, event, value):
        if event == "vignette" and not self.fixed:
            self._enter(value if isinstance(value, str) and value in _offered() else None)
        elif self.case is None:
            return
        elif event == "open":
            self.opened = True
        elif event == "check":
            self._check()
        else:
            self._take(event, value)

    def _enter(self, name):
        self.case = screening.case(name) if name else None
        self.answer, self.verdict, self.opened = {}, None, False
        if self.case is None:
            return
        self.item = exercises.get(f"screening.{name.lower()}")
        self.answer, self.verdict = restored(self.item, {})
        self.opened = not self.case.vignette.content_note or self.verdict is not None

    def _check(self):
        """Grade the choices made; they are kept once there are both."""
        both = self.answer.get("disposition") and self.answer.get("criterion")
        self.verdict = (kept if both else check)(self.item, self.answer)

    def _take(self, event, value):
        """Keep a choice that exists; what was once asked stays asked, in the order of asking."""
        if event.startswith(ASK) and isinstance(value, list):
            known = {q.id for q in tables.load().questions.values() if ASK + q.group == event}
            asked = self.answer.get("asked", [])
            new = [name for name in value if isinstance(name, str) and name in known and name not in asked]
            self.answer = {**self.answer, "asked": asked + list(dict.fromkeys(new))}
        elif event in ("disposition", "criterion") and isinstance(value, str):
            known = value in (*screening.DISPOSITIONS, tables.NONE, *tables.load().criteria)
            self.answer = {**self.answer, event: value if known and self._fits(event, value) else ""}

    def _fits(self, part, value):
        return (value in screening.DISPOSITIONS) == (part == "disposition")

    def _list(self, chosen):
        options = [(v.id, f"{v.id} {v.title}") for v in _offered().values()]
        return [blocks.text("room", "<p>The screening room</p>", "title"),
                blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"),
                blocks.select("vignette", "Who is next", options, chosen)]

    def _case(self, answer, verdict, opened, notice, titled=True):
        vignette = self.case.vignette
        shown = [blocks.text("title", f"<p>{rich.safe(vignette.id)} {rich.inline(vignette.title)}</p>", "title")]
        if titled:
            shown.append(blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"))
        if not opened:
            return [*shown, blocks.text("note", rich.html(vignette.content_note), "note"),
                    blocks.buttons("content", [("open", "Show this case")])]
        start = " ".join(rich.inline(vignette.told[q.id]) for q in _questions("start"))
        shown += [blocks.text("start", f"<p>{start}</p>"), blocks.text("how", f"<p>{HOW}</p>", "note")]
        shown += self._asking(answer.get("asked", []))
        shown += [*_decision(answer), blocks.buttons("buttons", [("check", "Check my decision")])]
        shown += [verdict_block(verdict), *self._answer(verdict, answer)]
        return shown + blocks.notice(notice)

    def _asking(self, asked):
        names = tables.load().questions
        told = self.case.vignette.told
        known = {name: f"{rich.inline(names[name].ask)}: <strong>{rich.inline(told[name])}</strong>" for name in asked}
        shown = [blocks.choices(ASK + group, f"Ask: {words}",
                                [(q.id, known.get(q.id, rich.inline(q.ask))) for q in _questions(group)],
                                [name for name in asked if names[name].group == group], many=True)
                 for group, words in tables.GROUPS.items()]
        latest = f"Last answer. {known[asked[-1]]}<br>" if asked else ""
        counted = f"You asked {len(asked)} of {sum(q.group != 'start' for q in names.values())} questions."
        return [*shown, blocks.text("counted", f"<p>{latest}{counted}</p>", "sentence")]

    def _answer(self, verdict, answer):
        """What the criteria make of the case, once both choices were made and checked."""
        if not (verdict and verdict.answered and answer.get("disposition") and answer.get("criterion")):
            return []
        rows = [_row(tables.load().criteria[rule.id]) for rule in self.case.result.fired]
        due = screening.DISPOSITIONS[self.case.result.disposition]
        today = [tables.load().criteria[rule.id].action for rule in self.case.result.fired if rule.urgent]
        urgent = f"<strong>Today: {rich.inline(' '.join(today))}</strong> " if today else ""
        shown = [blocks.text("due", f"<p>What the criteria give: <strong>{rich.safe(due)}</strong>. {urgent}"
                                    f"{_count(len(rows))}</p>")]
        if rows:
            shown.append(blocks.folds("fired", "Criteria that fired, the weightiest first", HEAD, rows, opened=True))
        near = list(screening.told_near(self.case))
        if near:
            items = "".join(f"<li>{rich.safe(line)}</li>" for line in near)
            shown.append(blocks.text("near", f"<p>Near misses</p><ul>{items}</ul>"))
        if self.case.vignette.pair:
            other = tables.load().vignettes[self.case.vignette.pair]
            shown.append(blocks.text("pair", f"<p>Compare with {other.id}, {rich.inline(other.title)}.</p>", "note"))
        return shown


def _offered():
    return {v.id: v for v in tables.load().vignettes.values() if not v.unlisted}


def _count(number):
    return {0: "No listed criterion fired.", 1: "One criterion fired."}.get(number, f"{number} criteria fired.")


def _questions(group):
    return [q for q in tables.load().questions.values() if q.group == group]


def _decision(answer):
    criteria = sorted(tables.load().criteria.values(), key=lambda row: row.name)
    names = [(tables.NONE, screening.NOTHING), *((row.id, rich.plain(row.name)) for row in criteria)]
    dispositions = [(name, rich.safe(words)) for name, words in screening.DISPOSITIONS.items()]
    chosen, criterion = answer.get("disposition") or None, answer.get("criterion", "")
    return [blocks.choices("disposition", "Your disposition: what follows", dispositions, chosen),
            blocks.select("criterion", "The criterion that decides", names, criterion, statement=True)]


def _row(row):
    """One criterion as the cells of a fold: line, disagreement, then the columns of HEAD."""
    apart = f"**Where sources disagree:** {row.disagreement}" if row.disagreement else "No disagreement seen."
    own = " (judgement)" if row.status == "JUDGEMENT" else ""
    also = "".join(f"; {rich.source_link(key)}" for key in row.also.split())
    urgent = "Today. " if row.urgent else ""
    kind = f"{urgent}{row.weight.capitalize()} ({CLASSES[row.weight]}); {row.disposition}"
    said = (f"{rich.source_link(row.source)} ({row.tier}; {rich.inline(row.place)}){also}. "
            f"Threshold: {BASES[row.basis]}.")
    fires = f"{rich.safe(screening.threshold(row))}{own}"
    return [rich.inline(f"**{row.name}** [{row.id}]"), rich.inline(apart), fires, kind, said, rich.inline(row.says),
            rich.inline(row.action)]
