"""The tables of docs/arithmetic.md and its sisters, and what stands in their cells."""

import datetime
import pathlib
from fractions import Fraction

from objectives.numbers import parse_number

DOCS = pathlib.Path(__file__).parents[2] / "docs"
NOTHING = "–"


def tables(page="arithmetic.md"):
    """Every table of the page as (its heads, its rows as dicts by head)."""
    for block in (DOCS / page).read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        if lines:
            heads, _, *rows = [
                [cell.strip() for cell in line.strip("|").split("|")] for line in lines
            ]
            yield tuple(heads), [dict(zip(heads, row, strict=True)) for row in rows]


def number(text):
    return None if text == NOTHING else parse_number(text)


def figure(text):
    return None if text == NOTHING else int(parse_number(text))


def ratio(text):
    return None if text == NOTHING else Fraction(text.replace("−", "-"))


def day(text):
    return None if text == NOTHING else datetime.date.fromisoformat(text)


def rows_of(heads):
    """The rows of the first table with these heads."""
    return next(rows for found, rows in tables() if " ".join(found) == heads)
