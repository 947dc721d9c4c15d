"""A person's page: the objectives that are theirs, and what they measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand import listed
from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.measured import (
    LINES,
    KeyResult,
    due,
    expected,
    goal,
    note,
    now,
)
from tests.bench.inside.hand.pieces import as_date, badge, bdi, percent
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.whole import Page
from tests.bench.inside.visits import person_of

PERSON = """
    SELECT u.name, t.id, t.name, m.is_lead FROM objectives_user u
    LEFT JOIN objectives_membership m ON m.person_id = u.id
    LEFT JOIN objectives_team t ON t.id = m.team_id
    WHERE u.id = %s ORDER BY t.name, t.id
"""
BEFORE = """(
    SELECT c.value FROM progress_checkin c
    WHERE c.key_result_id = k.id AND NOT EXISTS (
        SELECT 1 FROM progress_checkin later WHERE later.corrects_id = c.id)
    ORDER BY c.measured_on DESC, c.created_at DESC, c.id DESC LIMIT 1 OFFSET 1)
"""
KEY_RESULTS = f"""
    SELECT COUNT(*) OVER (), k.id, k.content, o.title, k.kind, k.unit, k.start_value,
        k.target_value, k.due_on, f.progress, f.measured_on, f.current, {BEFORE}
    {listed.MEASURED} JOIN progress_keyresultfigures f ON f.key_result_id = k.id
    {listed.SHOWN.format("k.owner_id")}
    ORDER BY o.tree_id, o.lft, k.id LIMIT {listed.ROWS}
"""
HEADINGS = (
    '<tr><th scope="col">Key result</th><th scope="col" class="num">Current</th>'
    '<th scope="col" class="num">Target</th><th scope="col" class="w-track">Progress'
    '</th><th scope="col">Status</th><th scope="col">Due</th></tr>'
)


class ByHand:
    def __init__(self, reader: int, person: int) -> None:
        self.ask, self.reader, self.person = cursor(), reader, person

    def main(self, token: str) -> str:
        cycle = listed.running(self.ask, clock.today())
        objectives = listed.objectives(
            self.ask, "owner_id", self.person, cycle, self.reader
        )
        return (
            f"{self.head()}"
            '  <section class="section" aria-labelledby="p-objectives">\n'
            '    <div class="section-head"><h2 id="p-objectives">Objectives</h2>'
            f'<p class="note">{cycle.name}</p></div>\n{objectives}  </section>\n'
            '  <section class="section" aria-labelledby="p-krs">\n'
            f"{self.measured(cycle)}  </section>\n\n"
        )

    def head(self) -> str:
        rows = self.ask(PERSON, self.person)
        teams = " · ".join(team(*row) for _, *row in rows)
        return (
            f'{listed.TOP}<div class="page-head"><div><h1>{bdi(rows[0][0])}</h1>'
            f"<p>{teams}</p></div></div>\n"
        )

    def measured(self, cycle: listed.Running) -> str:
        unmeasured = listed.unmeasured(
            self.ask, "k.owner_id", self.person, "owner", cycle, self.reader
        )
        rows = self.ask(KEY_RESULTS, self.person, cycle.pk, self.reader, self.reader)
        lines = "".join(line(row, cycle.days) for row in rows)
        pages = listed.pagination(
            rows[0][0], listed.ROWS, "key results", name="key_results"
        )
        return (
            '    <div class="section-head"><h2 id="p-krs">Key results</h2>'
            '<p class="note">what this person measures</p>'
            f'<div class="acts">{unmeasured}</div></div>\n    \n'
            '      <div class="ledger-wrap"><table class="ledger stack">\n'
            f"        <thead>{HEADINGS}</thead>\n        <tbody>\n          {lines}\n"
            f"        </tbody>\n      </table></div>\n      {pages}\n    \n"
        )


def team(pk: int, name: str, is_lead: bool) -> str:
    lead = ' <span class="tag">lead</span>' if is_lead else ""
    return f'<a href="/teams/{pk}/">{bdi(name)}</a>{lead}'


def line(row: tuple, days: Days) -> str:
    _, pk, content, title, *rest = row
    told = KeyResult(*rest)
    return (
        "\n            \n              "
        f'<tr><th scope="row"><a class="quiet-link" href="/key-results/{pk}/">'
        f'{bdi(content)}</a><span class="sub">{bdi(title)}</span></th>'
        f'<td class="num strong" data-label="Current">{now(told)}</td>'
        f'<td class="num" data-label="Target">{goal(told, days)}</td>'
        f"{progress(told, days)}"
        f'<td data-label="Status">\n{status(told, days)}\n</td>'
        f'<td data-label="Due">\n{due(as_date(told.measured_on), days)}\n</td></tr>\n'
        "            \n          "
    )


def progress(row: KeyResult, days: Days) -> str:
    shown = percent(row.progress)
    label = "No progress yet" if row.progress is None else f"Progress {shown}"
    pace = expected(row, days) if row.kind == "reach" else None
    drawn = listed.drawn_track(f"{label}, {note(row, days)}", row.progress, None, pace)
    return (
        '<td class="w-track wide" data-label="Progress"><span class="figure-row">'
        f'<b>{shown}</b><span class="track-wrap">{drawn}</span></span></td>'
    )


def status(row: KeyResult, days: Days) -> str:
    own = row.measured_on and row.progress
    return badge(listed.standing(own, expected(row, days), row.kind in LINES))


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    subject = page_of("person")
    person = int(subject.path.split("/")[2])
    page, reader = Page(subject), person_of(subject.person).pk
    return page.by_hand(ByHand(reader, person).main), page.by_program
