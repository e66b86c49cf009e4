"""The steps explorer: what is done before, during and after, with infusion and in KAP, and what is known of it."""

from kapcourse.learning import steps
from kapcourse.tables import steps as tables
from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View

WHERE = {"both": "Infusion and KAP", "infusion": "Infusion only", "kap": "KAP only", "neither": "Neither"}
NONE_FOUND = "<em>No source found.</em>"
TEACHES = ("Each line says what one source says. It is no protocol: your clinic's protocol, your licence and local law "
           "decide. \"No source found\" does not say that nobody does it. The first column also holds advice for "
           "esketamine by mouth, where it says so.")


class Steps(View):
    """Choose a phase; its steps unfold into infusion, KAP and what is known of the effect."""

    def __init__(self, phase="preparation"):
        self.phase = _checked(phase)

    def on(self, event, value):
        if event != "phase":
            raise CourseError("This is not in the list. Choose one of the list.")
        self.phase = _checked(value)

    def blocks(self):
        shown = steps.of_phase(self.phase)
        rows = [[f"<strong>{rich.inline(one.title)}</strong> <small>{rich.safe(_short(one))}</small>", "",
                 *(_cell(steps.lines(one, side)) for side in tables.SIDES)] for one in shown]
        return [blocks.text("title", "<p>Step by step</p>", "title"),
                blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"),
                blocks.select("phase", "Phase", list(tables.PHASES.items()), self.phase),
                blocks.text("found", f"<p>{rich.safe(_counted(shown))}</p>", "sentence"),
                blocks.folds("steps", "Steps, side by side", list(tables.SIDES.values()), rows)]


def _checked(phase):
    if phase not in list(tables.PHASES):
        raise CourseError(f"This phase is not in the list. The phases are {', '.join(tables.PHASES)}.")
    return phase


def _counted(shown):
    """The steps of a phase in one sentence: where sources were found, and how much chance decided on."""
    infusion, kap = (sum(bool(steps.lines(one, side)) for one in shown) for side in ("infusion", "kap"))
    chance = sum(steps.firmest(one) == "chance" for one in shown)
    return (f"Of {len(shown)} steps a source was found for {infusion} with infusion and for {kap} in KAP. "
            f"Chance decided, in a study with ketamine, on {chance} of them.")


def _short(one):
    """What the closed line of a step tells."""
    known = tables.EVIDENCE.get(steps.firmest(one), tables.NOTHING)
    return f"{WHERE[steps.sides(one)]}. Effect: {known}."


def _cell(found):
    """The lines of one cell, each with who does it, what it rests on, source and tier, as HTML."""
    return "".join(f"<p>{_lead(line)}{rich.inline(line.words)} <br><small>{_rests_on(line)}. "
                   f"{rich.source_link(line.source)} ({line.tier})</small></p>" for line in found) or NONE_FOUND


def _lead(line):
    return f"<strong>{tables.WHO[line.who]}.</strong> " if line.who else ""


def _rests_on(line):
    return {**tables.PRACTICE, **tables.EVIDENCE}[line.grade].capitalize()
