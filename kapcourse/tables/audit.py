"""The audit of numbers: every figure in a text is linked to a fact, and the link says what the fact says.

Texts come in two forms: short links in data/ (`[64 %](F-0042)`) and full links in notebook text cells
(`[64 %](https://doi.org/... "F-0042")`).
"""

import re
from dataclasses import dataclass

from kapcourse.tables import facts, sources

LINK = re.compile(r"""\[([^\]]+)\]\(\s*([^\s)"]+)?\s*(?:"([^"]*)")?\s*\)""")
UNITS = ("%|percent|mg/kg|mg|mcg|ng/mL|mmHg|ml|minutes?|hours?|days?|weeks?|months?|years?|points?|people|"
         "patients?|participants?|persons?|trials?|studies|infusions?|sessions?|visits?|doses?|dollars|USD")
NUMBER = re.compile(rf"\b\d[\d,.]*(?:\s*(?:to|of|and|in)\s*\d[\d,.]*)?\s*(?:{UNITS})(?![\w])", re.IGNORECASE)
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Text:
    """A piece of text shown to a trainee and the place it stands."""

    where: str
    body: str


def cited(texts):
    """The set of fact ids that the texts cite."""
    return {name for text in texts for _, name, _ in _links(text.body)}


def faults(text, allowed=()):
    """What is wrong with the numbers of one text: a list of sentences, empty when all is well.

    allowed: figures that may stand without a link ("45 minutes"), each with its reason kept by the caller.
    """
    found = []
    table, works = facts.load(), sources.load()
    for shown, name, target in _links(text.body):
        if name not in table:
            found.append(f"{text.where}: [{shown}] cites {name}, which is not in data/facts.csv.")
        else:
            found += [f"{text.where}: {fault}" for fault in _link_faults(shown, target, table[name], works)]
            found += _label_faults(text, shown, target, table[name])
    rest = LINK.sub(" ", text.body)
    for match in NUMBER.finditer(rest):
        if match[0].strip() not in allowed:
            found.append(f"{text.where}: the figure '{match[0].strip()}' has no link to a fact.")
    return found


def orphans(texts, used_sources=()):
    """Facts that no text cites and sources that neither a fact nor an item uses: a list of sentences."""
    table, works = facts.load(), sources.load()
    used = cited(texts)
    found = [f"data/facts.csv, fact {name}: no text cites it." for name in table if name not in used]
    keys = {fact.source for fact in table.values()} | set(used_sources)
    found += [f"data/sources.csv, source {key}: no fact and no item uses it." for key in works if key not in keys]
    found += [f"source '{key}' is used by an item but is not in data/sources.csv." for key in sorted(keys - set(works))]
    return found


def _links(body):
    for shown, target, title in LINK.findall(body):
        name = target if re.fullmatch(r"F-\d{4}", target) else title
        if re.fullmatch(r"F-\d+", name):
            yield shown, name, "" if name == target else target


def _link_faults(shown, target, fact, works):
    text = _even(shown)
    if target and target != works[fact.source].link:
        yield f"[{shown}] leads to {target}; fact {fact.id} rests on {works[fact.source].link}."
    if fact.value and _even(fact.value) not in text:
        yield f"[{shown}] does not show the value '{fact.value}' of fact {fact.id}."
    elif set(DIGITS.findall(text)) - set(DIGITS.findall(_even(fact.value))):
        yield f"[{shown}] shows a number that fact {fact.id} ('{fact.value}') does not hold."
    if fact.unit and _even(fact.unit) not in text:
        yield f"[{shown}] does not show the unit '{fact.unit}' of fact {fact.id}."


def _label_faults(text, shown, target, fact):
    """In a notebook the author writes the label; in data/ the loader adds it."""
    if target and fact.label and f'"{fact.id}"){fact.label}' not in text.body:
        yield f"{text.where}: [{shown}] is a {fact.status} figure; write '{fact.label.strip()}' after the link."


def _even(text):
    return re.sub(r"\s+", " ", text.replace("\u2009", " ").replace("\u202f", " ").replace("\xa0", " ")).lower()
