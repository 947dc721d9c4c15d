"""Figures written for many at once are those that are written one by one."""

import pytest
from django.core.exceptions import ValidationError

from objectives import bookkeeping, tree
from objectives.models import Objective
from progress import verify
from progress.models import ObjectiveFigures
from tests.crowds import make_crowd
from tests.factories import (
    check_in,
    make_cycle,
    make_key_result,
    make_objective,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_crowd_is_sound(db):
    crowd = make_crowd(300)

    assert Objective.objects.count() == len(crowd) == 300
    assert Objective.history.count() == 300
    assert tree.faults() == []
    assert list(verify.differences()) == []
    assert ObjectiveFigures.objects.exclude(gap=None).count() > 80


@pytest.mark.tampers
def test_they_equal_the_figures_written_one_by_one(db):
    parent = make_objective()
    for value in (10, 40, 70):
        child = make_objective(parent=parent, is_private=value == 70)
        for kind in ("reach", "at_most"):
            check_in(make_key_result(child, kind=kind), value)
    check_in(make_key_result(parent), 55)
    pks = list(Objective.objects.values_list("pk", flat=True))
    before = list(ObjectiveFigures.objects.order_by("pk").values())

    bookkeeping.many_changed(pks)
    assert list(ObjectiveFigures.objects.order_by("pk").values()) == before

    ObjectiveFigures.objects.update(progress=1, children_sum=7, gap=1, gap_size=1)
    bookkeeping.many_changed(pks)
    assert list(ObjectiveFigures.objects.order_by("pk").values()) == before


def test_planted_trees_stand_behind_the_others_and_can_be_moved(db):
    first = make_objective()
    owner, cycle = make_user(), make_cycle()
    top = Objective(title="top", cycle=cycle, owner=owner)
    tree.plant([top, Objective(title="low", cycle=cycle, owner=owner, parent=top)])

    assert top.tree_id > first.tree_id
    low = Objective.objects.get(title="low")
    assert (low.parent_id, low.level, low.at_top) == (top.pk, 1, False)
    tree.move(pk=low.pk, parent_pk=None)
    assert tree.faults() == []


def test_too_deep_a_tree_is_not_planted(db):
    owner, cycle = make_user(), make_cycle()
    chain = [Objective(title="0", cycle=cycle, owner=owner)]
    for level in range(1, 22):
        title = str(level)
        chain.append(Objective(title=title, cycle=cycle, owner=owner, parent=chain[-1]))
    with pytest.raises(ValidationError):
        tree.plant(chain)
    assert not Objective.objects.exists()
