"""Which objectives a rare word may be in, told by an index of trigrams.

Reading the words of all objectives of a cycle takes the longer the more there are, and
longest for a word that none has. Migrations 0004 (PostgreSQL) and 0019 (SQLite) make
the index where the database offers one; without it all is found just the same.
"""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from objectives.models import Cycle
from progress.filters import people_called, words_of
from progress.models import ObjectiveFigures, ObjectiveWords

MOST = 1000  # found by the index; more are found soon enough by reading
SHORTEST = 3  # characters of a word that has trigrams
MATCHING = "SELECT rowid FROM progress_words_trigrams WHERE text MATCH %s LIMIT %s"
EXISTS = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'progress_words_trigrams'",
    "postgresql": "SELECT to_regclass('progress_words_trigrams')",
}


def possible(text: str, cycle: Cycle) -> list[int] | None:
    """Ids of objectives among which are all of this cycle that have these words.

    None where that cannot be told or they are too many. 2 queries for each word, until
    one of them is rare.
    """
    words = [word for word in words_of(text) if len(word) >= SHORTEST]
    if not words or not is_indexed(connection.vendor):
        return None
    found = (having_or_named(word, cycle) for word in sorted(words, key=len)[::-1])
    return next((ids for ids in found if len(ids) <= MOST), None)


def having_or_named(word: str, cycle: Cycle) -> list[int]:
    owners = people_called(word)
    named = ObjectiveFigures.objects.filter(cycle=cycle, owner__in=owners)
    return [*first(having(word)), *first(named)]


def having(word: str) -> QuerySet:
    if connection.vendor != "sqlite":
        return ObjectiveWords.objects.filter(text__contains=word)
    phrase = '"{}"'.format(word.replace('"', '""'))
    indexed = RawSQL(MATCHING, [phrase, MOST + 1])
    return ObjectiveWords.objects.filter(pk__in=indexed)


def first(rows: QuerySet) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])


@cache
def is_indexed(vendor: str) -> bool:
    """Asked of the driver, once in a process."""
    connection.ensure_connection()
    row = connection.connection.execute(EXISTS[vendor]).fetchone()
    return bool(row and row[0])
