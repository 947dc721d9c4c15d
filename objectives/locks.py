"""The one lock that every change of structure takes before it reads a node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Any constant that no other program on the same database uses: "plumb" in ASCII.
STRUCTURE = 0x706C756D62


@contextmanager
def structure_lock() -> Iterator[None]:
    """A transaction in which no other structural change runs.

    PostgreSQL: an advisory lock that ends with the transaction; unlike a row to
    lock it cannot be deleted. SQLite: `atomic` begins IMMEDIATE (settings.py),
    which admits one writer at a time.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STRUCTURE])
        yield
