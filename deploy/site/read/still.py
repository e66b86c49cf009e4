"""A panel as HTML that stands still: what a reader sees of it where nothing is live.

It is made of the panel's own blocks, in the state before anybody answered, so it holds no key and no feedback. What
would be a control on a live page is told in words: a dead button is worse than none.
"""

import ast
import re
from html import escape
from itertools import groupby

import kapcourse
from kapcourse.tables.records import CourseError
from kapcourse.widgets.questions import Question

NAMES = ("ask", "explore", "course")  # what a lesson's cell may call
NOT_HERE = {  # what is nothing without a trainee's answers
    "course.glossary": 'Every term stands in the <a href="glossary.html">glossary</a>.',
    "course.progress": "Here the live course shows your progress.",
    "course.record": "Here the live course writes your record of study.",
    "course.review": "Here the live course brings back questions that you answered.",
    "course.test": "Here the live course gives you the test. Its questions are not on this site.",
    "explore.audit": "Here the live course lists the statements and what you judged of each.",
}
KINDS = {"prediction": "Prediction", "reflection": "For your own thoughts"}
LONG = 12  # options from which a list is left to the live course


def html(source, stored):
    """The HTML of what a code cell shows.

    source: the cell's code, one call of ask, explore or course.  stored: the text that the notebook keeps of it.
    Raises CourseError if that is not what the cell shows now, or if the cell holds another kind of code.
    """
    name, panel = shown(source)
    if repr(panel) != stored:
        raise CourseError(f"the stored output of {name} is not what it shows now; run `make notebooks`.")
    if name in NOT_HERE:
        return f'<p class="kap-not-here">{NOT_HERE[name]}</p>'
    return _linked_here(_question(panel) if isinstance(panel.source, Question) else _panel(panel))


def shown(source):
    """(the name of what a cell calls, the panel that it shows). Nothing of the cell is run but that one call."""
    try:
        call = ast.parse(source).body[-1].value
        name = ast.unparse(call.func)
        first, rest = re.fullmatch(r"(\w+)(?:\.([a-z]\w*))?", name).groups()
        given = [ast.literal_eval(value) for value in call.args]
        named = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
        thing = getattr(kapcourse, NAMES[NAMES.index(first)])
        thing = getattr(thing, rest) if rest else thing
    except (AttributeError, IndexError, SyntaxError, ValueError):
        raise CourseError(f"expected one call of {', '.join(NAMES)} with plain words in it, found: {source}.") from None
    return name, thing(*given, **named)


def _question(panel):
    item = panel.source.item
    kind = KINDS.get(item.role) or KINDS.get(item.kind) or "Question"
    body = "".join(_blocks([block for block in panel.view if block["id"] != "how"], panel))
    return f'<div class="kap kap-question" role="group" aria-label="{kind}"><p class="kap-kind">{kind}</p>{body}</div>'


def _panel(panel):
    """An explorer, whose controls fold away beneath it, or a task, whose lists are what there is to read."""
    title = re.sub(r"<[^>]+>", "", panel.view[0].get("html") or panel.view[0].get("caption", ""))
    controls = [block for block in panel.view if block["type"] in _CONTROLS] if panel.source.picture else []
    body = "".join(_blocks([block for block in panel.view if block not in controls], panel))
    if controls:
        told = "".join(f"<li>{line}</li>" for line in map(_control, controls))
        body += f"<details><summary>What you can move in the live course</summary><ul>{told}</ul></details>"
    return f'<div class="kap" role="group" aria-label="{title.strip()}">{body}</div>'


def _blocks(blocks, panel):
    for name, group in groupby(blocks, key=lambda block: "select" if block["type"] == "select" else block["id"]):
        if name == "select":
            yield _selects(list(group))
        else:
            yield from (_DRAWN[block["type"]](block, panel) for block in group)


def _text(block, _):
    return f'<div class="kap-{block["tone"] or "text"}">{block["html"]}</div>' if block["html"] else ""


def _choices(block, _):
    options = "".join(f"<li>{option['html']}</li>" for option in block["options"])
    return f'<p class="kap-label">{escape(block["label"])}</p><ul class="kap-options">{options}</ul>'


def _selects(blocks):
    """Statements that are matched with one list: the list is told once, before them."""
    options = [option["text"] for option in blocks[0]["options"]]
    if len(options) > LONG:
        return ""
    told = "".join(f"<li>{escape(option)}</li>" for option in options)
    lines = "".join(f"<li>{escape(block['label'])}</li>" for block in blocks)
    return (f'<p class="kap-label">For each of these</p><ul class="kap-options">{lines}</ul>'
            f'<p class="kap-label">choose one of these</p><ul class="kap-options">{told}</ul>')


def _field(block, _):
    unit = f", in {escape(block['unit'])}" if block.get("unit") else ""
    return f'<p class="kap-label">To be answered with a number{unit}</p>'


def _order(block, _):
    items = "".join(f"<li>{item['html']}</li>" for item in block["items"])
    return f'<p class="kap-label">To be put in order</p><ul class="kap-options">{items}</ul>'


def _table(block, _):
    head = "".join(f'<th scope="col">{column}</th>' for column in block["columns"])
    rows = "".join(f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
                   for row in block["rows"])
    caption = escape(block["caption"])
    return (f'<div class="kap-frame" tabindex="0" role="group" aria-label="{caption}"><table><caption>{caption}'
            f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>")


def _folds(block, _):
    """Every row in full, each column under its name: nothing to unfold, so it prints and is found by search."""
    rows = "".join(f'<div class="kap-row">{_line(row)}<dl>{_cells(block["columns"], row[2:])}</dl></div>'
                   for row in block["rows"])
    return f'<div class="kap-rows"><p class="kap-label">{escape(block["caption"])}</p>{rows}</div>'


def _line(row):
    return f"<p>{row[0]}</p>" + (f'<p class="kap-note">{row[1]}</p>' if row[1] else "")


def _cells(columns, cells):
    return "".join(f"<div><dt>{column}</dt><dd>{cell}</dd></div>"
                   for column, cell in zip(columns, cells, strict=True) if cell)


def _picture(block, panel):
    """The drawing with its title and description; its frame takes the focus where it must be scrolled."""
    drawn = panel.source.picture
    sentence = f'<div class="kap-sentence"><p>{escape(block["sentence"])}</p></div>' if "sentence" in block else ""
    return (f'<div class="kap-frame kap-picture" tabindex="0" role="group" aria-label="{escape(drawn.title)}">'
            f"{drawn.svg}</div>{sentence}")


def _nothing(*_):
    return ""


def _control(block):
    """A control in words: its label, where it stands, what it may be."""
    label = escape(block["label"])
    if block["type"] == "slider":
        return f"{label}: {block['value']} {escape(block['unit'])} ({block['low']} to {block['high']})"
    options = [option.get("text") or option["html"] for option in block.get("options", ())]
    if block["type"] == "select":
        options = [escape(option) for option in options]
    return f"{label}: {', '.join(options)}" if 0 < len(options) <= LONG else label


def _linked_here(drawn):
    """Links to lessons lead to their pages, and none opens a window of its own."""
    drawn = drawn.replace(' target="_blank" rel="noopener"', "")
    return re.sub(r'(href="\w+)\.ipynb', r"\1.html", drawn)


_CONTROLS = ("choices", "select", "slider", "line", "number", "order", "writing")
_DRAWN = {"text": _text, "choices": _choices, "number": _field, "order": _order, "table": _table, "folds": _folds,
          "picture": _picture, "live": _picture, "writing": _nothing, "line": _nothing, "buttons": _nothing,
          "feedback": _nothing, "slider": _nothing}
