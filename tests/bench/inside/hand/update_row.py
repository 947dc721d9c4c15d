"""A row of My updates: a key result, the field for its new value, and how it stands."""

from __future__ import annotations

from datetime import date
from html import escape

from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.pieces import bdi, pace_mark, percent, scale
from tests.bench.inside.hand.readings import Milestone, Way, day_of, number
from tests.bench.inside.hand.whole import key

Entry = tuple[int, int, date, str]  # id, value, day, confidence
CONFIDENCES = (
    ("high", "c-high", "High"),
    ("medium", "c-mid", "Medium"),
    ("low", "c-low", "Low"),
)


def weekday(day: date) -> str:
    return f"{day:%a} {day_of(day)}"


def update_row(
    row: list, owed: date, entries: list[Entry], days: Days, focus: str
) -> str:
    pk, content, objective, title, *measured = row
    kind = Milestone if measured[0] == "milestone" else Way
    reading = kind(measured, [value for _, value, *_ in entries], days)
    state = "overdue" if owed < days.today else "due"
    return (
        f'\n\n\n  <li class="kr-row" id="kr-{pk}" data-row data-state="{state}">\n'
        '    <div class="what">\n'
        f'      <h3><a href="/key-results/{pk}/">{bdi(content)}</a></h3>\n'
        f'      <a class="parent" href="/objectives/{objective}/">{bdi(title)}</a>\n'
        f"      \n{due(owed, days)}\n\n    </div>\n    \n      \n\n"
        f"{value(pk, escape(content), reading, entries, focus)}\n    \n    \n\n"
        f"{changes(pk, reading)}\n\n    \n      \n\n"
        f"{rest(pk, escape(content), entries)}\n\n    \n    \n  </li>\n\n"
    )


def due(owed: date, days: Days) -> str:
    over = (days.today - owed).days
    late = over > 0 and days.today <= days.end_of_grace(owed)
    if over > 0:
        count = f"{over} day{'s' if over != 1 else ''} {'late' if late else 'overdue'}"
        told = f"{count} · {weekday(owed)}"
    else:
        told = {0: "Due today", -1: "Due tomorrow"}.get(over, f"Due {weekday(owed)}")
    return (
        f'<span class="due" data-due="{"week" if over <= 0 or late else "overdue"}">'
        '<svg class="icon" aria-hidden="true"><use href="#i-clock"/></svg>'
        f"{told}</span>"
    )


def value(
    pk: int, name: str, reading: Milestone | Way, entries: list[Entry], focus: str
) -> str:
    """The field, and what was entered before."""
    field = reached(pk, name, focus)
    if isinstance(reading, Way):
        field = box(pk, name, reading, focus)
    return (
        f'<div class="value" hx-get="/key-results/{pk}/check-ins/preview/" '
        'hx-trigger="input delay:200ms, change" hx-include="this" hx-swap="none" '
        f'hx-sync="this:replace">\n  \n{field}  \n'
        f'  <p class="hint"><span id="kr-{pk}-last">{last(pk, name, reading, entries)}'
        f'</p>\n  \n  <p class="error" id="kr-{pk}-error" role="status"></p>\n'
        "</div>\n"
    )


def reached(pk: int, name: str, focus: str) -> str:
    field = f'name="kr-{pk}-value"'
    return (
        f'    <fieldset>\n      <legend class="vh">{name}</legend>\n'
        '      <div class="seg">\n'
        f'        <label><input type="radio" id="kr-{pk}-value" {field} value="0" '
        f"data-value{focus}>Not yet</label>\n"
        f'        <label><input type="radio" {field} value="1" data-value>'
        "Reached</label>\n      </div>\n    </fieldset>\n"
    )


def box(pk: int, name: str, reading: Way, focus: str) -> str:
    before = ""
    if reading.values:
        shown = number(reading.values[-1], reading.places)
        before = f' placeholder="{shown}"'
    return (
        f'    \n    \n\n<label class="unit-box"><span class="vh">New value of {name}'
        f'</span><input type="text" name="kr-{pk}-value" id="kr-{pk}-value" '
        f'inputmode="decimal" autocomplete="off" data-value{before} '
        f'aria-describedby="kr-{pk}-last kr-{pk}-error"{focus}>'
        f'<span class="unit">{reading.unit}</span></label>\n\n'
    )


def last(pk: int, name: str, reading: Milestone | Way, entries: list[Entry]) -> str:
    if not entries:
        return "no check-in yet</span>"
    return (
        f"last {reading.told(reading.values[-1])}, {day_of(entries[-1][2])}</span>"
        f'<button type="submit" class="link" name="same" value="{pk}">No change'
        f'<span class="vh">: {name}</span></button>'
    )


def changes(pk: int, reading: Milestone | Way) -> str:
    lines = "".join(f"    {line}\n  \n" for line in reading.lines())
    progress, standing = reading.progress, reading.standing()
    told = "No progress yet" if progress is None else f"Progress {percent(progress)}"
    track = scale(f"{told}, {standing}", progress, pace_mark(reading.expected))
    return (
        f'<div id="kr-{pk}-delta">\n<dl class="delta">\n  \n{lines}</dl>\n</div>\n'
        f'<div class="prog" id="kr-{pk}-prog">\n\n'
        f'<div class="figure-row"><b>{percent(progress)}</b>'
        f'<span class="track-wrap">{track}</span></div>\n\n'
        f'  <div class="prog-line"><span>{standing}</span>{reading.trend()}</div>\n\n'
        "</div>"
    )


def rest(pk: int, name: str, entries: list[Entry]) -> str:
    """Confidence, note and the button to save."""
    version = max((entry[0] for entry in entries), default=0)
    return (
        f'<div class="conf">\n  \n{confidence(pk, entries)}\n\n'
        f'  <label><span class="vh">Note on {name}</span><input type="text" '
        f'class="note-input" name="kr-{pk}-note" maxlength="2000" '
        'placeholder="What changed? (optional)" value=""></label>\n</div>\n'
        '<div class="save">\n'
        f'  <input type="hidden" name="kr-{pk}-version" value="{version}">\n'
        f'  <input type="hidden" name="kr-{pk}-key" value="{key()}">\n'
        f'  <button type="submit" class="btn save-btn" name="save" value="{pk}">Save'
        f'<span class="vh"> {name}</span></button>\n</div>'
    )


def confidence(pk: int, entries: list[Entry]) -> str:
    given = entries[-1][3] if entries else ""
    choices = "".join(
        f'      <label><input type="radio" name="kr-{pk}-confidence" value="{state}"'
        f'{" checked" if state == given else ""}><svg class="icon" aria-hidden="true">'
        f'<use href="#{icon}"/></svg>{word}</label>\n    \n'
        for state, icon, word in CONFIDENCES
    )
    return (
        '<fieldset>\n  <legend class="vh">Confidence in reaching the target</legend>\n'
        f'  <div class="seg">\n    \n{choices}  </div>\n</fieldset>'
    )
