"""An upload in the database: brought, checked, confirmed, each step by itself.

Nothing is kept in memory or in a session between the steps, so that a restart, or
another worker, goes on where the last one was.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from objectives.locks import structure_lock
from objectives.models import User
from progress.exchange.applying import Changed, Refused, import_tables
from progress.exchange.columns import Mapping
from progress.exchange.planning import Options, make_plan
from progress.exchange.plans import Plan
from progress.exchange.problems import Problem
from progress.exchange.reading import File, Tables, read
from progress.models import Import, ImportFile, ImportLine

BATCH = 500
LONGEST_NAME = 200
Weight = ImportLine.Weight
Make = Callable[[Import], ImportLine]


def keep(
    files: Iterable[UploadedFile], *, user: User, encoding: str, current: bool
) -> Import:
    """Keep what was brought, and check it. Raises Unreadable; nothing is kept then."""
    brought = [File(plain_name(f.name), f.read(), encoding) for f in files]
    tables = read(brought)
    with transaction.atomic():
        Import.objects.outdated().delete()
        kept = Import.objects.create(user=user, encoding=encoding, current=current)
        ImportFile.objects.bulk_create(
            ImportFile(of=kept, name=file.name, content=file.content)
            for file in brought
        )
        check(kept, tables)
    return kept


def plain_name(name: str | None) -> str:
    shown = "".join(c if c.isprintable() else " " for c in name or "")
    return shown.strip()[-LONGEST_NAME:] or "–"


def files_of(kept: Import) -> list[File]:
    return [
        File(file.name, bytes(file.content), kept.encoding) for file in kept.files.all()
    ]


def tables_of(kept: Import) -> Tables:
    return read(files_of(kept), Mapping(kept.columns))


def options_of(kept: Import) -> Options:
    return Options(by=kept.user, current=kept.current)


def check(kept: Import, tables: Tables) -> None:
    """Say what importing would do now, if it is understood what the columns are."""
    if tables.is_understood:
        write_report(kept, make_plan(tables, options_of(kept)), tables)


def write_report(kept: Import, plan: Plan, tables: Tables) -> None:
    kept.lines.all().delete()
    kept.report = report_of(plan, tables)
    kept.save(update_fields=["report", "columns"])
    lines = (make(kept) for make in lines_of(plan))
    while batch := list(itertools.islice(lines, BATCH)):
        ImportLine.objects.bulk_create(batch)


def report_of(plan: Plan, tables: Tables) -> dict:
    bad = {(problem.table, problem.row) for problem in plan.errors}
    look = {(problem.table, problem.row) for problem in plan.warnings} - bad
    return {
        "digest": plan.digest(),
        "rows": tables.size,
        "sheets": [[t.file, t.sheet, t.kind, len(t.rows)] for t in tables.all],
        "bad": len(bad),
        "look": len(look),
        "counts": plan.counts(),
        "cycles": [
            [name, str(first), str(last)] for name, (first, last) in plan.cycles.items()
        ],
        "teams": list(plan.teams),
        "people": list(plan.people.items()),
        "changes_nothing": plan.changes_nothing,
    }


def lines_of(plan: Plan) -> Iterator[Make]:
    """What makes each line for an import, the worst first."""
    for problem in plan.errors:
        yield of_problem(problem, Weight.ERROR)
    for problem in plan.warnings:
        yield of_problem(problem, Weight.WARNING)
    named = [(row, row.title) for row in plan.objectives]
    named += [(row, row.content) for row in plan.key_results]
    for row, what in named:
        weight = Weight.NEW if row.pk is None else Weight.CHANGED
        columns = ", ".join(sorted(row.values)) if row.pk else ""
        yield of_change(row.row, what, weight, columns)


def of_problem(problem: Problem, weight: int) -> Make:
    return lambda kept: ImportLine(
        of=kept,
        weight=weight,
        table=problem.table,
        row=problem.row,
        column=problem.column,
        cell=storable(problem.cell),
        what=storable(problem.what),
        code=problem.code,
        params={name: storable(str(value)) for name, value in problem.params.items()},
    )


def storable(text: str) -> str:
    """PostgreSQL keeps no null character, which a cell may hold."""
    return text.replace("\x00", "\ufffd")


def of_change(row: int, what: str, weight: int, columns: str) -> Make:
    return lambda kept: ImportLine(
        of=kept, weight=weight, table="okrs", row=row, what=what[:200], column=columns
    )


def confirm(pk: int, user: User, seen: str) -> Import:
    """Write what was shown, once: confirmed twice, the second finds it done.

    Raises Changed or Refused, with the new check kept, where it is no longer that.
    """
    try:
        with structure_lock():
            kept = Import.objects.of(user).select_for_update(of=["self"]).get(pk=pk)
            if kept.done_at is None:
                plan = import_tables(tables_of(kept), options_of(kept), seen=seen)
                finish(kept, plan)
            return kept
    except (Changed, Refused) as stopped:
        kept = Import.objects.get(pk=pk)
        with transaction.atomic():
            write_report(kept, stopped.plan, tables_of(kept))
        raise


def finish(kept: Import, plan: Plan) -> None:
    kept.done_at = timezone.now()
    kept.report |= {"counts": plan.counts()}
    kept.save(update_fields=["done_at", "report"])
    kept.lines.all().delete()
    kept.files.update(content=b"")
