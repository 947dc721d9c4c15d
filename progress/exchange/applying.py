"""Writes what a plan says: one transaction, in bulk, under the lock of the tree.

First what rows refer to, then objectives, key results, links to key results, and the
ledger; the figures are written anew at the end, for all that was touched together.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from objectives import bookkeeping, external_ids
from objectives.grafting import graft, write_fields, write_tops
from objectives.locks import structure_lock
from objectives.models import Cycle, KeyResult, Objective, Team, User
from objectives.text import searchable
from objectives.tree import BATCH
from progress.exchange.known import found
from progress.exchange.planning import Options, make_plan
from progress.exchange.planning_names import state_of_new
from progress.exchange.plans import NewEntry, NewKeyResult, NewObjective, Plan
from progress.exchange.reading import Tables
from progress.exchange.team_paths import divided, joined, paths_of
from progress.ledger_many import Entered, append_many
from progress.models import CheckIn
from progress.upsert import batches

Told = Callable[[str, int], None]
LINKS = {"parent", "parent_key_result"}
MICROSECOND = datetime.timedelta(microseconds=1)


class Refused(Exception):
    """The plan has errors; nothing was written."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("errors")
        self.plan = plan


class Changed(Exception):
    """What would be written is not what was shown; nothing was written."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("changed")
        self.plan = plan


def import_tables(
    tables: Tables,
    options: Options,
    *,
    seen: str | None = None,
    told: Told = lambda name, count: None,
) -> Plan:
    """Plan anew under the lock, and write it if it is the plan that was `seen`."""
    with structure_lock():
        locking = Options(by=options.by, current=options.current, lock=True)
        plan = make_plan(tables, locking)
        if plan.errors:
            raise Refused(plan)
        if seen is not None and plan.digest() != seen:
            raise Changed(plan)
        tables.use_up()
        if not plan.changes_nothing:
            Writer(plan, options.by, told).write()
        return plan


class Writer:
    """Rows by the keys of the file, as far as they have been written."""

    def __init__(self, plan: Plan, by: User, told: Told) -> None:
        self.plan, self.by, self.told = plan, by, told
        self.now = timezone.now()
        self.touched: set[int] = set()
        self.objectives: dict[str, Objective] = {}
        # Only ids of key results are kept: there are several for each objective.
        self.key_results: dict[str, tuple[int, int]] = {}  # with their objective's

    def write(self) -> None:
        self.write_names()
        self.read_stored()
        self.write_objectives()
        self.write_key_results()
        self.write_links()
        self.keep_history()
        self.write_entries()
        write_tops(sorted(self.touched))
        self.told("figures", len(self.touched))
        bookkeeping.many_changed(sorted(self.touched | self.below()))

    # What rows refer to

    def write_names(self) -> None:
        today = timezone.localdate()
        for name, (first, last) in self.plan.cycles.items():
            state = state_of_new(first, today)
            Cycle.objects.create(name=name, starts_on=first, ends_on=last, state=state)
        self.write_teams()
        self.write_people()
        self.cycles = {cycle.name: cycle for cycle in Cycle.objects.all()}
        self.people = {user.email.lower(): user for user in User.objects.all()}

    def write_teams(self) -> None:
        stored = paths_of(list(Team.objects.values_list("pk", "name", "path")))
        teams = Team.objects.in_bulk(list(stored))
        self.teams = {path: teams[pk] for pk, path in stored.items()}
        for path in self.plan.teams:
            *above, name = divided(path)
            parent = self.teams[joined(above)] if above else None
            self.teams[path] = Team.objects.create(name=name, parent=parent)

    def write_people(self) -> None:
        """Without a password: an invitation lets them choose one."""
        new = []
        for email, name in self.plan.people.items():
            user = User(email=email, name=name, search_name=searchable(name))
            user.set_unusable_password()
            new.append(user)
        User.objects.bulk_create(new, BATCH)

    # Objectives

    def read_stored(self) -> None:
        """All that the plan names and does not make itself."""
        named = {row.key for row in self.plan.objectives}
        named |= {row.objective for row in self.plan.key_results}
        named |= {row.values.get("parent") for row in self.plan.objectives} - {None}
        rows = Objective.objects.select_related("cycle", "parent").order_by("pk")
        for objective in found(rows, "external_id", named):
            self.objectives[objective.external_id] = objective
        self.read_stored_key_results()

    def read_stored_key_results(self) -> None:
        named = {row.key for row in self.plan.key_results}
        named |= {entry.key_result for entry in self.plan.entries}
        links = {row.values.get("parent_key_result") for row in self.plan.objectives}
        rows = KeyResult.objects.order_by().values_list(
            "external_id", "pk", "objective_id"
        )
        for key, pk, objective_id in found(rows, "external_id", named | links - {None}):
            self.key_results[key] = (pk, objective_id)

    def write_objectives(self) -> None:
        self.new = [row for row in self.plan.objectives if row.pk is None]
        self.changed = [row for row in self.plan.objectives if row.pk is not None]
        for row in self.new:
            self.objectives[row.key] = self.new_objective(row)
        moved = [row for row in self.changed if moves(row)]
        graft(self.hung(self.new), self.hung(moved))
        self.change_objectives()
        self.touched |= {o.pk for o in self.of(self.plan.objectives)}
        self.told("objectives", len(self.plan.objectives))

    def of(self, rows: Sequence[NewObjective]) -> list[Objective]:
        return [self.objectives[row.key] for row in rows]

    def hung(self, rows: Sequence[NewObjective]) -> list:
        return [(self.objectives[row.key], self.parent_of(row)) for row in rows]

    def parent_of(self, row: NewObjective) -> Objective | None:
        key = row.values.get("parent")
        return self.objectives[key] if key else None

    def new_objective(self, row: NewObjective) -> Objective:
        values = {k: v for k, v in row.values.items() if k not in LINKS}
        key = external_ids.objective_key() if row.key.startswith("#") else row.key
        return Objective(external_id=key, created_at=self.now, **self.resolved(values))

    def resolved(self, values: dict[str, Any]) -> dict[str, Any]:
        """Names, paths and addresses as the rows they mean."""
        found = dict(values)
        if "cycle" in found:
            found["cycle"] = self.cycles[found["cycle"]]
        if "owner" in found:
            found["owner"] = self.people[found["owner"]]
        if "team" in found:
            found["team"] = self.teams[found["team"]] if found["team"] else None
        return found

    def change_objectives(self) -> None:
        fields: set[str] = {"revision"} if self.changed else set()
        for row in self.changed:
            objective = self.objectives[row.key]
            objective.revision += 1
            values = {k: v for k, v in row.values.items() if k not in LINKS}
            for name, value in self.resolved(values).items():
                setattr(objective, name, value)
                fields.add(name)
        write_fields(self.of(self.changed), sorted(fields))

    # Key results

    def write_key_results(self) -> None:
        new = [row for row in self.plan.key_results if row.pk is None]
        places = self.places(new)
        for some in batches(new):
            self.make_key_results(some, places)
        changed = [row for row in self.plan.key_results if row.pk is not None]
        for some in batches(changed):
            self.change_key_results(some)
        for row in self.plan.key_results:
            self.touched.add(self.objectives[row.objective].pk)

    def make_key_results(self, rows: Sequence[NewKeyResult], places: dict) -> None:
        made = [self.new_key_result(row, next(places[row.objective])) for row in rows]
        KeyResult.objects.bulk_create(made)
        KeyResult.history.bulk_history_create(made, default_user=self.by)
        for row, key_result in zip(rows, made, strict=True):
            self.key_results[row.key] = (key_result.pk, key_result.objective_id)
        self.told("key_results", len(rows))

    def places(self, new: Sequence[NewKeyResult]) -> dict[str, Any]:
        """Behind the others of the objective, in the order of the file."""
        last: dict[int, int] = {}
        pks = {self.objectives[row.objective].pk for row in new}
        rows = found(KeyResult.objects.order_by(), "objective", pks)
        for key_result in rows:
            before = last.get(key_result.objective_id, -1)
            last[key_result.objective_id] = max(before, key_result.position)
        return {
            row.objective: iter(
                range(last.get(self.objectives[row.objective].pk, -1) + 1, 32_767)
            )
            for row in new
        }

    def new_key_result(self, row: NewKeyResult, position: int) -> KeyResult:
        key = external_ids.key_result_key() if row.key.startswith("#") else row.key
        return KeyResult(
            objective=self.objectives[row.objective],
            external_id=key,
            position=position,
            created_at=self.now,
            **self.resolved(row.values),
        )

    def change_key_results(self, rows: Sequence[NewKeyResult]) -> None:
        fields = {"revision"}
        stored = KeyResult.objects.in_bulk([row.pk for row in rows])
        for row in rows:
            key_result = stored[row.pk]
            key_result.revision += 1
            for name, value in self.resolved(row.values).items():
                setattr(key_result, name, value)
                fields.add(name)
        bulk_update_with_history(
            list(stored.values()), KeyResult, sorted(fields), default_user=self.by
        )
        self.told("key_results", len(rows))

    # What needs both

    def write_links(self) -> None:
        """A key result that is served may be as new as the objective that serves it.

        Under another parent none is served any more unless the file names it.
        """
        linked = [r for r in self.plan.objectives if LINKS & r.values.keys()]
        for row in linked:
            key = row.values.get("parent_key_result")
            objective = self.objectives[row.key]
            if "parent_key_result" in row.values or moves(row):
                pk = self.key_results[key][0] if key else None
                objective.parent_key_result_id = pk
        some = [self.objectives[row.key] for row in linked]
        write_fields(some, ["parent_key_result"])

    def keep_history(self) -> None:
        made, changed = self.of(self.new), self.of(self.changed)
        history = Objective.history
        for some in batches(made):
            history.bulk_history_create(some, default_user=self.by)
        for some in batches(changed):
            history.bulk_history_create(some, update=True, default_user=self.by)

    def write_entries(self) -> None:
        entries = self.entries()
        append_many(entries, lambda count: self.told("check_ins", count))
        self.touched |= {entry.objective_id for entry in entries}

    def entries(self) -> list[Entered]:
        made: dict[Any, CheckIn | Entered] = {}
        corrected = {e.corrects for e in self.plan.entries if e.corrects}
        for entry in found(CheckIn.objects.order_by(), "key", corrected):
            made[entry.key] = entry
        rows, moment = [], self.now
        for entry in self.plan.entries:
            moment += MICROSECOND
            row = self.entry(entry, moment)
            if row.key in corrected:
                made[row.key] = row
            rows.append(row)
        for row, entry in zip(rows, self.plan.entries, strict=True):
            if entry.corrects:
                row.corrects = made[entry.corrects]
        return rows

    def entry(self, entry: NewEntry, moment: datetime.datetime) -> Entered:
        key_result_id, objective_id = self.key_results[entry.key_result]
        author = self.people[entry.author] if entry.author else self.by
        row = Entered(
            key_result_id=key_result_id,
            objective_id=objective_id,
            author_id=author.pk,
            value=entry.value,
            measured_on=entry.measured_on,
            created_at=entry.entered_at or moment,
            confidence=entry.confidence,
            note=entry.note,
            reason=entry.reason,
        )
        row.key = entry.key or row.key
        return row

    def below(self) -> set[int]:
        """Children: what they give depends on the privacy of their parent."""
        rows = Objective.objects.order_by()
        return {child.pk for child in found(rows, "parent", sorted(self.touched))}


def moves(row: NewObjective) -> bool:
    return row.pk is not None and "parent" in row.values
