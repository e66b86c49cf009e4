"""Finding one's way: map, progress, tests, review, record of study, glossary, sources, download."""

from kapcourse.learning import answers, texts
from kapcourse.learning import progress as _progress
from kapcourse.tables import lessons
from kapcourse.tables import sources as _sources
from kapcourse.tables.records import named
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View, later, show

PRIVATE = "Your answers are private files. Only you can read them here."
IN_BROWSER = ("Your answers are kept in this browser, on this device only. A private window forgets them when you "
              "close it, and so does a browser whose data is cleared. “Download my answers” makes a copy to keep or to "
              "hand in.")


def map():
    """All lessons: what each is for, how long it takes, and whether it is there yet."""
    return show(Table, "Map of the course", ["Lesson", "What you can do afterwards", "Minutes", "State"], [
        [f"{x.id} {rich.safe(x.title)}", rich.inline(x.purpose), str(x.minutes), "ready" if x.ready else "coming"]
        for x in lessons.load().values()])


class Progress(View):
    """Core questions of the ready lessons: done, worth another look, open; optional work; and where to go on.

    lesson: the id of a lesson to show first, as at its foot.
    """

    def __init__(self, lesson=None):
        self.lesson = lesson
        _progress.standings({}, lesson)

    def untouched(self):
        return self._blocks({})

    def blocks(self):
        notice = answers.session().notice
        told = answers.in_browser() and not notice
        return self._blocks(None, notice, IN_BROWSER if told else PRIVATE)

    def on(self, event, value):
        if event == "download":
            return {"file": "kapcourse-answers.jsonl", "text": answers.export()}

    def _blocks(self, latest, notice="", privacy=PRIVATE):
        found = [s for s in _progress.standings(latest, self.lesson) if s.lesson.ready]
        return [
            blocks.table("progress", "Your progress", ["Lesson", "Done", "Worth another look", "Open", "Optional"],
                         [self._row(standing) for standing in found]),
            blocks.text("onward", f"<p>{_onward(_progress.onward(found))}</p>", "sentence"),
            blocks.text("privacy", f"<p>{privacy}</p>", "note"),
            blocks.buttons("buttons", [("refresh", "Refresh"), ("download", "Download my answers")]),
            *blocks.notice(notice),
        ]

    def _row(self, standing):
        here = " (this lesson)" if standing.lesson.id == self.lesson else ""
        done, core = len(standing.done), standing.core
        bar = f'<progress value="{done}" max="{max(core, 1)}" aria-hidden="true"></progress> '
        optional = f"{len(standing.optional_done)} of {len(standing.optional)}"
        return [f"{_lesson_link(standing.lesson)}{here}", f"{bar}{done} of {core}", _names(standing.again),
                str(len(standing.open)), optional if standing.optional else "none"]


def progress(lesson=None):
    """Where the trainee stands, with "Download my answers". lesson: the id of the lesson to show first."""
    return show(Progress, lesson)


def review():
    """Up to five questions that are due for another look, by a simple rule of days."""
    return show(later, "review", "Review")


def record():
    """The record of study, to be downloaded as a page or as a PDF."""
    return show(later, "record", "RecordOfStudy")


def _onward(standing):
    if standing is None:
        return "All core questions are done. What is optional, and the review, stay open to you."
    return f"Go on with {_lesson_link(standing.lesson)}."


def _lesson_link(lesson):
    """A link to a lesson's notebook; the page opens it beside the present one."""
    return f'<a href="{lesson.file}.ipynb" data-notebook="true">{lesson.id} {rich.safe(lesson.title)}</a>'


def test(which):
    """The test "before" or "after" the course: twenty questions one at a time, and a plain score by subject."""
    return show(later, "forms", "Sitting", which)


def glossary():
    """Every technical term in plain words."""
    return show(Table, "Glossary", ["Term", "In plain words"],
                [[rich.safe(t.term), rich.inline(t.plain)] for t in lessons.glossary().values()], True)


def sources(lesson):
    """The works that a lesson's questions, claims and tables rest on."""
    return show(_source_table, lesson)


class Table(View):
    """A table; folded: it unfolds on request."""

    def __init__(self, caption, columns, rows, folded=False):
        self.shown = [blocks.table("table", caption, columns, rows, folded)]

    def blocks(self):
        return self.shown


def _source_table(lesson):
    named(lessons.load(), lesson, "there is no lesson")
    works = {key: _sources.load()[key] for key in sorted(texts.sources_of(lesson))}
    rows = [[rich.source_link(key), rich.inline(work.citation), work.tier, work.doi_checked.replace("none", "no DOI"),
             rich.safe(work.note)] for key, work in works.items()]
    return Table(f"Sources of lesson {lesson}", ["Source", "Work", "Tier", "DOI confirmed", "Notes"], rows,
                 folded=True)


def _names(items):
    return ", ".join(rich.safe(name.split(".")[-1].replace("_", " ")) for name in items) or "none"
