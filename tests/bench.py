"""Benchmarks: figures to look at, as ratios in one run. Not a test; run it with `make bench`."""

import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 5
CORE = ("import numpy, ipywidgets, matplotlib.pyplot as plt\nfrom io import BytesIO\n"
        "plt.plot([1, 2]); plt.savefig(BytesIO()); w = ipywidgets.IntSlider()")


def timed_import(module):
    """Seconds that `import module` takes in a fresh Python, without the start of Python itself."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def kernel_memory(cells):
    """Proportional memory (PSS, MiB) of a kernel that has run `cells`; needs Linux."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel()
    try:
        for cell in cells:
            client.execute_interactive(cell, timeout=60, output_hook=lambda message: None)
        with open(f"/proc/{manager.provisioner.pid}/smaps_rollup") as rollup:
            return next(int(line.split()[1]) / 1024 for line in rollup if line.startswith("Pss:"))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def lesson_cells(name):
    """The code of a lesson, cell by cell."""
    import nbformat

    notebook = nbformat.read(f"notebooks/{name}.ipynb", as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def told(name, values, unit, budget):
    """Print one row: median, spread, budget."""
    print(f"{name:<58} {statistics.median(values):8.3f} {unit:<4} ({min(values):.3f} to {max(values):.3f}), {budget}")


def main():
    told("import kapcourse", [timed_import("kapcourse") for _ in range(RUNS)], "s", "at most 0.15 s")
    told("import of what a lesson uses", [timed_import("kapcourse.widgets.explore") for _ in range(RUNS)], "s", "once")
    for lesson in sorted(path.stem for path in Path("notebooks").glob("[0-9]*.ipynb")):
        pairs = [(kernel_memory(lesson_cells(lesson)), kernel_memory(CORE.splitlines())) for _ in range(RUNS)]
        told(f"kernel after {lesson}", [ours for ours, _ in pairs], "MiB", "see the ratio")
        told("ratio to kernel + numpy + matplotlib + ipywidgets", [ours / core for ours, core in pairs], "x",
             "at most 1.15 x")


if __name__ == "__main__":
    main()
