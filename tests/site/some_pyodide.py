"""A folder of Pyodide's distribution for tests, made from package registries: what is pure Python, and no more.

Pyodide packs its pure wheels anew, so the registry's have other hashes: the lock gets those. PyYAML, which Pyodide
compiles, is built without its optional C part. numpy, matplotlib and Pillow have no wheel for this Pyodide there.
"""

import hashlib
import json
import os
import subprocess

NOT_TO_BE_HAD = ("numpy", "matplotlib", "pillow")  # what only these need is left out with them
NEEDED = ("asttokens", "decorator", "executing", "fonttools", "ipython", "jedi", "matplotlib-inline", "micropip",
          "parso", "platformdirs", "prompt-toolkit", "pure-eval", "pygments", "pyyaml", "six", "stack-data",
          "traitlets", "typing-extensions", "wcwidth")


def make(folder, runtime, python):
    """Fill `folder`. runtime: npm's package of Pyodide.  python: one that has pip."""
    folder.mkdir(parents=True)
    lock = json.loads((runtime / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages, version = lock["packages"], lock["info"]["python"]
    pure = [f"{name}=={packages[name]['version']}" for name in NEEDED if name != "pyyaml"]
    _pip(python, "download", "--no-deps", "--dest", folder, "--only-binary", ":all:", "--platform", "any",
         "--abi", "none", "--implementation", "py", "--python-version", version, *pure)
    _pip(python, "wheel", "--no-deps", "--wheel-dir", folder, "--no-binary", "pyyaml", "--no-cache-dir",
         f"pyyaml=={packages['pyyaml']['version']}", PYYAML_FORCE_LIBYAML="0", PYYAML_FORCE_CYTHON="0")
    packages["pyyaml"]["file_name"] = next(folder.glob("pyyaml-*-py3-none-any.whl")).name
    for name in NEEDED:
        path = folder / packages[name]["file_name"]
        packages[name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def _pip(python, *command, **more):
    subprocess.run([python, "-m", "pip", *map(str, command), "--quiet", "--disable-pip-version-check"],
                   check=True, env={**os.environ, **more})
