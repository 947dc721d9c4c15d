"""Prints as JSON whose key results are checked in, of people far apart in the tree."""

from __future__ import annotations

import json
import sys
from collections import defaultdict

from django.db.models import Max

from objectives import clock
from objectives.models import Cycle, KeyResult
from tests.bench.inside.choose import number_of

OTHERS = 10  # people at the start, who are administrators or opened by other sections


def entry_of(row: KeyResult) -> dict:
    """What a form is sent with; `version` is the last entry that its reader saw."""
    return {
        "pk": row.pk,
        "objective": row.objective_id,
        "owner": row.owner_id,
        "version": row.newest or 0,
        "start": int(row.start_value),
        "target": int(row.target_value),
    }


def measured() -> dict[int, list[KeyResult]]:
    """Key results with a value, in the running cycle, by the number of their owner."""
    running = KeyResult.objects.open().filter(
        objective__cycle=Cycle.objects.current(clock.today()),
        objective__dropped_at=None,
    )
    numbers = running.exclude(kind=KeyResult.Kind.MILESTONE)
    rows = numbers.select_related("owner").annotate(newest=Max("check_ins"))
    found = defaultdict(list)
    for row in rows.order_by("owner", "pk"):
        found[number_of(row.owner)].append(row)
    return found


def main(people: int) -> None:
    found = measured()
    numbers = [number for number in sorted(found) if number >= OTHERS]
    apart = numbers[:: max(1, len(numbers) // people)][:people]
    chosen = [
        {"person": number, "key_results": [entry_of(row) for row in found[number]]}
        for number in apart
    ]
    print(json.dumps(chosen))


if __name__ == "__main__":
    main(int(sys.argv[1]))
