"""The comparator: infusion and KAP attribute by attribute, with other treatments as context."""

import re
from collections import Counter

from kapcourse.figures.knowledge import knowledge
from kapcourse.tables import facts
from kapcourse.tables.approaches import CERTAINTY_WORDS, DIFFERENCE_WORDS
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View, unusable

EVERYTHING = "all"
KINDS = "kinds"


class Comparator(View):
    """Filter by what matters to a person, add context, read each cell with certainty, source and tier."""

    def __init__(self, table):
        self.table = table
        self.matter = EVERYTHING
        self.context = []
        self.kinds = False
        self._draw()

    def on(self, event, value):
        if event == "matter" and value in (EVERYTHING, *(m.id for m in self.table.matters)):
            self.matter = value
        elif event == "context" and isinstance(value, list) and set(value) <= set(self._offered()):
            self.context = value
        elif event == KINDS:
            self.kinds = bool(value)
        else:
            raise unusable()
        self._draw()

    def blocks(self):
        matters = [(EVERYTHING, "Everything"), *((m.id, m.name) for m in self.table.matters)]
        context = [(name, rich.inline(words)) for name, words in self._offered().items()]
        return [
            blocks.text("title", "<p>Two approaches, side by side</p>", "title"),
            blocks.select("matter", "What matters to the person", matters, self.matter),
            blocks.choices("context", "Also show, as context", context, self.context, many=True),
            *blocks.told_picture(self.picture),
            blocks.choices(KINDS, "After you have judged for yourself",
                           [(KINDS, "Show what kind of difference each line is")], [KINDS] * self.kinds, many=True),
            self._cells(),
        ]

    def _offered(self):
        """{id: name} of the approaches that stand beside the two as context."""
        return {a.id: a.name for a in self.table.approaches if a.role == "context"}

    def _attributes(self):
        return [a for a in self.table.attributes if self.matter in (EVERYTHING, *a.matters)]

    def _columns(self):
        return [a for a in self.table.approaches if a.role == "compared" or a.id in self.context]

    def _draw(self):
        rows, columns = self._attributes(), self._columns()
        levels = [[row.cells[c.id].certainty for c in columns] for row in rows]
        self.picture = knowledge([r.name for r in rows], [c.short for c in columns], levels, sentence(rows, columns))

    def _cells(self):
        rows = [[self._line(a), self._note(a), *(cell_html(a.cells[c.id]) for c in self._columns())]
                for a in self._attributes()]
        return blocks.folds("cells", "What is known, line by line", [rich.inline(c.name) for c in self._columns()],
                            rows, opened=self.matter != EVERYTHING)

    def _line(self, attribute):
        kind = f" *Infusion and KAP: {DIFFERENCE_WORDS[attribute.difference]}.*" if self.kinds else ""
        return rich.inline(f"**{attribute.name}.** {attribute.question}{kind}")

    def _note(self, attribute):
        return rich.inline(f"{attribute.note} {attribute.why if self.kinds else ''}")


def cell_html(cell):
    """A cell's value with its certainty, its sources and their tier, as HTML."""
    if cell.certainty == "unknown":
        return rich.inline(cell.value)
    own = " (our judgement)" if cell.certainty_status == "JUDGEMENT" else ""
    label = facts.LABELS.get(cell.status, "") if "(F-" not in cell.value else ""
    return (f"{rich.inline(cell.value)}{label}<br><small>{CERTAINTY_WORDS[cell.certainty].capitalize()}{own}."
            f"{_read(cell)}</small>")


def sentence(rows, columns):
    """What the picture shows, counted from the cells."""
    things = "1 thing people ask" if len(rows) == 1 else f"{len(rows)} things people ask"
    said = [f"{things} about, {len(columns)} approaches."]
    for column in columns:
        count = Counter(_group(row.cells[column.id].certainty) for row in rows)
        said.append(f"{column.short}: {count['rated']} rated for certainty{_best(rows, column)}, "
                    f"{count['practice']} describing practice, {count['unknown']} without a source.")
    return " ".join(said)


def _best(rows, column):
    order = ("high", "moderate", "low", "very_low")
    levels = [row.cells[column.id].certainty for row in rows]
    best = next((level for level in order if level in levels), None)
    return f" (at best {CERTAINTY_WORDS[best].removesuffix(' certainty')})" if best else ""


def _group(certainty):
    return certainty if certainty in ("practice", "unknown") else "rated"


def _read(cell):
    cited = [facts.load()[name] for name in re.findall(r"\((F-\d{4})\)", cell.value)]
    seen = dict.fromkeys((fact.source, fact.tier) for fact in cited)
    return f" Sources: {'; '.join(f'{rich.source_link(key)} ({tier})' for key, tier in seen)}." if seen else ""
