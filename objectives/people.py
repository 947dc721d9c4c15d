"""Finding people part by part, however many there are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from objectives import keyset
from objectives.models import User
from objectives.text import searchable

ROWS = 50
ADDRESS = re.compile(r"\(([^()\s]+@[^()\s]+)\)$")  # at the end of "Name (address)"


@dataclass(frozen=True)
class Part:
    """Some people of a list that is ordered by name.

    `after` and `before` are ids to go on from, None where the list ends.
    """

    people: list[User]
    before: int | None
    after: int | None


def found(query: str) -> QuerySet[User]:
    """Those whose name or address contains these words."""
    if "\x00" in query:
        return User.objects.none()
    return User.objects.filter(Q(name__icontains=query) | Q(email__icontains=query))


def called(typed: str) -> Q:
    """Of User: who has this whole name or address; an address decides, if there is one.

    A name is compared as search compares it, without regard to case and width.
    """
    address = ADDRESS.search(typed)
    if address:
        return Q(email__iexact=address[1])
    return Q(email__iexact=typed) | Q(search_name=searchable(typed))


def part_of(people: QuerySet[User], *, after: int | None, before: int | None) -> Part:
    """ROWS people after or before one of them; 2 queries, whatever the page."""
    anchor = User.objects.filter(pk=after or before or 0).first()
    backwards = bool(before and not after and anchor)
    rows = list(beyond(people, anchor, backwards)[: ROWS + 1])
    more, rows = len(rows) > ROWS, rows[:ROWS]
    if backwards:
        rows.reverse()
    has_before, has_after = (more, True) if backwards else (anchor is not None, more)
    return Part(
        rows,
        rows[0].pk if rows and has_before else None,
        rows[-1].pk if rows and has_after else None,
    )


def beyond(
    people: QuerySet[User], anchor: User | None, backwards: bool
) -> QuerySet[User]:
    order = ["-name", "-pk"] if backwards else ["name", "pk"]
    if anchor is not None:
        side = keyset.ahead_of if backwards else keyset.behind
        people = people.filter(side(("name", "pk"), (anchor.name, anchor.pk)))
    return people.order_by(*order)
