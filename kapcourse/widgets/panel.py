"""The one widget class: it draws a view in the page and brings what the trainee does back to it.

What a trainee answered never enters the widget's saved state, so a notebook that is shared holds no answers: the
state is the untouched view, the present one travels by message.
"""

import logging
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import anywidget
import traitlets

from kapcourse.tables.records import CourseError
from kapcourse.widgets import blocks

_HERE = Path(__file__).parent
_shown = {}


class View:
    """What a panel shows. Subclasses say their `blocks` and what happens `on` an event."""

    picture = None

    def blocks(self):
        """The view at present: a list of blocks."""
        raise NotImplementedError

    def untouched(self):
        """The view before anybody answered: what is stored, printed and compared."""
        return self.blocks()

    def on(self, event, value):
        """Take in one event of the page. May return a download: {"file": name, "text": content}, or "base64" for bytes.

        "type" may name the kind of file, as in "text/html".
        """


def unusable():
    """The CourseError for an event or a value that no control of a view sends."""
    return CourseError("This value cannot be used here.")


class Panel(anywidget.AnyWidget):
    """Draws a `View`; keyboard, labels and announcements are the page's own (panel.js)."""

    _esm = _HERE / "panel.js"
    _css = _HERE / "panel.css"
    view = traitlets.List().tag(sync=True)
    own_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, view):
        own_id = uuid4().hex
        super().__init__(view=view.untouched(), own_id=own_id, model_id=own_id)
        self.source = view
        self.sent = {}
        self.on_msg(self._on_message)

    def _on_message(self, _, message, __):
        try:
            download = self._heard(message["event"], message.get("value"))
            self.send({"view": self._lean(), "turn": message.get("turn"), "download": download})
        except Exception as fault:
            if not isinstance(fault, CourseError):
                logging.getLogger("kapcourse").exception("a widget's event failed")
            told = {"fault": in_words(fault), "turn": message.get("turn")}
            with suppress(Exception):  # the controls go back to what holds, if it can still be shown
                told["view"] = self._lean()
            self.send(told)

    def _lean(self):
        return blocks.lean(self.source.blocks(), self.sent)

    def _heard(self, event, value):
        if event == "hello":  # a page that knows nothing yet
            return self.sent.clear()
        return self.source.on(event, value)

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        bundle = live[0] if isinstance(live, tuple) else live
        bundle["text/plain"] = repr(self)
        if self.source.picture:
            bundle["image/svg+xml"] = self.source.picture.stored
        return bundle

    def __repr__(self):
        return blocks.words(self.view)


class Notice(View):
    """A sentence in place of a widget that could not be made."""

    def __init__(self, sentence):
        self.sentence = sentence

    def blocks(self):
        return blocks.notice(self.sentence)


def later(module, name, *arguments):
    """A view of a module of widgets. It is imported only when it is shown, since most bring numpy."""
    return getattr(import_module(f"kapcourse.widgets.{module}"), name)(*arguments)


def show(make, *arguments):
    """A Panel of the view `make(*arguments)`; what goes wrong is said inside the panel.

    Running a cell again closes the panel it showed before.
    """
    try:
        view = make(*arguments)
        panel = Panel(view)
    except Exception as fault:
        if not isinstance(fault, CourseError):
            logging.getLogger("kapcourse").exception("a widget could not be made")
        panel = Panel(Notice(in_words(fault)))
    _close_previous(panel)
    return panel


def in_words(fault):
    """One sentence for a trainee, whatever went wrong."""
    if isinstance(fault, CourseError):
        return str(fault)
    return (f"Something in the course went wrong here ({type(fault).__name__}). Your answers are safe. "
            "Run this cell again; if it happens again, tell your instructor.")


def _close_previous(panel):
    cell = _cell()
    if cell:
        if cell in _shown:
            _shown[cell].close()
        _shown[cell] = panel


def _cell():
    """The id of the cell being run, if the front end tells it."""
    try:
        from IPython import get_ipython

        return get_ipython().get_parent()["metadata"].get("cellId")
    except (AttributeError, KeyError, TypeError, ImportError):
        return None
