"""How often key results are due: what each level has said, and since when.

Rows are only added. What a level says now is its newest row; the older ones keep
saying what was due before that row's day, so that no change rewrites the past.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from objectives.models import KeyResult, Objective, Team, User
from objectives.models.organisation import Weekday
from objectives.text import LINE
from progress import cadence
from progress.cadence import LAST, MOST_DAYS, MOST_GRACE, MOST_MONTHS, MOST_REMINDING

BEGINNING = datetime.date(2000, 1, 1)
LAST_DAY = datetime.date(2100, 12, 31)
ALL_WEEKDAYS = 0b1111111


def days_of(bits: int) -> tuple[int, ...]:
    """The weekdays of a stored set: bit 0 is Monday, bit 6 is Sunday."""
    return tuple(day for day in range(cadence.DAYS_OF_A_WEEK) if bits >> day & 1)


def bits_of(weekdays) -> int:
    return sum(1 << day for day in set(weekdays))


class CadencePolicyQuerySet(models.QuerySet):
    def update(self, **fields):
        raise TypeError("What a level said stays: add a row that says otherwise")

    def in_order(self) -> CadencePolicyQuerySet:
        """The last of a level's rows is what it says now."""
        return self.order_by("effective_from", "pk")


RHYTHM = ("every", "weekdays", "month_day", "nth", "weekday", "anchor")


def shape(kind: str, **columns) -> Q:
    """A kind has these columns and no other of the rhythm's."""
    present = {name.split("__")[0] for name in columns}
    # Said outright: a CHECK lets pass what it cannot tell, such as NULL > 0.
    nulls = {f"{name}__isnull": name not in present for name in RHYTHM}
    return Q(kind=kind, **columns, **nulls)


SHAPES = (
    shape("")
    | shape(
        "weeks",
        every__range=(1, cadence.MOST_WEEKS),
        weekdays__range=(1, ALL_WEEKDAYS),
        anchor__range=(BEGINNING, LAST_DAY),
    )
    | shape(
        "month_day",
        every__range=(1, MOST_MONTHS),
        month_day__range=(1, 31),
        anchor__range=(BEGINNING, LAST_DAY),
    )
    | shape(
        "month_weekday",
        every__range=(1, MOST_MONTHS),
        nth__in=list(cadence.NTHS),
        weekday__range=(0, 6),
        anchor__range=(BEGINNING, LAST_DAY),
    )
    | shape("days", every__range=(1, MOST_DAYS), anchor__range=(BEGINNING, LAST_DAY))
)
OF_ORGANISATION = Q(team=None, objective=None, key_result=None)
ONE_LEVEL = (
    Q(objective=None, key_result=None)
    | Q(team=None, key_result=None)
    | Q(team=None, objective=None)
)


class CadencePolicy(models.Model):
    """What one level says from a day on; an empty part is left to the level above.

    The organisation's row names no team, objective or key result and leaves nothing
    open. `is_removed` ends an override: from its day on the level says nothing.
    """

    class Kind(models.TextChoices):
        WEEKS = "weeks", _("weeks, on weekdays")
        MONTH_DAY = "month_day", _("months, on a day")
        MONTH_WEEKDAY = "month_weekday", _("months, on a weekday")
        DAYS = "days", _("days")

    class Move(models.TextChoices):
        KEEP = cadence.Move.KEEP.value, _("stays on that day")
        BEFORE = cadence.Move.BEFORE.value, _("moves to the working day before")
        AFTER = cadence.Move.AFTER.value, _("moves to the next working day")

    class Nth(models.IntegerChoices):
        FIRST = 1, _("first")
        SECOND = 2, _("second")
        THIRD = 3, _("third")
        FOURTH = 4, _("fourth")
        LAST = LAST, pgettext_lazy("of a month’s weekdays", "last")

    team = models.ForeignKey(
        Team, models.CASCADE, verbose_name=_("team"), null=True, related_name="cadences"
    )
    objective = models.ForeignKey(
        Objective,
        models.CASCADE,
        verbose_name=_("objective"),
        null=True,
        related_name="cadences",
    )
    key_result = models.ForeignKey(
        KeyResult,
        models.CASCADE,
        verbose_name=_("key result"),
        null=True,
        related_name="cadences",
    )
    effective_from = models.DateField(_("for due dates from"))
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("saved by"), null=True, related_name="+"
    )
    is_removed = models.BooleanField(_("removed"), default=False)
    is_locked = models.BooleanField(_("locked"), default=False)
    kind = models.CharField(
        _("every"), max_length=13, choices=Kind.choices, blank=True, default=""
    )
    every = models.PositiveSmallIntegerField(_("every"), null=True)
    weekdays = models.PositiveSmallIntegerField(_("weekdays"), null=True)  # as bits
    month_day = models.PositiveSmallIntegerField(_("day of the month"), null=True)
    nth = models.SmallIntegerField(_("which"), choices=Nth.choices, null=True)
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=Weekday.choices, null=True
    )
    anchor = models.DateField(_("counted from"), null=True)
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), null=True)
    remind_days = models.PositiveSmallIntegerField(_("days of reminding"), null=True)
    move = models.CharField(
        _("on a day off"), max_length=6, choices=Move.choices, blank=True, default=""
    )

    objects = CadencePolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("update cadence")
        verbose_name_plural = _("update cadences")
        ordering = ["effective_from", "pk"]
        constraints = [
            models.CheckConstraint(name="cadence_of_one_level", condition=ONE_LEVEL),
            models.CheckConstraint(name="cadence_kind_has_its_parts", condition=SHAPES),
            models.CheckConstraint(
                name="cadence_organisation_leaves_nothing_open",
                condition=~OF_ORGANISATION
                | Q(is_removed=False)
                & ~Q(kind="")
                & ~Q(move="")
                & Q(grace_days__isnull=False, remind_days__isnull=False),
            ),
            models.CheckConstraint(
                name="cadence_removed_says_nothing",
                condition=Q(is_removed=False)
                | Q(kind="", move="", grace_days=None, remind_days=None)
                & Q(is_locked=False),
            ),
            models.CheckConstraint(
                name="cadence_grace_within_a_month",
                condition=Q(grace_days=None) | Q(grace_days__range=(0, MOST_GRACE)),
            ),
            models.CheckConstraint(
                name="cadence_reminds_within_two_weeks",
                condition=Q(remind_days=None)
                | Q(remind_days__range=(0, MOST_REMINDING)),
            ),
            models.CheckConstraint(
                name="cadence_move_known",
                condition=Q(move__in=["", "keep", "before", "after"]),
            ),
            models.CheckConstraint(
                name="cadence_within_2000_and_2100",
                condition=Q(effective_from__range=(BEGINNING, LAST_DAY)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.kind or '–'} ({self.effective_from})"

    @property
    def key(self) -> tuple[str, int]:
        """The level that says it: ("team", 4), ("organisation", 0)."""
        for level in ("team", "objective", "key_result"):
            if pk := getattr(self, f"{level}_id"):
                return level, pk
        return "organisation", 0

    @property
    def rule(self) -> cadence.Rule | None:
        """None where the level above says when."""
        if not self.kind:
            return None
        counted = {"every": self.every, "anchor": self.anchor}
        if self.kind == self.Kind.WEEKS:
            return cadence.Weeks(days_of(self.weekdays), **counted)
        if self.kind == self.Kind.MONTH_DAY:
            return cadence.MonthDay(day=self.month_day, **counted)
        if self.kind == self.Kind.MONTH_WEEKDAY:
            return cadence.MonthWeekday(self.nth, self.weekday, **counted)
        return cadence.Days(**counted)


def usual() -> CadencePolicy:
    """What the organisation says until somebody has said anything: every Thursday."""
    return CadencePolicy(
        effective_from=BEGINNING,
        kind=CadencePolicy.Kind.WEEKS,
        every=1,
        weekdays=bits_of([Weekday.THURSDAY]),
        anchor=cadence.A_MONDAY,
        grace_days=1,
        remind_days=1,
        move=CadencePolicy.Move.KEEP,
    )


class WorkCalendar(models.Model):
    """The organisation's weekend and the country whose holidays it keeps, from a day.

    Rows are only added, like those of a policy: another country tomorrow moves no
    date of yesterday.
    """

    effective_from = models.DateField(_("from"))
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("saved by"), null=True, related_name="+"
    )
    weekend = models.PositiveSmallIntegerField(_("weekend"), default=0)  # as bits
    country = models.CharField(
        _("public holidays"), max_length=2, blank=True, default=""
    )

    class Meta:
        verbose_name = _("working days")
        verbose_name_plural = _("working days")
        ordering = ["effective_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="work_calendar_leaves_a_working_day",
                condition=Q(weekend__lt=ALL_WEEKDAYS),
            )
        ]

    def __str__(self) -> str:
        return f"{self.country or '–'} ({self.effective_from})"


class ClosedDay(models.Model):
    """A day on which the whole organisation does not work."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100, validators=LINE)

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                name="closed_day_within_2000_and_2100",
                condition=Q(day__range=(BEGINNING, LAST_DAY)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
