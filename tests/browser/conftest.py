"""A real JupyterLab and a real Chromium. Without a browser these tests fail in CI and are skipped, loudly, elsewhere.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

from tests.notebooks.lessons_on_disk import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
# Said by JupyterLab when a kernel is restarted; by anywidget when a module came late, which panel.js gets over; and
# when a new kernel tells late which widgets it has, as the page asks by a comm with hyphens in its id.
HARMLESS = re.compile(r"Canceled future for \w+ message before replies were done"
                      r"|\[anywidget\] Failed to initialize model|Comm not found for comm id [0-9a-f]+-")


def chromium():
    """Where the browser is, or None."""
    return os.environ.get("KAPCOURSE_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven by Playwright."""
    found = chromium()
    if not found:
        told = "no Chromium or Chrome on the path: THE BROWSER TESTS DID NOT RUN (set KAPCOURSE_CHROMIUM to name one)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


def note(page, fault):
    """Keep a fault of the page, unless it is a harmless one."""
    if not HARMLESS.search(fault):
        page.faults.append(fault)


class Lab:
    """A running JupyterLab with a copy of the lessons."""

    def __init__(self, folder):
        self.folder, self.answers = folder / "notebooks", folder / "answers"
        shutil.copytree(ROOT / "notebooks", self.folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        places = {name: str(folder / name) for name in (
            "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1", f"--port={self.port}", "--IdentityProvider.token=",
             "--no-browser", "--allow-root", "--LabApp.expose_app_in_browser=True"],
            cwd=self.folder, env={**os.environ, **places, "KAPCOURSE_ANSWERS": str(self.answers)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait(self):
        """Until the server answers; raises TimeoutError after a minute."""
        for _ in range(240):
            try:
                return urlopen(f"http://127.0.0.1:{self.port}/api").read()
            except URLError:
                time.sleep(0.25)
        raise TimeoutError("JupyterLab did not start")

    def address(self, lesson):
        """Where a lesson opens, one notebook to a page."""
        return f"http://127.0.0.1:{self.port}/doc/tree/{lesson}.ipynb?reset"

    @contextmanager
    def page(self, browser, **options):
        """A new page of somebody who has answered nothing yet; it collects console errors in `page.faults`.

        What another test answered would come back, and a key would then move from its choice and not from the first.
        """
        for kept in self.answers.rglob("*.jsonl"):
            kept.unlink()
        context = browser.new_context(viewport={"width": 1200, "height": 1000}, **options)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.faults = []
        page.on("console", lambda m: note(page, m.text) if m.type == "error" else None)
        page.on("pageerror", lambda fault: note(page, str(fault)))
        yield page
        context.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory, browser):
    """One JupyterLab for all browser tests."""
    running = Lab(tmp_path_factory.mktemp("lab"))
    running.wait()
    yield running
    running.process.terminate()
    running.process.wait(20)
