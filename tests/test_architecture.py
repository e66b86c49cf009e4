"""The house keeps its floors: imports point down, science reads nothing, and no file's content is ever run."""

import ast
import subprocess
import sys

import pytest

from tests.helpers import ROOT

PACKAGE = ROOT / "kapcourse"
MAY_KNOW = {  # what each floor may import of the others
    "tables": set(), "science": set(), "learning": {"science", "tables"}, "figures": {"science"},
    "widgets": {"figures", "learning", "science", "tables"},
}
FILES = sorted(PACKAGE.rglob("*.py"))
FLOOR_FILES = [path for path in FILES if path.parent.name in MAY_KNOW]
# A browser kernel has no processes, threads or locks; the others run or unpack what a file says.
BANNED = {"fcntl", "subprocess", "threading", "multiprocessing", "socket", "signal", "resource",
          "pickle", "marshal", "shelve", "dill", "joblib", "pandas"}
ONLY_WHEN_USED = {"fpdf", "matplotlib", "nbformat", "nbclient"}


def name_of(path):
    return str(path.relative_to(ROOT))


def imports(tree):
    """(module, whether it is imported with the file, that is outside a function) for each import."""
    inside = {id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef | ast.Lambda)
              for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield from ((f"{node.module}.{alias.name}", id(node) not in inside) for alias in node.names)


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_there_are_five_floors_and_nothing_beside_them():
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    assert folders - {"__pycache__", "data"} == set(MAY_KNOW)


@pytest.mark.parametrize("path", FLOOR_FILES, ids=name_of)
def test_an_import_only_points_down(path):
    floor = path.parent.name
    known = {module.split(".")[1] for module, _ in imports(parsed(path)) if module.startswith("kapcourse.")}
    assert known <= {floor} | MAY_KNOW[floor]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_file_uses_what_a_browser_lacks_or_what_runs_a_files_content(path):
    tree = parsed(path)
    for module, at_once in imports(tree):
        top = module.split(".")[0]
        assert top not in BANNED, module
        assert not (at_once and top in ONLY_WHEN_USED), f"{module} is imported before it is needed"
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = ast.unparse(call.func)
        assert called not in ("eval", "exec", "compile", "__import__", "os.system", "os.popen"), called
        if called.startswith("yaml.") and "load" in called:
            assert called == "yaml.load" and ast.unparse(call.keywords[0].value) == "_StrictLoader", ast.unparse(call)


def test_the_strict_loader_is_a_safe_one():
    import yaml

    from kapcourse.tables.files import _StrictLoader

    assert issubclass(_StrictLoader, yaml.SafeLoader | yaml.CSafeLoader)
    assert not any(tag and "python" in tag for tag in _StrictLoader.yaml_constructors)


@pytest.mark.parametrize("path", sorted((PACKAGE / "science").glob("*.py")), ids=name_of)
def test_science_takes_data_and_reads_no_file(path):
    tree = parsed(path)
    allowed = {"math", "numpy", "dataclasses", "typing", "functools", "itertools", "zlib", "copy", "kapcourse"}
    assert {module.split(".")[0] for module, _ in imports(tree)} <= allowed
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not called & {"open", "np.load", "np.loadtxt", "np.genfromtxt", "numpy.load", "numpy.loadtxt"}


@pytest.mark.parametrize(("statement", "absent"), [
    ("import kapcourse", "matplotlib numpy scipy ipywidgets anywidget yaml IPython"),
    ("from kapcourse.learning import exercises, grading, answers, progress, solutions, texts, lint",
     "matplotlib numpy scipy ipywidgets anywidget IPython"),
    ("from kapcourse import ask, course, explore", "matplotlib fpdf scipy pandas"),
])
def test_an_import_loads_no_more_than_it_needs(statement, absent):
    code = f"import sys\n{statement}\nprint(*(set({absent.split()}) & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_the_package_says_what_it_has():
    import kapcourse

    assert kapcourse.__all__ == ["ask", "cohort", "course", "explore", "solutions"]
    with pytest.raises(AttributeError, match=r"has no 'asc'; it has ask, cohort, course, explore, solutions\."):
        kapcourse.asc  # noqa: B018


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_public_function_and_class_says_what_it_is_for(path):
    tree = parsed(path)
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"]
    assert ast.get_docstring(tree) and not [node.name for node in public if not ast.get_docstring(node)]
