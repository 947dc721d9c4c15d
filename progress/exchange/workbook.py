"""Writing workbooks: row by row through a temporary file, and never a formula."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from progress.exchange.columns import CHECK_IN_COLUMNS, CHECK_INS, OKR_COLUMNS, OKRS
from progress.exchange.exporting import Export

MOST_ROWS = 1_048_575  # of one sheet, the header aside
NUMERIC = re.compile(r"-?(?:0|[1-9]\d{0,10})(?:\.\d{1,4})?")
NUMBERS = {
    *("alignment_weight", "start", "target", "weight", "current", "value"),
    *("key_result_progress", "objective_progress", "children_progress", "target_gap"),
}
# Not characters, though text may hold them: XML has no way to write them.
NO_CHARACTERS = re.compile("[\ufffe\uffff]")

Sheet = tuple[str, Sequence[str], Iterable[Sequence[str]]]


class TooManyRows(Exception):
    """More than a sheet holds; CSV has no such end."""


def sheets_of(export: Export) -> list[Sheet]:
    return [
        (OKRS, OKR_COLUMNS, export.okr_rows()),
        (CHECK_INS, CHECK_IN_COLUMNS, export.check_in_rows()),
    ]


def written(sheets: Iterable[Sheet]) -> BinaryIO:
    """A temporary file, open at its beginning. Raises TooManyRows."""
    book = Workbook(write_only=True)
    for name, columns, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in counted([columns], rows):
            sheet.append(list(cells_of(sheet, columns, row)))
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever asked closes it)
    book.save(file)
    file.seek(0)
    return file


def counted(head: list, rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield from head
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise TooManyRows
        yield row


def cells_of(sheet, columns: Sequence[str], row: Sequence[str]) -> Iterator:
    for index, text in enumerate(row):
        name = columns[index] if index < len(columns) else ""
        yield cell_of(sheet, name, text)


def cell_of(sheet, name: str, text: str):
    """Numbers as numbers, so that a spreadsheet counts with them; the rest as text.

    Fifteen digits are what a spreadsheet keeps, and what a value has at most: the
    number it writes for one is read back as the same digits.
    """
    if not text:
        return None
    if name in NUMBERS and NUMERIC.fullmatch(text):
        return Decimal(text)
    cell = WriteOnlyCell(sheet, NO_CHARACTERS.sub("\ufffd", text))
    cell.data_type = "s"
    return cell
