"""The explorer of durability: how long a benefit lasted, by what was given and who was counted."""

from kapcourse.figures.durability import Row, durability
from kapcourse.learning import durability as learning
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View, unusable

ASKED = {"days": "How many days until it was lost", "share": "What share is still well"}
CAUTION = ("The groups come from different studies of different people. Only figures under one heading can be laid "
           "side by side, and even those were not randomised against each other unless the design says so.")
FEW = 4  # figures of a group that a sentence can hold
NOTHING = "No figure is left to show: tick another group."


class Durability(View):
    """What is asked, which groups, the picture with its sentence, and every row with its source."""

    def __init__(self):
        self.asked, self.groups = "days", list(learning.GROUPS)

    @property
    def picture(self):
        """The picture as it is stored."""
        return self._drawn(learning.rows(self.asked, self.groups))

    def on(self, event, value):
        if event == "asked" and value in list(ASKED):
            self.asked = value
        elif event == "groups" and isinstance(value, list) and all(name in list(learning.GROUPS) for name in value):
            self.groups = value
        else:
            raise unusable()

    def blocks(self):
        shown = learning.rows(self.asked, self.groups)
        groups = [(name, rich.safe(words)) for name, words in learning.GROUPS.items()]
        controls = [blocks.text("title", "<p>How long does it last?</p>", "title"),
                    blocks.text("caution", f"<p>{CAUTION}</p>", "note"),
                    blocks.select("asked", "Show", list(ASKED.items()), self.asked),
                    blocks.choices("groups", "After", groups, self.groups, many=True)]
        if not shown:
            return [*controls, blocks.feedback("nothing", f"<p>{NOTHING}</p>", "note")]
        drawn = self._drawn(shown)
        return [*controls, *blocks.told_picture(drawn),
                _table("rows", "Where each figure comes from", shown),
                *[_table("effects", "Effects of going on, and of therapy afterwards", more)
                  for more in [learning.rows("effect", self.groups)] if more]]

    def _drawn(self, shown):
        rows = [Row(learning.group(row), _named(row), _detail(row), row.value, told(row), row.low, row.high)
                for row in shown]
        none = [words for name, words in learning.GROUPS.items()
                if name in self.groups and name not in {row.exposure for row in shown}]
        said = [sentence(shown), *(f"{words}: no such figure was found; look at the other view." for words in none)]
        return durability(f"durability-{self.asked}", rows, self.asked == "share", " ".join(said))


def told(row):
    """The figure in words: "18 days (median)", "60 % at day 1 (50.0 % after saline)"."""
    if row.quantity == "still well":
        return f"{row.value:g} % at day {row.days:g}" + (f" ({row.control})" if row.control else "") + row.label
    if row.unit == "days":
        return f"{row.value:g} days ({row.quantity.split()[0]}){row.label}"
    return f"{row.quantity} {row.value:g} ({row.low:g} to {row.high:g}){row.label}, against {row.control}"


def sentence(shown):
    """What the picture shows, group by group: every figure of a small group, the range of a large one."""
    groups = {}
    for row in shown:
        groups.setdefault(learning.group(row), []).append(row)
    said = [f"{name}: {'; '.join(map(told, rows)) if len(rows) <= FEW else _range(rows)}."
            for name, rows in groups.items()]
    return f"{len(shown)} figures from {len({row.source for row in shown})} studies. " + " ".join(said)


def _range(rows):
    low, high = (choose(rows, key=lambda row: row.value) for choose in (min, max))
    return f"{len(rows)} figures, from {told(low)} to {told(high)}"


def _named(row):
    return f"{rich.source_name(row.source)}, {row.words}"


def _detail(row):
    counted = f"n = {row.n}" if row.n else "n not seen"
    return f"{row.design}; {counted}; {row.population}"


def _table(name, caption, shown):
    rows = [[rich.safe(f"{_named(row)}: {told(row)}"), "", rich.safe(_detail(row)), rich.safe(learning.group(row)),
             f"{rich.cited(row)}: {rich.safe(row.place)}", rich.safe(row.note)]
            for row in shown]
    return blocks.folds(name, caption, ["Study", "Who is counted", "Read in", "Note"], rows)
