"""Boards, timelines and a team's actions ask the same number of queries for any number.

Each counts the session, the reader and what the frame around the page shows.
"""

import datetime

import pytest
from django.urls import reverse

from objectives import actions, clock
from tests.factories import check_in, make_action, make_key_result, make_user
from tests.progress.test_queries import FEW, MANY, queries_of

pytestmark = pytest.mark.django_db
STATES = ("candidate", "planned", "doing", "blocked", "done", "dropped")


@pytest.fixture
def busy(derived_objective, bob):
    """`busy(20)` adds so many key results and actions in every state, some chained."""
    key_result = make_key_result(derived_objective)

    def grow(number):
        for count in range(number):
            measured, doer = make_key_result(derived_objective), make_user()
            check_in(measured, 10)
            days = {
                "starts_on": clock.today(),
                "due_on": clock.today() + datetime.timedelta(days=count),
            }
            for state in STATES:
                first = make_action(key_result, owner=bob, state=state, **days)
                other = make_action(measured, owner=doer, state=state, **days)
                actions.change(other.pk, seen=None, by=bob, values={}, needs=[first.pk])
        return key_result

    return grow


PINNED = {
    "board of an objective": 21,
    "board of a key result": 22,
    "weighing": 18,
    "timeline of an objective": 14,
    "timeline of a key result": 14,
    "a team's list": 23,
    "a team's timeline": 18,
    "my updates": 19,
}


def addresses(key_result):
    objective = key_result.objective
    own = f"{key_result.get_absolute_url()}actions/?view="
    whole = f"{objective.get_absolute_url()}actions/?view="
    team = reverse("team_actions", args=[objective.team_id])
    return {
        "board of an objective": f"{whole}board",
        "board of a key result": f"{own}board",
        "weighing": f"{own}weigh",
        "timeline of an objective": f"{whole}timeline",
        "timeline of a key result": f"{own}timeline",
        "a team's list": f"{team}?state=all&due=week&owner={key_result.owner_id}",
        "a team's timeline": f"{team}?view=timeline",
        "my updates": reverse("updates"),
    }


def test_as_often_for_twenty_as_for_two(busy, sign_in, bob):
    client = sign_in(bob)
    few = {name: queries_of(client, url) for name, url in addresses(busy(FEW)).items()}
    urls = addresses(busy(MANY))
    many = {name: queries_of(client, url) for name, url in urls.items()}
    assert few == many == PINNED
