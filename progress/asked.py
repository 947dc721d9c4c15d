"""Ids that addresses and buttons name, read strictly: nonsense names nothing."""

from __future__ import annotations

LONGEST = 18  # digits; what both databases and their drivers hold


def asked_id(text: str) -> int | None:
    """The id that `text` says in plain digits; None for everything else.

    Stricter than `str.isdigit`, which takes "²" for a digit that `int` refuses.
    """
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST
    return int(text) if plain else None


def asked_ids(text: str, *, most: int) -> list[int]:
    """The ids in "12,15,x": those that are none are left out, as are those too many."""
    parts = text.split(",")[:most]
    return [pk for pk in map(asked_id, parts) if pk is not None]
