"""Tables as CSV: sent line by line, and never run by the program that opens them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class Line:
    """What the csv module writes to: hands every line on as soon as it is made."""

    def write(self, text: str) -> str:
        return text


def download(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """An answer that a browser saves as `name`; `rows` are read while it is sent."""
    return StreamingHttpResponse(
        lines(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def cell(value: object) -> object:
    """Words are defused; numbers and dates stay what they are."""
    return defused(value) if isinstance(value, str) else value


def defused(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(FORMULAS) else text
