"""The proof of the tree sees every way in which its numbers can be wrong."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from objectives import tree
from objectives.models import Objective
from tests.factories import make_objective


@pytest.fixture
def family(db):
    """A root 1-8 over a child 2-5, whose own child is 3-4, and over a child 6-7."""
    root = make_objective("Root")
    first = make_objective("First", parent=root)
    make_objective("Grandchild", parent=first)
    make_objective("Second", parent=root)


def renumber(title, **numbers):
    """Past the gate, as a damaged file or a foreign program would."""
    table = Objective._meta.db_table
    columns = ", ".join(f"{name} = %s" for name in numbers)
    with connection.cursor() as cursor:
        sql = f"UPDATE {table} SET {columns} WHERE title = %s"
        cursor.execute(sql, [*numbers.values(), title])


DAMAGES = {
    "ends before it begins": ("Grandchild", {"lft": 4, "rght": 3}),
    "a root with the number of a child": ("Root", {"lft": 2}),
    "a root on the level of a child": ("Root", {"level": 1}),
    "in another tree than its parent": ("Second", {"tree_id": 99}),
    "on another level": ("Second", {"level": 2}),
    "outside its parent": ("Grandchild", {"lft": 6, "rght": 7}),
    "with another's numbers": ("Second", {"lft": 2, "rght": 5}),
    "inside a sibling": ("Second", {"lft": 3, "rght": 4}),
    "with a hole": ("Root", {"rght": 20}),
}


@pytest.mark.parametrize(("title", "numbers"), DAMAGES.values(), ids=DAMAGES)
def test_each_damage_is_found_and_mended(family, title, numbers):
    renumber(title, **numbers)

    assert tree.faults() != []
    assert tree.repair() > 0
    assert tree.faults() == []


def test_a_sibling_within_a_sibling_is_found_though_no_number_is_shared(family):
    renumber("First", lft=2, rght=7)
    renumber("Grandchild", lft=5, rght=6)
    renumber("Second", lft=3, rght=4)

    assert "do not fit how many lie under it" in str(tree.faults())
    assert tree.repair() > 0
    assert tree.faults() == []


def test_a_loop_of_parents_is_found_and_opened(family):
    root, first = Objective.objects.filter(level__lt=2).order_by("pk")[:2]
    renumber("Root", parent_id=first.pk)

    assert tree.faults() != []
    assert tree.repair() > 0
    assert tree.faults() == []
    assert Objective.objects.count() == 4


def test_the_command_fails_until_the_tree_is_mended(family, capsys):
    renumber("Root", rght=20)

    with pytest.raises(CommandError, match="--repair"):
        call_command("checktree")
    call_command("checktree", "--repair")
    call_command("checktree")

    assert "The tree is sound: 0 faults." in capsys.readouterr().out


def test_a_move_writes_nothing_but_the_place(family, monkeypatch):
    """Whoever edits the words while it is moved is not overwritten."""
    first, second = Objective.objects.filter(level=1).order_by("pk")

    def meanwhile(self, parent):
        Objective.objects.filter(pk=self.pk).update(description="Told meanwhile.")

    monkeypatch.setattr(Objective, "refuse_parent", meanwhile)
    tree.move(pk=first.pk, parent_pk=second.pk)

    moved = Objective.objects.get(pk=first.pk)
    assert (moved.parent, moved.description) == (second, "Told meanwhile.")
