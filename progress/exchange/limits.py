"""How much one file may hold, said in one place; beyond it a file is refused unread."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """`unpacked` bytes of all parts of a workbook, `strings` of its table of texts."""

    size: int = 20 * MEGABYTE
    rows: int = 60_000
    columns: int = 60
    cell: int = 20_000  # characters
    unpacked: int = 150 * MEGABYTE
    strings: int = 40 * MEGABYTE
    parts: int = 200
    ratio: int = 100


BROWSER = Limits()
# Somebody who types commands on the machine itself may bring very much more.
COMMAND = Limits(
    size=2_000 * MEGABYTE,
    rows=5_000_000,
    unpacked=4_000 * MEGABYTE,
    strings=1_000 * MEGABYTE,
)
