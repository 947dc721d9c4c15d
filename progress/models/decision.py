from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from objectives.models import User
from objectives.models.kept import Kept, KeptQuerySet
from objectives.models.values import value_field, within_range
from objectives.text import PROSE
from progress.models.check_in import CheckIn
from progress.models.figures import WHOLE, between


class Choice(models.TextChoices):
    """What is done about a key result that is behind its pace."""

    REORDER = "reorder", _("Reorder the actions")
    ADD = "add", _("Add an action")
    DROP = "drop", _("Drop an action")
    UNBLOCK = "unblock", _("Unblock an action")
    HELP = "help", _("Get help")
    TARGET = "target", _("Change the target")
    KEEP = "keep", _("Keep course")
    SKIPPED = "skipped", _("Not now")


class PaceDecisionQuerySet(KeptQuerySet):
    def answers(self) -> PaceDecisionQuerySet:
        """Without those who put the question off."""
        return self.exclude(choice=Choice.SKIPPED)


class PaceDecision(Kept):
    """What was decided when a check-in left its key result behind its pace.

    With the numbers as they stood then, in millionths; triggers in the database
    refuse to change or remove it. One answer a check-in; "not now" may come before it.
    """

    KEPT = "A decision is never edited or deleted"

    check_in = models.ForeignKey(
        CheckIn, models.PROTECT, verbose_name=_("check-in"), related_name="decisions"
    )
    choice = models.CharField(_("decision"), max_length=7, choices=Choice.choices)
    words = models.CharField(
        _("in words"), max_length=1000, blank=True, default="", validators=PROSE
    )
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("author"), related_name="+"
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)
    status = models.CharField(_("status"), max_length=12)
    progress = models.IntegerField(_("progress"))
    expected = models.IntegerField(_("expected"))
    target_value = value_field(_("target value"))

    objects = PaceDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a slow key result")
        verbose_name_plural = _("decisions on slow key results")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_in"],
                condition=~Q(choice="skipped"),
                name="pace_decision_one_answer",
            ),
            models.UniqueConstraint(
                fields=["check_in"],
                condition=Q(choice="skipped"),
                name="pace_decision_one_skip",
            ),
            models.CheckConstraint(
                name="pace_decision_choice_known",
                condition=Q(choice__in=Choice.values),
            ),
            models.CheckConstraint(
                name="pace_decision_keeps_for_a_reason",
                condition=~Q(choice="keep") | ~Q(words=""),
            ),
            between("progress", 0, WHOLE, "pace_decision_progress_0_to_1"),
            between("expected", 0, WHOLE, "pace_decision_expected_0_to_1"),
            within_range("target_value", "pace_decision_target_within_range"),
        ]

    def __str__(self) -> str:
        return f"{self.check_in_id}: {self.get_choice_display()}"
