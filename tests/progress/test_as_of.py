"""Figures as of a past day: the same as those that were stored on it."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from objectives import clock, plan, tree
from objectives.models import Objective
from progress.as_of import objective_as_of
from progress.models import ObjectiveFigures
from progress.readings import read_objectives
from tests.deeds import DEFINING, STRUCTURE, Somebody
from tests.factories import (
    check_in,
    make_cycle,
    make_key_result,
    make_objective,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
MONDAY = datetime.date(2026, 3, 2)


@pytest.fixture
def parent(on):
    on(MONDAY)
    make_cycle("Q1", starts_on=MONDAY - 60 * DAY)
    return make_objective("Parent")


def stored(objective):
    """(progress, children's mean, gap) as the figures say it now."""
    figures = ObjectiveFigures.objects.get(pk=objective.pk)
    return figures.progress, figures.children_mean, figures.gap


def computed(objective, day):
    found = objective_as_of(objective, day)
    return found and (found.progress, found.children_mean, found.gap)


def test_check_ins_measured_later_do_not_count(parent, on):
    kr = make_key_result(parent)
    check_in(kr, 20)
    on(MONDAY + DAY)
    check_in(kr, 70)

    assert objective_as_of(parent, MONDAY).progress == 200_000
    assert objective_as_of(parent, MONDAY + DAY).progress == 700_000


def test_a_check_in_entered_later_counts_from_the_day_it_was_measured(parent, on):
    kr = make_key_result(parent)
    on(MONDAY + 5 * DAY)
    check_in(kr, 40, on=MONDAY + 2 * DAY)

    assert objective_as_of(parent, MONDAY + DAY).progress == 0
    assert objective_as_of(parent, MONDAY + 2 * DAY).progress == 400_000


def test_a_correction_counts_instead_of_what_it_replaces(parent, on):
    kr = make_key_result(parent)
    wrong = check_in(kr, 90)
    on(MONDAY + DAY)
    check_in(kr, 30, on=MONDAY, corrects=wrong.pk, reason="A typing error.")

    assert objective_as_of(parent, MONDAY).progress == 300_000


def test_the_target_and_the_weight_of_that_day_rule(parent, on):
    first, second = make_key_result(parent), make_key_result(parent)
    check_in(first, 50)
    check_in(second, 100)
    on(MONDAY + DAY)
    values = {"target_value": Decimal(200), "weight": Decimal(3)}
    plan.change_key_result(first.pk, seen=None, by=parent.owner, values=values)

    assert objective_as_of(parent, MONDAY).progress == 750_000
    assert objective_as_of(parent, MONDAY + DAY).progress == 437_500


def test_the_children_of_that_day_count(parent, on):
    child = make_objective("Child", parent=parent)
    check_in(make_key_result(parent), 50)
    check_in(make_key_result(child), 80)
    on(MONDAY + DAY)
    tree.move(pk=child.pk, parent_pk=None, by=parent.owner)

    assert computed(parent, MONDAY) == (500_000, 800_000, -300_000)
    assert computed(parent, MONDAY + DAY) == (500_000, None, None)


def test_what_was_private_or_dropped_on_that_day_did_not_count(parent, on):
    child = make_objective("Child", parent=parent, is_private=True)
    check_in(make_key_result(child), 80)
    values = {"is_private": False}
    on(MONDAY + DAY)
    plan.change_objective(child.pk, seen=None, by=child.owner, values=values)
    on(MONDAY + 2 * DAY)
    plan.drop_objective(child.pk, seen=None, by=child.owner, reason="Over.")

    means = [objective_as_of(parent, MONDAY + n * DAY).children_mean for n in range(3)]
    assert means == [None, 800_000, None]


def test_before_it_was_made_there_was_nothing(parent):
    assert objective_as_of(parent, MONDAY - DAY) is None


def test_a_day_ends_at_midnight_of_the_site(parent, on, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    on(MONDAY + DAY)  # noon in Greenwich is eight in the evening there
    child = make_objective("Child", parent=parent)

    with timezone.override("Pacific/Kiritimati"):
        assert objective_as_of(child, MONDAY + DAY) is not None
        assert objective_as_of(child, MONDAY) is None


def test_the_expectation_is_that_of_the_day(parent, on):
    """Monday is day 60 of 91."""
    check_in(make_key_result(parent), 50)
    last = on(parent.cycle.ends_on)

    assert objective_as_of(parent, MONDAY).expected == 659_341
    assert objective_as_of(parent, last).expected == 1_000_000


def test_as_of_today_is_what_is_stored(parent):
    """Also the expectation that pages show, which nothing stores."""
    for value, weight in ((10, 1), (60, 2)):
        check_in(make_key_result(parent, weight=weight), value)
    objective = Objective.objects.select_related("figures", "cycle").get(pk=parent.pk)
    [reading] = read_objectives([objective], clock.today())

    found = objective_as_of(parent, clock.today())

    assert (found.progress, found.expected) == (reading.progress, reading.expected)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_past_day_equals_what_was_stored_on_it(on, seed):
    """25 days on which somebody measures, defines and moves at random."""
    on(MONDAY)
    make_cycle("Q1", starts_on=MONDAY - DAY)
    make_objective("Root", owner=make_user())
    somebody = Diligent(seed)
    snapshots = {}
    for day in (MONDAY + n * DAY for n in range(25)):
        on(day)
        for _ in range(5):
            somebody.act([*STRUCTURE, *DEFINING, *["check_in"] * 10])
        snapshots[day] = {o.pk: stored(o) for o in Objective.objects.all()}

    assert somebody.done["check_in"] > 10
    for day, figures in snapshots.items():
        for objective in Objective.objects.all():
            assert computed(objective, day) == figures.get(objective.pk), day


class Diligent(Somebody):
    """Measures on the day itself: what is entered later changes days gone by."""

    def day(self):
        return clock.today()


@pytest.mark.parametrize("children", [1, 20])
def test_the_cost_does_not_grow_with_the_children(
    parent, children, django_assert_num_queries
):
    for _ in range(children):
        check_in(make_key_result(make_objective(parent=parent)), 10)
    with django_assert_num_queries(4):
        objective_as_of(parent, MONDAY)
