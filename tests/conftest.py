"""Every test keeps its answers in a folder of its own; `course` puts the small course in the place of the real one."""

import pytest

from kapcourse.learning import answers, exercises
from kapcourse.tables import files
from tests.helpers import forget, small_course


@pytest.fixture(autouse=True)
def answers_folder(tmp_path, monkeypatch):
    """An empty folder for answers and a new session."""
    monkeypatch.setenv("KAPCOURSE_ANSWERS", str(tmp_path / "answers"))
    monkeypatch.delenv("KAPCOURSE_KEYS", raising=False)
    answers._sessions.clear()
    return tmp_path / "answers"


@pytest.fixture
def data(tmp_path):
    """The small course's data folder, to be spoilt and read."""
    return small_course(tmp_path)


@pytest.fixture
def course(data, monkeypatch):
    """The small course as the one that the whole package reads."""
    monkeypatch.setattr(files, "_PACKAGE", data.parent / "kapcourse")
    forget()
    yield data
    monkeypatch.undo()
    forget()


@pytest.fixture(params=["small", "real"])
def bank(request):
    """All items: of the small course, which has every kind, and of the real one."""
    if request.param == "small":
        request.getfixturevalue("course")
    return exercises.load_all()
