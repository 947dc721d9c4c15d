"""Inserts the rows of another database in bulk; prints as JSON how many and how long.

What the empty database has from its migrations stays as it is.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model, QuerySet

from objectives.tree import BATCH
from okr_site.database import database_settings

SOURCE = "source"


def connect(url: str) -> None:
    described = {"default": database_settings(url)}
    connections.databases[SOURCE] = connections.configure_settings(described)["default"]


def rows_elsewhere() -> Iterator[tuple[type[Model], list[tuple]]]:
    """All rows of every table that is empty here and not there."""
    for model in apps.get_models(include_auto_created=True):
        if (
            model._meta.can_migrate(connections[SOURCE])
            and not QuerySet(model).exists()
        ):
            names = [field.attname for field in model._meta.concrete_fields]
            found = QuerySet(model, using=SOURCE).order_by("pk").values_list(*names)
            if rows := list(found):
                yield model, rows


def insert(model: type[Model], rows: list[tuple]) -> None:
    names = [field.attname for field in model._meta.concrete_fields]
    made = [model(**dict(zip(names, row, strict=True))) for row in rows]
    QuerySet(model).bulk_create(made, BATCH)


def main(url: str) -> None:
    connect(url)
    tables = list(rows_elsewhere())
    begin = time.perf_counter()
    with transaction.atomic():  # what rows refer to is looked for at its end
        for model, rows in tables:
            insert(model, rows)
    taken = time.perf_counter() - begin
    count = sum(len(rows) for _model, rows in tables)
    print(json.dumps({"seconds": taken, "rows": count}))


if __name__ == "__main__":
    main(sys.argv[1])
