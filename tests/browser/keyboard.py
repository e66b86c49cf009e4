"""A lesson worked through without a mouse: from one stop of the Tab key to the next, each control by its own keys."""

from collections import Counter
from pathlib import Path

EYES = (Path(__file__).parent / "eyes.js").read_text(encoding="utf-8")
# Every entry of a list must be heard; of two keys in one entry only one can be, at an end of a list or a scale.
KEYS = {"radio": ["Space", "ArrowDown"], "chosen": ["ArrowDown"], "checkbox": ["Space"], "ticked": ["Space", "Space"],
        "select": ["ArrowDown ArrowUp"], "range": ["ArrowRight ArrowLeft"], "button": ["Enter"],
        "folded": ["Enter"], "unfolded": ["Enter", "Enter"], "wide": ["ArrowRight"],
        "number": [], "text": [], "narrow": [], "link": [], "single": []}
TYPED = {"number": "3", "text": "Words with b, d d and x."}
LETTER = "b"  # for JupyterLab: insert a cell below


class Walk:
    """Somebody with a keyboard in a lesson that ran. operated: how many controls of each kind were used."""

    def __init__(self, lesson):
        self.page, self.met, self.operated = lesson.page, set(), Counter()
        self.page.evaluate(EYES)
        self.cells = self.page.evaluate("eyes.here().cells")

    def here(self):
        """Where the focus is, if nothing went wrong so far."""
        here = self.page.evaluate("eyes.here()")
        assert here["faults"] == [], here
        assert here["cells"] == self.cells, f"a letter was taken for JupyterLab's: {here}"
        assert not here["unseen"], f"the focus cannot be seen: {here}"
        return here

    def on(self, here, back=False):
        """To the next control in reading order and to no other; returns where the focus is then."""
        expected = here["behind" if back else "ahead"]
        for _ in range(60):  # links of the text, and JupyterLab's own stops
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            reached = self.here()
            if reached["at"]:
                break
        assert reached["at"] == expected, f"expected {expected}, reached {reached}"
        return reached

    def through(self):
        """From the first control to the last; each is used where it is met first."""
        here = self.on(self.here())
        while True:
            if self.is_new(here):
                here = self.operate(here)
            if not here["ahead"]:
                return here
            here = self.on(here)

    def back(self, here):
        """From the last control to the first; returns every one that was met, in reading order."""
        met = [here["at"]]
        while here["behind"]:
            here = self.on(here, back=True)
            met.append(here["at"])
        return met[::-1]

    def is_new(self, here):
        """Whether a control is met first; of those that have no keys of their own, one for each panel is enough."""
        one = here["at"] if KEYS[here["kind"]] or here["kind"] in TYPED else (here["panel"], here["kind"])
        new = one not in self.met
        self.met.add(one)
        return new

    def operate(self, here):
        """Use the control that has the focus; returns where the focus is then, which must be in the same panel."""
        kind = here["kind"]
        self.operated[kind] += 1
        if kind in TYPED:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(TYPED[kind])
        else:
            self.page.keyboard.press(LETTER)
        for keys in KEYS[kind]:
            assert any(self.hears(key, here) for key in keys.split()), f"{keys}: not heard by {here}"
        after = self.here()
        assert after["panel"] == here["panel"], f"the focus was lost: {here}, {after}"
        return after

    def hears(self, key, here):
        """Whether the control that has the focus hears a key; returns when the kernel has answered."""
        self.page.evaluate("eyes.forget()")
        told = self.page.evaluate("eyes.told()")
        self.page.keyboard.press(key)
        heard = self.page.evaluate("at => eyes.heard(at)", here["at"])
        rests = heard and here["kind"] == "range"  # on a busy machine, before it tells
        self.page.wait_for_function("least => eyes.answered(least)", arg=told + rests)
        return heard
