"""What became of an objective's alignment, read from its history for one reader.

Where it stood under an objective that is kept from the reader it stood at the top, as
everywhere else: so the database replaces such parents, and all that told of them,
before it looks for what changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Lag
from django.utils.translation import gettext as _

from objectives.models import KeyResult, Objective, User

NONE = 0  # stands for no parent and no key result: SQL finds no two NULLs equal
BEFORE_ALL = {"under": NONE, "served": NONE, "note": "", "weight": 1}
IN_TIME = [F("history_date").asc(), F("history_id").asc()]


@dataclass(frozen=True)
class Change:
    """One of the things that make up an alignment; "" where there was none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """What one person changed at one moment; `who` is "" where no one is known."""

    who: str
    when: datetime.datetime
    changes: list[Change]


def turns_of(objective: Objective, reader: User) -> QuerySet:
    """The versions in which its alignment became another, the newest first."""
    rows = Objective.history.filter(id=objective.pk).annotate(**as_seen_by(reader))
    before = {
        f"{name}_before": Window(Lag(name, default=Value(none)), order_by=IN_TIME)
        for name, none in BEFORE_ALL.items()
    }
    same = {f"{name}_before": F(name) for name in BEFORE_ALL}
    changed = rows.annotate(**before).exclude(**same)
    changed = changed.select_related("history_user")
    return changed.order_by("-history_date", "-history_id")


def as_seen_by(reader: User) -> dict[str, Case]:
    seen = Objective.objects.visible_to(reader).order_by()
    known = Exists(seen.filter(pk=OuterRef("parent_id")))
    return {
        "under": when(known, F("parent_id"), BigIntegerField()),
        "served": when(
            known, Coalesce("parent_key_result_id", NONE), BigIntegerField()
        ),
        "note": when(known, F("derivation_note"), CharField(), ""),
        "weight": when(known, F("alignment_weight"), BigIntegerField(), 1),
    }


def when(known: Exists, then: Any, field: Any, otherwise: Any = NONE) -> Case:
    return Case(When(known, then=then), default=Value(otherwise), output_field=field)


def entries_of(turns: Iterable[Any]) -> list[Entry]:
    """A page of turns in words; 2 queries."""
    turns = list(turns)
    titles = names_of(Objective, "title", turns, "under")
    contents = names_of(KeyResult, "content", turns, "served")
    return [
        Entry(
            str(turn.history_user or ""),
            turn.history_date,
            list(changes(turn, titles, contents)),
        )
        for turn in turns
    ]


def names_of(model: Any, field: str, turns: list[Any], name: str) -> dict[int, str]:
    """By id; the ids are of what the reader may see, the rest was replaced."""
    pks = {getattr(turn, column) for turn in turns for column in both(name)}
    return dict(model.objects.filter(pk__in=pks).values_list("pk", field))


def both(name: str) -> tuple[str, str]:
    return f"{name}_before", name


def changes(
    turn: Any, titles: dict[int, str], contents: dict[int, str]
) -> Iterator[Change]:
    wordings = [
        ("under", _("Serves"), lambda pk: titles.get(pk, _("at the top"))),
        ("served", _("Key result served"), lambda pk: contents.get(pk, "")),
        ("note", _("How it is derived"), str),
        ("weight", _("Alignment weight"), str),
    ]
    for name, label, words in wordings:
        before, after = (getattr(turn, column) for column in both(name))
        if before != after:
            yield Change(label, words(before), words(after))
