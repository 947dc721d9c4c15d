"""From bytes to tables: which columns, and the rows with their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from progress.exchange.cells import Cell, as_typed
from progress.exchange.columns import CHECK_INS, OKRS, Header, Mapping, read_header
from progress.exchange.csv_file import UTF8, opened, rows_of
from progress.exchange.limits import BROWSER, MEGABYTE, Limits
from progress.exchange.problems import Unreadable
from progress.exchange.xlsx_file import OLE, ZIP, rows_of_sheets


@dataclass(frozen=True)
class File:
    """What somebody brought: the name is shown and never used as a path."""

    name: str
    content: bytes
    encoding: str = UTF8

    @property
    def is_workbook(self) -> bool:
        return self.content.startswith(ZIP)


NOTHING = Cell("")
LATEST = 20_000  # cells among which the same one is looked for


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by the meaning of its columns; `places` is shared by all rows."""

    number: int
    cells: list[Cell]
    places: dict[str, int]

    def __getitem__(self, column: str) -> Cell:
        place = self.places.get(column)
        within = place is not None and place < len(self.cells)
        return self.cells[place] if within else NOTHING

    def has(self, column: str) -> bool:
        """Whether the file has such a column: what it lacks is left as it is."""
        return column in self.places


@dataclass(frozen=True)
class Table:
    """`sheet` is the name of the workbook's sheet, "" in a CSV."""

    file: str
    sheet: str
    names: tuple[str, ...]
    header: Header
    rows: list[Row]

    @property
    def kind(self) -> str:
        return self.header.table


@dataclass(frozen=True)
class Tables:
    """All that was brought together: at most one table of each kind."""

    okrs: Table | None = None
    check_ins: Table | None = None

    @property
    def all(self) -> list[Table]:
        return [table for table in (self.okrs, self.check_ins) if table]

    @property
    def is_understood(self) -> bool:
        return all(table.header.is_understood for table in self.all)

    @property
    def size(self) -> int:
        return sum(len(table.rows) for table in self.all)

    def use_up(self) -> None:
        """Let go of the rows: they take more memory than what is made of them."""
        for table in self.all:
            table.rows.clear()


def read(
    files: Sequence[File],
    mapping: Mapping | None = None,
    limits: Limits = BROWSER,
) -> Tables:
    """Raises Unreadable where a file is refused as a whole."""
    found: dict[str, Table] = {}
    for file in files:
        for table in tables_of(file, mapping or Mapping(), limits):
            if table.kind in found:
                raise Unreadable("two_tables", table=table.kind)
            found[table.kind] = table
    if not found:
        raise Unreadable("no_table")
    return Tables(found.get(OKRS), found.get(CHECK_INS))


def tables_of(file: File, mapping: Mapping, limits: Limits) -> Iterator[Table]:
    if len(file.content) > limits.size:
        raise Unreadable("too_big", most=limits.size // MEGABYTE)
    if not file.content.strip():
        raise Unreadable("empty_file")
    if file.content.startswith(OLE):
        raise Unreadable("old_workbook")
    if not file.is_workbook:
        text = opened(file.content, file.encoding)
        yield from table_of(file.name, "", rows_of(text, limits), mapping)
        return
    for sheet, rows in rows_of_sheets(file.content, limits):
        yield from table_of(file.name, sheet, rows, mapping)


def table_of(
    file: str, sheet: str, rows: Iterator[tuple[int, list[Cell]]], mapping: Mapping
) -> Iterator[Table]:
    """A table, or none: an empty sheet, and one beside the tables, is passed over."""
    first = next(rows, None)
    if first is None:
        return
    names = tuple(str(name) for name in first[1])
    header = read_header(names, mapping)
    beside = bool(sheet) and not any(header.places)
    if beside and sheet not in {OKRS, CHECK_INS}:
        return
    places = {name: index for index, name in enumerate(header.places) if name}
    once = Once()
    read = [
        Row(number, [once.cell(cell) for cell in row], places) for number, row in rows
    ]
    yield Table(file, sheet, names, header, read)


class Once:
    """Cells that say the same are one: most of a column repeats in every row.

    Only the latest are known, for some columns never say the same twice.
    """

    def __init__(self) -> None:
        self.cells: dict[str, dict[Cell, Cell]] = {}

    def cell(self, cell: Cell) -> Cell:
        if not cell:
            return NOTHING
        alike = self.cells.setdefault(cell.kind, {})
        if len(alike) > LATEST:
            alike.clear()
        return alike.setdefault(cell, typed(cell))


def typed(cell: Cell) -> Cell:
    text = as_typed(cell)
    return cell if text == cell else Cell(text)
