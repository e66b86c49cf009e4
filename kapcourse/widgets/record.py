"""The record of study: a name to print, and the two downloads."""

from base64 import b64encode

from kapcourse.learning import record
from kapcourse.widgets import blocks, paper, rich
from kapcourse.widgets.panel import View

INTRO = ("You can keep a record of what you studied: objectives, scores by lesson, time as an estimate, the versions "
         "of the course and of its evidence, and what must be learned in person. {certifies}")
NAME = "You may type a name to print. It is not stored: it is only on what you download."
FORMS = "The page reads best with a screen reader. The PDF is for printing; letters that its font lacks become “?”."


class RecordOfStudy(View):
    """What the record holds in short, a field for a name, and the downloads. The name stays in this panel."""

    def __init__(self):
        self.name = ""

    def untouched(self):
        return self._blocks(record.build([]), "")

    def blocks(self):
        return self._blocks(record.build(), self.name)

    def on(self, event, value):
        if event == "name":
            self.name = record.printed(value) if isinstance(value, str) else ""
        elif event == "page":
            return {"file": "kapcourse-record.html", "text": paper.html(self._built()), "type": "text/html"}
        elif event == "pdf":
            content = b64encode(paper.pdf(self._built())).decode()
            return {"file": "kapcourse-record.pdf", "base64": content, "type": "application/pdf"}

    def _built(self):
        return record.build(name=self.name)

    def _blocks(self, found, name):
        goals = [goal for part in found.parts for goal in part.goals]
        met = sum(goal.met is True for goal in goals)
        intro = INTRO.format(certifies=rich.safe(found.edition.certifies_nothing))
        return [
            blocks.text("title", "<p>Record of study</p>", "title"),
            blocks.text("intro", f"<p>{intro}</p>"),
            blocks.text("state", f"<p>At present {met} of {len(goals)} objectives are met.</p>", "sentence"),
            blocks.text("rules", f"<p>{record.MET} {record.TIME}</p>", "note"),
            blocks.line("name", "Name to print (optional)", name),
            blocks.text("about-name", f"<p>{NAME} {FORMS}</p>", "note"),
            blocks.buttons("buttons", [("page", "Download as a page (HTML)"), ("pdf", "Download as PDF"),
                                       ("refresh", "Refresh")]),
        ]
