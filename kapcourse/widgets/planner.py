"""The planners: lay out a session or the weeks after it, then let the rules look at it, one by one."""

from functools import cache
from math import ceil

from kapcourse.figures import plan as drawing
from kapcourse.learning import answers, exercises, planning, regimens
from kapcourse.learning.answering import kept, restored
from kapcourse.learning.curves import curves, summary
from kapcourse.tables import pharmacokinetics
from kapcourse.tables.plans import APPROACHES, ROLES, check_placement
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View, unusable
from kapcourse.widgets.questions import verdict_block

EMPTY, FAULT, SHAPE = "empty", "fault:", "shape:"
FIELDS = ("at", "every", "until", "by", "choice")
TOP_STEP = 50  # ng/mL
ORDER = ("broken", "kept", "idle")
HEAD = ["Why", "Who says so"]
MARKS = {"broken": "✗ Broken", "kept": "✓ Kept", "idle": "– Does not apply"}
DEFAULTS = {"minutes": {"every": 15, "span": 30}, "days": {"every": 7, "span": 0}}
EVERY = {"minutes": (5, 60, 5), "days": (1, 42, 1)}
LEVEL = ("The level is lesson 02's, in a typical person, for {regimen}: one that a source reports. It is no limit of "
         "safety, and no dose is chosen here.")
OWN = {"VERIFIED": "", "DERIVED": "; read from it by the course", "JUDGEMENT": "; the course's judgement"}


class Planner(View):
    """Choose an approach, place blocks, check. `placed`: {block: {at, by, every, until, choice}}."""

    def __init__(self, name):
        self.plan = planning.planner(name)
        self._enter(self.plan.approaches[0])

    @property
    def picture(self):
        """The picture as it is stored: an empty plan."""
        figure, data, sentence = _drawn(self.plan, self.plan.approaches[0], {})
        return figure.picture(data, sentence)

    def untouched(self):
        return self._shown(self.plan.approaches[0], {}, EMPTY, "", None)

    def blocks(self):
        return self._shown(self.approach, self.placed, self.draft, self.chosen, self.verdict, answers.session().notice)

    def on(self, event, value):
        if event == "check":
            self.verdict = kept(self.item, self.placed)
            return None
        word = value if isinstance(value, str) else ""
        if event == "approach" and word in self.plan.approaches:
            return self._enter(word)
        if event == "block" and word in self.placed:
            self.chosen = word
            return None
        field, _, name = event.partition(":")
        if event == "draft" and word in dict(self._drafts(self.approach)):
            self._lay_out(word)
        elif event == "blocks" and isinstance(value, list):
            self._tick(value)
        elif field in FIELDS and name in self.placed:
            self._move(field, name, value)
        else:
            raise unusable()
        self.verdict = None

    def _enter(self, approach):
        self.approach, self.draft = approach, EMPTY
        self.item = exercises.get(f"plan.{self.plan.id}_{approach}")
        placed, self.verdict = restored(self.item, {})
        self.placed = self._whole(placed)
        self.chosen = next(iter(self.placed), "")

    def _lay_out(self, value):
        name, placed = value.partition(":")[2], {}
        if value.startswith(SHAPE):
            placed = self.plan.shape(name).placed
        elif value.startswith(FAULT):
            placed = self.plan.changed(next(fault for fault in self.plan.faults if fault.id == name))
        self.draft = value
        self.placed = self._whole(placed)
        self.chosen = next(iter(self.placed), "")

    def _whole(self, placed):
        """A plan in the order of the blocks, with who acts said of each."""
        return {block.id: {"by": block.by, **placed[block.id]} for block in self.plan.blocks if block.id in placed}

    def _tick(self, names):
        """Keep the blocks that are named; the one that is new is set next."""
        offered = [block.id for block in self.plan.blocks_of(self.approach) if block.id in names]
        new = [name for name in offered if name not in self.placed]
        self.placed = {name: self.placed.get(name) or self._fresh(name) for name in offered}
        self.chosen = (new or [name for name in (self.chosen, *offered) if name in offered] or [""])[0]

    def _fresh(self, name):
        """A block as it is when it is ticked: at the beginning, by whom it usually is; a series of weeks is one day."""
        block, usual = self.plan.block(name), DEFAULTS[self.plan.unit]
        values = {"at": 0, "by": block.by}
        if block.shape != "once":
            values["until"] = usual["span"]
        if block.shape == "series":
            values["every"] = usual["every"]
        return values | ({"choice": next(iter(block.choices))} if block.choices else {})

    def _move(self, field, name, value):
        """Take one field of a placed block; of start and end the one that was not touched gives way."""
        new = {**self.placed[name], field: value if field in ("by", "choice") else _number(value)}
        if field in ("at", "until") and new.get("until", new["at"]) < new["at"]:
            new |= {"at": new[field], "until": new[field]}
        check_placement(new, self.plan.block(name), self.plan, self.approach, self.plan.block(name).name)
        self.placed[name] = new

    def _drafts(self, approach):
        """[(value, words)]: an empty plan, drafts with one thing done wrongly, and protocols as reported."""
        shapes = {shape.id: shape for shape in self.plan.shapes if shape.approach == approach}
        faults = [fault for fault in self.plan.faults if fault.shape in shapes and fault.change]
        return [(EMPTY, "An empty plan"),
                *((FAULT + f.id, f"Draft {i}, with one fault") for i, f in enumerate(faults, 1)),
                *((SHAPE + s.id, f"As reported: {s.name}") for s in shapes.values())]

    def _shown(self, approach, placed, draft, chosen, verdict, notice=""):
        figure, data, sentence = _drawn(self.plan, approach, placed)
        offered = self.plan.blocks_of(approach)
        ticks = [(b.id, f"{rich.inline(b.name)}. <small>{rich.inline(b.does)}</small>") for b in offered]
        shown = [
            blocks.text("title", f"<p>{rich.safe(self.plan.name)}</p>", "title"),
            blocks.text("teaches", f"<p>{rich.safe(self.plan.teaches)}</p>", "note"),
            blocks.choices("approach", "Approach", [(a, APPROACHES[a]) for a in self.plan.approaches], approach),
            blocks.select("draft", "Begin with", self._drafts(approach), draft), *self._source_of(draft),
            blocks.choices("blocks", "In the plan", ticks, list(placed), many=True),
            blocks.live("figure", figure, data, sentence), *self._level_note(approach),
            *self._setting(offered, placed, chosen),
            blocks.buttons("buttons", [("check", "Check the plan")]), verdict_block(verdict),
            *self._rules(verdict, approach, placed)]
        return shown + blocks.notice(notice)

    def _source_of(self, draft):
        if not draft.startswith(SHAPE):
            return []
        shape = self.plan.shape(draft.removeprefix(SHAPE))
        text = f"**Reported:** {shape.reported} **Filled in by the course:** {shape.filled} {shape.note}"
        return [blocks.text("reported", f"<p>{rich.inline(text)} {rich.cited(shape)}.</p>", "note")]

    def _setting(self, offered, placed, chosen):
        """Which placed block to set, and its controls."""
        names = [(block.id, block.name) for block in offered if block.id in placed]
        if not names:
            return []
        return [blocks.select("block", "Block to set", names, chosen),
                *self._controls(self.plan.block(chosen), placed[chosen])]

    def _controls(self, block, values):
        """The controls of one placed block, each labelled with its name."""
        series = block.shape == "series"
        starts = "first" if series else "starts" if self.plan.unit == "minutes" else "day"
        for field, words in (("at", starts), ("every", "every"), ("until", "last" if series else "until")):
            if field in values:
                yield self._time(field, block, words, values[field])
        if block.choices:
            yield blocks.select(f"choice:{block.id}", f"{block.name}: which", list(block.choices.items()),
                                values["choice"])
        yield blocks.select(f"by:{block.id}", f"{block.name}: who acts", list(ROLES.items()), values["by"])

    def _time(self, field, block, words, value):
        unit = self.plan.unit
        if field == "every":
            return blocks.slider(f"every:{block.id}", f"{block.name}: every", *EVERY[unit], value, unit)
        if unit == "days":
            days = sorted({*self.plan.moments, value})
            options = [(f"{day:g}", day_words(day)) for day in days]
            return blocks.select(f"{field}:{block.id}", f"{block.name}: {words}", options, f"{value:g}")
        return blocks.slider(f"{field}:{block.id}", f"{block.name}: {words}", 0, self.plan.last, self.plan.step, value,
                             unit)

    def _level_note(self, approach):
        if approach not in self.plan.regimens:
            return []
        return [blocks.text("level", f"<p>{rich.safe(LEVEL.format(regimen=_regimen_words(self.plan, approach)))} "
                                     f"{_model(self.plan, approach)}</p>", "note")]

    def _rules(self, verdict, approach, placed):
        """Every rule with what became of it, once a plan was checked."""
        if not (verdict and verdict.answered):
            return []
        rows = {rule.id: rule for rule in self.plan.rules_of(approach)}
        found = planning.outcomes(self.plan, approach, placed)
        return [blocks.folds(state, f"{MARKS[state]}: {len(those)}", HEAD,
                             [self._row(rows[o.rule.id], o) for o in those], opened=state == "broken")
                for state in ORDER if (those := [o for o in found if o.state == state])]

    def _row(self, rule, outcome):
        here = planning.had(outcome, self.plan) if outcome.state == "broken" else ""
        also = "".join(f"; {rich.source_link(key)}" for key in rule.also)
        said = f"{rich.source_link(rule.source)} ({rule.tier}; {rich.inline(rule.place)}){also}{OWN[rule.status]}."
        return [rich.inline(f"**{MARKS[outcome.state]}.** {planning.says(rule, self.plan)}"), rich.safe(here),
                rich.inline(rule.why), said]


def day_words(day):
    """A day of follow-up in words: "the day of the last dose", "day 3", "week 2"."""
    if day == 0:
        return "the day of the last dose"
    return f"week {day / 7:g}" if day % 7 == 0 else f"day {day:g}"


def _number(value):
    """A number from a slider or a select. Raises CourseError for anything else."""
    try:
        number = float(value)
        return int(number) if number == int(number) else number
    except (TypeError, ValueError, OverflowError):
        raise unusable() from None


def _drawn(plan, approach, placed):
    """(figure, data, sentence) of a plan."""
    laid = [(block, planning.laid(block, approach, placed[block.id])) for block in plan.blocks_of(approach)
            if block.id in placed]
    lanes = tuple(block.name for block in plan.blocks_of(approach))
    told = "; ".join(_block_words(plan, block, one) for block, one in laid)
    sentence = f"{APPROACHES[approach]}. {told}." if told else f"{APPROACHES[approach]}. Nothing is in the plan yet."
    if plan.unit == "days":
        return _weeks(lanes, plan.id, approach), _marks(laid, lanes, 0, drawing.on_axis), sentence
    data = _marks(laid, lanes, drawing.ROOM, float)
    if approach not in plan.regimens:
        return _minutes(lanes, plan.id, approach, plan.last, TOP_STEP), data, sentence
    given = _curves(plan, approach)
    top = TOP_STEP * ceil(given.ketamine.max() / TOP_STEP)
    start = next((one.start for block, one in laid if block.id == "dose"), None)
    if start is not None:
        inside = start + 60 * given.times <= plan.last
        data["level"] = (start + 60 * given.times[inside], drawing.level_height(given.ketamine[inside], top))
        sentence += f" {_level_words(given, start)}"
    return _minutes(lanes, plan.id, approach, plan.last, top), data, sentence


def _marks(laid, lanes, floor, at):
    """{curve: arrays}: blocks and moments by who acts, each in its lane."""
    rows = {}
    for block, one in laid:
        who, bottom = drawing.WHO[one.by], drawing.lane(lanes, block.name, floor)
        if one.readings or one.end == one.start:
            rows.setdefault(f"{who}_at", []).extend((at(m), *[bottom + 0.5] * 3) for m in one.readings or [one.start])
        else:
            rows.setdefault(who, []).append((at(one.start), at(one.end), *(bottom + edge for edge in drawing.BLOCK)))
    return {name: tuple(zip(*marks, strict=True)) for name, marks in rows.items()}


def _block_words(plan, block, one):
    when = (lambda moment: f"{moment:g}") if plan.unit == "minutes" else day_words
    time = when(one.start) if one.end == one.start else f"{when(one.start)} to {when(one.end)}"
    many = {0: "", 1: ", once"}.get(len(one.readings), f", {len(one.readings)} times")
    what = f", {block.choices[one.choice].lower()}" if one.choice else ""
    unit = "minute " if plan.unit == "minutes" else ""
    return f"{block.name}{what}: {unit}{time}{many} ({ROLES[one.by]})"


def _level_words(given, start):
    told = summary(given)
    said = (f"The typical ketamine level peaks at {told.peak:.0f} ng/mL at minute {start + told.peak_at:.0f}, "
            f"{told.peak_at:.0f} minutes after the dose begins")
    return f"{said}." if told.half_gone is None else f"{said}, and is half gone {told.half_gone:.0f} minutes later."


def _curves(plan, approach):
    given = plan.regimens[approach]
    return curves(regimens.regimen(given.route, given.dose, given.minutes))


def _regimen_words(plan, approach):
    given = plan.regimens[approach]
    return regimens.told(given.route, given.dose, given.minutes)


def _model(plan, approach):
    tables = pharmacokinetics.load()
    name = tables.routes[plan.regimens[approach].route].model_names[0]
    return f"Model: {rich.source_link(tables.models[name].source)} (derived)."


@cache
def _minutes(lanes, name, approach, last, top):
    return drawing.minutes_of_a_day(f"plan-{name}-{approach}", lanes, last, top)


@cache
def _weeks(lanes, name, approach):
    return drawing.days_of_weeks(f"plan-{name}-{approach}", lanes)
