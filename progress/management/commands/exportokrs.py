from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from objectives.models import KeyResult
from progress.exchange import exporting, workbook
from progress.exchange.exporting import Export
from progress.models import CheckIn


class Command(BaseCommand):
    help = (
        "Write all OKRs to FILE.xlsx, or to FILE.csv with the check-ins beside it "
        "in FILE.check_ins.csv; the same files are read by importokrs."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--bom",
            action="store_true",
            help="Begin a CSV with a mark by which spreadsheet programs know UTF-8.",
        )

    def handle(self, *args, file: Path, bom: bool, **options) -> None:
        quiet = options["verbosity"] == 0 or not sys.stderr.isatty()
        self.bar = lambda rows, total: tqdm(rows, total=total, disable=quiet)
        try:
            with transaction.atomic():  # both tables as of one moment
                self.write(file, bom)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}") from error
        except workbook.TooManyRows:
            raise CommandError("One sheet cannot hold so many rows: use CSV.") from None

    def write(self, file: Path, bom: bool) -> None:
        export = Export.everything()
        okrs, check_ins = KeyResult.objects.count(), CheckIn.objects.count()
        if file.suffix.lower() == ".xlsx":
            sheets = workbook.sheets_of(export)
            book = workbook.written(self.watched(sheets, okrs, check_ins))
            with book, file.open("wb") as target:
                shutil.copyfileobj(book, target)
        elif file.suffix.lower() == ".csv":
            lines = exporting.okr_lines(export, bom=bom)
            save(file, self.bar(lines, okrs))
            lines = exporting.check_in_lines(export, bom=bom)
            save(beside(file), self.bar(lines, check_ins))
        else:
            raise CommandError("The name of the file ends in .csv or .xlsx.")

    def watched(self, sheets, *totals: int) -> Iterator[workbook.Sheet]:
        for (name, columns, rows), total in zip(sheets, totals, strict=True):
            yield name, columns, self.bar(rows, total)


def beside(file: Path) -> Path:
    return file.with_name(f"{file.stem}.check_ins{file.suffix}")


def save(file: Path, lines: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        target.writelines(lines)
