"""Prints as JSON how many entries the ledger holds of the key results given."""

from __future__ import annotations

import json
import sys

from progress.models import CheckIn


def main(pks: list[str]) -> None:
    found = CheckIn.objects.filter(key_result__in=pks)
    print(json.dumps([str(key) for key in found.values_list("key", flat=True)]))


if __name__ == "__main__":
    main(sys.argv[1:])
