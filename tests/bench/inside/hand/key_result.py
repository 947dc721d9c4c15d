"""The page of a key result: its numbers, its chart, its ledger and its form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from objectives import clock
from tests.bench.inside.choose import page_of
from tests.bench.inside.hand.axes import spark
from tests.bench.inside.hand.charts import ValueChart
from tests.bench.inside.hand.course import (
    COLUMNS,
    CONFIDENCES,
    CheckIn,
    KeyResult,
    check_ins,
    confidence_mark,
    direction_mark,
)
from tests.bench.inside.hand.deltas import delta_list, last_words, summary
from tests.bench.inside.hand.figures import (
    day_of,
    figure,
    how,
    key_result_bar,
    weekday,
)
from tests.bench.inside.hand.parts import (
    CADENCE,
    MESSAGES,
    OPTIONAL,
    comment_form,
    days_of,
    fact,
    field,
    person,
    status,
)
from tests.bench.inside.hand.pieces import bdi, percent
from tests.bench.inside.hand.raw import cursor
from tests.bench.inside.hand.tracks import key_result_track
from tests.bench.inside.hand.whole import Page, key, token_field

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
HEADS = (
    '<thead><tr><th scope="col">Measured on</th><th scope="col" class="num">Value</th>'
    '<th scope="col" class="num">Since last</th><th scope="col"><span class="vh">'
    'Direction</span></th><th scope="col" class="num">Since start</th><th scope="col" '
    'class="w-track">Progress</th><th scope="col">Confidence</th><th scope="col">'
    'Entered</th><th scope="col">Note</th></tr></thead>'
)
KEPT = "Values are never overwritten: a revision keeps what stood before."
SEG = (
    '    <div class="seg">\n      <label><input type="radio" name="value" value="0" '
    'id="id_value_0" required>Not yet</label><label><input type="radio" name="value" '
    'value="1" id="id_value_1" required>Reached</label>\n    </div>\n'
)


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


# The form


def form(of: KeyResult, token: str) -> str:
    url = f"/key-results/{of.pk}/check-ins/"
    return (
        '      <section class="section" aria-labelledby="k-form">\n'
        '        <div class="section-head"><h2 id="k-form">Check in</h2>'
        f'<p class="note">for {weekday(of.due)}</p></div>\n        \n          \n\n\n'
        f'  <form class="stack-m" method="post" action="{url}" novalidate>\n'
        f"    {token_field(token)}\n    \n{typed(of, url)}{reading(of)}"
        '    <div class="field"><span class="label" aria-hidden="true">'
        f"Confidence in reaching the target</span>{confidence(of)}</div>\n    {NOTE}"
        f"{buttons(of)}  </form>\n\n\n        \n      </section>\n"
    )


NOTE = field(
    "note",
    "Note",
    '<textarea name="note" cols="40" rows="2" maxlength="2000" class="area" '
    'id="id_note">\n</textarea>',
    note=OPTIONAL,
)


def typed(of: KeyResult, url: str) -> str:
    measured = (
        f'<input type="date" name="measured_on" value="{of.days.today}" class="input" '
        'id="id_measured_on">'
    )
    return (
        f'    <div class="stack-m" hx-get="{url}preview/" hx-trigger="input delay:200ms'
        ', change" hx-include="closest form" hx-params="value,measured_on" '
        f'hx-swap="none" hx-sync="this:replace">\n      {value_field(of)}      \n'
        f'      <p class="error" id="kr-{of.pk}-error" role="status"></p>\n      '
        f"{field('measured_on', 'Measured on', measured, note=OPTIONAL)}    </div>\n"
    )


def value_field(of: KeyResult) -> str:
    if not of.is_milestone:
        control = (
            '<span class="unit-box big"><input type="text" name="value" '
            'inputmode="decimal" autocomplete="off" required '
            'aria-describedby="id_value_helptext" id="id_value">'
            f'<span class="unit">{of.unit}</span></span>'
        )
        return field("value", "New value", control, hint=last_words(of))
    return (
        '\n\n\n  <fieldset class="field" aria-describedby="id_value_helptext">\n'
        f"    <legend>New value\n\n</legend>\n{SEG}    \n"
        f'<div class="hint" id="id_value_helptext">{last_words(of)}</div>\n\n\n'
        "  </fieldset>\n\n\n"
    )


def reading(of: KeyResult) -> str:
    """What its newest value means."""
    note = of.standing()
    values = [entry.value for entry in of.entries]
    trend = spark(values) if len(values) > 1 and not of.is_milestone else ""
    return (
        f'    <div class="reading">\n      <div id="kr-{of.pk}-delta">'
        f"{delta_list(of)}</div>\n"
        f'      <div class="prog" id="kr-{of.pk}-prog">\n\n{progress_row(of, note)}\n\n'
        f'  <div class="prog-line"><span>{note}</span>{trend}</div>\n\n</div>\n'
        "    </div>\n"
    )


def progress_row(of: KeyResult, note: str) -> str:
    drawn = key_result_bar(of.progress, of.expected, note)
    return (
        f'<div class="figure-row"><b>{percent(of.progress)}</b>'
        f'<span class="track-wrap">{drawn}</span></div>'
    )


def confidence(of: KeyResult) -> str:
    chosen = of.entries[-1].confidence if of.entries else ""
    options = "".join(
        f'      <label><input type="radio" name="confidence" value="{name}"'
        f'{" checked" if name == chosen else ""}><svg class="icon" aria-hidden="true">'
        f'<use href="#{icon}"/></svg>{name.capitalize()}</label>\n    \n'
        for name, icon in CONFIDENCES.items()
    )
    return (
        '\n<fieldset>\n  <legend class="vh">Confidence in reaching the target</legend>'
        f'\n  <div class="seg">\n    \n{options}  </div>\n</fieldset>\n'
    )


def buttons(of: KeyResult) -> str:
    seen = max((entry.pk for entry in of.entries), default=0)
    same = (
        '<button type="submit" class="btn quiet" name="same" value="1">No change, '
        f"still {of.shown(of.current)}</button>"
    )
    return (
        f'    <input type="hidden" name="version" value="{seen}">\n'
        f'    <input type="hidden" name="key" value="{key()}">\n'
        '    <div class="rowline"><button type="submit" class="btn primary">'
        f"Save check-in</button>{same if of.entries else ''}</div>\n"
    )


# The ledger


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


def replaced(entry: CheckIn, known: dict[int, CheckIn]):
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
    day, days = then.entries[-1].day, then.days
    gone = Fraction((day - days.starts_on).days, (days.ends_on - days.starts_on).days)
    expected = figure(gone) if then.is_way else None
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


# What nobody has said yet


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
