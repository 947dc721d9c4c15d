"""Sessions in the database, looked up only by keys that this site could have made."""

from __future__ import annotations

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: str) -> bool:
        """A cookie may say anything: PostgreSQL refuses to look for a NUL."""
        return bool(super()._validate_session_key(key)) and (
            key.isascii() and key.isalnum()
        )
