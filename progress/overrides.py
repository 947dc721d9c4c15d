"""The table of what every level says, as far as its reader may set it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from objectives import access
from objectives.models import KeyResult, Objective, User
from progress.cadence_places import Place, place_of
from progress.cadences import ORGANISATION, Cadences, Level, Ruling, said_by
from progress.models import CadencePolicy
from progress.models.cadence import usual


@dataclass(frozen=True)
class Override:
    """A level that says something: what rules it, and which of that is its own."""

    place: Place
    policy: CadencePolicy
    ruling: Ruling
    above: str  # the name of the next level above that says something
    next_due: datetime.date
    depth: int  # how many levels above it stand in the table
    may_set: bool = True

    @property
    def own(self) -> list[str]:
        return said_by(self.policy)

    @property
    def locked_by(self) -> str:
        """Why it is not in force; "" where it is."""
        lock = self.ruling.locked_by
        if lock is None or lock.key == self.place.level:
            return ""
        return place_of(lock).name


def overrides(cadences: Cadences, user: User, today: datetime.date) -> list[Override]:
    """The organisation's line first, then each level below the one it belongs to.

    Only those that the reader may set, besides the organisation's. 3 queries.
    """
    newest = {level: rows[-1] for level, rows in cadences.policies.items() if rows}
    newest.setdefault(ORGANISATION, usual())
    standing = {key: row for key, row in newest.items() if not row.is_removed}
    found = {key: place_of(row) for key, row in standing.items()}
    places = {key: place for key, place in found.items() if not place.is_closed}
    seen = settable(user, places)
    lines = [
        line_of(places[key], standing[key], places, cadences, today, key in seen)
        for key in places
        if key == ORGANISATION or key in seen
    ]
    return sorted(lines, key=lambda line: order_of(line.place, places))


def settable(user: User, standing: Iterable) -> set:
    """Those of these levels that this person sets."""
    if user.is_administrator:
        return set(standing)
    asked: dict[str, list[int]] = {"team": [], "objective": [], "key_result": []}
    for kind, pk in standing:
        asked.get(kind, []).append(pk)
    allowed = {
        "team": access.led_teams(user),
        "objective": Objective.objects.editable_by(user),
        "key_result": KeyResult.objects.editable_by(user),
    }
    return {
        (kind, pk)
        for kind, rows in allowed.items()
        if asked[kind]
        for pk in rows.order_by()
        .filter(pk__in=asked[kind])
        .values_list("pk", flat=True)
    }


def line_of(
    place: Place,
    policy: CadencePolicy,
    places: dict[Level, Place],
    cadences: Cadences,
    today: datetime.date,
    may_set: bool,
) -> Override:
    day = max(today, policy.effective_from)
    above = [level for level in place.way[:-1] if level in places]
    return Override(
        place,
        policy,
        cadences.ruling_on(place.way, day),
        places[above[-1]].name if above else "",
        cadences.schedule_on(place.way).due_on_or_after(today),
        len(above),
        may_set,
    )


def order_of(place: Place, places: dict[Level, Place]) -> list[tuple[str, int]]:
    """By the names on the way down, so that a level stands above what it rules."""
    names = {level: found.name.casefold() for level, found in places.items()}
    return [(names.get(level, ""), level[1]) for level in place.way]
