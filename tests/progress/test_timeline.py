"""How a gap went: from the ledger, ending where the stored figures stand."""

import datetime

import pytest

from objectives import clock
from progress.as_of import objective_as_of
from progress.day import Day
from progress.family import family_of
from progress.models import ObjectiveFigures
from progress.readings import (
    ObjectiveReading,
    read_key_results,
)
from progress.timeline import charts_of
from tests.factories import check_in, make_cycle, make_key_result, make_objective

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def gap_of(objective, reader):
    """Day → gap of the chart, as this reader's page draws it."""
    day = Day(clock.today())
    objective = (
        type(objective).objects.select_related("figures", "cycle").get(pk=objective.pk)
    )
    key_results = list(
        objective.key_results.select_related("figures", "owner", "objective__team")
    )
    reading = ObjectiveReading(objective, tuple(key_results), day.today)
    own = read_key_results(key_results, day)
    _, chart = charts_of(reading, own, family_of(objective, reader, day))
    return {entry.day: entry.figure for entry in chart.gap}


def known_on(line, day):
    return next((line[d] for d in sorted(line, reverse=True) if d <= day), None)


def stored_gap(objective):
    return ObjectiveFigures.objects.get(pk=objective.pk).gap


def test_every_day_of_the_line_is_the_gap_as_of_that_day(on, alice):
    """As long as nobody changes a target, a weight or the tree meanwhile."""
    first = datetime.date(2026, 3, 2)
    on(first)
    cycle = make_cycle(starts_on=first, ends_on=first + 90 * DAY)
    parent = make_objective(cycle=cycle, owner=alice)
    own = [make_key_result(parent, target=7, weight=w) for w in (1, 3)]
    lots = [(make_objective(parent=parent, owner=alice), weight) for weight in (1, 2)]
    below = [make_key_result(child, target=9, weight=weight) for child, weight in lots]
    line_kept = make_key_result(lots[0][0], kind="at_most", target=4)
    for number, key_result in enumerate([*own, *below, line_kept, own[0], below[1]]):
        on(first + 2 * number * DAY)
        check_in(key_result, number)
    on(first + 20 * DAY)

    line = gap_of(parent, alice)

    for days in range(21):
        day = first + days * DAY
        assert known_on(line, day) == objective_as_of(parent, day).gap, day
    assert line[max(line)] == stored_gap(parent)


def test_the_line_ends_with_the_stored_gap_to_the_last_digit(company_objective, alice):
    """Mean and gap are each rounded from the sums: 1/3 and 2/3 show the difference."""
    check_in(make_key_result(company_objective, target=3), 1)
    for value in (1, 1, 2):
        child = make_objective(parent=company_objective, owner=alice)
        check_in(make_key_result(child, target=7), value)
    line = gap_of(company_objective, alice)
    assert line[max(line)] == stored_gap(company_objective)


def test_what_a_child_did_before_this_cycle_stands_on_its_first_day(alice, cycle):
    parent = make_objective(owner=alice, cycle=cycle)
    check_in(make_key_result(parent), 50)
    year = make_cycle(starts_on=cycle.starts_on - 60 * DAY, ends_on=cycle.ends_on)
    child = make_objective(parent=parent, owner=alice, cycle=year)
    kr = make_key_result(child)
    for days in (40, 20):
        check_in(kr, 60 - days, on=cycle.starts_on - days * DAY)

    line = gap_of(parent, alice)

    assert line == {cycle.starts_on: -400_000, clock.today(): 100_000}


def test_without_children_there_is_no_line(company_objective, alice):
    check_in(make_key_result(company_objective), 50)
    assert gap_of(company_objective, alice) == {}


def test_a_correction_changes_the_line_on_its_day(company_objective, alice):
    kr = make_key_result(company_objective)
    entry = check_in(kr, 50, on=clock.today() - 3 * DAY)
    child = make_objective(parent=company_objective, owner=alice)
    check_in(make_key_result(child), 20, on=clock.today() - 3 * DAY)
    check_in(kr, 40, on=entry.measured_on, corrects=entry.pk, reason="Mistyped.")
    assert gap_of(company_objective, alice)[entry.measured_on] == 200_000
