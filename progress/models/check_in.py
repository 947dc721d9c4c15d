from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from objectives.access import visible_objectives
from objectives.models import KeyResult, Objective, User
from objectives.models.kept import Kept, KeptQuerySet
from objectives.models.values import value_field, within_range
from objectives.text import PROSE


class Confidence(models.TextChoices):
    HIGH = "high", pgettext_lazy("confidence", "High")
    MEDIUM = "medium", pgettext_lazy("confidence", "Medium")
    LOW = "low", pgettext_lazy("confidence", "Low")


class CheckInQuerySet(KeptQuerySet):
    def visible_to(self, user: User) -> CheckInQuerySet:
        return self.filter(visible_objectives(user, "objective__"))

    def effective(self) -> CheckInQuerySet:
        """Entries that no correction has replaced."""
        return self.filter(corrected_by=None)

    def in_order(self) -> CheckInQuerySet:
        """From the first measured to the last; the last effective one is current."""
        return self.order_by("measured_on", "created_at", "pk")


class CheckIn(Kept):
    """One dated measurement of a key result: never edited, never deleted.

    A mistake is corrected by another entry that names the one it replaces.
    Triggers in the database (migration 0002) hold what `save` promises here.
    """

    KEPT = "The ledger is append-only: record a correction"

    key_result = models.ForeignKey(
        KeyResult,
        models.PROTECT,
        verbose_name=_("key result"),
        related_name="check_ins",
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, verbose_name=_("objective"), related_name="check_ins"
    )
    value = value_field(_("value"))
    measured_on = models.DateField(_("measured on"))
    created_at = models.DateTimeField(_("entered"), default=timezone.now)
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("author"), related_name="check_ins"
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=6,
        choices=Confidence.choices,
        blank=True,
        default="",
    )
    note = models.CharField(
        _("note"), max_length=2000, blank=True, default="", validators=PROSE
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("corrects"),
        related_name="corrected_by",
        null=True,
        blank=True,
    )
    reason = models.CharField(
        _("reason"), max_length=1000, blank=True, default="", validators=PROSE
    )
    key = models.UUIDField(_("one-time key"), default=uuid.uuid4, unique=True)
    # What its author was shown, in millionths: a chart of the past is one query.
    progress = models.IntegerField(_("progress after it"), null=True)
    objective_before = models.IntegerField(_("objective before it"), null=True)
    objective_after = models.IntegerField(_("objective after it"), null=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["measured_on", "created_at", "pk"]
        indexes = [
            models.Index(
                fields=["key_result", "measured_on", "created_at", "id"],
                name="check_in_key_result",
            ),
            models.Index(fields=["objective", "id"], name="check_in_objective"),
        ]
        constraints = [
            within_range("value", "check_in_value_within_range"),
            models.CheckConstraint(
                name="check_in_progress_0_to_1",
                condition=Q(progress__gte=0, progress__lte=1_000_000),
            ),
            models.CheckConstraint(
                name="check_in_confidence_known",
                condition=Q(confidence__in=["", "high", "medium", "low"]),
            ),
            models.CheckConstraint(
                name="check_in_correction_has_a_reason",
                condition=Q(corrects=None) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.value} ({self.measured_on})"
