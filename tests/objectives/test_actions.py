"""Actions: their steps and log, their order, what they wait for, and who may act."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from objectives import access, actions, clock, steps
from objectives.models import Action, ActionEvent, Dependency, KeyResult, Objective
from objectives.plan import Stale
from tests.factories import make_action, make_key_result, make_objective, make_user

DAY = datetime.date(2026, 5, 4)


@pytest.fixture
def owner(db):
    return make_user("Olga")


@pytest.fixture
def key_result(owner):
    objective = make_objective("Calls are never lost", owner=owner)
    return make_key_result(objective, owner=owner)


def take(action, step, **words):
    words.setdefault("by", action.created_by)
    return actions.take(action.pk, step, seen=None, **words)


def titles(rows):
    return [action.title for action in rows]


# Steps


@pytest.mark.parametrize(
    ("run", "step", "after"),
    [
        pytest.param((), "doing", (DAY, None), id="it begins on the day it is begun"),
        pytest.param((), "done", (DAY, DAY), id="done without a beginning: one day"),
        pytest.param((1,), "done", (1, DAY), id="done after it began"),
        pytest.param((1,), "blocked", (1, None), id="blocked while it runs"),
        pytest.param((1,), "planned", (None, None), id="not begun after all"),
        pytest.param((1,), "dropped", (1, DAY), id="dropped while it runs"),
        pytest.param((), "dropped", (None, None), id="refused before it began"),
        pytest.param((1, 2), "doing", (1, None), id="taken up again"),
    ],
)
def test_run_after_a_step(run, step, after):
    def day(number):
        return DAY - datetime.timedelta(days=9 - number) if number in (1, 2) else number

    before = steps.Run(*map(day, run))
    assert steps.run_after(before, step, DAY) == steps.Run(*map(day, after))


def test_every_state_is_left_and_reached_by_some_step():
    assert set(steps.STEPS) == set(steps.STATES)
    assert {after for row in steps.STEPS.values() for after in row} == set(steps.STATES)


@pytest.mark.parametrize("before", steps.STATES)
@pytest.mark.parametrize("after", steps.STATES)
def test_a_step_is_taken_and_logged_or_refused_with_its_field(
    key_result, before, after
):
    action = make_action(key_result, state=before)
    lines = ActionEvent.objects.count()
    if steps.is_step(before, after):
        taken = take(action, after, reason="Because")
        assert taken.state == after
        assert ActionEvent.objects.last().to_state == after
        assert ActionEvent.objects.count() == lines + 1
    else:
        with pytest.raises(ValidationError) as refused:
            take(action, after, reason="Because")
        assert set(refused.value.message_dict) == {"state"}
        assert ActionEvent.objects.count() == lines


@pytest.mark.parametrize("step", ["blocked", "dropped"])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_whoever_blocks_or_drops_says_why(key_result, step, reason):
    action = make_action(key_result, state="doing")
    with pytest.raises(ValidationError) as refused:
        take(action, step, reason=reason)
    assert set(refused.value.message_dict) == {"reason"}
    action.refresh_from_db()
    assert (action.state, action.revision) == ("doing", 2)


def test_a_reason_goes_with_the_state_and_stays_in_the_log(key_result):
    action = make_action(key_result, state="doing")
    take(action, "blocked", reason="Waiting for the carrier")
    assert take(action, "doing").reason == ""
    logged = [event.reason for event in action.events.all()]
    assert "Waiting for the carrier" in logged


def test_days_before_the_beginning_and_days_to_come_are_refused(key_result):
    action = make_action(key_result, state="doing", on=clock.today())
    for days in (-1, 1):
        with pytest.raises(ValidationError) as refused:
            take(action, "done", on=clock.today() + datetime.timedelta(days=days))
        assert set(refused.value.message_dict) == {"on"}


def test_a_second_person_with_an_old_revision_is_told_what_stands(key_result):
    action = make_action(key_result)
    actions.take(action.pk, "planned", seen=1, by=action.created_by)
    with pytest.raises(Stale) as stale:
        actions.take(action.pk, "doing", seen=1, by=action.created_by)
    assert stale.value.theirs.state == "planned"


def test_nothing_is_changed_in_a_closed_cycle(key_result):
    action = make_action(key_result)
    key_result.objective.cycle.state = "closed"
    key_result.objective.cycle.save()
    with pytest.raises(ValidationError, match="closed"):
        take(action, "planned")
    with pytest.raises(ValidationError, match="closed"):
        actions.change(
            action.pk, seen=None, by=action.created_by, values={"title": "Else"}
        )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE objectives_actionevent SET reason = 'x'",
        "DELETE FROM objectives_actionevent",
    ],
)
def test_the_database_keeps_the_log(key_result, sql):
    make_action(key_result)
    refused = pytest.raises(DatabaseError, match="never changed or removed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    for write in (ActionEvent.objects.all().delete, ActionEvent.objects.update):
        with pytest.raises(TypeError):
            write()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "done"},
        {"state": "done", "began_on": DAY},
        {"state": "doing"},
        {"state": "dropped"},
        {"state": "planned", "began_on": DAY},
        {"state": "blocked", "began_on": DAY},
        {"effort": 6},
        {"impact": 0},
        {"cost": -1},
        {"starts_on": DAY, "due_on": DAY - datetime.timedelta(days=1)},
        {"expected_to": 4},
        {"expected_from": 4, "expected_to": 4, "expected_by": DAY},
        {"title": ""},
    ],
    ids=repr,
)
def test_the_database_refuses_what_no_step_leads_to(key_result, fields):
    action = make_action(key_result)
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**fields)


# Order


def test_impact_less_effort_orders_and_the_hand_wins(key_result):
    make_action(key_result, "Unweighed")
    make_action(key_result, "Hard", effort=5, impact=5)
    make_action(key_result, "Small", effort=1, impact=1)
    make_action(key_result, "Bargain", effort=1, impact=4)
    assert titles(actions.arranged(key_result.pk)) == [
        "Bargain",
        "Hard",
        "Small",
        "Unweighed",
    ]

    shown = actions.arranged(key_result.pk)
    seen, small = actions.version_of(shown), shown[2]
    actions.arrange(key_result.pk, [small.pk], seen=seen, by=small.created_by)
    assert titles(actions.arranged(key_result.pk)) == [
        "Small",
        "Bargain",
        "Hard",
        "Unweighed",
    ]

    with pytest.raises(Stale):
        actions.unarrange(key_result.pk, seen=seen, by=small.created_by)
    now = actions.version_of(actions.arranged(key_result.pk))
    computed = actions.unarrange(key_result.pk, seen=now, by=small.created_by)
    assert titles(computed)[0] == "Bargain"


def test_captured_lines_are_candidates_in_their_order(key_result, owner):
    made = actions.capture(key_result, ["First", "Second"], by=owner)
    assert titles(made) == ["First", "Second"]
    assert {action.state for action in made} == {"candidate"}
    assert [event.by for event in ActionEvent.objects.all()] == [owner, owner]


def test_chosen_without_an_owner_or_dates_is_not_yet_a_plan(key_result, owner):
    today = clock.today()
    whole = {"owner": owner, "starts_on": today, "due_on": today}
    make_action(key_result, "Whole", state="planned", **whole)
    make_action(key_result, "No owner", state="doing", **whole | {"owner": None})
    make_action(key_result, "No date", state="planned", **whole | {"due_on": None})
    make_action(key_result, "Candidate")
    lacking = titles(Action.objects.not_yet_a_plan().order_by("title"))
    assert lacking == ["No date", "No owner"]


# What they wait for


def needs(action, *others):
    pks = [other.pk for other in others]
    return actions.change(
        action.pk, seen=None, by=action.created_by, values={}, needs=pks
    )


def test_loops_are_refused_at_any_length_and_across_key_results(key_result, owner):
    elsewhere = make_key_result(make_objective(owner=owner), owner=owner)
    a, b = make_action(key_result, "A"), make_action(elsewhere, "B")
    c = make_action(key_result, "C")
    needs(a, b)
    needs(b, c)
    for action, needed in ((c, a), (b, a), (a, a)):
        with pytest.raises(ValidationError) as refused:
            needs(action, needed)
        assert set(refused.value.message_dict) == {"needs"}
    assert set(Dependency.objects.values_list("action", "needs")) == {
        (a.pk, b.pk),
        (b.pk, c.pk),
    }


def test_no_road_around_the_refusal_of_loops(key_result):
    a, b = make_action(key_result, "A"), make_action(key_result, "B")
    needs(a, b)
    loop = Dependency(action=b, needs=a)
    with pytest.raises(ValidationError):
        loop.full_clean()
    with pytest.raises(ValidationError):
        loop.save()
    with pytest.raises(ValidationError):
        b.needs.through.objects.create(action=b, needs=a)
    for bulk in ("bulk_create", "bulk_update", "update"):
        with pytest.raises(TypeError):
            getattr(Dependency.objects, bulk)()
    with pytest.raises(TypeError):
        b.needs.add(a)


def test_dependencies_that_are_not_seen_are_kept(key_result, owner):
    a, b, hidden = (make_action(key_result, title) for title in "ABH")
    needs(a, hidden)
    actions.change(a.pk, seen=None, by=owner, values={}, needs=[b.pk], kept=[hidden.pk])
    assert set(a.needs.all()) == {b, hidden}


# Who may


def test_who_lists_actions_and_who_does_them(key_result, owner):
    measurer, doer, reader = make_user(), make_user(), make_user()
    other = make_key_result(key_result.objective, owner=measurer)
    mine = make_action(key_result, owner=doer)
    theirs = make_action(other)

    def lists(user):
        rows = KeyResult.objects.filter(access.actionable_key_results(user))
        return set(rows)

    assert lists(owner) == {key_result, other}
    assert lists(measurer) == {other}
    assert lists(doer) == lists(reader) == set()
    assert set(Action.objects.editable_by(doer)) == {mine}
    assert set(Action.objects.editable_by(measurer)) == {theirs}
    assert set(Action.objects.editable_by(reader)) == set()


def test_whoever_does_something_for_a_private_objective_sees_it(owner):
    objective = make_objective(owner=owner, is_private=True)
    key_result = make_key_result(objective, owner=owner)
    doer, former, other = make_user(), make_user(), make_user()
    make_action(key_result, owner=doer)
    make_action(key_result, owner=former, state="dropped")

    for user, sees in ((owner, True), (doer, True), (former, False), (other, False)):
        assert Objective.objects.visible_to(user).contains(objective) is sees
        assert Action.objects.visible_to(user).exists() is sees
        assert access.people_seeing(objective).contains(user) is sees
