"""Files as tests write them: a table in a string, planned or imported."""

from __future__ import annotations

from progress.exchange import exporting
from progress.exchange.applying import import_tables
from progress.exchange.exporting import Export
from progress.exchange.planning import Options, make_plan
from progress.exchange.reading import File, read


def tables(*texts):
    return read([File("okrs.csv", text.encode()) for text in texts])


def plan(by, *texts, **options):
    return make_plan(tables(*texts), Options(by=by, **options))


def load(by, *texts, **options):
    return import_tables(tables(*texts), Options(by=by, **options))


def faults(by, *texts):
    """(row, column, code) of every error."""
    return [(e.row, e.column, e.code) for e in plan(by, *texts).errors]


def exported():
    """Both tables of everything, as text."""
    export = Export.everything()
    return (
        "".join(exporting.okr_lines(export)),
        "".join(exporting.check_in_lines(export)),
    )
