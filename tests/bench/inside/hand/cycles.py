"""The list of cycles, with how many objectives each has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from tests.bench.inside.choose import page_of
from tests.bench.inside.hand.listed import TOP, VISIBLE, pagination
from tests.bench.inside.hand.measured import day
from tests.bench.inside.hand.pieces import as_date, bdi
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.whole import Page
from tests.bench.inside.visits import person_of

ROWS = 50
CYCLES = f"""
    SELECT n.counted_at, c.id, c.name, c.starts_on, c.ends_on, c.state,
        n.summary ->> 'objectives', CASE WHEN n.cycle_id IS NULL THEN (
            SELECT COUNT(*) FROM objectives_objective o
            WHERE o.cycle_id = c.id AND o.dropped_at IS NULL AND {VISIBLE}) END
    FROM objectives_cycle c LEFT JOIN progress_cyclecount n ON n.cycle_id = c.id
    ORDER BY c.starts_on DESC, c.ends_on DESC, c.id
"""
HEADINGS = (
    '<tr><th scope="col">Cycle</th><th scope="col">First day</th>'
    '<th scope="col">Last day</th><th scope="col">State</th>'
    '<th scope="col" class="num">Objectives</th>'
    '<th scope="col" class="num">Mean grade</th>'
    '<th scope="col"><span class="vh">Alignment</span></th></tr>'
)


class ByHand:
    """Of cycles in which nothing was graded."""

    def __init__(self, reader: int) -> None:
        self.ask, self.reader = cursor(), reader

    def main(self, token: str) -> str:
        rows = self.ask(CYCLES, self.reader, self.reader)
        lines = "".join(line(*row) for _, *row in rows[:ROWS])
        moments = [as_moment(row[0]) for row in rows[:ROWS] if row[0]]
        return (
            f'{TOP}<div class="page-head">\n    <div><h1>Cycles</h1><p>The periods in '
            "which objectives are set, pursued and graded.</p></div>\n    \n  </div>\n"
            '  \n    <section class="section" aria-label="Cycles">\n'
            '      <div class="ledger-wrap"><table class="ledger stack">\n'
            f"        <thead>{HEADINGS}</thead>\n        <tbody>\n          {lines}\n"
            "        </tbody>\n      </table></div>\n    </section>\n    "
            f"{counted(min(moments)) if moments else ''}\n    "
            f"{pagination(len(rows), ROWS, 'cycles')}\n  \n\n"
        )


def line(
    pk: int,
    name: str,
    starts_on: Any,
    ends_on: Any,
    state: str,
    counted: Any,
    seen: int | None,
) -> str:
    number = seen if counted is None else counted
    return (
        f'\n            <tr><th scope="row"><a class="quiet-link" href="/cycles/{pk}/">'
        f"{bdi(name)}</a></th>{dated('First day', as_date(starts_on))}"
        f"{dated('Last day', as_date(ends_on))}"
        f'<td data-label="State">{state}</td>'
        f'<td class="num" data-label="Objectives">{number}</td>'
        '<td class="num" data-label="Mean grade">–</td><td class="num">'
        f'<a class="small" href="/alignment/?cycle={pk}">Alignment'
        f'<span class="vh"> {escape(name)}</span></a></td></tr>\n          '
    )


def dated(label: str, on: date) -> str:
    return f'<td class="nowrap" data-label="{label}">{day(on)} {on.year}</td>'


def as_moment(value: Any) -> datetime:
    """SQLite keeps a moment as text, in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(ZoneInfo(settings.TIME_ZONE))


def counted(at: datetime) -> str:
    return (
        '<p class="small dim mt3">Cycles of very many key results were counted '
        f"{day(at)} {at:%Y, %H:%M}, without private objectives.</p>"
    )


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    subject = page_of("cycles")
    page, reader = Page(subject), person_of(subject.person).pk
    return page.by_hand(ByHand(reader).main), page.by_program
