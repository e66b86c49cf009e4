"""Find and read the files of the data folder: CSV tables and YAML lists, safely and with clear errors."""

import csv
import io
import re
from dataclasses import MISSING, fields
from pathlib import Path

import yaml

from kapcourse.tables.records import CourseError, label, meant, record

_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PACKAGE = Path(__file__).resolve().parent.parent
_DEEPEST = 30


def data_folder():
    """The folder with the course's content: inside the installed package, else beside it in a checkout."""
    shipped = _PACKAGE / "data"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "data"


def shown(path):
    """The path as a sentence names it: "data/claims.yaml"."""
    folders, name = Path(path).parts[:-1], Path(path).name
    below = folders[::-1].index("data") + 1 if "data" in folders else 0
    return "/".join((*folders[len(folders) - below:], name))


def read_text(path):
    """The text of a UTF-8 file (with or without a byte-order mark). Raises CourseError if it cannot be read."""
    try:
        _refuse_other_programs(path)
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CourseError(f"{shown(path)}: the file is missing.") from None
    except UnicodeDecodeError as fault:
        line = Path(path).read_bytes()[: fault.start].count(b"\n") + 1
        raise CourseError(f"{shown(path)}, line {line}: not UTF-8 text. Save the file as UTF-8.") from None
    except OSError as fault:
        raise CourseError(f"{shown(path)}: the file cannot be read ({fault.strerror}).") from None


def _refuse_other_programs(path):
    with Path(path).open("rb") as file:
        begins = file.read(8)
    for sign, made_by in _OTHER_PROGRAMS.items():
        if begins.startswith(sign):
            raise CourseError(f"{shown(path)}: {made_by}. {_SAVE[Path(path).suffix == '.csv']}")


_SAVE = ("Save the file as plain text in UTF-8.", "Save the table as CSV in UTF-8, with commas between the columns.")
_OTHER_PROGRAMS = {b"PK\x03\x04": "this is a file of a spreadsheet or word processor (xlsx, ods, docx), only renamed",
                   b"\xd0\xcf\x11\xe0": "this is a file of a spreadsheet or word processor (xls, doc), only renamed",
                   b"{\\rtf": "this is a file of a word processor (RTF)",
                   b"\xff\xfe": "this is text in UTF-16", b"\xfe\xff": "this is text in UTF-16"}


def read_table(path, cls, key="id"):
    """Records of class `cls` from a CSV file, one a row; an empty cell counts as absent.

    Raises CourseError naming file, row and field. Rows are counted as a spreadsheet shows them (header = 1).
    """
    name = shown(path)
    lines = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        stripped = ([cell.strip() for cell in row] for row in lines)
        header = next(stripped, [])
        rows = [(number, row) for number, row in enumerate(stripped, 2) if any(row)]
    except csv.Error as fault:
        raise CourseError(f"{name}, line {lines.line_num}: not readable as CSV ({fault}). A value in double quotes "
                          "begins and ends with one; inside it, a double quote is written twice.") from None
    _check_header(cls, header, key, f"{name}, row 1")
    return [_from_row(cls, header, row, f"{name}, row {number}", key) for number, row in rows]


def _check_header(cls, header, key, where):
    """Raise for a first row that does not hold the names of the columns, each once."""
    known = {field.name: field for field in fields(cls) if field.init}
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            raise CourseError(f"{where}: {word} stand between the columns; expected commas. "
                              "Save the table as CSV in UTF-8, with commas between the columns.")
    if key not in header and not set(known) & set(header):
        raise CourseError(f"{where}: expected the names of the columns, beginning with {key}.")
    for column in header:
        if column and column not in known:
            near = meant(column, known) or f" Known columns: {', '.join(known)}."
            raise CourseError(f"{where}: column {column[:40]!r} is not known.{near}")
        if column and header.count(column) > 1:
            raise CourseError(f"{where}: column {column} stands twice.")
    for column, field in known.items():
        if column not in header and field.default is MISSING and field.default_factory is MISSING:
            raise CourseError(f"{where}: column '{column}' is missing.")


def _from_row(cls, header, row, where, key):
    if len(row) != len(header):
        lacking = [field.name for field in fields(cls) if field.init and field.name not in header]
        unnamed = f" The header does not name {', '.join(lacking)}." if lacking and len(row) > len(header) else ""
        raise CourseError(f"{where}: {len(row)} cells where the header has {len(header)}.{unnamed}"
                          " A value that holds a comma stands in straight double quotes.")
    cells = {column: cell for column, cell in zip(header, row, strict=True) if cell}
    where = f"{where} ({cells[key]})" if key in cells else where
    if "" in cells:
        raise CourseError(f"{where}: {cells[''][:40]!r} stands in a column without a name.")
    for column, cell in cells.items():
        if _TURNED.fullmatch(cell):
            raise CourseError(f"{where}: {column} is '{cell}', which a spreadsheet makes of other things. "
                              "Format the column as text, then type the value anew.")
    return record(cls, cells, where)


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TURNED = re.compile(  # 12-Oct, Oct-12 and 10/12/2026 for "10-12"; 3.5E+07 for a long number; what a formula leaves
    rf"\d{{1,2}}[-. ]{_MONTH}(?:[-. ]\d{{2,4}})?|{_MONTH}[-. ]\d{{2,4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    r"|\d(?:[.,]\d+)?E\+\d+|#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!)|#{3,}")


def yaml_files(folder):
    """The YAML files of a folder, in order. Raises CourseError for one that is misnamed, as .yml or a copy."""
    for path in sorted(folder.glob("[!.~]*")):
        if re.search(r"\.ya?ml", path.name) and not re.fullmatch(r"\w+\.yaml", path.name):
            raise CourseError(f"{shown(path)}: the course does not read a file of this name. Expected small letters, "
                              "digits and underscores, and the ending .yaml; if it is a copy, move it elsewhere.")
    return sorted(folder.glob("[!.~]*.yaml"))


def read_list(path, cls, kind):
    """Records of class `cls` from a YAML list; `kind` names one of them in errors ("claim", "item").

    Raises CourseError naming file, record and field.
    """
    content = read_yaml(path)
    if not isinstance(content, list):
        raise CourseError(f"{shown(path)}: expected a list of records, each starting with '- '.")
    return [record(cls, entry, f"{shown(path)}, {kind} {label(entry, i)}") for i, entry in enumerate(content, 1)]


def read_yaml(path):
    """The content of a YAML file, read safely: no tags, no anchors, no deep nesting, no key twice.

    Only plain decimals become numbers: 01, 10:30 and 2023-10-10 stay text. Raises CourseError naming file and line.
    """
    text = read_text(path)
    try:
        _refuse_risky(text)
        return yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as fault:
        problem, mark = _in_plain_words(fault, text.splitlines())
        raise CourseError(f"{shown(path)}, line {mark.line + 1}: {problem}.") from None
    except yaml.YAMLError as fault:
        raise CourseError(f"{shown(path)}: not readable as YAML ({' '.join(str(fault).split())}).") from None


class _Refused(yaml.MarkedYAMLError):
    """What YAML allows and a course file does not, told in plain words."""


def _in_plain_words(fault, lines):
    """(what is wrong and what to do, where) for a fault that the YAML reader found."""
    mark = fault.problem_mark or fault.context_mark
    if isinstance(fault, _Refused):
        return fault.problem, mark
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "quoted scalar" in (fault.context or "") and fault.context_mark:
        return "a quotation mark opens here and is never closed", fault.context_mark
    if "\t" in line[: mark.column + 1]:
        return "a tab stands here. Indent with blanks only", mark
    if "\xa0" in line:
        return "a blank that is none (a non-breaking space, as word processors make them). Type the blanks anew", mark
    for sign, words in _PLAIN_WORDS.items():
        if sign in (fault.problem or ""):
            return words, mark
    return f"not readable as YAML ({fault.problem})", mark


_SHAPE = ("the line does not fit the ones before it. Either it is indented otherwise than its neighbours, or a text "
          "that holds \" [ or { stands without quotes around all of it, or a bracket is not closed")
_PLAIN_WORDS = {  # what the YAML reader says, in part, and what that means for whoever writes the file
    "mapping values are not allowed": "a text holds a colon and a blank, which begins a new field. Put the whole text "
                                      "in double quotes, or indent the line as its neighbours",
    "cannot start any token": "a text begins with a sign that means something else here (% @ `). Put the whole text in "
                              "double quotes",
    "could not find expected ':'": "the line before this one has no field with a colon and a blank after it",
    "did not find expected": _SHAPE, "but found": _SHAPE, "expected <block end>": _SHAPE,
}


def _refuse_risky(text):
    """Raise for what a course file never needs, what can run code or grow without bound, and what cuts a text short."""
    depth, lines = 0, text.splitlines()
    for event in yaml.parse(text, Loader=_SafeLoader):
        _refuse_cut(event, lines)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        for problem, found in (("anchors are not allowed", getattr(event, "anchor", None)),
                               ("tags are not allowed", getattr(event, "tag", None)),
                               ("nested too deeply", depth > _DEEPEST)):
            if found:
                raise _Refused(problem=problem, problem_mark=event.start_mark)


def _refuse_cut(event, lines):
    """Raise where a comment follows on the line of a text: it may be the rest of the sentence."""
    end = event.end_mark
    plain = isinstance(event, yaml.ScalarEvent) and not event.style and end.line < len(lines)
    if plain and re.match(r"\s+#", lines[end.line][end.column:]):
        raise _Refused(problem="a # after a blank cuts the text off here. Put the whole text in double quotes; a "
                               "comment stands in a line of its own", problem_mark=end)


class _StrictLoader(_SafeLoader):
    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _Refused(problem="a name must be plain text", problem_mark=key.start_mark)
            if key.value in seen:
                raise _Refused(problem=f"'{key.value}' stands twice here. Leave one out, or begin a "
                                       "new entry of the list with '- '", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_PLAIN_NUMBERS = {"int": r"[-+]?(0|[1-9]\d{0,17})$", "float": r"[-+]?(0|[1-9]\d*)\.\d+$"}
_KEPT = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:null")
_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag in _KEPT]
    for first, known in _SafeLoader.yaml_implicit_resolvers.items()}
for _name, _pattern in _PLAIN_NUMBERS.items():
    _StrictLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), list("-+0123456789"))
