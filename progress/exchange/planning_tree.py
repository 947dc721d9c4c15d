"""Parents: found by id or title, and no loop, no depth, no cycle out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectives.models import Cycle, KeyResult, Objective
from objectives.models.objective import DEEPEST
from progress.exchange.known import found, objective_rows, parents
from progress.exchange.planning_names import Dates

if TYPE_CHECKING:
    from progress.exchange.planning import Draft, Planner


def find_parents(planner: Planner) -> None:
    """Write "parent" and "parent_key_result" into what each draft says."""
    know_parents(planner)
    served_here = key_results_in_file(planner)
    for draft in planner.drafts.values():
        row = draft.cells.row
        if row.has("parent_id") or row.has("parent_key_result_id"):
            read_parent(planner, draft, served_here)
        elif draft.stored is None:
            draft.said |= {"parent": None, "parent_key_result": None}
    refuse_loops(planner)
    for draft in planner.drafts.values():
        refuse_parent(planner, draft)


def know_parents(planner: Planner) -> None:
    """Keys of the parents, and of the key results served, that are stored now."""
    stored = planner.known.objectives.values()
    above = {o.parent_id for o in stored if o.parent_id}
    served = {o.parent_key_result_id for o in stored if o.parent_key_result_id}
    for objective in found(objective_rows(), "pk", above):
        planner.known.objectives.setdefault(objective.external_id, objective)
    planner.parent_keys = {
        o.pk: o.external_id for o in planner.known.objectives.values()
    }
    rows = found(KeyResult.objects.order_by(), "pk", served)
    planner.key_result_keys = {kr.pk: kr.external_id for kr in rows}


def key_results_in_file(planner: Planner) -> dict[str, str]:
    """The objective of each key result of the file, by their keys."""
    drafts = planner.of_row
    return {
        str(row["key_result_id"]): drafts[row.number].key
        for row in planner.rows("okrs")
        if row["key_result_id"] and row.number in drafts
    }


def read_parent(planner: Planner, draft: Draft, served_here: dict[str, str]) -> None:
    cells = draft.cells
    served = cells.text("parent_key_result_id", 100) or None
    of = served and objective_of(planner, served, served_here)
    named = cells.text("parent_id", 1000)
    parent = find(planner, draft, named) if named else of
    # Where the parent's own row is refused, that is said once, and there.
    if named and parent is None and named not in planner.listed:
        cells.problem("parent_id", "no_parent")
    if served and (of is None or of != parent):
        cells.problem("parent_key_result_id", "served")
    alone = parent is None and not named and not served
    if alone and draft.stored is None and cells.row.has("parent_id"):
        cells.problem("parent_id", "no_top")
    draft.said |= {"parent": parent, "parent_key_result": served}


def objective_of(planner: Planner, served: str, served_here: dict[str, str]):
    if served in served_here:
        return served_here[served]
    stored = planner.known.key_results.get(served)
    if stored is None:
        return None
    objective = stored.objective
    planner.known.objectives.setdefault(objective.external_id, objective)
    planner.parent_keys.setdefault(objective.pk, objective.external_id)
    return objective.external_id


def find(planner: Planner, draft: Draft, named: str) -> str | None:
    """The key of the objective of that id, or of that title in the same cycle."""
    if named in planner.drafts or named in planner.known.objectives:
        return named
    same_cycle = planner.titles.get((named, draft.cycle))
    if same_cycle:
        return same_cycle
    in_file = [key for (title, _c), key in planner.titles.items() if title == named]
    stored = [o.external_id for o in planner.known.titles.get(named, [])]
    either = dict.fromkeys([*in_file, *stored])
    return next(iter(either)) if len(either) == 1 else None


# What follows from all parents together


def refuse_loops(planner: Planner) -> None:
    """Walks up from each that is new or moved; every node is walked once."""
    moved = [draft for draft in planner.drafts.values() if is_moved(planner, draft)]
    if not moved:
        return
    above = merged(planner)
    levels: dict[Any, int] = {}
    for node in list(above):
        level_of(node, above, levels)
    deepest = below_levels(above, levels)
    for draft in moved:
        level = levels[node_of(draft)]
        if level == LOOP:
            draft.cells.problem("parent_id", loop_code(planner, draft))
        elif deepest[node_of(draft)] > DEEPEST:
            draft.cells.problem("parent_id", "too_deep")


LOOP = -1


def loop_code(planner: Planner, draft: Draft) -> str:
    return "own_parent" if draft.said.get("parent") == draft.key else "loop"


def node_of(draft: Draft) -> Any:
    """What stands for it: the stored row, or its key in the file."""
    return draft.stored.pk if draft.stored else draft.key


def is_moved(planner: Planner, draft: Draft) -> bool:
    if draft.stored is None:
        return True
    if "parent" not in draft.said:
        return False
    return draft.said["parent"] != planner.parent_keys.get(draft.stored.parent_id)


def merged(planner: Planner) -> dict[Any, Any]:
    """Parents as they would be, by whatever stands for each objective."""
    above: dict[Any, Any] = dict(parents())
    drafts, stored = planner.drafts, planner.known.objectives
    for draft in drafts.values():
        if "parent" not in draft.said:
            continue
        key = draft.said["parent"]
        if key in drafts:
            above[node_of(draft)] = node_of(drafts[key])
        else:
            above[node_of(draft)] = stored[key].pk if key in stored else None
    return above


def level_of(node: Any, above: dict, levels: dict[Any, int]) -> None:
    """0 at the top; LOOP for whatever never reaches it. Without recursion."""
    path, passed = [], set()
    while node is not None and node not in levels and node not in passed:
        path.append(node)
        passed.add(node)
        node = above.get(node)
    level = LOOP if node in passed else levels.get(node, LOOP)
    is_loop = node in passed or (node is not None and level == LOOP)
    for each in reversed(path):
        level = LOOP if is_loop else level + 1
        levels[each] = level


def below_levels(above: dict, levels: dict[Any, int]) -> dict[Any, int]:
    """The deepest level that lies under each, or its own."""
    deepest = dict(levels)
    for node in sorted(levels, key=lambda each: -levels[each]):
        parent = above.get(node)
        if parent is not None and levels[node] != LOOP:
            deepest[parent] = max(deepest[parent], deepest[node])
    return deepest


def refuse_parent(planner: Planner, draft: Draft) -> None:
    """The rules of `Objective.parent_refusal`, for one that is new or moved."""
    key = draft.said.get("parent")
    changes_cycle = draft.stored and draft.said.get("cycle") not in (
        None,
        draft.stored.cycle.name,
    )
    if not key or not (is_moved(planner, draft) or changes_cycle):
        return
    own, other = planner.dates_of(draft), cycle_of_parent(planner, key)
    if own and other and not own.overlaps(other):
        draft.cells.problem("parent_id", "apart")
    if other and other.state == Cycle.State.CLOSED:
        draft.cells.problem("parent_id", "closed", cycle=other.name)
    stored = planner.known.objectives.get(key)
    if key not in planner.drafts and stored and stored.dropped_at:
        draft.cells.problem("parent_id", "dropped_parent")


def cycle_of_parent(planner: Planner, key: str) -> Dates | None:
    if key in planner.drafts:
        return planner.dates_of(planner.drafts[key])
    stored: Objective | None = planner.known.objectives.get(key)
    return planner.names.cycles.get(stored.cycle.name) if stored else None
