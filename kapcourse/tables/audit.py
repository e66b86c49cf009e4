"""The audit of numbers: every figure in a text is linked to a fact, and the link says what the fact says.

Texts come in two forms: short links in data/ (`[64 %](F-0042)`) and full links in notebook text cells
(`[64 %](https://doi.org/... "F-0042")`).
"""

import html
import re
import unicodedata
from dataclasses import dataclass

from kapcourse.tables import facts, sources
from kapcourse.tables.facts import LINK

ID = re.compile(r"F-\d+")
UNIT = (r"(?:%|per\s?cent|percentage\spoints?|‰|kg|mg|g|mcg|[uμ]g|ng|ml|l|mmhg|bpm|h|hrs?|min|sec|seconds?|minutes?|"
        r"hours?|days?|weeks?|months?|years?|points?|people|persons?|patients?|participants?|adults?|women|men|trials?|"
        r"stud(?:y|ies)|groups?|infusions?|sessions?|visits?|doses?|times|fold|dollars?|euros?|usd|"
        r"(?:milli|micro|nano)?grams?|boosters?|lozenges?|tablets?|clinics?|cases)(?:/\w+)*(?!\w)")
NUMBER = r"\d+(?:[.,]\d+)*"
FIGURE = re.compile(rf"""
    \b{NUMBER} (?:\s*(?:-|–|to|of|and|or|in)\s*{NUMBER})? [\s-]* {UNIT}     # 12.9 to 49.2 %, 6-week, 0.5 mg/kg
  | (?:\b\w+\s*)? [=<>≤≥≈±] \s* [-−]?\.?{NUMBER}                           # n = 28, p < .05
  | \b(?-i:OR|RR|HR|MD|SMD|NNT|NNH|CI|SD|SE)\s*(?:of\s+)? [-−]?\.?{NUMBER}  # OR 3.94
  | [$€£]\s*{NUMBER} | \b{NUMBER}\s*[$€£]                                  # $400
  | \b\d{{1,3}}\s*(?:in|of|out\ of|/)\s*\d+\b                                # 1 in 3, 17/28
  | \b\d+[.,]\d+ | (?<![\w.])\.\d+                                         # whatever else is measured: 3.94
""", re.IGNORECASE | re.VERBOSE)
SIGNED = re.compile(rf"(?:(?<![\w)])-)?{NUMBER}")


@dataclass(frozen=True)
class Text:
    """A piece of text shown to a trainee and the place it stands."""

    where: str
    body: str


def cited(texts):
    """The set of fact ids that the texts cite."""
    return {name for text in texts for _, name, _ in _citations(text.body)}


def faults(text, allowed=()):
    """What is wrong with the numbers of one text: a list of sentences, empty when all is well.

    allowed: figures that may stand without a link ("45 minutes"), each with its reason kept by the caller.
    """
    found = []
    table, works = facts.load(), sources.load()
    for link, name, target in _citations(text.body):
        if name not in table:
            wrong = [f"cites {name}, which is not in data/facts.csv."]
        else:
            wrong = _link_faults(link, target, table[name], works)
        found += [f"{text.where}: [{' '.join(link[1].split())}] {fault}" for fault in wrong]
    figures = [" ".join(match[0].split()) for match in FIGURE.finditer(_without_citations(text.body))]
    return found + [f"{text.where}: the figure '{x}' has no link to a fact; write [{x}](F-0000) with the id of its row "
                    "in data/facts.csv." for x in figures if x not in allowed]


def orphans(texts, used_sources=()):
    """Facts that no text cites and sources that neither a fact nor an item uses: a list of sentences."""
    table, works = facts.load(), sources.load()
    used = cited(texts)
    found = [f"data/facts.csv, fact {name}: no text cites it." for name in table if name not in used]
    keys = {fact.source for fact in table.values()} | set(used_sources)
    found += [f"data/sources.csv, source {key}: no fact and no item uses it." for key in works if key not in keys]
    missing = sorted(keys - set(works))
    return found + [f"source '{key}' is used by an item but is not in data/sources.csv." for key in missing]


def _citations(body):
    """(link, fact id, address) for each link that cites a fact; a short link has no address."""
    for link in LINK.finditer(body):
        target, title = link[2] or "", link[3] or ""
        name = target if ID.fullmatch(target) else title
        if ID.fullmatch(name):
            yield link, name, "" if name == target else target


def _without_citations(body):
    """The text as a reader sees it, less its citations. A link that cites no fact hides nothing: its words stay."""
    citing = {link.span() for link, _, _ in _citations(body)}
    return _rendered(LINK.sub(lambda link: " ; " if link.span() in citing else link[1], body))


def _link_faults(link, target, fact, works):
    shown, value, unit = _even(link[1]), _even(fact.value), _even(fact.unit)
    if target and target != works[fact.source].link:
        yield f"leads to {target}; fact {fact.id} rests on {works[fact.source].link}."
    if value not in shown:
        yield f"does not show the value '{fact.value}' of fact {fact.id}."
    elif set(SIGNED.findall(shown)) - set(SIGNED.findall(f"{value} {unit}")):
        yield f"shows a number that fact {fact.id} ('{fact.value}') does not hold."
    if unit and not re.search(rf"(?<![a-z/]){re.escape(unit)}(?![\w/])", shown):
        yield f"does not show the unit '{fact.unit}' of fact {fact.id}."
    elif any(other not in unit for other in re.findall(rf"\d[\s-]*({UNIT})", shown)):
        yield f"shows a unit that fact {fact.id} ('{fact.unit}') does not have."
    if target and not link.string[link.end():].startswith(fact.label):  # in data/ the loader writes the label
        yield f"is a {fact.status} figure; write '{fact.label.strip()}' after the link."


def _rendered(text):
    """The text as a reader sees it: entities, odd spaces and signs, mark-up and addresses evened out."""
    text = unicodedata.normalize("NFKC", html.unescape(text))
    text = re.sub(r"https?://\S+|</?[a-z][^>]*>|[*_`\\\u200b\u2060\xad]", "", text, flags=re.IGNORECASE)
    return re.sub(r"^\s*>", " ", text, flags=re.MULTILINE)


def _even(text):
    return " ".join(_rendered(text).replace("−", "-").split()).lower()
