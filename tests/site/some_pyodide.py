"""A folder of Pyodide's distribution for tests, made from package registries: what is pure Python, and no more.

Pyodide packs its pure wheels anew, so the registry's have other hashes: the lock gets those. PyYAML, which Pyodide
compiles, is built without its optional C part. numpy, matplotlib and Pillow have no wheel for this Pyodide there.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

NOT_TO_BE_HAD = ("numpy", "matplotlib", "pillow")  # and what only these need


def make(folder, runtime, needed):
    """Fill `folder`. runtime: npm's package of Pyodide.  needed: names of packages that are in its lock."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = json.loads((runtime / "pyodide-lock.json").read_text(encoding="utf-8"))
    for name in needed:
        one = lock["packages"][name]
        one["file_name"] = _pyyaml(folder, one) if name == "pyyaml" else _pure(folder, one, lock["info"]["python"])
        one["sha256"] = hashlib.sha256((folder / one["file_name"]).read_bytes()).hexdigest()
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def _pure(folder, one, python):
    _pip("download", "--no-deps", "--dest", folder, "--only-binary", ":all:", "--platform", "any", "--abi", "none",
         "--implementation", "py", "--python-version", python, f"{one['name']}=={one['version']}")
    assert (folder / one["file_name"]).is_file(), one["file_name"]
    return one["file_name"]


def _pyyaml(folder, one):
    _pip("wheel", "--no-deps", "--wheel-dir", folder, "--no-binary", "pyyaml", f"pyyaml=={one['version']}",
         PYYAML_FORCE_LIBYAML="0", PYYAML_FORCE_CYTHON="0")
    built = next(folder.glob("*yaml-*.whl"))
    pure = folder / f"pyyaml-{one['version']}-py3-none-any.whl"
    built.rename(pure)
    return pure.name


def _pip(*command, **more):
    subprocess.run([sys.executable, "-m", "pip", *map(str, command), "--quiet", "--disable-pip-version-check"],
                   check=True, env={**os.environ, **more})


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "deploy" / "site" / "lite"))
