"""The three lines beside a value: since last, since start, to target."""

from __future__ import annotations

from typing import NamedTuple

from tests.bench.inside.hand.course import WAYS, KeyResult, counted
from tests.bench.inside.hand.figures import MINUS, number
from tests.bench.inside.hand.readings import day_of


class Line(NamedTuple):
    """`way` is "" where the note is no verdict."""

    term: str
    amount: str
    note: str
    way: str = ""


def lines(of: KeyResult) -> list[Line]:
    if of.is_milestone:
        return milestone_lines(of)
    return [
        changed(of, "since last", of.since_last),
        changed(of, "since start", of.since_start),
        distance(of),
    ]


def changed(of: KeyResult, term: str, change: int | None) -> Line:
    if change is None:
        return Line(term, "–", "")
    way = of.direction(change)
    return Line(term, of.change(change), WAYS[way], way)


def distance(of: KeyResult) -> Line:
    left, term = of.left, "to limit" if of.is_line else "to target"
    aim = f"target {of.value(of.target)}"
    if left is None:
        return Line(term, "–", aim)
    if of.is_line:
        note = "left" if left >= 0 else "past the limit"
    else:
        note = aim if left > 0 else "past the target" if left else "target reached"
    return Line(term, f"{number(abs(left), of.places)} pts", note)


def milestone_lines(of: KeyResult) -> list[Line]:
    begun, today = of.days.starts_on, of.days.today
    left, whole = (of.by - today).days, f"of {(of.by - begun).days}"
    by = f"{'by' if left >= 0 else 'past'} {day_of(of.by)}"
    return [
        milestone_change(of),
        Line("since start", counted((today - begun).days), whole),
        Line("to target", counted(abs(left)), by),
    ]


def milestone_change(of: KeyResult) -> Line:
    now = "reached" if of.ratio == 1 else "not yet"
    before = of.entries[-2].value if len(of.entries) > 1 else 0
    way = of.direction(of.current - before)
    if way == "same":
        return Line("since last", "none", now, way)
    return Line("since last", now, WAYS[way], way)


def delta_list(of: KeyResult) -> str:
    rows = "".join(
        f"    <div><dt>{line.term}</dt><dd>{line.amount}</dd>{note(line)}</div>\n  \n"
        for line in lines(of)
    )
    return f'\n<dl class="delta">\n  \n{rows}</dl>\n'


def note(line: Line) -> str:
    if not line.way:
        return f'<dd class="dir muted">{line.note}</dd>'
    return (
        f'<dd class="dir" data-d="{line.way}"><svg class="icon" aria-hidden="true">'
        f'<use href="#d-{line.way}"/></svg>{line.note}</dd>'
    )


def summary(of: KeyResult) -> str:
    """All three in one line."""
    if of.is_milestone or not of.entries:
        return ""
    last, start, target = lines(of)
    told = [in_line(line) for line in (last, start) if line.note]
    return " · ".join([f"{target.amount} {target.term}", *told])


def in_line(line: Line) -> str:
    if line.way == "same":
        return f"{line.note} {line.term}"
    return f"{line.amount.lstrip(f'+{MINUS}')} {line.note} {line.term}"


def last_words(of: KeyResult) -> str:
    if not of.entries:
        return "no check-in yet"
    return f"last {of.shown(of.current)}, {day_of(of.entries[-1].day)}"
