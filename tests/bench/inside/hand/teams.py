"""The list of teams, each above those below it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand.listed import TOP, VISIBLE, pagination, running
from tests.bench.inside.hand.pieces import bdi
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.whole import Page
from tests.bench.inside.visits import person_of

ROWS = 100
TEAMS = "SELECT id, name, path FROM objectives_team"
MEMBERS = """
    SELECT m.team_id, m.is_lead, u.name, u.id FROM objectives_membership m
    JOIN objectives_user u ON u.id = m.person_id
    WHERE m.team_id IN ({})
"""
OBJECTIVES = f"""
    SELECT t.id, (
        SELECT COUNT(*) FROM objectives_objective o
        WHERE o.team_id = t.id AND o.cycle_id = %s AND o.dropped_at IS NULL
            AND {VISIBLE})
    FROM objectives_team t WHERE t.id IN ({{}})
"""
NOBODY = '<span class="dim">nobody</span>'
HEADINGS = (
    '<tr><th scope="col">Team</th><th scope="col">Led by</th>'
    '<th scope="col" class="num">People</th>'
    '<th scope="col" class="num">Objectives</th></tr>'
)


class ByHand:
    def __init__(self, reader: int) -> None:
        self.ask, self.reader = cursor(), reader

    def main(self, token: str) -> str:
        cycle = running(self.ask, clock.today())
        rows = in_order(self.ask(TEAMS))
        lines = "".join(self.lines(rows[:ROWS], cycle.pk))
        return (
            f'{TOP}<div class="page-head"><div><h1>Teams</h1><p>Who leads what, and how'
            f" many objectives each has set in {cycle.name}.</p></div></div>\n"
            '  \n    <section class="section" aria-label="Teams">\n'
            '      <div class="ledger-wrap"><table class="ledger stack">\n'
            f"        <thead>{HEADINGS}</thead>\n        <tbody>\n          {lines}\n"
            "        </tbody>\n      </table></div>\n    </section>\n    "
            f"{pagination(len(rows), ROWS, 'teams')}\n  \n\n"
        )

    def lines(self, rows: Sequence[tuple], cycle: int) -> list[str]:
        ids = ",".join(str(pk) for pk, *_ in rows)
        reader = [self.reader] * 2
        objectives = dict(self.ask(OBJECTIVES.format(ids), cycle, *reader))
        people, leads = Counter(), defaultdict(list)
        for team, is_lead, *person in self.ask(MEMBERS.format(ids)):
            people[team] += 1
            if is_lead:
                leads[team].append(person)
        return [
            line(row, sorted(leads[row[0]]), people[row[0]], objectives) for row in rows
        ]


def in_order(rows: Sequence[tuple]) -> list[tuple]:
    """Siblings by name."""
    names = {pk: name.casefold() for pk, name, _ in rows}

    def place(row: tuple) -> list[tuple[str, int]]:
        ids = map(int, row[2].strip("/").split("/"))
        return [(names[pk], pk) for pk in ids]

    return sorted(rows, key=place)


def line(row: tuple, leads: list, people: int, objectives: dict[int, int]) -> str:
    pk, name, path = row
    led_by = ", ".join(lead(*person) for person in leads)
    return (
        '\n            <tr><th scope="row">'
        f'<span class="indent" data-depth="{path.count("/") - 2}">'
        f'<a class="quiet-link" href="/teams/{pk}/">{bdi(name)}</a></span></th>'
        f'<td data-label="Led by">{led_by or NOBODY}</td>'
        f'<td class="num" data-label="People">{people}</td>'
        f'<td class="num" data-label="Objectives">{objectives[pk]}</td></tr>\n'
        "          "
    )


def lead(name: str, pk: int) -> str:
    return f'<a class="quiet-link" href="/people/{pk}/">{bdi(name)}</a>'


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    subject = page_of("teams")
    page, reader = Page(subject), person_of(subject.person).pk
    return page.by_hand(ByHand(reader).main), page.by_program
