"""Reviews cost the same with many children, people and follow-ups as with few."""

import pytest
from django.urls import reverse

from progress import reviewing
from tests.factories import (
    check_in,
    make_follow_up,
    make_key_result,
    make_objective,
)
from tests.progress.test_queries import FEW, MANY, queries_of

pytestmark = pytest.mark.django_db

REVIEWED = {"reviews": 18, "objective_reviews": 16, "review": 23, "objective": 37}
REVIEWED |= {"updates": 19, "follow_up": 13, "alignment": 24}


@pytest.fixture
def reviewed(alice, cycle):
    """`reviewed(20)` reviews one objective with as many children, people and tasks."""

    def make(number):
        parent = make_objective(owner=alice, cycle=cycle)
        for _ in range(number):
            wide = make_objective(owner=alice, cycle=cycle)
            for below in (wide, parent):
                child = make_objective(parent=below)
                check_in(make_key_result(child), 90)
            check_in(make_key_result(wide), 10)
        check_in(make_key_result(parent), 10)
        review = reviewing.open_review(parent.pk, by=alice)
        tasks = [make_follow_up(review) for _ in range(number)]
        return {"objective": parent, "review": review, "follow": tasks[0]}

    return make


@pytest.mark.parametrize("name", REVIEWED)
def test_a_review_costs_the_same_with_many_children_and_follow_ups(
    name, reviewed, sign_in, alice
):
    def count(number):
        subjects = reviewed(number)
        if name in {"reviews", "updates", "alignment"}:
            return queries_of(client, reverse(name))
        pk = subjects[name.split("_")[0]].pk
        return queries_of(client, reverse(name, args=[pk]))

    client = sign_in(alice)
    assert (count(FEW), count(MANY)) == (REVIEWED[name], REVIEWED[name])
