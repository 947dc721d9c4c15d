"""Sets five objectives under one, each with six key results, and prints these.

One person has all of them, who is neither administrator nor lead.
"""

from __future__ import annotations

import json

from objectives import clock, plan
from objectives.models import Cycle, KeyResult, Objective, User
from progress.generate.company import email
from tests.bench.inside.workload import OTHERS, entry_of
from tests.bench.places import SEED

SIBLINGS, KEY_RESULTS = 5, 6


def objective(title: str, parent: Objective | None, by: User) -> Objective:
    cycle = Cycle.objects.current(clock.today())
    row = Objective(title=title, parent=parent, cycle=cycle, owner=by)
    return plan.add_objective(row, by=by)


def key_result(above: Objective) -> KeyResult:
    row = KeyResult(
        objective=above,
        content="Measured",
        owner=above.owner,
        start_value=0,
        target_value=90,
    )
    row = plan.add_key_result(row, by=above.owner)
    row.newest = None  # nobody has checked it in
    return row


def main() -> None:
    owner = User.objects.get(email=email(SEED, OTHERS))
    parent = objective("Above", None, owner)
    below = [objective(f"Below {n}", parent, owner) for n in range(SIBLINGS)]
    rows = [key_result(each) for _ in range(KEY_RESULTS) for each in below]
    told = {"person": OTHERS, "key_results": [entry_of(row) for row in rows]}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
