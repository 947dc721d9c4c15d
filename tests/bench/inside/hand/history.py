"""All check-ins of a key result, newest first, corrected ones struck through."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.inside.hand.course import (
    CheckIn,
    KeyResult,
    confidence_mark,
    direction_mark,
)
from tests.bench.inside.hand.figures import figure, key_result_bar, weekday
from tests.bench.inside.hand.pieces import bdi, percent
from tests.bench.inside.hand.readings import day_of

HEADS = (
    '<thead><tr><th scope="col">Measured on</th><th scope="col" class="num">Value</th>'
    '<th scope="col" class="num">Since last</th><th scope="col"><span class="vh">'
    'Direction</span></th><th scope="col" class="num">Since start</th><th scope="col" '
    'class="w-track">Progress</th><th scope="col">Confidence</th><th scope="col">'
    'Entered</th><th scope="col">Note</th></tr></thead>'
)
KEPT = "Values are never overwritten: a revision keeps what stood before."


def history(of: KeyResult) -> str:
    known = {entry.pk: entry for entry in of.all}
    rows = [
        ledger_row(of.until(count), list(replaced(entry, known)))
        for count, entry in enumerate(of.entries, start=1)
    ]
    return (
        '\n\n<section class="section" aria-labelledby="k-hist">\n'
        f'  <div class="section-head"><h2 id="k-hist">History</h2><p class="note">'
        f'{KEPT}</p><div class="acts"><a class="btn small" '
        f'href="/key-results/{of.pk}/?format=csv">Download CSV</a>'
        '</div></div>\n  <div class="ledger-wrap">\n'
        f'    <table class="ledger stack">\n      {HEADS}\n      <tbody>\n        '
        f"{missing_row(of)}\n        {''.join(rows[::-1])}\n        {begin(of)}\n"
        "      </tbody>\n    </table>\n  </div>\n  \n  \n  \n  \n\n\n</section>\n"
    )


def replaced(entry: CheckIn, known: dict[int, CheckIn]) -> Iterator[CheckIn]:
    """The entries that it corrects, the newest first."""
    while entry.corrects:
        entry = known[entry.corrects]
        yield entry


def missing_row(of: KeyResult) -> str:
    if not of.is_overdue:
        return ""
    over = f"missing, {of.over} day{'s'[: of.over != 1]} overdue"
    return (
        f'\n          <tr><th scope="row" class="nowrap">{weekday(of.due)}</th>'
        '<td class="num" data-label="Value">–</td><td></td><td></td><td></td>'
        '<td class="wide" data-label="Progress"><span class="due" data-due="overdue">'
        f'<svg class="icon" aria-hidden="true"><use href="#i-clock"/></svg>{over}'
        "</span></td><td></td><td></td><td></td></tr>\n        "
    )


def ledger_row(then: KeyResult, before: list[CheckIn]) -> str:
    """`then` is the key result as this entry left it."""
    entry, day = then.entries[-1], weekday(then.entries[-1].day)
    since = then.since_last
    mark = "" if since is None else direction_mark(then.direction(since))
    return (
        f'\n\n\n  <tr id="check-in-{entry.pk}">\n    <th scope="row" class="nowrap">'
        f'{day}</th>\n    <td class="num strong" data-label="Value">'
        f"{corrected(then, before)}{then.shown(entry.value)}</td>\n"
        f'    <td class="num" data-label="Since last">{then.change(since)}</td>\n'
        f'    <td>{mark}</td>\n    <td class="num" data-label="Since start">'
        f"{then.change(then.since_start)}</td>\n{progress_cell(then)}"
        f'    <td data-label="Confidence">{confidence_mark(entry.confidence)}</td>\n'
        f'    <td data-label="Entered">{entered(then, entry, before)}</td>\n'
        f"{note_cell(entry, day)}  </tr>\n  \n\n"
    )


def corrected(then: KeyResult, before: list[CheckIn]) -> str:
    return "".join(
        '<del class="dim"><span class="vh">corrected from </span>'
        f"{then.shown(old.value)}</del> "
        for old in before[::-1]
    )


def progress_cell(then: KeyResult) -> str:
    expected = figure(then.due_ratio_on(then.entries[-1].day)) if then.is_way else None
    return cell(then.progress, key_result_bar(then.progress, expected))


def cell(progress: int, drawn: str) -> str:
    return (
        '    <td class="w-track wide" data-label="Progress"><span class="figure-row">'
        f'<b>{percent(progress)}</b><span class="track-wrap">{drawn}</span></span>'
        "</td>\n"
    )


def entered(then: KeyResult, entry: CheckIn, before: list[CheckIn]) -> str:
    if not before:
        return "On time"
    who = f"by {bdi(then.owner)}, {day_of(entry.at)}"
    return f'Revised<span class="sub">{who}</span>'


def note_cell(entry: CheckIn, day: str) -> str:
    reason = f'<span class="sub">{bdi(entry.reason)}</span>' if entry.reason else ""
    url, hidden = f"/check-ins/{entry.pk}", f'<span class="vh"> {day}</span></a>'
    return (
        f'    <td data-label="Note" class="wide">{bdi(entry.note)}{reason} '
        f'<a class="small" href="{url}/comments/">Comment{hidden} '
        f'<a class="small" href="{url}/correct/">Correct{hidden}</td>\n'
    )


def begin(of: KeyResult) -> str:
    """Where a way starts from; what has no entry says so."""
    if of.is_way:
        start, day = of.shown(of.start), weekday(of.days.starts_on)
        return (
            f'\n          <tr><th scope="row" class="nowrap">{day}</th>'
            f'<td class="num strong" data-label="Value">{start}</td>'
            '<td class="num" data-label="Since last">–</td><td></td>'
            '<td class="num" data-label="Since start">–</td>'
            f"{cell(0, key_result_bar(0, 0)).strip()}<td></td>"
            '<td data-label="Entered">Start</td><td></td></tr>\n        '
        )
    if of.entries:
        return ""
    none = '<tr><td colspan="9">No check-in yet.</td></tr>'
    return f"\n          {none}\n        "
