"""Items load as written; each mistake in an item file or a keys file gives its one sentence."""

import pytest

from kapcourse.learning import exercises, item_rules, lint
from kapcourse.learning.grading import check
from kapcourse.tables import lessons, sources
from kapcourse.tables.records import CourseError
from tests.helpers import ROOT, SMALL_COURSE, change, complaint, read_course

ITEMS = "exercises/01_two.yaml"
SECRET = """
two.secret:
  key: two
  feedback: Yes. It was the second.
  options:
    one: {feedback: Too early., misconception: first is best}
    three: {feedback: Too late., misconception: last is best}
"""

BAD = [
    ("- id: two.choice\n", "- stem: Twice?\n", ["'stem' stands twice"]),
    ("- id: two.choice\n  kind: choice", "- kind: choice", ["item number 1", "id is missing"]),
    ("kind: choice", "kind: chioce", ["item two.choice", "kind is 'chioce'", "choice, several, number"]),
    ("kind: choice", "kind: judge", ["item two.choice", "kind 'judge' is not written here", "data/claims.yaml"]),
    ("  stem: Which of them has planned talk?\n", "", ["item two.choice", "stem is missing"]),
    ("objective: tell_apart", "objective: tell", ["item two.choice", "objective 'tell'", "Lesson 01 has: tell_apart"]),
    ("sources: [smith2020]", "sources: [smith]", ["item two.choice", "source 'smith'", "data/sources.csv"]),
    ("  sources: [smith2020]\n", "", ["item two.choice", "sources is missing"]),
    ("  feedback: Yes. Talk is planned.\n", "", ["item two.choice", "feedback is missing"]),
    ("  key: kap\n", "", ["item two.choice", "key is missing", "withheld: true"]),
    ("key: kap", "key: cap", ["item two.choice", "key is 'cap'", "the id of one option"]),
    ("key: kap", "key: [kap]", ["item two.choice", "key is ['kap']", "the id of one option"]),
    (", feedback: Kindness is no therapy.", "", ["item two.choice, option drip", "feedback is missing", "tempts"]),
    ("misconception: care is therapy, ", "", ["item two.choice, option drip", "misconception is missing"]),
    ("    - {id: current, text: Current, misconception: all is one, feedback: Current needs no talk.}\n", "",
     ["item two.choice", "options are too few", "found 2"]),
    ("{id: kap, text: The KAP}", "{id: drip, text: The KAP}", ["item two.choice", "id drip stands twice"]),
    ("{id: kap, text: The KAP}", "{id: kap, txet: The KAP}", ["item two.choice, option kap", "'txet'", "'text'?"]),
    ("text: Current, feedback: It does not.", "text: Current", ["item two.several, option current", "feedback"]),
    ("key: [drip, kap]", "key: [drip, kap, current]", ["item two.several", "a list of some of the options' ids"]),
    ("key: [drip, kap]", "key: []", ["item two.several", "key is []"]),
    ("key: [drip, kap]", "key: [drip, drip]", ["item two.several", "key is"]),
    ("key: [drip, kap]", "key: [[drip], kap]", ["item two.several", "key is"]),
    ("key: [drip, kap]", "key: drip", ["item two.several", "key is 'drip'"]),
    ("key: 36", "key: thirty-six", ["item two.number", "key is 'thirty-six'", "a number"]),
    ("key: 36", "key: true", ["item two.number", "key is True", "a number"]),
    ("tolerance: 0.4", "tolerance: -1", ["item two.number", "tolerance is -1", "0 or more"]),
    ("tolerance: 0.4", "tolerance: some", ["item two.number", "tolerance is 'some'", "a number"]),
    ('text: "50"', "text: a half", ["item two.number, option half", "text is 'a half'", "a number"]),
    ('text: "50"', 'text: "36.3"', ["item two.number, option half", "text is '36.3'", "takes for right"]),
    ('text: "50"', "text: .nan", ["item two.number, option half", "text is '.nan'"]),
    ("  other: Take the share from a hundred.\n", "", ["item two.number", "other is missing"]),
    ("key: {drug: both, talk: kap, vein: infusion}", "key: {drug: both, talk: kap}",
     ["item two.match", "for each option"]),
    ("drug: both,", "drug: bth,", ["item two.match", "for each option the id of one category"]),
    ("drug: both,", "drug: [both],", ["item two.match", "key is"]),
    ("{id: both, text: Both}", "{id: kap, text: Both}", ["item two.match", "id kap stands twice"]),
    ("{id: both, text: Both}", "{id: both}", ["item two.match, category both", "text is missing"]),
    ("text: Talk is planned., feedback: Only in KAP.", "text: Talk.", ["item two.match, option talk", "feedback"]),
    ("key: [check, dose, leave]", "key: [check, dose]", ["item two.order", "a list of all options' ids"]),
    ("key: [check, dose, leave]", "key: [check, dose, 3]", ["item two.order", "a list of all options' ids"]),
    ("two_approaches.attribute_differences", "magic", ["item two.differences", "'magic'", "two_approaches"]),
    ("two_approaches.attribute_differences", "two_approaches.key", ["item two.differences", "no 'key'"]),
    ("two_approaches.attribute_differences", "[a]", ["item two.differences", "expected one of"]),
    ("attribute: talk,", "attribute: tlak,", ["item two.differences", "no attribute 'tlak'"]),
    ('wants: {talk: "yes"}', "wants: {colour: red}", ["item two.people", "does not state the trait 'colour'"]),
    ("role: prediction", "role: guess", ["item two.guess", "role is 'guess'", "core, optional, prediction"]),
    ("withheld: true\n", "withheld: true\n  key: two\n", ["item two.secret", "key stands here", "withheld: true"]),
    ("withheld: true\n", "withheld: true\n  feedback: So.\n", ["item two.secret", "feedback stands here"]),
    ("text: The third}", "text: The third, feedback: No.}", ["two.secret", "feedback of option three"]),
    ("objective: tell_apart", "objective: find_way", ["two.choice", "not one of lesson 01", "tell_apart, judge"]),
    ("sources: [smith2020]", "sources: [smith2002]", ["two.choice", "'smith2002'", "Did you mean 'smith2020'?"]),
    ("key: kap", "key: The KAP", ["item two.choice", "The options are: drip, kap, current"]),
    ("- id: two.several", "- id: two.some of them", ["item two.some of them", "a blank or another sign"]),
    ("- id: two.several", "- id: two.choice", ["id two.choice stands twice"]),
    ("", "- id: two.mine\n  kind: reflection\n  objective: tell_apart\n  stem: Why?\n  key: because\n",
     ["item two.mine", "a reflection has no key"]),
    ("", "- just a line\n", ["item number 11", "'just a line'"]),
]


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_a_mistake_in_an_item_gives_one_sentence_with_file_item_and_field(data, old, new, words):
    change(data, ITEMS, old, new)
    said = complaint(read_course, data)
    assert said.startswith("data/exercises"), said
    assert all(word in said for word in words), said


def test_an_item_file_is_named_after_a_lesson(data):
    (data / ITEMS).rename(data / "exercises" / "07_seven.yaml")
    said = complaint(read_course, data)
    assert said.startswith("data/exercises/07_seven.yaml") and "'07', which is no lesson" in said


def test_every_kind_loads_lesson_by_lesson_with_those_made_from_other_tables_last():
    items = read_course(SMALL_COURSE)
    names = list(items)
    assert names[:2] + names[-8:] == ["start.hope", "two.choice", "claim.P01", "screening.v1", "screening.v2",
                                      "screening.v3", "case.quiet_room", "case.round_table", "plan.session_infusion",
                                      "plan.session_kap"]
    assert {item.kind for item in items.values()} == {*item_rules.KEYS, *exercises.ELSEWHERE, "reflection"}
    assert {item.lesson for item in items.values()} == {"00", "01"}
    assert items["two.choice"].option("kap").text == "The KAP" and items["two.choice"].option("x") is None


def test_computed_keys_come_from_the_tables_of_the_folder_that_is_read(data):
    assert read_course(SMALL_COURSE)["two.guess"].key == 0
    change(data, "approaches.yaml", "difference: not_compared", "difference: evidence")
    items = read_course(data)
    assert items["two.guess"].key == 1 and items["two.differences"].key["c"] == "evidence"


def test_a_claim_becomes_an_item_with_all_four_parts():
    item = read_course(SMALL_COURSE)["claim.P01"]
    assert item.key == {"settle": "trial", "row": "smith", "verdict": "partly", "rewrite": "some"}
    assert all(item.option(f"{part}:{choice}") for part, choice in item.key.items())
    assert item.sources == ["pubmed2010", "smith2020"] and item.claim == "P01" and item.role == "optional"
    assert item.option("verdict:supported").feedback == "Always was not shown."
    without = {option.id for option in item.options if not option.misconception}
    assert without == {f"{part}:{choice}" for part, choice in item.key.items()}


def test_only_keyed_items_that_are_no_predictions_are_graded():
    items = read_course(SMALL_COURSE)
    assert [name for name, item in items.items() if not item.graded] == [
        "start.hope", "two.guess", "two.guess_choice", "two.secret"]


def test_an_unknown_exercise_is_told_with_its_neighbours(course):
    assert exercises.get("two.choice").kind == "choice"
    with pytest.raises(CourseError, match=r"no exercise 'two\.chocie'\. Did you mean 'two\.choice'\?"):
        exercises.get("two.chocie")


def test_the_question_that_the_guide_for_contributors_shows_can_be_asked(tmp_path):
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    path = tmp_path / "09_preparation.yaml"
    path.write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    [item] = exercises.load_file(path)
    assert item.graded and lint.faults(item) == [] and item.id.startswith("preparation.")


def test_a_question_is_found_without_reading_the_other_lessons(course):
    change(course, "exercises/00_start.yaml", "- id", "[")
    assert exercises.get("two.choice").kind == "choice"
    assert "00_start.yaml" in complaint(exercises.get, "start.hope")


def test_an_id_begins_with_the_name_of_its_file(data):
    change(data, "exercises/00_start.yaml", "start.hope", "hope.start")
    assert complaint(read_course, data) == ("data/exercises/00_start.yaml, item hope.start: the id begins otherwise; "
                                            "by the file's name it begins with 'start.'.")


@pytest.mark.parametrize(("name", "words"), [
    ("exercises/00_two.yaml", "01_two.yaml: other items have ids that begin with 'two.' already"),
    ("exercises/00_claim.yaml", "00_claim.yaml: other items have ids that begin with 'claim.' already"),
    ("exercises/01_two (copy).yaml", "(copy).yaml: the course does not read a file of this name"),
    ("exercises/01_more.yml", "01_more.yml: the course does not read a file of this name"),
    ("tests/form_a.yaml.txt", "form_a.yaml.txt: the course does not read a file of this name"),
    ("cases/new_case.yml", "new_case.yml: the course does not read a file of this name"),
])
def test_no_file_hides_another_and_none_is_passed_over(data, name, words):
    (data / name).write_text("[]", encoding="utf-8")
    assert words in complaint(read_course, data)


def test_what_an_open_program_leaves_beside_a_file_is_no_fault(data):
    for name in (".~lock.00_start.yaml#", "~$00_start.yaml"):
        (data / "exercises" / name).write_bytes(b"\xff")
    assert "start.hope" in read_course(data)


# --- withheld keys ---


@pytest.fixture
def keys(tmp_path):
    """A folder of withheld keys beside the course."""
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "01_two.yaml").write_text(SECRET, encoding="utf-8")
    return folder


def test_without_the_keys_the_item_records_and_with_them_it_grades(course, keys, monkeypatch):
    item = exercises.get("two.secret")
    assert item.key is None and not item.graded and not any(option.feedback for option in item.options)
    assert check(item, "two").correct is None and "Recorded" in check(item, "two").feedback
    monkeypatch.setenv("KAPCOURSE_KEYS", str(keys))
    item = exercises.get("two.secret")
    assert item.graded and check(item, "two").correct is True and check(item, "one").feedback == "Too early."
    assert exercises.load_all(keys=keys) is exercises.load_all()


def test_a_key_of_nought_can_be_withheld(data, keys):
    change(data, ITEMS, "  key: 36\n", "  withheld: true\n")
    change(data, ITEMS, "  other: Take the share from a hundred.\n  feedback: Yes. The rest of a hundred.\n", "")
    for told in (", feedback: These responded.", ", feedback: It was no coin."):
        change(data, ITEMS, told, "")
    whys = "options: {those: {feedback: These.}, half: {feedback: No coin.}}, other: Take it., feedback: Yes."
    (keys / "01_two.yaml").write_text(f"{SECRET}two.number: {{key: 0, {whys}}}\n", encoding="utf-8")
    assert read_course(data, keys)["two.number"].key == 0


@pytest.mark.parametrize(("old", "new", "words"), [
    ("key: two", "key: tow", ["keys file of data/exercises/01_two.yaml, item two.secret", "key is 'tow'"]),
    ("  key: two\n", "", ["item two.secret", "key is missing"]),
    ("  feedback: Yes. It was the second.\n", "", ["item two.secret", "feedback is missing"]),
    ("  feedback: Yes", "  feedbak: Yes", ["item two.secret", "'feedbak'", "Did you mean 'feedback'?"]),
    ("  feedback: Yes. It was the second.", "  feedback: [Yes]", ["item two.secret", "feedback is [True]", "text"]),
    ("{feedback: Too early.,", "{feedbak: Too early.,", ["item two.secret, option one", "'feedbak'"]),
    ("{feedback: Too early.,", "{", ["item two.secret, option one", "feedback is missing"]),
    ("    one:", "    none:", ["item two.secret", "option 'none' does not exist", "one, two, three"]),
    ("    one: {feedback: Too early., misconception: first is best}", "    one: no", ["item two.secret, option one"]),
    ("two.secret:", "two.scret:", ["item two.scret", "has no item of this name", "Did you mean 'two.secret'?"]),
    ("two.secret:", "two.choice:", ["item two.choice", "is not marked 'withheld: true'"]),
    ("two.secret:\n", "two.secret: two\nother:\n", ["item two.secret", "found 'two'"]),
    ("two.secret:\n", "two.secret: [\n", ["line"]),
    (SECRET, "- two.secret\n", ["01_two.yaml", "expected item ids"]),
])
def test_a_mistake_in_a_keys_file_gives_one_sentence(data, keys, old, new, words):
    change(keys, "01_two.yaml", old, new)
    said = complaint(read_course, data, keys)
    assert "01_two.yaml" in said and all(word in said for word in words), said


def test_keys_that_fit_nothing_and_folders_that_are_not_there_are_told(data, keys):
    (keys / "01_tow.yml").write_text(SECRET, encoding="utf-8")
    said = complaint(read_course, data, keys)
    assert said == "01_tow.yml: these withheld keys fit no file in data/exercises or data/tests."
    assert "cannot be found" in complaint(read_course, data, keys / "gone")


def test_an_empty_keys_file_withholds_nothing(data, keys):
    (keys / "01_two.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert read_course(data, keys)["two.secret"].key is None


# --- the real items ---


def test_every_item_has_an_objective_and_sources_that_exist(bank):
    known = {o.id for lesson in lessons.load().values() for o in lesson.objectives}
    for item in bank:
        assert item.objective in known, item.id
        assert set(item.sources) <= set(sources.load()), item.id
        assert item.sources or item.kind == "reflection" or item.role == "prediction", item.id


def test_the_ready_lessons_have_the_items_they_promise():
    items = exercises.load_all()
    core = [item for item in items if item.role not in ("optional", "test") and item.kind != "reflection"]
    assert len(core) >= 10 and len({item.kind for item in items}) >= 5
    ready = {lesson.id for lesson in lessons.load().values() if lesson.ready}
    assert ready <= {item.lesson for item in items if item.kind not in exercises.ELSEWHERE and item.role != "test"}
