"""Grading a class: right by the keys whatever a file claims, and nobody's file can hurt anybody else's grade."""

import csv
import io
import json
import os
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapcourse.__main__ import main
from kapcourse.learning import answers, cohort, collected, exercises, gradebook
from kapcourse.tables.records import CourseError
from tests.helpers import examples, within_a_second
from tests.learning.test_broken_content import scratched
from tests.learning.test_grading import JSON, answers_to, wrong_answers

RIGHT = {"two.choice": "kap", "two.several": ["drip", "kap"], "two.number": "36",
         "two.order": ["check", "dose", "leave"], "two.match": {"drug": "both", "talk": "kap", "vein": "infusion"}}


def line(exercise, answer, minute=0, seq=1, **claimed):
    """A line as answers.py writes it; by default it claims to be wrong, so that whoever believes it is caught."""
    return json.dumps({"seq": seq, "time": f"2026-01-02T03:{minute:02d}:05.678+00:00", "exercise": exercise,
                       "answer": answer, "correct": False, "score": 0.0} | claimed) + "\n"


@pytest.fixture
def room(tmp_path):
    """An empty class folder."""
    folder = tmp_path / "class"
    folder.mkdir()
    return folder


def put(room, name, content, file="20260102-030405-1-0.jsonl"):
    """Write one answer file of a trainee."""
    (room / name).mkdir(exist_ok=True)
    (room / name / file).write_bytes(content if isinstance(content, bytes) else content.encode())


def marks(room):
    """{name: Marks} of a class folder."""
    scheme = cohort.Scheme()
    return {name: scheme.mark(name, paths) for name, paths in collected.trainees(room).items()}


def points(room, name):
    return marks(room)[name].points


# --- right, wrong, empty ---


def test_right_wrong_and_empty_trainees_get_what_the_keys_give(course, room):
    put(room, "right", "".join(line(*entry) for entry in RIGHT.items()))
    put(room, "wrong", "".join(line(name, next(wrong_answers(exercises.get(name))), correct=True, score=1.0)
                               for name in RIGHT))
    (room / "empty").mkdir()
    found = marks(room)
    assert found["right"].points == dict.fromkeys(RIGHT, 1.0)
    assert set(found["wrong"].points) == set(RIGHT) and all(p < 1 for p in found["wrong"].points.values())
    assert found["wrong"].points["two.choice"] == 0 and 0 < found["wrong"].points["two.match"] < 1
    assert (found["empty"].points, found["empty"].faults) == ({}, [])
    assert not any(one.faults for one in found.values())


def test_every_key_of_the_real_course_is_worth_a_point(room):
    for item in (item for item in exercises.load_all() if item.graded and item.kind not in ("case", "plan")):
        put(room, "anna", line(item.id, item.key), f"{item.id}.jsonl")
    found = points(room, "anna")
    assert set(found.values()) == {1.0} and len(found) > 100


def test_a_misconception_is_named_for_the_distractor_that_was_chosen(course, room):
    put(room, "anna", line("two.choice", "drip") + line("two.number", "64") + line("two.order", ["dose"]))
    assert marks(room)["anna"].wrong == [("two.choice", "care is therapy"), ("two.number", "the other group")]


def test_what_a_file_says_of_itself_is_never_believed(course, room):
    put(room, "liar", line("two.choice", "drip", correct=True, score=1.0))
    put(room, "modest", line("two.choice", "kap", correct=None, score=None))
    assert points(room, "liar") == {"two.choice": 0.0} and points(room, "modest") == {"two.choice": 1.0}


def test_predictions_reflections_and_answers_nobody_can_read_are_worth_nothing(course, room):
    put(room, "anna", line("two.guess", "0") + line("start.hope", "my own words") + line("two.secret", "two")
        + line("two.choice", {"not": "an option"}) + line("two.several", []))
    assert points(room, "anna") == {}


def test_a_withheld_item_counts_once_its_key_is_there(course, room, tmp_path, monkeypatch):
    put(room, "anna", line("two.secret", "two"))
    assert cohort.Scheme().keyless == ["two.secret"]
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "01_two.yaml").write_text("two.secret: {key: two, feedback: 'Yes.', options: {one: {feedback: a, "
                                      "misconception: b}, three: {feedback: c, misconception: d}}}\n")
    monkeypatch.setenv("KAPCOURSE_KEYS", str(keys))
    assert points(room, "anna") == {"two.secret": 1.0} and cohort.Scheme().keyless == []


# --- the last answer ---


def test_the_last_answer_counts_in_one_file_and_across_files(course, room):
    put(room, "anna", line("two.choice", "kap", 1) + line("two.choice", "drip", 2, 2))
    assert points(room, "anna")["two.choice"] == 0
    put(room, "anna", line("two.choice", "kap", 3), "00-earlier-name.jsonl")
    assert points(room, "anna")["two.choice"] == 1


@pytest.mark.parametrize("seed", range(20))
def test_the_order_and_the_names_of_files_do_not_matter(course, room, seed):
    dice = random.Random(seed)
    lines = [line(name, dice.choice([RIGHT[name], *wrong_answers(exercises.get(name))]), dice.randrange(3),
                  dice.randrange(3)) for name in dice.choices(sorted(RIGHT), k=40)]
    for trainee in ("one", "other"):
        shuffled = dice.sample(lines, len(lines))
        cuts = sorted(dice.sample(range(len(lines)), 5))
        for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
            put(room, trainee, "".join(shuffled[start:end]), f"{dice.random()}.jsonl")
    found = marks(room)
    assert found["one"].points == found["other"].points and found["one"].points


def test_a_downloaded_file_stands_for_a_trainee_alone_or_beside_a_folder(course, room):
    (room / "ben.jsonl").write_text(line("two.choice", "kap"))
    put(room, "anna", line("two.choice", "kap", 5))
    (room / "anna.jsonl").write_text(line("two.choice", "drip") + line("two.number", "36"))
    put(room, "deep", "")
    put(room / "deep", "answers", line("two.choice", "kap"))
    found = marks(room)
    assert set(found) == {"anna", "ben", "deep"}
    assert found["anna"].points == {"two.choice": 1.0, "two.number": 1.0}
    assert found["ben"].points == found["deep"].points == {"two.choice": 1.0}


def test_reflections_are_never_opened(course, room, monkeypatch):
    for name in ("reflections", "Reflections"):
        put(room, "anna", "")
        put(room / "anna", name, line("two.choice", "kap"))
        put(room, name, line("two.choice", "kap"))
    opened, really = [], os.open
    monkeypatch.setattr(os, "open", lambda path, *rest: (opened.append(str(path)), really(path, *rest))[1])
    found = marks(room)
    assert set(found) == {"anna"} and found["anna"].points == {}
    assert opened == [str(room / "anna" / "20260102-030405-1-0.jsonl")]


# --- hostile and broken files ---

BAD = {
    "binary": bytes(range(256)) * 400, "empty object": b"{}\n", "html": b"<html>\n<script>alert(1)</script>\n</html>\n",
    "python": b"import os; os.system('true')\n", "pickle": b"\x80\x04\x95\x10cposix\nsystem\n.", "list": b"[1, 2]\n",
    "deep": b'{"answer": ' + b"[" * 50_000 + b"]" * 50_000 + b"}\n", "no end": b"x" * 300_000,
    "long": b'{"a": "' + b"x" * 500_000 + b'"}\n', "types": line("two.choice", "kap", seq="1").encode(),
    "huge number": b'{"seq": ' + b"9" * 6_000 + b"}\n", "nan": line("two.choice", float("nan")).encode(),
    "utf-16": line("two.choice", "kap").encode("utf-16"), "no time": line("two.choice", "kap", time=None).encode(),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_broken_file_gives_one_line_and_costs_nobody_else_anything(course, room, bad, capsys, tmp_path):
    put(room, "anna", line("two.choice", "kap"))
    put(room, "mallory", bad, "bad.jsonl")
    put(room, "mallory", line("two.choice", "kap"), "good.jsonl")
    put(room, "zoe", line("two.choice", "kap"))
    assert main(["grade", str(room), "--into", str(tmp_path / "g.csv")]) == 0
    said = capsys.readouterr().err
    assert said.startswith("mallory/bad.jsonl: ") and said.count("\n") == 1 and said.endswith(".\n"), said
    assert len(said) < 250 and said[:-1].isprintable() and "Traceback" not in said
    assert {name: one.points for name, one in marks(room).items()} == {
        name: {"two.choice": 1.0} for name in ("anna", "mallory", "zoe")}


def test_good_lines_between_bad_ones_count_and_a_cut_last_line_is_no_fault(course, room):
    put(room, "anna", b"\xff\xfe\n" + line("two.choice", "kap").encode() + b"\n<b>\n" + line("two.number", 36).encode())
    put(room, "ben", line("two.choice", "kap") + line("two.number", 36)[:30])
    found = marks(room)
    assert found["anna"].points == {"two.choice": 1.0, "two.number": 1.0}
    assert found["anna"].faults == ["anna/20260102-030405-1-0.jsonl: 2 of 5 lines are no answers and are left out, "
                                    "the first is line 1."]
    assert (found["ben"].points, found["ben"].faults) == ({"two.choice": 1.0}, [])


def test_links_pipes_folders_and_locked_files_are_left_out_with_a_sentence(course, room, tmp_path):
    secret = tmp_path / "elsewhere"
    secret.mkdir()
    (secret / "a.jsonl").write_text(line("two.choice", "kap"))
    put(room, "mallory", line("two.number", "36"))
    (room / "mallory" / "link.jsonl").symlink_to(secret / "a.jsonl")
    (room / "mallory" / "folder").symlink_to(secret)
    (room / "mallory" / "loop").symlink_to(room / "mallory")
    (room / "mallory" / "folder.jsonl").mkdir()
    os.mkfifo(room / "mallory" / "pipe.jsonl")
    (room / "guest").symlink_to(secret)
    found = marks(room)
    assert found["mallory"].points == {"two.number": 1.0} and found["guest"].points == {}
    assert found["guest"].faults == ["guest: left out, a link is not followed."]
    assert found["mallory"].faults == [
        "mallory/folder: left out, a link is not followed.", "mallory/link.jsonl: left out, a link is not followed.",
        "mallory/loop: left out, a link is not followed.",
        "mallory/pipe.jsonl: left out, it cannot be read (it is no plain file)."]


def test_limits_of_size_lines_and_files_are_told_and_kept(course, room, monkeypatch):
    monkeypatch.setattr(collected, "MAX_BYTES", 5_000)
    monkeypatch.setattr(collected, "MAX_LINES", 20)
    monkeypatch.setattr(collected, "MAX_ENTRIES", 10)
    put(room, "big", line("two.choice", "kap") + "\n" * 5_000)
    put(room, "lines", line("two.choice", "kap") + "\n" * 30 + line("two.number", "36"))
    for number in range(30):
        put(room, "many", line("two.choice", "kap"), f"{number:02d}.jsonl")
    found = marks(room)
    assert found["big"].points == {} and "above 0.005 MB" in found["big"].faults[0]
    assert found["lines"].points == {"two.choice": 1.0} and "read up to line 20;" in found["lines"].faults[0]
    assert found["many"].points == {"two.choice": 1.0} and "only 10 files" in found["many"].faults[0]
    assert [len(one.faults) for one in found.values()] == [1, 1, 1]


def test_many_bad_files_of_one_trainee_are_summed_up(course, room, capsys, tmp_path):
    for number in range(50):
        put(room, "mallory", "<b>\n", f"{number:02d}.jsonl")
    main(["grade", str(room), "--into", str(tmp_path / "g.csv")])
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 4 and said[-1] == "mallory: and 47 more files are left out, wholly or partly."


def test_bombs_of_lines_take_neither_time_nor_memory(course, room):
    put(room, "mallory", b"\n" * 19_000_000)
    put(room, "mallory", line("two.choice", "kap"), "0.jsonl")
    one = marks(room)["mallory"]
    assert one.points == {"two.choice": 1.0} and "read up to line" in one.faults[0]


def test_a_file_that_grows_while_it_is_read_is_read_as_it_was_when_it_was_opened(course, room, monkeypatch):
    put(room, "mallory", line("two.choice", "kap"))
    really, (path,) = os.fstat, (room / "mallory").iterdir()

    def and_grow(handle):
        status = really(handle)
        with open(path, "ab") as file:
            file.write(line("two.number", "36").encode() + b"x" * 500_000)
        return status

    monkeypatch.setattr(os, "fstat", and_grow)
    assert points(room, "mallory") == {"two.choice": 1.0}


def test_long_answers_of_many_are_not_kept_in_memory(course, room):
    scheme = cohort.Scheme()
    for name in ("anna", "ben"):
        put(room, name, "".join(line(item, " " * 60_000 + name) for item in RIGHT))
        scheme.mark(name, [room / name])
    assert sum(len(answer) for _, answer in scheme._kept) < 10_000


@settings(max_examples=examples(60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**40))
def test_a_real_file_damaged_at_random_is_graded_or_told_within_a_second(course, room, seed):
    dice = random.Random(seed)
    raw = "".join(line(name, answer) for name, answer in RIGHT.items()).encode()
    put(room, "anna", scratched(raw, dice))
    with within_a_second():
        one, kept = marks(room)["anna"], answers.read(room / "anna")
    assert all(0 <= value <= 1 for value in one.points.values())
    assert len(one.faults) <= 1 and all(fault.isprintable() for fault in one.faults)
    assert {answer.exercise for answer in kept} >= set(one.points)


LINES = {
    "nested": b'{"seq": 1, "answer": ' + b"[" * 60_000, "names": b'{"a":' * 10_000, "digits": b"9" * 4_299,
    "escapes": b'{"seq": "' + b"\\u0000" * 9_000, "signs": b"\xff" * 65_000, "objects": b"{}" * 30_000,
    "blanks": b" " * 65_000, "nulls": b"\x00" * 65_000, "exponents": b"[" + b"1e999," * 10_000 + b"1]",
}


@pytest.mark.parametrize("bad", LINES.values(), ids=LINES)
def test_two_million_bytes_of_the_worst_lines_cost_less_than_a_second(course, room, bad):
    put(room, "mallory", (bad + b"\n") * (2_000_000 // len(bad)))
    with within_a_second():
        assert marks(room)["mallory"].points == {}


def test_unknown_exercises_are_listed_once_and_cannot_flood_the_summary(course, room, capsys, tmp_path):
    for name in ("anna", "ben"):
        put(room, name, line("gone.item", "x") + line("gone.item", "y", 2) + line("=cmd()\x1b[2J\n", "z"))
    put(room, "mallory", "".join(line(f"fake.{n}", "x") for n in range(3_000)))
    assert main(["grade", str(room), "--into", str(tmp_path / "g.csv")]) == 0
    said = capsys.readouterr().out
    assert said.count("gone.item") == 1 and "  2 x  gone.item\n" in said and "'=cmd()?[2J?" in said
    assert len(said.splitlines()) < 50 and "more" in said


# --- properties ---


@settings(max_examples=examples(40), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_points_never_exceed_the_maximum_whatever_is_answered(course, room, data):
    scheme = cohort.Scheme()
    items = data.draw(st.lists(st.sampled_from(sorted(scheme.all)), max_size=8))
    lines = [line(name, data.draw(answers_to(scheme.all[name]) | JSON)) for name in items]
    put(room, "anna", "".join(lines))
    found = scheme.mark("anna", [room / "anna"])
    assert all(0 <= value <= 1 for value in found.points.values()) and set(found.points) <= set(scheme.graded)
    for column in [*scheme.lessons, *scheme.objectives]:
        assert 0 <= column.of(found.points) <= column.most


@settings(max_examples=examples(40), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=400) | st.lists(JSON, max_size=5).map(
    lambda values: "\n".join(map(json.dumps, values)).encode()))
def test_no_file_whatsoever_raises_or_earns_a_point(course, room, content):
    put(room, "anna", content)
    found = cohort.Scheme().mark("anna", [room / "anna"])
    assert found.points == {} and all("\n" not in fault for fault in found.faults)


# --- the gradebook ---


def table(path):
    """The rows of a CSV file as an independent reader sees them."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.fixture
def graded(course, room, tmp_path):
    """A function that grades a small class in one shape and returns the rows of its gradebook."""
    put(room, "anna", line("two.choice", "kap") + line("two.match", RIGHT["two.match"] | {"talk": "both"}))
    put(room, "=cmd|' calc'!A0", line("two.choice", "drip"))
    put(room, "  Points Possible", "")
    put(room, "Zoë, R.", line("two.choice", "kap"))

    def run(*options):
        path = tmp_path / "g.csv"
        assert main(["grade", str(room), "--into", str(path), *options]) == 0
        return table(path)
    return run


def test_our_own_gradebook_has_sums_for_lessons_and_objectives_and_each_item(graded):
    head, *rows = graded()
    anna = dict(zip(head, next(row for row in rows if row[0] == "anna"), strict=True))
    assert len(rows) == 4 and len({len(row) for row in [head, *rows]}) == 1
    assert (anna["answered"], anna["item two.choice"], anna["item two.match"]) == ("2", "1", "0.67")
    assert anna["item two.order"] == ""
    assert anna[next(name for name in head if name.startswith("objective tell_apart (of "))] == "1.67"
    lesson = next(name for name in head if name.startswith("Lesson 01"))
    assert lesson.endswith("(of 7)") and anna[lesson] == "1.67"


def test_no_cell_can_be_taken_for_a_formula(graded):
    for options in ((), ("--moodle",), ("--canvas",)):
        cells = [cell for row in graded(*options) for cell in row]
        assert not [cell for cell in cells if cell != "-" and cell.lstrip().startswith(tuple("=+-@"))]
        assert any(cell.startswith("'=cmd") for cell in cells) and "Zoë, R." in cells


def test_moodle_gets_a_login_and_percentages_up_to_a_hundred(graded):
    head, *rows = graded("--moodle")
    assert head[0] == "Username" and len(set(head)) == len(head)
    grades = {row[0]: row[1:] for row in rows}
    assert "23.81" in grades["anna"] and set(grades["  Points Possible"]) == {"-"}
    assert all(cell == "-" or 0 <= float(cell) <= 100 for row in grades.values() for cell in row)


def test_canvas_gets_its_five_columns_and_one_row_of_maxima(graded):
    head, most, *rows = graded("--canvas")
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert [row[0] for row in [most, *rows] if "Points Possible" in row[0]] == ["    Points Possible"]
    for row in rows:
        assert row[0] == row[3] and all(not cell or float(cell) <= float(best)
                                        for cell, best in zip(row[5:], most[5:], strict=True))


def test_names_that_no_terminal_can_show_are_shown_safely(course, room, tmp_path):
    os.mkdir(os.fsencode(room) + b"/evil\xff\x1b[2J\nname")
    assert main(["grade", str(room), "--into", str(tmp_path / "g.csv")]) == 0
    assert table(tmp_path / "g.csv")[1][0] == "evil??[2J?name"


def test_a_new_role_gets_a_column_of_its_own_and_breaks_nothing(course):
    items = [item for item in exercises.load_all() if item.graded]
    extra = replace(next(item for item in items if item.role == "core"), id="new", role="extra")
    columns = {column.name: column for column in cohort.Scheme([*items, extra]).lessons}
    assert columns["extra"].items == ("new",) and "new" not in columns["01"].items
    assert gradebook.Own(cohort.Scheme([*items, extra])).head


def sat(which, *tries, form="A"):
    """The lines of a test, each try a list of (item, answer) that is finished; then it is begun again."""
    records = []
    for given_answers in tries:
        records += [{"do": "answer", "item": name, "answer": answer} for name, answer in given_answers]
        records += [{"do": "finish"}, {"do": "again"}]
    return "".join(line(f"test.{which}", record | {"form": form}, 10, seq)
                   for seq, record in enumerate(records[:-1], 1))


TALK, DAY = ("test_a.talk", "kap"), ("test_a.day", ["greet", "rest", "leave"])


@pytest.mark.parametrize(("options", "columns", "rows"), [
    ((), ["Test before (of 2)", "Test after (of 2)"], {"anna": ["1", "2"], "ben": ["", ""], "cy": ["0", ""]}),
    (("--moodle",), ["Test before (%)", "Test after (%)"],
     {"anna": ["50", "100"], "ben": ["-", "-"], "cy": ["0", "-"]}),
    (("--canvas",), ["Test before", "Test after"],
     {"    Points Possible": ["2", "2"], "anna": ["1", "2"], "ben": ["", ""], "cy": ["0", ""]}),
])
def test_the_gradebook_holds_the_first_finish_of_each_test(course, room, tmp_path, options, columns, rows):
    put(room, "anna", sat("before", [TALK]) + sat("after", [TALK, DAY], [("test_a.talk", "drip")]))
    put(room, "ben", line("test.before", {"do": "answer", "form": "A", "item": "test_a.talk", "answer": "kap"}))
    put(room, "cy", sat("before", [("test_a.talk", {"<b>": 1}), (["x"], 3)]))
    assert main(["grade", str(room), "--into", str(tmp_path / "g.csv"), *options]) == 0
    head, *found = table(tmp_path / "g.csv")
    places = [head.index(name) for name in columns]
    assert {row[0]: [row[place] for place in places] for row in found} == rows


def test_items_of_the_test_stand_in_no_other_column_and_are_nothing_unknown(course, room):
    put(room, "anna", line("test.before", {"do": "finish", "form": "A"}))
    scheme = cohort.Scheme()
    assert any(item.role == "test" for item in scheme.all.values())
    assert not any(item.role == "test" for item in scheme.graded.values())
    assert scheme.mark("anna", [room / "anna"]).unknown == []


def test_a_gradebook_is_whole_or_not_there_and_faults_are_one_sentence(course, room, tmp_path, monkeypatch, capsys):
    assert main(["grade", str(room)]) == 1 and "no trainees found" in capsys.readouterr().err
    assert main(["grade", str(room / "gone")]) == 1 and "cannot be read" in capsys.readouterr().err
    put(room, "anna", line("two.choice", "kap"))
    assert main(["grade", str(room), "--into", str(tmp_path / "no" / "g.csv")]) == 1
    assert "cannot be written" in capsys.readouterr().err

    def broken(*_):
        raise CourseError("Something is wrong.")
    monkeypatch.setattr(cohort.Scheme, "mark", broken)
    assert main(["grade", str(room), "--into", str(tmp_path / "g.csv")]) == 1
    assert capsys.readouterr().err == "Something is wrong.\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "data"]


def test_progress_is_shown_on_a_terminal_only(capsys, monkeypatch):
    from kapcourse.teaching import shown

    assert list(shown("abc", 3)) == ["a", "b", "c"] and capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert list(shown("abc", 3)) == ["a", "b", "c"]
    assert capsys.readouterr().err.endswith(f"[{'#' * 30}] 3 of 3\n")
