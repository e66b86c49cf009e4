"""The test before and after the course: one question at a time, then a plain score by subject.

The stored view is the opening alone, so a notebook that is shared holds no question of the test. Feedback and keys are
never in a view before the closing test is finished.
"""

from kapcourse.learning import answers, forms
from kapcourse.learning.grading import EMPTY, check
from kapcourse.learning.wording import listed
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, questions, rich
from kapcourse.widgets.panel import View

TITLES = {"before": "Test before the course", "after": "Test after the course"}
OPENING = {
    "before": ["These questions ask about what the course teaches. Nobody expects you to know it yet. Leave open "
               "what you do not know.",
               "You will see a plain score by subject at the end, and no explanations: they would teach, and the test "
               "after the course could no longer be compared. They come once that test is done.",
               "You can stop and come back; every answer is kept. After Finish the answers stand."],
    "after": ["Other questions on the same subjects as in the test before the course.",
              "After Finish you see a plain score by subject, and for each question what is right and why.",
              "You can stop and come back; every answer is kept. You may take the test again. The first finish "
              "is the one that counts."],
}
SIGNS = {True: "✓ Right", False: "✗ Not right", None: "Recorded"}
LEFT = "○ Left open"
MOVES = ("previous", "next", "go")
NOT_KEPT = "What you wrote at question {number} was not kept. {why}"
PLAIN = ("This is a plain score of one day. One person's scores differ from day to day by chance as well, so nobody "
         "should read a gain into two of them.")
WITHHELD = "Recorded. The keys to {} are with your instructor."
LATER = "Which answers were right, and why, is told here once the test after the course is finished."


class Sitting(View):
    """One test of one trainee: opening, questions, result."""

    def __init__(self, which):
        if which not in forms.WHICH:
            raise CourseError(f'there is no test "{which}". Write course.test("before") or course.test("after").')
        self.attempt = forms.standing(which)
        self.items = forms.items(self.attempt.form)
        if not self.items:
            raise CourseError(f"data/tests: form {self.attempt.form} has no items.")
        self.begun = bool(self.attempt.answers or self.attempt.done)
        self.at, self.message, self.warned, self.refused = self._first_open(), "", False, ""

    def untouched(self):
        return self._opening()

    def blocks(self):
        shown = self._result() if self.attempt.done else self._question() if self.begun else self._opening()
        shown += [blocks.feedback("message", f"<p>{rich.safe(self.message)}</p>" if self.message else "", "note")]
        return shown + blocks.notice(answers.session().notice)

    def on(self, event, value):
        self.message, warned, self.warned = "", self.warned, False
        refused, self.refused = self.refused, ""
        if event == "begin":
            self.begun = True
        elif event == "again" and self.attempt.done:
            self._again()
        elif self.begun and not self.attempt.done:
            self._work(event, value, warned)
        if refused and event in MOVES:
            self.message = refused

    def _work(self, event, value, warned):
        """What the trainee does with the question that is shown."""
        if event == "finish" or (event == "end" and warned):
            self._finish(event == "end")
        elif event in MOVES:
            self._move(event, value)
        elif event == "keep":
            self._keep(questions.blank(self.item))
        elif event == "answer" or event.startswith(questions.PART):
            self._keep(questions.changed(self.item, self._given(self.item), event, value))

    @property
    def item(self):
        """The question that is shown."""
        return self.items[self.at]

    def _keep(self, answer):
        verdict = check(self.item, answer)
        if verdict.answered or verdict.feedback == EMPTY:
            self.attempt = forms.keep(self.attempt, "answer", item=self.item.id, answer=answer)
        else:
            self.message = verdict.feedback
            self.refused = NOT_KEPT.format(number=self.at + 1, why=verdict.feedback)

    def _move(self, event, value):
        to = {"previous": self.at - 1, "next": self.at + 1}.get(event)
        if event == "go" and isinstance(value, str) and value.isascii() and value.isdigit():
            to = int(value) - 1
        if to is not None and 0 <= to < len(self.items):
            self.at = to

    def _finish(self, sure):
        """Finish, or say first what is open: ending with open questions has a button of its own, so no double click."""
        left = self._open()
        if left and not sure:
            self.warned = True
            self.message = (f"{_numbers(left)} still open and would count as not right. "
                            "To end all the same, press “End here”.")
        else:
            self.attempt = forms.keep(self.attempt, "finish")

    def _again(self):
        self.attempt = forms.keep(self.attempt, "again")
        self.at = 0

    def _given(self, item):
        answer = self.attempt.answers.get(item.id)
        readable = answer is not None and check(item, answer).answered
        return answer if readable else questions.blank(item)

    def _open(self):
        """Numbers of the questions that wait for an answer, from 1."""
        return [number for number, item in enumerate(self.items, 1)
                if forms.is_open(item, self.attempt.answers.get(item.id))]

    def _first_open(self):
        return next(iter(self._open()), len(self.items)) - 1

    def _title(self, more=""):
        return blocks.text("title", f"<p>{TITLES[self.attempt.which]}{more}</p>", "title")

    def _opening(self):
        told = "".join(f"<p>{rich.safe(line)}</p>" for line in OPENING[self.attempt.which])
        return [self._title(f": {len(self.items)} questions"), blocks.text("opening", told),
                blocks.buttons("buttons", [("begin", "Begin the test")])]

    def _question(self):
        item, number, left = self.item, self.at + 1, self._open()
        stem = f"<p><strong>Question {number} of {len(self.items)}</strong></p>{rich.html(item.stem)}"
        places = [(str(n), f"{n}, open" if n in left else f"{n}, answered") for n in range(1, len(self.items) + 1)]
        keep = [("keep", "The order is right as it stands")] if item.kind == "order" and number in left else []
        moves = [("previous", "Previous")] * (self.at > 0) + [("next", "Next")] * (number < len(self.items))
        ends = [("finish", "Finish")] + [("end", "End here")] * self.warned
        told = f"{_numbers(left)} still open." if left else "Every question is answered. You can go back, or finish."
        return [self._title(), blocks.text("question", stem, "scene"),
                *questions.controls(item, self._given(item), checked=False),
                blocks.buttons("moves", [*keep, *moves, *ends]),
                blocks.select("go", "Go to question", places, str(number)),
                blocks.text("left", f"<p>{told}</p>", "note")]

    def _result(self):
        first = forms.score(self.items, self.attempt.first)
        names = forms.domain_names()
        rows = [[rich.safe(names[name]), _told(part)] for name, part in first.items()]
        shown = [self._title(": finished"), blocks.text("done", f"<p><strong>Finished.</strong> {PLAIN}</p>", "scene"),
                 blocks.table("score", "Your score by subject", ["Subject", "Right"], rows)]
        whole = first[forms.ALL]
        if whole.recorded:
            kept = "some questions" if whole.asked else "these questions"
            shown.append(blocks.text("withheld", f"<p>{WITHHELD.format(kept)}</p>", "note"))
        return shown + (self._explained() if forms.may_be_explained(self.attempt.which) else [
            blocks.text("later", f"<p>{LATER}</p>", "note")])

    def _explained(self):
        rows = [self._row(number, item) for number, item in enumerate(self.items, 1)]
        shown = [blocks.folds("why", "Question by question", ["Your answer", "Right", "Why", "Read"], rows)]
        if self.attempt.which == "after":
            latest = forms.score(self.items, self.attempt.answers)[forms.ALL]
            told = f"Latest of {self.attempt.tries} tries: {_told(latest)}. " if self.attempt.tries > 1 else ""
            told += "The table above shows your first finish, which counts."
            shown += [blocks.text("again", f"<p>{told}</p>", "note"),
                      blocks.buttons("buttons", [("again", "Take it again")])]
        return shown

    def _row(self, number, item):
        answer = self.attempt.answers.get(item.id)
        verdict = check(item, answer)
        sign = SIGNS[verdict.correct] if verdict.answered else LEFT
        why = "" if item.key is None else rich.html(item.feedback)
        if verdict.answered and verdict.correct is False:
            why = rich.html(verdict.feedback) + why
        read = "; ".join(rich.source_link(key) for key in item.sources)
        return [f"{sign}: question {number}", rich.inline(item.stem),
                _lines(forms.told_answer(item, answer)) if verdict.answered else "none",
                _lines(forms.told_key(item)) if item.key is not None else "with your instructor", why, read]


def _told(part):
    right = f"{part.right} of {part.asked}" if part.asked else ""
    return ", ".join([*([right] if right else []), *([f"{part.recorded} recorded"] if part.recorded else [])])


def _lines(texts):
    return "".join(f"<p>{rich.inline(text)}</p>" for text in texts)


def _numbers(left):
    """[3] -> "Question 3 is", [3, 5, 6, 7] -> "Questions 3 and 5 to 7 are"."""
    if len(left) == 1:
        return f"Question {left[0]} is"
    runs = []
    for number in left:
        runs = [*runs[:-1], [*runs[-1], number]] if runs and number == runs[-1][-1] + 1 else [*runs, [number]]
    told = [part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))]
    return f"Questions {listed(told)} are"
