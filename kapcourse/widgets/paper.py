"""The record of study on paper: the same parts as a page that stands alone, and as a PDF.

The page is the form for screen readers. The PDF has language, title, outline and real text, but no tags, since the
library that writes it cannot tag paragraphs.
"""

from dataclasses import dataclass, field
from pathlib import Path

from kapcourse.learning import record as study
from kapcourse.tables.records import CourseError
from kapcourse.widgets import rich

TITLE = "Record of study"
COURSE = "An open course that compares ketamine infusions with ketamine-assisted psychotherapy (KAP)"
_STYLE = """body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em;
  color: #1a1a1a; background: #ffffff; }
h1, h2 { line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 1.6em; }
@media print { body { margin: 0; } h2 { break-after: avoid; } }"""


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs and a list below it, in plain words."""

    heading: str
    paragraphs: list[str]
    items: list[str] = field(default_factory=list)


def sections(found):
    """What a record says, as a list of `Section`; found: a `learning.record.Record`."""
    return [_about(found), *(_lesson(part) for part in found.parts), _time(found),
            Section("To be learned in person", ["This course cannot teach these. They need a teacher, practice and "
                                                "supervision."], list(found.edition.in_person)),
            _versions(found)]


def html(found):
    """The record as one HTML page that needs nothing else. What was typed is escaped."""
    parts = "\n".join(_html(section) for section in sections(found))
    return (f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{TITLE}</title>\n'
            f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{TITLE}</h1>\n{parts}\n</main>\n</body>\n</html>\n")


def pdf(found):
    """The record as the bytes of a PDF. Raises CourseError where the library that writes it is missing."""
    try:
        paper = _blank_paper(found)
    except ImportError:
        raise CourseError("A PDF cannot be made here, as fpdf2 is not installed. The page holds the same.") from None
    _line(paper, TITLE, size=20)
    for section in sections(found):
        _pdf(paper, section)
    return bytes(paper.output())


def _about(found):
    name = [f"Name, as typed by its holder: {found.name}"] if found.name else []
    return Section(COURSE, [*name, f"Made on {_day(found.made)}.", found.edition.certifies_nothing, study.MET])


def _lesson(part):
    count = f"Core questions right at last: {part.right} of {part.marked}."
    score = "" if part.score is None else f" Score: {_percent(part.score)} %."
    return Section(f"Lesson {part.lesson.id}: {part.lesson.title}", [count + score],
                   [f"{study.STATES[goal.met][:1].upper()}{study.STATES[goal.met][1:]}: {goal.text}"
                    for goal in part.goals])


def _percent(score):
    """A share in per cent; never rounded up to all."""
    return 100 if score == 1 else min(round(100 * score), 99)


def _time(found):
    if found.first is None:
        return Section("Time", ["No answer was given yet.", study.TIME, study.SCORE])
    hours, minutes = divmod(found.minutes, 60)
    spent = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    between = f"First answer on {_day(found.first)}, last answer on {_day(found.last)}."
    return Section("Time", [f"Estimated time of study: {spent}. {between}", study.TIME, study.SCORE])


def _versions(found):
    return Section("Versions", [], [f"Course: version {found.edition.version}",
                                    f"Evidence: read up to {found.edition.evidence}",
                                    f"Mark of the data (start of a SHA-256): {found.mark}"])


def _day(moment):
    return f"{moment.day} {moment:%B %Y}"


def _html(section):
    lines = [f"<h2>{rich.safe(section.heading)}</h2>", *(f"<p>{rich.safe(text)}</p>" for text in section.paragraphs)]
    if section.items:
        lines += ["<ul>", *(f"<li>{rich.safe(item)}</li>" for item in section.items), "</ul>"]
    return "\n".join(lines)


def _blank_paper(found):
    """An empty A4 page with language, title and a font that knows most European letters."""
    import matplotlib
    from fpdf import FPDF

    paper = FPDF(format="A4")
    paper.set_margin(20)
    paper.set_auto_page_break(True, margin=20)
    paper.set_lang("en")
    paper.set_title(TITLE)
    paper.set_subject(COURSE)
    paper.set_creation_date(found.made)
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    paper.add_font("text", "", fonts / "DejaVuSans.ttf")
    paper.add_font("text", "B", fonts / "DejaVuSans-Bold.ttf")
    paper.add_page()
    return paper


def _pdf(paper, section):
    if paper.will_page_break(30):
        paper.add_page()
    paper.ln(3)
    paper.start_section(section.heading)
    _line(paper, section.heading, size=12, style="B")
    for text in section.paragraphs:
        _line(paper, text)
    for item in section.items:
        _line(paper, f"• {item}")


def _line(paper, text, size=10, style=""):
    paper.set_font("text", style, size)
    shown = "".join(letter if ord(letter) in paper.current_font.cmap else "?" for letter in text)
    paper.multi_cell(0, size * 0.55, shown, align="L", new_x="LMARGIN", new_y="NEXT")
