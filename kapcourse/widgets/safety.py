"""Harms on one denominator, and what the law says where, with the day each line was last checked."""

from datetime import date

from kapcourse.figures.harms import icons
from kapcourse.learning import safety
from kapcourse.learning.wording import large
from kapcourse.tables import safety as tables
from kapcourse.tables import sources
from kapcourse.tables.safety import JURISDICTIONS, TOPICS
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View, unusable

EVERYTHING = "all"
UNCONTROLLED = ("There is no comparison group, so nobody can say how many would have been affected anyway.")
REPORTED = ("A full square had the harm, an open circle did not. People tell fewer harms by themselves than a scale "
            "finds. Set two rates side by side only if both count people, or both sessions, over the same time.")
NO_ADVICE = ("This is not legal advice. Local law and your clinic's protocol decide. This course does not license "
             "anyone to practise.")


class Harms(View):
    """Choose a harm by source; both groups on one denominator, in both framings, and the rare harms as a table."""

    def __init__(self):
        self.rows = {row.id: row for row in tables.harms().values() if row.kind == "counted"}
        self.topic = EVERYTHING
        self._draw(next(iter(self.rows)))

    def on(self, event, value):
        if event == "harm" and value in self._events():
            self._draw(next(name for name, row in self.rows.items() if row.event == value))
        elif event == "row" and isinstance(value, str) and value in self._rows_of_event():
            self._draw(value)
        elif event == "topic" and isinstance(value, str) and value in (EVERYTHING, "", *TOPICS):
            self.topic = value or EVERYTHING
        else:
            raise unusable()

    def blocks(self):
        row = self.rows[self.chosen]
        events = [(event, event) for event in self._events()]
        rows = [(name, _offered(one)) for name, one in self._rows_of_event().items()]
        topics = [(EVERYTHING, "All of them"), *TOPICS.items()]
        return [blocks.text("title", "<p>How often, beside what</p>", "title"),
                blocks.select("harm", "Harm", events, row.event),
                blocks.select("row", "After what, and from which source", rows, self.chosen),
                *blocks.told_picture(self.picture),
                blocks.text("source", f"<p>Source: {rich.cited(row)}{row.label}. "
                                      f"{rich.safe(REPORTED)}</p>", "note"),
                blocks.select("topic", "Rare or lasting harms", topics, self.topic), self._rare()]

    def _events(self):
        return list(dict.fromkeys(row.event for row in self.rows.values()))

    def _rows_of_event(self):
        event = self.rows[self.chosen].event
        return {name: row for name, row in self.rows.items() if row.event == event}

    def _draw(self, chosen):
        self.chosen, row = chosen, self.rows[chosen]
        of = safety.denominator(row)
        groups = [(words, count) for words, count in zip((row.given, row.comparator), safety.affected(row), strict=True)
                  if count is not None]
        drawn = [(f"{large(words)}: {count} of {of} {row.counted}", count) for words, count in groups]
        self.picture = icons(of, drawn, _told(row, of, groups))

    def _rare(self):
        head = ["Harm", "Given", "What is known", "What is not known", "Source"]
        rows = [[rich.safe(row.event), rich.safe(row.given),
                 rich.inline(f"{row.known} {row.note}".strip()), rich.inline(row.unknown),
                 rich.cited(row)]
                for row in tables.harms().values() if row.kind == "rare" and self.topic in (EVERYTHING, row.topic)]
        return blocks.table("rare", "Rare or lasting harms: known, and not known", head, rows)


class Law(View):
    """Legal statements by jurisdiction. The stored view says when each was checked, the live one whether that is old.

    today: a call that gives the present date; only the live view asks for it.
    """

    def __init__(self, today=date.today):
        self.today, self.jurisdiction = today, "us"

    def on(self, event, value):
        if event != "jurisdiction" or not (isinstance(value, str) and value in JURISDICTIONS):
            raise unusable()
        self.jurisdiction = value

    def untouched(self):
        return [blocks.text("title", "<p>What the law says, and when we last looked</p>", "title"),
                blocks.text("advice", f"<p>{rich.safe(NO_ADVICE)}</p>", "note"),
                blocks.select("jurisdiction", "Where", list(JURISDICTIONS.items()), self.jurisdiction), self._table()]

    def blocks(self):
        title, *rest = self.untouched()
        return [title, blocks.feedback("banner", self._banner(), "error" if self._banner() else ""), *rest]

    def _here(self):
        return [row for row in tables.law().values() if row.jurisdiction == self.jurisdiction]

    def _banner(self):
        today, said = self.today(), []
        old, over = safety.aged(self._here(), today), safety.ended(self._here(), today)
        if old:
            said.append(f"Last checked more than a year ago: {_listed(old)}. Look it up before you rely on it.")
        if over:
            said.append(f"The stated end has passed: {_listed(over)}. What holds now must be looked up.")
        return "".join(f"<p>{rich.safe(line)}</p>" for line in said)

    def _table(self):
        head = ["Subject", "Statement", "Source", "Last checked on"]
        rows = [[rich.safe(row.subject), rich.inline(row.statement), f"{rich.cited(row)}{row.label}",
                 f"{row.checked}{f', ends on {row.ends}' if row.ends else ''}"] for row in self._here()]
        return blocks.table("law", JURISDICTIONS[self.jurisdiction], head, rows)


def _told(row, of, groups):
    """What the picture shows, in both framings, with the difference, exposure and population."""
    said = [f"{row.event}, {row.exposure}, {row.population}."]
    said += [f"With {words}: of {of} {row.counted} about {count} had it and {of - count} did not."
             for words, count in groups]
    if len(groups) == 1:
        said.append(UNCONTROLLED)
    else:
        more = groups[0][1] - groups[1][1]
        said.append(f"That is {abs(more)} {'more' if more > 0 else 'fewer'} in {of}." if more else
                    f"That is the same in {of}.")
    return " ".join([*said, *([row.note] if row.note else [])])


def _offered(row):
    work = sources.load()[row.source]
    by = work.authors.strip("()").partition(";")[0].split(",")[0]
    return f"{large(row.given)}: {by} {work.year or ''}".rstrip()


def _listed(rows):
    return ", ".join(dict.fromkeys(f"{row.subject} ({row.ends or row.checked})" for row in rows))
