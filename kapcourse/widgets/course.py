"""Finding one's way: map, progress, the test before and after, glossary, sources, download."""

from kapcourse.learning import answers, exercises, texts
from kapcourse.learning import progress as _progress
from kapcourse.tables import cases, claims, lessons
from kapcourse.tables import sources as _sources
from kapcourse.tables.audit import cited
from kapcourse.tables.facts import load as load_facts
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.forms import Sitting
from kapcourse.widgets.panel import View, show


def map():
    """All lessons: what each is for, how long it takes, and whether it is there yet."""
    return show(Table, "Map of the course", ["Lesson", "What you can do afterwards", "Minutes", "State"], [
        [f"{x.id} {rich.safe(x.title)}", rich.inline(x.purpose), str(x.minutes), "ready" if x.ready else "coming"]
        for x in lessons.load().values()])


class Progress(View):
    """Core questions of the ready lessons: done, worth another look, open."""

    def untouched(self):
        return self._blocks({})

    def blocks(self):
        return self._blocks(None)

    def on(self, event, value):
        if event == "download":
            return {"file": "kapcourse-answers.jsonl", "text": answers.export()}

    def _blocks(self, latest):
        rows = [[f"{s.lesson.id} {rich.safe(s.lesson.title)}", str(len(s.done)), _names(s.again), str(len(s.open))]
                for s in _progress.standings(latest) if s.lesson.ready]
        return [
            blocks.table("progress", "Your progress", ["Lesson", "Done", "Worth another look", "Open"], rows),
            blocks.text("privacy", "<p>Your answers are private files. Only you can read them here.</p>", "note"),
            blocks.buttons("buttons", [("refresh", "Refresh"), ("download", "Download my answers")]),
        ]


def progress():
    """Where the trainee stands, with "Download my answers"."""
    return show(Progress)


def test(which):
    """The test "before" or "after" the course: twenty questions one at a time, and a plain score by subject."""
    return show(Sitting, which)


def glossary():
    """Every technical term in plain words."""
    return show(Table, "Glossary", ["Term", "In plain words"],
                [[rich.safe(t.term), rich.inline(t.plain)] for t in lessons.glossary().values()])


def sources(lesson):
    """The works that a lesson's questions, claims and tables rest on."""
    return show(_source_table, lesson)


class Table(View):
    """A table, nothing to press."""

    def __init__(self, caption, columns, rows):
        self.shown = [blocks.table("table", caption, columns, rows)]

    def blocks(self):
        return self.shown


def _source_table(lesson):
    if lesson not in lessons.load():
        raise CourseError(f"there is no lesson '{lesson}'. The lessons are called {', '.join(lessons.load())}.")
    works = {key: _sources.load()[key] for key in sorted(_used(lesson))}
    rows = [[rich.source_link(key), rich.inline(work.citation), work.tier, work.doi_checked.replace("none", "no DOI"),
             rich.safe(work.note)] for key, work in works.items()]
    return Table(f"Sources of lesson {lesson}", ["Source", "Work", "Tier", "DOI confirmed", "Notes"], rows)


def _used(lesson):
    items = [i for i in exercises.listed() if i.lesson == lesson]
    played = [c for c in cases.load().values() if c.lesson == lesson]
    told = [c for c in claims.load().values() if c.lessons[0] == lesson]
    tables = [texts.TABLES[name] for name in lessons.load()[lesson].tables]
    shown = [*texts.of_items(items), *texts.of_claims(told), *texts.of_cases(played),
             *(text for table in tables for text in table.texts())]
    named = {key for i in items for key in i.sources}.union(*(table.sources() for table in tables))
    return {load_facts()[name].source for name in cited(shown)} | named


def _names(items):
    return ", ".join(rich.safe(name.split(".")[-1].replace("_", " ")) for name in items) or "none"
