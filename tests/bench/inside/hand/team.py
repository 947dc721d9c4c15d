"""A team's page: its objectives, and who belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand import listed
from tests.bench.inside.hand.pieces import HAN, bdi
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.whole import Page
from tests.bench.inside.visits import person_of

TEAM = f"""
    SELECT t.name, above.id, above.name, {listed.LED.format("t")}
    FROM objectives_team t LEFT JOIN objectives_team above ON above.id = t.parent_id
    WHERE t.id = %s
"""
MEMBERS = """
    SELECT u.id, u.name, m.is_lead FROM objectives_membership m
    JOIN objectives_user u ON u.id = m.person_id
    WHERE m.team_id = %s ORDER BY m.is_lead DESC, u.name
"""


class ByHand:
    """Of a team that has none below it."""

    def __init__(self, reader: int, team: int) -> None:
        self.ask, self.reader, self.team = cursor(), reader, team

    def main(self, token: str) -> str:
        cycle = listed.running(self.ask, clock.today())
        objectives = listed.objectives(
            self.ask, "team_id", self.team, cycle, self.reader
        )
        unmeasured = listed.unmeasured(
            self.ask, "o.team_id", self.team, "team", cycle, self.reader
        )
        return (
            f"{self.head(cycle)}"
            '  <section class="section" aria-labelledby="t-objectives">\n'
            '    <div class="section-head"><h2 id="t-objectives">Objectives</h2>'
            f'<p class="note">{cycle.name}</p><div class="acts">'
            f'<a href="/teams/{self.team}/learning/?cycle={cycle.pk}">'
            f"What its actions taught</a>{unmeasured}</div></div>\n"
            f"{objectives}  </section>\n{self.people()}"
        )

    def head(self, cycle: listed.Running) -> str:
        pk = self.team
        name, above, above_name, is_led = self.ask(TEAM, self.reader, pk)[0]
        parent = f'<li><a href="/teams/{above}/">{bdi(above_name)}</a></li>'
        acts = button(f"/teams/{pk}/actions/?cycle={cycle.pk}", "Actions")
        if is_led:
            acts += button(f"/settings/cadences/teams/{pk}/", "Update cadence")
        return (
            f'{listed.TOP}<nav aria-label="Teams above"><ol class="crumbs"><li>'
            f'<a href="/teams/">Teams</a></li>{parent if above else ""}</ol></nav>\n'
            f'  <div class="page-head"><div><h1>{bdi(name)}</h1>'
            "<p>Updates: Weekly, Thursdays, from the organisation.</p></div>"
            f'<div class="acts">{acts}</div></div>\n'
        )

    def people(self) -> str:
        rows = "".join(member(*row) for row in self.ask(MEMBERS, self.team))
        return (
            '  <div class="cols cols-2">\n'
            '    <section class="section" aria-labelledby="t-people">\n'
            '      <div class="section-head"><h2 id="t-people">People</h2></div>\n'
            f'      <ul class="stack-s mt3">{rows}</ul>\n      \n'
            "    </section>\n    \n  </div>\n\n"
        )


def button(address: str, text: str) -> str:
    return f'<a class="btn" href="{address}">{text}</a>'


def member(pk: int, name: str, is_lead: bool) -> str:
    lead = '<span class="tag">lead</span>' if is_lead else ""
    return (
        f'<li class="rowline"><a class="quiet-link" href="/people/{pk}/">\n\n'
        '<span class="person"><span class="face" aria-hidden="true">'
        f"{escape(initials(name))}</span>{bdi(name)}</span>\n</a>{lead}</li>"
    )


def initials(name: str) -> str:
    first, *others = name.split()
    if HAN.search(name):
        return first[0]
    return (first[0] + (others[-1][0] if others else "")).upper()


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    subject = page_of("team")
    team = int(subject.path.split("/")[2])
    page, reader = Page(subject), person_of(subject.person).pk
    return page.by_hand(ByHand(reader, team).main), page.by_program
