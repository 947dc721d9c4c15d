"""What gaps, paces, states and due dates are called."""

from datetime import date

import pytest

from progress import words
from progress.due import Due, Freshness
from progress.measure import Status

THURSDAY = date(2026, 8, 20)


@pytest.mark.parametrize(
    ("gap", "direction", "size", "text"),
    [
        (240_000, "ahead", "large", "ahead of children by 24 pts"),
        (-310_000, "behind", "large", "behind children by 31 pts"),
        (-80_000, "behind", "medium", "behind children by 8 pts"),
        (50_000, "inline", "small", "in line with children"),
        (None, "none", "none", "no child objectives"),
    ],
)
def test_gap(gap, direction, size, text):
    assert words.gap_mark(gap) == words.GapMark(direction, size, text)


def test_no_gap_is_told_apart_from_no_children():
    assert words.gap_mark(None, has_children=True).text == "no gap yet"


@pytest.mark.parametrize(
    ("progress", "expected", "text"),
    [
        (700_000, 549_451, "15 pts ahead of pace"),
        (466_667, 549_451, "8 pts behind pace"),
        (550_000, 549_451, "on pace"),
        (None, 549_451, ""),
    ],
)
def test_pace(progress, expected, text):
    assert words.pace_words(progress, expected) == text


def test_every_status_has_a_shape_and_a_word():
    marks = [words.status_mark(status) for status in Status]

    assert all(mark.icon and mark.text for mark in marks)
    assert len({mark.text for mark in marks}) == len(Status)


@pytest.mark.parametrize(
    ("due", "state", "text"),
    [
        (Due(THURSDAY, Freshness.DUE, 0, None), "week", "Due today"),
        (Due(date(2026, 8, 21), Freshness.DUE, 0, None), "week", "Due tomorrow"),
        (Due(date(2026, 8, 27), Freshness.DUE, 0, None), "week", "Due Thu 27 Aug"),
        (
            Due(date(2026, 8, 19), Freshness.LATE, 1, None),
            "week",
            "1 day late · Wed 19 Aug",
        ),
        (
            Due(date(2026, 8, 17), Freshness.MISSED, 3, None),
            "overdue",
            "3 days overdue · Mon 17 Aug",
        ),
        (
            Due(THURSDAY, Freshness.UP_TO_DATE, 0, date(2026, 8, 27)),
            "done",
            "Up to date · next Thu 27 Aug",
        ),
        (Due(THURSDAY, Freshness.UP_TO_DATE, 0, None), "done", "Up to date"),
    ],
)
def test_due(due, state, text):
    mark = words.due_mark(due, THURSDAY)

    assert (mark.state, mark.text) == (state, text)


def test_nothing_is_owed_and_no_confidence_was_given():
    assert words.due_mark(None, THURSDAY) is None
    assert words.confidence_mark("") is None


def test_confidence_says_so_where_no_heading_does():
    texts = [words.confidence_sentence(state).text for state in ("high", "low")]

    assert texts == ["High confidence", "Low confidence"]
    assert words.confidence_sentence("") is None
