"""What actions wait for, as far as their reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from objectives.access import visible_objectives
from objectives.models import Action, Dependency, User


def needs_of(actions: Iterable[Action], reader: User) -> dict[int, list[Action]]:
    """By the id of the action that waits; what is not done yet first. 1 query."""
    seen = visible_objectives(reader, "needs__key_result__objective__")
    rows = Dependency.objects.filter(seen, action__in=[a.pk for a in actions])
    found: dict[int, list[Action]] = defaultdict(list)
    for row in rows.select_related("needs").order_by("pk"):
        found[row.action_id].append(row.needs)
    for needs in found.values():
        needs.sort(key=lambda needed: needed.state == Action.State.DONE)
    return found
