"""The one reader of numbers that people type: for forms, import and API alike.

It takes what is plainly one number, however it was written, and refuses what could
be two, with a sentence that says what to do. Nothing is ever rounded, and no float
comes near: what is accepted is an exact Decimal that both databases hold unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

DIGITS_BEFORE_POINT = 11
DECIMALS = 4
LONGEST = 100  # characters, the unit aside; a longer text is not looked at

MINUSES = "\u2212\ufe63"  # the sign itself and the small one; full width folds
SPACES = "\u00a0\u2007\u2009\u202f"  # no-break, figure, thin, narrow no-break
FOLDED = str.maketrans({**dict.fromkeys(MINUSES, "-"), **dict.fromkeys(SPACES, " ")})

MESSAGES = {
    "required": _("Enter a value; 0 is one, an empty field is not."),
    "not_a_number": _("Enter a number, for example %(example)s."),
    "not_a_number_of": _("Enter a number of %(unit)s, for example %(example)s."),
    "too_long": _("This is too long for a number: 11 digits, a point and 4 decimals."),
    "too_large": _("Enter a number with at most 11 digits before the point."),
    "too_many_decimals": _("Enter at most 4 decimals; nothing is rounded for you."),
    "exponent": _("Write the number out: at most 11 digits and at most 4 decimals."),
    "digits": _("Write the number with the digits 0 to 9 only."),
    "hidden": _("Type the number anew: this text has characters that do not show."),
    "groups": _("Put thousands in groups of three, as in %(long)s, or leave them out."),
    "use_point": _("Use a point for decimals, as in %(long)s."),
    "use_comma": _("Use a comma for decimals, as in %(long)s."),
    "other_unit": _("Leave out the unit: this number is in %(unit)s."),
    "no_unit": _("Leave out the unit: this number has none."),
}


class NumberError(ValueError):
    """Why a text is not taken as a number.

    `code` is a key of MESSAGES and never translated; `message` is the sentence in
    the language that is active when it is read.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code]) % self.params

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Marks:
    """How a language writes numbers: its decimal mark and its thousands mark."""

    decimal: str
    thousands: str

    @property
    def swapped(self) -> Marks:
        return Marks(self.thousands, self.decimal)

    @property
    def example(self) -> str:
        return f"3{self.decimal}6"

    @property
    def long_example(self) -> str:
        return f"1{self.thousands}234{self.decimal}5"


POINT, COMMA = Marks(".", ","), Marks(",", ".")
# Written down, because the one parser must not change with Django's format files.
MARKS = {"en": POINT, "zh": POINT, "ja": POINT, "ko": POINT, "de": COMMA, "es": COMMA}


def marks_of(language: str) -> Marks:
    """The marks of a language code such as "zh-hans"; others as Django formats them."""
    known = MARKS.get(language.lower().partition("-")[0])
    if known:
        return known
    decimal = str(get_format("DECIMAL_SEPARATOR", language))
    return COMMA if decimal == "," else POINT


def parse_number(text: str, *, unit: str = "", language: str = "en") -> Decimal:
    """The number that `text` says, with as many decimals as were typed.

    Takes the thousands and decimal marks of `language`, spaces between groups of
    three, full-width characters, any minus sign, and the key result's own `unit`
    behind the number (a currency sign also before it). Raises NumberError for all
    else, an empty text included.
    """
    if len(text) > LONGEST + len(unit):
        raise NumberError("too_long")
    marks = marks_of(language)
    typed = without_unit(fold(text), fold(unit))
    if not typed:
        raise _nothing_typed(text, unit, marks)
    found = _pattern(marks).fullmatch(typed)
    if not found:
        raise NumberError(**dict(_why_not(typed, unit, marks)))
    return _exact(*found.group("minus", "whole", "decimals"))


def fold(text: str) -> str:
    """`text` trimmed, with full-width characters, minus signs and spaces made plain.

    Only full-width characters are normalised (NFKC): taken on the whole text it
    would turn 5² into 52 and ⑤ into 5.
    """
    plain = (
        unicodedata.normalize("NFKC", char)
        if unicodedata.east_asian_width(char) == "F"
        else char
        for char in text
    )
    return "".join(plain).translate(FOLDED).strip(" \t\r\n")


def without_unit(text: str, unit: str) -> str:
    """`text` less the unit behind it, or less a currency sign before the number."""
    # A unit that begins with a digit would eat the number's own: 125 with "5".
    if unit and not unit[0].isdigit() and text.endswith(unit):
        return text.removesuffix(unit).rstrip(" ")
    if any(unicodedata.category(char) == "Sc" for char in unit):
        sign = "-" if text.startswith("-") else ""
        bare = text.removeprefix(sign).lstrip(" ")
        if bare.startswith(unit):
            return sign + bare.removeprefix(unit).lstrip(" ")
    return text


def _pattern(marks: Marks) -> re.Pattern[str]:
    groups = rf"[1-9]\d{{0,2}}(?:(?P<mark>[{re.escape(marks.thousands)} ])\d{{3}})"
    whole = rf"{groups}(?:(?P=mark)\d{{3}})*|\d+"
    decimals = rf"(?:{re.escape(marks.decimal)}(?P<decimals>\d+))?"
    return re.compile(rf"(?P<minus>-?) ?(?P<whole>{whole}){decimals}", re.ASCII)


def _exact(minus: str, whole: str, decimals: str | None) -> Decimal:
    digits = re.sub(r"\D", "", whole)
    if len(digits) > DIGITS_BEFORE_POINT:
        raise NumberError("too_large")
    if len(decimals or "") > DECIMALS:
        raise NumberError("too_many_decimals")
    return (
        Decimal(f"{minus}{digits}.{decimals or '0'}") + 0
        if decimals
        else (
            Decimal(f"{minus}{digits}") + 0  # adding 0 makes -0 a plain 0
        )
    )


def _nothing_typed(text: str, unit: str, marks: Marks) -> NumberError: ...


def _why_not(typed: str, unit: str, marks: Marks) -> Iterator[tuple[str, str]]: ...
