"""Data files broken at random: `kapcourse check` says one sentence or takes them; never a traceback, never a wait.

HYPOTHESIS_PROFILE=long breaks twenty times as many.
"""

import contextlib
import copy
import csv
import io
import random
import time

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapcourse.__main__ import main
from kapcourse.tables.files import read_table, read_yaml
from kapcourse.tables.records import CourseError
from tests.helpers import SMALL_COURSE, examples, forget, within_a_second

FILES = sorted(path.relative_to(SMALL_COURSE).as_posix() for path in SMALL_COURSE.rglob("*.*"))
ODD = [
    "", None, True, False, 0, -1, 2.5, 10**17, 10**30, float("inf"), float("nan"), 1e308, -1e308, 1e-308, "nan",
    "1e999999", "9" * 6_000, "x", "~", "yes", "01", "1_000", "١٢", "½", "²", "2020-01-01", "a\nb", "\x00", "\x1b[2J",
    "\u202e",
    "\ud800", "x" * 3_000, "[" * 500, "*" * 500, "`" * 100, "(a" * 50, "{", "}", "{pulse}", "{a.b}", "%s", "a.b",
    "../../etc/passwd", "/dev/zero", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[1 %](F-9999)",
    "[64 %](F-0001)", "smith2020", "kap", "infusion", [], {}, [None], [[]], {"a": 1}, {1: 2}, {True: 1}, {None: 1},
    ["x", "x"], {"to": "x"}, {"compute": "x"}, {"compute": [1]},
]
SIGNS = [b"\x00", b"\r", b"\xff", b"\xef\xbb\xbf", b"- ", b": ", b"\n", b"\t", b"'", b'"', b"{", b"]", b"&a ", b"*a",
         b"<<: ", b"!!python/object:os.x ", b"? ", b"|\n", b"%YAML 9\n", b"---\n", "\u2028\x85".encode()]


def places(content, place=()):
    """The place of everything in what a YAML file or a table holds."""
    parts = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for name, part in parts:
        yield (*place, name)
        yield from places(part, (*place, name))


def changed(content, dice):
    """The content with one thing replaced, taken out, doubled, renamed or copied from elsewhere."""
    if not any(places(content)):
        return copy.deepcopy(dice.choice(ODD))
    *above, last = dice.choice(list(places(content)))
    part = whole = copy.deepcopy(content)
    for step in above:
        part = part[step]
    way = dice.choice(["replace"] * 4 + ["take out", "double", "rename", "copy"])
    if way == "take out":
        del part[last]
    elif way == "double" and isinstance(part, list):
        part.insert(last, part[last])
    elif way == "rename" and isinstance(part, dict):
        part[dice.choice([odd for odd in ODD if not isinstance(odd, (list, dict))])] = part.pop(last)
    else:
        other = whole
        for step in dice.choice(list(places(content))) if way == "copy" else ():
            other = other[step]
        part[last] = copy.deepcopy(other if way == "copy" else dice.choice(ODD))
    return whole


def written(content, name, dice):
    """The bytes of a data file."""
    if name.endswith(".yaml"):
        return yaml.dump(content, Dumper=Plain, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
    out = io.StringIO(newline="")
    rows = [row if isinstance(row, list) else [row] for row in content]
    csv.writer(out, lineterminator=dice.choice(["\n", "\r\n", "\r"])).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


class Plain(yaml.SafeDumper):
    """Writes no anchors, which the course refuses before it looks at anything else."""

    def ignore_aliases(self, data):
        return True


def scratched(raw, dice):
    """Bytes with some changed, cut out, doubled or slipped in."""
    for _ in range(dice.choice([1, 1, 3, 10])):
        at, more = dice.randrange(len(raw) + 1), dice.choice([1, 5, 50, 500])
        raw = dice.choice([raw[:at] + dice.choice(SIGNS) + raw[at:], raw[:at] + raw[at + more:], raw[:at] or raw,
                           raw[:at] + raw[max(at - more, 0):], raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1:]])
    return raw


def broken(name, seed):
    """A data file of the small course, broken in one way of very many."""
    dice, raw = random.Random(seed), (SMALL_COURSE / name).read_bytes()
    if dice.random() < 0.3:
        return scratched(raw, dice)
    content = yaml.safe_load(raw) if name.endswith(".yaml") else list(csv.reader(io.StringIO(raw.decode())))
    for _ in range(dice.choice([1, 1, 2])):
        content = changed(content, dice)
    return written(content, name, dice)


@pytest.fixture
def warm(course):
    """The small course once checked, so that what is imported on the way counts in no time."""
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["check"]) in (0, 1)
    return course


def seconds_to_check():
    """How long the processor took to check the course anew."""
    forget()
    start = time.process_time()
    main(["check"])
    return time.process_time() - start


@settings(max_examples=examples(75), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(FILES), seed=st.integers(0, 2**40))
def test_a_broken_file_is_taken_or_told_in_one_sentence(warm, name, seed):
    path = warm / name
    try:
        path.write_bytes(broken(name, seed))
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as told:
            assert min(seconds_to_check() for _ in range(2)) < 1
        said = told.getvalue()
        assert said == 2 * said[:len(said) // 2], "it says the same again"
        said = said[:len(said) // 2]
        assert not said or (said.endswith((".\n", "?\n")) and said.count("\n") == 1 and len(said) <= 401), said
        assert said[:-1].isprintable(), said
    finally:
        path.write_bytes((SMALL_COURSE / name).read_bytes())


LAUGHS = "a: &a [x]\n" + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi",
                                                                                            strict=True))
BOMBS = {
    "a billion laughs": LAUGHS, "a million in one text": "- id: " + "x" * 5_000_000, "depth": "- " * 300_000 + "x",
    "depth in braces": "{a: " * 300_000, "a digit too many": "- id: a\n  size: " + "9" * 1_000_000,
    "a decimal without end": "- id: a\n  size: 0." + "9" * 1_000_000, "an exponent": "- id: a\n  size: 1e999999999",
    "names twice": "- id: a\n" + "  id: a\n" * 5_000, "a long name": "? " + "x" * 1_000_000 + "\n: y\n",
    "quotes": "- id: '" + "''" * 1_000_000, "documents": "---\n" * 20_000, "blanks": "\n" * 1_000_000,
    "tags": "- !!python/object/apply:os.system [x]\n" * 10_000, "tabs": "\t" * 100_000,
    "a merge": "- <<: {id: a}\n", "a set": "- !!set {a}\n", "binary": "- id: !!binary AAAA\n",
}
TABLES = {
    "a huge cell": "id,size\na," + "9" * 1_000_000, "nulls": "id,size\n\x00,\x00\n",
    "quotes": 'id,size\n"' + '""' * 200_000,
    "columns": "id" + ",x" * 100_000 + "\n", "rows of nothing": "id,size\n" + "\n" * 100_000, "a mark alone": "\ufeff",
    "returns": "id,size\r" + "a,1\r" * 2, "a number": "id,size\na,1e999999\n", "digits": "id,size\na," + "9" * 6_000,
    "not a number": "id,size\na,nan\n", "separators": "id,size\na\u2028,1\x0c\n", "semicolons": "id;size\n" * 1_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_yaml_bomb_costs_less_than_a_second(tmp_path, text):
    (tmp_path / "t.yaml").write_text(text, encoding="utf-8")
    with within_a_second(), contextlib.suppress(CourseError):
        read_yaml(tmp_path / "t.yaml")


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_an_odd_table_costs_less_than_a_second(tmp_path, text):
    from tests.tables.test_records import Part

    (tmp_path / "t.csv").write_text(text, encoding="utf-8", newline="")
    with within_a_second(), contextlib.suppress(CourseError):
        read_table(tmp_path / "t.csv", Part)


@pytest.mark.parametrize("quoted", ["a\nb", "x" * 1_000, "\x1b[2J", "\u202e", "\x00"])
def test_whatever_a_fault_quotes_it_stays_one_short_printable_line(quoted):
    said = str(CourseError(f"data/x.yaml, item {quoted}: key is missing."))
    assert said.isprintable() and len(said) <= 400 and said.endswith(".")
