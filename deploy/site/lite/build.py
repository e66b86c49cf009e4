"""Build the browser-only course: one static folder, in which JupyterLite runs every lesson.

Run by `make site-lite`. Packages come from the package index at the versions of constraints.txt. Those that Pyodide
compiles come from its public address, or from a folder or an archive of its distribution, checked against its lock.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from packaging.utils import canonicalize_name

from deploy.site.lite.lock import compose, entry, placed
from kapcourse import release
from kapcourse.tables.records import CourseError

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
KERNEL = "@jupyterlite/pyodide-kernel-extension"
RUNTIME = ("pyodide.*js", "pyodide.asm.wasm", "python_stdlib.zip")
PUBLIC = "https://cdn.jsdelivr.net/pyodide/v{}/full/"


def main(arguments=None):
    """Build; returns the exit status (0 well, 1 with a sentence)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="the folder to make anew")
    parser.add_argument("--work", type=Path, required=True, help="a folder for what is made on the way")
    parser.add_argument("--runtime", type=Path, required=True, help="npm's package of Pyodide, unpacked")
    parser.add_argument("--pyodide", type=Path, help="a folder or archive of Pyodide's distribution")
    parser.add_argument("--leave-out", default="", metavar="NAMES", help="packages to do without, with commas between")
    parser.add_argument("--also", default="", metavar="NAMES", help="packages that an older kernel wants loaded too")
    chosen = parser.parse_args(arguments)
    left_out, also = (list(filter(None, names.split(","))) for names in (chosen.leave_out, chosen.also))
    try:
        build(chosen.output, chosen.work, chosen.runtime, chosen.pyodide, left_out, also)
    except CourseError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def build(output, work, runtime, pyodide=None, left_out=(), also=()):
    """Make the site at `output`. Nothing is left there if a hash is wrong, a package is not to be had, or a key leaks.

    runtime: npm's package of Pyodide.  pyodide: a folder or archive of its distribution; None for the public address.
    Raises CourseError.
    """
    work, output = work.resolve(), output.resolve()
    for folder in (work, output):
        shutil.rmtree(folder, ignore_errors=True)
    course = release.build(work / "course")
    config = read(HERE / "jupyter-lite.json")
    roots(config).extend(also)
    place = work / "site" / "static" / "pyodide"
    write_packages(place, course, runtime, unpacked(pyodide, work), roots(config), left_out)
    (work / "site" / "jupyter-lite.json").write_text(json.dumps(config), encoding="utf-8")
    (work / "site" / "overrides.json").write_text(json.dumps(settings(course)), encoding="utf-8")
    run("-m", "jupyter", "lite", "build", "--lite-dir", work / "site", "--contents", course / "notebooks",
        "--output-dir", work / "draft", "--apps", "lab", "--no-sourcemaps", "--no-libarchive",
        "--disable-addons", "translation", cwd=work)
    release.check(work / "draft")
    output.parent.mkdir(parents=True, exist_ok=True)
    (work / "draft").rename(output)
    print(f"{output}: {sum(path.stat().st_size for path in output.rglob('*') if path.is_file()) / 2**20:.0f} MiB.")


def published(runtime):
    """Pyodide's own lock, as npm's package has it. Raises CourseError if it is not of the kernel's series."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    version = read(runtime / "package.json")["version"]
    if version.rpartition(".")[0] != PYODIDE_VERSION.rpartition(".")[0]:
        raise CourseError(f"{runtime}: this is Pyodide {version}, but the kernel needs {PYODIDE_VERSION}.")
    return read(runtime / "pyodide-lock.json")


def write_packages(place, course, runtime, folder, wanted, left_out):
    """Put the runtime, the course's wheels, Pyodide's packages if `folder` has them, and one lock into `place`."""
    place.mkdir(parents=True)
    for path in (path for pattern in RUNTIME for path in runtime.glob(pattern)):
        shutil.copy2(path, place)
    base = published(runtime)
    if folder:
        base = vendored(folder, base)
    fetch(place, course, base)
    own = [entry(wheel, base) for wheel in sorted(place.glob("*.whl"))]
    lock = compose(base, own, wanted, left_out)
    if folder:
        for one in lock["packages"].values():
            if not (place / one["file_name"]).exists():
                shutil.copy2(checked(folder, one), place)
    else:
        lock = placed(lock, own, PUBLIC.format(read(runtime / "package.json")["version"]))
    (place / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def roots(config):
    """The packages that the kernel loads before the first cell. config: the content of jupyter-lite.json."""
    return config["jupyter-config-data"]["litePluginSettings"][f"{KERNEL}:kernel"]["loadPyodideOptions"]["packages"]


def fetch(place, course, base):
    """Build the course's wheel from the trainees' folder, and fetch the wheels that it needs and Pyodide lacks."""
    run("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", place, course)
    extension = Path(sys.prefix, "share", "jupyter", "labextensions", KERNEL, "static", "pypi")
    for wheel in extension.glob("*.whl"):
        if not wheel.name.startswith("widgetsnbextension"):
            shutil.copy2(wheel, place)
    held, asked = set(map(canonicalize_name, base["packages"])), set()
    while True:
        own = [entry(wheel, base) for wheel in place.glob("*.whl")]
        wanted = {need for one in own for need in one["depends"]} - held - {one["name"] for one in own}
        if not wanted:
            return
        if wanted <= asked:
            raise CourseError(f"{', '.join(sorted(wanted))}: no pure wheel could be fetched.")
        asked |= wanted
        run("-m", "pip", "download", "--quiet", "--no-deps", "--dest", place, "--only-binary", ":all:",
            "--platform", "any", "--implementation", "py", "--abi", "none", "--python-version",
            base["info"]["python"], "-c", ROOT / "constraints.txt", *sorted(wanted))


def vendored(folder, base):
    """The lock of a folder of Pyodide's distribution; says which of its entries are not the published ones."""
    lock = read(folder / "pyodide-lock.json")
    if lock["info"] != base["info"]:
        raise CourseError(f"{folder}: this is another version of Pyodide than the kernel needs.")
    known = {name: one["sha256"] for name, one in base["packages"].items()}
    other = [name for name, one in lock["packages"].items() if known.get(name) != one["sha256"]]
    if other:
        print(f"{folder}: not as published: {', '.join(sorted(other))}.")
    return lock


def checked(folder, one):
    """The path of a lock entry's file in `folder`. Raises CourseError if it is not there or has another hash."""
    path = folder / one["file_name"]
    if not path.is_file():
        raise CourseError(f"{path}: this file is not there, but the course needs it.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != one["sha256"]:
        raise CourseError(f"{path}: its hash is not the one in pyodide-lock.json.")
    return path


def unpacked(pyodide, work):
    """The folder of a distribution, unpacked if it is an archive; None for None."""
    if pyodide is None or pyodide.is_dir():
        return pyodide
    try:
        with tarfile.open(pyodide) as archive:
            archive.extractall(work / "pyodide", filter="data")
        return next((work / "pyodide").rglob("pyodide-lock.json")).parent
    except (OSError, tarfile.TarError, StopIteration):
        raise CourseError(f"{pyodide}: this is no folder and no archive of Pyodide's distribution.") from None


def settings(course):
    """The course's settings of JupyterLab, with a button that does not restart Python, and a browser's own few."""
    lab = read(course / "deploy" / "lab" / "settings.json")
    lab["@jupyterlab/notebook-extension:panel"]["toolbar"][0]["args"]["restart"] = False
    return lab | read(HERE / "settings.json")


def read(path):
    """The content of a JSON file. Raises CourseError."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise CourseError(f"{path}: it cannot be read ({fault}).") from None


def run(*command, cwd=None):
    """Run this Python with a command. Raises CourseError if it fails; what it said stands above."""
    if subprocess.run([sys.executable, *map(str, command)], cwd=cwd).returncode:
        raise CourseError(f"Stopped: {' '.join(map(str, command[:4]))} failed.")


if __name__ == "__main__":
    sys.exit(main())
