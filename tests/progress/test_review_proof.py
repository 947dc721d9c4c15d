"""`verify` finds every number of a review that is not what it was."""

import datetime

import pytest
from django.db.models import F

from objectives import clock, plan
from progress import reviewing, verify
from progress.models import AlignmentReview, FrozenChild
from tests.factories import check_in, make_key_result, make_objective
from tests.sheets import CLOSING

pytestmark = pytest.mark.django_db


def found():
    return {(each.table, each.field) for each in verify.differences()}


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("field", "also"),
    [
        ("own_progress", {"gap", "link_gap"}),
        ("expected", set()),
        ("children_sum", set()),
        ("children_weight", set()),
        ("children_mean", set()),
        ("gap", set()),
    ],
)
def test_a_changed_number_of_a_review_is_found(review, field, also):
    AlignmentReview.objects.update(**{field: F(field) + 1})
    assert {name for _table, name in found()} == {field, *also}


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("field", "told_by"),
    [
        ("progress", "progress"),
        ("link_gap", "link_gap"),
        ("alignment_weight", "children_weight"),
    ],
)
def test_a_changed_number_of_a_child_is_found(review, field, told_by):
    FrozenChild.objects.update(**{field: F(field) + 1})
    assert told_by in {name for _table, name in found()}


@pytest.mark.tampers
def test_progress_that_the_ledger_does_not_give_is_found(review):
    """All arithmetic agrees with it, so only the ledger tells."""
    AlignmentReview.objects.update(own_progress=300_000, gap=-400_000)
    FrozenChild.objects.update(link_gap=-400_000)
    assert found() == {("alignment review", "own_progress")}


def test_what_is_entered_corrected_or_redefined_later_changes_nothing(
    review, drifted, derived_objective, alice
):
    key_result = drifted.key_results.get()
    earlier = clock.today() - datetime.timedelta(days=9)
    check_in(key_result, 1, on=earlier)
    wrong = key_result.check_ins.latest("pk")
    check_in(key_result, 2, on=earlier, corrects=wrong.pk, reason="Misread.")
    current = key_result.check_ins.order_by("pk").first()
    check_in(key_result, 25, corrects=current.pk, reason="Misread.")
    seen = plan.KeyResult.objects.get(pk=key_result.pk).revision
    values = {"target_value": 50}
    plan.change_key_result(key_result.pk, seen=seen, by=alice, values=values)
    plan.drop_objective(derived_objective.pk, seen=None, by=alice, reason="Too much.")
    check_in(make_key_result(make_objective(parent=drifted)), 5)
    assert found() == set()


def test_a_child_without_progress_is_kept_but_counts_nowhere(drifted, alice):
    bare = make_objective(parent=drifted)
    review = reviewing.open_review(drifted.pk, by=alice)
    row = review.children.get(child=bare)
    assert (row.progress, row.link_gap, review.children_weight) == (None, None, 1)
    assert found() == set()


@pytest.mark.parametrize("days", [-7, 7])
def test_other_dates_of_the_cycle_change_nothing_of_what_was_expected(review, days):
    cycle = review.objective.cycle
    cycle.ends_on += datetime.timedelta(days=days)
    cycle.save()
    assert ("alignment review", "expected") not in found()


@pytest.fixture
def closed(review, drifted, alice):
    """Alice's objective moved to 40 % before the review was closed."""
    check_in(drifted.key_results.get(), 40)
    reviewing.write(review.pk, seen=1, by=alice, values=CLOSING, close=True)
    return AlignmentReview.objects.get(pk=review.pk)


def test_what_happens_after_the_closing_changes_nothing(closed, drifted, alice):
    assert (closed.closing_own, closed.closing_gap) == (400_000, -300_000)
    key_result = drifted.key_results.get()
    check_in(key_result, 90)
    seen = plan.KeyResult.objects.get(pk=key_result.pk).revision
    values = {"target_value": 500}
    plan.change_key_result(key_result.pk, seen=seen, by=alice, values=values)
    assert found() == set()


@pytest.mark.tampers
@pytest.mark.parametrize("field", ["closing_own", "closing_mean", "closing_gap"])
def test_a_changed_number_of_a_closing_is_found(closed, field):
    AlignmentReview.objects.update(**{field: F(field) + 1})
    assert field in {name for _table, name in found()}
