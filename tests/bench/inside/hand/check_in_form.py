"""The form that checks a key result in, with what its newest value means."""

from __future__ import annotations

from tests.bench.inside.hand.course import CONFIDENCES, KeyResult
from tests.bench.inside.hand.deltas import delta_list, last_words
from tests.bench.inside.hand.figures import key_result_bar, weekday
from tests.bench.inside.hand.parts import OPTIONAL, field
from tests.bench.inside.hand.pieces import percent
from tests.bench.inside.hand.readings import spark
from tests.bench.inside.hand.whole import key, token_field

SEG = (
    '    <div class="seg">\n      <label><input type="radio" name="value" value="0" '
    'id="id_value_0" required>Not yet</label><label><input type="radio" name="value" '
    'value="1" id="id_value_1" required>Reached</label>\n    </div>\n'
)


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
