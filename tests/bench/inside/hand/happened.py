"""The newest of what happened to an objective: its last check-ins, then its plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.bench.inside.hand.course import CheckIn, KeyResult, confidence_mark
from tests.bench.inside.hand.family import Objective
from tests.bench.inside.hand.figures import number
from tests.bench.inside.hand.parts import comment_form, face
from tests.bench.inside.hand.pieces import bdi
from tests.bench.inside.hand.readings import day_of

NEWEST = 6


def activity(of: Objective, token: str) -> str:
    every = [(one, entry) for one in of.key_results for entry in one.all]
    newest = sorted(every, key=lambda pair: (pair[1].at, pair[1].pk))[-NEWEST:]
    before = [] if len(every) > NEWEST else planned(of)
    spare = len(before) + len(newest) - NEWEST
    rows = [*before[max(spare, 0) :], *(event(one, entry) for one, entry in newest)]
    url = f"/objectives/{of.pk}/"
    more = f'<a class="btn small" href="{url}activity/">All activity</a>'
    return (
        '\n<section class="section" aria-labelledby="s-log">\n'
        '  <div class="section-head"><h2 id="s-log">Activity</h2><div class="acts">'
        f"{more if spare or not before else ''}</div></div>\n"
        f'  <ol class="timeline">{"".join(rows)}</ol>\n'
        f"  {comment_form(url, of.pk, token)}\n</section>\n"
    )


def planned(of: Objective) -> list[str]:
    """Nobody is known to have done it, all of it at once."""
    own = sorted([*of.key_results, *of.dropped], key=lambda one: one.pk)
    sets = [
        f'set the key result <a href="/key-results/{one.pk}/">{bdi(one.content)}</a>'
        for one in own
    ]
    link = f'<a href="/objectives/{of.pk}/alignment/">how it is aligned</a>'
    done, at = ["set the objective", *sets, f"changed {link}"], when(of.created_at)
    who = '<span class="face" aria-hidden="true">–</span><span><b><bdi>–</bdi></b>'
    return [f"\n\n<li>{who} {words}</span>{at}</li>\n" for words in done]


def when(at: datetime) -> str:
    return f'<time datetime="{at.isoformat()}">{day_of(at)}, {at:%H:%M}</time>'


def event(of: KeyResult, entry: CheckIn) -> str:
    before = value_before(of, entry)
    told = "" if before is None else f"{shown(of, before)} → "
    confidence = confidence_mark(entry.confidence, " confidence")
    return (
        f"\n\n\n<li>{face(of.owner)}<span><b>{bdi(of.owner)}</b> "
        f"{'corrected' if entry.corrects else 'updated'} "
        f'<a href="/key-results/{of.pk}/#check-in-{entry.pk}">{bdi(of.content)}</a>: '
        f"{told}<b>{shown(of, entry.value)}</b>, {confidence}</span>"
        f"{when(entry.at)}{said(entry)}</li>\n"
    )


def said(entry: CheckIn) -> str:
    if not entry.note and not entry.reason:
        return ""
    reason = f'<span class="sub">{bdi(entry.reason)}</span>' if entry.reason else ""
    return f"<blockquote>{bdi(entry.note)}{reason}</blockquote>"


def shown(of: KeyResult, value: int) -> str:
    """Every value with as many decimals as it needs."""
    if of.is_milestone:
        return "done" if value else "not done"
    return f"{number(value)}{of.unit}"


def value_before(of: KeyResult, entry: CheckIn) -> int | None:
    """Of what is corrected, else of the entry before as it stood then."""
    if entry.corrects:
        return next(old.value for old in of.all if old.pk == entry.corrects)
    earlier = stood_before(of.all, entry)
    if earlier:
        return earlier[-1].value
    return of.start if of.is_way else None


def stood_before(entries: Sequence[CheckIn], entry: CheckIn) -> list[CheckIn]:
    return [
        old
        for old in entries
        if old.pk < entry.pk
        and (old.day, old.pk) < (entry.day, entry.pk)
        and (old.corrected_by is None or old.corrected_by > entry.pk)
    ]
