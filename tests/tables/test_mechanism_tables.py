"""Affinities, interactions and hypotheses load, every row has its source, and each mistake gives one sentence."""

import pytest

from kapcourse.tables import mechanism, sources
from tests.helpers import change, complaint

BAD = [
    (mechanism.receptors, "receptors.csv", "smith2020", "smith2021", ["row lock_s", "source 'smith2021'"]),
    (mechanism.receptors, "receptors.csv", "Ki,0.5", "Ki,-0.5", ["row lock_s", "value must be above 0"]),
    (mechanism.receptors, "receptors.csv", "Ki,0.5", "Kd,0.5", ["row 2 (lock_s)", "measure is 'Kd'", "Ki, IC50"]),
    (mechanism.receptors, "receptors.csv", "µmol/L", "nmol/L", ["row 2 (lock_s)", "unit is 'nmol/L'"]),
    (mechanism.receptors, "receptors.csv", "VERIFIED", "RECALLED", ["row 2 (lock_s)", "status is 'RECALLED'"]),
    (mechanism.interactions, "interactions.csv", "oral,2.5", "oral,0", ["row slow_oral", "fold must be above 0"]),
    (mechanism.interactions, "interactions.csv", "oral,2.5", "mouth,2.5", ["row 2 (slow_oral)", "route is 'mouth'"]),
    (mechanism.hypotheses, "hypotheses.yaml", "grade: moderate", "grade: sure", ["hypothesis lock", "grade is 'sure'"]),
    (mechanism.hypotheses, "hypotheses.yaml", "grade: moderate", "grade: strong", ["hypothesis lock", "wrong must"]),
    (mechanism.hypotheses, "hypotheses.yaml", "who: people", "who: mice", ["hypothesis lock", "who is 'mice'"]),
    (mechanism.hypotheses, "hypotheses.yaml", "[smith2020]", "[jones]", ["hypothesis lock", "source 'jones'"]),
    (mechanism.hypotheses, "hypotheses.yaml", "\n    - {who: people, text: It did not turn., sources: [pubmed2010]}",
     " []", ["hypothesis lock", "evidence_against is empty"]),
]


@pytest.mark.parametrize(("load", "file", "old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, load, file, old, new, words):
    change(data, file, old, new)
    said = complaint(load, data)
    assert said.startswith(f"data/{file}") and all(word in said for word in words), said


def test_every_row_was_seen_or_worked_out_from_what_was_seen():
    rows = [*mechanism.receptors().values(), *mechanism.interactions().values()]
    assert all(row.status in ("VERIFIED", "DERIVED") and row.place for row in rows)
    assert mechanism.sources_used() <= set(sources.load())


def test_affinities_of_opioid_receptors_are_those_of_the_printed_exponents():
    """Hirota 1999 prints pKi 4.38 (mu), 4.55 (kappa) and 3.57 (delta)."""
    for name, exponent in (("mu", 4.38), ("kappa", 4.55), ("delta", 3.57)):
        assert mechanism.receptors()[name].value == round(10 ** (6 - exponent))


def test_folds_are_the_printed_changes():
    for row in mechanism.interactions().values():
        figure = float(row.printed.split()[0]) if row.fold else None
        assert row.fold == (pytest.approx(1 - figure / 100) if "%" in row.printed else figure)


def test_both_sides_of_every_hypothesis_are_there_and_conflicting_trials_stand_side_by_side():
    table = mechanism.hypotheses()
    assert {h.grade for h in table.values()} == set(mechanism.GRADES)
    opioid = table["opioid"]
    assert [line.sources for line in opioid.evidence_for] == [["williams2018"], ["jelen2025"]]
    assert "alcohol use disorder" in opioid.evidence_against[0].text
    assert "Correction" in " ".join(line.text for line in table["hnk"].evidence_against)
    assert not table["nmda_acute"].against_in_people and table["mtor"].against_in_people
