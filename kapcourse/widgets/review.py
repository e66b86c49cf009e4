"""Spaced review: the questions that are due, in one panel."""

from datetime import datetime

from kapcourse.learning import answers, exercises, review
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View
from kapcourse.widgets.questions import Question

HOW = ("Questions that you answered come back here. One answered wrongly comes back the next day. One answered rightly "
       "comes back after {later} days, then after {more} days. A wrong answer starts this over. "
       "The practice is known as Leitner boxes; the numbers of days are the course's choice.")
UNTOUCHED = "Press <strong>Run the lesson</strong>, and the questions that are due today appear here."


class Review(View):
    """Up to five questions that are due, each as it is asked in its lesson, without the earlier answer."""

    def __init__(self, now=None):
        self.clock = now or (lambda: datetime.now().astimezone())
        self._gather()

    def untouched(self):
        return [*_head(), blocks.text("state", f"<p>{UNTOUCHED}</p>", "sentence"), *_foot()]

    def blocks(self):
        asked = [block for number, one in enumerate(self.questions) for block in _numbered(number, one)]
        return [*_head(), blocks.text("state", f"<p>{self.state}</p>", "sentence"), *asked, *_foot()]

    def on(self, event, value):
        number, _, rest = event.partition(":")
        if event == "again":
            self._gather()
        elif number.isdigit() and int(number) < len(self.questions):
            self.questions[int(number)].on(rest, value)

    def _gather(self):
        given, now = review.reviewed(answers.given()), self.clock()
        due = review.due(given, now)
        self.questions = [Question(exercises.get(name), restore=False) for name in due[:review.AT_ONCE]]
        self.state = _told(due, given, now)


def _told(due, given, now):
    if due:
        shown = f"; here are the first {review.AT_ONCE}" if len(due) > review.AT_ONCE else ""
        return f"{_counted(len(due))} due{shown}."
    day = review.returns(given, now)
    if day is None:
        return "Nothing to review yet. Answer a question in a lesson; it comes back here."
    days = (day - now.date()).days
    return (f"Nothing is due today. The next question comes back on {day.day} {day:%B %Y}, "
            f"{'tomorrow' if days == 1 else f'in {days} days'}.")


def _counted(number):
    return "One question is" if number == 1 else f"{number} questions are"


def _numbered(number, question):
    """The blocks of a question, their names and events marked with its number in the panel."""
    lesson = question.item.lesson
    yield blocks.text(f"{number}:head", f"<p>Question {number + 1}, from lesson {rich.safe(lesson)}</p>", "part")
    for block in question.blocks():
        marked = {**block, "id": f"{number}:{block['id']}"}
        if block["type"] == "buttons":
            marked["items"] = [{**item, "value": f"{number}:{item['value']}"} for item in block["items"]]
        yield {**marked, "tone": ""} if block.get("tone") == "title" else marked


def _head():
    later, *more = review.DAYS[1:]
    how = HOW.format(later=later, more=" and ".join(map(str, more)))
    return [blocks.text("title", "<p>Review</p>", "title"), blocks.text("how", f"<p>{how}</p>", "note")]


def _foot():
    return [blocks.buttons("look", [("again", "Show what is due now")])]
