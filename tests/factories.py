"""What tests are about: plain functions that fill in whatever does not matter."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal

from django.db import transaction

from objectives import actions, bookkeeping, clock, tokens
from objectives.models import (
    Absence,
    Action,
    ApiToken,
    Cycle,
    KeyResult,
    MeasurementPlan,
    Membership,
    Objective,
    Team,
    User,
)
from progress import ledger
from progress.cadence import A_MONDAY
from progress.models import CadencePolicy, ClosedDay, FollowUp
from progress.models.cadence import BEGINNING, bits_of, usual

PASSWORD = "a long walk by the river"
numbers = itertools.count(1)


def make_user(name=None, *, lead_of=None, member_of=None, **fields):
    """Somebody with the password above; `lead_of` and `member_of` name one team."""
    number = next(numbers)
    name = name or f"Person {number}"
    fields.setdefault("email", f"person-{number}@example.org")
    user = User.objects.create_user(password=PASSWORD, name=name, **fields)
    for team, is_lead in ((lead_of, True), (member_of, False)):
        if team:
            Membership.objects.create(team=team, person=user, is_lead=is_lead)
    return user


def make_team(name=None, *, parent=None):
    return Team.objects.create(name=name or f"Team {next(numbers)}", parent=parent)


def make_cycle(name=None, *, today=None, **fields):
    """13 weeks of which today is day 50, open unless said otherwise."""
    starts_on = (today or clock.today()) - datetime.timedelta(days=50)
    fields.setdefault("starts_on", as_date(fields.get("starts_on", starts_on)))
    fields.setdefault("ends_on", fields["starts_on"] + datetime.timedelta(days=91))
    fields.setdefault("state", Cycle.State.OPEN)
    return Cycle.objects.create(name=name or f"Cycle {next(numbers)}", **fields)


def some_cycle():
    return Cycle.objects.open().first() or make_cycle()


def make_objective(title=None, **fields):
    """In its parent's cycle, else in the open one, which is made when missing."""
    parent = fields.get("parent")
    fields.setdefault("cycle", parent.cycle if parent else some_cycle())
    if "owner" not in fields:
        fields["owner"] = make_user()
    title = title or f"Objective {next(numbers)}"
    return Objective.objects.create(title=title, **fields)


def make_key_result(objective, *, start=0, target=100, **fields):
    """From 0 to 100 unless said otherwise; owned by the objective's owner."""
    fields.setdefault("content", f"Key result {next(numbers)}")
    fields.setdefault("owner", objective.owner)
    fields["start_value"], fields["target_value"] = Decimal(start), Decimal(target)
    fields["weight"] = Decimal(fields.get("weight", 1))
    with transaction.atomic():
        key_result = KeyResult.objects.create(objective=objective, **fields)
        bookkeeping.key_results_changed(objective.pk)
    return key_result


def make_measurement_plan(key_result, **fields):
    """With a method and nothing else unless said otherwise."""
    fields = {"method": "Counted by hand", **fields}
    if "known_error" in fields:
        fields["known_error"] = Decimal(str(fields["known_error"]))
    with transaction.atomic():
        plan = MeasurementPlan.objects.create(key_result=key_result, **fields)
        bookkeeping.key_results_changed(key_result.objective_id)
    return plan


def make_absence(person, *, starts=0, ends=3, **fields):
    """Away from `starts` to `ends`, counted in days from today; entered by themself."""
    today = clock.today()
    fields.setdefault("named_by", person)
    return Absence.objects.create(
        person=person,
        starts_on=today + datetime.timedelta(days=starts),
        ends_on=today + datetime.timedelta(days=ends),
        **fields,
    )


def check_in(key_result, value, *, on=None, author=None, **fields):
    """Through the ledger, as every check-in goes; `on` is a date or its ISO text."""
    entry = ledger.Entry(
        value=Decimal(str(value)), measured_on=as_date(on or clock.today()), **fields
    )
    author = author or key_result.owner
    return ledger.record(key_result=key_result, author=author, entry=entry)


def make_follow_up(review, *, owner=None, due_on=None, **fields):
    """Owed by the one who opened the review, today unless said otherwise."""
    fields.setdefault("text", f"Follow-up {next(numbers)}")
    return FollowUp.objects.create(
        review=review,
        owner=owner or review.opened_by,
        due_on=as_date(due_on or clock.today()),
        created_by=review.opened_by,
        **fields,
    )


def set_cadence(subject=None, *, since=BEGINNING, **parts):
    """What a team, an objective, a key result or the organisation says from a day on.

    Parts are columns of the policy; `weekdays` are numbers, Monday is 0, and make a
    weekly rhythm. What the organisation is not told here stays as usual.
    """
    if "weekdays" in parts:
        parts = {"kind": "weeks", **parts, "weekdays": bits_of(parts["weekdays"])}
    policy = CadencePolicy() if subject else usual()
    if "kind" in parts:
        parts = {"every": 1, "anchor": A_MONDAY, "weekdays": None} | parts
    for name, value in parts.items():
        setattr(policy, name, value)
    if subject:
        setattr(policy, SUBJECTS[type(subject)], subject)
    policy.effective_from = as_date(since)
    policy.save()
    return policy


def make_token(person, scope="check_in", **fields):
    """A program's; its secret is the attribute `secret`, which is nowhere kept."""
    fields.setdefault("name", f"Script {next(numbers)}")
    token = ApiToken(person=person, scope=scope, **fields)
    token.secret = tokens.make(token)
    return token


def make_closed_day(day=None, name="Founders’ day"):
    """A week from today unless said otherwise."""
    day = as_date(day or clock.today() + datetime.timedelta(days=7))
    return ClosedDay.objects.create(day=day, name=name)


SUBJECTS = {Team: "team", Objective: "objective", KeyResult: "key_result"}


def as_date(day):
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day


def make_action(key_result, title=None, *, state="candidate", on=None, **fields):
    """Proposed by its key result's owner and brought to `state` step by step."""
    by = fields.pop("created_by", key_result.owner)
    title = title or f"Action {next(numbers)}"
    action = actions.propose(
        Action(key_result=key_result, title=title, **fields), by=by
    )
    for step in PATHS[state]:
        action = actions.take(
            action.pk, step, seen=None, by=by, reason="A reason", on=on
        )
    return action


PATHS = {
    "candidate": [],
    "planned": ["planned"],
    "doing": ["doing"],
    "blocked": ["doing", "blocked"],
    "done": ["doing", "done"],
    "dropped": ["dropped"],
}
