"""The one column type for values: what both databases return unchanged."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

LARGEST = Decimal("99999999999.9999")


def value_field(label, **options) -> models.DecimalField:
    """11 digits before the point and 4 after it: exact in SQLite's 8-byte reals."""
    return models.DecimalField(label, max_digits=15, decimal_places=4, **options)


def within_range(field: str, name: str) -> models.CheckConstraint:
    """NaN and infinity fail it too: PostgreSQL sorts NaN above every number."""
    low, high = Q(**{f"{field}__gte": -LARGEST}), Q(**{f"{field}__lte": LARGEST})
    return models.CheckConstraint(name=name, condition=low & high)
