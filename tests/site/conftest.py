"""What the tests of the browser-only course share: a copy built without NumPy's wasm wheels, and a host."""

import shutil
import subprocess

import pytest

from tests.helpers import ROOT
from tests.site import some_pyodide
from tests.site.visits import host

LITE = ROOT / ".site" / "lite"
RUNTIME = LITE / "node_modules" / "pyodide"


@pytest.fixture(scope="session")
def lite_site():
    """The built folder, with those of Pyodide's packages that the package index has (kept for the next time)."""
    vendored, output = ROOT / ".site" / "some-pyodide", ROOT / ".site" / "test" / "lite"
    if not (vendored / "pyodide-lock.json").exists():
        shutil.rmtree(vendored, ignore_errors=True)
        some_pyodide.make(vendored, RUNTIME, LITE / "bin" / "python")
    subprocess.run([
        LITE / "bin" / "python", "-m", "deploy.site.lite.build", output, "--work", ROOT / ".site" / "test-work",
        "--runtime", RUNTIME, "--pyodide", vendored, "--leave-out", ",".join(some_pyodide.NOT_TO_BE_HAD)],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return output


@pytest.fixture(scope="session")
def lite_host(lite_site):
    """The address of the built folder on a static host."""
    with host(lite_site) as address:
        yield address
