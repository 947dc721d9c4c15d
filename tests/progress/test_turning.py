"""The days on which a status turns, against the status of every day."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress import measure
from progress.measure import Status
from progress.turning import NEVER, Part, TurningDays, expectation, turning_days

DAY = datetime.timedelta(days=1)
START = datetime.date(2026, 7, 1)

weights = st.decimals("0.0001", "9999", places=4)
kinds = st.sampled_from(sorted(measure.KINDS))


@st.composite
def objectives(draw):
    """The arguments of `turning_days` for an objective that could be."""
    length = draw(st.integers(1, 100))
    ends_on = START + length * DAY
    due = st.none() | st.dates(START, ends_on)
    parts = draw(st.lists(st.builds(Part, kinds, weights, due), min_size=1, max_size=5))
    return {
        "progress": draw(
            st.none() | st.integers(0, measure.WHOLE) | st.just(measure.WHOLE)
        ),
        "measured": draw(st.booleans()),
        "kept": all(part.kind in measure.LINES for part in parts),
        "parts": parts,
        "starts_on": START,
        "ends_on": ends_on,
    }


def days_of(objective):
    """Each day from before the cycle until its last."""
    length = (objective["ends_on"] - START).days
    return [START + n * DAY for n in range(-3, length + 1)]


def expected_on(objective, day):
    return measure.to_figure(
        measure.expected_objective(
            (
                part.weight,
                measure.expected_progress(
                    kind=part.kind,
                    starts_on=START,
                    ends_on=objective["ends_on"],
                    due_on=part.due_on,
                    day=day,
                ),
            )
            for part in objective["parts"]
        )
    )


def status_on(objective, day):
    return measure.status(
        progress=objective["progress"],
        expected=expected_on(objective, day),
        measured=objective["measured"],
        day=day,
        ends_on=objective["ends_on"],
        kept=objective["kept"],
    )


def status_told(turns, day):
    """As a database tells it from the stored days alone."""
    if turns.at_risk is None:
        return None
    if day <= turns.too_early:
        return Status.TOO_EARLY
    if day <= turns.on_track:
        return Status.ON_TRACK
    return Status.AT_RISK if day <= turns.at_risk else Status.OFF_TRACK


@given(objectives())
def test_stored_days_tell_the_status_of_every_day(objective):
    turns = turning_days(**objective)
    for day in days_of(objective):
        told, status = status_told(turns, day), status_on(objective, day)
        if told is None:
            assert status in {Status.NOT_STARTED, Status.ACHIEVED}
        else:
            assert told == status


@given(objectives())
def test_it_is_on_pace_until_the_last_day_that_expects_no_more(objective):
    until = turning_days(**objective).on_pace
    for day in days_of(objective):
        if objective["progress"] is None:
            assert until is None
        else:
            expected = expected_on(objective, day)
            assert (day <= until) == (objective["progress"] >= expected)


@given(objectives())
def test_key_results_alike_are_expected_together_what_they_are_one_by_one(objective):
    expected = expectation(objective["parts"], START, objective["ends_on"])
    for day in days_of(objective):
        assert expected(day) == expected_on(objective, day)


WAY = [Part(measure.REACH, Decimal(1))]
LINE = [Part(measure.AT_MOST, Decimal(1))]
END = START + 100 * DAY


@pytest.mark.parametrize(
    ("progress", "parts", "kept", "turns"),
    [
        pytest.param(
            500_000,
            WAY,
            False,
            # 10 % on day 10; 50 % on day 50; short by 5 points, 5/9, on day 55;
            # by 10 points on day 60, but 50 % is 7/10 of what day 71 expects.
            [50, 9, 55, 71],
            id="half of the way",
        ),
        pytest.param(
            1_000_000, LINE, True, [100, NEVER, 100, 100], id="a line that holds"
        ),
        pytest.param(0, LINE, True, [NEVER, NEVER, NEVER, NEVER], id="a line crossed"),
        pytest.param(1_000_000, WAY, False, [100, None, None, None], id="achieved"),
        pytest.param(None, [], True, [None, None, None, None], id="without progress"),
    ],
)
def test_turning_days(progress, parts, kept, turns):
    found = turning_days(
        progress=progress,
        measured=True,
        kept=kept,
        parts=parts,
        starts_on=START,
        ends_on=END,
    )
    wanted = [START + day * DAY if isinstance(day, int) else day for day in turns]
    assert found == TurningDays(*wanted)


def test_a_milestone_turns_on_the_day_it_is_due():
    due = Part(measure.MILESTONE, Decimal(1), START + 40 * DAY)
    found = turning_days(
        progress=0,
        measured=True,
        kept=False,
        parts=[due],
        starts_on=START,
        ends_on=END,
    )
    assert found == TurningDays(*[START + 39 * DAY] * 4)
