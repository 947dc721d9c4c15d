"""The gate of the tree: what a move writes, what it refuses, what is remembered."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from objectives import plan, tree
from objectives.models import Cycle, Objective
from objectives.models.objective import DEEPEST
from tests.factories import make_cycle, make_key_result, make_objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(company_objective):
    """Another objective of the same cycle, at the top."""
    return make_objective("Another goal", owner=company_objective.owner)


def refusal(objective, parent, **rest):
    """Field and sentence with which the gate refuses; the tree stays as it is."""
    before = list(Objective.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as caught:
        tree.move(pk=objective.pk, parent_pk=parent and parent.pk, **rest)
    assert list(Objective.objects.order_by("pk").values()) == before
    [(field, [sentence])] = caught.value.message_dict.items()
    return field, sentence


def test_a_move_carries_what_is_served_why_and_how_much(derived_objective, other, bob):
    served = make_key_result(other)
    link = tree.Link(served, "Fewer steps bring customers back.", 3)

    tree.move(pk=derived_objective.pk, parent_pk=other.pk, by=bob, seen=1, link=link)

    moved = Objective.objects.get(pk=derived_objective.pk)
    assert (moved.parent, moved.parent_key_result) == (other, served)
    assert (moved.derivation_note, moved.alignment_weight) == (link.note, 3)
    last, first = moved.history.all()
    assert (last.history_user, last.parent_id) == (bob, other.pk)
    assert (last.parent_key_result_id, last.alignment_weight) == (served.pk, 3)
    assert (first.parent_id, first.alignment_weight) == (derived_objective.parent_id, 1)


def test_a_key_result_of_the_old_parent_is_not_served_under_the_new(
    derived_objective, other
):
    served = make_key_result(derived_objective.parent)
    pk, seen = derived_objective.pk, derived_objective.revision
    values = {"parent_key_result": served}
    plan.change_objective(pk, seen=seen, by=other.owner, values=values)

    moved = tree.move(pk=pk, parent_pk=other.pk)

    assert moved.parent_key_result is None
    kept = moved.history.values_list("parent_key_result", flat=True)
    assert list(kept) == [None, served.pk, None]


def test_only_a_live_key_result_of_the_parent_is_served(derived_objective, other, bob):
    elsewhere = tree.Link(make_key_result(derived_objective.parent))
    dropped = make_key_result(other)
    plan.drop_key_result(dropped.pk, seen=None, by=bob, reason="Overtaken.")
    dropped.refresh_from_db()

    for link in (elsewhere, tree.Link(dropped)):
        field, _sentence = refusal(derived_objective, other, link=link)
        assert field == "parent_key_result"
    with pytest.raises(ValidationError):
        make_objective(parent=other, parent_key_result=elsewhere.key_result)


def test_a_served_key_result_that_is_dropped_is_served_on_but_never_deleted(
    derived_objective, bob
):
    served = make_key_result(derived_objective.parent)
    values = {"parent_key_result": served}
    pk = derived_objective.pk
    plan.change_objective(pk, seen=1, by=bob, values=values)

    plan.drop_key_result(served.pk, seen=None, by=bob, reason="Overtaken.")
    plan.change_objective(pk, seen=2, by=bob, values={"title": "Shorter", **values})

    derived_objective.refresh_from_db()
    assert derived_objective.parent_key_result.dropped_at
    with pytest.raises(ProtectedError):
        served.delete()


def test_whoever_read_an_older_version_moves_nothing(derived_objective, other, bob):
    tree.move(pk=derived_objective.pk, parent_pk=None, by=bob, seen=1)

    with pytest.raises(plan.Stale) as stale:
        tree.move(pk=derived_objective.pk, parent_pk=other.pk, seen=1)

    assert stale.value.theirs.parent_id is None


def test_loops_are_refused_at_any_depth(company_objective):
    below = company_objective
    for _level in range(4):
        below = make_objective(parent=below)

    assert refusal(company_objective, company_objective) == (
        "parent",
        "An objective cannot be its own parent.",
    )
    assert refusal(company_objective, below) == (
        "parent",
        "An objective cannot serve one that lies under it.",
    )


def test_cycles_that_are_closed_or_apart_are_refused_with_both_names(
    derived_objective,
):
    ends_on = derived_objective.cycle.ends_on
    later = make_cycle("2027 Q1", starts_on=ends_on + datetime.timedelta(days=1))
    apart = make_objective(cycle=later)
    assert refusal(derived_objective, apart) == (
        "parent",
        "The dates of 2026 Q3 and of 2027 Q1 do not overlap.",
    )

    closed = make_cycle("The year")
    over = make_objective(cycle=closed)
    Cycle.objects.filter(pk=closed.pk).update(state="closed")
    assert refusal(derived_objective, over) == (
        "parent",
        "2026 Q3 or The year is closed: closed cycles keep their tree.",
    )


def test_nothing_leaves_a_parent_whose_cycle_is_closed(cycle, bob):
    """Or the mean of a cycle that is over would change."""
    year = make_cycle("The year")
    goal = make_objective(cycle=year)
    child = make_objective(parent=goal, cycle=cycle)
    Cycle.objects.filter(pk=year.pk).update(state="closed")

    sentence = "The year is closed: closed cycles keep their tree."
    assert refusal(child, None) == ("parent", sentence)


def test_at_most_twenty_levels_lie_above(company_objective):
    below = company_objective
    for _level in range(DEEPEST - 1):
        below = make_objective(parent=below)
    pair = make_objective("Top of two")
    make_objective(parent=pair)

    sentence = "An objective can have at most 20 levels above it."
    assert refusal(pair, below) == ("parent", sentence)
    make_objective(parent=below)


def test_possible_parents_are_those_that_are_not_refused(derived_objective):
    make_objective(parent=derived_objective)
    make_objective(cycle=make_cycle(starts_on=datetime.date(2030, 1, 1)))
    over = make_cycle()
    make_objective(cycle=over)
    make_objective(dropped_at=derived_objective.created_at)
    Cycle.objects.filter(pk=over.pk).update(state="closed")
    deep = derived_objective.parent
    for _level in range(DEEPEST - 1):
        deep = make_objective(parent=deep)

    everything = Objective.objects.select_related("cycle")
    subject = everything.get(pk=derived_objective.pk)
    offered = everything.possible_parents_of(subject, subject.height())

    assert set(offered) == {
        goal for goal in everything if not subject.parent_refusal(goal)
    }
    assert 0 < len(offered) < len(everything) - 5


@pytest.mark.tampers
def test_a_key_result_of_another_objective_is_a_fault_that_is_mended(
    derived_objective, other
):
    elsewhere = make_key_result(other)
    rows = Objective.objects.filter(pk=derived_objective.pk)
    rows.update(parent_key_result=elsewhere)

    assert [fault.pk for fault in tree.faults()] == [derived_objective.pk]
    assert tree.repair() == 1
    assert tree.faults() == []
