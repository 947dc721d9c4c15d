"""Every page asks the same number of queries, however much it shows.

The numbers stand here so that a change of them is seen and meant. Each counts the
session, the reader and what the frame around the page shows.
"""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from objectives import clock, plan
from objectives.models import Dependency, KeyResult
from progress import feed
from tests.factories import (
    check_in,
    make_absence,
    make_action,
    make_cycle,
    make_key_result,
    make_measurement_plan,
    make_objective,
    make_token,
    make_user,
)

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 20


@pytest.fixture
def organisation(alice, company, company_objective):
    """`organisation(20)` hangs twenty measured objectives under Alice's own.

    She also owns something in a longer cycle, which only the menu's count reads.
    """
    year = make_cycle(ends_on=clock.today() + datetime.timedelta(days=365))
    make_key_result(make_objective(cycle=year, owner=alice))

    def grow(number):
        own = make_key_result(company_objective)
        for _ in range(number):
            act(company_objective.key_results.first())
            child = make_objective(parent=company_objective, owner=alice, team=company)
            measure(make_key_result(child))
            measure(make_key_result(company_objective))
            make_absence(make_user(member_of=company))
            make_token(company_objective.owner)
        return measure(own)

    return grow


def act(key_result):
    """Something that waits for the first action, something begun, something dropped."""
    day = clock.today() - datetime.timedelta(days=9)
    first = key_result.actions.first() or make_action(
        key_result, state="doing", on=day, **bet(day)
    )
    make_action(key_result, state="doing", on=day, **bet(day))
    waiting = make_action(key_result, owner=key_result.owner, state="planned")
    Dependency.objects.create(action=waiting, needs=first)
    make_action(key_result, state="dropped")


def bet(begins):
    by = begins + datetime.timedelta(days=3)
    return {"expected_from": 0, "expected_to": 10, "expected_by": by}


def measure(key_result):
    for weeks in (3, 2, 1):
        day = clock.today() - datetime.timedelta(weeks=weeks)
        check_in(key_result, 40 - 10 * weeks, on=day)
    make_measurement_plan(key_result, measured_by=make_user(), known_error=1)
    return key_result


FILTERED = {
    "alignment_in_place": "?q=objective&attention=1",
    "alignment_by_gap": "?sort=gap",
    "alignment_by_pace": "?sort=pace&status=off_track",
}
PAGES = {
    "updates": 23,
    "alignment": 25,
    "alignment_in_place": 28,
    "alignment_by_gap": 24,
    "alignment_by_pace": 25,
    "alignment_map": 20,
    "objective": 39,
    "objective_activity": 21,
    "objective_comments": 12,
    "objective_people": 5,
    "key_result_comments": 12,
    "objective_children": 16,
    "objective_create": 17,
    "objective_edit": 19,
    "objective_alignment": 12,
    "objective_move": 18,
    "objective_drop": 12,
    "objective_weights": 13,
    "key_result": 23,
    "key_result_create": 15,
    "key_result_edit": 14,
    "key_result_drop": 12,
    "key_result_measurement": 15,
    "measurement_plans": 18,
    "check_in_preview": 6,
    "action": 24,
    "action_edit": 15,
    "key_result_actions": 24,
    "key_result_action_create": 14,
    "objective_actions": 22,
    "cycles": 14,
    "export": 9,
    "cycle": 31,
    "cycle_compliance": 18,
    "teams": 15,
    "team": 21,
    "team_learning": 21,
    "person": 21,
    "settings_reminders": 13,
    "calendar": 9,
    "settings_absences": 11,
    "settings_absence_create": 11,
    "settings_profile": 11,
    "api_docs": 9,
}


WITHOUT_SUBJECT = {
    "export",
    *("updates", "alignment", "alignment_map", "cycles", "teams"),
    "measurement_plans",
    *("objective_create", "settings_absences", "settings_absence_create"),
    "settings_reminders",
    "settings_profile",
    "api_docs",
}


def address(name, key_result):
    if name in FILTERED:
        return reverse("alignment") + FILTERED[name]
    if name in WITHOUT_SUBJECT:
        return reverse(name)
    if name == "calendar":
        return reverse(name, args=[feed.make_token(key_result.owner)])
    subject = {
        "key_result_create": key_result.objective,
        "cycle": key_result.objective.cycle,
        "cycle_compliance": key_result.objective.cycle,
        "team": key_result.objective.team,
        "team_learning": key_result.objective.team,
        "person": key_result.owner,
        "action": key_result.actions.first(),
        "action_edit": key_result.actions.first(),
    }.get(name)
    if subject is None:
        is_objective = name.startswith("objective")
        subject = key_result.objective if is_objective else key_result
    return reverse(name, args=[subject.pk])


def queries_of(client, url):
    client.get(url)  # content types, sites and the like are remembered from here on
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_often_for_twenty_rows_as_for_two(
    name, organisation, sign_in, alice
):
    client = sign_in(alice)
    url = address(name, organisation(FEW))
    few = queries_of(client, url)
    organisation(MANY)
    assert (few, queries_of(client, url)) == (PAGES[name], PAGES[name])


@pytest.mark.parametrize(
    ("query", "queries"),
    [
        pytest.param("q=objective&step=find", 21, id="finding a parent"),
        pytest.param("parent={other}", 20, id="preview"),
        pytest.param("parent=top", 16, id="preview of the top"),
    ],
)
def test_moving_asks_as_often_among_twenty_as_among_two(
    query, queries, organisation, sign_in, alice, company_objective
):
    client = sign_in(alice)
    organisation(FEW)
    child = company_objective.children.first()
    make_objective(parent=child)
    other = make_objective(parent=company_objective, owner=alice)
    url = reverse("objective_move", args=[child.pk]) + f"?{query}"
    url = url.format(other=other.pk)
    few = queries_of(client, url)
    organisation(MANY)
    for _ in range(MANY):
        make_objective(parent=child)
    assert (few, queries_of(client, url)) == (queries, queries)


def test_what_was_just_saved_asks_as_often_for_twenty_rows_as_for_two(
    organisation, sign_in, alice
):
    client = sign_in(alice)
    organisation(MANY)
    open_ones = KeyResult.objects.open().filter(owner=alice).order_by("-pk")
    ids = [str(check_in(key_result, 1).pk) for key_result in open_ones[:MANY]]
    few, many = (
        queries_of(client, f"{reverse('updates')}?saved={','.join(ids[:count])}")
        for count in (FEW, MANY)
    )
    assert (few, many) == (29, 29)


def test_an_alignment_that_changed_often_asks_no_more(
    sign_in, alice, derived_objective
):
    client = sign_in(alice)
    url = reverse("objective_alignment", args=[derived_objective.pk])
    few = queries_of(client, url)
    for weight in range(2, MANY):
        values = {"alignment_weight": weight}
        plan.change_objective(derived_objective.pk, seen=None, by=alice, values=values)
    assert (few, queries_of(client, url)) == (11, 11)
