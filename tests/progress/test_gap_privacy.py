"""A gap's reasons tell nothing of children that their reader may not see."""

import datetime

import pytest
from django.utils import timezone

from objectives import clock
from progress.models import ObjectiveFigures
from tests import pages
from tests.factories import check_in, make_key_result, make_objective, make_user

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.timedelta(days=42)
STALE = datetime.timedelta(days=21)
SECRET = "Buy the competitor"


@pytest.fixture
def parent(cycle, bob, product, due_today):
    """Bob's private objective, at 50 %."""
    objective = make_objective(owner=bob, team=product, is_private=True)
    check_in(make_key_result(objective), 50)
    return objective


@pytest.fixture
def hidden(parent):
    """Somebody else's private child of it, at 87 % and long not updated."""
    child = make_objective(SECRET, parent=parent, owner=make_user(), is_private=True)
    made = timezone.now() - LONG_AGO
    check_in(make_key_result(child, created_at=made), 87, on=clock.today() - STALE)
    return child


@pytest.fixture
def shown_child(parent, bob):
    child = make_objective("In the open", parent=parent, owner=bob)
    check_in(make_key_result(child), 30)
    return child


def page_of(sign_in, person, objective):
    return sign_in(person).get(objective.get_absolute_url())


def test_the_owner_of_the_parent_reads_what_the_own_key_results_make(
    sign_in, bob, parent, hidden, shown_child
):
    response = page_of(sign_in, bob, parent)
    panel = response.context["panel"]
    assert [part.makes for part in panel.own] == [panel.total]
    assert (panel.children, panel.paced) == ([], None)
    text = pages.text(response)
    assert SECRET not in text
    assert "From its children" not in text


def test_nothing_stale_of_a_hidden_child_is_told(
    sign_in, bob, parent, hidden, shown_child
):
    panel = page_of(sign_in, bob, parent).context["panel"]
    assert panel.stale == []
    assert panel.bounds.low == panel.bounds.high == panel.gap


def test_no_sum_of_the_page_names_the_figure_of_a_hidden_child(
    sign_in, bob, parent, hidden, shown_child
):
    response = page_of(sign_in, bob, parent)
    assert response.context["sums"].mean == []
    assert "87%" not in response.text


def test_who_may_see_every_child_reads_both_sides(
    sign_in, carol, parent, hidden, shown_child
):
    panel = page_of(sign_in, carol, parent).context["panel"]
    assert sum(part.makes for part in panel.children) == panel.total
    assert [one.subject for one in panel.stale] == [hidden]
    assert panel.paced


def test_a_private_child_of_a_public_parent_is_no_part_and_leaves_nothing_open(
    sign_in, carol, company_objective, bob, due_today
):
    check_in(make_key_result(company_objective), 50)
    public = make_objective(parent=company_objective, owner=bob)
    check_in(make_key_result(public), 20)
    private = make_objective(
        SECRET, parent=company_objective, owner=bob, is_private=True
    )
    made = timezone.now() - LONG_AGO
    check_in(make_key_result(private, created_at=made), 90, on=due_today - STALE)

    panel = page_of(sign_in, carol, company_objective).context["panel"]

    assert [part.child.objective for part in panel.children] == [public]
    assert panel.stale == []


def test_where_every_child_is_hidden_the_gap_is_the_stored_one(
    sign_in, bob, parent, hidden
):
    response = page_of(sign_in, bob, parent)
    assert response.context["panel"].gap == stored(parent)
    assert SECRET not in response.text
    assert "No child objectives" not in response.text


def stored(objective):
    return ObjectiveFigures.objects.get(pk=objective.pk).gap
