"""The steps explorer: what is done before a dose, with infusion and in KAP, and what is known of it."""

from kapcourse.learning import steps
from kapcourse.tables import steps as tables
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View

WHERE = {"both": "Infusion and KAP", "infusion": "Infusion only", "kap": "KAP only", "neither": "Neither"}
NONE_FOUND = "<em>No source found.</em>"
TEACHES = ("Each line says what one source says. It is no protocol: your clinic's protocol, your licence and local law "
           "decide. \"No source found\" does not say that nobody does it. The column for infusion also holds advice "
           "from interviews on esketamine by mouth, where it says so.")


class Steps(View):
    """The steps of preparation; each unfolds into infusion, KAP and what is known of the effect."""

    def blocks(self):
        shown = list(tables.load().values())
        rows = [[f"<strong>{rich.inline(one.title)}</strong> <small>{rich.safe(_short(one))}</small>", "",
                 *(_cell(steps.lines(one, side)) for side in tables.SIDES)] for one in shown]
        return [blocks.text("title", "<p>Step by step</p>", "title"),
                blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"),
                blocks.text("found", f"<p>{rich.safe(_counted(shown))}</p>", "sentence"),
                blocks.folds("steps", "Steps, side by side", list(tables.SIDES.values()), rows)]


def _counted(shown):
    """The steps in one sentence: where sources were found. The trainee counts what chance decided on."""
    infusion, kap = (sum(bool(steps.lines(one, side)) for one in shown) for side in ("infusion", "kap"))
    return f"Of {len(shown)} steps a source was found for {infusion} with infusion and for {kap} in KAP."


def _short(one):
    """What the closed line of a step tells."""
    known = tables.EVIDENCE.get(steps.firmest(one), tables.NOTHING)
    return f"{WHERE[steps.sides(one)]}. Effect: {known}."


def _cell(found):
    """The lines of one cell, each with who does it, what it rests on, source and tier, as HTML."""
    return "".join(f"<p>{_lead(line)}{rich.inline(line.words)} <br><small>{_rests_on(line)}. "
                   f"{rich.cited(line)}</small></p>" for line in found) or NONE_FOUND


def _lead(line):
    return f"<strong>{tables.WHO[line.who]}.</strong> " if line.who else ""


def _rests_on(line):
    return {**tables.PRACTICE, **tables.EVIDENCE}[line.grade].capitalize()
