"""A view is a list of blocks: plain data that the page draws as labelled, native HTML and that Python reads out.

Every constructor returns a dict with `type`, `id` and what the page needs. Values under `html` come from the
course's own texts through `rich`; what a trainee typed only ever travels under `value` and is never read as markup.
`words` turns a view into the text that stands for it where nothing is live.
"""

import re
from html import escape, unescape


def text(name, html, tone=""):
    """Prose. tone: "" | "title" | "note" | "sentence" (says what a picture shows) | "scene" (takes the focus) |
    "part" (begins a part of a panel).
    """
    return {"type": "text", "id": name, "html": html, "tone": tone}


def choices(name, label, options, value=None, many=False):
    """Radio buttons, or checkboxes if `many`; options: [(value, html)]."""
    return {"type": "choices", "id": name, "label": label, "many": many, "value": value,
            "options": [{"value": v, "html": h} for v, h in options]}


def number(name, label, unit="", value="", enter=""):
    """A field for a number. enter: the event of the button that Enter presses; if empty, of the button that follows."""
    field = {"type": "number", "id": name, "label": label, "unit": unit, "value": value}
    return {**field, "enter": enter} if enter else field


def select(name, label, options, value="", statement=False):
    """A drop-down list; options: [(value, words)]; the empty value reads "Choose…". statement: the label is long."""
    return {"type": "select", "id": name, "label": label, "value": value, "statement": statement,
            "options": [{"value": v, "text": t} for v, t in options]}


def order(name, label, items):
    """A list to put in order with "up" and "down" buttons; items: [(value, html)] in the present order."""
    return {"type": "order", "id": name, "label": label, "items": [{"value": v, "html": h} for v, h in items]}


def writing(name, label, value=""):
    """A field for free text."""
    return {"type": "writing", "id": name, "label": label, "value": value}


def line(name, label, value=""):
    """A field for one line of text."""
    return {"type": "line", "id": name, "label": label, "value": value}


def buttons(name, items):
    """Buttons in a row; items: [(event name, words)]."""
    return {"type": "buttons", "id": name, "items": [{"value": v, "text": t} for v, t in items]}


def feedback(name, html="", tone=""):
    """Where a verdict appears and is announced. tone: "" | "right" | "wrong" | "note" | "error"."""
    return {"type": "feedback", "id": name, "html": html, "tone": tone}


def notice(sentence):
    """A list with the block that says in plain words what is amiss; empty where nothing is."""
    return [feedback("notice", f"<p>{escape(sentence)}</p>", "error")] if sentence else []


def table(name, caption, columns, rows, folded=False):
    """A table with a header row and a header column, in HTML: columns: [html]; rows: [[html, ...]].

    folded: in a page it unfolds on request.
    """
    return {"type": "table", "id": name, "caption": caption, "columns": columns, "rows": rows, "folded": folded}


def folds(name, caption, columns, rows, opened=False):
    """A table whose rows unfold one by one; rows: [[the line, a note inside, a cell for each column ...]].

    Rows and columns are HTML.
    """
    return {"type": "folds", "id": name, "caption": caption, "columns": columns, "rows": rows, "opened": opened}


def picture(name, drawn):
    """A `figures.Picture`, drawn with its title and description."""
    return {"type": "picture", "id": name, "svg": drawn.svg, "name": drawn.name, "html": drawn.title}


def told_picture(drawn, name="picture"):
    """Two blocks: a `figures.Picture`, and below it the sentence that says what it shows."""
    return picture(name, drawn), text("sentence", f"<p>{escape(drawn.sentence)}</p>", "sentence")


def live(name, figure, data, sentence):
    """A `figures.LiveFigure`: the frame is sent once, afterwards only the paths that moved, and what it shows."""
    return {"type": "live", "id": name, "svg": figure.frame, "name": figure.name, "html": escape(figure.title),
            "paths": {figure.path_id(curve): path for curve, path in figure.paths(data).items()},
            "sentence": sentence}


def slider(name, label, low, high, step, value, unit=""):
    """A native range control that shows its value in words."""
    return {"type": "slider", "id": name, "label": label, "low": low, "high": high, "step": step, "value": value,
            "unit": unit}


def lean(blocks, before):
    """The view as it travels: a block that was sent before is named only, a live figure leaves out its frame.

    before: {id: block} as last sent; it is brought up to date.
    """
    told = [_lean(block, before.get(block["id"])) for block in blocks]
    before.clear()
    before.update({block["id"]: block for block in blocks})
    return told


def _lean(block, before):
    if before == block:
        return {"id": block["id"], "type": "same"}
    if before and block["type"] == before["type"] == "live" and block["svg"] == before["svg"]:
        return {name: value for name, value in block.items() if name != "svg"}
    return block


def words(blocks):
    """The view as text: every label, every option, its value, and what each picture shows."""
    return "\n".join(line for block in blocks for line in _WORDS[block["type"]](block) if line)


def _say(html):
    html = re.sub(r"</(p|li|ul|h\d)>\s*", "\n", html).replace("<li>", "- ")
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def _text(block):
    return [_say(block["html"]), ""]


def _choices(block):
    chosen = block["value"] if block["many"] else [block["value"]]
    marks = "[x]", "[ ]"
    if not block["many"]:
        marks = "(x)", "( )"
    lines = [f"  {marks[o['value'] not in (chosen or [])]} {_say(o['html'])}" for o in block["options"]]
    return [block["label"], *lines]


def _field(block):
    return [f"{block['label']}: [{block['value']}] {block.get('unit', '')}".rstrip()]


def _select(block):
    chosen = next((o["text"] for o in block["options"] if o["value"] == block["value"]), "Choose…")
    return [f"{block['label']}: [{chosen}] of {' | '.join(o['text'] for o in block['options'])}"]


def _order(block):
    return [block["label"]] + [f"  {i}. {_say(o['html'])}" for i, o in enumerate(block["items"], 1)]


def _buttons(block):
    return [" ".join(f"<{item['text']}>" for item in block["items"])]


def _table(block):
    return [block["caption"]] + ["  " + " | ".join(_say(c) for c in row) for row in [block["columns"], *block["rows"]]]


def _folds(block):
    lines = [block["caption"]]
    for line, note, *cells in block["rows"]:
        lines += [f"- {_say(line)} {_say(note)}".rstrip()]
        lines += [f"  {column}: {_say(cell)}" for column, cell in zip(block["columns"], cells, strict=True)]
    return lines


def _slider(block):
    return [f"{block['label']}: [{block['value']}] {block['unit']} ({block['low']} to {block['high']})"]


def _picture(block):
    return [f"[picture: {block['html']}]"]


def _live(block):
    return [*_picture(block), block["sentence"]]


_WORDS = {"text": _text, "choices": _choices, "number": _field, "select": _select, "order": _order, "writing": _field,
          "line": _field, "buttons": _buttons, "feedback": _text, "table": _table, "folds": _folds,
          "picture": _picture, "slider": _slider, "live": _live}
