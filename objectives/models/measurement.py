from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives.models.key_result import KeyResult
from objectives.models.people import User
from objectives.models.values import value_field, within_range
from objectives.text import PROSE

LONGEST_MINUTES = 10_080  # a week
WEB = ("http://", "https://")
ONE_WORD_WITH_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
NO_LINK = _("A link begins with http:// or https://.")
is_web_address = URLValidator(schemes=["http", "https"], message=NO_LINK)


def validate_source(text: str) -> None:
    """What looks like a link must be one that can be followed without harm."""
    if ONE_WORD_WITH_SCHEME.fullmatch(text.strip()):
        is_web_address(text.strip())


def _text(label, **options) -> models.CharField:
    options.setdefault("validators", PROSE)
    return models.CharField(label, max_length=1000, blank=True, default="", **options)


class MeasurementPlan(models.Model):
    """How the value of a key result comes about, so that two people get the same.

    How often is not said here: that follows the key result's cadence. A change within
    `known_error`, in the key result's unit, is not called a change; None is an error
    that nobody knows.
    """

    key_result = models.OneToOneField(
        KeyResult,
        models.CASCADE,
        verbose_name=_("key result"),
        related_name="measurement_plan",
        editable=False,
    )
    definition = _text(
        _("definition"), help_text=_("What counts, and what does not, in a sentence.")
    )
    source = _text(
        _("source"),
        validators=[*PROSE, validate_source],
        help_text=_("A system, a report, a list; or a link to it."),
    )
    method = _text(_("method"), help_text=_("How the number is taken from the source."))
    measured_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("measured by"),
        related_name="measures",
        null=True,
        blank=True,
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"), null=True, blank=True
    )
    known_error = value_field(_("known error"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(
        _("created"), default=timezone.now, editable=False
    )

    history = HistoricalRecords(
        verbose_name=_("earlier version of a measurement plan"),
        verbose_name_plural=_("earlier versions of measurement plans"),
        excluded_fields=["revision"],
    )

    class Meta:
        verbose_name = _("measurement plan")
        verbose_name_plural = _("measurement plans")
        ordering = ["pk"]
        constraints = [
            within_range("known_error", "measurement_error_within_range"),
            models.CheckConstraint(
                name="measurement_error_not_negative",
                condition=Q(known_error=None) | Q(known_error__gte=0),
                violation_error_message=_("A known error is 0 or more."),
            ),
            models.CheckConstraint(
                name="measurement_minutes_up_to_a_week",
                condition=Q(minutes=None)
                | Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES),
                violation_error_message=_("Measuring takes from 1 to 10,080 minutes."),
            ),
            models.CheckConstraint(
                name="measurement_plan_says_how",
                condition=~Q(definition="", source="", method=""),
                violation_error_message=_(
                    "Say how it is measured: definition, source or method."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.method or self.definition or self.source

    def clean(self) -> None:
        super().clean()
        if self.key_result.is_milestone and self.known_error is not None:
            text = _("A milestone is reached or not: no error applies to it.")
            raise ValidationError({"known_error": text})

    @property
    def link(self) -> str:
        """The source where it is an address in the web; "" where it is words."""
        return self.source if self.source.lower().startswith(WEB) else ""

    @property
    def place(self) -> str:
        """Where the link leads, as people name it: "desk.tidewell.example"."""
        return urlsplit(self.link).hostname or self.source

    @property
    def error(self) -> Decimal:
        """What a change must exceed to be called one; 0 where no error is known."""
        return self.known_error or Decimal(0)
