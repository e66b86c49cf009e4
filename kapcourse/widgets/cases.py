"""A case on its stage: a scene, what can be said or done, what follows; the reasons come with the debrief."""

from kapcourse.learning import answers, cases
from kapcourse.learning.answering import kept, restored
from kapcourse.learning.exercises import get
from kapcourse.tables import cases as tables
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View

SIGNS = {"good": "✓", "flawed": "~", "harmful": "✗"}
HOW = "Choose, and see what follows. Why a reply was good or not is told at the end, or when you go back."
SKIPPED = "Skipped. Nothing is lost: this case does not count as open."
FIRST = "Choose one of the replies first."
CIRCLE = "This path goes round in a circle. Start again, or go back."
HEAD = ["Mark", "Why", "A good reply"]


class Stage(View):
    """One case. What happens comes first; marks and reasons only in the debrief, or after a step back."""

    def __init__(self, name):
        self.case = tables.get(name)
        self.item = get(f"case.{name}")
        self.play, self.best = cases.Play(self.case), None
        self.tried, self.picked, self.message = {}, None, ""
        self.skipped = False
        self._restore()
        self.opened = not self.case.content_note or bool(self.play.path or self.best)

    def untouched(self):
        opened = not self.case.content_note
        return self._blocks(opened, cases.Play(self.case), {}, None)

    def blocks(self):
        shown = self._blocks(self.opened, self.play, self.tried, self.picked)
        if self.message:
            shown.append(blocks.feedback("message", f"<p>{rich.safe(self.message)}</p>", "note"))
        return shown + blocks.notice(answers.session().notice)

    def on(self, event, value):
        self.message = ""
        if not self.opened:
            self._note(event)
        elif event == "reply":
            self.picked = value if isinstance(value, str) and self.play.node.reply(value) else None
        elif event in ("do", "back", "again"):
            getattr(self, f"_{event}")()

    def _note(self, event):
        """What the trainee does with a case whose content note is shown."""
        self.opened = event == "open"
        self.skipped = self.skipped or event == "skip"
        self.message = SKIPPED if self.skipped and not self.opened else ""

    def _do(self):
        if self.play.ended:
            return
        try:
            self._go(self.play.choose(self.picked))
        except ValueError:
            self.message = CIRCLE if self.picked else FIRST

    def _back(self):
        if self.play.path:
            left = self.play.steps[-1]
            known = self.tried.get(left.node, [])
            self.tried = {**self.tried, left.node: [r for r in known if r != left.reply] + [left.reply]}
            self._go(self.play.back())

    def _again(self):
        self.tried = {}
        self._go(self.play.again())

    def _go(self, play):
        self.play, self.picked = play, None
        self.best = cases.better(self.best, play)
        kept(self.item, cases.stored(play, self.best))

    def _restore(self):
        answer, verdict = restored(self.item, None)
        if verdict:
            self.play, self.best = cases.read(self.case, answer)

    def _blocks(self, opened, play, tried, picked):
        shown = [blocks.text("title", f"<p>Case: {rich.inline(self.case.title)}</p>", "title")]
        if not opened:
            return [*shown, blocks.text("note", rich.html(self.case.content_note), "note"),
                    blocks.buttons("buttons", [("open", "Show this case"), ("skip", "Skip this case")])]
        shown += self._introduction()
        shown.append(self._scene(play))
        if self.case.state:
            shown.append(blocks.text("meters", _meters(play), "note"))
        shown += self._ending(play) if play.ended else self._replies(play, tried, picked)
        moves = [("back", "Go back one step"), ("again", "Start again")] if play.path else []
        return [*shown, blocks.buttons("buttons", [*([] if play.ended else [("do", "Do this")]), *moves])]

    def _introduction(self):
        label = " ".join([cases.INVENTED, *([cases.JUDGEMENT] if self.case.judgement else [])])
        roles = f"For: {', '.join(self.case.roles)}. About {self.case.minutes} minutes."
        return [blocks.text("about", rich.html(self.case.words(self.case.about))),
                blocks.text("invented", f"<p>{rich.safe(label)}</p><p>{rich.safe(f'{roles} {HOW}')}</p>", "note")]

    def _scene(self, play):
        head = cases.ENDINGS[play.node.ending] if play.ended else f"Scene {len(play.path) + 1}"
        return blocks.text("scene", f"<p><strong>{head}</strong></p>{rich.html(self.case.words(play.node.scene))}",
                           "scene")

    def _replies(self, play, tried, picked):
        left = "".join(f"<li>{self._told(reply)}</li>" for reply in tried.get(play.visited[-1], ()))
        shown = [blocks.text("tried", f"<p>You went back from:</p><ul>{left}</ul>")] if left else []
        options = [(reply.id, rich.inline(self.case.words(reply.say))) for reply in play.node.replies]
        label = f"Who acts now: the {play.node.who_acts}. What do you say or do?"
        return [*shown, blocks.choices("reply", label, options, picked)]

    def _told(self, reply):
        """A reply with its mark and reason, in HTML."""
        return f"<strong>{_mark(reply)}:</strong> {self._reasoned(reply)}"

    def _reasoned(self, reply):
        return f"{rich.inline(self.case.words(reply.say))} <br>Why: {rich.inline(self.case.words(reply.why))}"

    def _ending(self, play):
        read = "; ".join(rich.source_link(key) for key in dict.fromkeys([*play.node.sources, *self.case.sources]))
        counted = f"On this path {cases.told_share(play)}."
        if self.best and self.best.path != play.path:
            counted += f" On your best path so far {cases.told_share(self.best)}."
        return [blocks.text("debrief", f"{rich.html(self.case.words(play.node.debrief))}<p>{counted}</p>"),
                blocks.folds("path", "The path you took, scene by scene", HEAD,
                             [self._row(n, line) for n, line in enumerate(cases.debrief(play), 1)], opened=True),
                blocks.text("read", f"<p>Read: {read}.</p>")]

    def _row(self, number, line):
        say = rich.inline(self.case.words(line.reply.say))
        instead = "".join(f"<p>{self._reasoned(reply)}</p>" for reply in line.instead)
        return [f"{number}. {SIGNS[line.reply.mark]} The {line.who_acts}: {say}", rich.inline(line.scene),
                _mark(line.reply), rich.inline(self.case.words(line.reply.why)), instead or "Yours."]


def _mark(reply):
    return f"{SIGNS[reply.mark]} {cases.MARKS[reply.mark].capitalize()}"


def _meters(play):
    told = [f"{name}: {level}" + (f" (it {moved})" if moved else "") for name, level, moved in cases.told_meters(play)]
    return f"<p>{rich.safe('. '.join(told))}.</p>"
