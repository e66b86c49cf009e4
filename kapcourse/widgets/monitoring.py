"""The monitoring explorer: what is watched in up to three settings, with what force, above the level in the blood."""

from functools import cache

from kapcourse.figures.levels import LETTERS, ceiling, levels, moved
from kapcourse.learning import regimens, safety
from kapcourse.learning.curves import HOURS, curves, summary
from kapcourse.learning.wording import small
from kapcourse.tables import pharmacokinetics
from kapcourse.tables.records import CourseError
from kapcourse.tables.safety import FORCES, SETTINGS, WATCHED
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View, unusable

MOST = len(LETTERS)
NONE_FOUND = "<em>No source found.</em>"
TEACHES = ("This shows what was found in sources. It is no protocol: local law and your clinic's protocol decide. "
           "\"No source found\" does not say that nothing is watched, and not that nothing need be.")
LEVEL = ("The level is lesson 02's, for one dose that a source reports, in a typical person. It is not a safety limit: "
         "feeling clear, or a falling level, does not end the watching.")


class Monitoring(View):
    """Choose up to three settings; a table of what is watched in each, and the level in the blood underneath."""

    def __init__(self):
        self.recent, self.left = ["iv", "im"], []

    @property
    def chosen(self):
        """The settings shown, in the order of the list."""
        return [name for name in SETTINGS if name in self.recent]

    @property
    def picture(self):
        """The picture as it is stored."""
        figure, data, sentence = self._drawn()
        return figure.picture(data, sentence)

    def on(self, event, value):
        known = isinstance(value, list) and all(isinstance(name, str) and name in SETTINGS for name in value)
        if event != "settings" or not known:
            raise unusable()
        if not value:
            raise CourseError("Choose at least one setting.")
        kept = [name for name in self.recent if name in value]
        ticked = kept + [name for name in dict.fromkeys(value) if name not in kept]
        self.left, self.recent = ticked[:-MOST], ticked[-MOST:]

    def blocks(self):
        figure, data, sentence = self._drawn()
        return [blocks.text("title", "<p>Who watches what, when, with what force</p>", "title"),
                blocks.text("teaches", f"<p>{rich.safe(TEACHES)}</p>", "note"),
                blocks.choices("settings", f"Settings to show, at most {MOST}; one more replaces the first",
                               [(name, words) for name, (words, _) in SETTINGS.items()], self.chosen, many=True),
                blocks.text("found", self._counted(), "sentence"),
                self._table(), blocks.live("figure", figure, data, sentence),
                blocks.text("level", f"<p>{rich.safe(LEVEL)} {self._models()}</p>", "note")]

    def _table(self):
        head = ["What is watched", *(f"{letter}: {SETTINGS[name][0]}" for letter, name in self._lettered())]
        rows = [[words, *(_cell(safety.found(name, watched)) for name in self.chosen)]
                for watched, words in WATCHED.items()]
        return blocks.table("watched", "What is asked for or done, by setting", head, rows)

    def _counted(self):
        said = [f"At most {MOST} fit side by side, so {SETTINGS[name][0]} left the table." for name in self.left]
        for letter, name in self._lettered():
            bases = [safety.basis(name, watched) for watched in WATCHED]
            empty = [WATCHED[w].lower() for w, basis in zip(WATCHED, bases, strict=True) if basis == "none"]
            said.append(f"{letter}, {SETTINGS[name][0]}. A rule, a label or advice: {bases.count('official')} of "
                        f"{len(bases)} lines. Only one clinic, company or study: {bases.count('one')}."
                        + (f" No source found: {'; '.join(empty)}." if empty else ""))
        return "".join(f"<p>{rich.safe(line)}</p>" for line in said)

    def _lettered(self):
        return zip(LETTERS, self.chosen, strict=False)

    def _drawn(self):
        """(figure, data, sentence) of the chosen settings, one letter each."""
        found = {letter: curves(_given(_route(name))) for letter, name in self._lettered()}
        top = ceiling(max(one.highest for one in found.values()))
        said = [_sentence(letter, name, summary(found[letter])) for letter, name in self._lettered()]
        return _figure(top, tuple(found)), moved(found), " ".join(said)

    def _models(self):
        tables = pharmacokinetics.load()
        keys = dict.fromkeys(tables.models[_route(name).model_names[0]].source for name in self.chosen)
        return f"Models: {'; '.join(rich.source_link(key) for key in keys)} (derived)."


def _route(setting):
    return pharmacokinetics.load().routes[SETTINGS[setting][1]]


def _given(route):
    return regimens.regimen(route.id, route.dose_first, route.minutes_first)


@cache
def _figure(top, letters):
    return levels(top, HOURS, letters)


def _cell(rows):
    """The rows of one cell, each with its force, source and tier, as HTML."""
    return "".join(f"<p>{rich.inline(row.words)} <br><small>{FORCES[row.force].capitalize()}"
                   f"{rich.safe(_noted(row))}. {rich.cited(row)}</small></p>"
                   for row in rows) or NONE_FOUND


def _noted(row):
    return f", {small(row.note)}" if row.note else ""


def _sentence(letter, name, told):
    route = _route(name)
    given = regimens.dosed(route.id, route.dose_first, route.minutes_first)
    said = (f"{letter}, {SETTINGS[name][0]}, {given}: the typical level peaks at {told.peak:.0f} ng/mL after "
            f"{told.peak_at:.0f} minutes")
    return said + (f" and is half gone {told.half_gone:.0f} minutes later." if told.half_gone is not None else ".")
