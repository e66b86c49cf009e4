"""The build of the browser-only course: its settings, its lock, and what stops it (`make site-test` really builds)."""

import hashlib
import json
import shutil
import zipfile

import pytest

from deploy.site.lite import build, lock
from kapcourse.tables.records import CourseError
from tests.helpers import ROOT, complaint

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
INFO = {"python": "3.14.2", "platform": "emscripten_5_0_3", "arch": "wasm32", "abi_version": "2026_0"}
OUTSIDE = ("http:", "https:", "//")


def packed(name, depends=(), file=None, content=b"x"):
    return {"name": name, "version": "1", "file_name": file or f"{name}-1.whl", "depends": list(depends),
            "imports": [name], "sha256": hashlib.sha256(content).hexdigest()}


def published(*packages):
    return {"info": INFO, "packages": {one["name"]: one for one in packages}}


def wheel(place, name, *requires):
    path = place / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: {}\nVersion: 1\n{}".format(
            name, "".join(f"Requires-Dist: {need}\n" for need in requires)))
    return path


# --- settings ---


def test_jupyterlite_is_given_only_what_the_course_needs_and_no_other_address():
    config = build.read(build.HERE / "jupyter-lite.json")
    assert set(config) == {"jupyter-lite-schema-version", "jupyter-config-data"}
    data = config["jupyter-config-data"]
    assert set(data) == {"appName", "appUrl", "contentsStorageName", "settingsStorageName", "workspacesStorageName",
                         "exposeAppInBrowser", "showLoadingIndicator", "litePluginSettings"}
    assert set(data["litePluginSettings"]) == {KERNEL}
    kernel = data["litePluginSettings"][KERNEL]
    assert set(kernel) == {"disablePyPIFallback", "loadPyodideOptions"} and kernel["disablePyPIFallback"] is True
    assert set(kernel["loadPyodideOptions"]) == {"packages"} and "kapcourse" in build.roots(config)
    assert not any(start in json.dumps(config) for start in OUTSIDE)


def test_the_button_restarts_no_python_and_all_else_is_as_in_the_lab():
    lab, lite = build.read(ROOT / "deploy" / "lab" / "settings.json"), build.settings(ROOT)
    panel = "@jupyterlab/notebook-extension:panel"
    button, *others = lite[panel]["toolbar"]
    first, *rest = lab[panel]["toolbar"]
    assert first["args"] == {"restart": True} and button == first | {"args": {"restart": False}}
    assert others == rest
    assert all(lite[key] == lab[key] for key in lab if key != panel)
    assert set(lite) - set(lab) == {"@jupyterlab/docmanager-extension:plugin"}


# --- the lock ---


def test_a_wheels_needs_are_those_of_a_browser_kernel(tmp_path):
    one = lock.entry(wheel(
        tmp_path, "mine", "Some_Thing>=2", 'pexpect; sys_platform != "emscripten"', 'old; python_version < "3.14"',
        'more; extra == "x"', "jupyterlab_widgets", 'here; sys_platform == "emscripten"'), published())
    assert one["depends"] == ["here", "some-thing"] and one["imports"] == ["mine"] and one["name"] == "mine"
    assert one["sha256"] == hashlib.sha256((tmp_path / one["file_name"]).read_bytes()).hexdigest()


def test_the_lock_holds_what_the_roots_need_and_the_courses_wheels_come_first():
    base = published(packed("numpy"), packed("Pillow"), packed("fpdf2", ["pillow"]), packed("scipy", ["numpy"]),
                     packed("six", file="old.whl"))
    made = lock.compose(base, [packed("kapcourse", ["numpy", "fpdf2"]), packed("six")], ["kapcourse", "six"])
    assert list(made["packages"]) == ["fpdf2", "kapcourse", "numpy", "pillow", "six"] and made["info"] == INFO
    assert made["packages"]["six"]["file_name"] == "six-1.whl"
    less = lock.compose(base, [packed("kapcourse", ["numpy", "fpdf2"])], ["kapcourse"], {"numpy", "pillow"})
    assert less["packages"]["kapcourse"]["depends"] == ["fpdf2"] and less["packages"]["fpdf2"]["depends"] == []
    with pytest.raises(CourseError, match="gone: this package is needed"):
        lock.compose(base, [packed("kapcourse", ["gone"])], ["kapcourse"])


def test_only_pyodides_own_files_get_its_address():
    own = [packed("kapcourse", ["numpy"])]
    made = lock.placed(lock.compose(published(packed("numpy")), own, ["kapcourse"]), own, "https://example.org/full/")
    assert made["packages"]["numpy"]["file_name"] == "https://example.org/full/numpy-1.whl"
    assert made["packages"]["kapcourse"]["file_name"] == "kapcourse-1.whl"


# --- a vendored distribution ---


@pytest.fixture
def vendored(tmp_path):
    """A folder of Pyodide's distribution that holds one package."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    (folder / "numpy-1.whl").write_bytes(b"x")
    (folder / "pyodide-lock.json").write_text(json.dumps(published(packed("numpy"))), encoding="utf-8")
    return folder


def test_a_vendored_file_is_taken_only_if_its_hash_is_the_locks(vendored):
    assert build.checked(vendored, packed("numpy")) == vendored / "numpy-1.whl"
    changed = packed("numpy", content=b"y")
    assert "its hash is not the one in pyodide-lock.json" in complaint(build.checked, vendored, changed)
    assert "not there" in complaint(build.checked, vendored, packed("scipy"))


def test_another_version_of_pyodide_is_refused_and_another_content_is_told(vendored, capsys):
    assert build.vendored(vendored, published(packed("numpy")))["packages"]["numpy"] and not capsys.readouterr().out
    build.vendored(vendored, published(packed("numpy", content=b"y")))
    assert "not as published: numpy." in capsys.readouterr().out
    other = {**published(), "info": {**INFO, "python": "3.13.1"}}
    assert "another version of Pyodide" in complaint(build.vendored, vendored, other)


def test_a_distribution_may_be_an_archive(vendored, tmp_path):
    packed_up = shutil.make_archive(str(tmp_path / "pyodide-full"), "bztar", tmp_path, "pyodide")
    folder = build.unpacked(build.Path(packed_up), tmp_path / "work")
    assert (folder / "numpy-1.whl").read_bytes() == b"x"
    (tmp_path / "not.tar").write_text("no", encoding="utf-8")
    assert "no folder and no archive" in complaint(build.unpacked, tmp_path / "not.tar", tmp_path / "w2")
    assert "no folder and no archive" in complaint(build.unpacked, tmp_path / "gone", tmp_path / "w3")


# --- the guard ---


@pytest.fixture
def quick(tmp_path, monkeypatch):
    """The build whose commands only copy the lessons, without pip and JupyterLite. Returns (build, what to add)."""
    extra = {}

    def run(*command, cwd=None):
        if "lite" in command:
            site = command[command.index("--output-dir") + 1]
            shutil.copytree(command[command.index("--contents") + 1], site / "files")
            for name, content in extra.items():
                (site / name).write_bytes(content)

    monkeypatch.setattr(build, "run", run)
    roots = build.roots(build.read(build.HERE / "jupyter-lite.json"))
    monkeypatch.setattr(build, "published", lambda runtime: published(*map(packed, roots)))
    runtime = tmp_path / "runtime"
    runtime.mkdir()
    (runtime / "pyodide.mjs").write_bytes(b"")
    (runtime / "package.json").write_text('{"version": "1"}', encoding="utf-8")
    return lambda: build.build(tmp_path / "public", tmp_path / "work", runtime), extra


def test_the_site_has_the_trainees_lessons_only(quick, tmp_path):
    make, _ = quick
    make()
    lessons = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {path.name for path in (tmp_path / "public" / "files").rglob("*")} == lessons


def test_a_planted_solution_stops_the_build_and_nothing_is_put_out(quick, tmp_path):
    make, extra = quick
    make()
    extra["13_extra.ipynb"] = (ROOT / "notebooks" / "solutions" / "01_two_approaches.ipynb").read_bytes()
    with pytest.raises(CourseError, match=r"^Stopped: 13_extra\.ipynb"):
        make()
    assert not (tmp_path / "public").exists()
