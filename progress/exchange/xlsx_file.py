"""Workbooks that nobody trusts: proved part by part before a parser sees one.

A workbook is an archive of XML. What it unpacks to, how many parts it has, what their
names are and what they declare is read first, piece by piece; only then is it opened.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import load_workbook

from progress.exchange.cells import ERROR, NUMBER, Cell
from progress.exchange.csv_file import refuse_large
from progress.exchange.limits import MEGABYTE, Limits
from progress.exchange.problems import Unreadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
CHUNK, OVERLAP = 1 << 18, 1 << 12
DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A formula that no program has computed yet has no value behind it.
UNCOMPUTED = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*</")
FAR = re.compile(rb"""\br=["'][A-Z]{3}\d""")  # column 703 or further right
SIGNIFICANT = 15  # digits that a spreadsheet shows of a number


def rows_of_sheets(
    content: bytes, limits: Limits
) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    """Name and rows of each sheet; raises Unreadable for whatever is not plain."""
    file = io.BytesIO(content)
    prove(file, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = opened(file)
        try:
            for sheet in book.worksheets:
                yield sheet.title, rows_of(sheet, limits)
        finally:
            book.close()


def opened(file: BinaryIO) -> Any:
    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever a damaged part makes the library raise
        raise Unreadable("broken_workbook") from error


def prove(file: BinaryIO, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            prove_parts(archive.infolist(), limits)
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    prove_text(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError) as error:
        raise Unreadable("broken_workbook") from error
    except (EOFError, RuntimeError, OSError, ValueError) as error:
        raise Unreadable("broken_workbook") from error


def prove_parts(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = {part.filename for part in parts}
    if len(parts) > limits.parts or len(names) < len(parts):
        raise Unreadable("bomb")
    if any(name.startswith(("/", "\\")) or ".." in name for name in names):
        raise Unreadable("broken_workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("old_workbook")
    if any(name.lower().endswith(".bin") and "vba" in name.lower() for name in names):
        raise Unreadable("macros")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unreadable("broken_workbook")
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise Unreadable("bomb")
    for part in parts:
        prove_size(part, limits)


def prove_size(part: zipfile.ZipInfo, limits: Limits) -> None:
    """A part that grows more than a hundredfold, or texts that would fill memory."""
    dense = part.file_size > limits.ratio * max(part.compress_size, 1)
    if dense and part.file_size > MEGABYTE:
        raise Unreadable("bomb")
    if part.filename.endswith("sharedStrings.xml") and part.file_size > limits.strings:
        raise Unreadable("bomb")


def prove_text(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No declarations, no formula without a value, no cell far outside."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    with archive.open(part) as stream:
        seen = b""
        while chunk := stream.read(CHUNK):
            seen = seen[-OVERLAP:] + chunk
            # Another encoding would hide a declaration from this search.
            if DECLARES.search(seen) or b"\x00" in chunk:
                raise Unreadable("foreign_xml")
            if is_sheet and FAR.search(seen):
                raise Unreadable("too_many_columns", most=Limits.columns)
            if is_sheet and UNCOMPUTED.search(seen):
                raise Unreadable("uncomputed")


def rows_of(sheet: Any, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    rows = sheet.iter_rows(max_col=limits.columns + 1)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
        except Exception as error:  # as above
            raise Unreadable("broken_workbook") from error
        if row is None:
            return
        cells = [cell_of(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            refuse_large(number, list(cells), limits)
            yield number, cells


def cell_of(cell: Any) -> Cell:
    """As a person sees it: 99.95, 2026-03-31, 50% where it is shown as a percentage."""
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "e":
        return Cell.of(str(value), ERROR)
    if isinstance(value, bool):
        return Cell.of("yes" if value else "no", NUMBER)
    if isinstance(value, int | float):
        return Cell.of(number_text(value, "%" in (cell.number_format or "")), NUMBER)
    if isinstance(value, datetime.datetime):
        return Cell.of(day_text(value), NUMBER)
    return Cell(str(value).strip())


def number_text(value: float, is_percentage: bool) -> str:
    """What the spreadsheet shows: its files write 0.1 + 0.2 as 0.30000000000000004."""
    exact = Decimal(value if isinstance(value, int) else f"{value:.{SIGNIFICANT}g}")
    if is_percentage:
        exact = (exact * 100).normalize()
    return f"{exact:f}%" if is_percentage else f"{exact:f}"


def day_text(value: datetime.datetime) -> str:
    if value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat()
