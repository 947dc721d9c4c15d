"""The cells of the map of updates: a table whose cells darken as more is missing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.models import Cycle
from progress.compliance import Tally, Week
from progress.drawing import show_percent
from progress.words_of_updates import tally_words

MOST_SHOWN = 9_999
NOT_YET = format_html('<td data-miss="{}"></td>', "x")
NOTHING_DUE = format_html("<td>{}</td>", "")


def heads(weeks: Sequence[Week], today: datetime.date) -> SafeString:
    """The numbers of the weeks; the one that today lies in is marked."""
    return format_html_join(
        "",
        '<th scope="col"{}><span class="vh">{} </span>{}</th>',
        (
            (CURRENT if week.has(today) else "", _("Week"), week.number)
            for week in weeks
        ),
    )


CURRENT = format_html(' aria-current="{}"', "date")


def cells(
    cycle: Cycle,
    weeks: Sequence[Week],
    tallies: Sequence[Tally],
    key: str,
    today: datetime.date,
) -> SafeString:
    """A row's cells; `key` is what the address behind them says of the team."""
    url = reverse("cycle_compliance", args=[cycle.pk])
    return format_html_join(
        "",
        "{}",
        (
            (cell(week, tally, f"{url}?{urlencode(query(key, week))}", today),)
            for week, tally in zip(weeks, tallies, strict=True)
        ),
    )


def query(key: str, week: Week) -> dict[str, object]:
    return {"team": key, "period": week.number} if key else {"period": week.number}


def cell(week: Week, tally: Tally, url: str, today: datetime.date) -> SafeString:
    if not (tally.due or tally.excused):
        return NOTHING_DUE if week.ends_on < today else NOT_YET
    return format_html(
        '<td data-miss="{}"><a href="{}">{}<span class="vh"> {}</span></a></td>',
        tally.missing,
        url,
        shown(tally),
        tally_words(tally),
    )


def shown(tally: Tally) -> str:
    """ "11/14"; "86%" of so many that both numbers would not fit a cell."""
    if tally.due > MOST_SHOWN:
        return show_percent(tally.share)
    return f"{tally.on_time}/{tally.due}"
