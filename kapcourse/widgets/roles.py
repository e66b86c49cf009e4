"""The roles explorer: who does what around a dose, in two settings side by side, each line with its source."""

from kapcourse.learning import roles
from kapcourse.tables import roles as tables
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View

NONE_FOUND = "<em>No source found.</em>"
TEACHES = ("This shows who does what by the sources that were found. It is no permission and no protocol: your "
           "licence, local law and your clinic's protocol decide. \"No source found\" does not say that nobody does "
           "it. The first column of people was written for ketamine, by drip or in KAP, and not for esketamine.")
ANYWHERE = "Wherever ketamine is given"


class Roles(View):
    """Choose two settings; a table of tasks with the people that sources name for them."""

    def __init__(self):
        self.chosen = {"left": "iv", "right": "sublingual"}

    def on(self, event, value):
        if event not in self.chosen or value not in list(tables.SETTINGS):
            raise CourseError("This setting is not in the list. Choose one of the list.")
        self.chosen[event] = value

    def blocks(self):
        settings = list(tables.SETTINGS.items())
        shown = dict.fromkeys(self.chosen.values())
        head = ["Task", ANYWHERE, *(tables.SETTINGS[name] for name in shown)]
        rows = [[words, *(_cell(roles.found(name, task)) for name in (tables.ANY, *shown))]
                for task, words in tables.TASKS.items()]
        return [blocks.text("title", "<p>Who does what</p>", "title"),
                blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"),
                blocks.select("left", "First setting", settings, self.chosen["left"]),
                blocks.select("right", "Second setting", settings, self.chosen["right"]),
                blocks.text("found", f"<p>{rich.safe(self._counted())}</p>", "sentence"),
                blocks.table("roles", "Tasks, and who does them by which source", head, rows)]

    def _counted(self):
        said = []
        for name in dict.fromkeys(self.chosen.values()):
            tasks = [tables.TASKS[task].lower() for task in roles.own(name)]
            said.append(f"{tables.SETTINGS[name]}: a source speaks of this setting itself for {len(tasks)} of "
                        f"{len(tables.TASKS)} tasks{': ' if tasks else ''}{', '.join(tasks)}.")
        return " ".join(said)


def _cell(rows):
    """The rows of one cell, each with who does it, its force, source and tier, as HTML."""
    return "".join(f"<p><strong>{tables.WHO[row.who]}.</strong> {rich.inline(row.words)} <br>"
                   f"<small>{tables.FORCES[row.force].capitalize()}. {rich.cited(row)}"
                   "</small></p>" for row in rows) or NONE_FOUND
