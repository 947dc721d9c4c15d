from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from objectives.models.action import Action
from objectives.models.kept import Kept, KeptQuerySet
from objectives.models.people import User


class ActionEvent(Kept):
    """One step of an action: who, when, from which state to which, and why.

    Triggers in the database (migration 0010) refuse to change or remove it. The
    first one, from no state, is when it was proposed.
    """

    KEPT = "The log of an action is append-only"

    action = models.ForeignKey(
        Action, models.PROTECT, verbose_name=_("action"), related_name="events"
    )
    from_state = models.CharField(
        _("from state"),
        max_length=9,
        choices=Action.State.choices,
        blank=True,
        default="",
    )
    to_state = models.CharField(
        _("to state"), max_length=9, choices=Action.State.choices
    )
    on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=1000, blank=True, default="")
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("author"), related_name="+"
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an action")
        verbose_name_plural = _("steps of actions")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["action", "created_at", "id"], name="action_event")
        ]

    def __str__(self) -> str:
        return f"{self.from_state or '–'} → {self.to_state}"
