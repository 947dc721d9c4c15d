"""On My updates: actions whose owner is asked whether they worked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from objectives.models import Action, User
from progress.judging import Judged, judged

LISTED = 20
LOOKED_AT = 100  # of which some may still be too early to judge


@dataclass(frozen=True)
class OwedWords:
    """LISTED of them at most, the latest day first."""

    waiting: Sequence[Judged]
    has_more: bool


def owed_words(person: User, today: datetime.date) -> OwedWords:
    """What has no owner is asked of the key result's. 5 queries, 1 for nothing."""
    mine = Q(owner=person) | Q(owner=None, key_result__owner=person)
    ripe = Q(figures__is_live=True, figures__ripe_on__lte=today)
    seen = Action.objects.visible_to(person).filter(mine, ripe, verdicts=None)
    rows = seen.select_related("key_result__objective__cycle")
    found = list(rows.order_by("-expected_by", "-pk")[:LOOKED_AT])
    waiting = [told for told in judged(found, today).values() if told.waits_for_word]
    return OwedWords(waiting[:LISTED], len(waiting) > LISTED)
