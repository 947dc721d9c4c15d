"""Which level rules a key result, since when, and what that costs."""

import datetime

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from objectives import clock
from objectives.models import KeyResult
from progress.cadence import DAY
from progress.cadence_words import ruling_words
from progress.cadences import ORGANISATION, Cadences
from progress.day import Day
from progress.models import CadencePolicy, KeyResultFigures, WorkCalendar
from progress.models.cadence import bits_of
from progress.queues import owed_for, queue
from tests.factories import (
    as_date,
    make_closed_day,
    make_key_result,
    make_objective,
    set_cadence,
)

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
TODAY = datetime.date(2026, 8, 20)  # a Thursday


@pytest.fixture
def key_result(derived_objective):
    return make_key_result(derived_objective)


def words(key_result, day=TODAY):
    found = Cadences.for_key_results([key_result.pk])
    return ruling_words(found.ruling(key_result.pk, day))


def next_due(key_result, day=TODAY):
    found = Cadences.for_key_results([key_result.pk])
    return found.schedule(key_result.pk).due_on_or_after(as_date(day))


def test_until_somebody_says_otherwise_updates_are_due_on_thursdays(key_result):
    assert words(key_result) == "Weekly, Thursdays, from the organisation"


def test_the_nearest_level_wins(key_result, company, product):
    levels = [None, company, product, key_result.objective, key_result]
    expected = [
        "Weekly, Mondays, from the organisation",
        "Weekly, Tuesdays, from team Company",
        "Weekly, Wednesdays, from team Company · Product",
        "Weekly, Thursdays, set for the objective",
        "Weekly, Fridays, set for this key result",
    ]
    for weekday, level in enumerate(levels):
        set_cadence(level, weekdays=[weekday])
        assert words(key_result) == expected[weekday]
        assert next_due(key_result).weekday() == weekday


def test_what_a_level_leaves_open_comes_from_above(key_result, company, product):
    set_cadence(company, weekdays=[TUESDAY])
    set_cadence(product, grace_days=5)

    ruling = Cadences.for_key_results([key_result.pk]).ruling(key_result.pk, TODAY)

    assert ruling.rhythm.team == company
    assert ruling.grace.team == product
    assert ruling.move.key == ORGANISATION


def test_below_a_locked_level_nobody_says_anything(key_result, company, product):
    set_cadence(product, weekdays=[FRIDAY])
    set_cadence(company, weekdays=[TUESDAY], is_locked=True)

    found = Cadences.for_key_results([key_result.pk])

    assert words(key_result) == "Weekly, Tuesdays, from team Company"
    assert found.ruling(key_result.pk, TODAY).locked_by.team == company


def test_an_override_ends_where_it_is_removed(key_result, product):
    set_cadence(product, weekdays=[FRIDAY])
    set_cadence(product, since=TODAY, is_removed=True)

    assert words(key_result, TODAY - DAY).startswith("Weekly, Fridays")
    assert words(key_result).startswith("Weekly, Thursdays")


def test_a_change_in_mid_cycle_moves_no_due_date_of_before(key_result, product):
    set_cadence(product, weekdays=[FRIDAY])
    before = Cadences.for_key_results([key_result.pk]).schedule(key_result.pk)
    set_cadence(product, since=TODAY + DAY, weekdays=[MONDAY])
    after = Cadences.for_key_results([key_result.pk]).schedule(key_result.pk)

    days = [TODAY - DAY * n for n in range(60)]
    assert [after.previous_before(d) for d in days] == [
        before.previous_before(d) for d in days
    ]
    assert next_due(key_result, TODAY) == datetime.date(2026, 8, 24)


def test_what_is_said_on_the_same_day_again_counts(key_result, product):
    set_cadence(product, weekdays=[FRIDAY])
    set_cadence(product, weekdays=[MONDAY])
    assert words(key_result).startswith("Weekly, Mondays")


def test_another_team_of_the_same_level_changes_nothing(key_result, mallory):
    other = make_key_result(make_objective(owner=mallory))
    set_cadence(other, weekdays=[MONDAY])
    assert words(key_result).startswith("Weekly, Thursdays")
    assert words(other).startswith("Weekly, Mondays")


def test_dates_move_off_holidays_weekends_and_closed_days(key_result):
    set_cadence(weekdays=[THURSDAY], move="after")
    WorkCalendar.objects.create(
        effective_from="2000-01-01", weekend=bits_of([5, 6]), country="PT"
    )
    make_closed_day("2026-09-17")
    make_closed_day("2026-09-18")

    assert next_due(key_result, datetime.date(2026, 9, 11)) == datetime.date(
        2026, 9, 21
    )
    assert next_due(key_result, "2026-06-04") == as_date("2026-06-05")


def test_another_country_tomorrow_moves_no_date_of_yesterday(key_result):
    set_cadence(weekdays=[THURSDAY], move="after")
    WorkCalendar.objects.create(effective_from="2026-08-01", country="PT")

    corpus_christi = datetime.date(2026, 6, 4)
    assert next_due(key_result, corpus_christi) == corpus_christi


RIGHT = {"kind": "weeks", "every": 1, "weekdays": 1, "anchor": "2026-01-01"}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"every": 0}, id="every 0 weeks"),
        pytest.param({"every": 53}, id="more than a year of weeks"),
        pytest.param({"every": None}, id="no number"),
        pytest.param({"weekdays": 0}, id="no weekday"),
        pytest.param({"weekdays": 128}, id="an eighth weekday"),
        pytest.param({"month_day": 3}, id="a part of another kind"),
        pytest.param({"kind": "month_day", "weekdays": None}, id="no day"),
        pytest.param({"kind": "other"}, id="unknown kind"),
        pytest.param({"anchor": "1999-12-31"}, id="anchor before 2000"),
        pytest.param({"grace_days": 32}, id="grace of more than a month"),
        pytest.param({"move": "away"}, id="unknown move"),
        pytest.param({"is_removed": True}, id="removed but says something"),
        pytest.param({"of_two": True}, id="of two levels at once"),
        pytest.param({"of_none": True}, id="an organisation that leaves parts open"),
    ],
)
def test_the_database_refuses_what_no_rule_can_say(wrong, product, derived_objective):
    levels = {"team": None if wrong.pop("of_none", False) else product}
    if wrong.pop("of_two", False):
        levels["objective"] = derived_objective
    with pytest.raises(IntegrityError), transaction.atomic():
        CadencePolicy.objects.create(effective_from=TODAY, **levels, **(RIGHT | wrong))


def test_what_was_said_is_never_rewritten(product):
    set_cadence(product, weekdays=[FRIDAY])
    with pytest.raises(TypeError, match="stays"):
        CadencePolicy.objects.update(weekdays=1)


# Whose day it is


@pytest.fixture
def late_evening(settings, monkeypatch):
    """Thursday, 23:30 in UTC, which is the site's time zone."""
    moment = datetime.datetime(2026, 8, 20, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("", datetime.date(2026, 8, 20)),
        ("Asia/Shanghai", datetime.date(2026, 8, 21)),
        ("Pacific/Kiritimati", datetime.date(2026, 8, 21)),
        ("Pacific/Pago_Pago", datetime.date(2026, 8, 20)),
        ("Nowhere/Land", datetime.date(2026, 8, 20)),
    ],
)
def test_what_is_due_is_told_from_the_owners_day(late_evening, bob, zone, today):
    bob.time_zone = zone
    assert Day(clock.today()).today_of(bob) == today


def test_a_due_date_ends_with_the_owners_day(late_evening, bob, derived_objective):
    cycle = derived_objective.cycle
    cycle.starts_on, cycle.ends_on = (
        datetime.date(2026, 7, 1),
        datetime.date(2026, 9, 30),
    )
    cycle.save()
    created_at = datetime.datetime(2026, 8, 17, tzinfo=datetime.UTC)
    make_key_result(derived_objective, created_at=created_at)

    [here] = queue(bob, Day(clock.today()))
    bob.time_zone = "Asia/Shanghai"
    bob.save()
    [there] = queue(bob, Day(clock.today()))

    assert (here.due.freshness, there.due.freshness) == ("due", "late")


# What it costs


@pytest.mark.slow
@pytest.mark.tampers  # its figures are as sparse as its key results
def test_forty_thousand_key_results_are_told_in_as_many_queries_as_two(
    derived_objective, product, django_assert_num_queries
):
    first, _second = (make_key_result(derived_objective) for _ in range(2))
    set_cadence(product, weekdays=[FRIDAY])
    set_cadence(first, weekdays=[MONDAY])
    with django_assert_num_queries(5):
        owed_for(KeyResult.objects.all(), Day(clock.today()))

    owner = derived_objective.owner
    many = [KeyResult(objective=derived_objective, owner=owner) for _ in range(40_000)]
    KeyResult.objects.bulk_create(named(many))
    KeyResultFigures.objects.bulk_create(KeyResultFigures(key_result=kr) for kr in many)

    with django_assert_num_queries(5):
        lines = owed_for(KeyResult.objects.all(), Day(clock.today()))
    assert len(lines) == 40_002


def named(key_results):
    for key_result in key_results:
        key_result.content = "One of many"
    return key_results
