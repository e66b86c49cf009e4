"""Markup planted in every text of the course that takes it is shown as words, in every panel and after every press."""

import contextlib
import copy
import csv
import io
from html.parser import HTMLParser

import pytest
import yaml

from kapcourse import ask, course, explore
from kapcourse.learning import exercises
from kapcourse.tables import lessons
from kapcourse.tables.records import CourseError
from tests.helpers import LOADERS, SMALL_COURSE, examples, forget

PLANTED = " [x](javascript:alert(1)) \" onmouseover='alert(1)' x=\" <img src=x onerror=alert(1)><script>x</script>"
FILES = sorted(path.relative_to(SMALL_COURSE).as_posix() for path in SMALL_COURSE.rglob("*.*"))
OURS = {"a", "b", "bdi", "blockquote", "br", "code", "em", "h1", "h2", "h3", "hr", "i", "li", "ol", "p", "pre",
        "progress", "small", "strong", "ul",
        "clippath", "defs", "desc", "g", "path", "pattern", "rect", "style", "svg", "text", "title", "tspan", "use"}
ADDRESSES = ("http://", "https://", "#", "../")


class Watch(HTMLParser):
    """Notes every tag, attribute and address that is not the course's own."""

    def __init__(self, html):
        super().__init__()
        self.strange = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.strange += [tag] * (tag not in OURS)
        for name, value in attributes:
            code = name.startswith("on") or name == "src"
            leads = name.endswith("href") and not (value.startswith(ADDRESSES) or value.endswith(".ipynb"))
            self.strange += [f"{name}={value}"] * (code or leads)


def markup(value):
    """Every text of a block that the page reads as markup; panel.js says which these are."""
    if isinstance(value, list):
        return [text for part in value for text in markup(part)]
    if isinstance(value, str):
        return [value]
    named = [value.get(name) for name in ("html", "svg")]
    lists = [value.get("options", []), value.get("items", []), [c for row in value.get("rows", []) for c in row]]
    return [*filter(None, named), *value.get("columns", []),
            *(text for part in lists for text in markup(part))]


def strange(view):
    """What stands in a view and is not the course's own, as a list."""
    return [found for block in view for html in markup(block) for found in Watch(html).strange]


def texts(content, place=()):
    """(place, text) of every text in what a data file holds."""
    if isinstance(content, str):
        yield place, content
    parts = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for name, part in parts:
        yield from texts(part, (*place, name))


def content_of(path):
    """What a data file holds: of a table a list of rows, the names of its columns taken off."""
    text = path.read_text(encoding="utf-8")
    return yaml.safe_load(text) if path.suffix == ".yaml" else list(csv.reader(io.StringIO(text)))


def plant(path, original, places):
    """Write a data file with PLANTED added to the texts at these places."""
    content = copy.deepcopy(original)
    for *above, last in places:
        part = content
        for step in above:
            part = part[step]
        part[last] += PLANTED
    out = io.StringIO()
    if path.suffix == ".yaml":
        yaml.safe_dump(content, out, sort_keys=False)
    else:
        csv.writer(out).writerows(content)
    path.write_text(out.getvalue(), encoding="utf-8")
    forget()


def taken(path, original, places):
    """The places that take what is planted, so that the course still loads; found by halving."""
    plant(path, original, places)
    try:
        for load in LOADERS[:-4]:
            load()
        exercises.load_all()
    except CourseError:
        half = len(places) // 2
        return [place for part in (places[:half], places[half:]) if half
                for place in taken(path, original, part)]
    return places


def plant_all(path, prose):
    """Plant in every text of a file that takes it, in sentences only if `prose`; returns the number of places."""
    original = content_of(path)
    headless = path.suffix == ".yaml"
    places = [place for place, text in texts(original)
              if (headless or place[0]) and text and (not prose or len(text.split()) > 1)]
    places = taken(path, original, places)
    plant(path, original, places)
    return len(places)


def panels():
    """A way to make each panel of the course that is loaded."""
    for item in exercises.listed():
        if item.claim:
            yield lambda name=item.claim: explore.claim(name)
        elif item.case:
            yield lambda name=item.case: explore.case(name)
        elif item.kind not in exercises.ELSEWHERE and item.role != "test":
            yield lambda name=item.id: ask(name)
    for name in ("approaches", "dose_and_route", "trials", "durability", "affinities", "evidence_map", "kap_studies",
                 "running_trials", "screening_room", "harms", "session_planner", "change", "roles", "choosing",
                 "risks", "steps", "law", "audit"):
        yield getattr(explore, name)
    yield from (course.map, course.progress, course.review, course.record, course.glossary,
                lambda: course.test("before"), lambda: course.sources(list(lessons.load())[-1]))


def presses(view):
    """(event, value) pairs that the controls of a view can send: every button, the ends of every list and slider."""
    for block in view:
        options = [option["value"] for option in block.get("options", ())]
        options = dict.fromkeys(options[:1] + options[-1:])
        if block["type"] == "buttons":
            yield from ((item["value"], None) for item in block["items"])
        elif block["type"] == "slider":
            yield from ((block["id"], block[end]) for end in ("low", "high"))
        elif options:
            yield from ((block["id"], [value] if block.get("many") else value) for value in options)


def strange_in(make):
    """What is strange in a panel, at first and after each press."""
    shown = make()
    view, found = shown.source, strange(shown.view)
    for event, value in presses(view.blocks()):
        with contextlib.suppress(CourseError):
            view.on(event, value)
            found += strange(view.blocks())
    return found


def test_markup_in_any_sentence_of_the_course_is_shown_as_words(course):
    assert sum(plant_all(course / name, prose=True) for name in FILES) > 200
    assert [found for make in panels() for found in strange_in(make)] == []


@pytest.mark.parametrize("name", FILES if examples(1) > 1 else [])
def test_markup_in_any_word_of_a_file_is_shown_as_words(course, name):
    """Minutes, so only under HYPOTHESIS_PROFILE=long."""
    plant_all(course / name, prose=False)
    assert [found for make in panels() for found in strange_in(make)] == []


@pytest.mark.parametrize("html", [
    "<script>x</script>", "<IMG SRC=x>", '<p onclick="x">y</p>', "<svg onload='x'></svg>", "<a href='data:x'>y</a>",
    '<a href="javascript:x">y</a>', "<iframe></iframe>", PLANTED,
])
def test_the_watch_sees_markup_that_runs(html):
    assert Watch(html).strange and not Watch(html.replace("<", "&lt;")).strange
