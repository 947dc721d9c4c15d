"""One cell: what it says, and that no spreadsheet runs it.

Text that a spreadsheet would take for a formula goes out with an apostrophe in front
and comes back without; text that has apostrophes of its own there gets one more, so
that every text returns exactly as it left.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
SUSPECT = frozenset(["'", *FORMULAS])  # with which such a text begins
TEXT, NUMBER, ERROR = "text", "number", "error"


class Cell(str):
    """The text of a cell. `kind` says what a workbook knew: typed text is read in the
    reader's language, a number always has a point, an error is never a value."""

    __slots__ = ()
    kind = TEXT

    @staticmethod
    def of(text: str, kind: str) -> Cell:
        return {NUMBER: NumberCell, ERROR: ErrorCell}.get(kind, Cell)(text)


class NumberCell(Cell):
    __slots__ = ()
    kind = NUMBER


class ErrorCell(Cell):
    __slots__ = ()
    kind = ERROR


def defused(text: str) -> str:
    return f"'{text}" if text.lstrip("'").startswith(FORMULAS) else text


def as_typed(text: str) -> str:
    """What was defused is itself again."""
    bare = text.removeprefix("'")
    return bare if bare != text and text.lstrip("'").startswith(FORMULAS) else text


def one_line_ends(text: str) -> str:
    """Windows, old and new ends of lines alike: workbooks keep only one kind."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown(value: object) -> str:
    """A value as it stands in a file."""
    if value is None:
        return ""
    if isinstance(value, str):
        if value[:1] not in SUSPECT and "\r" not in value:
            return value  # as nearly all are
        return defused(one_line_ends(value))
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Decimal):
        return trimmed(value)
    if isinstance(value, datetime.datetime):
        moment = value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        return moment.replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(figure: int | None) -> str:
    """Millionths as a percentage, every digit of it: 428571 is 42.8571."""
    return "" if figure is None else trimmed(Decimal(figure).scaleb(-4))
