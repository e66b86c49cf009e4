"""Durability: rows by group, and a group is what was given and who is counted."""

from kapcourse.learning import durability
from kapcourse.tables import durability as tables


def test_every_row_answers_one_question():
    asked = [row.id for name in durability.ASKED for row in durability.rows(name)]
    assert sorted(asked) == sorted(tables.load())


def test_rows_of_a_group_stand_together():
    for name in durability.ASKED:
        groups = [durability.group(row) for row in durability.rows(name)]
        assert len(set(groups)) == sum(a != b for a, b in zip(groups, ["", *groups], strict=False))


def test_groups_can_be_left_out(data):
    assert [row.id for row in durability.rows("share", folder=data)] == ["one"]
    assert durability.rows("share", ["course"], data) == []
    assert [row.id for row in durability.rows("days", folder=data)] == ["course"]
