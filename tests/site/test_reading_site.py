"""The built reading site in Chromium: `make site-test`. Elsewhere these tests are skipped."""

import os
import re
import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from deploy.site.read import checks
from tests.browser.conftest import browser  # noqa: F401
from tests.helpers import ROOT
from tests.site.visits import NARROW, WIDE, Silent, barriers

SITE = ROOT / ".site" / "public"
# Marks what needs no second look: elements that hold nothing new, and whose tag, classes and style, and those of all
# that hold them, were met before, on this page or another. Returns the kinds that are new.
MARK_KNOWN = """(seen) => {
    const known = new Set(seen), fresh = new Set();
    const look = (node, above) => {
        const own = ["class", "style", "fill"].map((name) => node.getAttribute(name)).join("|");
        const kind = `${above}>${node.tagName}|${own}|${node.matches("tr:nth-child(even)")}`;
        const inside = [...node.children].map((child) => look(child, kind));
        const old = known.has(kind) || fresh.has(kind);
        if (!old) fresh.add(kind);
        node.toggleAttribute("data-known", old && inside.every(Boolean));
        return old && inside.every(Boolean);
    };
    look(document.body, "");
    return [...fresh];
}"""
PLANT = """document.querySelector("article").insertAdjacentHTML(
    "beforeend", "<p style='color: #999; background: #aaa'>A pale sentence</p>")"""

pytestmark = pytest.mark.skipif(not os.environ.get("KAPCOURSE_SITE_TESTS"),
                                reason="THE READING SITE WAS NOT TESTED (make site-test builds and tests it)")


class Site:
    """The built folder on a static host. `asked` collects what pages ask of others, `faults` what goes wrong."""

    def __init__(self, chromium, port):
        self.chromium, self.base = chromium, f"http://127.0.0.1:{port}/"
        self.asked, self.faults = [], []

    @contextmanager
    def page(self, width=WIDE, theme="light"):
        """A new page. Every request to another machine is blocked and remembered."""
        context = self.chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        context.add_init_script(f"localStorage.mode = localStorage.theme = '{theme}'")
        context.route(lambda address: not address.startswith(self.base), self._block)
        page = context.new_page()
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda told: self.faults.append(told.text) if told.type == "error" else None)
        yield page
        context.close()

    def _block(self, route):
        self.asked.append(route.request.url)
        route.abort()

    def open(self, page, name):
        """Open a page by its file name; returns when it is drawn."""
        page.goto(self.base + name)
        return page


@pytest.fixture(scope="module")
def site(browser):  # noqa: F811
    """The site that stands in .site/public."""
    assert (SITE / "index.html").exists(), "build it first: make site-read"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=SITE)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(browser, server.server_port)
        server.shutdown()


def pale(page, seen):
    """Serious violations of contrast, each kind of element measured once. seen: the kinds that are known already."""
    seen |= set(page.evaluate(MARK_KNOWN, list(seen)))
    return barriers(page, {"exclude": [["[data-known]"]]}, runOnly=["color-contrast"])


def names():
    return sorted(path.name for path in SITE.glob("*.html"))


def test_it_is_whole_and_holds_no_key(tmp_path):
    ours = shutil.copytree(SITE, tmp_path / "site", ignore=shutil.ignore_patterns("lite"))
    assert re.match(r"2\d pages, ", checks.look_through(ours, "lite"))
    assert {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")} <= {name[:-5] for name in names()}
    assert not list(SITE.glob("_sources/*"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_page_has_a_barrier_scrolls_sideways_or_asks_another_machine(site, width, theme):
    faults, seen = [], set()
    with site.page(width, theme) as page:
        for name in names():
            site.open(page, name)
            assert page.evaluate("document.documentElement.dataset.theme") == theme
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append((name, "scrolls sideways"))
            if theme == "light":  # the themes differ in colours only
                faults += [(name, *found) for found in barriers(page, rules={"color-contrast": {"enabled": False}})]
            faults += [(name, *found) for found in pale(page, seen)]
        assert not faults and not site.asked and not site.faults
        page.evaluate(PLANT)
        assert pale(page, seen), "contrast is measured"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_keyboard_reaches_the_text_the_tables_and_the_search(site, width):
    with site.page(width) as page:
        site.open(page, "02_pharmacokinetics.html").keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
        picture = page.locator(".kap-picture").first
        picture.focus()
        assert picture.evaluate("n => getComputedStyle(n).outlineStyle !== 'none' && n === document.activeElement")
        if width == NARROW:
            page.keyboard.press("ArrowRight")
            page.wait_for_function("document.activeElement.scrollLeft > 0")
        page.keyboard.press("Control+k")
        page.keyboard.type("norketamine")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=norketamine**")
        found = page.locator("#search-results li a")
        found.first.wait_for()
        assert any("02_pharmacokinetics.html" in link.get_attribute("href") for link in found.all())


def test_the_theme_is_changed_by_keyboard_and_the_pictures_follow(site):
    ground = "getComputedStyle(document.querySelector('.kap-picture path')).fill"
    with site.page() as page:
        site.open(page, "02_pharmacokinetics.html")
        light = page.evaluate(ground)
        page.get_by_role("button", name="Color mode").focus()
        page.keyboard.press("Enter")
        page.locator(".dropdown-menu.show").wait_for()
        page.wait_for_function("document.activeElement.matches('.theme-switch-button')")
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent").strip() == "Dark"
        page.keyboard.press("Enter")
        page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
        page.wait_for_function("document.activeElement.matches('.theme-switch-button')")
        assert page.evaluate(ground) != light


def test_a_lesson_shows_its_pictures_with_words_and_nothing_dead(site):
    with site.page(NARROW) as page:
        site.open(page, "02_pharmacokinetics.html")
        picture = page.locator(".kap-picture svg")
        assert picture.get_attribute("role") == "img" and "Level of ketamine" in picture.locator("title").text_content()
        assert "half gone" in picture.locator("desc").text_content()
        assert "half gone" in page.locator(".kap-sentence").first.text_content()
        assert page.locator("article").locator("button, input, select, textarea, iframe").count() == 0
        assert page.locator(".kap-frame").evaluate_all(
            "frames => frames.every(n => n.scrollWidth <= n.clientWidth || n.tabIndex === 0)")


def test_it_prints_without_what_only_a_screen_needs(site):
    with site.page() as page:
        site.open(page, "02_pharmacokinetics.html").emulate_media(media="print")
        assert page.locator(".kap-question").first.is_visible() and page.locator(".kap-picture").is_visible()
        for screen_only in (".bd-sidebar-primary", ".bd-sidebar-secondary", ".kap-doors", ".bd-header-article"):
            assert not page.locator(screen_only).first.is_visible(), screen_only
