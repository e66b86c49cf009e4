"""No text that a trainee reads escapes the audit: a figure planted anywhere in data/ is found."""

import pytest
import yaml

from kapcourse.__main__ import main
from kapcourse.learning import texts
from kapcourse.tables import audit, pharmacokinetics
from kapcourse.tables.files import data_folder
from tests.helpers import change, complaint

# Not shown: names for the engine, and what only authors read. A public claim is quoted as it stands.
UNSEEN = {"id", "kind", "objective", "sources", "key", "role", "misconception", "attribute", "wants", "traits",
          "lessons", "roles", "prerequisites", "claims", "difference", "certainty", "status", "certainty_status",
          "verdict", "deciding", "rewrite", "statement", "grade", "values", "pair", "lesson", "approach", "start",
          "who_acts", "mark", "then", "ending", "domain", "not_in"}
UNSEEN_THERE = {("claims.yaml", "says"), ("hypotheses.yaml", "who"), ("edition.yaml", "version"),
                ("edition.yaml", "evidence"), *(("plans.yaml", name) for name in (
    "unit", "approaches", "regimens", "by", "source", "place", "tier", "shape", "between", "block", "other",
    "rule", "only", "also", "placed", "departs", "change")), *(("options.yaml", name) for name in (
        "gives", "stands", "beside")), *(("people.yaml", name) for name in ("asks_for", "findings", "weights")),
    *(("risk_checklist.yaml", name) for name in ("source", "place", "instrument")),
    *(("steps.yaml", name) for name in ("side", "who", "source", "place", "tier"))}
FILES = ["lessons.yaml", "glossary.yaml", "approaches.yaml", "claims.yaml", "exercises/00_start.yaml",
         "exercises/01_two.yaml", "tests/domains.yaml", "tests/form_a.yaml", "tests/form_b.yaml", "edition.yaml",
         "hypotheses.yaml", "vignettes.yaml", "plans.yaml", "cases/quiet_room.yaml", "cases/round_table.yaml",
         "options.yaml", "people.yaml", "risk_checklist.yaml", "steps.yaml"]


def unseen(name, value, file):
    """Whether a trainee never reads this field."""
    if value == "clear":
        return True
    names_only = name == "matters" and all(isinstance(entry, str) for entry in value)
    return name in UNSEEN or (file, name) in UNSEEN_THERE or names_only or (name == "name" and file == "lessons.yaml")


def planted(content, file, plant):
    """The content of a YAML file with `plant()` added to every text that a trainee reads."""
    if isinstance(content, dict):
        return {k: v if unseen(k, v, file) else planted(v, file, plant) for k, v in content.items()}
    if isinstance(content, list):
        return [planted(entry, file, plant) for entry in content]
    return f"{content} {plant()}" if isinstance(content, str) else content


def test_a_figure_planted_in_any_text_is_found_with_its_place(course):
    figures = []

    def plant():
        figures.append(f"{1000 + len(figures)} mg")
        return figures[-1]

    for file in FILES:
        content = yaml.safe_load((course / file).read_text(encoding="utf-8"))
        for item in content if "exercises" in file else ():  # a foreseen number is the answer, not a text
            item["options"] = [o for o in item.get("options", ()) if item["kind"] != "number"]
        (course / file).write_text(yaml.safe_dump(planted(content, file, plant)), encoding="utf-8")
    found = [fault for text in texts.everything() for fault in audit.faults(text)]
    missed = [figure for figure in figures if not any(f"'{figure}'" in fault for fault in found)]
    assert len(figures) > 140 and not missed, missed


@pytest.mark.parametrize(("file", "old", "place"), [
    ("pk_models.csv", "Invented for tests.", "model base, caveat"), ("pk_models.csv", "base,Base", "model base, name"),
    ("pk_routes.csv", ",Invented.", "route mouth, caveat"), ("pk_routes.csv", "iv,Drip", "route iv, name"),
    ("screening.csv", "A1,Bulge", "criterion A1, name"), ("screening.csv", "Forbidden.", "criterion A1, says"),
    ("screening.csv", "Others name no time.", "criterion A2, disagreement"),
    ("screening.csv", "Vessel clinic.", "criterion A1, action"),
    ("screening_questions.csv", "Is fetched.", "question home, clear"),
    ("screening_questions.csv", "Way home", "question home, ask"),
    ("screening_findings.csv", "weeks since", "finding weeks, name"), ("risks.csv", "salt water", "risk better, other"),
    ("risks.csv", "one day", "risk better, period"), ("risks.csv", ",Small.", "risk better, note"),
    ("risks.csv", "did not get better", "risk better, not_happened")])
def test_a_figure_planted_in_the_words_of_a_table_is_found(course, file, old, place):
    change(course, file, old, f"{old} 64 mg")
    found = [fault for text in texts.everything() for fault in audit.faults(text)]
    [fault] = found
    assert fault.startswith(f"data/{file}, {place}: the figure '64 mg' has no link to a fact; write [64 mg](F-0000)")


def test_every_text_names_the_file_in_which_it_stands():
    told = {text.where.split(", ")[0] for text in [*texts.everything(), *texts.of_rows()]}
    assert len(told) > 40 and [name for name in told if not (data_folder().parent / name).is_file()] == []


def test_sources_used_are_those_of_items_of_claims_and_of_pharmacokinetics(course):
    assert texts.sources_used() == {"smith2020", "office2023", "pubmed2010", "old1999"}
    old = (course / "pk_models.csv").read_text(encoding="utf-8")
    (course / "pk_models.csv").write_text(old.replace("old1999,page", "smith2020,page"), encoding="utf-8")
    change(course, "pk_parameters.csv", "old1999,page", "smith2020,page")
    change(course, "pk_parameters.csv", "old1999,page", "smith2020,page")
    pharmacokinetics.load.cache_clear()
    assert "old1999" not in texts.sources_used()


@pytest.mark.parametrize(("file", "old", "new", "printed"), [
    ("exercises/01_two.yaml", "feedback: It is blue.", "feedback: It is 9 % blue.",
     "data/exercises/01_two.yaml, item two.guess_choice, feedback: the figure '9 %' has no link to a fact; "
     "write [9 %](F-0000) with the id of its row in data/facts.csv."),
    ("exercises/01_two.yaml", "text: Current, m", "text: All of the above, m",
     "data/exercises/01_two.yaml, item two.choice, option current: 'All of the above' rewards guessing."),
])
def test_the_check_command_prints_each_fault_and_fails(course, capsys, file, old, new, printed):
    (course / file).write_text((course / file).read_text().replace(old, new))
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert printed in out.splitlines() and "1 faults." in out


def test_the_check_command_is_content_with_what_is_right(course, capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("23 items and ")


def test_the_check_command_tells_a_file_that_cannot_be_read_in_one_sentence(course, capsys):
    (course / "claims.yaml").unlink()
    assert main(["check"]) == 1
    assert capsys.readouterr().err == "data/claims.yaml: the file is missing.\n"


def test_a_notebook_that_cannot_be_read_is_told_in_one_sentence(tmp_path):
    from kapcourse.authoring import store

    bad = tmp_path / "bad.ipynb"
    for content in (None, "no json", "[]", "{}", '{"nbformat": 4, "nbformat_minor": 5}'):
        if content:
            bad.write_text(content)
        assert str(bad) in complaint(store, bad), content
