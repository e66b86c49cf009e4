"""The folder that trainees get, and the guard that stops it if a solution or a withheld key is in it.

What is withheld stands in the folder that KAPCOURSE_KEYS names and in notebooks/solutions. The guard looks for what
these say, not only for what they are called: in any file, however renamed, also inside wheels and other archives.
"""

import bz2
import gzip
import hashlib
import io
import lzma
import os
import re
import shutil
import struct
import tarfile
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from kapcourse.learning import exercises
from kapcourse.tables import facts
from kapcourse.tables.files import data_folder
from kapcourse.tables.records import CourseError

# What a trainee needs to run the course from a copy; everything else stays at home.
GIVEN = ("kapcourse", "data", "deploy", "notebooks", "Makefile", "README.md", "LICENSE", "LICENSE-CONTENT",
         "pyproject.toml", "constraints.txt", "environment.yml")
LEFT = ("solutions", "instructors", "__pycache__", ".ipynb_checkpoints", "*.pyc", "*.jsonl", ".*")
SOLUTIONS = re.compile(r"(^|/)solutions/[^/]*\.ipynb$", re.IGNORECASE)
PRINTED = re.compile(r"""["\\n ]solutions\.(?:show|lesson|claim)\(""")  # a cell that prints keys
OURS = (".py", ".pyc")  # this module names the sign below
EDITION = "instructorseditioneverykeyandeveryreason"  # how a solution begins, letters only
TAG = re.compile(r"<[^>]*>")
KEY = re.compile(r"""\bkey[\\"']*\s*[:=]""")
BESIDE = re.compile(r"""[\\"']*[ \t]*[:,;=|\t][ \t]*(.+)""")
LEAST, NEAR = 24, 4_000  # letters from which a sentence is an item's own; characters from a name to its key
DEEPEST, BIGGEST = 4, 200_000_000  # archives within archives; bytes of one file, and of all that is packed in it
PRESSED = {b"\x1f\x8b\x08": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
          RuntimeError)


@dataclass(frozen=True)
class Secret:
    """What is withheld of one item. key: None if it is not at hand.  sentences: feedback, letters and digits only."""

    item: str
    key: Any
    sentences: tuple


def build(folder):
    """Make the trainees' folder at `folder`, which must not be there yet; returns its path.

    Raises CourseError, and leaves nothing behind, if a solution or a withheld key would be in it.
    """
    course, folder = data_folder().parent, Path(folder)
    if not (course / "notebooks").is_dir():
        raise CourseError("kapcourse release works in a copy of the course's repository; here are no notebooks.")
    if folder.exists():
        raise CourseError(f"{folder}: this is there already. Name a new folder.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".kapcourse-") as place:
            draft = Path(place) / folder.name
            _copy(course, draft)
            stop_at_a_leak(draft)
            os.replace(draft, folder)
    except OSError as fault:
        raise CourseError(f"{folder}: the folder cannot be made ({fault.strerror}).") from None
    print(f"{folder}: {sum(path.is_file() for path in folder.rglob('*')):,} files, {_looked_for()}.")
    return folder


def check(path):
    """Look through a folder, a wheel or another archive. Raises CourseError at the first leak."""
    if not Path(path).exists():
        raise CourseError(f"{path}: there is no such file or folder.")
    stop_at_a_leak(path)
    print(f"{path}: {_looked_for()}.")


def stop_at_a_leak(path, hidden=None):
    """Raise CourseError at the first solution or key at `path`, a file or a folder.

    hidden: the Secrets that must not be there; by default those of the items that are marked `withheld`.
    """
    hidden = secrets() if hidden is None else hidden
    for leak in leaks(Path(path), hidden, _hidden_files(data_folder().parent)):
        raise CourseError(f"Stopped: {leak}.")


def _looked_for():
    absent = sum(secret.key is None for secret in secrets())
    more = f" ({absent} of them by name only, as KAPCOURSE_KEYS does not hold them)" if absent else ""
    return f"no solution and none of {len(secrets())} withheld keys found{more}"


def _copy(course, draft):
    draft.mkdir()
    for name in GIVEN:
        if (course / name).is_dir():
            shutil.copytree(course / name, draft / name, ignore=shutil.ignore_patterns(*LEFT))
        elif (course / name).exists():
            shutil.copy2(course / name, draft / name)


def secrets(items=None):
    """What is withheld, as a list of Secret: one for each of `items`, by default those marked `withheld`."""
    if items is None:
        items = [item for item in exercises.load_all() if item.withheld]
    return [_secret(item) for item in items]


def _secret(item):
    told = [item.feedback, item.other, *(option.feedback for option in item.options)]
    sentences = {_letters(form(text)) for text in told for form in (str, facts.plain)}
    return Secret(item.id, item.key, tuple(sorted(one for one in sentences if len(one) >= LEAST)))


def _hidden_files(course):
    """{digest: name} of the files that must not go out, whatever they are called there."""
    keys = os.environ.get("KAPCOURSE_KEYS")
    places = [course / "notebooks" / "solutions", *([Path(keys)] if keys else [])]
    return {_digest(path.read_bytes()): path.name for place in places if place.is_dir()
            for path in sorted(place.rglob("*")) if path.is_file() and path.stat().st_size}


def leaks(path, withheld, hidden):
    """Yield a clause for each leak at `path`, a file or a folder.

    withheld: list of Secret.  hidden: {digest: name} of files that must not be there.
    """
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not file.is_file():
            continue
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        if file.stat().st_size > BIGGEST:
            yield f"{name} is above {BIGGEST / 1e6:g} MB and was not looked through"
        else:
            yield from _in_content(name, file.read_bytes(), withheld, hidden, DEEPEST, _Room(BIGGEST))


def _in_content(name, content, withheld, hidden, depth, room):
    """Leaks in what is packed in one file's content, then in the content itself."""
    packed = _unpacked(name, content, room)
    if packed and not depth:
        yield f"{name} is packed too deep to be looked through"
    for inner, inside in packed if depth else ():
        yield from _in_content(f"{name}/{inner}", inside, withheld, hidden, depth - 1, room)
    if SOLUTIONS.search(name):
        yield f"{name} is a solution notebook"
    elif _digest(content) in hidden:
        yield f"{name} is a copy of {hidden[_digest(content)]}"
    else:
        yield from _in_text(name, content.decode("utf-8", "replace"), withheld)


def _in_text(name, text, withheld):
    letters = _letters(text)
    if name.endswith(".html"):
        letters += _letters(TAG.sub("", text))
    if not name.endswith(OURS) and (EDITION in letters or (name.endswith(".ipynb") and PRINTED.search(text))):
        yield f"{name} holds solutions"
    for secret in withheld:
        if any(sentence in letters for sentence in secret.sentences):
            yield f"{name} holds the withheld feedback of item {secret.item}"
        elif secret.item in text and _tells(secret, text):
            yield f"{name} holds the withheld key of item {secret.item}"


def _tells(secret, text):
    """Whether a text that names the item gives its key: beside the name, or under `key` before the next item."""
    names = re.compile("|".join(re.escape(item.id) for item in exercises.listed()))
    for found in re.finditer(rf"(?<![\w.]){re.escape(secret.item)}(?![\w.]*\w)", text):
        below = text[found.end():found.end() + NEAR]
        next_one = names.search(below)
        below = below[:next_one.start()] if next_one else below
        beside = BESIDE.match(below)
        given = [below[key.end():] for key in KEY.finditer(below)]
        if any(_says(words, secret.key) for words in [*given, *([beside[1]] if beside and secret.key else [])]):
            return True
    return False


def _says(words, key):
    """Whether words begin with a key, in whatever format. A key that is not at hand: whether there are any."""
    given = re.findall(r"-?\w[\w.\-]*", words)
    if key is None:
        return bool(given)
    if isinstance(key, dict):
        return {str(word) for pair in key.items() for word in pair} <= set(given[:2 * len(key)])
    wanted = [str(word).removesuffix(".0") for word in (key if isinstance(key, list) else [key])]
    found = [word.rstrip(".").removesuffix(".0") for word in given[:len(wanted)]]
    return sorted(found) == sorted(wanted)


class _Room:
    """How many bytes may still be unpacked of one file, in all the archives within archives."""

    def __init__(self, left):
        self.left = left

    def take(self, size):
        """Raises CourseError for a bomb."""
        self.left -= size
        if self.left < 0:
            raise CourseError(f"An archive holds more than {BIGGEST / 1e6:g} MB and cannot be looked through.")


def _unpacked(name, content, room):
    """[(name, content)] of each file in an archive, none if it is no archive.

    Raises CourseError for a bomb, and for an archive that is damaged or locked.
    """
    unpack = _packing(content)
    try:
        return list(unpack(io.BytesIO(content), room)) if unpack else []
    except BROKEN as fault:
        raise CourseError(f"{name}: this archive cannot be looked through ({fault}).") from None


def _packing(content):
    """The function that unpacks such content, or None."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _from_zip
    if any(content.startswith(sign) for sign in PRESSED):
        return _from_pressed
    return _from_tar if content[257:262] == b"ustar" else None


def _from_zip(file, room):
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                room.take(entry.file_size)
                yield entry.filename, archive.read(entry)


def _from_pressed(file, room):
    """One file pressed by gzip, bzip2 or xz; often a tarball."""
    content = file.getvalue()
    opened = next(opened for sign, opened in PRESSED.items() if content.startswith(sign))
    with opened(file) as pressed:
        inside = pressed.read(room.left + 1)
    room.take(len(inside))
    yield "content", inside


def _from_tar(file, room):
    with tarfile.open(fileobj=file, mode="r:") as archive:
        for entry in archive:
            room.take(entry.size)
            if entry.isfile():
                yield entry.name, archive.extractfile(entry).read()


def _letters(text):
    """Letters and digits only, in small letters: what no change of quotes, breaks, marks or format alters."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), unescape(str(text)))
    return "".join(re.findall(r"[^\W_]+", re.sub(r"\\[nrt]", " ", text))).casefold()


def _digest(content):
    return hashlib.sha256(content).hexdigest()
