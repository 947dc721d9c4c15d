"""What an alignment review should talk about, by the sign of its gap.

A proposal in the reader's language, made anew whenever it is read, from the gap and
from those children that the reader may see.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from objectives.display import show_day
from progress.measure import gap_band
from progress.models import FrozenChild

SENTENCES = 5


@dataclass(frozen=True)
class Item:
    """A question, and what was written about it: (title, sentence or "")."""

    text: str
    sentences: tuple[tuple[str, str], ...] = ()


def agenda(
    gap: int | None, children: Sequence[FrozenChild], ends_on: datetime.date
) -> list[Item]:
    """From how the children were derived to how the gap could close."""
    direction = gap_band(gap).direction
    middle = {"ahead": _ahead, "behind": _behind}.get(direction, _in_line)()
    return [_derived(children), *map(Item, middle), *map(Item, _last(ends_on))]


def _derived(children: Sequence[FrozenChild]) -> Item:
    said = tuple((child.title, child.derivation_note) for child in children)
    if any(note for _title, note in said):
        text = _(
            "How was each child derived from this objective? "
            "Say its sentence aloud: does it still hold?"
        )
        return Item(text, said[:SENTENCES])
    return Item(
        _(
            "How was each child derived from this objective? Say the sentence aloud: "
            "“If …, then …, because …”. None has been written down."
        )
    )


def _behind() -> list[str]:
    return [
        _(
            "Do the children’s key results count output (what is delivered) "
            "or what moves this objective?"
        ),
        _("Are this objective’s key results still the right measures for it?"),
        _(
            "Did the actions do what was expected of them, or does their effect "
            "come later?"
        ),
    ]


def _ahead() -> list[str]:
    return [
        _("What moves this objective, if not the work under it? Will it last?"),
        _(
            "Are the children’s key results too hard, badly derived, "
            "or only not updated?"
        ),
        _("Which child would you set again today, and which not?"),
    ]


def _in_line() -> list[str]:
    return [
        _("Are this objective’s key results still the right measures for it?"),
        _("Did the actions do what was expected of them?"),
    ]


def _last(ends_on: datetime.date) -> list[str]:
    day = {"day": show_day(ends_on)}
    return [
        _("What would have to be true for the gap to close by itself before %(day)s?")
        % day
    ]
