"""My updates: the first page of what somebody owes, overdue first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from operator import itemgetter

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.pieces import as_date
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.readings import parts_of
from tests.bench.inside.hand.update_row import Entry, update_row, weekday
from tests.bench.inside.hand.whole import Page, token_field
from tests.bench.inside.visits import person_of

OWN = """
    SELECT k.id, k.content, o.id, o.title, k.kind, k.start_value, k.target_value,
        k.unit, k.due_on, f.progress, f.measured_on, c.starts_on, c.ends_on
    FROM objectives_keyresult k
    JOIN objectives_objective o ON o.id = k.objective_id
    JOIN objectives_cycle c ON c.id = o.cycle_id
    JOIN progress_keyresultfigures f ON f.key_result_id = k.id
    WHERE k.owner_id = %s AND k.dropped_at IS NULL AND o.dropped_at IS NULL
        AND c.state = 'open'
    ORDER BY o.id, k.id
"""
ENTRIES = """
    SELECT e.key_result_id, e.id, e.value, e.measured_on, e.confidence
    FROM progress_checkin e
    WHERE e.key_result_id IN ({}) AND NOT EXISTS (
        SELECT 1 FROM progress_checkin c WHERE c.corrects_id = e.id)
    ORDER BY e.key_result_id, e.measured_on, e.created_at, e.id
"""
ROWS = 25
HEAD = (
    '\n  \n<div class="messages" role="status">\n  \n</div>\n\n  \n\n\n  \n'
    '  <div class="page-head">\n    <div>\n      <h1>My updates</h1>\n'
    "      <p>Type the new number and press Enter. "
    "Rows you leave empty are not touched.</p>\n    </div>\n  </div>\n  \n\n\n\n  \n"
)
FORM = (
    '    <form class="queue" method="post" action="/updates/" data-updates novalidate>'
    "\n      {}\n"
    '      <input type="hidden" name="page" value="1">\n'
    '      <button type="submit" class="vh" name="save" value="changed" tabindex="-1" '
    'aria-hidden="true">Save changed rows</button>\n      \n\n\n'
)
NEXT = (
    '\n  <nav class="pagination" aria-label="My updates">\n    \n'
    '    <a class="btn small" rel="next" href="?page=2">Next</a>\n  </nav>\n'
)
SAVED = "  \n\n"  # where it would stand that a row was refused
OTHERS = "\n\n  \n" + "  \n\n\n\n" * 4 + "\n\n"  # nothing else waits for the reader


class ByHand:
    """For a reader who owes updates, and has entered none since they fell due."""

    def __init__(self, reader: int, today: date) -> None:
        self.ask, self.today, self.reader = cursor(), today, reader

    def page(self, token: str) -> str:
        rows = self.ask(OWN, self.reader)
        days = Days(self.today, *map(as_date, rows[0][-2:]))
        found = [(days.owed(as_date(on)), row) for *row, on, _, _ in rows]
        found.sort(key=itemgetter(0))
        owed, items = [on for on, _ in found], self.items(found[:ROWS], days)
        return (
            f"{HEAD}{FORM.format(token_field(token))}{SAVED * len(items)}\n      \n"
            f"{groups(owed, items, days)}      \n\n"
            f"{savebar(len(owed), days)}\n    </form>\n    \n    \n"
            f"{NEXT if len(owed) > ROWS else ''}{OTHERS}"
        )

    def items(self, found: list[tuple[date, list]], days: Days) -> list[str]:
        entries = self.entries([row[0] for _, row in found])
        return [
            update_row(row, on, entries[row[0]], days, "" if index else " autofocus")
            for index, (on, row) in enumerate(found)
        ]

    def entries(self, ids: Iterable[int]) -> dict[int, list[Entry]]:
        found, listed = defaultdict(list), ",".join(map(str, ids))
        for of, pk, value, day, confidence in self.ask(ENTRIES.format(listed)):
            found[of].append((pk, parts_of(value), as_date(day), confidence))
        return found


def groups(owed: list[date], items: list[str], days: Days) -> str:
    """What is overdue, then what is due next."""
    late = sum(on < days.today for on in owed)
    told = ""
    if late:
        heading = f'Overdue <span class="dim">{late}</span>'
        note = "their due date has passed"
        told += group("overdue", heading, note, items[:late])
    if items[late:]:
        heading = f'Due this week <span class="dim">{len(owed) - late}</span>'
        note = f"until {weekday(owed[-1])}"
        told += group("due", heading, note, items[late:])
    return told


def group(name: str, heading: str, note: str, items: list[str]) -> str:
    return (
        f'        <section class="section" aria-labelledby="q-{name}">\n          \n\n'
        f'<div class="section-head">\n  \n    <h2 id="q-{name}">{heading}</h2>\n'
        f'    <p class="note">{note}</p>\n  \n</div>\n\n'
        f'          <ul class="kr-list">\n            {"".join(items)}\n'
        "          </ul>\n        </section>\n      \n"
    )


def savebar(count: int, days: Days) -> str:
    """Everything falls due on the same day."""
    each = "one update" if count == 1 else f"{count} updates"
    return (
        f'<div class="savebar">\n  <div class="done"><span><b>0 of {count}</b> done'
        f'</span><progress value="0" max="{count}" aria-label="Updates done">0 / '
        f'{count}</progress></div>\n  <span class="next muted">Next due: '
        f"{weekday(days.due_from(days.today))}, {each}</span>\n"
        '  <span class="push dim small" data-unsaved '
        'data-one="%n row typed, not yet saved" '
        'data-many="%n rows typed, not yet saved" role="status"></span>\n'
        '  <button type="submit" class="btn primary" name="save" value="changed">'
        "Save all</button>\n</div>\n"
    )


def pair() -> tuple[Callable[[], str], Callable[[], str]]:
    """By hand, and as the program makes it."""
    subject = page_of("updates")
    page, reader = Page(subject), person_of(subject.person).pk
    return page.by_hand(ByHand(reader, clock.today()).page), page.by_program
