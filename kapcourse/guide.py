"""The parts of the instructor's guide that are made from data/, so that none of their figures can go stale.

The guide is written by hand but for what stands between `<!-- made: name -->` and `<!-- end -->`.
"""

import re
from pathlib import Path

from kapcourse.learning import exercises
from kapcourse.learning.classroom import section_of
from kapcourse.tables import cases, claims, facts, lessons, options, plans, screening, sources
from kapcourse.tables.records import CourseError

PART = re.compile(r"(<!-- made: (\w+)(?: (\w+))? -->\n)(.*?)(<!-- end -->)", re.DOTALL)
TALK = 15  # minutes of discussion after a lesson: the course's own advice
HALF_DAYS, WEEKS = 4, 6


def write(path):
    """Make the parts of the guide at `path` anew.

    Raises CourseError if it cannot be read or names an unknown part, OSError if it cannot be written.
    """
    path = Path(path)
    try:
        old = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CourseError(f"{path}: the guide cannot be read.") from None
    path.write_text(made(old, path.name), encoding="utf-8")


def made(text, name="the guide"):
    """The guide's text with its made parts as data/ gives them now. name: of the file, for messages."""
    def part(match):
        if match[2] not in PARTS:
            raise CourseError(f"{name}: the part '{match[2]}' is not known; known ones: {', '.join(PARTS)}.")
        if bool(match[3]) != (match[2] == "misconceptions"):
            raise CourseError(f"{name}: the part '{match[2]}' lacks its lesson, or has one that it does not take.")
        lines = PARTS[match[2]](*([match[3]] if match[3] else []))
        return f"{match[1]}\n" + "\n".join(lines) + f"\n\n{match[5]}"
    return PART.sub(part, text)


def timetable():
    """Two days and six weeks: which lessons, and the minutes of their core parts with discussion."""
    two = [f"Day {1 + n // 2}, {'afternoon' if n % 2 else 'morning'}" for n in range(HALF_DAYS)]
    yield from _plan("Two days", two)
    yield ""
    yield from _plan("Six weeks", [f"Week {n}" for n in range(1, WEEKS + 1)])


def _plan(title, slots):
    every = list(lessons.load().values())
    yield from _table([title, "Lessons", "Minutes of lessons", "With discussion"],
                      [[slot, ", ".join(f"{x.id} {x.title}" for x in part), str(sum(x.minutes for x in part)),
                        str(sum(x.minutes + TALK for x in part))]
                       for slot, part in zip(slots, parted(every, len(slots)), strict=True)])


def parted(every, parts):
    """Lessons in their order, in so many parts that the longest takes the least time."""
    limit = max(x.minutes for x in every)
    while True:
        found = _filled(every, limit)
        if len(found) <= parts:
            return found + [[]] * (parts - len(found))
        limit += 1


def _filled(every, limit):
    found = [[]]
    for lesson in every:
        if found[-1] and sum(x.minutes for x in found[-1]) + lesson.minutes > limit:
            found.append([])
        found[-1].append(lesson)
    return found


def claim_table():
    """Every ready claim: its words, the keyed verdict with its note, the certainty, and the reason."""
    rows = [[c.id, c.statement, f"{claims.VERDICTS[c.verdict].split(' (')[0]}. {c.verdict_note}",
             claims.CERTAINTIES[c.certainty], c.reason] for c in claims.load().values() if c.ready]
    yield from _table(["Claim", "Its words", "Verdict", "Certainty", "Reason"], rows)


def misconceptions(lesson):
    """The errors that the core questions of a lesson test, each once, with the section that answers it."""
    found = {}
    for item in exercises.listed():
        if item.lesson == lesson and item.role == "core":
            for option in item.options:
                if option.misconception:
                    found.setdefault(option.misconception, (item, section_of(facts.plain(option.feedback), item)[1]))
    if not found:
        yield "The questions of this lesson are still to come."
    for words, (item, section) in found.items():
        yield f"- {_line(words)} (`{item.id}`{f'; look at *{section}*' if section else ''})"


def content_notes():
    """What may be hard for somebody: cases and questions with a content note."""
    rows = [[f"Case: {case.title}", case.lesson, case.content_note] for case in cases.load().values()
            if case.content_note]
    rows += [[f"Question: `{item.id}`", item.lesson, note[1].capitalize()] for item in exercises.listed()
             if (note := re.match(r"Content note: (.*?[.!])(?= |$)", _line(item.stem)))]
    yield from _table(["What", "Lesson", "Note"], sorted(rows, key=lambda row: (row[1], row[0])))


def review():
    """How much of the course rests on a judgement or was not confirmed, and where it stands."""
    figures, works = facts.load().values(), sources.load().values()
    criteria = screening.load().criteria.values()
    readings = [cell for wish in options.load().wishes for cell in wish.cells.values()]
    rows = [["Figures that are the course's own judgement", _of(figures, lambda f: f.status == "JUDGEMENT"),
             "`data/facts.csv`, status JUDGEMENT"],
            ["Figures derived from a source by arithmetic", _of(figures, lambda f: f.status == "DERIVED"),
             "`data/facts.csv`, status DERIVED"],
            ["Screening criteria that are the course's own judgement",
             _of(criteria, lambda c: c.status == "JUDGEMENT"), "`data/screening.csv`"],
            ["Readings of the comparison in the decision aid, all the course's own", str(len(readings)),
             "`data/options.yaml`"],
            ["Works whose DOI was not seen to lead to them", _of(works, lambda w: w.doi_checked == "no"),
             "`data/sources.csv`, `doi_checked`"],
            ["Case stories, every reply and mark", str(len(cases.load())), "`data/cases/`"],
            ["Planners, with what the course filled in", str(len(plans.load())), "`data/plans.yaml`"]]
    yield from _table(["What", "How many", "Where"], rows)


def _of(rows, wanted):
    return f"{sum(map(wanted, rows))} of {len(rows)}"


def _table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    yield from ("| " + " | ".join(_line(facts.cite(cell)).replace("|", "\\|") for cell in row) + " |" for row in rows)


def _line(text):
    return " ".join(str(text).split())


PARTS = {"timetable": timetable, "claims": claim_table, "misconceptions": misconceptions,
         "content_notes": content_notes, "review": review}
