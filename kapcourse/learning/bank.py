"""The item bank for other platforms: which items can go there, and their texts as HTML."""

from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

from kapcourse.learning import exercises
from kapcourse.tables import facts, lessons, sources

KINDS = ("choice", "several", "number", "match", "order")


@dataclass(frozen=True)
class Bank:
    """items: those that go out, in the order of the course.  left_out: {why: number of items} of the others."""

    items: list
    left_out: dict

    def told(self, platform):
        """What went out and what stayed, as lines of text."""
        yield f"{len(self.items)} items for {platform}."
        yield from (f"  left out: {count} {why}" for why, count in self.left_out.items())


def outgoing(kinds=KINDS):
    """The Bank of items that a platform with these kinds of question can take.

    Predictions and reflections stay, as nobody is graded on them; so do items whose keys are withheld and absent.
    """
    items, left_out = [], {}
    for item in exercises.load_all():
        why = _why_not(item, kinds)
        if why:
            left_out[why] = left_out.get(why, 0) + 1
        else:
            items.append(item)
    return Bank(items, left_out)


def _why_not(item, kinds):
    if item.role == "test":
        return "of the test before and after the course (they would no longer be unseen)"
    if item.role == "prediction":
        return "predictions (nobody is graded on them)"
    if item.kind == "reflection":
        return "reflections (private)"
    if item.kind not in kinds:
        return f"of kind {item.kind} (the platform has nothing like it)"
    return "" if item.graded else "whose keys are withheld (set KAPCOURSE_KEYS to the folder that holds them)"


@cache
def _markdown():
    return MarkdownIt("commonmark", {"html": False})


def html(text):
    """A text of ours as HTML in one line, its figures linked to their sources."""
    return " ".join(_markdown().render(facts.cite(text)).split())


def inline(text):
    """One line of a text of ours as HTML without a paragraph."""
    return " ".join(_markdown().renderInline(facts.cite(text.strip())).split())


def plain(text):
    """A text in words only, for places that show no HTML."""
    return " ".join(facts.plain(text).split())


def background(item):
    """HTML that names the lesson of an item, to which its feedback points, and its sources."""
    lesson = lessons.load()[item.lesson]
    works = "".join(f"<li>{inline(_linked(sources.load()[key]))}</li>" for key in item.sources)
    return html(f"From lesson {lesson.id}, {lesson.title}.") + (f"<p>Sources:</p><ul>{works}</ul>" if works else "")


def _linked(source):
    return f"[{source.citation}](<{source.link}>)"


def reasons(item):
    """HTML that lists what each option of an item says to whoever got it wrong."""
    told = [f"<li>{inline(option.text)}: {inline(option.feedback)}</li>" for option in item.options if option.feedback]
    return f"<ul>{''.join(told)}</ul>" if told else ""


def lesson_title(item):
    """The title of an item's lesson, with its number."""
    return f"{item.lesson} {plain(lessons.load()[item.lesson].title)}"
