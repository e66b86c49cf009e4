"""Opening the browser-only course in Chromium, as a trainee does."""

import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, chromium

RUN = "Run the lesson"
WAIT = 300_000  # ms; a cold kernel on a busy machine
WIDE, NARROW = 1280, 390  # px; a laptop, a telephone
COURSE = {"include": [[".kap"], [".jp-RenderedMarkdown"]]}  # what a lesson shows; the rest of the page is JupyterLab's
# What of a lesson, or of its button, reaches past the edge or scrolls sideways, outside a frame made for that.
SPILLED = """() => {
    const edge = document.querySelector(".jp-Notebook").getBoundingClientRect();
    const ours = document.querySelectorAll(".jp-Notebook, .jp-Notebook *, [data-jp-item-name=kapcourse-run]");
    const shown = [...ours].filter((n) => n.getClientRects().length && !n.parentElement.closest(".kap-scroll, svg"));
    const past = ({ left, right }) => left < edge.left - 1 || right > edge.right + 1;
    const scrolls = (n) => !n.matches(".kap-scroll") && n.clientWidth && n.scrollWidth > n.clientWidth + 1
        && getComputedStyle(n).overflowX !== "visible";
    return shown.filter((n) => past(n.getBoundingClientRect()) || scrolls(n)).map((n) => n.outerHTML.slice(0, 150));
}"""


def barriers(page, context=None, **options):
    """Serious and critical violations that axe finds. context and options: axe's own."""
    options = {"resultTypes": ["violations"], "preload": False, **options}
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:150]) for one in found if one["impact"] in ("serious", "critical")]


class Silent(SimpleHTTPRequestHandler):
    """A static host that says nothing."""

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def host(folder):
    """The address of a built folder, whose name is `lite`, on a static host."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
    server.shutdown()


class Visit:
    """One opening of the browser, with a profile that outlives it. Every request to another machine is blocked."""

    def __init__(self, context, host):
        self.context, self.host, self.asked = context, host, []
        context.set_default_timeout(WAIT)
        here = host.removesuffix(host.split("/", 3)[3])
        context.route(lambda address: not address.startswith((here, "data:", "blob:")), self._block)
        self.page = context.pages[0]

    def _block(self, route):
        self.asked.append(route.request.url)
        route.abort()

    def run(self, lesson):
        """Open a lesson and press its button; returns the seconds to the button, and from there to the first panel."""
        began = time.perf_counter()
        self.page.goto(f"{self.host}lab/index.html?path={lesson}.ipynb")
        button = self.page.get_by_text(RUN).first
        button.wait_for()
        self.pressed = time.perf_counter()
        button.click()
        self.panel(0).wait_for()
        return self.pressed - began, self.since()

    def since(self):
        """Seconds since the button was pressed."""
        return time.perf_counter() - self.pressed

    def settled(self):
        """Return when every code cell shows its panel and Python has nothing left to run."""
        self.page.wait_for_function(
            "[...document.querySelectorAll('.jp-CodeCell')].every((cell) => cell.querySelector('.kap'))")
        self.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(state="attached")

    def change_theme(self, theme):
        """Change the theme of JupyterLab; returns when the page is drawn in it."""
        self.page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        self.page.wait_for_function("dark => document.body.dataset.jpThemeLight === String(!dark)", arg="Dark" in theme)

    def faults(self):
        """What is wrong with the lesson as it is shown: barriers that axe finds, and what does not fit the screen."""
        return [*barriers(self.page, COURSE), *self.page.evaluate(SPILLED)]

    def panel(self, cell):
        """The panel that a code cell shows."""
        return self.page.locator(".jp-CodeCell").nth(cell).locator(".kap").first

    def download(self, path):
        """Press "Download my answers"."""
        button = self.page.get_by_role("button", name="Download my answers").last
        with self.page.expect_download() as download:
            button.click()
        download.value.save_as(path)


@contextmanager
def visit(profile, host, width=WIDE, **options):
    """A Visit; the browser is closed at its end. options: Playwright's."""
    found = chromium()
    assert found, "no Chromium or Chrome on the path (set KAPCOURSE_CHROMIUM to name one)"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=found, args=FLAGS, viewport={"width": width, "height": 900}, **options)
        yield Visit(context, host)
        context.close()
