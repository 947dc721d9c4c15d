"""Actions over time: a page of them, drawn and told in words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.models import Action, Cycle, KeyResult, User
from progress.drawing_schedule import Name, drawing_of
from progress.schedule_layout import Part, Scale, lay_out
from progress.waits import needs_of
from progress.words_of_actions import (
    early_words,
    planned_words,
    ran_words,
    state_mark,
    work_of,
)

ROWS = 40  # drawn on one page
NOTES = 3  # told beside one action
DAY = Coalesce("began_on", "starts_on", "due_on")
PLACE = "key_result__objective__tree_id", "key_result__objective__lft"
ORDER = *PLACE, "key_result__position", "key_result", DAY, "pk"
WHOLE = "key_result__objective", "owner"
MARGIN = 60  # days that the drawing goes beyond its cycle at most


@dataclass(frozen=True)
class Entry:
    """One action with what it waits for, and sentences about what starts too early."""

    action: Action
    needs: Sequence[Action]
    early: Sequence[str]

    @property
    def words(self) -> str:
        """All that its row shows: "Cut over: Doing; planned 10 Aug – 4 Sep; …"."""
        parts = [str(state_mark(self.action).text)]
        parts.append(_("planned %(days)s") % {"days": planned_words(self.action)})
        if ran := ran_words(self.action):
            parts.append(_("ran %(days)s") % {"days": ran})
        if self.needs:
            titles = _(", ").join(needed.title for needed in self.needs)
            parts.append(_("after %(titles)s") % {"titles": titles})
        told = _("; ").join([*parts, *self.early])
        return _("%(name)s: %(values)s") % {"name": self.action.title, "values": told}

    @property
    def notes(self) -> list[str]:
        """The sentences that the drawing has room for."""
        if len(self.early) <= NOTES:
            return list(self.early)
        more = len(self.early) - NOTES + 1
        text = ngettext("%(n)s more like this", "%(n)s more like this", more)
        return [*self.early[: NOTES - 1], text % {"n": more}]


@dataclass(frozen=True)
class Schedule:
    """Entries in groups of one key result each, and their drawing."""

    groups: Sequence[tuple[KeyResult, Sequence[Entry]]]
    svg: SafeString
    early: int

    @property
    def early_words(self) -> str:
        """ "2 actions start before what they depend on is done."; "" for none."""
        text = ngettext(
            "%(n)s action starts before what it depends on is done.",
            "%(n)s actions start before what they depend on is done.",
            self.early,
        )
        return text % {"n": self.early} if self.early else ""


def on_a_timeline(actions: QuerySet) -> QuerySet:
    """Those that have a day, less those that were dropped, in their order."""
    return actions.filter(figures__is_drawn=True).order_by(*ORDER)


def read_schedule(
    actions: QuerySet, reader: User, cycle: Cycle, today: datetime.date, page: str
) -> tuple[Schedule, Page]:
    """Of those of `actions` that have a day; 3 queries, however many there are."""
    rows = on_a_timeline(actions).select_related(*WHOLE)
    shown = Paginator(rows, ROWS).get_page(page)
    return schedule_of(list(shown), reader, cycle, today), shown


def schedule_of(
    actions: Sequence[Action], reader: User, cycle: Cycle, today: datetime.date
) -> Schedule:
    """Those of a key result stand together. 1 query."""
    needs = needs_of(actions, reader)
    entries = [
        Entry(
            action,
            needs.get(action.pk, []),
            early_words(action, needs.get(action.pk, []), today),
        )
        for action in actions
    ]
    groups = [
        (key_result, list(rows))
        for key_result, rows in groupby(entries, lambda entry: entry.action.key_result)
    ]
    early = sum(bool(entry.early) for entry in entries)
    return Schedule(groups, drawn(groups, cycle, today), early)


def drawn(
    groups: Sequence[tuple[KeyResult, Sequence[Entry]]],
    cycle: Cycle,
    today: datetime.date,
) -> SafeString:
    entries = [entry for _key_result, rows in groups for entry in rows]
    works = {entry.action.pk: work_of(entry.action, entry.needs) for entry in entries}
    days = [day for work in works.values() for day in work.days]
    scale = Scale.around(cycle.starts_on, cycle.ends_on, days, MARGIN)
    parts = [
        Part(key_result.pk, [works[entry.action.pk] for entry in rows])
        for key_result, rows in groups
    ]
    rows = {
        entry.action.pk: Name(
            entry.action.title,
            entry.action.get_absolute_url(),
            entry.words,
            entry.notes,
        )
        for entry in entries
    }
    names = {
        key_result.pk: Name(key_result.content, key_result.get_absolute_url())
        for key_result, _rows in groups
    }
    notes = {pk: len(name.notes) for pk, name in rows.items()}
    return drawing_of(lay_out(parts, scale, today, notes), names, rows, today).svg
