"""Which objectives or actions a rare word may be in, told by an index.

Reading all words there are takes the longer the more there are, and longest for a word
that nothing has. Migrations make an index of trigrams (0004 on PostgreSQL, 0019 on
SQLite, 0022) and one of shorter words: single characters, and two that stand together
(0020, 0022). Without them, where a database offers none, all is found just the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from objectives.models import Cycle
from progress.filters import people_called, words_of
from progress.models import ActionWords, ObjectiveFigures, ObjectiveWords

MOST = 1000  # ids of all that have a word
SOME = 20_000  # where more have it: among so many, enough will fit what else is asked
SHORTEST = 3  # characters of a word that has trigrams
TRIGRAMS, PIECES = "trigrams", "pieces"
NAMES = {ObjectiveWords: "progress_words_", ActionWords: "progress_action_words_"}
EXISTS = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = '{}'",
    "postgresql": "SELECT to_regclass('{}')",
}
IN_FTS5 = "SELECT rowid FROM {0} WHERE {0} MATCH %s"
IN_POSTGRESQL = "SELECT {} FROM {} WHERE {}"
HOLDS = {
    TRIGRAMS: "text LIKE %s",
    PIECES: "progress_words_pieces_of(text) @> ARRAY[%s]",
}


@dataclass(frozen=True)
class Possible:
    """What may have the words: ids of all such, or a query of SOME of them."""

    ids: list[int] | QuerySet
    is_part: bool = False  # others may have the words elsewhere

    @cached_property
    def are_all(self) -> bool:
        """1 query where words are common."""
        if self.is_part:
            return False
        return isinstance(self.ids, list) or self.ids.count() < SOME


def possible(text: str, cycle: Cycle | None = None) -> Possible | None:
    """Objectives among which are all of this cycle, or of any, that have these words.

    If are_all; None where no index tells. 2 queries for each word, until one is rare.
    """

    def owned(word: str) -> list[QuerySet]:
        rows = ObjectiveFigures.objects.filter(owner__in=people_called(word))
        return [rows.filter(cycle=cycle) if cycle else rows]

    return told_of(text, ObjectiveWords, owned)


def holding(text: str) -> Possible | None:
    """The same of every cycle, by titles and key results alone; 1 query each."""
    return told_of(text, ObjectiveWords, lambda word: [])


def told_of(
    text: str, words: type[Model], others: Callable[[str], list[QuerySet]]
) -> Possible | None:
    """By the first word, from the longest on, that few enough have; else by all.

    `others` gives what has a word elsewhere.
    """
    common = indexed(text, words)
    together = []
    for word in common:
        elsewhere = [first(rows) for rows in others(word)]
        found = [first(having([word], words)), *elsewhere]
        if all(len(ids) <= MOST for ids in found):
            return Possible(sum(found, []))
        if not any(elsewhere):
            together.append(word)
    if len(together) > 1:
        found = first(having(together, words))
        if len(found) <= MOST:
            return Possible(found)
    if not common:
        return None
    asked = together or common[:1]
    return Possible(having(asked, words, SOME), is_part=not together)


def some_of(
    rows: QuerySet, possible: Possible | None, most: int, of: str = "pk"
) -> list[int]:
    """Ids of `rows`, so many at most; in no order. `of` leads to the objective.

    1 query; 2 more where many objectives have the words and few of these rows do.
    """
    ids = rows.order_by().values_list("pk", flat=True)
    if possible is None:
        return list(ids[:most])
    found = list(ids.filter(**{f"{of}__in": possible.ids})[:most])
    return found if len(found) == most or possible.are_all else list(ids[:most])


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


def having(asked: Sequence[str], words: type[Model], most: int = MOST + 1) -> QuerySet:
    """Ids of objectives, or actions, that have all of these words; of any cycle.

    Not many more than `most` where one index tells.
    """
    by_index = {
        index: [word for word in asked if index_of(word) == index]
        for index in (TRIGRAMS, PIECES)
    }
    parts = {index: those for index, those in by_index.items() if those}
    limit = f" LIMIT {most}" if len(parts) == 1 else ""
    ask = {"sqlite": in_fts5, "postgresql": in_postgresql}[connection.vendor]
    rows = words._default_manager.order_by().values("pk")
    for index, those in parts.items():
        sql, params = ask(index, those, words)
        rows = rows.filter(pk__in=RawSQL(f"{sql}{limit}", params))
    return rows


def in_fts5(
    index: str, asked: Sequence[str], words: type[Model]
) -> tuple[str, list[str]]:
    phrases = (f'"{as_indexed(index, word)}"' for word in asked)
    return IN_FTS5.format(NAMES[words] + index), [" AND ".join(phrases)]


def as_indexed(index: str, word: str) -> str:
    """A piece in hexadecimal digits."""
    return word.encode().hex() if index == PIECES else word.replace('"', '""')


def in_postgresql(
    index: str, asked: Sequence[str], words: type[Model]
) -> tuple[str, list[str]]:
    meta, where = words._meta, " AND ".join([HOLDS[index]] * len(asked))
    sql = IN_POSTGRESQL.format(meta.pk.column, meta.db_table, where)
    like = [f"%{connection.ops.prep_for_like_query(word)}%" for word in asked]
    return sql, like if index == TRIGRAMS else list(asked)


def first(rows: QuerySet) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])


@cache
def exists(index: str, vendor: str) -> bool:
    """Asked of the driver, once in a process."""
    connection.ensure_connection()
    row = connection.connection.execute(EXISTS[vendor].format(index)).fetchone()
    return bool(row and row[0])
