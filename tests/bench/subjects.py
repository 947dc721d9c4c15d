"""What is looked at in every place: which page, as whom, and of which objective."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from tests.bench.places import Place

FRAGMENT = {"HX-Request": "true"}  # as htmx asks
ONE_TREE = "outline of one tree"
ROW = b'class="node-row"'
MANY = 1000  # objectives of the smallest place that pages are compared with


@dataclass(frozen=True)
class Subject:
    """A page as the generated person of this number asks for it.

    `queries` is how many it asks of the database, `ledger` how many of these read
    check-ins from the first to the last, `tree` how many objectives the tree has that
    it shows alone; known only where that is of interest. `fields` are what a form
    sends that only shows something, and saves nothing.
    """

    path: str
    person: int
    headers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    queries: int = 0
    ledger: int = 0
    tree: int = 0


@cache
def subjects_of(place: Place, module: str = "inside.choose") -> dict[str, Subject]:
    """By name; chosen in each place by the same rule, to have as many rows."""
    found: dict[str, dict[str, Any]] = place.inside(module)
    return {name: Subject(**values) for name, values in found.items()}


def as_plain(subjects: dict[str, Subject]) -> dict[str, dict[str, Any]]:
    return {name: asdict(subject) for name, subject in subjects.items()}


def sizes_of(places: dict[tuple[str, int], Place], database: str) -> list[int]:
    """Of the places that pages are compared in, the smallest first."""
    return sorted(size for name, size in places if name == database and size >= MANY)


def databases_of(places: dict[tuple[str, int], Place]) -> list[str]:
    """In the order in which they are measured."""
    return list(dict.fromkeys(database for database, _ in places))
