"""A template to fill in, and an example that imports as it is."""

from __future__ import annotations

import datetime

from progress.exchange.columns import (
    CHECK_IN_COLUMNS,
    CHECK_INS,
    FIGURES,
    OKR_COLUMNS,
    OKRS,
)
from progress.exchange.workbook import Sheet

TEMPLATE = [name for name in OKR_COLUMNS if name not in FIGURES]
WEEK = datetime.timedelta(weeks=1)
LENGTH = datetime.timedelta(days=90)
Cells = dict[str, str]


def template() -> list[Sheet]:
    return [(OKRS, TEMPLATE, []), (CHECK_INS, CHECK_IN_COLUMNS, [])]


def example(today: datetime.date) -> list[Sheet]:
    """Two objectives, three key results and an update, in a cycle that runs."""
    entry = cells(CHECK_IN_COLUMNS, update(today))
    return [
        (OKRS, TEMPLATE, [cells(TEMPLATE, row) for row in okrs(today)]),
        (CHECK_INS, CHECK_IN_COLUMNS, [entry]),
    ]


def cells(columns: list[str], row: Cells) -> list[str]:
    return [row.get(name, "") for name in columns]


def okrs(today: datetime.date) -> list[Cells]:
    first = today - 4 * WEEK
    cycle = {
        "cycle": "Example",
        "cycle_start": str(first),
        "cycle_end": str(first + LENGTH),
        "owner": "ann@example.org",
    }
    above = cycle | {
        "objective_id": "example-1",
        "objective": "Customers recommend us",
        "team": "Example",
    }
    below = cycle | {
        "objective_id": "example-2",
        "parent_id": "example-1",
        "objective": "Every question is answered on the same day",
        "team": "Example / Support",
        "derivation_note": "Who waits does not recommend.",
    }
    return [
        above | key_result("example-kr-1", "Would recommend us", "52", "70", "%"),
        below | key_result("example-kr-2", "Time to first answer", "9", "2", "h"),
        below | milestone("example-kr-3", "Night shift staffed"),
    ]


def key_result(key: str, content: str, start: str, target: str, unit: str) -> Cells:
    return {
        "key_result_id": key,
        "key_result": content,
        "kind": "reach",
        "start": start,
        "target": target,
        "unit": unit,
    }


def milestone(key: str, content: str) -> Cells:
    return {"key_result_id": key, "key_result": content, "kind": "milestone"}


def update(today: datetime.date) -> Cells:
    return {
        "key_result_id": "example-kr-2",
        "measured_on": str(today - WEEK),
        "value": "5.5",
        "confidence": "medium",
        "note": "Since the shifts overlap.",
        "author": "ann@example.org",
    }
