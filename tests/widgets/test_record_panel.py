"""The record of study: a page that stands alone, a PDF that another reader can read; what was typed is no markup."""

import builtins
import io
from base64 import b64decode
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from kapcourse import course as finding
from kapcourse.learning import answers, exercises, record
from kapcourse.learning.grading import check
from kapcourse.tables import edition, lessons
from kapcourse.widgets import paper
from kapcourse.widgets.panel import Panel
from kapcourse.widgets.record import RecordOfStudy
from tests.helpers import complaint
from tests.widgets.test_panel import HOSTILE, Page

NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
OBJECTIVES = [o.text for lesson in lessons.load().values() if lesson.ready for o in lesson.objectives]
NAMES = ["", HOSTILE, "</title><script>alert(1)</script>", "Łukasz Żółć", "日本太郎", "**--__~~", "(\\) Tj ET",
         "x" * 400, "\u202eevil\x00", "‎عمر", "👩‍⚕️ Kim", "Robert'); DROP TABLE"]
names = pytest.mark.parametrize("name", NAMES)


class Reader(HTMLParser):
    """Collects tags and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes

    def handle_data(self, data):
        self.words.append(data)


def read_back(content):
    """The words of a PDF, evened out, and its reader."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), reader


@names
def test_the_page_stands_alone_and_a_name_is_words(name):
    text = paper.html(record.build([], NOW, name))
    page = Reader(text)
    words = " ".join(" ".join(page.words).split())
    assert set(page.tags) == {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ul", "li"}
    assert not [a for a, _ in page.attributes if a.startswith("on") or a in ("src", "href")]
    assert ("lang", "en") in page.attributes and page.tags.count("h1") == 1
    assert all(objective in words for objective in OBJECTIVES)
    assert all(skill in words for skill in edition.load().in_person)
    assert edition.load().certifies_nothing in words
    assert " ".join(record.printed(name).split()) in words
    assert ("Name, as typed" in words) == bool(record.printed(name))


@names
def test_another_reader_finds_the_objectives_in_the_pdf(name, course):
    """With the small course, as each PDF takes a while."""
    found = record.build([], NOW, name)
    words, reader = read_back(paper.pdf(found))
    for part in found.parts:
        assert all(goal.text in words for goal in part.goals)
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == paper.TITLE
    assert "/JavaScript" not in str(reader.trailer["/Root"]) and not reader.attachments
    kept = "".join(letter for letter in record.printed(name) if letter.isascii())
    assert " ".join(kept.split())[:40] in words.replace("?", "") or not kept.isprintable() or "?" in words


def test_the_real_record_is_whole_in_the_pdf_with_an_outline():
    words, reader = read_back(paper.pdf(record.build([], NOW, "Łukasz Żółć")))
    for text in [*OBJECTIVES, *edition.load().in_person, edition.load().certifies_nothing, record.MET, record.TIME]:
        assert " ".join(text.split()) in words.replace("ﬀ", "ff").replace("ﬁ", "fi").replace("ﬂ", "fl"), text
    assert "Łukasz Żółć" in words
    assert [entry.title for entry in reader.outline][1].startswith("Lesson 00")
    assert "/MarkInfo" not in reader.trailer["/Root"], "half a set of tags is worse than none"


def test_what_was_answered_is_on_the_record_and_not_in_what_is_stored():
    fresh = finding.record()
    for item in exercises.load_all():
        if item.lesson == "00" and item.role == "core" and item.kind != "reflection":
            answers.session().add(item.id, item.key, check(item, item.key))
    hope = exercises.get("start_here.hope")
    answers.session(private=True).add(hope.id, "much", check(hope, "much"))
    view = RecordOfStudy()
    page = Page(Panel(view))
    page.does("name", HOSTILE)
    told = page.does("page")["download"]
    assert (told["file"], told["type"]) == ("kapcourse-record.html", "text/html")
    assert "Met: " in told["text"] and "Score: 100 %" in told["text"] and "&lt;img" in told["text"]
    assert "<img" not in told["text"]
    assert Panel(view).view == fresh.view and repr(Panel(view)) == repr(fresh)
    assert HOSTILE not in answers.export() and "Not yet" not in told["text"].split("Lesson 01")[0]
    assert next(b for b in RecordOfStudy().blocks() if b["id"] == "name")["value"] == "", "the name is not stored"
    for odd in (None, 3, ["x"], {"a": 1}):
        assert "fault" not in page.does("name", odd)


def test_the_pdf_travels_as_base64_and_reads_back():
    told = Page(finding.record()).does("pdf")["download"]
    assert (told["file"], told["type"]) == ("kapcourse-record.pdf", "application/pdf") and "text" not in told
    assert "certificate" in read_back(b64decode(told["base64"]))[0]


def test_without_the_library_the_page_still_comes_and_the_fault_is_one_sentence(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.split(".")[0] == "fpdf":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert "fpdf2 is not installed" in complaint(paper.pdf, record.build([], NOW))
    page = Page(finding.record())
    assert "fpdf2 is not installed" in page.does("pdf")["fault"]
    assert page.does("page")["download"]["text"].startswith("<!DOCTYPE html>")
