"""The page of a key result: its numbers and its chart, a form, and its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand.charts import ValueChart
from tests.bench.inside.hand.check_in_form import form
from tests.bench.inside.hand.course import COLUMNS, KeyResult, check_ins
from tests.bench.inside.hand.deltas import summary
from tests.bench.inside.hand.figures import figure, how
from tests.bench.inside.hand.history import history
from tests.bench.inside.hand.parts import (
    CADENCE,
    MESSAGES,
    comment_form,
    days_of,
    fact,
    person,
    status,
)
from tests.bench.inside.hand.pieces import bdi, percent
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.tracks import key_result_track
from tests.bench.inside.hand.whole import Page

KEY_RESULT = f"""
    SELECT {COLUMNS}, o.title, c.starts_on, c.ends_on, (
        SELECT SUM(other.weight) FROM objectives_keyresult other
        WHERE other.objective_id = o.id AND other.dropped_at IS NULL)
    FROM objectives_keyresult k
    JOIN objectives_objective o ON o.id = k.objective_id
    JOIN objectives_cycle c ON c.id = o.cycle_id
    JOIN objectives_user u ON u.id = k.owner_id
    WHERE k.id = %s AND k.owner_id = %s
"""


class ByHand:
    """The page of one that the reader owns."""

    def __init__(self, reader: int, pk: int, today: date) -> None:
        self.ask, self.today = cursor(), today
        self.reader, self.pk = reader, pk

    def page(self, token: str) -> str:
        [(*row, title, starts_on, ends_on, total)] = self.ask(
            KEY_RESULT, self.pk, self.reader
        )
        days = days_of(starts_on, ends_on, self.today)
        of = KeyResult(tuple(row), check_ins(self.ask, [self.pk])[self.pk], days)
        return (
            f"{MESSAGES}\n  \n    {head(of, title, Fraction(str(total)))}\n    \n"
            f'    <div class="cols cols-21">\n{chart(of)}{form(of, token)}    </div>\n'
            f"    {history(of)}\n    {plan(of.pk)}\n    {comments(of, token)}\n  \n\n"
        )


def head(of: KeyResult, title: str, total: Fraction) -> str:
    url, kept = f"/key-results/{of.pk}/", '<a class="btn" href='
    return (
        '\n\n\n<nav aria-label="Parent objectives"><ol class="crumbs"><li>'
        '<a href="/alignment/">Alignment</a></li><li>'
        f'<a href="/objectives/{of.objective}/">{bdi(title)}</a></li></ol></nav>\n'
        '<header class="obj-head">\n  <div>\n    <div class="page-head">'
        f'<div><h1>{bdi(of.content)}</h1></div><div class="acts">{kept}"{url}actions/">'
        f'Actions</a>{kept}"{url}edit/">Edit key result</a></div></div>\n'
        f'    <dl class="facts">\n{facts(of, total)}    </dl>\n  </div>\n'
        f"{verdict(of)}  {track(of)}\n</header>\n"
    )


def track(of: KeyResult) -> str:
    if not of.is_way:
        return ""
    return f'<div class="track-wrap">{key_result_track(of)}</div>'


def facts(of: KeyResult, total: Fraction) -> str:
    start = "      \n" if of.is_milestone else fact("Start", of.shown(of.start))
    share = percent(figure(of.weight / total))
    ways = "lower is better", "higher is better"
    way = f", {ways[of.goes_up]}" if of.is_way else ""
    cadence = f'<a href="/settings/cadences/key-results/{of.pk}/">{CADENCE}'
    return (
        f"{start}{fact('Current', f'<b>{of.shown(of.current)}</b>')}"
        f"{fact('Limit' if of.is_line else 'Target', of.goal() + way)}"
        f"{fact('Weight', f'{share} of the objective')}"
        f"{fact('Owner', person(of.owner))}{fact('Status', status(of.status()))}"
        f"{fact('Due', of.due_badge())}"
        f"{fact('Cadence', cadence)}"
    )


def verdict(of: KeyResult) -> str:
    big = f'<span class="big">{percent(of.progress)}</span>'
    return (
        f'  <div class="verdict">{how(big, of.sums())}<span>{of.standing()}</span>'
        f'<span class="muted">{summary(of)}</span></div>\n'
    )


def chart(of: KeyResult) -> str:
    return (
        '      <section class="section" aria-labelledby="k-chart">\n'
        '        <div class="section-head"><h2 id="k-chart">Value over time</h2>'
        f'<p class="note">{of.standing()}</p></div>\n        <figure class="chart">'
        f"{ValueChart(of).html()}</figure>\n        \n      </section>\n"
    )


def plan(pk: int) -> str:
    say = f'<a class="btn small" href="/key-results/{pk}/measurement/">'
    return (
        '\n\n<section class="section" aria-labelledby="k-meas">\n'
        '  <div class="section-head"><h2 id="k-meas">Measurement plan</h2>'
        '<p class="note">so that anybody who measures it gets the same value</p>'
        f'<div class="acts">{say}Say how it is measured</a></div></div>\n  \n    \n'
        '    \n<div class="empty">\n'
        "  <p>Nobody has said how this key result is measured.</p>\n  \n</div>\n\n  \n"
        "</section>\n"
    )


def comments(of: KeyResult, token: str) -> str:
    url = f"/key-results/{of.pk}/"
    return (
        '\n<section class="section" aria-labelledby="s-comments">\n'
        '  <div class="section-head"><h2 id="s-comments">Comments</h2></div>\n  \n  '
        f"{comment_form(url, of.objective, token)}\n</section>\n"
    )


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    page, today = Page(page_of("key_result")), clock.today()
    pk = int(page.subject.path.split("/")[2])
    reader = int(page.client.session["_auth_user_id"])
    return page.by_hand(ByHand(reader, pk, today).page), page.by_program
