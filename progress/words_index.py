"""Which objectives or actions a rare word may be in, told by an index.

Reading all words there are takes the longer the more there are, and longest for a word
that nothing has. Migrations make an index of trigrams (0004 on PostgreSQL, 0019 on
SQLite, 0022) and one of shorter words: single characters, and two that stand together
(0020, 0022). Without them, where a database offers none, all is found just the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from objectives.models import Cycle
from progress.filters import people_called, words_of
from progress.models import ActionWords, ObjectiveFigures, ObjectiveWords

MOST = 1000  # ids of all that have a word
ENOUGH = MOST + 1  # to tell that they are more
SOME = 5000  # where more have it: among so many, enough will fit what else is asked
SHORTEST = 3  # characters of a word that has trigrams
TRIGRAMS, PIECES = "trigrams", "pieces"
NAMES = {ObjectiveWords: "progress_words_", ActionWords: "progress_action_words_"}
EXISTS = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = '{}'",
    "postgresql": "SELECT to_regclass('{}')",
}
IN_FTS5 = "SELECT rowid FROM {0} WHERE {0} MATCH %s LIMIT %s"
IN_POSTGRESQL = {
    TRIGRAMS: "SELECT {0} FROM {1} WHERE text LIKE %s LIMIT %s",
    PIECES: "SELECT {0} FROM {1} WHERE progress_words_pieces_of(text) @> ARRAY[%s]"
    " LIMIT %s",
}


@dataclass(frozen=True)
class Possible:
    """Which objectives may have the words: all such, or a query of some of them."""

    ids: list[int] | QuerySet
    are_all: bool


def possible(text: str, cycle: Cycle) -> Possible | None:
    """Objectives among which are all of this cycle that have these words, if are_all.

    None where no index tells. 2 queries for each word, until one of them is rare.
    """
    return rarest(text, lambda word: [owned_by_called(word, cycle)])


def holding(text: str) -> Possible | None:
    """The same of every cycle, by titles and key results alone; 1 query each."""
    return rarest(text, lambda word: [])


def rarest(text: str, others: Callable[[str], list[QuerySet]]) -> Possible | None:
    """What is told of the first word, from the longest on, that few enough have.

    `others` gives what has the word elsewhere.
    """
    some = None
    for word in indexed(text, ObjectiveWords):
        told = [first(rows) for rows in [having(word, ENOUGH), *others(word)]]
        if are_all(*told):
            return Possible(sum(told, []), are_all=True)
        some = some or Possible(having(word, SOME), are_all=False)
    return some


def some_of(
    rows: QuerySet, possible: Possible | None, most: int, of: str = "pk"
) -> list[int]:
    """Ids of `rows`, so many at most; in no order. `of` leads to the objective.

    1 query; 1 more where many objectives have the words and few of these rows do.
    """
    ids = rows.order_by().values_list("pk", flat=True)
    if possible is None:
        return list(ids[:most])
    found = list(ids.filter(**{f"{of}__in": possible.ids})[:most])
    return found if possible.are_all or len(found) == most else list(ids[:most])


def indexed(text: str, words: type[Model]) -> list[str]:
    """The words that an index tells of, the longest first."""
    found = sorted(words_of(text), key=len, reverse=True)
    return [
        word
        for word in found
        if exists(NAMES[words] + index_of(word), connection.vendor)
    ]


def index_of(word: str) -> str:
    return TRIGRAMS if len(word) >= SHORTEST else PIECES


def owned_by_called(word: str, cycle: Cycle) -> QuerySet:
    owners = people_called(word)
    return ObjectiveFigures.objects.filter(cycle=cycle, owner__in=owners)


def having(word: str, most: int, words: type[Model] = ObjectiveWords) -> QuerySet:
    """Ids of objectives, or actions, that have this word; of any cycle."""
    ask = {"sqlite": in_fts5, "postgresql": in_postgresql}
    sql, asked = ask[connection.vendor](word, words)
    rows = words._default_manager.order_by().values("pk")
    return rows.filter(pk__in=RawSQL(sql, [asked, most]))


def in_fts5(word: str, words: type[Model]) -> tuple[str, str]:
    """A piece in hexadecimal digits, as it is indexed."""
    index = index_of(word)
    text = word.encode().hex() if index == PIECES else word.replace('"', '""')
    return IN_FTS5.format(NAMES[words] + index), f'"{text}"'


def in_postgresql(word: str, words: type[Model]) -> tuple[str, str]:
    index, meta = index_of(word), words._meta
    sql = IN_POSTGRESQL[index].format(meta.pk.column, meta.db_table)
    like = f"%{connection.ops.prep_for_like_query(word)}%"
    return sql, like if index == TRIGRAMS else word


def first(rows: QuerySet) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True)[:ENOUGH])


def are_all(*told: list[int]) -> bool:
    return all(len(ids) <= MOST for ids in told)


@cache
def exists(index: str, vendor: str) -> bool:
    """Asked of the driver, once in a process."""
    connection.ensure_connection()
    row = connection.connection.execute(EXISTS[vendor].format(index)).fetchone()
    return bool(row and row[0])
