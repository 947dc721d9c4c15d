"""Putting together what two people wrote at once, line by line.

Plain Python. Nothing is guessed: where both changed the same lines, or lines that
touch each other, there is no merge, and people decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")

# Comparing takes time by the product of both lengths: beyond it counts as one change.
MOST_COMPARED = 1_000_000


@dataclass(frozen=True)
class Hunk:
    """The lines from `start` up to but not including `end` became `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]

    def touches(self, other: Hunk) -> bool:
        """Also where they only meet: which of two insertions comes first?"""
        return self.start <= other.end and other.start <= self.end


def merge_lines(base: str, mine: str, theirs: str) -> str | None:
    """What `base` becomes when both changes to it are made; None where they meet.

    The same change made by both is made once. Order of the two does not matter.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    old = base.split("\n")
    ours, others = hunks(old, mine.split("\n")), hunks(old, theirs.split("\n"))
    apart = [hunk for hunk in others if hunk not in ours]
    if any(hunk.touches(other) for hunk in ours for other in apart):
        return None
    return "\n".join(applied(old, [*ours, *apart]))


def merge_values(base: T, mine: T, theirs: T) -> tuple[bool, T]:
    """(True, the value) where at most one side changed it, else (False, mine)."""
    if theirs in (base, mine):
        return True, mine
    return mine == base, theirs if mine == base else mine


def hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """What to change in `old` to get `new`, from the first line to the last."""
    left = _common(old, new)
    right = _common(old[left:][::-1], new[left:][::-1])
    old_middle = old[left : len(old) - right]
    new_middle = new[left : len(new) - right]
    if len(old_middle) * len(new_middle) > MOST_COMPARED:
        return [Hunk(left, left + len(old_middle), tuple(new_middle))]
    matcher = SequenceMatcher(None, old_middle, new_middle, autojunk=False)
    return [
        Hunk(left + i1, left + i2, tuple(new_middle[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def applied(old: Sequence[str], changes: Sequence[Hunk]) -> list[str]:
    """`old` with these hunks, which do not touch each other."""
    lines = list(old)
    for hunk in sorted(changes, key=lambda hunk: hunk.start, reverse=True):
        lines[hunk.start : hunk.end] = hunk.lines
    return lines
