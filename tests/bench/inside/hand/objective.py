"""The page of an objective: its key results, its children and what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand.charts import GapChart, ProgressChart
from tests.bench.inside.hand.course import KeyResult, confidence_mark, direction_mark
from tests.bench.inside.hand.dotplot import gap_section, gap_sums, mean_sums, review
from tests.bench.inside.hand.family import (
    OBJECTIVE,
    Objective,
    courses,
    expected_by_day,
    gap_by_day,
    reached,
    sums_by_day,
)
from tests.bench.inside.hand.figures import (
    figure,
    how,
    key_result_bar,
    mean_sum,
    pace_lines,
    pace_words,
    percent1,
    weekday,
)
from tests.bench.inside.hand.happened import activity
from tests.bench.inside.hand.parts import (
    CADENCE,
    MESSAGES,
    days_of,
    fact,
    person,
    status,
)
from tests.bench.inside.hand.pieces import bdi, gap_badge, percent
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.readings import day_of, spark
from tests.bench.inside.hand.tracks import objective_track
from tests.bench.inside.hand.whole import Page
from tests.bench.inside.hand.why import Why

HEADS = (
    '<thead><tr><th scope="col">Key result</th><th scope="col" class="num">Start</th>'
    '<th scope="col" class="num">Current</th><th scope="col" class="num">Target</th>'
    '<th scope="col" class="num">Weight</th><th scope="col" class="w-track">Progress'
    '</th><th scope="col">Since last</th><th scope="col">Trend</th><th scope="col">'
    'Confidence</th><th scope="col">Next due</th></tr></thead>'
)
SAME = "Both from the ledger, with the children, targets and weights of today."
NONE = '<span class="dim">–</span>'


class ByHand:
    """The page of one that the reader owns, with children that make a gap."""

    def __init__(self, reader: int, pk: int, today: date) -> None:
        self.ask, self.today = cursor(), today
        self.reader, self.pk = reader, pk

    def page(self, token: str) -> str:
        [row] = self.ask(OBJECTIVE, self.pk, self.reader)
        of = Objective(row, days_of(row[11], row[12], self.today))
        of.join(self.ask, self.reader)
        sums = own_sums(of)
        return (
            f"{MESSAGES}\n  <article>\n    {head(of, sums)}\n    {table(of, sums)}\n"
            f'    <div class="cols cols-2">\n      {time(of)}\n      '
            f"{gap_section(of, sums)}\n    </div>\n    {Why(of).html()}\n    "
            f"{review(of, token)}\n    {actions(of)}\n"
            f'    <div class="cols cols-2">\n      {measuring(of)}\n      '
            f"{activity(of, token)}\n    </div>\n  </article>\n\n"
        )


def own_sums(of: Objective) -> list[str]:
    rule = "progress = Σ (weight × progress) ÷ Σ weight, of what counts"
    return [rule, mean_sum(of.parts)]


# The head


def head(of: Objective, sums: list[str]) -> str:
    url, ghost = f"/objectives/{of.pk}", '<a class="btn" href='
    return (
        '\n\n<header class="obj-head">\n  <div>\n    <nav aria-label="Parent '
        f'objectives"><ol class="crumbs">{crumbs(of)}</ol></nav>\n'
        f'    <div class="page-head"><div><h1>{bdi(of.title)}</h1></div>\n'
        '      <div class="acts"><a class="btn primary" href="/updates/">Update key '
        f'results</a>{ghost}"{url}/edit/">Edit</a>{ghost}"{url}/move/">Move</a>'
        f'<a class="btn quiet" href="/export/?objective={of.pk}">Export</a></div></div>'
        f'\n    \n    <dl class="facts">\n{facts(of)}    </dl>\n    {serving(of)}\n'
        f'  </div>\n  <div class="verdict">\n{verdict(of, sums)}  </div>\n'
        '  <div class="track-wrap">'
        f"{objective_track(of.progress, of.mean, of.expected)}</div>\n</header>\n"
    )


def crumbs(of: Objective) -> str:
    above = "".join(
        f'<li><a href="/objectives/{pk}/">{bdi(title)}</a></li>'
        for pk, title in of.ancestors
    )
    top = f'<a href="/alignment/?cycle={of.cycle_id}">Alignment</a>'
    return f"<li>{top}</li>{above}"


def facts(of: Objective) -> str:
    left = (of.days.ends_on - of.days.today).days
    days = f"{left} day{'s'[: left != 1]} left" if left else "last day"
    team = f"{of.above} · {of.team}" if of.above else of.team
    first = min(of.key_results, key=lambda one: one.due)
    rule = f'<a href="/settings/cadences/objectives/{of.pk}/">{CADENCE}'
    return (
        f"{fact('Status', status(of.status()))}"
        f"{fact('Owner', quiet('people', of.owner_id, person(of.owner)))}"
        f"{fact('Team', quiet('teams', of.team_id, bdi(team)))}"
        f"{fact('Cycle', f'{escape(of.cycle)}, {days}')}      \n"
        f"{fact('Last check-in', last_check_in(of))}{fact('Cadence', rule)}"
        f"{fact('Next due', first.due_badge())}"
    )


def quiet(kind: str, pk: int, shown: str) -> str:
    return f'<a class="quiet-link" href="/{kind}/{pk}/">{shown}</a>'


def last_check_in(of: Objective) -> str:
    age = (of.days.today - of.measured_on).days
    return f"{day_of(of.measured_on)}, {f'{age} d ago' if age > 0 else 'today'}"


def serving(of: Objective) -> str:
    rows = "".join(
        f"\n    {why(of) if pk == of.parent else ''}\n  " for pk, _ in of.ancestors
    )
    return (
        f'\n\n<div class="serving">\n  {rows}\n'
        f'  <a href="/objectives/{of.pk}/alignment/">Alignment history</a>\n</div>\n'
    )


def why(of: Objective) -> str:
    return f"\n      \n      <q>{bdi(of.note)}</q>\n    "


def verdict(of: Objective, sums: list[str]) -> str:
    ahead = of.progress - of.expected
    mean = f"children’s mean {percent(of.mean)}"
    due = f"expected today {percent(of.expected)}, so {pace_words(ahead)}"
    rule = "expected = Σ (weight × expected) ÷ Σ weight, of what counts"
    awaited = [rule, mean_sum(of.due_parts), *pace_lines(of.progress, of.expected)]
    rows = [
        how(f'<span class="big">{percent(of.progress)}</span>', sums),
        how(f"\n{gap_badge(of.gap)}\n", gap_sums(of)),
        how(f'<span class="muted">{mean}</span>', mean_sums(of)),
        how(f'<span class="muted">{due}</span>', awaited),
    ]
    return "".join(f"    {row}\n" for row in rows)


# Key results


def table(of: Objective, sums: list[str]) -> str:
    total = sum(one.weight for one in of.counting)
    shares = {one: figure(one.weight / total) for one in of.counting}
    rows = "".join(key_result(one, shares.get(one)) for one in of.key_results)
    terms = " + ".join(
        f"{percent(share)} × {percent(one.progress)[:-1]}"
        for one, share in shares.items()
    )
    told = f'{percent1(of.progress)} <span class="dim small">= {terms}</span>'
    return (
        f'\n\n<section class="section" aria-labelledby="s-kr">\n{table_head(of)}  \n'
        '    <div class="ledger-wrap">\n      <table class="ledger stack">\n'
        f"        {HEADS}\n        <tbody>{rows}</tbody>\n        <tfoot><tr><td>"
        'Objective</td><td></td><td></td><td></td><td class="num" '
        'data-label="Weights">100%</td><td data-label="Progress" colspan="5">'
        f"{how(told, sums)}</td></tr></tfoot>\n      </table>\n    </div>\n  \n"
        f"  {dropped(of)}\n</section>\n"
    )


def table_head(of: Objective) -> str:
    url, count = f"/objectives/{of.pk}", len(of.key_results)
    note = f"Progress of the objective is the weighted mean of these {count}."
    weights = f'<a class="btn small" href="{url}/weights/">Weights</a>'
    if count == 1:
        note, weights = "Progress of the objective is that of this one.", ""
    return (
        '  <div class="section-head"><h2 id="s-kr">Key results</h2><p class="note">'
        f'{note}</p><div class="acts">{weights}<a class="btn small" '
        f'href="{url}/key-results/new/">Add key result</a></div></div>\n'
    )


def key_result(of: KeyResult, share: int | None) -> str:
    start = of.shown(of.start) if of.is_way else "–"
    due = of.due_badge() if of.is_overdue else weekday(of.due)
    goal = "Limit" if of.is_line else "Target"
    return (
        '\n\n<tr>\n  <th scope="row"><a class="quiet-link" '
        f'href="/key-results/{of.pk}/">{bdi(of.content)}</a><span class="sub">'
        f'{bdi(of.owner)}</span></th>\n  <td class="num" data-label="Start">{start}'
        f'</td>\n  <td class="num strong" data-label="Current">'
        f"{of.shown(of.current)}</td>\n"
        f'  <td class="num" data-label="{goal}">{of.goal()}</td>\n'
        f'  <td class="num" data-label="Weight">{percent(share)}</td>\n'
        '  <td class="w-track wide" data-label="Progress">'
        f"{how(progress(of), of.sums())}</td>\n"
        f'  <td data-label="Since last">{since_last(of)}</td>\n'
        f'  <td data-label="Trend">{trend(of)}</td>\n'
        f'  <td data-label="Confidence">{confidence(of)}</td>\n'
        f'  <td data-label="Next due" class="nowrap">{due}</td>\n</tr>\n'
    )


def progress(of: KeyResult) -> str:
    drawn = key_result_bar(of.progress, of.expected, of.standing())
    return (
        f'<span class="figure-row"><b>{percent(of.progress)}</b>'
        f'<span class="track-wrap">{drawn}</span></span>'
    )


def since_last(of: KeyResult) -> str:
    since = of.since_last
    if since is None:
        return NONE
    if not since:
        return '<span class="dim">no change</span>'
    mark = direction_mark(of.direction(since))
    return f'<span class="strong nowrap">{of.change(since)}</span> {mark}'


def trend(of: KeyResult) -> str:
    if len(of.entries) < 2 or of.is_milestone:
        return NONE
    return spark([entry.value for entry in of.entries])


def confidence(of: KeyResult) -> str:
    return confidence_mark(of.entries[-1].confidence) if of.entries else ""


def dropped(of: Objective) -> str:
    if not of.dropped:
        return ""
    count = len(of.dropped)
    rows = "".join(
        f'<li><a href="/key-results/{one.pk}/">{bdi(one.content)}</a> '
        f'<span class="dim">{bdi(one.reason)}</span></li>'
        for one in of.dropped
    )
    return (
        f'\n    <details class="explain"><summary>{count} dropped key result'
        f"{'s'[: count != 1]}</summary>\n"
        f'      <ul class="stack-s">{rows}</ul>\n    </details>\n  '
    )


# How it went


def time(of: Objective) -> str:
    own, sums = dict(courses(of, of.days.starts_on)), sums_by_day(of)
    kids = {day: known.mean for day, known in sums.items()}
    lines = reached(own), reached(kids), reached(expected_by_day(of))
    gap = reached(gap_by_day(own, sums))
    return (
        '\n\n<section class="section" aria-labelledby="s-time">\n'
        '  <div class="section-head"><h2 id="s-time">Progress over time</h2>'
        '<p class="note">The shaded band is the gap.</p></div>\n'
        f'  <figure class="chart">{ProgressChart(of.days, *lines).html()}</figure>\n'
        '  \n    <h3 class="chart-head">Target gap over time, in points</h3>\n'
        f'    <figure class="chart">{GapChart(of.days, gap).html()}</figure>\n'
        f'    <p class="small dim">{SAME}</p>\n  \n</section>\n'
    )


# What is done, and how it is measured


def actions(of: Objective) -> str:
    url, rows = f"/objectives/{of.pk}/actions/", map(nothing_done, of.key_results)
    return (
        '\n\n<section class="section" aria-labelledby="s-act">\n'
        '  <div class="section-head"><h2 id="s-act">Actions</h2><p class="note">Each '
        'is a bet that a key result will move.</p><div class="acts"><nav '
        'class="viewswitch" aria-label="View"><a href="#s-act" aria-current="true">List'
        f'</a><a href="{url}?view=board">Board</a><a href="{url}?view=timeline">'
        f'Timeline</a></nav><a class="btn small" href="{url}">All actions</a></div>'
        f'</div>\n  \n  \n\n<ul class="nothing-done">\n  {"".join(rows)}\n</ul>\n\n'
        "</section>\n"
    )


def nothing_done(of: KeyResult) -> str:
    url = f"/key-results/{of.pk}/actions/"
    return (
        f'<li><a class="quiet-link" href="{url}">{bdi(of.content)}</a> '
        f'<span class="dim">No action yet.</span> <a href="{url}new/">Add action'
        f'<span class="vh"> {escape(of.content)}</span></a></li>'
    )


def measuring(of: Objective) -> str:
    return (
        '\n\n\n  <section class="section" aria-labelledby="s-meas">\n'
        '    <div class="section-head"><h2 id="s-meas">Measurement plan</h2>'
        '<p class="note">Measuring is an action too.</p></div>\n'
        '    <div class="ledger-wrap"><table class="ledger top">\n'
        '      <thead><tr><th scope="col">Key result</th><th scope="col">Source and '
        'method</th><th scope="col">Who, how often</th></tr></thead>\n      <tbody>\n'
        f"        {''.join(map(plan, of.key_results))}\n      </tbody>\n"
        "    </table></div>\n  </section>\n\n"
    )


def plan(of: KeyResult) -> str:
    url = f"/key-results/{of.pk}/"
    return (
        f'\n          \n            <tr>\n              <th scope="row"><a '
        f'class="quiet-link" href="{url}#k-meas">{bdi(of.content)}</a></th>\n'
        '              <td class="wide" data-label="Source and method"><span '
        'class="dim">Nobody has said how.</span> <a class="small nowrap reach" '
        f'href="{url}measurement/">Say how<span class="vh">: {escape(of.content)}'
        '</span></a></td>\n              <td data-label="Who, how often">'
        f'{bdi(of.owner)}<span class="sub">Weekly, Thursdays, next {weekday(of.due)}'
        "</span></td>\n            </tr>\n          \n        "
    )


def pair() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """By hand, and as the program makes it."""
    page, today = Page(page_of("objective")), clock.today()
    pk = int(page.subject.path.split("/")[2])
    reader = int(page.client.session["_auth_user_id"])
    return page.by_hand(ByHand(reader, pk, today).page), page.by_program
