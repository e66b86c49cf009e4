"""A lesson in a page, as a trainee meets it."""

import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kapcourse.authoring import tidy
from tests.notebooks.lessons_on_disk import LESSONS, code_cells

RUN = "Run the lesson"
THEMES = ("JupyterLab Light", "JupyterLab Dark")
IMPORTS = "from kapcourse import ask, course, explore\n"
# The circle of the page says "idle" before the kernel is there.
KERNEL_IS_THERE = """() => {
    const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
    return kernel?.connectionStatus === "connected" && kernel.status === "idle";
}"""
STOP_KERNELS = """async () => {
    const headers = { "X-XSRFToken": document.cookie.match(/_xsrf=([^;]+)/)?.[1] };
    const sessions = await (await fetch("/api/sessions")).json();
    for (const { id } of sessions) await fetch("/api/sessions/" + id, { method: "DELETE", headers });
    return sessions.length === 0;
}"""


class Lesson:
    """One opened lesson, or a notebook of a test's own if its code `cells` are named."""

    def __init__(self, page, lab, name="01_two_approaches", cells=None):
        self.page, self.lab, self.name = page, lab, name
        self.cells = cells or list(code_of(name))

    def open(self):
        """Open it and wait until it is drawn. Its kernel may still be starting, as when a trainee is quick."""
        self.page.goto(self.lab.address(self.name))
        self.page.get_by_text(RUN).first.wait_for()
        self.page.locator(".jp-CodeCell").nth(len(self.cells) - 1).wait_for(state="attached")
        return self

    def run(self):
        """The one click; returns when every cell shows its panel and the page is back at the top."""
        self.forget()
        self.page.get_by_text(RUN).first.click()
        return self.ran()

    def forget(self):
        """Mark the panels that are there, so that `ran` waits for new ones."""
        self.page.evaluate("document.querySelectorAll('.kap').forEach((n) => { n.dataset.old = '1'; })")

    def ran(self):
        """Wait until every code cell shows a new panel, the first cell is in view again and the kernel rests."""
        new = self.page.locator(".jp-CodeCell .kap:not([data-old])")
        try:
            expect(new).to_have_count(len(self.cells), timeout=60_000)
        except AssertionError:
            status = self.page.locator(".jp-Notebook-ExecutionIndicator").first.get_attribute("data-status")
            raise AssertionError(f"{self.name}: {new.count()} of {len(self.cells)} panels, the kernel is {status}; "
                                 f"{self.page.faults}; {self.page.locator('.jp-Dialog').all_inner_texts()}") from None
        self.page.wait_for_function("document.querySelector('.jp-Cell')?.classList.contains('jp-mod-active')")
        self.page.wait_for_function(KERNEL_IS_THERE)
        return self

    def panel(self, cell):
        """The panel that the cell called `cell` shows."""
        return self.page.locator(".jp-CodeCell").nth(self.cells.index(cell)).locator(".kap").first

    def command(self, name, arguments=None):
        """Carry out a JupyterLab command."""
        self.page.evaluate("([name, args]) => window.jupyterapp.commands.execute(name, args)", [name, arguments or {}])

    def change_theme(self, theme):
        """Change the theme; returns when the page is drawn in it."""
        self.command("apputils:change-theme", {"theme": theme})
        self.page.wait_for_function("dark => document.body.dataset.jpThemeLight === String(!dark)", arg="Dark" in theme)

    def stop_kernel(self):
        """Stop every kernel, as a hub does with idle ones; returns when none is left."""
        self.page.wait_for_function(STOP_KERNELS)

    def tab_to(self, selector, inside=None, presses=400):
        """Press Tab until the focus is on `selector` within `inside`, as somebody without a mouse would."""
        reached = "([s, e]) => document.activeElement.matches(s) && (!e || e.contains(document.activeElement))"
        element = inside.element_handle() if inside else None
        for _ in range(presses):
            if self.page.evaluate(reached, [selector, element]):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached with the Tab key")


def code_of(name):
    """{cell id: its code} of the lesson called `name`."""
    return {cell.id: cell.source for cell in code_cells(next(path for path in LESSONS if path.stem == name))}


def part(page, lab, name, *cells):
    """Some cells of a lesson without the others: one panel opens in a fraction of the lesson's time."""
    code = code_of(name)
    return of_cells(page, lab, f"part_of_{name}", {cell: code[cell] for cell in cells})


def of_cells(page, lab, name, code, text="# Of a test's own"):
    """A notebook of a test's own, written beside the lessons. code: {cell id: code}; text: Markdown before it."""
    cells = [nbformat.v4.new_code_cell(IMPORTS + source, id=cell) for cell, source in code.items()]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="text"), *cells])
    nbformat.write(tidy(notebook), lab.folder / f"{name}.ipynb")
    return Lesson(page, lab, name, list(code))


def barriers(page, options=None):
    """Serious and critical violations that axe finds in the panels. options: axe's own, such as which rules to run."""
    found = Axe().run(page, context={"include": [[".jp-OutputArea-output .kap"]]}, options=options)
    return [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0].get("failureSummary", "")[:300])
            for v in found.response["violations"] if v["impact"] in ("serious", "critical")]


def focused(page, words):
    """Wait until the focus is on something that holds these words."""
    page.wait_for_function("w => document.activeElement.textContent.includes(w)", arg=words)
