"""Deletes for so many seconds what the planners have dropped; prints how many.

The site's pages drop and never delete; programs on the machine may.
"""

from __future__ import annotations

import sys
import time

from objectives.models import Objective
from tests.bench.planners import TITLE

PAUSE = 0.05  # seconds, where there is nothing to delete


def main(seconds: float) -> None:
    until, deleted = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        leaves = Objective.objects.filter(children=None, title=TITLE)
        found = leaves.exclude(dropped_at=None).order_by("pk").first()
        if found is None:
            time.sleep(PAUSE)
            continue
        found.delete()
        deleted += 1
    print(deleted)


if __name__ == "__main__":
    main(float(sys.argv[1]))
