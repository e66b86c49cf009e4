"""Print the figures of a built browser-only course: python -m tests.site.bench_lite [FOLDER].

Page to button, Run to first question, check to reason, size; where the lock has NumPy, also Run to first picture and
slider to picture (lesson 02). Visit 1 is with a new profile, visit 2 with what the browser kept.
"""

import json
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.helpers import ROOT
from tests.site.visits import host, visit

MOVES = 10  # from the typical weight, where the slider stands, to its end
# Moves a slider by a step; resolves, with the milliseconds, when the curve has changed and is painted.
SLIDE = """(slider) => new Promise((done, fail) => {
    const panel = slider.closest(".kap"), began = performance.now();
    const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
    });
    watch.observe(panel.querySelector("svg"), { subtree: true, attributes: true, attributeFilter: ["d"] });
    setTimeout(() => fail(new Error("the curve has not changed in a minute")), 60000);
    slider.stepUp();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
})"""
# Presses Check; resolves, with the milliseconds, when the panel shows a reason that it did not show before.
CHECK = """(button) => new Promise((done, fail) => {
    const panel = button.closest(".kap"), reason = () => panel.querySelector(".kap-feedback")?.textContent;
    const before = reason(), began = performance.now();
    const watch = new MutationObserver(() => {
        if (!reason() || reason() === before) return;
        watch.disconnect();
        done(performance.now() - began);
    });
    watch.observe(panel, { subtree: true, childList: true });
    setTimeout(() => fail(new Error("no reason came in a minute")), 60000);
    button.click();
})"""


def main(folder):
    """Print size and times of the site in `folder`."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    print(f"size: {sum(path.stat().st_size for path in files) / 2**20:.0f} MiB in {len(files):,} files")
    lock = json.loads((folder / "static" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    with host(folder) as address, tempfile.TemporaryDirectory() as place:
        if "numpy" in lock["packages"]:
            pictures(f"{place}/pictures", address)
        for number in (1, 2):
            questions(f"{place}/questions", address, number)


def questions(profile, address, number):
    """Times of lesson 00, opened for the `number`th time with this profile."""
    with visit(profile, address) as one:
        shown, ran = one.run("00_start_here")
        print(f"lesson 00, visit {number}: page to button {shown:.1f} s, Run to first question {ran:.1f} s")
        one.settled()
        print(f"  all panels {one.since():.1f} s after Run")
        panel = one.panel(0)
        panel.locator("input:not(:checked)").first.check()  # visit 2 finds the answer of visit 1
        took = panel.get_by_role("button", name="Check", exact=True).evaluate(CHECK)
        print(f"  check to reason {took:.0f} ms")


def pictures(profile, address):
    """Times of lesson 02, whose first explorer is a live picture."""
    with visit(profile, address) as one:
        shown, ran = one.run("02_pharmacokinetics")
        print(f"lesson 02: page to button {shown:.1f} s, Run to first question {ran:.1f} s")
        one.page.locator(".kap svg[role=img]").first.wait_for()
        print(f"  Run to first picture {one.since():.1f} s")
        one.settled()
        slider = one.page.locator(".kap input[type=range]").first
        times = [slider.evaluate(SLIDE) for _ in range(MOVES)]
        print(f"  slider to picture, painted: median {median(times):.0f} ms of {MOVES}, at most {max(times):.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / ".site" / "test" / "lite")
