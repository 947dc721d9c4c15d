"""A team as one cell: the teams above it and its own name, "Company / Product"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# A run of slashes that stands alone in a name gets one more: it divides nothing.
ALONE = re.compile(r"(?:(?<= )|^)/+(?= |$)")
ALONE_TWICE = re.compile(r"(?:(?<= )|^)//+(?= |$)")


def joined(names: Iterable[str]) -> str:
    return " / ".join(ALONE.sub(lambda run: run[0] + "/", name) for name in names)


def divided(text: str) -> list[str]:
    parts = text.split(" / ")
    return [ALONE_TWICE.sub(lambda run: run[0][1:], part).strip() for part in parts]


def paths_of(teams: Sequence[tuple[int, str, str]]) -> dict[int, str]:
    """By id, of rows (id, name, path as stored)."""
    names = {pk: name for pk, name, _path in teams}
    return {
        pk: joined(names[int(above)] for above in path.strip("/").split("/"))
        for pk, _name, path in teams
    }
