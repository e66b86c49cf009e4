"""Find and read the files of the data folder: CSV tables and YAML lists, safely and with clear errors."""

import csv
from pathlib import Path

import yaml

from kapcourse.tables.records import CourseError, record

_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PACKAGE = Path(__file__).resolve().parent.parent


def data_folder():
    """The folder with the course's content: inside the installed package, else beside it in a checkout."""
    shipped = _PACKAGE / "data"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "data"


def shown(path):
    """The path as a sentence names it: "data/claims.yaml"."""
    path = Path(path)
    parts = path.parts
    return "/".join(parts[parts.index("data"):]) if "data" in parts else path.name


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
    reader = csv.DictReader(read_text(path).splitlines(keepends=True), strict=True)
    try:
        rows = list(reader)
    except csv.Error as fault:
        raise CourseError(f"{name}, line {reader.line_num}: not readable as CSV ({fault}).") from None
    records = []
    for number, row in enumerate(rows, 2):
        where = f"{name}, row {number}"
        if None in row or None in row.values():
            raise CourseError(f"{where}: the number of cells differs from the header's {len(reader.fieldnames)}."
                              " A value that holds a comma stands in double quotes.")
        if row.get(key):
            where += f" ({row[key]})"
        records.append(record(cls, {k: v for k, v in row.items() if v.strip()}, where))
    return records


def read_list(path, cls, kind):
    """Records of class `cls` from a YAML list; `kind` names one of them in errors ("claim", "item").

    Raises CourseError naming file, record and field.
    """
    content = read_yaml(path)
    if not isinstance(content, list):
        raise CourseError(f"{shown(path)}: expected a list of records, each starting with '- '.")
    return [record(cls, entry, f"{shown(path)}, {kind} {_label(entry, i)}") for i, entry in enumerate(content, 1)]


def read_yaml(path):
    """The content of a YAML file, read safely: no tags, no anchors (they can grow without bound), no key twice."""
    text = read_text(path)
    try:
        for event in yaml.parse(text, Loader=_SafeLoader):
            if getattr(event, "anchor", None):
                raise yaml.MarkedYAMLError(problem="anchors are not allowed", problem_mark=event.start_mark)
        return yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else "?"
        raise CourseError(f"{shown(path)}, line {line}: not readable as YAML ({fault.problem}).") from None
    except (yaml.YAMLError, RecursionError) as fault:
        raise CourseError(f"{shown(path)}: not readable as YAML ({type(fault).__name__}).") from None


def _label(entry, position):
    return entry["id"] if isinstance(entry, dict) and "id" in entry else f"number {position}"


class _StrictLoader(_SafeLoader):
    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"'{key.value}' stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)
