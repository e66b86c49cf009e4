"""The item bank as Moodle XML, as Moodle's question bank imports it.

choice and several become multichoice, number numerical, match matching, order ordering (part of Moodle since 4.4; an
older Moodle needs the plugin qtype_ordering, or skips these). Shares of a point are those of Moodle's list.
"""

import re
from xml.etree import ElementTree as xml

from kapcourse.learning import bank

TOP = "$course$/top/kapcourse"


def document(items):
    """The XML of these items as text, lesson by lesson in a category of its own."""
    quiz, place = xml.Element("quiz"), None
    for item in items:
        if item.lesson != place:
            place = item.lesson
            _category(quiz, f"{TOP}/{bank.lesson_title(item).replace('/', '//')}")
        _WRITERS[item.kind](_question(quiz, item), item)
    xml.indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(quiz, encoding="unicode") + "\n"


def _category(quiz, path):
    question = xml.SubElement(quiz, "question", type="category")
    _text(question, "category", path)


def _question(quiz, item):
    """The part of a question that all kinds share."""
    question = xml.SubElement(quiz, "question", type=_TYPES[item.kind])
    _text(question, "name", item.id)
    unit = f"<p>({bank.inline(item.unit)})</p>" if item.unit and item.kind == "number" else ""
    _html(question, "questiontext", bank.html(item.stem) + unit)
    _html(question, "generalfeedback", _general(item))
    _plain(question, "defaultgrade", "1")
    _plain(question, "penalty", "0.3333333")
    _plain(question, "idnumber", item.id)
    tags = xml.SubElement(question, "tags")
    for tag in (f"lesson {item.lesson}", item.objective, item.role):
        _text(tags, "tag", tag)
    return question


def _general(item):
    told = bank.reasons(item) if item.kind in ("match", "order") else ""
    return bank.html(item.feedback) + told + bank.background(item)


def _choice(question, item):
    _multichoice(question, single=True)
    for option in item.options:
        right = option.id == item.key
        told = option.feedback or (item.feedback if right else "")
        _answer(question, bank.inline(option.text), "100" if right else "0", bank.html(told))


def _several(question, item):
    """Right options share the point; wrong ones take it away together, so that ticking everything earns nothing."""
    _multichoice(question, single=False)
    right, wrong = len(item.key), len(item.options) - len(item.key)
    for option in item.options:
        share = 100 / right if option.id in item.key else -100 / wrong
        _answer(question, bank.inline(option.text), f"{share:.5f}".rstrip("0").rstrip("."), bank.html(option.feedback))


def _multichoice(question, single):
    _plain(question, "single", "true" if single else "false")
    _plain(question, "shuffleanswers", "true")
    _plain(question, "answernumbering", "abc")


def _number(question, item):
    """The key, then the foreseen wrong numbers, then anything else: Moodle takes the first that fits."""
    answers = [(f"{item.key:.12g}", "100", item.feedback), *((o.text, "0", o.feedback) for o in item.options)]
    for value, share, told in answers:
        answer = _answer(question, value, share, bank.html(told), plain=True)
        _plain(answer, "tolerance", f"{item.tolerance:.12g}")
    _answer(question, "*", "0", bank.html(item.other), plain=True)


def _match(question, item):
    """Statements with their headings; a heading that no statement has stands without a statement."""
    _plain(question, "shuffleanswers", "true")
    headings = {c.id: bank.plain(c.text) for c in item.categories}
    pairs = [(bank.html(o.text), headings[item.key[o.id]]) for o in item.options]
    pairs += [("", text) for name, text in headings.items() if name not in item.key.values()]
    for statement, heading in pairs:
        part = _html(question, "subquestion", statement)
        _text(part, "answer", heading)


def _order(question, item):
    """The steps in the right order; a step counts where it stands in its place, as in the course."""
    for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", str(len(item.key))),
                        ("gradingtype", "ABSOLUTE_POSITION"), ("showgrading", "SHOW"), ("numberingstyle", "none")):
        _plain(question, name, value)
    for place, name in enumerate(item.key, 1):
        option = item.option(name)
        _answer(question, bank.inline(option.text), f"{place}.0000000", bank.html(option.feedback))


def _answer(question, text, share, told, plain=False):
    answer = xml.SubElement(question, "answer", fraction=share, format="plain_text" if plain else "html")
    xml.SubElement(answer, "text").text = _clean(text)
    _html(answer, "feedback", told)
    return answer


def _html(parent, name, text):
    element = _text(parent, name, text)
    element.set("format", "html")
    return element


def _text(parent, name, text):
    element = xml.SubElement(parent, name)
    xml.SubElement(element, "text").text = _clean(text)
    return element


def _plain(parent, name, text):
    xml.SubElement(parent, name).text = text


def _clean(text):
    """Text without the characters that XML cannot hold."""
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


_TYPES = {"choice": "multichoice", "several": "multichoice", "number": "numerical", "match": "matching",
          "order": "ordering"}
_WRITERS = {"choice": _choice, "several": _several, "number": _number, "match": _match, "order": _order}
