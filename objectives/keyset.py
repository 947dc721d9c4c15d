"""Going on behind a row of a list that is sorted by columns of an index.

Said as a comparison of rows, an index begins at the place; said with OR it would be
read from its beginning, the longer the deeper the page is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import BooleanField, F, Func, Value
from django.db.models.expressions import Combinable

Column = str | Combinable
# Func must say what it is; nothing asks it of a row, which stands in a comparison only.
Row = partial(
    Func, template="(%(expressions)s)", arg_joiner=", ", output_field=BooleanField()
)


def behind(columns: Sequence[Column], place: Sequence[Any]) -> Func:
    """A condition: sorted by these columns, all ascending, it comes after `place`."""
    return compared(columns, ">", place)


def from_on(columns: Sequence[Column], place: Sequence[Any]) -> Func:
    """Behind it, or there."""
    return compared(columns, ">=", place)


def ahead_of(columns: Sequence[Column], place: Sequence[Any]) -> Func:
    return compared(columns, "<", place)


def compared(columns: Sequence[Column], sign: str, place: Sequence[Any]) -> Func:
    """None of the columns may be NULL. Both databases compare rows so."""
    named = (F(column) if isinstance(column, str) else column for column in columns)
    return Func(
        Row(*named),
        Row(*map(Value, place)),
        template="%(expressions)s",
        arg_joiner=f" {sign} ",
        output_field=BooleanField(),
    )
