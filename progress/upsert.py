"""Many stored rows in one statement, whether or not they are there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import Model

BATCH = 500  # rows that one statement writes
T = TypeVar("T")


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def upsert(model: type[Model], rows: Iterable[Model], fields: Iterable[str]) -> None:
    """Insert these rows, or write these fields of those that exist."""
    model._default_manager.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[model._meta.pk.attname],
        update_fields=list(fields),
    )


def fields_of(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.fields if not field.primary_key]
