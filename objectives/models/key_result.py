from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives import access, external_ids
from objectives.models.cycle import Cycle
from objectives.models.objective import Objective
from objectives.models.people import User
from objectives.models.values import value_field, within_range
from objectives.text import LINE, PROSE


class KeyResultQuerySet(models.QuerySet):
    def live(self) -> KeyResultQuerySet:
        return self.filter(dropped_at=None, objective__dropped_at=None)

    def visible_to(self, user: User) -> KeyResultQuerySet:
        return self.filter(access.visible_key_results(user))

    def editable_by(self, user: User) -> KeyResultQuerySet:
        return self.filter(access.editable_key_results(user))

    def measurable_by(self, user: User) -> KeyResultQuerySet:
        """Those this person may check in, whatever their cycle's state."""
        return self.filter(access.measurable_key_results(user))

    def open(self) -> KeyResultQuerySet:
        """Those that take check-ins."""
        return self.live().filter(objective__cycle__state=Cycle.State.OPEN)


class KeyResult(models.Model):
    """A standard by which an objective is judged: from a start value to a target."""

    class Kind(models.TextChoices):
        REACH = "reach", _("reach a value")
        AT_LEAST = "at_least", _("stay at or above a line")
        AT_MOST = "at_most", _("stay at or below a line")
        MILESTONE = "milestone", _("done or not")

    objective = models.ForeignKey(
        Objective,
        models.CASCADE,
        verbose_name=_("objective"),
        related_name="key_results",
    )
    content = models.CharField(_("key result"), max_length=1000, validators=LINE)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.REACH
    )
    start_value = value_field(_("start value"), default=Decimal(0))
    target_value = value_field(_("target value"), default=Decimal(1))
    unit = models.CharField(
        _("unit"), max_length=40, blank=True, default="", validators=PROSE
    )
    weight = value_field(_("weight"), default=Decimal(1))
    owner = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("owner"), related_name="key_results"
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    dropped_at = models.DateTimeField(_("dropped"), null=True, editable=False)
    drop_reason = models.CharField(
        _("reason"), max_length=1000, blank=True, default="", validators=PROSE
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    external_id = models.CharField(
        _("key in files"),
        max_length=external_ids.LONGEST,
        unique=True,
        default=external_ids.key_result_key,
        editable=False,
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = KeyResultQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name=_("earlier version of a key result"),
        verbose_name_plural=_("earlier versions of key results"),
        excluded_fields=["revision", "position", "external_id"],
    )

    class Meta:
        verbose_name = _("key result")
        verbose_name_plural = _("key results")
        ordering = ["position", "pk"]
        # The database refuses what the arithmetic cannot answer.
        constraints = [
            within_range("start_value", "key_result_start_within_range"),
            within_range("target_value", "key_result_target_within_range"),
            within_range("weight", "key_result_weight_within_range"),
            models.CheckConstraint(
                name="key_result_weight_positive",
                condition=Q(weight__gt=0),
                violation_error_message=_(
                    "A weight is more than 0; drop the key result instead."
                ),
            ),
            models.CheckConstraint(
                name="key_result_target_differs_from_start",
                condition=~Q(kind="reach") | ~Q(target_value=F("start_value")),
                violation_error_message=_(
                    "The target equals the start value: there is no distance to go."
                ),
            ),
            models.CheckConstraint(
                name="key_result_milestone_is_0_to_1",
                condition=~Q(kind="milestone") | Q(start_value=0, target_value=1),
            ),
            models.CheckConstraint(
                name="key_result_kind_known",
                condition=Q(kind__in=["reach", "at_least", "at_most", "milestone"]),
            ),
            models.CheckConstraint(
                name="key_result_content_within_1000",
                condition=Q(content__length__gte=1, content__length__lte=1000),
            ),
        ]

    def __str__(self) -> str:
        return self.content

    def get_absolute_url(self) -> str:
        return reverse("key_result", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.MILESTONE:
            self.start_value, self.target_value, self.unit = Decimal(0), Decimal(1), ""
        else:
            self.due_on = None
        if self.due_on and not self.within_cycle(self.due_on):
            raise ValidationError({"due_on": _("This day lies outside the cycle.")})

    @property
    def known_error(self) -> Decimal:
        """What a change must exceed to be called one, in the unit; 0 without a plan."""
        plan = getattr(self, "measurement_plan", None)
        return plan.error if plan else Decimal(0)

    def within_cycle(self, day) -> bool:
        cycle = self.objective.cycle
        return cycle.starts_on <= day <= cycle.ends_on

    @property
    def is_milestone(self) -> bool:
        return self.kind == self.Kind.MILESTONE

    @property
    def is_line(self) -> bool:
        """A line to stay on the right side of, rather than a way to go."""
        return self.kind in {self.Kind.AT_LEAST, self.Kind.AT_MOST}

    @property
    def closed_because(self):
        """Why it takes no check-ins, as a sentence; None where it takes them."""
        if self.dropped_at:
            return _("This key result was dropped; it takes no check-ins.")
        if self.objective.dropped_at:
            return _("Its objective was dropped; it takes no check-ins.")
        if self.objective.cycle.state == Cycle.State.CLOSED:
            return _("Its cycle is closed; it takes no check-ins.")
        if self.objective.cycle.state == Cycle.State.PLANNING:
            return _("Its cycle is still being planned; check-ins begin when it opens.")
        return None

    @property
    def actions_fixed_because(self):
        """Why its actions stay as they are, as a sentence; None where they change."""
        if self.objective.cycle.state == Cycle.State.CLOSED:
            return _("Its cycle is closed; its actions stay as they are.")
        if self.dropped_at:
            return _("This key result was dropped; its actions stay as they are.")
        if self.objective.dropped_at:
            return _("Its objective was dropped; its actions stay as they are.")
        return None
