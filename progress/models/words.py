from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from objectives.models import Action, Objective


class ObjectiveWords(models.Model):
    """What a search for an objective looks at: its title and its key results.

    As `objectives.text.searchable` writes it, so that both databases find the same.
    Written by progress/figures.py in the transaction of what changes it, in a
    table of its own: lists read many rows and hardly ever search.
    """

    objective = models.OneToOneField(
        Objective, models.CASCADE, primary_key=True, related_name="words"
    )
    text = models.TextField()

    class Meta:
        verbose_name = _("words of an objective")
        verbose_name_plural = _("words of objectives")

    def __str__(self) -> str:
        return self.text


class ActionWords(models.Model):
    """What a search for an action looks at: its title and its key result, as above."""

    action = models.OneToOneField(
        Action, models.CASCADE, primary_key=True, related_name="words"
    )
    text = models.TextField()

    class Meta:
        verbose_name = _("words of an action")
        verbose_name_plural = _("words of actions")

    def __str__(self) -> str:
        return self.text
