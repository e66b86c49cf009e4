"""The first use of each technical term in a lesson's text, linked to the glossary.

Whole words only. Nothing is linked in headings, links, code, markup and addresses. Links of an earlier pass are taken
out first, so that the same text always comes to the same links.
"""

import re
from functools import cache

NOTEBOOK = "glossary.ipynb"
_OURS = re.compile(rf"\[([^\[\]]+)\]\({re.escape(NOTEBOOK)}#(?:[^\s()]|\([^\s()]*\))*\)")
_UNTOUCHED = re.compile(r"""
    ^[ ]{0,3}\#{1,6}[ ][^\n]*                              # a heading
  | ^[ ]{0,3}(```|~~~).*?(?:^[ ]{0,3}\1|\Z)               # a block of code
  | (?<!`)(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\2(?!`)         # code in a line
  | !?\[[^\]]*\]\((?:[^()]|\([^()]*\))*\)                 # a link or a picture, and the label of a figure
    (?:[ ]\((?:derived|judgement)\))?
  | <[^>\n]+> | https?://[^\s\[\]]+                         # markup, an address
""", re.MULTILINE | re.VERBOSE | re.DOTALL)
_GAP = r"(?:[ ]|\n(?![ \t]*(?:\n|[-*+>|#]|\d+\.)))"  # a space, or the end of a line within a paragraph


def anchor(heading):
    """The anchor that JupyterLab gives a heading: its words with a hyphen for each space."""
    return heading.replace(" ", "-")


def linked(texts, terms):
    """The texts of one lesson, in reading order, with the first use of each term linked.

    texts: Markdown.  terms: names as the glossary has them.  Returns a list as long as `texts`.
    """
    waiting, done = set(terms), []
    for text in texts:
        done.append(_linked(unlinked(text), waiting))
    return done


def unlinked(text):
    """The text without links to the glossary; their words stay."""
    return _OURS.sub(r"\1", text)


def forms(term):
    """The ways in which a text may write a term.

    "standard deviation (SD)" is also written "SD"; "depression, treatment-resistant" the other way round. Each may
    stand in the plural.
    """
    names = [term]
    if short := re.fullmatch(r"(.+) \((.+)\)", term):
        names = [short[1], short[2]]
    elif turned := re.fullmatch(r"(.+), (.+)", term):
        names = [f"{turned[2]} {turned[1]}"]
    return [form for name in names for form in (name, _plural(name))]


def _linked(text, waiting):
    """The text with the first use of each term in `waiting` linked; what was found is taken out of it."""
    parts, at = [], 0
    for kept in _UNTOUCHED.finditer(text):
        parts += [_in_prose(text[at:kept.start()], waiting), kept[0]]
        at = kept.end()
    return "".join([*parts, _in_prose(text[at:], waiting)])


def _in_prose(text, waiting):
    def link(match):
        term = _known(tuple(sorted(waiting)))[1].get(_even(match[0]))
        if term not in waiting:
            return match[0]
        waiting.discard(term)
        return f"[{match[0]}]({NOTEBOOK}#{anchor(term)})"

    return _known(tuple(sorted(waiting)))[0].sub(link, text) if waiting else text


@cache
def _known(terms):
    """(pattern of every form, {form: term}); the longest form wins where several begin."""
    table = {}
    for term in terms:
        for form in forms(term):
            for written in {form, form[0].upper() + form[1:]} if form[0].islower() else {form}:
                table.setdefault(written, term)
    longest = sorted(table, key=lambda form: (-len(form), form))
    words = "|".join(_GAP.join(map(re.escape, form.split())) for form in longest)
    return re.compile(rf"(?<![\w\\/-])(?:{words})(?![\w/-])"), table


def _even(words):
    return " ".join(words.split())


def _plural(name):
    """The plural of a name as English makes it most often: of its last word, or of the word before "of"."""
    head, of, rest = name.partition(" of ")
    for end, other in (("sis", "ses"), ("um", "a")):
        if head.endswith(end):
            return head.removesuffix(end) + other + of + rest
    if re.search(r"[^aeiou]y$", head):
        return f"{head[:-1]}ies{of}{rest}"
    return f"{head}{'es' if re.search(r'(s|x|z|ch|sh)$', head) else 's'}{of}{rest}"
