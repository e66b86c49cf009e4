"""The explorers of lesson 06: studies to sort by what set their groups apart, running trials, people still there."""

from kapcourse.figures.attrition import attrition
from kapcourse.learning import kap
from kapcourse.tables import kap_studies as tables
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View

EVERYTHING = "all"
PART = "group:"
HOW = ("Read how each study was done. Choose what set its groups apart. Then compare: you see what the study found, "
       "and what a study of this kind can and cannot say. Nothing here is graded or kept.")
COLUMNS = ["People and follow-up", "What it found", "What it can say", "What it cannot say", "Source"]
MOMENTS = ("Began", "Data at three months", "Data at six months")


class KapStudies(View):
    """Finished studies, filtered by condition; the trainee sorts them, then compares."""

    def __init__(self):
        self.condition = "depression"
        self.sorted = {}
        self.compared = False

    def on(self, event, value):
        if event == "condition":
            if value not in (EVERYTHING, *tables.CONDITIONS):
                raise CourseError("This condition is not in the list. Choose one of the list.")
            self.condition, self.compared = value, False
        elif event == "compare":
            if not any(one.id in self.sorted for one in self._shown()):
                raise CourseError("Sort at least one study first, then compare.")
            self.compared = True
        else:
            self._sort(event.removeprefix(PART), value)

    def _sort(self, name, group):
        if name not in {one.id for one in tables.finished()} or group not in ("", *tables.GROUPS):
            raise CourseError("This study or this group is not in the list. Choose one of the list.")
        self.sorted = {k: v for k, v in {**self.sorted, name: group}.items() if v}
        self.compared = False

    def blocks(self):
        conditions = [*tables.CONDITIONS.items(), (EVERYTHING, "All of them")]
        groups = list(tables.GROUPS.items())
        shown = [blocks.text("title", "<p>Sort the studies</p>", "title"),
                 blocks.text("how", f"<p>{HOW}</p>", "note"),
                 blocks.select("condition", "Studies of", conditions, self.condition)]
        shown += [blocks.select(PART + one.id, rich.plain(f"{one.study}. {one.design}"), groups,
                                self.sorted.get(one.id, ""), statement=True) for one in self._shown()]
        shown.append(blocks.buttons("buttons", [("compare", "Compare")]))
        return [*shown, *(self._comparison() if self.compared else [])]

    def _shown(self):
        return [one for one in tables.finished() if self.condition in (EVERYTHING, one.condition)]

    def _comparison(self):
        chosen = [one for one in self._shown() if one.id in self.sorted]
        right = sum(self.sorted[one.id] == one.randomised for one in chosen)
        said = f"{right} of {len(chosen)} sorted as the course sorts them. {self._left_out(chosen)}".strip()
        rows = [[self._line(one), "", *_cells(one)] for one in self._shown()]
        return [blocks.feedback("feedback", f"<p>{said}</p>", "note"),
                blocks.folds("studies", "Study by study, with what set its groups apart", COLUMNS, rows, opened=False)]

    def _left_out(self, chosen):
        rest = len(self._shown()) - len(chosen)
        return f"{rest} still to be sorted." if rest else ""

    def _line(self, one):
        group = self.sorted.get(one.id)
        mark = "Not sorted yet" if group is None else "✓ The same" if group == one.randomised else "✗ Another"
        yours = f" You chose: {tables.GROUPS[group]}." if mark == "✗ Another" else ""
        return rich.inline(f"**{one.study}.** {tables.GROUPS[one.randomised]}. *{mark}.{yours}*")


class RunningTrials(View):
    """Studies without a result yet: what they will vary, and what was last seen of them."""

    def blocks(self):
        head = ["People", "How it is done", "What it will be able to say", "What it will not say", "Last seen"]
        rows = [[rich.inline(f"**{one.study}.** {tables.CONDITIONS[one.condition]}. "
                             f"*{tables.STATES[one.state].capitalize()}.*"), "", rich.inline(one.people),
                 rich.inline(one.design), rich.inline(one.can_say), rich.inline(one.cannot_say),
                 f"{rich.safe(f'{one.last_seen}.')} {rich.cited(one)}"]
                for one in tables.unfinished()]
        return [blocks.folds("running", "Not finished, or not yet read", head, rows)]


class StillThere(View):
    """How many people of the largest KAP cohort still had data, to scale."""

    def __init__(self):
        rows = list(zip(MOMENTS, kap.still_there(), strict=True))
        (_, start), (_, three), (_, six) = rows
        said = (f"Of {start:,} people who began, {three} still had data at three months and {six} at six. "
                f"The empty part of a bar is people of whom nothing is known: {start - three:,} and {start - six:,}.")
        self.picture = attrition(rows, said)

    def blocks(self):
        return [*blocks.told_picture(self.picture)]


def _cells(one):
    """What is shown of a study once it is compared, in the order of COLUMNS, as HTML."""
    return [rich.inline(f"{one.people}; {one.followup}."), rich.inline(one.result), rich.inline(one.can_say),
            rich.inline(one.cannot_say), f"{rich.source_link(one.source)} ({one.tier}; {rich.safe(one.place)})"]
