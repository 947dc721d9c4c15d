"""Who is meant by the "@names" in a comment, and what is told of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from objectives import clock
from objectives.access import people_seeing, visible_objectives
from objectives.models import Objective, User
from objectives.text import searchable
from progress.models import Comment, Mention

AT = re.compile(r"(?<![\w@.])[@\uff20](?=\w)")
LONGEST = 200  # characters after an @ that can be a name
MOST = 20  # people that one comment tells
ANY = datetime.timedelta(days=2)
KNOWN = 2000  # people whose names begin alike
LISTED = 10  # mentions on My updates


def people_named(text: str, objective: Objective) -> list[User]:
    """The people meant by names after an @, as far as they may see the objective.

    A name is written in full, or as what stands before the @ of an address; of two
    that fit the longer one counts. Who shares a name is meant together. 1 query.
    """
    pieces = list(dict.fromkeys(_pieces(text)))[: 5 * MOST]
    if not pieces:
        return []
    wanted = Q()
    for piece in pieces:
        wanted |= Q(name__istartswith=piece[:2].strip())
        if local := re.match(r"[\w.+-]+", piece):
            wanted |= Q(email__istartswith=f"{local[0].rstrip('.')}@")
    known = list(people_seeing(objective).filter(wanted).order_by("pk")[:KNOWN])
    found: dict[int, User] = {}
    for piece in pieces:
        for person in _best(piece, known):
            found.setdefault(person.pk, person)
    return list(found.values())[:MOST]


def _pieces(text: str) -> Iterable[str]:
    for match in AT.finditer(text):
        yield text[match.end() : match.end() + LONGEST]


def _best(piece: str, known: Iterable[User]) -> list[User]:
    fits = [(length, person) for person in known if (length := fit(piece, person))]
    best = max((length for length, _ in fits), default=0)
    return [person for length, person in fits if length == best]


def fit(piece: str, person: User) -> int:
    """How many characters of the piece name this person; 0 where it is another one."""
    for name in (person.name, person.email.partition("@")[0]):
        begins = searchable(piece[: len(name)]) == searchable(name)
        if name and begins and _ends(piece, len(name)):
            return len(name)
    return 0


def _ends(piece: str, length: int) -> bool:
    """Whether a name ends there: Chinese is written without spaces after it."""
    after, last = piece[length : length + 1], piece[length - 1]
    joined = after.isalnum() or after == "_"
    return not joined or not (after.isascii() and last.isascii())


def names_in(comment: Comment, people: Iterable[User]) -> list[str]:
    """The "@names" of the comment's text that mean one of these people."""
    found = []
    for match in AT.finditer(comment.text):
        piece = comment.text[match.end() : match.end() + LONGEST]
        if length := max((fit(piece, person) for person in people), default=0):
            found.append(match[0] + piece[:length])
    return found


def remember(comment: Comment, people: Iterable[User]) -> None:
    """Tell these people of the comment, those not told before; not its own author."""
    Mention.objects.bulk_create(
        [
            Mention(comment=comment, person=person)
            for person in people
            if person.pk != comment.author_id
        ],
        ignore_conflicts=True,
    )


# What is told


def told_to(person: User) -> QuerySet[Mention]:
    """What this person was named in, may still see, and has not marked as read."""
    seen = visible_objectives(person, "comment__objective__")
    told = {"comment__withdrawn_at": None, "read_at": None}
    rows = Mention.objects.filter(seen, person=person, **told)
    return rows.select_related(
        "comment__author",
        "comment__objective",
        "comment__key_result",
        "comment__action__key_result",
        "comment__check_in__key_result",
    )


@dataclass(frozen=True)
class Mentioned:
    """On My updates: the newest of what the reader was named in."""

    rows: list[Mention]
    more: bool


def mentioned(person: User) -> Mentioned:
    rows = list(told_to(person).order_by("-created_at", "-pk")[: LISTED + 1])
    return Mentioned(rows[:LISTED], len(rows) > LISTED)


def mentions_between(
    person: User, since: datetime.date, day: datetime.date
) -> list[Mention]:
    """Those of the days from `since` to the one before `day`, on this person's clock.

    A digest of `day` tells of whole days only: so each mention is told of once, however
    often a digest is made and whenever it leaves.
    """
    near = timezone.now() - (day - since) - ANY
    rows = told_to(person).filter(created_at__gte=near).order_by("created_at", "pk")
    zone = person.time_zone
    return [row for row in rows if since <= clock.day_in(zone, row.created_at) < day]


def mark_read(person: User, pk: int | None = None) -> None:
    """One of them, or all."""
    rows = Mention.objects.filter(person=person, read_at=None)
    if pk is not None:
        rows = rows.filter(pk=pk)
    rows.update(read_at=timezone.now())
