"""Prints what every figure should be, from the definitions and the ledger alone.

Written again from docs/arithmetic.md rather than imported: what checks the program's
arithmetic must not be that arithmetic. Whole millionths, None for what has no progress.
"""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction

from objectives.models import KeyResult, Objective
from progress.models import CheckIn

MILLION = 1_000_000


def figure(ratio: Fraction | None) -> int | None:
    """Rounded once, half up; all or nothing only where it is all or nothing."""
    if ratio is None:
        return None
    size = abs(ratio)
    whole = (2 * size.numerator * MILLION + size.denominator) // (2 * size.denominator)
    if 0 < size < 1:
        whole = min(max(whole, 1), MILLION - 1)
    return whole if ratio > 0 else -whole


def last_values() -> dict[int, Fraction]:
    """The value that stands, by key result: the latest measured of what stands."""
    replaced = set(CheckIn.objects.values_list("corrects", flat=True))
    rows = CheckIn.objects.order_by("measured_on", "pk")
    rows = rows.values_list("pk", "key_result_id", "value")
    return {of: Fraction(value) for pk, of, value in rows if pk not in replaced}


def way_gone(row: dict, value: Fraction | None) -> Fraction | None:
    """Of one key result; a line that was never measured does not count."""
    start, target = Fraction(row["start_value"]), Fraction(row["target_value"])
    if row["kind"] == "reach":
        gone = ((start if value is None else value) - start) / (target - start)
        return min(max(gone, Fraction(0)), Fraction(1))
    if value is None:
        return Fraction(0) if row["kind"] == "milestone" else None
    holds = value <= target if row["kind"] == "at_most" else value >= target
    return Fraction(int(holds))


def mean(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    weight = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / weight if pairs else None


def key_results() -> list[dict]:
    fields = ("pk", "external_id", "objective_id", "kind", "weight", "dropped_at")
    return list(KeyResult.objects.values(*fields, "start_value", "target_value"))


def objectives() -> list[dict]:
    fields = ("pk", "external_id", "parent_id", "alignment_weight")
    return list(Objective.objects.values(*fields, "dropped_at", "is_private"))


def figures() -> dict[str, list[int | None]]:
    """[progress] of each key result; [progress, children's mean, gap] of objectives."""
    found, parts, values = {}, defaultdict(list), last_values()
    for row in key_results():
        ratio = way_gone(row, values.get(row["pk"]))
        found[row["external_id"]] = [figure(ratio)]
        if row["dropped_at"] is None and ratio is not None:
            parts[row["objective_id"]].append((Fraction(row["weight"]), ratio))
    rows = objectives()
    own = {row["pk"]: figure(mean(parts[row["pk"]])) for row in rows}
    below = shown_below(rows, own)
    for row in rows:
        progress, children = own[row["pk"]], mean(below[row["pk"]])
        gap = None if progress is None or children is None else progress - children
        found[row["external_id"]] = [progress, whole(children), whole(gap)]
    return found


def whole(millionths: Fraction | None) -> int | None:
    return None if millionths is None else figure(millionths / MILLION)


def shown_below(rows: list[dict], own: dict[int, int | None]) -> dict[int, list]:
    """Weight and figure of the live children that have progress, by parent.

    Without private ones under what is not private, of which the mean would tell. Means
    are of the figures as they are shown, so that anyone can work them out again.
    """
    found, private = defaultdict(list), {row["pk"] for row in rows if row["is_private"]}
    for row in rows:
        is_hidden = row["is_private"] and row["parent_id"] not in private
        counts = row["dropped_at"] is None and not is_hidden
        if counts and own[row["pk"]] is not None:
            weight = Fraction(row["alignment_weight"])
            found[row["parent_id"]].append((weight, Fraction(own[row["pk"]])))
    return found


if __name__ == "__main__":
    numbers = {row["pk"]: row["external_id"] for row in objectives()}
    print(json.dumps({"figures": figures(), "numbers": numbers}))
