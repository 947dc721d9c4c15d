"""The sample company shows what its makers meant: computed from stored figures."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from objectives import clock, tree
from objectives.models import Cycle, KeyResult, Objective, User
from progress import verify
from progress.cadence import weekly
from progress.change import points, whole_percent
from progress.demo import company
from progress.demo.build import build, quarter_name
from progress.demo.people import PASSWORD, SIGN_INS
from progress.demo.plan import Calendar
from progress.due import due_state
from progress.measure import gap_band
from progress.models import CheckIn
from progress.readings import read_objectives

DAY = timedelta(days=1)


def thursday():
    """The newest day that is one: due dates and ages then fall as in the table."""
    today = clock.today()
    return today - DAY * ((today.weekday() - 3) % 7)


@pytest.fixture(scope="module")
def tidewell(django_db_setup, django_db_blocker):
    """The sample, loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(thursday())
        yield
        transaction.set_rollback(True)


# title: own %, children’s mean %, gap, status, days since the last check-in
SHOWN = """
Launch Tidewell Go with service that beats the industry: 67, 43, ahead 24, on_track, 0
Every customer question is answered once, and correctly: 58, 46, ahead 12, on_track, 1
Replace the ticket queue with triage by intent: 52, 51, in line, on_track, 2
让上海团队的每位顾客在两小时内得到答复: 58, -, none, on_track, 1
Route by intent in five languages: 44, -, none, at_risk, 6
Launch a knowledge base customers actually use: 64, 60, in line, on_track, 1
Publish the 120 articles behind 80% of questions: 71, -, none, on_track, 1
Search puts the right article first: 49, -, none, at_risk, 3
Close the loop on every complaint: 22, -, none, off_track, 19
A support platform that never drops a customer: 31, 62, behind 31, off_track, 2
Move phone, chat and email onto one platform: 66, 58, ahead 8, on_track, 1
Cut over the call centre without losing a day: 70, -, none, on_track, 0
Retire the old ticket system: 45, -, none, at_risk, 8
See every outage before a customer reports it: 58, 41, ahead 17, on_track, 2
Put a probe on every channel customers use: 55, -, none, on_track, 2
Page the right engineer the first time: 57, -, none, on_track, 3
Rehearse the three failures we fear most: 52, -, none, on_track, 5
Write down every outage within two days: 0, -, none, not_started, -
Make contact data trustworthy: 62, -, none, on_track, 3
Build a team that customers ask for by name: 40, 40, in line, at_risk, 2
Hire support specialists at three sites: 38, -, none, off_track, 6
Certify every agent on Tidewell Go before launch: 47, -, none, at_risk, 9
Give team leads the time to coach: 35, -, none, off_track, 12
Ship Tidewell Go on 15 September, without surprises: 43, 42, in line, at_risk, 3
Prove in 200 homes that set-up takes ten minutes: 55, -, none, on_track, 1
Brief support before marketing goes live: 29, -, none, off_track, 15
Keep today’s customers happy while we launch: 61, -, none, on_track, 4
"""


def readings():
    running = Objective.objects.filter(cycle__state=Cycle.State.OPEN)
    wanted = running.select_related("cycle", "figures").order_by("tree_id", "lft")
    return read_objectives(list(wanted), thursday())


def gap_words(gap):
    band = gap_band(gap)
    if band.direction in {"none", "inline"}:
        return {"none": "none", "inline": "in line"}[band.direction]
    return f"{band.direction} {abs(points(gap))}"


def line(reading):
    mean = None if reading.mean is None else whole_percent(reading.mean)
    told = (whole_percent(reading.progress), mean, gap_words(reading.gap))
    told += (reading.status, reading.age)
    cells = ["-" if cell is None else str(cell) for cell in told]
    return f"{reading.objective.title}: {', '.join(cells)}"


@pytest.mark.django_db
def test_every_objective_shows_its_progress_gap_status_and_age(tidewell):
    assert [line(reading) for reading in readings()] == SHOWN.strip().splitlines()


@pytest.mark.django_db
def test_only_milestones_and_lines_shift_what_is_expected_today(tidewell):
    expected = {
        read.objective.title: whole_percent(read.expected) for read in readings()
    }

    platform = expected.pop("A support platform that never drops a customer")
    assert platform == 51
    assert set(expected.values()) == {55}


@pytest.mark.django_db
def test_figures_and_tree_are_sound(tidewell):
    assert list(verify.differences()) == []
    assert tree.faults() == []


@pytest.mark.django_db
def test_there_are_71_key_results_and_13_weeks_of_check_ins(tidewell):
    [open_cycle] = Cycle.objects.open()
    running = KeyResult.objects.filter(objective__cycle=open_cycle)
    first = CheckIn.objects.in_order().first()

    assert running.count() == 71
    assert (thursday() - open_cycle.starts_on).days == 50
    assert open_cycle.days == 91
    assert thursday() - first.measured_on >= 13 * 7 * DAY


@pytest.mark.django_db
def test_one_cycle_is_closed_one_runs_and_one_is_planned(tidewell):
    states = Cycle.objects.order_by("starts_on").values_list("state", flat=True)

    assert list(states) == ["closed", "open", "planning"]


@pytest.mark.django_db
def test_the_platform_weighs_its_key_results_35_30_20_15(tidewell):
    platform = Objective.objects.get(title__startswith="A support platform")
    weights = platform.key_results.values_list("weight", flat=True)

    assert list(weights) == [35, 30, 20, 15]


@pytest.mark.django_db
def test_a_mistaken_value_stands_corrected_with_its_reason(tidewell):
    correction = CheckIn.objects.get(corrects__isnull=False)

    values = (correction.corrects.value, correction.value)
    assert values == (Decimal("4.9"), Decimal("6.9"))
    assert correction.reason == "Counted business hours by mistake at first."
    assert correction.created_at > correction.corrects.created_at


@pytest.mark.django_db
def test_whoever_is_offered_can_sign_in(tidewell):
    for sign_in, _does in SIGN_INS:
        person = User.objects.get(email=f"{sign_in}@tidewell.example")
        assert person.is_active
        assert person.check_password(PASSWORD)


def all_key_results(goals=company.GOALS):
    for goal in goals:
        for key_result in goal.key_results:
            yield goal, key_result
        yield from all_key_results(goal.children)


def states_of_grace(today):
    for goal, plan in all_key_results():
        if (plan.owner or goal.owner) == "grace":
            # The team that is called Team updates on Fridays, with two days of grace.
            cadence = weekly(4, 2) if goal.team == "Team" else weekly(3)
            calendar = Calendar(today, cadence)
            first = calendar.starts_on
            [*_, (measured_on, _reading)] = plan.dated(
                (plan.last or goal.last)(calendar), first + DAY
            )
            yield due_state(
                cadence=calendar.cadence,
                last_measured_on=measured_on,
                first_day=first,
                last_day=first + 91 * DAY,
                today=today,
            ).freshness


@pytest.mark.parametrize("back", range(7))
def test_grace_owes_five_of_eight_whatever_weekday_it_is(back):
    states = list(states_of_grace(clock.today() - back * DAY))

    counts = {state: states.count(state) for state in set(states)}
    assert counts == {"missed": 2, "due": 3, "up_to_date": 3}


@pytest.mark.parametrize(("quarter", "name"), [(8104, "2026 Q1"), (8107, "2026 Q4")])
def test_quarters_are_counted_through_the_years(quarter, name):
    assert quarter_name(quarter) == name
