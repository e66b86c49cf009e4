"""The project's own files agree with each other: versions, pins, environment, and the places that guides name."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kapcourse.tables import edition
from kapcourse.tables.files import read_yaml
from tests.helpers import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
APART = ("hub", "lite", "site")  # each in an environment of its own
CONSTRAINTS = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
PINS = {}
for _pin in map(Requirement, CONSTRAINTS):
    PINS.setdefault(canonicalize_name(_pin.name), []).append(_pin)
ELSEWHERE = {canonicalize_name(Requirement(text).name) for extra in APART
             for text in PROJECT["optional-dependencies"][extra]}


def wanted():
    """Every requirement of the course and its extras."""
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return [Requirement(text) for texts in lists for text in texts]


def test_every_constraint_is_an_exact_pin_from_the_package_index():
    for line in CONSTRAINTS:
        assert re.fullmatch(r"[a-z0-9-]+==[A-Za-z0-9.+!]+( ; [a-z_]+ .+)?", line), line
        assert not re.search(r"https?:|file:|@|--|\.whl|/", line), line


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_each_dependency_is_pinned_within_its_range(requirement):
    pins = PINS[canonicalize_name(requirement.name)]
    assert all(next(iter(pin.specifier)).version in requirement.specifier for pin in pins)


def needed(name):
    """What an installed distribution requires; nothing of one that is used elsewhere and absent here."""
    try:
        return requires(name) or ()
    except PackageNotFoundError:
        assert name in ELSEWHERE, f"{name} is not installed"
        return ()


def test_what_the_dependencies_need_is_pinned_too():
    seen, waiting = set(), [(requirement, "") for requirement in wanted()]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen or (requirement.marker and not requirement.marker.evaluate({"extra": extra})):
            continue
        seen.add((name, extra))
        assert name in PINS, f"{requirement} has no pin"
        for found in ("", *requirement.extras):
            waiting += [(Requirement(text), found) for text in needed(name)]
    assert len(seen) > 80


def test_the_conda_environment_leaves_all_but_python_to_the_constraints():
    environment = read_yaml(ROOT / "environment.yml")
    python, pip, through_pip = environment["dependencies"]
    assert environment["name"] == PROJECT["name"] and environment["channels"] == ["conda-forge"]
    assert python == f"python{PROJECT['requires-python']}" and pip == "pip"
    extras = ",".join(extra for extra in PROJECT["optional-dependencies"] if extra not in APART)
    assert through_pip == {"pip": ["-c constraints.txt", f"-e .[{extras}]"]}


def test_one_version_is_told():
    import kapcourse

    cited, changes = read_yaml(ROOT / "CITATION.cff"), (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.search(r"^## (\S+) \((\S+)\)$", changes, flags=re.MULTILINE)
    assert kapcourse.__version__ == PROJECT["version"] == edition.load().version == cited["version"] == latest[1]
    assert cited["date-released"] == latest[2]
    assert " AND ".join(cited["license"]) == PROJECT["license"]


def places(document):
    """The files and folders that the tables of a guide name, as patterns: <lesson> and NN_name stand for any."""
    rows = [line for line in (ROOT / document).read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    for token in (token for row in rows for token in re.findall(r"`([^`]+)`", row)):
        if re.fullmatch(r"[\w./<>-]+(/|\.\w+)", token):
            yield re.sub(r"<\w+>|NN_name", "*", token)


@pytest.mark.parametrize(("document", "least"), [("CONTRIBUTING.md", 17), ("README.md", 5)])
def test_every_place_that_a_guide_names_exists(document, least):
    named = list(places(document))
    assert len(named) >= least
    missing = [place for place in named if not any(ROOT.glob(place)) and not any((ROOT / "kapcourse").glob(place))]
    assert not missing, missing


def test_a_guides_links_and_commands_lead_somewhere():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        assert set(re.findall(r"(?:`|^ {4})make ([a-z]+)", text, flags=re.MULTILINE)) <= targets
        for link in re.findall(r"\]\(([^)]+)\)", re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)):
            path, _, heading = link.partition("#")
            linked = (ROOT / (path or document)).read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.+)$", linked, flags=re.MULTILINE)
            assert not heading or heading in [title.lower().replace(" ", "-") for title in headings], link


def test_continuous_integration_runs_the_readmes_command():
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test")
    assert "run: .ci/run" in (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")


def test_the_wheel_carries_the_data():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert build["wheel"]["force-include"] == {"data": "kapcourse/data"}
    assert all((ROOT / name).exists() for name in build["sdist"]["include"])
