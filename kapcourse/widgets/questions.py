"""Questions: the view of one exercise, of any kind, with its last answer restored."""

from kapcourse.learning import exercises
from kapcourse.learning.answering import kept, restored, session_of
from kapcourse.tables import lessons
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View, show

PART = "answer:"
HEADS = {True: ("right", "✓ Right."), False: ("wrong", "✗ Not yet."), None: ("note", "Noted.")}
MOVE_NOTE = {
    "several": "Tick every option that fits.",
    "match": "Choose for each statement.",
    "order": "Use the arrows to put the steps in order, then check.",
    "reflection": "For you alone: kept in a folder of its own, never graded, never collected.",
}


def ask(name, again=False):
    """The question called `name`, ready to answer. A fault is said in the widget.

    again: whether a later lesson comes back to it, so that the earlier answer does not give the key away.
    """
    return show(lambda: Question(_asked(name), restore=not again))


def _asked(name):
    item = exercises.get(name)
    if item.role == "test":
        raise CourseError(f"'{name}' belongs to the test before and after the course; "
                          'course.test("before") and course.test("after") show it.')
    return item


class Question(View):
    """The view of one exercise: stem, controls, "Check", verdict with the reason, sources.

    restore: whether it begins with the last answer; a review and a later lesson ask afresh.
    """

    def __init__(self, item, restore=True):
        self.item = item
        self.answer, self.verdict = restored(item, blank(item)) if restore else (blank(item), None)
        self.elsewhere = not restore

    def untouched(self):
        return self._blocks(blank(self.item), None, "")

    def blocks(self):
        return self._blocks(self.answer, self.verdict, session_of(self.item).notice)

    def on(self, event, value):
        if event == "check":
            self.verdict = kept(self.item, self.answer)
        else:
            self.answer = changed(self.item, self.answer, event, value)

    def _blocks(self, answer, verdict, notice):
        shown = [blocks.text("stem", rich.html(self.item.stem), "title"), *controls(self.item, answer)]
        label = "Keep" if self.item.kind == "reflection" else "Check"
        if self.item.role == "prediction":
            label = "Keep my prediction"
        shown += [blocks.buttons("buttons", [("check", label)]), verdict_block(verdict, self.item.sources),
                  *self._where(verdict)]
        return shown + blocks.notice(notice)

    def _where(self, verdict):
        """The lesson that taught what a wrong answer lacks, where the question is asked in another place."""
        if not (self.elsewhere and verdict and verdict.correct is False):
            return []
        lesson = lessons.load()[self.item.lesson]
        told = f"The question is from lesson {lesson.id}, {lesson.title}; the answer stands there."
        return [blocks.text("where", f"<p>{rich.safe(told)}</p>", "sentence")]


def blank(item):
    """The answer that the controls show before anybody answered."""
    if item.kind == "order":
        return [o.id for o in item.options]
    return {"match": {}, "several": []}.get(item.kind, "")


def changed(item, answer, event, value):
    """The answer after the event of one of the item's controls."""
    if item.kind != "match":
        return value
    matched = {**answer, event.removeprefix(PART): value}
    return {option: category for option, category in matched.items() if category}


def controls(item, answer, checked=True):
    """The blocks in which an item is answered, after a line on how where the kind needs one.

    checked: whether a button to check follows; a test has none, so its line must not name it, and Enter goes on.
    """
    note = MOVE_NOTE.get(item.kind, "")
    note = note if checked else note.replace(", then check", "")
    how = [blocks.text("how", f"<p>{note}</p>", "note")] if note else []
    if item.kind == "number" and not checked:
        return how + _number(item, answer, "next")
    return how + _CONTROLS[item.kind](item, answer)


def verdict_block(verdict, sources=()):
    """The feedback block of a verdict, empty before the first check. An answer that is missing is not called wrong."""
    if verdict is None:
        return blocks.feedback("feedback")
    if not verdict.answered:
        return blocks.feedback("feedback", rich.html(verdict.feedback), "note")
    tone, head = HEADS[verdict.correct]
    html = f"<p><strong>{head}</strong></p>{rich.html(verdict.feedback)}"
    if sources:
        html += f"<p>Read: {'; '.join(rich.source_link(key) for key in sources)}.</p>"
    return blocks.feedback("feedback", html, tone)


def _label(item):
    return {"several": "Your choices", "choice": "Your choice"}.get(item.kind, "Your answer")


def _choices(item, answer):
    options = [(o.id, rich.inline(o.text)) for o in item.options]
    return [blocks.choices("answer", _label(item), options, answer or None, many=item.kind == "several")]


def _number(item, answer, enter=""):
    return [blocks.number("answer", "Your number", item.unit, answer, enter)]


def _match(item, answer):
    categories = [(c.id, c.text) for c in item.categories]
    return [blocks.select(PART + o.id, rich.plain(o.text), categories, answer.get(o.id, ""), statement=True)
            for o in item.options]


def _order(item, answer):
    return [blocks.order("answer", "Your order", [(name, rich.inline(item.option(name).text)) for name in answer])]


def _reflection(item, answer):
    return [blocks.writing("answer", "Your thoughts", answer)]


def _screen(item, answer):
    call = f'<code>explore.screening("{item.vignette}")</code>'
    return [blocks.text("room", f"<p>This case is worked in the screening room: {call}.</p>")]


def _case(item, answer):
    call = f'<code>explore.case("{item.case}")</code>'
    return [blocks.text("stage", f"<p>This case is played scene by scene: {call}.</p>")]


def _plan(item, answer):
    call = f"<code>explore.{item.planner}_planner()</code>"
    return [blocks.text("planner", f"<p>This plan is laid out in the planner: {call}.</p>")]


def _judge(item, answer):
    call = f'<code>explore.claim("{item.claim}")</code>'
    return [blocks.text("bench", f"<p>This statement is worked on the claim bench: {call}.</p>")]


_CONTROLS = {"choice": _choices, "several": _choices, "number": _number, "match": _match, "order": _order,
             "reflection": _reflection, "judge": _judge, "screen": _screen, "case": _case, "plan": _plan}
