"""A team's actions: which ones, in which order, and how they run over time."""

import datetime

import pytest
from django.urls import reverse

from objectives import actions, clock, plan
from progress import team_actions as lists
from tests import pages
from tests.factories import (
    make_action,
    make_cycle,
    make_key_result,
    make_objective,
    make_user,
)

pytestmark = pytest.mark.django_db


def in_days(number):
    return clock.today() + datetime.timedelta(days=number)


@pytest.fixture
def key_result(derived_objective):
    """Of Product's objective, which Bob owns."""
    return make_key_result(derived_objective, content="Tasks take a minute")


@pytest.fixture
def url(company):
    return reverse("team_actions", args=[company.pk])


def listed(client, url, **query):
    part = client.get(url, query).context["part"]
    return [action.title for action in part.rows]


def wait_for(action, *needed):
    actions.change(
        action.pk,
        seen=None,
        by=action.created_by,
        values={},
        needs=[each.pk for each in needed],
    )


def test_the_plan_of_a_team_and_those_below_it_the_first_due_first(
    sign_in, mallory, url, key_result, company_objective
):
    make_action(key_result, "Later", state="planned", due_on=in_days(9))
    make_action(key_result, "Undated", state="doing")
    make_action(key_result, "Idea")
    own = make_key_result(company_objective)
    make_action(own, "Sooner", state="blocked", due_on=in_days(-2))
    elsewhere = make_key_result(make_objective("Of no team"))
    make_action(elsewhere, "Foreign", state="doing")

    client = sign_in(mallory)

    assert listed(client, url) == ["Sooner", "Later", "Undated"]
    page = pages.text(client.get(url))
    assert "2 days overdue" in page
    assert "Tasks take a minute" in page
    below = reverse("team_actions", args=[key_result.objective.team_id])
    assert listed(client, below) == ["Later", "Undated"]


def test_filters_by_state_owner_day_and_what_a_plan_lacks(
    sign_in, mallory, url, key_result, bob
):
    whole = {"owner": bob, "starts_on": in_days(0), "due_on": in_days(10)}
    make_action(key_result, "Whole", state="planned", **whole)
    make_action(key_result, "Late", state="doing", due_on=in_days(-1))
    make_action(key_result, "Idea")
    make_action(key_result, "Past", state="done", due_on=in_days(-3))
    client = sign_in(mallory)

    assert listed(client, url, state="all") == ["Past", "Late", "Whole", "Idea"]
    assert listed(client, url, state="candidate") == ["Idea"]
    assert listed(client, url, state="done", due="overdue") == []
    assert listed(client, url, owner=bob.pk) == ["Whole"]
    assert listed(client, url, due="overdue") == ["Late"]
    assert listed(client, url, due="week") == ["Late"]
    assert listed(client, url, due="fortnight") == ["Late", "Whole"]
    assert listed(client, url, lacking="1") == ["Late"]
    assert listed(client, url, state="x", due="y", after="z") == ["Late", "Whole"]
    assert client.get(url, {"owner": "987654321"}).status_code == 404


def test_another_cycle_and_what_was_dropped_are_left_out(
    sign_in, mallory, url, key_result, company_objective
):
    make_action(key_result, "Now", state="doing")
    year = make_cycle("2027")
    goal = make_objective(cycle=year, team=company_objective.team)
    make_action(make_key_result(goal), "Then", state="doing")
    gone = make_action(make_key_result(company_objective), "Gone", state="doing")
    plan.drop_key_result(
        gone.key_result_id, seen=None, by=gone.created_by, reason="Enough"
    )
    client = sign_in(mallory)

    now = key_result.objective.cycle
    assert listed(client, url, cycle=now.pk) == ["Now"]
    assert listed(client, url, cycle=year.pk) == ["Then"]


def test_parts_follow_each_other_without_a_gap(
    sign_in, mallory, url, key_result, monkeypatch
):
    monkeypatch.setattr(lists, "ROWS", 2)
    for number in (1, 2, 2, 3):
        make_action(key_result, state="planned", due_on=in_days(number))
    make_action(key_result, state="planned")
    make_action(key_result, state="planned")
    client = sign_in(mallory)

    found, query = [], "?"
    while query:
        part = client.get(url + query).context["part"]
        found += [action.pk for action in part.rows]
        query = part.pages.next

    assert found == sorted(found)
    assert len(found) == 6


def test_what_a_reader_may_not_see_leaves_no_trace(
    sign_in, mallory, alice, url, key_result, company, product
):
    hidden = make_objective("Secret", owner=alice, team=product, is_private=True)
    ghost = make_action(
        make_key_result(hidden, content="Hidden result"),
        "Hidden action",
        state="doing",
        owner=make_user("Hidden Person"),
        due_on=in_days(1),
    )
    seen = make_action(
        key_result, "Seen", state="planned", starts_on=in_days(0), due_on=in_days(2)
    )
    wait_for(seen, ghost)

    for view in ("list", "timeline"):
        page = sign_in(mallory).get(url, {"view": view})
        assert "Hidden" not in page.text
        assert page.context["count"] == "1"
        assert "Seen" in page.text
        assert "Hidden action" in sign_in(alice).get(url, {"view": view}).text


def test_the_timeline_tells_what_starts_before_it_can(
    sign_in, mallory, url, key_result
):
    first = make_action(key_result, "First", state="planned", due_on=in_days(5))
    second = make_action(
        key_result, "Second", state="planned", starts_on=in_days(4), due_on=in_days(9)
    )
    begun = make_action(key_result, "Begun", state="doing", on=in_days(-3))
    fine = make_action(key_result, "Fine", state="planned", starts_on=in_days(5))
    for action in (second, begun, fine):
        wait_for(action, first)
    make_action(key_result, "Undated", state="planned")

    answer = sign_in(mallory).get(url, {"view": "timeline"})

    [(_kr, entries)] = answer.context["schedule"].groups
    early = {entry.action.title: len(entry.early) for entry in entries}
    assert early == {"Begun": 1, "Second": 1, "First": 0, "Fine": 0}
    page = pages.text(answer)
    assert "2 actions start before what they depend on is done." in page
    assert "“First” is not done yet." in page
    assert answer.text.count('class="g-arrow" data-early="') == 2


def test_the_timeline_is_read_part_by_part(sign_in, mallory, url, key_result):
    for number in range(45):
        make_action(key_result, state="planned", due_on=in_days(number))
    client = sign_in(mallory)

    shown, query = [], "?view=timeline"
    while query:
        answer = client.get(url + query)
        schedule = answer.context["schedule"]
        shown.append([len(entries) for _key_result, entries in schedule.groups])
        query = answer.context["pages"].next
        assert ('rel="next"' in answer.text) == bool(query)

    assert shown == [[40], [5]]
    assert answer.context["count"] == "45"


def test_a_team_page_leads_to_its_actions(sign_in, mallory, product, cycle):
    page = sign_in(mallory).get(product.get_absolute_url())
    assert reverse("team_actions", args=[product.pk]) in page.text
