"""The ledger and the figures between tests: proven after each, then emptied.

The ledger refuses to be emptied. Tests with real transactions are followed by a
flush of all tables, which its triggers stop, as they should stop everybody; here,
and only here, the flush goes past them.
"""

from __future__ import annotations

from django.db import connection

from objectives import tree
from progress import verify

TRIGGERS = (  # that refuse something; the others keep an index
    "SELECT name, sql FROM sqlite_master"
    " WHERE type = 'trigger' AND name NOT LIKE 'progress_%words_%'"
)


def let_the_flush_pass(monkeypatch) -> None:
    """Until `monkeypatch` is undone, flushing goes around the triggers.

    For every connection: a browser's event loop gives its test one of its own.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush
    monkeypatch.setattr(
        operations, "execute_sql_flush", lambda ops, sql: flush(ops, passing(sql))
    )


def passing(statements: list[str]) -> list[str]:
    """The statements with what opens the ledger before, and closes it after."""
    if connection.vendor == "postgresql":
        return ["SET LOCAL session_replication_role = replica", *statements]
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        triggers = dict(cursor.fetchall())
    drops = [f"DROP TRIGGER {name}" for name in triggers]
    return [*drops, *statements, *triggers.values()]


def assert_nothing_drifted() -> None:
    """Every stored figure is what the ledger gives, and the tree is sound."""
    if connection.needs_rollback:
        return  # the test broke its transaction: there is nothing to read
    found = [str(difference) for difference in verify.differences()]
    assert found == [], found
    faults = tree.faults()
    assert faults == [], faults
