"""The cells of one row as values; whatever cannot be one is a problem of that cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from objectives.models.cycle import FIRST_DAY, LAST_DAY
from objectives.numbers import NumberError, parse_number
from objectives.text import validate_readable, validate_visible
from progress.exchange.cells import ERROR, NUMBER, Cell, one_line_ends
from progress.exchange.problems import Problem
from progress.exchange.reading import Row

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T00:00:00)?", re.ASCII)
YES = {"yes", "true", "1", "x", "是", "y"}
NO = {"", "no", "false", "0", "否", "n"}
WHOLE = re.compile(r"[1-9]\d{0,3}", re.ASCII)
HEAVIEST = 1000
NOT_READ = object()  # a cell that is a problem already
# Most of what a ledger says it says again and again: read once, and held once.
as_number = lru_cache(10_000)(parse_number)


@lru_cache(10_000)
def as_day(text: str) -> datetime.date | None:
    """None where it says none, or one that no calendar has."""
    found = DAY.fullmatch(text)
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


@dataclass
class RowCells:
    """`what` is how the row is called where its problems are listed."""

    table: str
    row: Row
    language: str
    report: Callable[[Problem], None]
    what: str = ""

    def problem(self, column: str, code: str, **params: object) -> Any:
        self.report(
            Problem(
                self.table,
                self.row.number,
                column,
                code,
                params,
                str(self.row[column])[:200],
                self.what[:200],
            )
        )
        return NOT_READ

    def cell(self, column: str) -> Cell:
        """ "" where the spreadsheet shows an error, which is reported."""
        cell = self.row[column]
        if cell.kind == ERROR:
            self.problem(column, "cell_error")
            return Cell("")
        return cell

    def text(self, column: str, most: int, *, required: bool = False) -> str:
        text = one_line_ends(self.cell(column)).strip()
        try:
            validate_readable(text)
            if text:
                validate_visible(text)
        except ValidationError:
            self.problem(column, "unreadable")
            return ""
        if len(text) > most:
            self.problem(column, "too_long", most=most)
        if required and not text and self.row[column].kind != ERROR:
            self.problem(column, "required")
        return text[:most]

    def number(self, column: str, *, unit: str = "") -> Any:
        """A Decimal, None for an empty cell, or NOT_READ."""
        cell = self.cell(column)
        if not cell:
            return None
        language = "en" if cell.kind == NUMBER else self.language
        try:
            return as_number(str(cell), unit=unit, language=language)
        except NumberError as error:
            code = "number_too_long" if error.code == "too_long" else error.code
            return self.problem(column, code, **error.params)

    def whole(self, column: str) -> int:
        """From 1 to 1000, and 1 where nothing is said."""
        cell = self.cell(column)
        if not cell:
            return 1
        if WHOLE.fullmatch(cell) and int(cell) <= HEAVIEST:
            return int(cell)
        self.problem(column, "not_whole")
        return 1

    def day(self, column: str) -> datetime.date | None:
        cell = self.cell(column)
        if not cell:
            return None
        day = as_day(str(cell))
        if day is None:
            self.problem(column, "not_a_date")
        elif not FIRST_DAY <= day <= LAST_DAY:
            self.problem(column, "date_range")
            return None
        return day

    def moment(self, column: str) -> datetime.datetime | None:
        """A time; a day alone is its noon."""
        cell = self.cell(column)
        if not cell:
            return None
        try:
            moment = datetime.datetime.fromisoformat(cell)
        except ValueError:
            self.problem(column, "not_a_moment")
            return None
        if not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
            self.problem(column, "date_range")
            return None
        if len(cell) <= len("2026-03-31"):
            moment += datetime.timedelta(hours=12)
        if moment.tzinfo is None:
            moment = timezone.make_aware(moment, timezone.get_default_timezone())
        if moment > timezone.now():
            self.problem(column, "in_future")
        return moment.astimezone(datetime.UTC)

    def flag(self, column: str) -> bool:
        said = self.cell(column).casefold()
        if said not in YES | NO:
            self.problem(column, "not_yes_or_no")
        return said in YES

    def choice(self, column: str, names: dict[str, str], code: str) -> str:
        """One of the values of `names`, which has other ways to say them as keys."""
        said = self.cell(column).casefold().replace(" ", "_")
        if said and said not in names:
            self.problem(column, code)
        return names.get(said, "")


def is_read(*values: object) -> bool:
    return all(value is not NOT_READ for value in values)


def same(stored: Any, wanted: Any) -> bool:
    """Whether a stored value is what a file says; ends of lines make no difference."""
    if isinstance(stored, str) and isinstance(wanted, str):
        return one_line_ends(stored).strip() == wanted
    if isinstance(stored, Decimal) and isinstance(wanted, Decimal):
        return stored == wanted
    return stored == wanted
