"""How objectives stand against their pace, and how that is drawn."""

import datetime
import re

import pytest

from objectives.models import Objective
from progress.drawing_paces import (
    PaceMark,
    bars,
    bin_of,
    counted,
    fits_marks,
    marks,
)
from progress.measure import Status
from progress.readings import read_objectives
from progress.standings import standings
from progress.summary import summary_of
from tests.factories import as_date, check_in, make_key_result, make_objective

POINT = 10_000


@pytest.mark.parametrize(
    ("points", "step"),
    [(0, 0), (4, 0), (5, 1), (14, 1), (15, 2), (38, 4), (99, 4)],
)
def test_a_distance_stands_at_the_nearest_step_and_far_ones_at_the_last(points, step):
    assert bin_of(points * POINT) == step
    assert bin_of(-points * POINT) == -step


def test_every_objective_is_counted_once():
    paces = [-700_000, -333_000, -1, 0, 49_999, 50_000, 450_000]
    assert counted(paces) == {
        **dict.fromkeys(range(-4, 5), 0),
        **{-4: 1, -3: 1, 0: 3, 1: 1, 4: 1},
    }


def mark(progress, title="A goal", status=Status.OFF_TRACK):
    return PaceMark(title, "/objectives/1/", progress, 500_000, status)


def test_marks_stand_in_columns_the_furthest_behind_at_the_foot():
    svg = marks([mark(190_000), mark(170_000), mark(520_000, status=Status.ON_TRACK)])
    places = re.findall(
        r'class="(d-\w+)" href="#([\w-]+)" x="([\d.%]+)" y="(\d+)"', svg
    )
    assert places == [
        ("d-off", "s-off", "12.5%", "194"),
        ("d-off", "s-off", "12.5%", "168"),
        ("d-ok", "s-ok", "50%", "194"),
    ]
    assert "<title>A goal: Off track, 33 pts behind pace</title>" in svg


def test_what_people_typed_is_escaped():
    assert "<b>" not in marks([mark(0, title="<b>Grow</b>")])


def test_a_plot_grows_with_its_tallest_column():
    assert 'height="220"' in marks([mark(0)] * 7)
    assert 'height="350"' in marks([mark(0)] * 12)
    assert 'y="12"' not in re.sub(r"<text.*?</text>", "", marks([mark(0)] * 12))


def test_where_they_are_many_bars_say_how_many():
    paces = [0] * 30 + [-200_000] * 10 + [400_000]
    assert not fits_marks(counted(paces))
    svg = bars(counted(paces))
    assert re.findall(r'height="(\d+)" rx', svg) == ["53", "160", "5"]
    assert "−20 points: 10, ±0 points: 30, +40 points: 1" in svg


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-60, -30, 0, 1, 41, 60])
def test_a_standing_says_what_a_reading_says(cycle, company_objective, days):
    """Of ways, lines and milestones, counted or not, measured or not, on any day."""
    for kinds in (
        ["reach"],
        ["at_most"],
        ["milestone", "reach"],
        ["at_least", "reach"],
    ):
        for measured in (True, False):
            objective = make_objective(cycle=cycle, owner=company_objective.owner)
            for number, kind in enumerate(kinds):
                target = 1 if kind == "milestone" else 60
                due_on = cycle.starts_on + datetime.timedelta(days=60)
                key_result = make_key_result(
                    objective,
                    kind=kind,
                    target=target,
                    due_on=due_on if kind == "milestone" else None,
                    weight=number + 1,
                )
                if measured:
                    check_in(key_result, 1 if kind == "milestone" else 20)
    today = as_date(cycle.starts_on + datetime.timedelta(days=50 + days))
    seen = Objective.objects.in_cycle(cycle)

    found = {each.objective_id: each for each in standings(seen, cycle, today)}

    rows = seen.select_related("cycle", "figures")
    for reading in read_objectives(list(rows), today):
        standing = found.pop(reading.objective.pk)
        assert standing.status == reading.status
        assert standing.pace == reading.pace
    assert not found


@pytest.mark.django_db
def test_means_and_those_behind(cycle, company_objective):
    for value in (10, 30, 90):
        objective = make_objective(cycle=cycle, owner=company_objective.owner)
        check_in(make_key_result(objective), value)
    today = cycle.starts_on + datetime.timedelta(days=50)

    found = summary_of(standings(Objective.objects.in_cycle(cycle), cycle, today))

    assert found.mean == 433_333
    assert found.mean_expected == 549_451
    assert [each.progress for each in found.furthest] == [100_000, 300_000]
    assert found.behind == 2
    assert found.statuses == {
        Status.OFF_TRACK: 2,
        Status.ON_TRACK: 1,
        Status.NOT_STARTED: 1,
    }
