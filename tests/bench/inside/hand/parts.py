"""What stands on the page of an objective and of a key result alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.bench.inside.hand.days import Days
from tests.bench.inside.hand.pieces import HAN, as_date, badge, bdi
from tests.bench.inside.hand.whole import key, token_field

MESSAGES = '\n  \n<div class="messages" role="status">\n  \n</div>\n\n  \n\n\n  '
OPTIONAL = ' <span class="dim">(optional)</span>'
RULE = 'Weekly, Thursdays</a> <span class="tag" title="from the organisation">'
CADENCE = f"{RULE}organisation</span>"


def days_of(starts_on: Any, ends_on: Any, today: date) -> Days:
    return Days(today, as_date(starts_on), as_date(ends_on))


def initials(name: str) -> str:
    words = name.split()
    if HAN.search(name):
        return words[0][0]
    return (words[0][0] + words[-1][0]).upper()


def face(name: str) -> str:
    return f'<span class="face" aria-hidden="true">{initials(name)}</span>'


def person(name: str) -> str:
    return f'\n\n<span class="person">{face(name)}{bdi(name)}</span>\n'


def status(of: str) -> str:
    return f"\n{badge(of)}\n"


def fact(term: str, text: str) -> str:
    return f"      <div><dt>{term}</dt><dd>{text}</dd></div>\n"


def field(
    name: str, label: str, control: str, *, note: str = "", hint: str = ""
) -> str:
    said = f'\n<div class="hint" id="id_{name}_helptext">{hint}</div>\n'
    return (
        f'\n\n\n  <div class="field">\n    <label for="id_{name}">{label}\n{note}\n'
        f"</label>\n    \n      {control}\n    \n    {said if hint else EMPTY}\n\n"
        "  </div>\n\n\n"
    )


EMPTY = "\n\n"


def comment_form(url: str, objective: int, token: str) -> str:
    control = (
        '<textarea name="text" cols="40" rows="2" maxlength="10000" '
        f'data-suggests="/objectives/{objective}/people/" required '
        'aria-describedby="id_text_helptext" class="area" id="id_text">\n</textarea>'
    )
    hint = "Markdown works. Name somebody with @ to tell them."
    return (
        f'\n<form class="stack-s mt3" method="post" action="{url}comments/" novalidate>'
        f"\n  {token_field(token)}\n"
        f'  <input type="hidden" name="key" value="{key()}">\n  '
        f"{field('text', 'Add a comment', control, hint=hint)}"
        '  <div><button type="submit" class="btn">Comment</button></div>\n</form>\n'
    )
