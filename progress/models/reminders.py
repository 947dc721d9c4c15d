"""What people want to be reminded of, when, and what not for now."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from objectives.models import KeyResult
from objectives.models.organisation import Weekday

EVERY_DAY = 2**7 - 1  # one bit for each weekday, Monday's the lowest
FARTHEST = datetime.timedelta(days=14)  # what is older has been told, or never will be


class ReminderPreference(models.Model):
    """How somebody wants to be reminded; without a row, as a new row says."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("person"),
        related_name="reminder_preference",
        primary_key=True,
    )
    coming = models.BooleanField(_("what falls due soon"), default=True)
    due = models.BooleanField(_("what is due today"), default=True)
    late = models.BooleanField(_("what is late"), default=True)
    team = models.BooleanField(
        _("what your teams have missed"),
        default=True,
        help_text=_("For leads: named once, when the days of grace are over."),
    )
    mentions = models.BooleanField(_("comments that name you"), default=True)
    hour = models.PositiveSmallIntegerField(_("hour of the day"), default=8)
    weekdays = models.PositiveSmallIntegerField(_("days"), default=EVERY_DAY)
    # Up to this day, in the person's time zone, everything has been told.
    told_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("reminder preference")
        verbose_name_plural = _("reminder preferences")
        constraints = [
            models.CheckConstraint(
                name="reminder_hour_of_a_day", condition=Q(hour__lte=23)
            ),
            models.CheckConstraint(
                name="reminder_weekdays_of_a_week",
                condition=Q(weekdays__gte=0, weekdays__lte=EVERY_DAY),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def of(cls, person) -> ReminderPreference:
        return cls.objects.filter(person=person).first() or cls(person=person)

    @property
    def wants_any(self) -> bool:
        news = self.coming or self.due or self.late or self.team
        return news or self.mentions

    @property
    def days(self) -> list[Weekday]:
        return [day for day in Weekday if self.weekdays >> day & 1]

    def allows(self, moment: datetime.datetime) -> bool:
        """Whether a mail may leave at this moment, given in the person's time zone."""
        on_this_day = self.weekdays >> moment.weekday() & 1
        return bool(self.wants_any and on_this_day and moment.hour >= self.hour)

    def since(self, day: datetime.date) -> datetime.date:
        """The day up to which this person has been told, not farther back than due."""
        return max(self.told_on or day - FARTHEST, day - FARTHEST)


class Snooze(models.Model):
    """Somebody wants to hear no more of a key result until its next due date."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("person"),
        related_name="+",
    )
    key_result = models.ForeignKey(
        KeyResult, models.CASCADE, verbose_name=_("key result"), related_name="+"
    )
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("snooze")
        verbose_name_plural = _("snoozes")
        constraints = [
            models.UniqueConstraint(fields=["person", "key_result"], name="snooze_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key_result_id} {self.until}"


class CalendarToken(models.Model):
    """The secret address of somebody's calendar; only its digest is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("person"),
        related_name="calendar_token",
        primary_key=True,
    )
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, in hexadecimal
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.person)
