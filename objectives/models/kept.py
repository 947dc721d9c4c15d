"""Rows that stay as they were written; triggers in the database hold it too."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class KeptQuerySet(models.QuerySet):
    def update(self, **fields: Any):
        raise TypeError(self.model.KEPT)

    def delete(self):
        raise TypeError(self.model.KEPT)


class Kept(models.Model):
    """Written once; its migration calls `objectives.append_only.keep` for its table.

    `KEPT` is what whoever tries to change or remove a row is told.
    """

    KEPT: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(self.KEPT)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any):
        raise TypeError(self.KEPT)
