"""The two notebooks that are made from data/: the glossary and the list of sources.

Each maker returns {cell id: Markdown}. An entry is a heading, so that a link can lead to it: JupyterLab gives a heading
its words as anchor, with a hyphen for each space. JupyterLab goes to an anchor only where the notebook is open already;
a first click opens it at the top. So a row of letters stands there.
"""

import re
import unicodedata
from itertools import groupby
from urllib.parse import quote

from kapcourse.learning import texts
from kapcourse.tables import audit, facts, lessons, sources

CHECKED = {"yes": "confirmed", "no": "not confirmed", "none": "no DOI"}
GLOSSARY = ("# Glossary\n\nEvery technical term of the course in plain words, in the order of the alphabet. In a "
            "lesson the first use of a term leads here.")
SOURCES = ("# Sources\n\nEvery work that the course rests on, in the order of the alphabet. *Tier* says how close a "
           "work stands to the evidence: primary, official, manufacturer or secondary. *DOI* says whether its DOI was "
           "seen to lead to the work. *Note* tells corrections and retractions that we know of, and how much was read.")


def glossary(_=None):
    """The cells of the glossary: one for each letter, a heading for each term."""
    entries = [(term.term, f"### {term.term}\n\n{facts.cite(term.plain)}") for term in lessons.glossary().values()]
    return _with_letters(GLOSSARY, _by_letter(entries))


def source_list(told):
    """The cells of the source list. told: {lesson id: its Markdown}, to say where a work is used."""
    used = {name: texts.sources_of(name) | _cited(text) for name, text in told.items()}
    works, names = sources.load(), headings()
    entries = [(names[key], _entry(names[key], work, [name for name in used if key in used[name]]))
               for key, work in works.items()]
    return _with_letters(SOURCES, _by_letter(entries))


def headings():
    """{source key: the heading of its entry}: "Authors year", with the key where two would be alike.

    A work whose authors were not seen goes by its title.
    """
    plain = {key: f"{_first_words(work)} {work.year or 'undated'}" for key, work in sources.load().items()}
    alike = list(plain.values())
    return {key: name if alike.count(name) == 1 else f"{name} ({key})" for key, name in plain.items()}


def _first_words(work):
    return work.title.rstrip(".") if work.authors.startswith("(") else work.author


def _entry(heading, work, used):
    kept = [f"{_safe(work.authors)} ({work.year or 'undated'}). **{_safe(work.title.rstrip('.'))}.**"
            + (f" *{_safe(work.journal)}.*" if work.journal else "")]
    lines = [f"Read it: [{_safe(_address(work))}](<{quote(work.link, safe=_PLAIN)}>)",
             f"DOI: {CHECKED[work.doi_checked]}", f"Kind: {work.kind}. Tier: {work.tier}",
             f"Used in: {', '.join(map(_lesson_link, used)) or 'no lesson that is ready'}"]
    if work.note:
        lines.append(f"Note: {_safe(work.note)}")
    return "\n\n".join([f"### {_safe(heading)}", *kept, "\n".join(f"- {line}" for line in lines)])


def _address(work):
    return f"doi:{work.doi}" if work.doi else f"PubMed {work.pmid}" if work.pmid else work.url


def _lesson_link(name):
    lesson = lessons.load()[name]
    return f"[{name} {lesson.title}]({lesson.file}.ipynb)"


def _cited(text):
    return {facts.load()[name].source for name in audit.cited([audit.Text("", text)]) if name in facts.load()}


def _by_letter(entries):
    """{cell id: Markdown} with a heading for each letter; entries: [(name, Markdown)]."""
    ordered = sorted(entries, key=lambda entry: (_order(entry[0]), entry[0]))
    return {f"letter-{letter}": "\n\n".join([f"## {letter.upper()}", *(text for _, text in group)])
            for letter, group in groupby(ordered, key=lambda entry: (_order(entry[0]) or "0")[0])}


def _with_letters(title, cells):
    """The cells with their title first, and in it a link to each letter."""
    letters = [name.removeprefix("letter-").upper() for name in cells]
    return {"title": f"{title}\n\n{' '.join(f'[{letter}](#{letter})' for letter in letters)}", **cells}


def _order(name):
    """What an alphabet goes by: plain letters and digits, without accents and signs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9 ]", "", plain).strip()


def _safe(text):
    """Text that is no Markdown: its signs shown, never read."""
    return re.sub(r"([\\`*_\[\]<>$#|~&])", r"\\\1", text)


_PLAIN = ":/?#[]@!$&'()*+,;=%~"  # what an address may hold as it stands
MADE = {"glossary": glossary, "source_list": source_list}
