"""The hub's parts. What needs JupyterHub or nbgrader is skipped, loudly, where the extra `hub` is not installed."""

import os
import sys
from importlib.util import find_spec

import pytest

from tests.helpers import ROOT

HUB = ROOT / "deploy" / "hub"
sys.path.insert(0, str(HUB))


@pytest.fixture(scope="session")
def hub_extra():
    """The extra `hub`; fails instead of skipping where KAPCOURSE_HUB_TESTS is set, as `make hub-test` does."""
    missing = [name for name in ("jupyterhub", "nbgrader", "nativeauthenticator") if not find_spec(name)]
    if missing:
        told = f"{', '.join(missing)} not installed: THE HUB'S TESTS DID NOT RUN (make hub-test runs them)"
        (pytest.fail if os.environ.get("KAPCOURSE_HUB_TESTS") else pytest.skip)(told)
