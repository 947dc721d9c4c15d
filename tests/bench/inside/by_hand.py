"""Each page that is also made by hand, against that."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from os.path import commonprefix

from tests.bench.inside.hand import (
    branch,
    compliance,
    cycles,
    key_result,
    objective,
    outline,
    person,
    team,
    teams,
    updates,
)
from tests.bench.inside.hand.whole import without_keys
from tests.bench.timing import Ratio, alternate

PAGES = {
    "outline of 50 rows": outline,
    "updates": updates,
    "branch": branch,
    "team": team,
    "person": person,
    "cycles": cycles,
    "teams": teams,
    "cycle_compliance": compliance,
    "objective": objective,
    "key_result": key_result,
}


def against_by_hand(module, turns: int) -> Ratio:
    by_hand, page = module.pair()
    said, wanted = without_keys(by_hand()), without_keys(page())
    assert said == wanted, f"{module.__name__}: {difference(said, wanted)}"
    return alternate(by_hand, page, turns=turns)


def difference(said: object, wanted: object) -> str:
    """From where on they differ, in some characters of both."""
    if not isinstance(said, str):
        return f"{said} instead of {wanted}"
    at = len(commonprefix([said, wanted]))
    part = slice(max(at - 60, 0), at + 60)
    return f"{said[part]!r} instead of {wanted[part]!r}"


if __name__ == "__main__":
    turns = int(sys.argv[1])
    ratios = {name: against_by_hand(module, turns) for name, module in PAGES.items()}
    print(json.dumps({name: asdict(ratio) for name, ratio in ratios.items()}))
