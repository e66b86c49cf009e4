"""Files are read safely, and a bad one is told in one sentence with file and line or row."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from kapcourse.tables import files
from kapcourse.tables.files import data_folder, read_list, read_table, read_yaml, shown
from tests.helpers import ROOT, complaint


@dataclass(frozen=True)
class Row:
    id: str
    text: str
    note: str = ""


@pytest.fixture
def write(tmp_path):
    """Write text or bytes to data/NAME and return the path."""
    def written(name, content):
        path = tmp_path / "data" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path
    return written


def test_the_data_folder_is_the_checkouts_or_the_one_shipped_inside_the_package(tmp_path, monkeypatch):
    assert data_folder() == ROOT / "data"
    (tmp_path / "kapcourse" / "data").mkdir(parents=True)
    monkeypatch.setattr(files, "_PACKAGE", tmp_path / "kapcourse")
    assert data_folder() == tmp_path / "kapcourse" / "data"


@pytest.mark.parametrize(("path", "words"), [
    ("/home/data/me/data/exercises/01.yaml", "data/exercises/01.yaml"), ("/srv/keys/01.yaml", "01.yaml"),
    ("data/facts.csv", "data/facts.csv"), ("/srv/keys/data", "data"),
])
def test_a_path_is_shown_from_the_courses_data_folder_on(path, words):
    assert shown(Path(path)) == words


@pytest.mark.parametrize("content", [
    'id,text,note\na,"one, two",x\nb,"say ""yes""",\n',
    '\ufeffid,text,note\r\na,"one, two",x\r\nb,"say ""yes""",\r\n',
    'id , text,note,\na,"one, two",x,\n\n,,,\nb,"say ""yes""",,\n',
])
def test_a_table_is_read_with_quotes_byte_order_mark_windows_lines_and_blank_rows(write, content):
    assert read_table(write("t.csv", content), Row) == [Row("a", "one, two", "x"), Row("b", 'say "yes"')]


def test_a_cell_may_hold_line_breaks_of_any_kind(write):
    path = write("t.csv", 'id,text\na,"first\nsecond"\nb,one\u2028two\x85three\x0cfour\n')
    assert [row.text for row in read_table(path, Row)] == ["first\nsecond", "one\u2028two\x85three\x0cfour"]


@pytest.mark.parametrize(("content", "words"), [
    ("id,text\na,one\nb,two,three\n", ["row 3", "3 cells", "header has 2", "double quotes"]),
    ("id,text\na\n", ["row 2", "1 cells", "header has 2"]),
    ("id,text\n\na,\n", ["row 3 (a)", "text is missing"]),
    ("id,text\n,one\n", ["row 2", "id is missing"]),
    ('id,text\na,"x\ny"\nb,\n', ["row 3 (b)", "text is missing"]),
    ("id,txet\na,one\n", ["row 1", "column 'txet'", "Did you mean 'text'?"]),
    ("id;text\na;one\n", ["row 1", "semicolons", "expected commas"]),
    ("id\ttext\na\tone\n", ["row 1", "tabs", "expected commas"]),
    ("a,one\nb,two\n", ["row 1", "names of the columns, beginning with id"]),
    ("id,note\na,x\n", ["row 1", "column 'text' is missing"]),
    ("id,text,\na,one,two\n", ["row 2 (a)", "'two' stands in a column without a name"]),
    ("id,text\na,12-Oct\n", ["row 2 (a)", "text is '12-Oct'", "Format the column as text"]),
    ("id,text\na,10/12/2026\n", ["row 2 (a)", "Format the column as text"]),
    ("id,text\na,3.5E+07\n", ["row 2 (a)", "Format the column as text"]),
    ("id,text\na,#NAME?\n", ["row 2 (a)", "Format the column as text"]),
    (b"PK\x03\x04\x14\x00\x06\x00", ["xlsx", "Save the table as CSV in UTF-8, with commas"]),
    ("id,text,id\na,one,b\n", ["row 1", "column id stands twice"]),
    ('id,text\na,"one\n', ["line 2", "not readable as CSV"]),
    ('id,text\na,"one" two\n', ["line 2", "not readable as CSV"]),
    ("", ["row 1", "names of the columns"]),
    ("id,text\na,one,b\n", ["row 2", "3 cells where the header has 2. The header does not name note."]),
    (b"id,text\na,caf\xe9\n", ["line 2", "not UTF-8"]),
    ("id,text\na,one\n".encode("utf-16"), ["UTF-16", "Save the table as CSV in UTF-8"]),
])
def test_a_bad_table_is_told_in_one_sentence(write, content, words):
    said = complaint(read_table, write("t.csv", content), Row)
    assert said.startswith("data/t.csv") and all(word in said for word in words), said


@pytest.mark.parametrize("read", [read_yaml, lambda path: read_table(path, Row)])
def test_a_file_that_is_not_there_is_named(read, tmp_path):
    assert complaint(read, tmp_path / "data" / "gone.x") == "data/gone.x: the file is missing."
    assert complaint(read, tmp_path).startswith(f"{tmp_path.name}: the file cannot be read")


def test_yaml_gives_plain_values_and_only_plain_decimals_are_numbers(write):
    path = write("t.yaml", "a: [1, -2.50, 01, 08, 10:30, 2023-13-45, 2023-10-10, 0x1F, 1e3, .nan, 1_000, '5', ~, true]")
    assert read_yaml(path) == {"a": [1, -2.5, "01", "08", "10:30", "2023-13-45", "2023-10-10", "0x1F", "1e3", ".nan",
                                     "1_000", "5", None, True]}


@pytest.mark.parametrize(("content", "words"), [
    ("a: &x [1]\nb: *x\n", ["line 1", "anchors are not allowed"]),
    ("a: 1\n<<: *x\n", ["line 2", "anchors are not allowed"]),
    ("a: 1\nb: 2\na: 3\n", ["line 3", "'a' stands twice"]),
    ("- x:\n    a: 1\n    a: 2\n", ["line 3", "'a' stands twice", "Leave one out"]),
    ("a: !!python/object/apply:os.system [echo]\n", ["line 1", "tags are not allowed"]),
    ("a: 1\nb: !!python/name:os.system\n", ["line 2", "tags are not allowed"]),
    ("a: !mine x\n", ["line 1", "tags are not allowed"]),
    ("a: !!int x\n", ["line 1", "tags are not allowed"]),
    ("!!map x\n", ["line 1", "tags are not allowed"]),
    ("a:\n\t- b\n", ["line 2", "a tab stands here. Indent with blanks"]),
    ("-\ta: 1\n", ["line 1", "a tab stands here"]),
    ("- a: 1\n\xa0\xa0b: 2\n", ["line 2", "non-breaking space"]),
    ("a: 1\n b: 2\n", ["line 2", "indent the line as its neighbours"]),
    ("a: [1, 2\n", ["line 2", "a bracket is not closed"]),
    ("a: [12 %](F-0001) b\n", ["line 1", "stands without quotes around all of it"]),
    ('a: "x" y\n', ["line 1", "stands without quotes around all of it"]),
    ("a: 1\nb:2\nc: 3\n", ["line 3", "the line before this one has no field"]),
    ("a: it is: so\n", ["line 1", "a colon and a blank", "double quotes"]),
    ("a: % of\n", ["line 1", "begins with a sign", "double quotes"]),
    ("b: 1\na: 'open\nc: 2\n", ["line 2", "opens here and is never closed"]),
    ("a: it is rule # 1\n", ["line 1", "cuts the text off", "double quotes"]),
    (b"{\\rtf1 a: 1}", ["word processor", "Save the file as plain text"]),
    ("a: 1\n---\nb: 2\n", ["line 2"]),
    ("? [a, b]\n: c\n", ["line 1", "a name must be plain text"]),
    ("? {a: b}\n: c\n", ["line 1", "a name must be plain text"]),
    ("[" * 100 + "]" * 100, ["line 1", "nested too deeply"]),
    ("[" * 200_000, ["line 1", "nest"]),
    ("\n".join(" " * i + "a:" for i in range(3000)), ["nest"]),
    ("a: \x01\n", ["not readable as YAML", "control characters"]),
    (b"a: \xff\n", ["line 1", "not UTF-8"]),
])
def test_bad_yaml_is_told_in_one_sentence(write, content, words):
    said = complaint(read_yaml, write("t.yaml", content))
    assert said.startswith("data/t.yaml") and all(word in said for word in words), said


@pytest.mark.parametrize(("content", "words"), [
    ("", ["expected a list"]), ("a: 1\n", ["expected a list"]), ("just text\n", ["expected a list"]),
    ("- id: a\n  text: x\n- id: b\n", ["row b", "text is missing"]),
    ("- text: x\n", ["row number 1", "id is missing"]),
    ("- id: a\n  text: x\n-\n", ["row number 2", "found None"]),
])
def test_a_bad_list_names_its_record(write, content, words):
    said = complaint(read_list, write("t.yaml", content), Row, "row")
    assert said.startswith("data/t.yaml") and all(word in said for word in words), said
