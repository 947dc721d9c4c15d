from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives.models import Objective
from objectives.text import PROSE
from progress.models.figures import between

BEST = 100  # hundredths


class Grade(models.Model):
    """What people make of an objective when its cycle ends, and what they learned.

    The grade is theirs: it stands beside the computed progress and need not equal
    it. Stored in whole hundredths, 0 to 100, so that both databases add up the same.
    """

    objective = models.OneToOneField(
        Objective, models.CASCADE, primary_key=True, related_name="grade"
    )
    hundredths = models.PositiveSmallIntegerField(_("grade in hundredths"), null=True)
    learned = models.CharField(
        _("what we learned"), max_length=2000, blank=True, default="", validators=PROSE
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(
        verbose_name=_("earlier version of a grade"),
        verbose_name_plural=_("earlier versions of grades"),
    )

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        constraints = [between("hundredths", 0, BEST, "grade_0_to_1")]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.value}"

    @property
    def value(self) -> Decimal | None:
        """From 0 to 1."""
        return None if self.hundredths is None else Decimal(self.hundredths).scaleb(-2)
