"""The audit of the public page: its statements in order, what the trainee chose for each, and the bench in place."""

from kapcourse.learning import statements
from kapcourse.tables import claims
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.bench import bench
from kapcourse.widgets.panel import View

TEACHES = ("What you judged in earlier lessons counts here. Open a statement to judge it or to change your mind. The "
           "deciding row and the truer sentence count most. \"Not established\" means untested, not ineffective.")
HEAD = ["Statement", "What the page says", "Lesson", "Deciding row", "Truer sentence", "Your verdict"]
OPEN, CLOSE, NEXT = "audit_open", "audit_close", "audit_next"
OWN = (OPEN, CLOSE, NEXT, "audit_refresh")


class Audit(View):
    """A table of all statements with the score, and one statement opened on the bench below it."""

    def __init__(self):
        self.name, self.bench = "", None
        self.found = statements.judged()

    def untouched(self):
        return self._blocks(statements.judged({}), "", None)

    def blocks(self):
        return self._blocks(self.found, self.name, self.bench)

    def on(self, event, value):
        if event == OPEN:
            self._open(value)
        elif event == CLOSE:
            self.name, self.bench = "", None
        elif event == NEXT:
            self._open(next((one.claim.id for one in self.found if one.to_do), ""))
        elif event not in OWN and self.bench:
            self.bench.on(event, value)
        self.found = statements.judged()

    def _open(self, name):
        if name and name not in list(claims.load()):
            raise CourseError("This statement is not in the list. Choose one of the list.")
        self.name, self.bench = name, bench(name) if name else None

    def _blocks(self, found, name, opened):
        options = [(one.claim.id, f"{one.claim.id}{' (done)' if one.done else ''}") for one in found]
        to_do = any(one.to_do for one in found)
        buttons = [(NEXT, "Open the next one to do")] * to_do + [("audit_refresh", "Refresh")]
        shown = [blocks.text("audit_title", "<p>The statements of the page, one by one</p>", "title"),
                 blocks.text("audit_teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"),
                 blocks.table("audit_table", "Where you stand with each statement", HEAD, [_row(one) for one in found]),
                 blocks.text("audit_score", f"<p>{rich.safe(statements.score(found))}</p>", "sentence"),
                 blocks.select(OPEN, "Open a statement", options, name),
                 blocks.buttons("audit_buttons", buttons + [(CLOSE, "Close the statement")] * bool(opened))]
        return [*shown, *(opened.blocks() if opened else [])]


def _row(one):
    head = [rich.safe(one.claim.id), rich.inline(one.claim.statement), ", ".join(one.claim.lessons)]
    if not one.done:
        return [*head, "open", "open", "open"]
    words = claims.VERDICTS[one.chosen].partition(" (")[0]
    return [*head, *("right" if one.right[part] else "look again" for part in ("row", "rewrite")),
            f"{words}: {'as' if one.right['verdict'] else 'not as'} the course has it"]
