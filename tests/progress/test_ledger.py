"""Recording check-ins: what is taken, what is refused, what stands beside it."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from objectives import bookkeeping, clock
from objectives.models import Cycle, KeyResult
from progress import figures, ledger
from progress.ledger import Entry, KeyReused, Refused, Stale
from progress.models import CheckIn, KeyResultFigures, ObjectiveFigures
from tests.factories import check_in, make_key_result, make_objective, make_user

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def kr():
    return make_key_result(make_objective(), start=0, target=100)


def ago(days):
    return clock.today() - DAY * days


def current(kr):
    return KeyResultFigures.objects.get(pk=kr.pk).current


def record(kr, value, author=None, **entry):
    entry.setdefault("measured_on", clock.today())
    return ledger.record(
        key_result=kr,
        author=author or kr.owner,
        entry=Entry(value=Decimal(value), **entry),
    )


def test_an_entry_says_what_its_author_was_shown(kr):
    other = make_key_result(kr.objective, start=0, target=10)
    check_in(other, 5)

    entry = check_in(kr, 60)

    assert entry.progress == 600_000
    assert (entry.objective_before, entry.objective_after) == (250_000, 550_000)


def test_the_same_value_again_is_an_entry(kr):
    check_in(kr, 20, on=ago(7))
    check_in(kr, 20)

    assert CheckIn.objects.count() == 2
    assert KeyResultFigures.objects.get(pk=kr.pk).measured_on == clock.today()


def test_an_objective_and_its_parent_are_kept_in_step():
    parent = make_objective()
    check_in(make_key_result(parent), 70)
    child = make_objective(parent=parent)
    check_in(make_key_result(child), 40)

    stored = ObjectiveFigures.objects.get(pk=parent.pk)
    assert (stored.progress, stored.children_mean) == (700_000, 400_000)
    assert stored.gap == 300_000


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_newest_measurement_is_current_however_they_are_entered(kr, order):
    readings = [(10, ago(14)), (20, ago(7)), (30, ago(1))]

    for index in order:
        value, day = readings[index]
        check_in(kr, value, on=day)

    assert current(kr) == 30


def test_of_two_on_one_day_the_one_entered_later_is_current(kr):
    check_in(kr, 30, on=ago(1))
    check_in(kr, 10, on=ago(1))

    assert current(kr) == 10


def test_of_two_of_one_microsecond_the_one_with_the_higher_id_is_current(kr):
    moment = timezone.now()
    for value in (30, 10, 20):
        check_in(kr, value, entered_at=moment)

    assert current(kr) == 20


def test_what_was_kept_elsewhere_takes_its_own_place(kr):
    check_in(kr, 30, on=ago(1))
    check_in(kr, 10, on=ago(1), entered_at=timezone.now() - DAY)

    assert current(kr) == 30


# Two people at once


def test_who_has_not_seen_the_newest_entry_writes_nothing(kr):
    first = check_in(kr, 10)
    newest = check_in(kr, 20)

    with pytest.raises(Stale) as stale:
        record(kr, 30, seen=first.pk)

    assert stale.value.latest == newest
    assert current(kr) == 20
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize("entries", [0, 1, 2])
def test_who_has_seen_the_newest_entry_writes(kr, entries):
    for value in range(entries):
        check_in(kr, value)

    record(kr, 30, seen=figures.ledger_end(kr.pk))

    assert current(kr) == 30


def test_a_back_dated_entry_is_news_as_well(kr):
    seen = check_in(kr, 20)
    check_in(kr, 10, on=ago(7))

    with pytest.raises(Stale):
        record(kr, 30, seen=seen.pk)


# The same form twice


def test_the_same_key_gives_the_first_result(kr):
    key = uuid.uuid4()

    first = record(kr, 30, key=key, seen=0)
    second = record(kr, "30.0", key=key, seen=0)

    assert first == second
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "31"},
        {"measured_on": ago(1)},
        {"note": "no"},
        {"confidence": "low"},
        {"author": "somebody else"},
        {"kr": "another one"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_same_key_for_something_else_is_refused(kr, changed):
    key = uuid.uuid4()
    record(kr, 30, key=key)
    if "author" in changed:
        changed = {"author": make_user()}
    if "kr" in changed:
        changed = {"kr": make_key_result(kr.objective), "author": kr.owner}

    with pytest.raises(KeyReused):
        record(**{"kr": kr, "value": "30", "key": key, **changed})

    assert CheckIn.objects.count() == 1


# Corrections


def test_a_correction_replaces_and_the_mistake_stays(kr):
    wrong = check_in(kr, 90, on=ago(7))
    check_in(kr, 20, on=ago(7), corrects=wrong.pk, reason="Misread.")

    assert current(kr) == 20
    assert list(CheckIn.objects.values_list("value", flat=True)) == [90, 20]


def test_correcting_an_older_entry_leaves_the_newer_one_current(kr):
    wrong = check_in(kr, 90, on=ago(7))
    check_in(kr, 30)
    check_in(kr, 9, on=ago(7), corrects=wrong.pk, reason="Misread.")

    assert current(kr) == 30


def test_a_correction_of_the_day_gives_way_to_what_was_measured_before(kr):
    check_in(kr, 30, on=ago(7))
    wrong = check_in(kr, 90, on=ago(1))
    check_in(kr, 40, on=ago(14), corrects=wrong.pk, reason="Another fortnight.")

    assert current(kr) == 30


def test_a_correction_is_corrected_in_turn(kr):
    first = check_in(kr, 90)
    second = check_in(kr, 80, corrects=first.pk, reason="Misread.")
    check_in(kr, 70, corrects=second.pk, reason="Misread again.")

    assert current(kr) == 70
    assert CheckIn.objects.effective().count() == 1


def test_one_entry_is_not_corrected_twice(kr):
    wrong = check_in(kr, 90)
    correction = check_in(kr, 80, corrects=wrong.pk, reason="Misread.")

    with pytest.raises(Stale) as stale:
        check_in(kr, 70, corrects=wrong.pk, reason="Misread.")

    assert stale.value.latest == correction
    assert current(kr) == 80


def test_an_entry_of_another_key_result_is_not_corrected(kr):
    elsewhere = check_in(make_key_result(kr.objective), 90)

    with pytest.raises(Refused):
        check_in(kr, 80, corrects=elsewhere.pk, reason="Misread.")

    assert current(kr) is None


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_says_why(kr, reason):
    wrong = check_in(kr, 90)

    with pytest.raises(Refused) as refused:
        check_in(kr, 80, corrects=wrong.pk, reason=reason)

    assert refused.value.field == "reason"
    assert current(kr) == 90


# What takes no check-in


def drop(kr):
    KeyResult.objects.filter(pk=kr.pk).update(dropped_at=timezone.now())
    bookkeeping.key_results_changed(kr.objective_id)


def drop_objective(kr):
    kr.objective.dropped_at = timezone.now()
    kr.objective.save(update_fields=["dropped_at"])
    bookkeeping.objectives_changed(kr.objective_id)


def turn(state):
    return lambda kr: Cycle.objects.update(state=state)


@pytest.mark.parametrize(
    "close",
    [drop, drop_objective, turn("closed"), turn("planning")],
    ids=["dropped", "objective dropped", "cycle closed", "cycle planned"],
)
def test_nothing_is_taken_where_nothing_is_pursued(kr, close):
    close(kr)  # after `kr` was read: what counts is what is stored

    with pytest.raises(Refused) as refused:
        check_in(kr, 30)

    assert refused.value.field == "value"
    assert refused.value.sentence.endswith(".")
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("days", [-1, 51], ids=["tomorrow", "before the cycle"])
def test_a_day_to_come_or_outside_the_cycle_is_refused(kr, days):
    with pytest.raises(Refused) as refused:
        check_in(kr, 30, on=ago(days))

    assert refused.value.field == "measured_on"
    assert not CheckIn.objects.exists()


def test_the_first_day_of_the_cycle_is_taken(kr):
    check_in(kr, 30, on=ago(50))

    assert current(kr) == 30


def test_a_key_result_that_is_gone_is_told(kr):
    kr.objective.delete()

    with pytest.raises(Refused, match="deleted"):
        check_in(kr, 30)


@pytest.mark.parametrize("value", ["0.5", "2", "-1"])
def test_a_milestone_is_reached_or_not(value):
    milestone = make_key_result(make_objective(), target=1, kind="milestone")

    with pytest.raises(Refused):
        check_in(milestone, value)

    assert not CheckIn.objects.exists()


def test_a_milestone_that_is_reached_counts_whole():
    milestone = make_key_result(make_objective(), target=1, kind="milestone")
    check_in(milestone, 0, on=ago(7))
    check_in(milestone, 1)

    assert ObjectiveFigures.objects.get().progress == 1_000_000
