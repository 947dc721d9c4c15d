"""From DATABASE_URL to Django's description of a database."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# As long as one write waits for another on either database.
BUSY_SECONDS = 20

# WAL: readers never wait for the writer. FULL: what was acknowledged survives a
# power cut. IMMEDIATE: a transaction takes the write lock when it begins; taking it
# at the first write instead fails with "database is locked" at once.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": BUSY_SECONDS,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
        "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; "
        "PRAGMA cache_size=-8000;"
    ),
}
# Pages ask for few rows of tables that lie in memory or on an SSD: an index is nearer
# than PostgreSQL believes by itself, and to compile a query (jit), or to start workers
# for it, takes longer than to answer it.
ONE_PROCESS = "-c jit=off -c max_parallel_workers_per_gather=0"
PLANS = f"-c random_page_cost=1.1 {ONE_PROCESS}"
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "options": f"-c lock_timeout={BUSY_SECONDS}s {PLANS}",
}
POOL_OPTIONS = {"min_size": 1, "max_size": 4, "timeout": 10}


def database_settings(url: str) -> dict[str, Any]:
    """What stands in settings.DATABASES["default"].

    Raises ImproperlyConfigured unless the URL names SQLite or PostgreSQL; the
    sentence leaves the URL out, for it may hold a password.
    """
    if url.startswith("sqlite:"):
        return _sqlite(url)
    if url.startswith(("postgres:", "postgresql:")):
        return _postgresql(url)
    raise _refusal()


def _sqlite(url: str) -> dict[str, Any]:
    database = _parsed(url)
    database["OPTIONS"] = {**database.get("OPTIONS", {}), **SQLITE_OPTIONS}
    return database


def _postgresql(url: str) -> dict[str, Any]:
    database = _parsed(url, conn_max_age=60, conn_health_checks=True)
    options = {**POSTGRESQL_OPTIONS, **database.get("OPTIONS", {})}
    if options.get("pool"):
        # The pool keeps connections; Django refuses to keep them a second time.
        options["pool"] = POOL_OPTIONS
        database["CONN_MAX_AGE"] = 0
    database["OPTIONS"] = options
    return database


def _parsed(url: str, **settings: Any) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(url, **settings))
    except ValueError as error:
        raise _refusal() from error


def _refusal() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "DATABASE_URL is not the address of a database; it must look like "
        "postgresql://user:password@host:5432/name or sqlite:////srv/okr/okr.sqlite3."
    )
