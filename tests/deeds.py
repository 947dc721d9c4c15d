"""Somebody who does whatever a site allows, at random, the way its pages do it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import ProtectedError

from objectives import actions, clock, plan, steps, tree
from objectives.models import Action, Cycle, KeyResult, Objective, Team, User
from progress import ledger
from progress.models import CheckIn
from tests import factories

# What is answered with a sentence; anything else is an error.
REFUSALS = (
    ObjectDoesNotExist,  # somebody else deleted it
    ProtectedError,
    ValidationError,
    ledger.Refused,
    ledger.Stale,
    plan.Stale,
)

STRUCTURE = ["create", "create", "move", "move", "delete"]
MEASURING = ["check_in", "check_in", "check_in", "correct"]
DEFINING = [
    *["add_key_result"] * 3,
    "retarget",
    "reweigh",
    "shift_cycle",
    "weigh_alignment",
    "flip_privacy",
    "drop_key_result",
    *["restore_key_result"] * 2,
    "drop_objective",
    *["restore_objective"] * 2,
]
ACTING = ["propose", "propose", "step", "step", "step", "replan", "change_team"]


class Somebody:
    """Random, but the same for the same seed; `done` counts what was not refused."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.user = User.objects.order_by("pk").first()
        self.done: Counter[str] = Counter()

    def act(self, deeds: list[str]) -> None:
        deed = self.random.choice(deeds)
        try:
            getattr(self, deed)()
        except REFUSALS:
            self.done["refused"] += 1
        else:
            self.done[deed] += 1

    def one_of(self, rows):
        """Raises ObjectDoesNotExist when there is none."""
        pks = list(rows.order_by("pk").values_list("pk", flat=True))
        if not pks:
            raise rows.model.DoesNotExist
        return rows.get(pk=self.random.choice(pks))

    def objective(self) -> Objective:
        return self.one_of(Objective.objects.all())

    def key_result(self) -> KeyResult:
        return self.one_of(KeyResult.objects.all())

    def number(self) -> Decimal:
        return Decimal(self.random.randint(-10_0000, 120_0000)).scaleb(-4)

    # Structure

    def create(self) -> None:
        parent = self.objective() if self.random.random() < 0.8 else None
        objective = Objective(
            title="One more", cycle=Cycle.objects.get(), parent=parent, owner=self.user
        )
        plan.add_objective(objective, by=self.user)

    def move(self) -> None:
        parent = self.objective() if self.random.random() < 0.8 else None
        pk, link = self.objective().pk, self.link_to(parent)
        tree.move(pk=pk, parent_pk=parent and parent.pk, by=self.user, link=link)

    def link_to(self, parent: Objective | None) -> tree.Link | None:
        """Half of the moves name a key result that is served, and a weight."""
        if parent is None or self.random.random() < 0.5:
            return None
        served = self.random.choice([None, *parent.key_results.all()])
        return tree.Link(served, "Because it moves.", self.random.randint(1, 5))

    def delete(self) -> None:
        leaves = Objective.objects.filter(children=None, check_ins=None)
        self.one_of(leaves.exclude(parent=None)).delete()

    # Measuring

    def check_in(self) -> None:
        key_result = self.key_result()
        factories.check_in(
            key_result, self.value_for(key_result), on=self.day(), author=self.user
        )

    def correct(self) -> None:
        wrong = self.one_of(CheckIn.objects.effective())
        key_result = KeyResult.objects.get(pk=wrong.key_result_id)
        factories.check_in(
            key_result,
            self.value_for(key_result),
            on=self.day(),
            author=self.user,
            corrects=wrong.pk,
            reason="Misread.",
        )

    def value_for(self, key_result: KeyResult) -> Decimal:
        if key_result.is_milestone:
            return Decimal(self.random.randint(0, 1))
        return self.number()

    def day(self):
        return clock.today() - timedelta(days=self.random.randint(0, 50))

    # Defining

    def add_key_result(self) -> None:
        kind = self.random.choice(KeyResult.Kind.values)
        key_result = KeyResult(
            objective=self.objective(), content="More", kind=kind, owner=self.user
        )
        if kind != KeyResult.Kind.MILESTONE:
            key_result.target_value = Decimal(100)
        key_result.weight = Decimal(self.random.randint(1, 9))
        plan.add_key_result(key_result, by=self.user)

    def retarget(self) -> None:
        self.change(self.key_result(), target_value=self.number() or Decimal(1))

    def shift_cycle(self) -> None:
        cycle = Cycle.objects.order_by("pk").first()
        cycle.ends_on += timedelta(days=self.random.randint(-3, 4))
        cycle.clean()
        cycle.save()

    def reweigh(self) -> None:
        key_results = plan.weighed(self.objective().pk)
        plan.reweigh(
            key_results[0].objective_id if key_results else 0,
            seen=plan.version_of(key_results),
            by=self.user,
            weights={kr.pk: Decimal(self.random.randint(1, 9)) for kr in key_results},
        )

    def weigh_alignment(self) -> None:
        self.change_objective(alignment_weight=self.random.randint(1, 5))

    def flip_privacy(self) -> None:
        objective = self.objective()
        self.change_objective(objective, is_private=not objective.is_private)

    def drop_key_result(self) -> None:
        pk = self.one_of(KeyResult.objects.filter(dropped_at=None)).pk
        plan.drop_key_result(pk, seen=None, by=self.user, reason="Too much.")

    def restore_key_result(self) -> None:
        pk = self.one_of(KeyResult.objects.exclude(dropped_at=None)).pk
        plan.restore_key_result(pk, seen=None, by=self.user)

    def drop_objective(self) -> None:
        pk = self.one_of(Objective.objects.filter(dropped_at=None)).pk
        plan.drop_objective(pk, seen=None, by=self.user, reason="Too much.")

    def restore_objective(self) -> None:
        pk = self.one_of(Objective.objects.exclude(dropped_at=None)).pk
        plan.restore_objective(pk, seen=None, by=self.user)

    def change(self, key_result: KeyResult, **values) -> None:
        if key_result.is_milestone:
            raise ValidationError("A milestone keeps its target.")
        plan.change_key_result(
            key_result.pk, seen=key_result.revision, by=self.user, values=values
        )

    def change_objective(self, objective: Objective | None = None, **values) -> None:
        objective = objective or self.objective()
        plan.change_objective(
            objective.pk, seen=objective.revision, by=self.user, values=values
        )

    # Acting

    def propose(self) -> None:
        action = Action(key_result=self.key_result(), title="Try it")
        actions.propose(action, by=self.user)

    def step(self) -> None:
        action = self.one_of(Action.objects.all())
        step = self.random.choice(steps.STEPS[action.state])
        actions.take(
            action.pk, step, seen=action.revision, by=self.user, reason="So it is."
        )

    def replan(self) -> None:
        action = self.one_of(Action.objects.all())
        due_on = self.random.choice([None, self.day()])
        values = {"due_on": due_on, "owner": self.random.choice([None, self.user])}
        actions.change(action.pk, seen=action.revision, by=self.user, values=values)

    def change_team(self) -> None:
        team = self.random.choice([None, *Team.objects.all()])
        self.change_objective(team=team)
