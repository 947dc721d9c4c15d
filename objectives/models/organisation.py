from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from objectives.text import LINE


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Organisation(models.Model):
    """The one organisation of this installation and its weekly cadence."""

    name = models.CharField(_("name"), max_length=200, validators=LINE)
    update_weekday = models.PositiveSmallIntegerField(
        _("updates are due on"), choices=Weekday.choices, default=Weekday.THURSDAY
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"),
        default=1,
        validators=[MaxValueValidator(6)],
        help_text=_("After these days an update that is late counts as missed."),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisation")
        constraints = [
            models.CheckConstraint(name="one_organisation", condition=Q(pk=1)),
            models.CheckConstraint(
                name="organisation_weekday_exists", condition=Q(update_weekday__lte=6)
            ),
            models.CheckConstraint(
                name="organisation_grace_within_a_week", condition=Q(grace_days__lte=6)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls) -> Organisation:
        """The organisation; before the first run an unsaved, nameless one."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, name="")
