"""Keys by which a row is known outside this database: in files that come and go.

The numbers of rows mean something in one database only. Every objective and key
result therefore has a key of its own from the start: the one that its file gave it,
else a random one, so that no two organisations' exports ever mean each other's rows.
A letter goes in front, because spreadsheets take "12e34" for a number.
"""

from __future__ import annotations

import secrets

LONGEST = 100
BYTES = 8


def objective_key() -> str:
    return f"o-{secrets.token_hex(BYTES)}"


def key_result_key() -> str:
    return f"k-{secrets.token_hex(BYTES)}"
