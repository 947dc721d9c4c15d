"""Each page that is also made by hand, against that."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from tests.bench.inside.hand import outline
from tests.bench.timing import Ratio, alternate

PAGES = {"outline of 50 rows": outline}


def against_by_hand(module, turns: int) -> Ratio:
    by_hand, page = module.pair()
    assert by_hand() == page(), f"{module.__name__} says something else."
    return alternate(by_hand, page, turns=turns)


if __name__ == "__main__":
    turns = int(sys.argv[1])
    ratios = {name: against_by_hand(module, turns) for name, module in PAGES.items()}
    print(json.dumps({name: asdict(ratio) for name, ratio in ratios.items()}))
