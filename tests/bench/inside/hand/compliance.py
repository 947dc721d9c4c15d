"""What was due in a week of a cycle so large that this was counted beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand.days import DAY, WEEK
from tests.bench.inside.hand.listed import TOP
from tests.bench.inside.hand.measured import day
from tests.bench.inside.hand.pieces import as_date, bdi
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.whole import Page

CYCLE = "SELECT name, starts_on, ends_on FROM objectives_cycle WHERE id = %s"
COUNTED = """
    SELECT u.key, t.name, u.on_time, u.on_time + u.late + u.missed + u.open
    FROM objectives_team root
    JOIN objectives_team t ON t.parent_id = root.id OR t.id = root.id
    JOIN progress_updatescount u ON u.cycle_id = %s AND u.week = %s
        AND u.key = CASE WHEN t.id = root.id THEN t.id || '-only' ELSE t.id || '' END
    WHERE root.parent_id IS NULL AND u.on_time + u.late + u.missed + u.open > 0
"""
HEADINGS = (
    '<tr><th scope="col">Team</th><th scope="col" class="num">On time</th>'
    '<th scope="col" class="num">Due</th></tr>'
)
NOTHING = (
    '\n    \n    \n<div class="empty">\n  <p>Nothing was due here in this week.</p>\n'
    "  \n</div>\n\n  \n\n"
)


class ByHand:
    """Of an organisation with one team above all others."""

    def __init__(self, cycle: int, today: date) -> None:
        self.ask, self.cycle, self.today = cursor(), cycle, today

    def main(self, token: str) -> str:
        name, *ends = self.ask(CYCLE, self.cycle)[0]
        starts_on, ends_on = map(as_date, ends)
        number = (self.today - starts_on) // WEEK + 1
        weeks = -(-(ends_on - starts_on) // WEEK)
        number = min(number, weeks)
        first = starts_on + WEEK * (number - 1)
        last = first + WEEK - DAY if number < weeks else ends_on
        head = self.head(name, number, weeks, f"{day(first)} to {day(last)}")
        rows = sorted(self.ask(COUNTED, self.cycle, number), key=place)
        return f"{head}{by_team(rows) if rows else NOTHING}"

    def head(self, name: str, number: int, weeks: int, dates: str) -> str:
        acts = "".join(ways(number, weeks))
        return (
            f'{TOP}\n\n\n<nav aria-label="You are here"><ol class="crumbs"><li>'
            f'<a href="/cycles/{self.cycle}/#c-heat">{bdi(f"Cycle {name}")}</a></li>'
            '</ol></nav>\n<div class="page-head">\n  <div>\n'
            f"    <h1>Updates of week {number}</h1>\n"
            f"    <p>All teams · due from {dates}</p>\n  </div>\n"
            f'  <div class="acts">\n{acts}  </div>\n</div>\n\n  '
        )


def ways(number: int, weeks: int) -> Iterator[str]:
    back = f'<a class="btn" rel="prev" href="?period={number - 1}">Week before</a>'
    on = f'<a class="btn" rel="next" href="?period={number + 1}">Week after</a>'
    yield f"    {back if number > 1 else ''}\n"
    yield f"    {on if number < weeks else ''}\n"
    yield '    <a class="btn" href="?format=csv">Download CSV</a>\n'


def place(row: tuple) -> tuple[bool, str]:
    key, name, *_ = row
    return not key.endswith("-only"), name.casefold()


def by_team(rows: list[tuple]) -> str:
    lines = "".join(line(*row) for row in rows)
    return (
        '\n    <section class="section" aria-labelledby="w-teams">\n'
        '      <div class="section-head"><h2 id="w-teams">By team</h2>'
        '<p class="note">These are too many for one list. Choose a team, or download '
        "all of them.</p></div>\n"
        '      <div class="ledger-wrap"><table class="ledger">\n'
        f"        <thead>{HEADINGS}</thead>\n        <tbody>\n          {lines}\n"
        "        </tbody>\n      </table></div>\n    </section>\n  \n\n"
    )


def line(key: str, name: str, on_time: int, due: int) -> str:
    itself = " itself" if key.endswith("-only") else ""
    return (
        f'\n            <tr><th scope="row"><a class="quiet-link" href="?team={key}">'
        f'{bdi(name)}{itself}</a></th><td class="num">{on_time}</td>'
        f'<td class="num">{due}</td></tr>\n          '
    )


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    subject = page_of("cycle_compliance")
    cycle = int(subject.path.split("/")[2])
    page = Page(subject)
    return page.by_hand(ByHand(cycle, clock.today()).main), page.by_program
