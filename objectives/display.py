"""Numbers, days and names as people read them, in the reader's language."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.utils import dateformat, numberformat
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
SHORT = 3  # "min", "HK$"
SCALES = ("of ", "/")
PERCENT = {"%", "\uff05"}  # the second is the full-width sign

# What Chinese, Japanese and Korean names are written in.
IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
KANA = re.compile("[\u3040-\u30ff]")
HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7af]")


def decimals_shown(value: Decimal) -> int:
    """How many decimals `value` needs; 0 for 12.5000E+1, 2 for 4.7200."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def show_number(value: Decimal, places: int | None = None) -> str:
    """The number alone: rounded half up to `places`, grouped by thousands.

    Without `places` every decimal that is not a trailing zero is shown.
    """
    places = decimals_shown(value) if places is None else places
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    # Groups of three in every language: Django's Chinese formats group by four.
    text = numberformat.format(
        abs(rounded),
        get_format("DECIMAL_SEPARATOR"),
        decimal_pos=places,
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR") or ",",
        force_grouping=True,
    )
    return MINUS + text if rounded < 0 else text


def show_value(value: Decimal, unit: str = "", places: int | None = None) -> str:
    """A value with its unit: "4.1 h", "83.6%", "$4.72", "12 agents"."""
    return with_unit(show_number(value, places), unit)


def show_difference(value: Decimal, unit: str = "", places: int | None = None) -> str:
    """A distance between two values; between percentages it is in points.

    A unit such as "of 10" says where a value stands on a scale, which a distance
    does not.
    """
    if unit.startswith(SCALES):
        return show_number(value, places)
    if unit in PERCENT:
        return _("%(number)s pts") % {"number": show_number(value, places)}
    return show_value(value, unit, places)


def show_change(delta: Decimal, unit: str = "", places: int | None = None) -> str:
    """A difference that always carries its sign, unless nothing changed: "+0.7 pts"."""
    text = show_difference(delta, unit, places)
    return text if text.startswith(MINUS) or not delta else f"+{text}"


def with_unit(number: str, unit: str) -> str:
    """Currency signs stand before the number, percent signs close behind it."""
    if not unit:
        return number
    if unit in PERCENT:
        return f"{number}%"
    if is_currency(unit):
        minus = MINUS if number.startswith(MINUS) else ""
        return f"{minus}{unit}{number.removeprefix(MINUS)}"
    return f"{number}{NO_BREAK_SPACE}{unit}"


def short_unit(unit: str) -> str:
    """The unit where it is a sign or a letter or two, "" where it is a word.

    For a number that stands beside another which names the unit.
    """
    return unit if len(unit) <= SHORT else ""


def is_currency(unit: str) -> bool:
    """Whether the unit is written before its number: "$", "€", "HK$"."""
    return bool(unit) and unicodedata.category(unit[-1]) == "Sc"


def show_day(day: datetime.date) -> str:
    """A day of this cycle: "17 Aug"."""
    return dateformat.format(day, pgettext("date format: 17 Aug", "j M"))


def show_weekday(day: datetime.date) -> str:
    """A day of this cycle with its weekday: "Mon 17 Aug"."""
    return dateformat.format(day, pgettext("date format: Mon 17 Aug", "D j M"))


def show_date(day: datetime.date) -> str:
    """A day of any year: "17 Aug 2026"."""
    return dateformat.format(day, pgettext("date format: 17 Aug 2026", "j M Y"))


def initials(name: str) -> str:
    """One or two letters for a person's mark: "GA", "林", "?" without a name."""
    words = name.split()
    if not words:
        return "?"
    if language_of(name):
        return words[0][0]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def language_of(text: str) -> str:
    """The language that a person's own words are written in, told by the script.

    "zh", "ja" or "ko", for the right typeface and voice; "" for every other script.
    """
    if text.isascii():
        return ""
    if KANA.search(text):
        return "ja"
    if HANGUL.search(text):
        return "ko"
    return "zh" if IDEOGRAPH.search(text) else ""
