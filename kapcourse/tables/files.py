"""Find and read the files of the data folder: CSV tables and YAML lists, safely and with clear errors."""

import csv
import io
import re
from pathlib import Path

import yaml

from kapcourse.tables.records import CourseError, label, record

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
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CourseError(f"{shown(path)}: the file is missing.") from None
    except UnicodeDecodeError as fault:
        line = Path(path).read_bytes()[: fault.start].count(b"\n") + 1
        raise CourseError(f"{shown(path)}, line {line}: not UTF-8 text. Save the file as UTF-8.") from None
    except OSError as fault:
        raise CourseError(f"{shown(path)}: the file cannot be read ({fault.strerror}).") from None


def read_table(path, cls, key="id"):
    """Records of class `cls` from a CSV file, one a row; an empty cell counts as absent.

    Raises CourseError naming file, row and field. Rows are counted as a spreadsheet shows them (header = 1).
    """
    name = shown(path)
    lines = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        header, *rows = [[cell.strip() for cell in row] for row in lines] or [[]]
    except csv.Error as fault:
        raise CourseError(f"{name}, line {lines.line_num}: not readable as CSV ({fault}).") from None
    if not any(header):
        raise CourseError(f"{name}, row 1: expected the names of the columns.")
    for column in header:
        if column and header.count(column) > 1:
            raise CourseError(f"{name}, row 1: column {column} stands twice.")
    return [_from_row(cls, header, row, f"{name}, row {number}", key)
            for number, row in enumerate(rows, 2) if any(row)]


def _from_row(cls, header, row, where, key):
    if len(row) != len(header):
        raise CourseError(f"{where}: {len(row)} cells where the header has {len(header)}."
                          " A value that holds a comma stands in double quotes.")
    cells = {column: cell for column, cell in zip(header, row, strict=True) if cell}
    return record(cls, cells, f"{where} ({cells[key]})" if key in cells else where)


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
        mark = fault.problem_mark or fault.context_mark
        raise CourseError(f"{shown(path)}, line {mark.line + 1}: not readable as YAML ({fault.problem}).") from None
    except yaml.YAMLError as fault:
        raise CourseError(f"{shown(path)}: not readable as YAML ({' '.join(str(fault).split())}).") from None


def _refuse_risky(text):
    """Raise for what a course file never needs and what can run code or grow without bound."""
    depth = 0
    for event in yaml.parse(text, Loader=_SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        for problem, found in (("anchors are not allowed", getattr(event, "anchor", None)),
                               ("tags are not allowed", getattr(event, "tag", None)),
                               ("nested too deeply", depth > _DEEPEST)):
            if found:
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


class _StrictLoader(_SafeLoader):
    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name must be plain text", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"'{key.value}' stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_PLAIN_NUMBERS = {"int": r"[-+]?(0|[1-9]\d{0,17})$", "float": r"[-+]?(0|[1-9]\d*)\.\d+$"}
_KEPT = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:null")
_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag in _KEPT]
    for first, known in _SafeLoader.yaml_implicit_resolvers.items()}
for _name, _pattern in _PLAIN_NUMBERS.items():
    _StrictLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), list("-+0123456789"))
