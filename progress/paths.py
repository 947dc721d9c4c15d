"""The way down to an objective, as far as its reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from objectives.models import Objective, User

Path = tuple[Objective, ...]


def paths_of(objectives: Iterable[Objective], reader: User) -> dict[int, Path]:
    """By id, what lies above each: the topmost first. 1 query, however many."""
    subjects = list(objectives)
    nothing = Q(pk__in=[])
    inside = reduce(or_, map(above, subjects), nothing)
    seen = Objective.objects.visible_to(reader).filter(inside)
    found = list(seen.order_by("level"))
    return {
        subject.pk: tuple(other for other in found if other.is_above(subject))
        for subject in subjects
    }


def above(objective: Objective) -> Q:
    return Q(
        tree_id=objective.tree_id,
        lft__lt=objective.lft,
        rght__gt=objective.rght,
    )
