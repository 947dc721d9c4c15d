"""What is stored of that which a file speaks of: read in batches, never row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from objectives.models import Cycle, KeyResult, Objective, Team, User
from progress import figures
from progress.exchange.team_paths import paths_of
from progress.figures_many import family_of
from progress.models import CheckIn
from progress.upsert import batches

Parents = dict[int, int | None]


@dataclass
class Known:
    """Rows by the keys that files use. `objectives` and `key_results` hold those that
    the file names and, of objectives, what lies above them."""

    cycles: dict[str, Cycle] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)  # by path
    team_paths: dict[int, str] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)  # by address in small letters
    objectives: dict[str, Objective] = field(default_factory=dict)
    titles: dict[str, list[Objective]] = field(default_factory=dict)
    key_results: dict[str, KeyResult] = field(default_factory=dict)
    entries: dict[int, list[CheckIn]] = field(default_factory=dict)  # by key result

    @classmethod
    def everywhere(cls) -> Known:
        """What every file may name: there are few of these."""
        teams = paths_of(list(Team.objects.values_list("pk", "name", "path")))
        return cls(
            cycles={cycle.name: cycle for cycle in Cycle.objects.all()},
            teams={path: pk for pk, path in teams.items()},
            team_paths=teams,
            people={user.email.lower(): user for user in people()},
        )

    def read_objectives(self, ids: Iterable[str], titles: Iterable[str]) -> None:
        for objective in found(objective_rows(), "external_id", ids):
            self.objectives[objective.external_id] = objective
        for objective in found(objective_rows(), "title", titles):
            self.objectives[objective.external_id] = objective
            self.titles.setdefault(objective.title, []).append(objective)

    def hold(self) -> None:
        """Lock the figures of these: nobody checks in or edits them meanwhile."""
        pks = [objective.pk for objective in self.objectives.values()]
        for some in batches(family_of(pks)):
            figures.lock_all(list(some))

    def read_key_results(self, ids: Iterable[str]) -> None:
        """Those named, and all of the objectives named."""
        pks = [objective.pk for objective in self.objectives.values()]
        for key_result in found(key_result_rows(), "objective", pks):
            self.key_results[key_result.external_id] = key_result
        missing = set(ids) - self.key_results.keys()
        for key_result in found(key_result_rows(), "external_id", missing):
            self.key_results[key_result.external_id] = key_result

    def read_entries(self, key_results: Iterable[int]) -> None:
        self.entries = defaultdict(list)
        for entry in found(CheckIn.objects.in_order(), "key_result", key_results):
            self.entries[entry.key_result_id].append(entry)

    def entries_known(self) -> Counter:
        return Counter(
            {pk: len(entries) for pk, entries in self.entries.items() if entries}
        )


def people() -> Any:
    return User.objects.order_by("pk").only("email", "name", "time_zone")


def objective_rows() -> Any:
    return Objective.objects.select_related("cycle").order_by("pk")


def key_result_rows() -> Any:
    rows = KeyResult.objects.select_related("objective__cycle", "figures")
    return rows.order_by("position", "pk")


def found(rows: Any, name: str, values: Iterable[Any]) -> Iterator[Any]:
    """The rows with one of these values: a query for every 500 of them."""
    for some in batches(list(dict.fromkeys(values))):
        yield from rows.filter(**{f"{name}__in": some})


def parents() -> Parents:
    """Of every objective there is: what loops and levels are found in."""
    return dict(Objective.objects.order_by().values_list("pk", "parent_id"))
