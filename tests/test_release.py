"""The folder that trainees get: it holds what they need, and a planted leak stops it, however it is dressed up."""

import base64
import gzip
import io
import json
import lzma
import shutil
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapcourse import release
from kapcourse.__main__ import main
from kapcourse.tables.records import CourseError
from tests.helpers import ROOT, complaint, examples, within_a_second
from tests.learning.test_exercises import SECRET

LONG = "It was the second, as anybody can see who reads the first page with care."
KEYS = SECRET.replace("Yes. It was the second.", LONG)


@pytest.fixture
def keys(tmp_path, monkeypatch):
    """A folder of withheld keys, known to the course."""
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "01_two.yaml").write_text(KEYS, encoding="utf-8")
    monkeypatch.setenv("KAPCOURSE_KEYS", str(folder))
    return folder


@pytest.fixture
def checkout(course, keys):
    """A small course's repository: its data, a lesson, a solution, and things that stay at home."""
    home = course.parent
    for name in ("notebooks/solutions", "kapcourse", "tests", "deploy"):
        (home / name).mkdir(parents=True)
    (home / "notebooks" / "01_two.ipynb").write_text(notebook('ask("two.secret")'), encoding="utf-8")
    shutil.copy(ROOT / "notebooks" / "solutions" / "00_start_here.ipynb", home / "notebooks" / "solutions")
    (home / "kapcourse" / "core.py").write_text("key = 1\n", encoding="utf-8")
    (home / "tests" / "test_it.py").write_text("", encoding="utf-8")
    (home / "pyproject.toml").write_text("", encoding="utf-8")
    return home


def notebook(*cells):
    return json.dumps({"cells": [{"cell_type": "code", "source": [cell]} for cell in cells]}, indent=1)


def zipped(**files):
    """The bytes of a zip archive of {name: text or bytes}; __ in a name stands for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def zipped_by(method, content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.txt", content)
    return packed.getvalue()


def tarred(name, content, mode="w:gz"):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def test_a_release_holds_lessons_and_data_and_nothing_that_stays_at_home(checkout, tmp_path, capsys):
    assert main(["release", str(tmp_path / "out")]) == 0
    given = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {"notebooks/01_two.ipynb", "data/exercises/01_two.yaml", "kapcourse/core.py", "pyproject.toml"} <= given
    assert not [name for name in given if "solutions" in name or name.startswith("tests")]
    assert "no solution and none of 1 withheld keys found" in capsys.readouterr().out
    assert main(["release", str(tmp_path / "out")]) == 1 and "is there already" in capsys.readouterr().err


def test_the_real_course_can_be_released_and_its_release_opens(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["release", str(out)]) == 0 and main(["release", "--check", str(out)]) == 0
    assert sorted(p.name for p in (ROOT / "notebooks").glob("*.ipynb")) == sorted(
        p.name for p in (out / "notebooks").iterdir())
    from kapcourse.tables import lessons
    assert lessons.load(out / "data") == lessons.load()


SOLUTION = (ROOT / "notebooks" / "solutions" / "01_two_approaches.ipynb").read_bytes()
AS_JSON = json.dumps({"two.secret": {"key": "two", "feedback": "Short."}})
LEAKS = {
    "a solution in its folder": ("notebooks/solutions/x.ipynb", "{}"),
    "a solution under another name": ("notebooks/13_extra.ipynb", SOLUTION),
    "a solution as a page": ("notebooks/13.html", "<p>Instructor&#39;s edition. Every key and every reason is</p>"),
    "a lesson that prints a key": ("notebooks/13.ipynb", notebook("import kapcourse", 'solutions.show("a")')),
    "the keys file": ("data/01_two.yaml", KEYS),
    "the keys file renamed": ("data/exercises/notes.txt", KEYS),
    "the keys file changed": ("deploy/notes.txt", KEYS.replace("Too early.", "Early.")),
    "the feedback alone, in other quotes and breaks": ("README.md", LONG.replace(" ", "\n> ").upper()),
    "the feedback in a page": ("notebooks/13.html", LONG.replace("the second", 'the <a href="x">second</a>')),
    "the feedback in a notebook": ("notebooks/13.ipynb", notebook(f'print("{LONG}")')),
    "the key as JSON": ("deploy/lab/settings.json", AS_JSON),
    "the key as JSON within JSON": ("notebooks/13.ipynb", notebook(AS_JSON)),
    "the key beside the name": ("data/answers.csv", "id,right\ntwo.choice,kap\ntwo.secret,two\n"),
    "the key in a line of words": ("README.md", "Hint. two.secret: two"),
    "the keys in a zip": ("data/extra.zip", zipped(a__txt="x", keys__yaml=KEYS)),
    "the keys in a wheel in a zip": ("data/extra.bin", zipped(w__whl=zipped(data__txt=KEYS))),
    "the keys in a tarball": ("deploy/a.tar.gz", tarred("x/y.txt", KEYS.encode())),
    "the keys pressed by themselves": ("data/notes.gz", gzip.compress(KEYS.encode())),
    "a solution in a plain tar": ("deploy/a.tar", tarred("solutions/x.ipynb", b"{}", "w")),
    "archives without end": ("data/deep.zip", zipped(a=zipped(a=zipped(a=zipped(a=zipped(a=zipped(a="x"))))))),
}


@pytest.mark.parametrize(("name", "content"), LEAKS.values(), ids=LEAKS)
def test_a_planted_leak_stops_the_release_and_leaves_nothing_behind(checkout, tmp_path, name, content, monkeypatch):
    monkeypatch.setattr(release, "LEFT", ("__pycache__",))  # so that even what is left out by its name is met
    shutil.rmtree(checkout / "notebooks" / "solutions")
    path = checkout / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    said = complaint(release.build, tmp_path / "out")
    assert said.startswith("Stopped: ") and name in said, said
    assert not (tmp_path / "out").exists() and not list(tmp_path.glob(".kapcourse-*"))


@pytest.mark.parametrize(("name", "content"), LEAKS.values(), ids=LEAKS)
def test_a_wheel_with_a_leak_is_found_by_the_check(checkout, tmp_path, name, content):
    wheel = tmp_path / "kapcourse-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("kapcourse/__init__.py", "")
        archive.writestr(name, content)
    assert name.rsplit("/", 1)[-1] in complaint(release.check, wheel)


@pytest.mark.parametrize("fair", [
    "two.secret is withheld. The key: ask your instructor.", "two.secret, two.choice, two.order",
    '{"exercise": "two.secret", "answer": "two", "seq": 1}', "- id: two.secret\n- id: two.choice\n  key: two\n",
    "two.secrets: two", "The second.", notebook('ask("two.secret")', 'ask("two.choice")'),
    base64.b64encode(b"nothing").decode(), "",
])
def test_fair_texts_are_let_through(checkout, tmp_path, fair):
    (checkout / "README.md").write_text(fair, encoding="utf-8")
    assert release.build(tmp_path / "out").is_dir()


def test_without_the_keys_a_keys_file_is_known_by_its_shape(checkout, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("KAPCOURSE_KEYS")
    assert main(["release", str(tmp_path / "out")]) == 0
    assert "(1 of them by name only, as KAPCOURSE_KEYS does not hold them)" in capsys.readouterr().out
    (checkout / "data" / "notes.txt").write_text(KEYS, encoding="utf-8")
    assert "data/notes.txt holds the withheld key of item two.secret" in complaint(release.build, tmp_path / "other")


@pytest.mark.parametrize(("key", "text", "leaks"), [
    (["a", "b"], "x.y:\n  key: [b, a]", True), (["a", "b"], "x.y:\n  key:\n  - a\n  - b", True),
    (["a", "b"], "x.y:\n  key: [a, c]", False), ({"a": "b"}, 'x.y: {"key": {"a": "b"}}', True),
    ({"a": "b"}, "x.y: {key: {a: c}}", False), (36, "x.y:\n  key: 36.0", True), (36, "x.y: 36", True),
    (36.5, "x.y;36.5", True), (36, "x.y:\n  key: 37", False), ("kap", "x.y key: kapok", False),
])
def test_keys_of_every_kind_are_known_in_several_formats(course, key, text, leaks):
    secret = release.Secret("x.y", key, ())
    assert bool(list(release._in_text("a.txt", text, [secret]))) is leaks


def test_what_cannot_be_looked_through_is_told(checkout, tmp_path, monkeypatch):
    assert "no such file" in complaint(release.check, tmp_path / "gone")
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(zipped(a="0" * 3_000_000))
    monkeypatch.setattr(release, "BIGGEST", 1_000_000)
    assert "holds more than 1 MB" in complaint(release.check, bomb)
    (tmp_path / "big.txt").write_bytes(b"x" * 1_000_001)
    assert "above 1 MB" in complaint(release.check, tmp_path / "big.txt")
    half = zipped(a="0" * 600_000)
    bomb.write_bytes(zipped(a=half, b=half))
    assert "holds more than 1 MB" in complaint(release.check, bomb), "its archives are within bounds only one by one"
    bomb.write_bytes(lzma.compress(b"0" * 3_000_000))
    assert "holds more than 1 MB" in complaint(release.check, bomb)


TEXT = b"".join(b"line %d of a text that is nobody's secret\n" % n for n in range(200))
ARCHIVES = {
    **{f"zip {method}": zipped_by(method, TEXT) for method in (0, 8, 12, 14)}, "tar": tarred("a.txt", TEXT, "w"),
    **{f"tar {kind}": tarred("a.txt", TEXT, f"w:{kind}") for kind in ("gz", "bz2", "xz")}, "gz": gzip.compress(TEXT),
}


@settings(max_examples=examples(150), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(sorted(ARCHIVES)), cuts=st.lists(
    st.tuples(st.integers(0, 5_000), st.integers(0, 60), st.binary(max_size=4)), min_size=1, max_size=4))
def test_a_damaged_archive_is_looked_through_or_told_in_one_sentence(tmp_path, name, cuts):
    content = ARCHIVES[name]
    for start, length, new in cuts:
        content = content[:start] + new + content[start + length:]
    (tmp_path / "damaged").write_bytes(content)
    try:
        with within_a_second():
            assert list(release.leaks(tmp_path / "damaged", [], {})) == []
    except CourseError as fault:
        assert str(fault).startswith("damaged") and "cannot be looked through" in str(fault)


def test_every_solution_notebook_says_what_it_is():
    for path in (ROOT / "notebooks" / "solutions").glob("*.ipynb"):
        assert list(release._in_text("renamed.txt", path.read_text(encoding="utf-8"), [])), path.name
