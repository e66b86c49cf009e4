"""What the tests of the browser-only course share: a copy built without NumPy's wasm wheels, and a host."""

import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.helpers import ROOT
from tests.site import some_pyodide

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


class Silent(SimpleHTTPRequestHandler):
    """A static host that says nothing."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def lite_host(lite_site):
    """The address of the built folder on a static host."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=lite_site.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/lite/"
    server.shutdown()
