"""What else must be written when a definition changes, in the same transaction.

Goals are defined here and measured in the other app, and imports point one
way; so whoever keeps stored figures registers here when Django starts. A plain
list read top to bottom, instead of signals: nothing else may listen.
"""

from __future__ import annotations

from typing import Protocol


class Books(Protocol):
    """Keeps figures in step; called inside the transaction, after the write."""

    def hold(self, objective_id: int) -> None: ...

    def objectives_changed(self, objective_ids: list[int]) -> None: ...

    def key_results_changed(self, objective_id: int) -> None: ...

    def objective_leaves(self, objective_id: int) -> None: ...

    def cycle_changed(self, cycle_id: int) -> None: ...

    def action_changed(self, action_id: int) -> None: ...

    def many_changed(self, objective_ids: list[int]) -> None: ...


_keepers: list[Books] = []


def register(keeper: Books) -> None:
    _keepers.append(keeper)


def hold(objective_id: int) -> None:
    """Lock what is kept of this objective, before its key results and actions are.

    Whoever checks in or deletes takes the two in this order; the other way round
    each would hold what the other waits for.
    """
    for keeper in _keepers:
        keeper.hold(objective_id)


def objectives_changed(*objective_ids: int) -> None:
    """Parents, privacy, alignment weights, owners or drops of these were written."""
    for keeper in _keepers:
        keeper.objectives_changed(list(objective_ids))


def key_results_changed(objective_id: int) -> None:
    """Key results of this objective, their weights or drops were written."""
    for keeper in _keepers:
        keeper.key_results_changed(objective_id)


def objective_leaves(objective_id: int) -> None:
    """This objective is about to be deleted."""
    for keeper in _keepers:
        keeper.objective_leaves(objective_id)


def cycle_changed(cycle_id: int) -> None:
    """The dates of this cycle were written."""
    for keeper in _keepers:
        keeper.cycle_changed(cycle_id)


def action_changed(action_id: int) -> None:
    """An action was added or written; what is kept of its objective is held."""
    for keeper in _keepers:
        keeper.action_changed(action_id)


def many_changed(objective_ids: list[int]) -> None:
    """So many were written, with their key results, that they are counted together.

    Children that were there before are among them where their parent changed.
    """
    for keeper in _keepers:
        keeper.many_changed(objective_ids)
