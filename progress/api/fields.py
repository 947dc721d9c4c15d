"""Types of what comes in: taken as written or refused, never guessed at.

Pydantic alone would take "1_000" for a number and "1700000000" for a day.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field, Strict, WithJsonSchema

LARGEST_ID = 2**63 - 1
MOST_ROWS, USUAL_ROWS = 200, 50
DIGITS = re.compile(r"[0-9]{1,19}", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def digits(text: Any) -> int:
    """From an address, where everything is text."""
    if not isinstance(text, str) or not DIGITS.fullmatch(text):
        raise ValueError(_("Send a whole number, with the digits 0 to 9."))
    return int(text)


def iso_day(text: Any) -> datetime.date:
    if not isinstance(text, str) or not DAY.fullmatch(text):
        raise ValueError(_("Send a day as 2026-03-31."))
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("There is no such day.")) from None


def day_text(text: str) -> str:
    """The same, kept as text: the form reads it."""
    iso_day(text)
    return text


def number_text(value: Any) -> str:
    """What objectives.numbers reads: a text, or a number as it was written."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError(_("Send a number, as a text or as it is."))
    return str(value)


PathId = Annotated[int, Field(ge=1, le=LARGEST_ID)]  # urls.py made it a number
Number = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(digits)]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS), BeforeValidator(digits)]
Day = Annotated[
    datetime.date,
    BeforeValidator(iso_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Flag = Literal["true", "false"]
Key = Annotated[str, Field(min_length=1, max_length=100)]

SentId = Annotated[int, Strict(), Field(ge=0, le=LARGEST_ID)]
SentDay = Annotated[
    str,
    Strict(),
    AfterValidator(day_text),
    WithJsonSchema({"type": "string", "format": "date"}),
]
SentValue = Annotated[
    Any,
    AfterValidator(number_text),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]}),
]
