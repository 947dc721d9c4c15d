"""What came of a decision: the numbers of docs/deciding.md are this test's."""

from decimal import Decimal

import pytest

from progress.aftermath import CameOf, Stand, came_of, left_behind
from progress.change import points
from progress.measure import Status
from tests.progress.doc_tables import NOTHING, figure, number, tables

PAGE = list(tables("deciding.md"))
[CASES] = [rows for heads, rows in PAGE if heads[0] == "case"]


def stand(row, when):
    if row[f"progress {when}"] == NOTHING:
        return None
    return Stand(
        Decimal(0),
        figure(row[f"progress {when}"]),
        figure(row[f"expected {when}"]),
        Status(row[f"status {when}"]),
    )


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_the_worked_cases_of_the_page(row):
    then, now = stand(row, "then"), stand(row, "later")
    between = Stand(Decimal(0), 0, 0, Status.OFF_TRACK)

    assert left_behind(then)
    assert points(then.short) == number(row["points then"])
    assert now is None or points(now.short) == number(row["points later"])
    assert came_of(then, [between, now] if now else [between]) == row["what came of it"]


def test_the_page_names_all_that_can_come_of_it():
    [rules] = [rows for heads, rows in PAGE if heads[0] == "what came of it"]
    assert [row["what came of it"] for row in rules] == [str(word) for word in CameOf]


@pytest.mark.parametrize("status", Status)
def test_only_what_is_at_risk_or_off_track_asks(status):
    asks = left_behind(Stand(Decimal(0), 0, 0, status))
    assert asks == (status in {"at_risk", "off_track"})


def test_what_comes_after_the_second_check_in_changes_nothing():
    then = Stand(Decimal(0), 0, 500_000, Status.OFF_TRACK)
    back = Stand(Decimal(0), 500_000, 500_000, Status.ON_TRACK)
    assert came_of(then, [then, back, then]) == CameOf.BACK
