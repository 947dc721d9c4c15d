"""The objectives under one, as htmx fetches them: a fragment without a frame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.pieces import as_date
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.rows import COLUMNS, NAMED, key_results_of, node
from tests.bench.inside.visits import person_of, visit, visitor

CYCLE = """
    SELECT c.starts_on, c.ends_on FROM objectives_cycle c
    JOIN objectives_objective o ON o.cycle_id = c.id
    WHERE o.id = %s
"""
ROWS = f"""
    SELECT {COLUMNS} {NAMED}
    WHERE o.parent_id = %s AND o.dropped_at IS NULL ORDER BY o.lft
"""
IS_PRIVATE, MAY_MOVE = -2, -1  # among the columns


class ByHand:
    """For a reader who sees the objective; nothing stands under its children."""

    def __init__(self, reader: int, parent: int, today: date) -> None:
        self.ask, self.today = cursor(), today
        self.reader, self.parent = reader, parent

    def fragment(self) -> str:
        days = Days(self.today, *map(as_date, self.ask(CYCLE, self.parent)[0]))
        found = self.ask(ROWS, self.reader, self.reader, self.parent)
        # What is private exists for those who may move it, and their managers.
        rows = [row for row in found if row[MAY_MOVE] or not row[IS_PRIVATE]]
        below = key_results_of(self.ask, [row[0] for row in rows])
        count = f"{len(rows)} objective{'s' if len(rows) != 1 else ''} loaded"
        return (
            f"\n\n{''.join(node(row, below[row[0]], days) for row in rows)}\n\n"
            f'<p id="loaded" hx-swap-oob="innerHTML">{count}</p>\n'
        )


def pair() -> tuple[Callable[[], str], Callable[[], str]]:
    """By hand, and as the program makes it."""
    subject = page_of("branch")
    client, reader = visitor(subject.person), person_of(subject.person).pk
    parent = int(subject.path.split("/")[2])
    by_hand = ByHand(reader, parent, clock.today())
    return by_hand.fragment, lambda: visit(client, subject).decode()
