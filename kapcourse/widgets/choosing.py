"""Choosing together, for invented people only; and risks that were measured beside a fair comparison."""

from kapcourse.figures.harms import icons
from kapcourse.figures.ranges import bars, ranges
from kapcourse.learning import choosing, risks
from kapcourse.learning.wording import large
from kapcourse.tables import approaches
from kapcourse.tables import options as tables
from kapcourse.tables import risks as risk_tables
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.comparator import cell_html
from kapcourse.widgets.panel import View, unusable

TEACHES = ("Invented people only. This aid teaches and does not decide: it knows a table, and none of the people you "
           "will meet. Nothing about a real person can be entered. Whether an option meets a wish is the course's own "
           "reading (judgement).")
WEIGHS = "What matters to this person? 0 does not matter, 1 a little, 2 matters, 3 matters most. Move it and see."
STEPS = "Gates come first. A way that a gate closes is not weighed, however well it fits."
HEAD = ["Way", "Gate", "Can meet, of 100", "Speaks for it", "Speaks against it", "Partly (counts half)", "Not known"]
READ = "The words behind it, wish by wish, the weightiest first"
MARKS = ("A full square is a person with this outcome, an open circle a person without it. Set the two groups side by "
         "side, and no group of one picture beside a group of another: people, times and scales differ.")


class Choosing(View):
    """Choose an invented person, weigh the wishes; see gates, ranges, reasons, unknowns and what would change it."""

    def __init__(self, name=None):
        self.table, self.fixed = tables.load(), bool(name)
        self.beside, self.cells = _beside(self.table), {}
        self._enter(name or next(iter(tables.people())))

    @property
    def picture(self):
        """The picture as it is stored."""
        return None if self._closed_up() else self.figure.picture(self._data(), choosing.sentence(self.choice))

    def on(self, event, value):
        if event == "person" and not self.fixed and isinstance(value, str) and value in tables.people():
            self._enter(value)
        elif event == "open":
            self.opened = True
        elif event == "reset":
            self.choice = choosing.choose(self.person.id)
        elif event == "all":
            self.all = True
        elif event.startswith("weight:") and self.table.wish(event.removeprefix("weight:")) and _weight(value):
            wish = event.removeprefix("weight:")
            self.choice = choosing.choose(self.person.id, {**self.choice.weights, wish: int(value)})
        else:
            raise unusable()

    def blocks(self):
        people = [(p.id, p.name) for p in tables.people().values()]
        shown = [blocks.text("title", "<p>Choosing together</p>", "title"),
                 blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note")]
        if not self.fixed:
            shown.append(blocks.select("person", "Invented person", people, self.person.id))
        if not self.opened:
            return [*shown, blocks.text("note", rich.html(self.person.content_note), "note"),
                    blocks.buttons("content", [("open", "Show this person")])]
        shown += self._told()
        return shown + (self._urgent() if choosing.urgent(self.choice) else self._weighed())

    def _enter(self, name):
        self.choice = choosing.choose(name)
        self.person = self.choice.person
        self.opened, self.all = not self.person.content_note, False
        self.figure = ranges(f"ranges-{name}" if self.fixed else "ranges", [o.short for o in self.table.options])

    def _closed_up(self):
        return not self.opened or choosing.urgent(self.choice)

    def _told(self):
        limits = f" <em>{rich.inline(self.person.limits)}</em>" if self.person.limits else ""
        asked = self.table.option(self.person.asks_for).name
        return [blocks.text("about", f"<p>{rich.inline(self.person.about)} <em>(Invented.)</em></p>"),
                blocks.text("asks", f"<p>&ldquo;{rich.inline(self.person.asks)}&rdquo; Asked about: "
                                    f"{rich.inline(asked)}.</p>"),
                blocks.text("first", f"<p><strong>First.</strong> {rich.inline(self.person.first)}{limits}</p>"),
                blocks.text("decides", f"<p><strong>What decides.</strong> "
                                       f"{rich.safe(choosing.DECIDES[self.choice.decides])}.</p>")]

    def _urgent(self):
        """With imminent risk nothing is weighed: no picture, no sliders."""
        reason = choosing.why_barred(self.choice, self.table.options[0].id)
        return [blocks.text("barred", f"<p>Every way is closed today. {rich.inline(' '.join(reason))}</p>"),
                blocks.text("sentence", f"<p>{rich.safe(choosing.sentence(self.choice))}</p>", "sentence"),
                self._changes()]

    def _weighed(self):
        sliders = [blocks.slider(f"weight:{w.id}", w.text, 0, tables.MOST, 1, self.choice.weights[w.id], "of 3")
                   for w in self.table.wishes
                   if self.all or self.person.weights.get(w.id) or self.choice.weights[w.id]]
        more = [] if self.all else [("all", "Weigh other wishes too")]
        said = choosing.sentence(self.choice)
        return [blocks.text("weighs", f"<p>{rich.safe(WEIGHS)}</p>", "note"), *sliders,
                blocks.buttons("back", [("reset", "Back to this person's own weights"), *more]),
                blocks.text("steps", f"<p>{rich.safe(STEPS)}</p>", "note"),
                blocks.live("figure", self.figure, self._data(), said),
                self._table(), self._changes(), self._words(), self.beside]

    def _data(self):
        return bars([(100 * one.low, 100 * one.high, bool(one.bars)) for one in self.choice.standings.values()])

    def _table(self):
        return blocks.table("reasons", "Gates, reasons and unknowns, the weightiest first", HEAD,
                            [self._row(o, self.choice.standings[o.id]) for o in self.table.options])

    def _row(self, option, one):
        return [rich.inline(option.name), self._gate(option), "closed" if one.bars else choosing.reach(one),
                *(self._listed(wishes) for wishes in (one.meets, one.does_not, one.partly, one.unknown))]

    def _gate(self, option):
        closed = choosing.why_barred(self.choice, option.id)
        if closed:
            return f"<strong>Closed.</strong> {rich.inline(' '.join(closed))}"
        with_care = choosing.cautions(self.choice, option.id)
        if with_care:
            return f"Open, with a plan for: {rich.inline(', '.join(with_care))}"
        own = self.person.proven if option.id == "proven" else option.own
        return rich.inline(own) if own else "No listed criterion fired: the clinician decides"

    def _listed(self, wishes):
        return rich.safe(", ".join(f"{self.table.wish(w).short} ({self.choice.weights[w]})" for w in wishes)) or "-"

    def _changes(self):
        items = "".join(f"<li>{rich.safe(line)}</li>" for line in choosing.changes(self.choice))
        return blocks.text("changes", f"<p>What would change this</p><ul>{items}</ul>")

    def _cells(self, wish):
        if wish.id not in self.cells:
            self.cells[wish.id] = [_cell(wish, option) for option in self.table.options]
        return self.cells[wish.id]

    def _words(self):
        weighed = sorted((w for w in self.table.wishes if self.choice.weights[w.id]),
                         key=lambda w: -self.choice.weights[w.id])
        rows = [[rich.inline(f"**{w.text}** (weight {self.choice.weights[w.id]})"), "",
                 *self._cells(w)] for w in weighed]
        return blocks.folds("words", READ, [rich.inline(o.short) for o in self.table.options], rows)


class Risks(View):
    """One outcome with both groups of a hundred, in words, as marks and as a table, with interval and certainty."""

    def __init__(self):
        self._draw(next(iter(risk_tables.load())))

    def on(self, event, value):
        if event != "risk" or not isinstance(value, str) or value not in risk_tables.load():
            raise unusable()
        self._draw(value)

    def blocks(self):
        row = self.row
        offered = [(r.id, f"{r.outcome}: {r.given}, beside {r.other}") for r in risk_tables.load().values()]
        head = ["Group", *(rich.safe(large(words)) for words in (row.happened, row.not_happened)),
                "Over what time"]
        return [blocks.text("title", "<p>So many of a hundred, beside what</p>", "title"),
                blocks.select("risk", "Outcome and comparison", offered, row.id),
                *blocks.told_picture(self.picture),
                blocks.table("counts", "The same in numbers", head,
                             [[rich.safe(c) for c in line] for line in risks.table(row)]),
                blocks.text("source", f"<p>Source: {rich.cited(row)}{row.label}. "
                                      f"{rich.safe(MARKS)}</p>", "note"),
                blocks.text("kap", f"<p>{rich.safe(risks.NO_KAP)}</p>", "note"), self._checklist()]

    def _draw(self, name):
        self.row = risk_tables.load()[name]
        groups = [(f"{large(words)}:\n{count} of {risks.OF} {self.row.happened}", count)
                  for words, count in zip((self.row.given, self.row.other), risks.counts(self.row), strict=True)]
        self.picture = icons(risks.OF, groups, risks.told(self.row), "risks")

    def _checklist(self):
        rows = [[rich.inline(check.asks), f"{rich.source_link(check.instrument)}, as listed by "
                                          f"{rich.source_link(check.source)} ({rich.safe(check.place)})"]
                for check in risk_tables.checklist().values()]
        return blocks.table("checklist", "What this display is tested against, in our words",
                            ["A fair display of a risk", "Where the item stands"], rows)


def _cell(wish, option):
    reading, words = wish.cells[option.id], tables.words(wish, option)
    told = rich.inline(words) if isinstance(words, str) else cell_html(words)
    stands = choosing.STANDS[reading.stands]
    return f"<strong>{large(stands)}.</strong> {rich.inline(reading.because)}<br>{told}"


def _beside(table):
    lines = [approaches.load().attribute(name) for name in table.beside]
    columns = [o for o in table.options if o.approach]
    rows = [[rich.inline(f"**{line.name}.** {line.question}"), rich.inline(line.note),
             *(cell_html(line.cells[o.approach]) for o in columns)] for line in lines]
    return blocks.folds("beside", rich.plain(table.beside_why), [rich.inline(o.short) for o in columns], rows)


def _weight(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value in range(tables.MOST + 1)
