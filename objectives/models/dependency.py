from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from objectives.locks import structure_lock
from objectives.models.action import Action


class DependencyQuerySet(models.QuerySet):
    def bulk_create(self, *args: Any, **kwargs: Any):
        raise TypeError("Dependencies are saved one by one, which refuses loops")

    def update(self, **fields: Any):
        raise TypeError("A dependency is not changed: delete it and save another")

    def bulk_update(self, *args: Any, **kwargs: Any):
        raise TypeError("A dependency is not changed: delete it and save another")


class Dependency(models.Model):
    """One action that waits for another; never, through any number, for itself.

    `save` refuses loops under the one lock of structure, so that two people who
    each add half a circle at once do not close it.
    """

    action = models.ForeignKey(
        Action,
        models.CASCADE,
        verbose_name=_("action"),
        related_name="dependencies",
    )
    needs = models.ForeignKey(
        Action,
        models.CASCADE,
        verbose_name=_("depends on"),
        related_name="dependents",
    )

    objects = DependencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "needs"],
                name="dependency_once",
                violation_error_message=_("It depends on that action already."),
            ),
            models.CheckConstraint(
                name="dependency_on_another",
                condition=~Q(action=F("needs")),
                violation_error_message=_("An action cannot wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} → {self.needs_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with structure_lock():
            self.refuse_loop()
            super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.action_id and self.needs_id:
            self.refuse_loop()

    def refuse_loop(self) -> None:
        """Raise ValidationError where what is needed already waits for the action."""
        if self.action_id == self.needs_id:
            raise ValidationError({"needs": _("An action cannot wait for itself.")})
        if self.action_id in needed_by(self.needs_id):
            text = _("“%(needs)s” already waits for this action, directly or not.")
            raise ValidationError({"needs": text % {"needs": self.needs.title}})


def needed_by(pk: int) -> set[int]:
    """The ids of all actions that this one waits for, through any number of others.

    A query for each step along the longest chain, not one for each action.
    """
    found: set[int] = set()
    edge = {pk}
    while edge:
        rows = Dependency.objects.filter(action__in=edge)
        edge = set(rows.values_list("needs", flat=True)) - found
        found |= edge
    return found
