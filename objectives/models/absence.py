from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from objectives import access
from objectives.models.cycle import FIRST_DAY, LAST_DAY
from objectives.models.people import User

LONGEST = datetime.timedelta(days=366)


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: datetime.date) -> AbsenceQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def editable_by(self, user: User) -> AbsenceQuerySet:
        """One's own, those of people in the teams one leads, or all of them."""
        return self.filter(person__in=access.answered_for(user).values("pk"))


class Absence(models.Model):
    """Days on which somebody is away: nothing of theirs falls due or becomes late.

    A delegate may check in for them on these days, as far as `named_by` may let
    somebody do so: what a lead may give away ends where the lead's teams end.
    """

    person = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("person"), related_name="absences"
    )
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("last day away"))
    delegate = models.ForeignKey(
        User,
        models.SET_NULL,
        verbose_name=_("delegate"),
        related_name="stands_in",
        null=True,
        blank=True,
        help_text=_("May check in for this person’s key results on these days."),
    )
    named_by = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("entered by"), related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["person", "ends_on"], name="absence_person"),
            models.Index(fields=["delegate", "ends_on"], name="absence_delegate"),
        ]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_when_it_starts_or_later",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                name="absence_within_2000_and_2100",
                condition=Q(starts_on__gte=FIRST_DAY, ends_on__lte=LAST_DAY),
                violation_error_message=_("Dates lie between 2000 and 2100."),
            ),
            models.CheckConstraint(
                name="absence_delegate_is_somebody_else",
                condition=Q(delegate=None) | ~Q(delegate=F("person")),
                violation_error_message=_("Nobody stands in for themself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.starts_on} – {self.ends_on}"

    def get_absolute_url(self) -> str:
        return reverse("settings_absence_edit", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if not (self.person_id and self.starts_on and self.ends_on):
            return
        if self.ends_on - self.starts_on > LONGEST:
            raise ValidationError({"ends_on": _("An absence lasts at most a year.")})
        others = Absence.objects.filter(person=self.person_id).exclude(pk=self.pk)
        if others.filter(
            starts_on__lte=self.ends_on, ends_on__gte=self.starts_on
        ).exists():
            raise ValidationError(
                {"starts_on": _("Some of these days are entered as away already.")}
            )

    def has_ended(self, today: datetime.date) -> bool:
        return self.ends_on < today
