"""The figures of the outline's rows as one would read them first, node by node."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction

from django.http import QueryDict

from objectives import clock
from objectives.models import Objective
from progress.day import Day
from progress.drawing_rows import Links, tree
from progress.measure import key_result_progress, objective_progress, to_figure
from progress.outline import Node, outline
from progress.selection import Selection
from tests.bench.inside.choose import current, one_tree
from tests.bench.inside.visits import person_of
from tests.bench.timing import alternate

Figures = tuple[int | None, int | None]  # own progress, children's mean


def first_page() -> list[Node]:
    """The rows that the outline shows when it opens, read and drawn as they are."""
    today = clock.today()
    selection = Selection.read(QueryDict(), current(), today)
    found = outline(person_of(one_tree().person), selection, Day(today))
    tree(found.roots, Links(selection))
    return list(every(found.roots))


def every(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from every(node.children)


def shown(nodes: Sequence[Node]) -> list[Figures]:
    return [(node.reading.progress, node.reading.mean) for node in nodes]


def naive(ids: Sequence[int]) -> list[Figures]:
    return [figures_of(Objective.objects.get(pk=pk)) for pk in ids]


def figures_of(objective: Objective) -> Figures:
    children = objective.children.filter(dropped_at=None)
    pairs = [(child.alignment_weight, progress_of(child)) for child in children]
    known = [(weight, figure) for weight, figure in pairs if figure is not None]
    weight = sum(weight for weight, _ in known)
    total = sum(weight * figure for weight, figure in known)
    mean = to_figure(Fraction(total, weight * 1_000_000)) if known else None
    return progress_of(objective), mean


def progress_of(objective: Objective) -> int | None:
    parts = []
    for key_result in objective.key_results.filter(dropped_at=None):
        entry = key_result.check_ins.effective().in_order().last()
        ratio = key_result_progress(
            kind=key_result.kind,
            start=key_result.start_value,
            target=key_result.target_value,
            value=entry and entry.value,
        )
        parts.append((key_result.weight, ratio))
    return to_figure(objective_progress(parts))


if __name__ == "__main__":
    rows = first_page()
    ids = [node.objective.pk for node in rows]
    assert naive(ids) == shown(rows), "The figures differ."
    ratio = alternate(first_page, lambda: naive(ids), turns=int(sys.argv[1]))
    print(json.dumps({"rows": len(ids), "ratio": asdict(ratio)}))
