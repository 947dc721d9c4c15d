"""What became of due dates, by team and week."""

import datetime

import pytest
from django.utils import timezone

from objectives import plan
from objectives.models import Cycle, Team
from progress.compliance import Tally, compliance, weeks_of
from progress.drill_down import Group, asked_group, lines_of
from tests.factories import (
    check_in,
    make_absence,
    make_cycle,
    make_key_result,
    make_objective,
    make_team,
)

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("tally", "dark"),
    [
        pytest.param(Tally(), 0, id="nothing due"),
        pytest.param(Tally(on_time=14), 0, id="all on time"),
        pytest.param(Tally(on_time=3, open=9), 0, id="today is not over"),
        pytest.param(Tally(on_time=13, missed=1), 1, id="one of fourteen"),
        pytest.param(Tally(on_time=17, late=3), 1, id="15 % exactly"),
        pytest.param(Tally(on_time=4, late=1), 2, id="one of five"),
        pytest.param(Tally(on_time=2, missed=1), 2, id="one of three"),
        pytest.param(Tally(on_time=4, late=2, missed=4), 3, id="60 % exactly"),
        pytest.param(Tally(on_time=1, missed=2), 4, id="two of three"),
        pytest.param(Tally(missed=3), 4, id="none"),
    ],
)
def test_a_cell_is_darker_the_more_is_late_or_missed(tally, dark):
    assert tally.missing == dark


def test_excused_due_dates_are_not_due():
    assert Tally(on_time=3, excused=2).due == 3
    assert Tally(on_time=3, excused=2).share == 1_000_000
    assert Tally(excused=2).share is None


def test_weeks_are_counted_from_the_first_day_and_the_last_takes_in_the_rest():
    first = datetime.date(2026, 7, 1)
    cycle = Cycle(starts_on=first, ends_on=first + 91 * DAY)

    weeks = weeks_of(cycle)

    assert [week.number for week in weeks] == list(range(1, 14))
    assert (weeks[0].starts_on, weeks[0].ends_on) == (first, first + 6 * DAY)
    assert (weeks[-1].ends_on - weeks[-1].starts_on).days == 7
    assert all(
        [week.has(first + number * DAY) for week in weeks].count(True) == 1
        for number in range(92)
    )


@pytest.fixture
def kept(measured, due_today):
    """`kept()` is a key result of Bob's that was updated on time a week ago."""

    def make(**fields):
        key_result = measured(**fields)
        then = timezone.now() - 7 * DAY
        check_in(key_result, 10, on=due_today - 7 * DAY, entered_at=then)
        return key_result

    return make


@pytest.fixture
def told(due_today):
    """`told(cycle)` is {team: "on time/late/missed/open of the last two weeks"}."""

    def told(cycle, below=None):
        updates = compliance(cycle, due_today, below)
        rows = [(row.key, row.cells) for row in updates.rows]
        rows.append(("all", updates.total))
        named = {str(team.pk): team.name for team in Team.objects.all()}
        now = cycle.week_of(due_today)
        return {
            named.get(key.removesuffix("-only"), key): " ".join(
                "/".join(str(n) for n in (c.on_time, c.late, c.missed, c.open))
                for c in cells[now - 2 : now]
            )
            for key, cells in rows
        }

    return told


@pytest.mark.django_db
def test_a_team_counts_with_the_teams_below_it_and_rows_add_up(
    told, kept, measured, cycle, company, product, alice, company_objective
):
    other = make_team("Sales")
    kept()  # of Product, below Company
    measured(10, 0, objective=company_objective)
    measured(objective=make_objective(owner=alice, team=other, cycle=cycle))
    kept(objective=make_objective(owner=alice, cycle=cycle))

    found = told(cycle)

    assert found == {
        "Company": "1/0/1/0 1/0/0/1",
        "Sales": "0/0/1/0 0/0/0/1",
        "none": "1/0/0/0 0/0/0/1",
        "all": "2/0/2/0 1/0/0/3",
    }


@pytest.mark.django_db
def test_where_all_lies_below_one_team_its_parts_have_rows(
    told, kept, measured, cycle, company, product, company_objective
):
    kept()
    measured(10, 0, objective=company_objective)
    expected = {"Company": "0/0/1/0 1/0/0/0", "Product": "1/0/0/0 0/0/0/1"}

    assert told(cycle) == expected | {"all": "1/0/1/0 1/0/0/1"}
    assert told(cycle, below=company) == told(cycle)
    assert told(cycle, below=product)["Product"] == "1/0/0/0 0/0/0/1"


@pytest.mark.django_db
def test_rows_stand_by_name_a_team_before_those_below_and_no_team_last(
    measured, due_today, cycle, company, alice
):
    for name in ("zeta", "Alpha"):
        team = make_team(name, parent=company)
        measured(objective=make_objective(owner=alice, team=team, cycle=cycle))
    measured(objective=make_objective(owner=alice, team=company, cycle=cycle))
    measured(objective=make_objective(owner=alice, cycle=cycle))

    rows = compliance(cycle, due_today).rows

    assert [str(row.team) for row in rows] == ["Company", "Alpha", "zeta", "None"]
    assert [row.is_alone for row in rows] == [True, False, False, False]


@pytest.mark.django_db
def test_a_private_objective_counts_for_nobody(told, kept, measured, derived_objective):
    kept()
    measured(objective=make_objective(owner=derived_objective.owner, is_private=True))
    assert told(derived_objective.cycle)["all"] == "1/0/0/0 0/0/0/1"


@pytest.mark.django_db
def test_a_correction_was_entered_when_what_it_corrects_was(
    told, measured, derived_objective, due_today
):
    key_result = measured()
    then = timezone.now() - 7 * DAY
    wrong = check_in(key_result, 10, on=due_today - 7 * DAY, entered_at=then)
    wrong = check_in(
        key_result, 20, on=due_today - 7 * DAY, corrects=wrong.pk, reason="Misread."
    )
    check_in(key_result, 30, on=due_today - 7 * DAY, corrects=wrong.pk, reason="Again.")
    assert told(derived_objective.cycle)["all"] == "1/0/0/0 0/0/0/1"


@pytest.mark.django_db
def test_what_was_dropped_owes_nothing_from_that_day_on(
    told, kept, derived_objective, due_today
):
    dropped = kept()
    plan.drop_key_result(dropped.pk, seen=None, by=dropped.owner, reason="Done with.")
    assert told(derived_objective.cycle)["all"] == "1/0/0/0 0/0/0/0"


@pytest.mark.django_db
def test_a_due_date_on_a_day_away_is_excused(told, measured, derived_objective):
    away = measured()
    make_absence(away.owner, starts=-8, ends=-6)
    assert told(derived_objective.cycle)["all"] == "0/0/0/0 0/0/0/1"


@pytest.mark.django_db
def test_nothing_is_due_while_a_cycle_is_planned(due_today):
    cycle = make_cycle(state="planning")
    make_key_result(make_objective(cycle=cycle))
    assert compliance(cycle, due_today).rows == []


@pytest.mark.django_db
def test_lines_come_the_worst_first(kept, measured, derived_objective, due_today):
    cycle = derived_objective.cycle
    on_time, missed = kept(), measured()
    week = weeks_of(cycle)[cycle.week_of(due_today) - 2]

    lines = lines_of(cycle, week, Group(), due_today)

    assert [line.key_result_id for line in lines] == [missed.pk, on_time.pk]
    assert [str(line.period.outcome) for line in lines] == ["missed", "on_time"]


@pytest.mark.django_db
def test_what_an_address_says_of_a_team(company, product):
    with_below = asked_group(str(company.pk))
    alone = asked_group(f"{company.pk}-only")
    assert set(with_below.team_ids) == {company.pk, product.pk}
    assert (alone.team_ids, alone.is_alone) == ([company.pk], True)
    assert asked_group("").team_ids is None
    assert asked_group("none").is_teamless
    for strange in ("0", "x", "²", "-only", "999999", "9" * 40, "none-only"):
        assert asked_group(strange) is None


@pytest.mark.django_db
def test_an_update_filled_in_afterwards_is_late(told, measured, derived_objective):
    measured(10, 7)
    assert told(derived_objective.cycle)["all"] == "0/1/0/0 0/0/0/1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "told_of"),
    [("", "0/1/0/0"), ("Pacific/Kiritimati", "0/1/0/0"), ("Pacific/Midway", "1/0/0/0")],
)
def test_the_day_an_update_was_entered_is_the_owners(
    told, measured, derived_objective, due_today, bob, zone, told_of
):
    """At 02:00 UTC on the day after the due date it is still that date in Midway."""
    bob.time_zone = zone
    bob.save()
    due = due_today - 7 * DAY
    night = datetime.datetime.combine(due + DAY, datetime.time(2), datetime.UTC)
    check_in(measured(), 10, on=due, entered_at=night)
    assert told(derived_objective.cycle)["all"].split()[0] == told_of
