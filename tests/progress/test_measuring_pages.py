"""The pages of measuring: the plan, what it changes in words, and what lacks one."""

import datetime

import pytest
from django.urls import reverse

from objectives import bookkeeping, clock
from objectives.models import MeasurementPlan
from progress import measuring
from progress.measuring import WITH, WITHOUT
from progress.selection import Selection, position
from tests import pages
from tests.factories import (
    check_in,
    make_action,
    make_key_result,
    make_measurement_plan,
    make_objective,
    make_user,
    set_cadence,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kr(derived_objective):
    return make_key_result(
        derived_objective, content="Response time", start=9, target=2, unit="h"
    )


@pytest.fixture
def bobs(sign_in, bob):
    return sign_in(bob)


def url_of(kr):
    return reverse("key_result_measurement", args=[kr.pk])


def send(client, kr, **typed):
    page = pages.sent(client.get(url_of(kr)), None)
    return client.post(url_of(kr), {**page, **typed})


def test_a_plan_is_written_and_read_where_the_value_is_typed(bobs, kr, bob, alice):
    typed = {"method": "Median of 7 days", "source": "https://desk.example/r"}
    typed |= {"measured_by": alice.pk, "minutes": "10", "known_error": "0.2 h"}

    saved = send(bobs, kr, **typed)

    assert saved.url == f"{kr.get_absolute_url()}#k-meas"
    plan = MeasurementPlan.objects.get()
    assert (plan.history.get().history_user, plan.revision) == (bob, 1)
    for page in (kr.get_absolute_url(), reverse("updates")):
        text = pages.text(bobs.get(page))
        assert "Median of 7 days" in text
        assert "measured by Alice" in text
    assert 'href="https://desk.example/r" rel="noopener' in bobs.get(page).text
    objective = pages.text(bobs.get(kr.objective.get_absolute_url()))
    assert "Alice Weekly, " in objective


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"source": "javascript:alert(1)"}, "begins with http:// or https://"),
        ({"known_error": "-1"}, "A known error is 0 or more."),
        ({"known_error": "NaN"}, "Enter a number"),
        ({"minutes": "0"}, "from 1 to 10,080 minutes"),
        ({"minutes": "9" * 30}, "less than or equal to"),
        ({"method": " "}, "Say how it is measured"),
        ({"method": "a\x07"}, "control characters"),
        ({"definition": "x" * 1001}, "at most 1000 characters"),
        ({"measured_by": "987654321"}, "valid choice"),
    ],
    ids=str,
)
def test_a_refusal_names_the_reason_keeps_what_was_typed_and_saves_nothing(
    bobs, kr, typed, sentence
):
    refused = send(bobs, kr, **{"method": "Counted", "minutes": "7", **typed})
    assert refused.status_code == 422
    assert sentence in pages.text(refused)
    kept = pages.sent(refused, None)
    assert kept["minutes"] == typed.get("minutes", "7")
    assert not MeasurementPlan.objects.exists()


def test_two_people_at_once_both_see_both_versions(bobs, kr, bob):
    first, second = (pages.sent(bobs.get(url_of(kr)), None) for _ in range(2))
    bobs.post(url_of(kr), {**first, "method": "Median"})

    conflict = bobs.post(url_of(kr), {**second, "method": "Mean"})

    assert conflict.status_code == 409
    assert "Method Median Mean" in pages.text(conflict)
    assert MeasurementPlan.objects.get().method == "Median"
    bobs.post(url_of(kr), pages.sent(conflict, None))
    assert MeasurementPlan.objects.get().method == "Mean"
    assert "Median" in pages.text(bobs.get(url_of(kr)))  # among the earlier versions


def test_a_plan_sent_twice_is_one(bobs, kr):
    page = {**pages.sent(bobs.get(url_of(kr)), None), "method": "Median"}
    assert [bobs.post(url_of(kr), page).status_code for _ in range(2)] == [302, 302]
    assert MeasurementPlan.objects.get().revision == 1


def test_only_people_who_see_the_objective_can_be_asked_to_measure(bobs, kr, mallory):
    kr.objective.is_private = True
    kr.objective.save(update_fields=["is_private"])
    bookkeeping.objectives_changed(kr.objective_id)
    assert "Mallory" not in bobs.get(url_of(kr)).text
    assert send(bobs, kr, method="x", measured_by=mallory.pk).status_code == 422


def test_a_milestone_is_not_asked_for_an_error(bobs, derived_objective):
    milestone = make_key_result(derived_objective, kind="milestone", target=1)
    assert "known_error" not in pages.sent(bobs.get(url_of(milestone)), None)


def test_how_to_measure_is_said_while_the_cycle_is_still_planned(bobs, kr, cycle):
    cycle.state = "planning"
    cycle.save()
    assert url_of(kr) in bobs.get(kr.objective.get_absolute_url()).text
    assert send(bobs, kr, method="Median").status_code == 302
    actions = bobs.get(reverse("key_result_actions", args=[kr.pk]))
    assert "Measure Response time" not in pages.text(actions)  # not yet


def test_a_closed_cycle_keeps_its_plan(bobs, kr, cycle):
    cycle.state = "closed"
    cycle.save()
    assert bobs.get(url_of(kr)).status_code == 403
    assert url_of(kr) not in bobs.get(kr.get_absolute_url()).text


# Within the error


def test_a_change_within_the_error_is_neither_better_nor_worse_anywhere(bobs, kr):
    make_measurement_plan(kr, known_error="0.5")
    check_in(kr, "4.6", on=clock.today() - datetime.timedelta(days=1))
    check_in(kr, "4.3")
    told = "since last −0.3 h within measuring error"
    for page in (kr.get_absolute_url(), reverse("updates")):
        assert told in pages.text(bobs.get(page))
    text = pages.text(bobs.get(kr.get_absolute_url()))
    assert "−0.3 h since last, within measuring error" in text
    assert "−0.3 h within measuring error" in text  # the ledger
    objective = pages.text(bobs.get(kr.objective.get_absolute_url()))
    assert "−0.3 h within measuring error" in objective


def test_the_preview_knows_the_error_too(bobs, kr):
    make_measurement_plan(kr, known_error="0.5")
    check_in(kr, 4)
    url = reverse("check_in_preview", args=[kr.pk])
    assert "within measuring error" in pages.text(bobs.get(url, {"value": "3.5"}))
    assert "better" in pages.text(bobs.get(url, {"value": "3.4"}))


# Measuring is an action too


def test_measuring_stands_among_the_actions_and_follows_the_cadence(bobs, kr, alice):
    make_measurement_plan(kr, measured_by=alice, minutes=10)
    told = "Measure Response time · Weekly, "
    pages_of_actions = [
        reverse("key_result_actions", args=[kr.pk]),
        reverse("objective_actions", args=[kr.objective_id]),
    ]
    for url in pages_of_actions:
        text = pages.text(bobs.get(url))
        assert told in text
        assert " · Alice · next " in text

    make_action(kr)
    for url in pages_of_actions:
        text = pages.text(bobs.get(url))
        assert "Measure Response time Counted by hand Comes back Alice Weekly, " in text
        assert "10 minutes" in text

    set_cadence(kr, weekdays=[4], every=2)
    assert "Every 2 weeks, Fridays" in pages.text(bobs.get(pages_of_actions[0]))


# Those without


def test_what_nobody_plans_to_measure_is_listed_and_what_is_hidden_is_not(
    sign_in, mallory, kr, bob, product
):
    hidden = make_objective(owner=bob, is_private=True, cycle=kr.objective.cycle)
    make_key_result(hidden, content="Secret")
    make_measurement_plan(make_key_result(kr.objective, content="Planned"))
    client = sign_in(mallory)

    without = pages.text(client.get(reverse("measurement_plans")))
    planned = pages.text(client.get(reverse("measurement_plans"), {"state": "with"}))

    assert "Response time" in without
    assert "Without a plan 1" in without
    assert "Secret" not in without + planned
    assert "Planned" in planned
    assert "Response time" not in planned


@pytest.mark.parametrize(
    ("chosen", "found"),
    [({"team": "Product"}, True), ({"owner": "Bob"}, True), ({"owner": "Al"}, False)],
    ids=str,
)
def test_the_list_is_narrowed_by_team_and_owner(bobs, kr, alice, chosen, found):
    page = bobs.get(reverse("measurement_plans"), chosen)
    assert (kr.content in page.text) == found


def test_the_list_goes_on_on_the_next_page(bobs, kr):
    for number in range(51):
        make_key_result(kr.objective, content=f"Number {number:02}")
    first = bobs.get(reverse("measurement_plans"))
    assert "Number 48" in first.text
    assert "Number 49" not in first.text
    second = bobs.get(
        reverse("measurement_plans"), {"after": first.context["part"].next}
    )
    assert "Number 50" in second.text
    assert "Number 48" not in second.text


@pytest.mark.parametrize("asked", [{}, {"team": "Product"}, {"owner": "Bob"}], ids=str)
@pytest.mark.parametrize("state", [WITHOUT, WITH])
def test_among_many_objectives_the_same_are_listed_as_among_few(
    kr, alice, bob, product, monkeypatch, state, asked
):
    """Two kinds of statements ask for them; both go on where the page before ended."""
    for number in range(6):
        owner, team = (bob, product) if number % 2 else (alice, None)
        goal = make_objective(owner=owner, team=team, cycle=kr.objective.cycle)
        for _ in range(2):
            make_key_result(goal)
        make_measurement_plan(make_key_result(goal))
    monkeypatch.setattr(measuring, "ROWS", 2)
    among_few = pages_of(bob, kr.objective.cycle, state, asked)
    monkeypatch.setattr(measuring, "COUNTED", 1)
    among_many = pages_of(bob, kr.objective.cycle, state, asked)
    assert among_few == among_many
    listed = sum(among_few, [])
    assert len(listed) == len(set(listed)) > 2


def pages_of(reader, cycle, state, asked):
    found, after = [], None
    while after is None or after:
        selection = Selection(
            cycle, clock.today(), **asked, after=position(after or "")
        )
        part = measuring.Listed(reader, selection, state).part()
        found.append([key_result.pk for key_result in part.rows])
        after = part.next
    return found


@pytest.mark.parametrize("page", ["team", "person"])
def test_a_teams_and_a_persons_page_lead_to_those_without(bobs, kr, page):
    subject = {"team": kr.objective.team, "person": kr.owner}[page]
    text = bobs.get(subject.get_absolute_url()).text
    assert "Without a measurement plan: 1" in text
    make_measurement_plan(kr, measured_by=make_user())
    assert "Without a measurement plan" not in bobs.get(subject.get_absolute_url()).text
