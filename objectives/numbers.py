"""The one reader of numbers that people type: for forms, import and API alike.

It takes what is plainly one number, however it was written, and refuses what could
be two, with a sentence that says what to do. Nothing is ever rounded, and no float
comes near: what is accepted is an exact Decimal that both databases hold unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

DIGITS_BEFORE_POINT = 11
DECIMALS = 4
LONGEST = 100  # characters, the unit aside; a longer text is not looked at

MINUSES = "\u2212\ufe63"  # the sign itself and the small one; full width folds
SPACES = "\u00a0\u2007\u2009\u202f"  # no-break, figure, thin, narrow no-break
FOLDED = str.maketrans({**dict.fromkeys(MINUSES, "-"), **dict.fromkeys(SPACES, " ")})

# Controls, formatting such as zero width and text direction, surrogates, private use.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
EXPONENT = re.compile(r"-?[\d.,]+[eE][+-]?\d+", re.ASCII)
GROUPED = re.compile(r"-? ?\d[\d., ]*\d", re.ASCII)
WORD_OR_PERCENT = re.compile(r"(?:%|[^\W\d_]+)$")
SHORTEST_WORD = 3  # letters

MESSAGES = {
    "required": _("Enter a value: an empty field is not taken as 0."),
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
    def example(self) -> str:
        return f"3{self.decimal}6"

    @property
    def long_example(self) -> str:
        return f"1{self.thousands}234{self.decimal}5"


POINT, COMMA = Marks(".", ","), Marks(",", ".")
# Written down, because the one parser must not change with Django's format files.
MARKS = {"en": POINT, "zh": POINT, "de": COMMA}


def marks_of(language: str) -> Marks:
    """The marks of a language code such as "zh-hans"; others as Django formats them."""
    known = MARKS.get(language.lower().partition("-")[0])
    if known:
        return known
    decimal, thousands = (
        str(get_format(name, language))
        for name in ("DECIMAL_SEPARATOR", "THOUSAND_SEPARATOR")
    )
    return Marks(decimal, thousands if thousands in {".", ","} else " ")


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
    found = _pattern(marks).fullmatch(typed)
    if not found:
        raise _refusal(text, typed, unit.strip(), marks)
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


@cache
def _pattern(marks: Marks) -> re.Pattern[str]:
    groups = rf"[1-9]\d{{0,2}}(?P<mark>[{marks.thousands} ])\d{{3}}"
    whole = rf"{groups}(?:(?P=mark)\d{{3}})*|\d+"
    decimals = rf"(?:{re.escape(marks.decimal)}(?P<decimals>\d+))?"
    return re.compile(rf"(?P<minus>-?) ?(?P<whole>{whole}){decimals}", re.ASCII)


def _exact(minus: str, whole: str, decimals: str | None) -> Decimal:
    digits = re.sub(r"\D", "", whole)
    if len(digits) > DIGITS_BEFORE_POINT:
        raise NumberError("too_large")
    if len(decimals or "") > DECIMALS:
        raise NumberError("too_many_decimals")
    # Adding 0 makes -0 a plain 0 and keeps the decimals as typed.
    return Decimal(f"{minus}{digits}.{decimals}" if decimals else minus + digits) + 0


def _refusal(text: str, typed: str, unit: str, marks: Marks) -> NumberError:
    """The error that says best why `typed`, which is no number, is none."""
    if not fold(text):
        return NumberError("required")
    if any(unicodedata.category(char) in HIDDEN for char in typed):
        return NumberError("hidden")
    if any(char.isnumeric() and not char.isascii() for char in typed):
        return NumberError("digits")
    if EXPONENT.fullmatch(typed):
        return NumberError("exponent")
    return _wrong_marks(typed, marks) or _wrong_unit(typed, unit, marks)


def _wrong_marks(typed: str, marks: Marks) -> NumberError | None:
    long = marks.long_example
    other, hint = (COMMA, "use_point") if marks.decimal == "." else (POINT, "use_comma")
    if _pattern(other).fullmatch(typed):
        return NumberError(hint, long=long)
    if GROUPED.fullmatch(typed) and (marks.thousands in typed or " " in typed):
        return NumberError("groups", long=long)
    return None


def _wrong_unit(typed: str, unit: str, marks: Marks) -> NumberError:
    if _pattern(marks).fullmatch(_less_any_unit(typed)):
        return NumberError("other_unit", unit=unit) if unit else NumberError("no_unit")
    # Only a word goes into the sentence: "a number of h" says nothing.
    if unit.islower() and unit.isalpha() and len(unit) >= SHORTEST_WORD:
        return NumberError("not_a_number_of", unit=unit, example=marks.example)
    return NumberError("not_a_number", example=marks.example)


def _less_any_unit(typed: str) -> str:
    signs = {char for char in typed if unicodedata.category(char) == "Sc"}
    for sign in signs:
        typed = typed.removeprefix(sign).removesuffix(sign)
    return WORD_OR_PERCENT.sub("", typed).strip(" ")


def format_plain(value: Decimal) -> str:
    """The number in the form every reader takes: a point, no groups, no exponent.

    Decimals that say nothing are left out: 4.7200 is "4.72", -0 is "0".
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def decimals_of(*values: Decimal) -> int:
    """How many decimals show all `values` in full: 2 for 99.2 and 99.95."""
    return max((len(format_plain(v).partition(".")[2]) for v in values), default=0)
