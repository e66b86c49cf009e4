"""The lock file of the browser-only course: which package is loaded from where, with its hash.

It joins Pyodide's own lock (compiled packages and many pure ones) with the wheels that the course brings, and keeps
only what the course needs. The kernel loads all of it before the first cell, so no lesson has to install anything.
"""

import hashlib
import zipfile
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kapcourse.tables.records import CourseError

# The browser's own side of the widgets: JupyterLite serves it, the kernel has no use for it.
NOT_IN_KERNEL = {"jupyterlab-widgets", "widgetsnbextension"}


def environment(base):
    """What markers such as `sys_platform != "emscripten"` are read against. base: Pyodide's lock."""
    version = base["info"]["python"]
    return {"sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix", "extra": "",
            "platform_machine": "wasm32", "implementation_name": "cpython", "platform_python_implementation": "CPython",
            "python_version": version.rpartition(".")[0], "python_full_version": version}


def entry(wheel, base):
    """The lock entry of a wheel file, as a dict; `file_name` is its name beside the lock."""
    content = Path(wheel).read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        told = message_from_bytes(archive.read(about))
    tops = {name.partition("/")[0] for name in names if name.endswith(".py")}
    return {
        "name": canonicalize_name(told["Name"]), "version": told["Version"], "file_name": Path(wheel).name,
        "install_dir": "site", "package_type": "package", "sha256": hashlib.sha256(content).hexdigest(),
        "imports": sorted(top.removesuffix(".py") for top in tops), "unvendored_tests": False,
        "depends": _needs(told.get_all("Requires-Dist") or (), base)}


def _needs(requirements, base):
    here = environment(base)
    found = [one for one in map(Requirement, requirements) if not one.marker or one.marker.evaluate(here)]
    return sorted({canonicalize_name(one.name) for one in found} - NOT_IN_KERNEL)


def compose(base, own, roots, left_out=()):
    """A lock of `roots` and all that they need.

    base: Pyodide's lock.  own: entries of the course's wheels, which come before Pyodide's.  left_out: names of
    packages to do without.  Raises CourseError for a package that is in neither.
    """
    known = {canonicalize_name(name): one for name, one in base["packages"].items()} | {one["name"]: one for one in own}
    kept, waiting = {}, [canonicalize_name(name) for name in roots]
    while waiting:
        name = waiting.pop()
        if name in kept or name in left_out:
            continue
        if name not in known:
            raise CourseError(f"{name}: this package is needed, but neither Pyodide nor the course has it.")
        one = known[name]
        needs = [need for need in map(canonicalize_name, one["depends"]) if need not in left_out]
        kept[name] = {**one, "depends": needs}
        waiting += needs
    return {**base, "packages": dict(sorted(kept.items()))}


def placed(lock, own, prefix):
    """The lock with an address for each file of Pyodide's. prefix: the folder they are in, with a slash at its end."""
    names = {one["name"] for one in own}
    return {**lock, "packages": {name: one if name in names else {**one, "file_name": prefix + one["file_name"]}
                                 for name, one in lock["packages"].items()}}
