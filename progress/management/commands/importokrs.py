from __future__ import annotations

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from objectives.models import User
from progress.exchange.applying import Refused, import_tables
from progress.exchange.csv_file import ENCODINGS, UTF8
from progress.exchange.limits import COMMAND
from progress.exchange.planning import Options, make_plan
from progress.exchange.plans import Plan
from progress.exchange.problems import Unreadable
from progress.exchange.reading import File, Tables, read

SHOWN = 50  # problems


class Command(BaseCommand):
    help = (
        "Read OKRs from a workbook, or from CSV files of objectives and check-ins, and "
        "write all of it or nothing. What is there already is updated, not doubled."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="file")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would be done, and change nothing.",
        )
        parser.add_argument("--encoding", choices=list(ENCODINGS), default=UTF8)
        parser.add_argument(
            "--by", metavar="EMAIL", help="The administrator in whose name it is done."
        )
        parser.add_argument(
            "--leave-current",
            action="store_true",
            help="Do not take current values for check-ins.",
        )

    def handle(self, *args, files, dry_run, encoding, by, leave_current, **options):
        self.quiet = options["verbosity"] == 0 or not sys.stderr.isatty()
        tables = self.read(files, encoding)
        settings = Options(by=self.administrator(by), current=not leave_current)
        if dry_run:
            self.report(make_plan(tables, settings))
            self.stdout.write("Nothing was changed: this was a dry run.")
            return
        try:
            with tqdm(total=tables.size, disable=self.quiet) as bar:
                plan = import_tables(
                    tables, settings, told=lambda name, count: bar.update(count)
                )
        except Refused as refused:
            self.report(refused.plan)
            return
        self.report(plan)

    def read(self, files: list[Path], encoding: str) -> Tables:
        try:
            found = [File(f.name, f.read_bytes(), encoding) for f in files]
            tables = read(found, limits=COMMAND)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(str(error)) from error
        for table in tables.all:
            header = table.header
            if not header.is_understood:
                faults = [
                    f"{words}: {', '.join(names)}"
                    for words, names in (
                        ("unknown columns", header.unknown),
                        ("columns twice", header.doubled),
                        ("missing columns", header.missing),
                    )
                    if names
                ]
                raise CommandError(f"{table.file}: {'; '.join(faults)}")
        return tables

    def administrator(self, email: str | None) -> User:
        people = User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True)
        if email:
            people = people.filter(email__iexact=email)
        found = people.order_by("pk").first()
        if found is None:
            raise CommandError("There is no such administrator; name one with --by.")
        return found

    def report(self, plan: Plan) -> None:
        for problem in [*plan.errors, *plan.warnings][:SHOWN]:
            place = f"{problem.table} row {problem.row}, column {problem.column}"
            self.stdout.write(f"{place}: {problem.sentence}")
        if plan.errors:
            count = len(plan.errors)
            raise CommandError(f"{count} errors; nothing was changed.")
        for name, count in plan.counts().items():
            what, became = name.rsplit("_", 1)
            self.stdout.write(f"{what.replace('_', ' ')} {became}: {count}")
