from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives import bookkeeping
from objectives.locks import structure_lock
from objectives.text import LINE

FIRST_DAY = datetime.date(2000, 1, 1)
LAST_DAY = datetime.date(2100, 12, 31)
LONGEST = datetime.timedelta(days=5 * 366)


class CycleQuerySet(models.QuerySet):
    def overlapping(self, cycle: Cycle) -> CycleQuerySet:
        return self.filter(starts_on__lte=cycle.ends_on, ends_on__gte=cycle.starts_on)

    def open(self) -> CycleQuerySet:
        return self.filter(state=Cycle.State.OPEN)

    def current(self, today: datetime.date) -> Cycle | None:
        """The open cycle that today lies in, the shortest first; else the newest."""
        running = self.open().filter(starts_on__lte=today, ends_on__gte=today)
        shortest = sorted(running, key=lambda cycle: (cycle.days, -cycle.pk))
        if shortest:
            return shortest[0]
        return self.order_by("state", "-starts_on", "-pk").first()


class Cycle(models.Model):
    """A dated period in which objectives are set, pursued and graded."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PLANNING = "planning", _("planning")
        CLOSED = "closed", _("closed")

    name = models.CharField(_("name"), max_length=100, unique=True, validators=LINE)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNING
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("lies in"),
        related_name="children",
        null=True,
        blank=True,
        help_text=_("A longer cycle, such as the year that a quarter lies in."),
    )

    objects = CycleQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name=_("earlier version of a cycle"),
        verbose_name_plural=_("earlier versions of cycles"),
        # None is what the library writes where nobody gave a reason.
        history_change_reason_field=models.CharField(max_length=1000, null=True),
    )

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        ordering = ["-starts_on", "-ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="cycle_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The last day must come after the first."),
            ),
            models.CheckConstraint(
                name="cycle_within_2000_and_2100",
                condition=Q(starts_on__gte=FIRST_DAY, ends_on__lte=LAST_DAY),
                violation_error_message=_("Dates lie between 2000 and 2100."),
            ),
            models.CheckConstraint(
                name="cycle_state_known",
                condition=Q(state__in=["open", "planning", "closed"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Save the cycle; what is expected in it depends on its dates."""
        with structure_lock():  # no objective enters or leaves it meanwhile
            before = Cycle.objects.filter(pk=self.pk).values_list(
                "starts_on", "ends_on"
            )
            dates = before.first()
            super().save(*args, **kwargs)
            if dates and dates != before.first():
                bookkeeping.cycle_changed(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("cycle", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if not (self.starts_on and self.ends_on):
            return
        if self.ends_on - self.starts_on > LONGEST:
            raise ValidationError({"ends_on": _("A cycle lasts at most five years.")})
        if self.parent_id:
            self.refuse_parent(self.parent)
        if self.pk:
            self.refuse_dates()

    def refuse_dates(self) -> None:
        """Raise ValidationError where something in this cycle would fall outside."""
        if reason := self.dates_refusal():
            raise ValidationError({"ends_on": reason})

    def dates_refusal(self):
        before, after = Q(parent__cycle__ends_on__lt=self.starts_on), self.ends_on
        apart = before | Q(parent__cycle__starts_on__gt=after)
        if self.objectives.exclude(parent__cycle=self).filter(apart).exists():
            return _("An objective here serves one in a cycle outside these dates.")
        above = Q(cycle__ends_on__lt=self.starts_on) | Q(cycle__starts_on__gt=after)
        served = self.objectives.model.objects.filter(parent__cycle=self)
        if served.exclude(cycle=self).filter(above).exists():
            return _("An objective elsewhere that serves one here is outside them.")
        if self.objectives.filter(self.outside("check_ins__measured_on")).exists():
            return _("Check-ins of this cycle were measured outside these dates.")
        if self.objectives.filter(self.outside("key_results__due_on")).exists():
            return _("A milestone of this cycle is due outside these dates.")
        inside = Q(starts_on__gte=self.starts_on, ends_on__lte=self.ends_on)
        if self.children.exclude(inside).exists():
            return _("A cycle that lies in this one reaches outside these dates.")
        return None

    def outside(self, day: str) -> Q:
        return Q(**{f"{day}__lt": self.starts_on}) | Q(**{f"{day}__gt": self.ends_on})

    def refuse_parent(self, parent: Cycle) -> None:
        inside = parent.starts_on <= self.starts_on and self.ends_on <= parent.ends_on
        if not inside or self in parent.and_above():
            raise ValidationError(
                {"parent": _("This cycle does not lie within the other’s dates.")}
            )

    def and_above(self) -> list[Cycle]:
        """This cycle, the one it lies in, the one that lies in, and so on."""
        found, cycle = [], self
        while cycle and cycle not in found:
            found.append(cycle)
            cycle = cycle.parent
        return found

    def closed_at(self) -> datetime.datetime | None:
        """When it was last closed; None while it is not, or where nobody knows."""
        if self.state != self.State.CLOSED:
            return None
        before = self.history.exclude(state=self.State.CLOSED).order_by("-history_id")
        last = before.values("history_id")[:1]
        closed = self.history.filter(history_id__gt=last).order_by("history_id")
        return closed.values_list("history_date", flat=True).first()

    @property
    def days(self) -> int:
        """From the first day to the last, which is how pace is measured."""
        return (self.ends_on - self.starts_on).days

    @property
    def weeks(self) -> int:
        return (self.days + 6) // 7

    def week_of(self, day: datetime.date) -> int:
        """1 in the first week; never beyond the last."""
        return min(max((day - self.starts_on).days // 7 + 1, 1), self.weeks)

    def days_left(self, day: datetime.date) -> int:
        return max((self.ends_on - day).days, 0)

    def overlaps(self, other: Cycle) -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on
