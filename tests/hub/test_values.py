"""values.yaml has the shape that Zero to JupyterHub's chart asks for.

The list holds the properties that are used, with their types as the chart's values.schema.yaml states them. None of
the objects above them takes a property that the schema does not name.
"""

import os
import re

import pytest
import yaml

from tests.helpers import ROOT
from tests.hub.conftest import HUB

TEXT, WHOLE, NUMBER, YES, LIST, FREE = str, int, (int, float), bool, list, dict
MAYBE = type(None)
SHAPE = {
    "hub.config": FREE,
    "hub.networkPolicy.enabled": YES,
    "proxy.https.enabled": (YES, MAYBE),
    "proxy.https.type": {None, "", "letsencrypt", "manual", "offload", "secret"},
    "proxy.https.hosts": LIST,
    "proxy.https.letsencrypt.contactEmail": (TEXT, MAYBE),
    "singleuser.image.name": TEXT,
    "singleuser.image.tag": TEXT,
    "singleuser.image.pullPolicy": {None, "", "IfNotPresent", "Always", "Never"},
    "singleuser.cmd": (LIST, TEXT, MAYBE),
    "singleuser.defaultUrl": (TEXT, MAYBE),
    "singleuser.startTimeout": (WHOLE, MAYBE),
    "singleuser.uid": (WHOLE, MAYBE),
    "singleuser.fsGid": (WHOLE, MAYBE),
    "singleuser.allowPrivilegeEscalation": (YES, MAYBE),
    "singleuser.cpu.guarantee": (*NUMBER, MAYBE),
    "singleuser.cpu.limit": (*NUMBER, MAYBE),
    "singleuser.memory.guarantee": (*NUMBER, TEXT, MAYBE),
    "singleuser.memory.limit": (*NUMBER, TEXT, MAYBE),
    "singleuser.storage.type": {"dynamic", "static", "none"},
    "singleuser.storage.capacity": (TEXT, MAYBE),
    "singleuser.storage.homeMountPath": TEXT,
    "singleuser.extraEnv": (FREE, LIST),
    "singleuser.networkPolicy.enabled": YES,
    "singleuser.networkPolicy.egressAllowRules.nonPrivateIPs": YES,
    "singleuser.networkPolicy.egressAllowRules.privateIPs": YES,
    "singleuser.networkPolicy.egressAllowRules.cloudMetadataServer": YES,
    "cull.enabled": YES,
    "cull.timeout": (WHOLE, MAYBE),
    "cull.every": (WHOLE, MAYBE),
    "cull.users": (YES, MAYBE),
    "prePuller.hook.enabled": YES,
    "prePuller.continuous.enabled": YES,
    "scheduling.userScheduler.enabled": YES,
}


def faults(values, above=""):
    """A sentence for each property that the list does not have, or whose type is another."""
    for name, value in values.items():
        path = f"{above}{name}"
        if path in SHAPE:
            wanted = SHAPE[path]
            right = value in wanted if isinstance(wanted, set) else fits(value, wanted)
            if not right:
                yield f"{path} is {value!r}"
        elif isinstance(value, dict) and any(known.startswith(f"{path}.") for known in SHAPE):
            yield from faults(value, f"{path}.")
        else:
            yield f"{path} is not in the list"


def fits(value, types):
    """Whether a value is of one of the types; yes and no are no numbers."""
    types = types if isinstance(types, tuple) else (types,)
    return bool in types if isinstance(value, bool) else isinstance(value, types)


@pytest.fixture(scope="module")
def values():
    return yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))


def test_every_value_is_a_property_of_the_chart_and_of_its_type(values):
    assert list(faults(values)) == []


@pytest.mark.parametrize("wrong", [
    {"cull": {"enabled": "yes"}}, {"cull": {"timeout": True}}, {"singleuser": {"image": {"tag": 1.0}}},
    {"singleuser": {"storage": {"type": "fixed"}}}, {"singleuser": {"memory": {"limits": "1G"}}}, {"cul": {}},
    {"proxy": {"https": True}}], ids=str)
def test_a_wrong_value_is_found(wrong):
    assert len(list(faults(wrong))) == 1


def test_nobody_gets_in_by_default(values):
    config = values["hub"]["config"]
    assert config["JupyterHub"]["authenticator_class"] == "native"
    assert config["NativeAuthenticator"]["open_signup"] is False and config["Authenticator"]["admin_users"] == []


def test_every_seat_has_limits_and_reaches_nothing_but_the_hub(values):
    seat = values["singleuser"]
    assert seat["memory"]["limit"] and seat["cpu"]["limit"] and seat["allowPrivilegeEscalation"] is False
    assert not any(seat["networkPolicy"]["egressAllowRules"].values()) and seat["networkPolicy"]["enabled"]


def test_the_chart_has_a_version_and_the_course_its_own(values):
    from kapcourse import __version__

    told = (HUB / "values.yaml").read_text(encoding="utf-8")
    assert len(set(re.findall(r"(?:chart |--version )(\d+\.\d+\.\d+)", told))) == 1
    assert values["singleuser"]["image"]["tag"] == __version__
    assert set(re.findall(r"/kapcourse:(\S+)", (HUB / "README.md").read_text(encoding="utf-8"))) == {__version__}


def test_the_image_is_looked_through_for_solutions_and_keys_before_it_is_done():
    steps = (HUB / "Dockerfile").read_text(encoding="utf-8")
    checks = [steps.index(f"kapcourse release --check {what}") for what in ("/opt/kapcourse", '"$(python')]
    assert steps.index("pip install") < checks[0] < checks[1] < steps.index("\nUSER jovyan")


@pytest.mark.parametrize("path", ["/opt/kapcourse/deploy/hub/seat.sh"])
def test_the_seats_command_is_in_the_image(values, path):
    assert values["singleuser"]["cmd"] == path and os.access(ROOT / path.removeprefix("/opt/kapcourse/"), os.X_OK)
