"""The explorers of lesson 03: affinities, the share of targets taken over time, and other medicines."""

from functools import cache

from kapcourse.figures import mechanism as figures
from kapcourse.learning import regimens
from kapcourse.learning.mechanism import BOUND, HOURS, TIMES, occupancies
from kapcourse.tables import mechanism as tables
from kapcourse.tables import pharmacokinetics
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View
from kapcourse.widgets.settings import Settings, controls, first

CAVEAT = ("This is a calculation from plasma levels, with affinities measured in tissue of rats or in grown cells. It "
          "leaves out that ketamine gets trapped in open channels, that S and R compete for one place, and how much "
          "reaches the brain. It does not show what helps mood.")
PURE = "The opioid figure was measured with the mixture of S and R, so for S alone the line for mu reads somewhat low."


class Affinities(View):
    """What ketamine and its products hold on to, and how tightly."""

    def blocks(self):
        head = ["Target", "Substance", "Measure", "Concentration", "Measured in", "Source"]
        rows = [[rich.safe(row.target), rich.safe(row.compound), row.measure, f"{row.value:g} {row.unit}{row.label}",
                 rich.safe(row.system), rich.cited(row)]
                for row in tables.receptors().values()]
        return [blocks.table("affinities", "How tightly ketamine and its products hold on (lower is tighter)",
                             head, rows)]


class Occupancy(Settings):
    """Controls for a regimen and the bound share, one live picture with its sentence, and the values behind it."""

    def __init__(self):
        (self.route, self.dose, self.minutes), self.bound = first("iv"), BOUND["start"]

    @property
    def picture(self):
        """The picture as it is stored."""
        data, sentence = self._drawn()
        return _figure().picture(data, sentence)

    def _set(self, event, value):
        if event == "route":
            self.route, self.dose, self.minutes = first(value)
        elif event == "bound" and not BOUND["low"] <= float(value) <= BOUND["high"]:
            raise ValueError
        elif event in ("dose", "minutes", "bound"):
            setattr(self, event, float(value))
        else:
            raise ValueError

    def blocks(self):
        data, sentence = self._drawn()
        return [blocks.text("title", "<p>How much of each target is taken?</p>", "title"),
                blocks.text("teaches", "<p>Doses end where the sources end. Nothing here is a dose for anybody.</p>",
                            "note"),
                *controls(self.route, self.dose, self.minutes),
                blocks.slider("bound", "Share of the drug that is bound to protein", BOUND["low"], BOUND["high"], 1,
                              self.bound, "%"),
                blocks.live("figure", _figure(), data, sentence), self._values(), self._sources()]

    def _check(self):
        self._regimen()

    def _regimen(self):
        return regimens.regimen(self.route, self.dose, self.minutes)

    def _taken(self):
        return occupancies(self._regimen(), self.bound, tuple(figures.TAKEN))

    def _drawn(self):
        taken = self._taken()
        return {name: (TIMES[::2], curve[::2]) for name, curve in taken.items()}, self._sentence(taken)

    def _sentence(self, taken):
        said = "; ".join(f"{figures.TAKEN[name][0]}: at most {_percent(curve.max())} %, after "
                         f"{60 * TIMES[curve.argmax()]:.0f} minutes" for name, curve in taken.items())
        return (f"{regimens.told(self.route, self.dose, self.minutes)}, a person of "
                f"{regimens.REFERENCE_WEIGHT:.0f} kg, {self.bound:g} % bound. {said}. {CAVEAT}")

    def _values(self):
        head = ["Target and substance", "Affinity", "Most taken", "After", f"Taken after {HOURS} hours"]
        rows = [[figures.TAKEN[name][0], f"{tables.receptors()[name].value:g} µmol/L", f"{_percent(curve.max())} %",
                 f"{60 * TIMES[curve.argmax()]:.0f} minutes", f"{_percent(curve[-1])} %"]
                for name, curve in self._taken().items()]
        return blocks.table("values", "Values of the typical person, computed from the model (derived)", head, rows)

    def _sources(self):
        route = pharmacokinetics.load().routes[self.route]
        model = pharmacokinetics.load().models[route.model_names[0]]
        rows = [tables.receptors()[name] for name in self._taken()]
        held = "; ".join(dict.fromkeys(rich.cited(row) for row in rows))
        lines = [f"Levels: model {rich.cited(model)}. Affinities: {held}.",
                 f"Bound share: {rich.source_link('label_spravato_us')} (secondary) to "
                 f"{rich.source_link('dayton1983')} (primary)."]
        lines += [PURE] if route.drug == "S" else []
        return blocks.text("sources", "".join(f"<p>{line}</p>" for line in lines), "note")


class Interactions(View):
    """What other medicines do to swallowed S-ketamine and to the drip, on one axis."""

    def __init__(self):
        rows = {}
        for row in tables.interactions().values():
            rows.setdefault(row.medicine, []).append((row.route, row.fold, row.printed))
        self.picture = figures.interactions(rows, _told())

    def blocks(self):
        head = ["With", "What it does", "Route", "Ketamine in the blood", "People", "Source"]
        rows = [[rich.safe(row.medicine), rich.safe(row.effect), figures.ROUTES[row.route][0], rich.safe(row.printed),
                 str(row.people), rich.cited(row)]
                for row in tables.interactions().values()]
        return [blocks.text("title", "<p>Other medicines: swallowed beside the drip</p>", "title"),
                *blocks.told_picture(self.picture),
                blocks.table("rows", "S-ketamine in healthy volunteers, with another medicine and without it", head,
                             rows)]


@cache
def _figure():
    return figures.occupancy(HOURS)


def _percent(share):
    return f"{share:.1f}" if share < 2 else f"{share:.0f}"


def _told():
    """What the picture of interactions shows, from its rows."""
    sides = {route: [row.fold for row in tables.interactions().values() if row.route == route and row.fold]
             for route in figures.ROUTES}
    said = [f"{figures.ROUTES[route][0].capitalize()}: from {min(folds):g} to {max(folds):g} times the area under the "
            f"curve." for route, folds in sides.items()]
    tested = {row.medicine.split(" (")[0] for row in tables.interactions().values() if row.route == "iv"}
    said += [f"{row.medicine} did not raise it; no figure was seen, so its mark is open. {row.note}".rstrip()
             for row in tables.interactions().values() if row.fold is None]
    return " ".join([*said, f"By drip only {' and '.join(sorted(tested)).lower()} was tested in these studies."])
