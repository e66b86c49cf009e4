"""How fast the explorer of dose and route moves: `python -m tests.bench_live`. Not a test.

In the kernel; for twenty trainees on this machine; and in Chromium, in one run with the same plot by `interact` and
inline matplotlib.
"""

import json
import statistics
import sys
import tempfile
import threading
import time
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

from jupyter_client.manager import start_new_kernel

SEATS, SECONDS = 20, 30
DOSES = [0.3, 0.35, 0.4, 0.45, 0.5, 0.45, 0.4, 0.35]
OPEN = "from kapcourse import explore\np = explore.dose_and_route()\nprint(p.model_id)"
OURS = "from kapcourse import explore\nexplore.dose_and_route()"
INTERACT = """import numpy as np, matplotlib.pyplot as plt
from ipywidgets import interact
from kapcourse.learning.curves import curves
from kapcourse.learning.regimens import regimen
%matplotlib inline
@interact(dose=(0.1, 0.75, 0.05))
def draw(dose=0.5):
    c = curves(regimen("iv", dose, 40))
    plt.figure(figsize=(8, 4.8)); plt.fill_between(c.band_times, c.low, c.high, alpha=0.4)
    plt.plot(c.times, c.ketamine); plt.plot(c.times, c.norketamine, "--"); plt.xlim(0, 8); plt.ylim(0, 300)
    plt.xlabel("Hours"); plt.ylabel("ng/mL"); plt.show()"""
WATCH = """([picture, attribute]) => {  // looks at every frame whether the picture is another one
    window.moves = [];
    const look = () => document.querySelector(picture)?.getAttribute(attribute);
    let begun = 0, before = look();
    document.addEventListener("keydown", () => { begun = performance.now(); before = look(); }, true);
    const frame = () => {
        if (begun && look() && look() !== before) { window.moves.push(performance.now() - begun); begun = 0; }
        requestAnimationFrame(frame);
    };
    frame();
}"""


def told(name, milliseconds):
    """One line: median, 95th percentile, how many."""
    ordered = sorted(milliseconds)
    middle, late = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{name:<62} {middle:6.1f} ms, p95 {late:6.1f} ms, {len(ordered)} moves", flush=True)
    return middle


def in_the_kernel():
    """Time from an event to the message that goes out, for a dose and for something that must be simulated."""
    from kapcourse import explore

    for event, values in (("A.dose", DOSES * 5), ("A.minutes", range(20, 60))):
        panel, times = explore.dose_and_route(), []
        panel.send = json.dumps
        for value in values:
            begun = time.perf_counter()
            panel._on_message(panel, {"event": event, "value": value, "turn": 1}, [])
            times.append(1000 * (time.perf_counter() - begun))
        told(f"kernel, redraw after {event} (budget for a redraw: 10 ms)", times[1:])


class Seat:
    """A trainee's kernel with the explorer open, and the times of its moves."""

    def __init__(self):
        self.manager, self.client = start_new_kernel()
        said = []
        self.client.execute_interactive(OPEN, output_hook=lambda m: said.append(m["content"].get("text", "")))
        self.comm, self.moves = "".join(said).strip().splitlines()[-1], []

    def move(self, dose):
        """Move the slider once; returns when the new picture has come."""
        data = {"method": "custom", "content": {"event": "A.dose", "value": dose, "turn": 1}}
        begun = time.perf_counter()
        self.client.shell_channel.send(self.client.session.msg("comm_msg", {"comm_id": self.comm, "data": data}))
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["msg_type"] == "comm_msg" and message["content"]["data"].get("method") == "custom":
                break
        self.moves.append(1000 * (time.perf_counter() - begun))

    def sit(self, pause, stop):
        """Move every `pause` seconds until the event `stop`."""
        for dose in cycle(DOSES):
            if stop.is_set():
                return
            self.move(dose)
            time.sleep(pause)

    def close(self):
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def busy_seats(number, pause, ready, stop):
    """`number` trainees who move every `pause` seconds until `stop`; in a process of their own."""
    seats = [Seat() for _ in range(number)]
    ready.set()
    threads = [threading.Thread(target=seat.sit, args=(pause, stop)) for seat in seats]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    for seat in seats:
        seat.close()


def twenty_seats():
    """One trainee at a move a second, while nineteen others on this machine move once a second, or drag.

    A page sends a dragged slider at most once a frame, sixty times a second. The clients run on the same machine.
    """
    spawn = get_context("spawn")
    for name, pause in (("all at one move a second (budget p95: 60 ms)", 1.0),
                        ("nineteen dragging, a move a frame (p95: 100 ms)", 1 / 60)):
        ready, stop, mine = spawn.Event(), spawn.Event(), Seat()
        others = spawn.Process(target=busy_seats, args=(SEATS - 1, pause, ready, stop))
        others.start()
        ready.wait()
        end = threading.Timer(SECONDS, stop.set)
        end.start()
        mine.sit(1.0, stop)
        mine.close()
        others.join()
        told(f"{SEATS} kernels, {name}", mine.moves[1:])  # the first is cold


def in_chromium():
    """From a key on the slider to the new picture in the page; ours and `interact` in turn, in one browser."""
    import nbformat
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import FLAGS, Lab, chromium
    from tests.browser.lesson import RUN

    lab = Lab(Path(tempfile.mkdtemp()))
    lab.wait()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            middles = []
            for name, code, slider, *picture in (
                    ("ours", OURS, ".kap-slider input[id$='A.dose']", "path[id$='A_ketamine']", "d"),
                    ("interact, inline matplotlib", INTERACT, ".noUi-handle", ".jp-OutputArea-output img", "src")):
                notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
                nbformat.write(notebook, lab.folder / "bench.ipynb")
                with lab.page(browser) as page:
                    page.goto(lab.address("bench"))
                    page.locator(".jp-CodeCell").wait_for()
                    page.get_by_text(RUN).first.click()
                    page.locator(picture[0]).first.wait_for(state="attached")
                    page.wait_for_timeout(1500)
                    page.evaluate(WATCH, picture)
                    page.locator(slider).first.focus()
                    for number in range(40):
                        page.keyboard.press("ArrowLeft" if number // 4 % 2 == 0 else "ArrowRight")
                        page.wait_for_timeout(300)
                    middles.append(told(f"Chromium, key to picture: {name}", page.evaluate("window.moves")))
            print(f"ratio: {middles[0] / middles[1]:.2f} x (budget: at most 0.4 x)")
    finally:
        lab.process.terminate()


if __name__ == "__main__":
    in_the_kernel()
    in_chromium()
    twenty_seats()
    sys.exit()
