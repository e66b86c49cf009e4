"""The claim bench: a statement, what would settle it, the evidence, the trainee's judgement, then the verdict."""

from kapcourse.learning import answers, exercises
from kapcourse.learning.answering import kept, restored
from kapcourse.tables import claims, lessons
from kapcourse.tables.claims import CERTAINTIES, VERDICTS
from kapcourse.tables.records import CourseError, named
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View
from kapcourse.widgets.questions import verdict_block

FIRST = "Choose what would settle it, then show the evidence."
SAYS = {"for": "speaks for it", "against": "speaks against it", "context": "context"}
ASKS = {
    "settle": "1. Which comparison would settle it?",
    "row": "2. Which row decides?",
    "verdict": "3. Your verdict",
    "rewrite": "4. Which sentence would be true instead?",
}


def bench(name):
    """The view of the claim called `name` ("P01" to "P30"). Raises CourseError if there is none."""
    claim = named(claims.load(), name, "there is no claim")
    return Bench(claim) if claim.ready else Waiting(claim)


class Waiting(View):
    """A claim whose evidence belongs to a lesson still to come."""

    def __init__(self, claim):
        self.claim = claim

    def blocks(self):
        lesson = lessons.load()[self.claim.lessons[0]]
        words = f"This claim is put to the test in lesson {lesson.id}, *{lesson.title}*, which is coming."
        return [_statement(self.claim), blocks.text("later", rich.html(words), "note")]


class Bench(View):
    """A ready claim. The evidence opens after the first question, the verdict after all four."""

    def __init__(self, claim):
        self.claim = claim
        self.item = exercises.from_claim(claim)
        self.chosen, self.verdict = restored(self.item, {})
        self.opened = self.verdict is not None

    def untouched(self):
        return self._blocks({}, None, True, "")

    def blocks(self):
        return self._blocks(self.chosen, self.verdict, self.opened, answers.session().notice)

    def on(self, event, value):
        if event == "open":
            if "settle" not in self.chosen:
                raise CourseError(FIRST)
            self.opened = True
        elif event == "check":
            self.verdict = kept(self.item, self.chosen)
        else:
            self.chosen = {**self.chosen, event: value}

    def _blocks(self, chosen, verdict, opened, notice):
        shown = [_statement(self.claim), self._choice("settle", chosen)]
        if not opened:
            shown.append(blocks.buttons("buttons", [("open", "Show the evidence")]))
            return shown
        shown += [self._evidence(), *(self._choice(part, chosen) for part in ("row", "verdict", "rewrite")),
                  blocks.buttons("buttons", [("check", "Check my judgement")]), verdict_block(verdict)]
        if verdict and set(chosen) == set(self.item.key):
            shown.append(blocks.text("answer", self._answer("" if verdict.correct else f" {self.claim.reason}")))
        return shown + blocks.notice(notice)

    def _choice(self, part, chosen):
        options = [(o.id.removeprefix(part + ":"), rich.inline(o.text)) for o in self.item.options
                   if o.id.startswith(part + ":")]
        return blocks.choices(part, ASKS[part], options, chosen.get(part))

    def _evidence(self):
        rows = [[*map(rich.inline, (r.study, r.design, r.figure)), SAYS[r.says]] for r in self.claim.rows]
        return blocks.table("evidence", "The evidence", ["Study", "Design", "What it found", "What it says"], rows)

    def _answer(self, reason):
        """The verdict in full. reason: why, unless the feedback on a right judgement has just said it."""
        claim = self.claim
        note = f" {claim.verdict_note}" if claim.verdict_note else ""
        truer = next(o.text for o in claim.rewrites if o.id == claim.rewrite)
        return rich.html(f"**The course's verdict (judgement): {VERDICTS[claim.verdict]}.**{note}\n\n"
                         f"**Certainty (judgement):** {CERTAINTIES[claim.certainty]}.{reason}\n\n"
                         f"**Truer sentence:** {truer}\n\n**What would change the verdict:** {claim.would_change}")


def _statement(claim):
    return blocks.text("statement", rich.html(f"**Claim {claim.id}.** {claim.statement}"), "title")
