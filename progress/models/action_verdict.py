from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from objectives.models import Action, User
from objectives.models.kept import Kept, KeptQuerySet
from objectives.models.values import value_field, within_range
from objectives.text import PROSE
from progress.verdict import Verdict


class ActionVerdict(Kept):
    """What people said of a proposed verdict, with the numbers as they stood then.

    Who disputes says why. Whoever thinks again gives another word: the newest holds,
    and triggers in the database (migration 0012) keep the earlier ones.
    """

    KEPT = "A word on a verdict is never changed or removed: give another one"

    class Choice(models.TextChoices):
        AS_EXPECTED = Verdict.AS_EXPECTED.value, _("as expected")
        LESS = Verdict.LESS.value, _("less than expected")
        NONE = Verdict.NONE.value, _("no visible effect")
        TOO_EARLY = Verdict.TOO_EARLY.value, _("too early to say")
        NOT_SEPARABLE = Verdict.NOT_SEPARABLE.value, _("cannot be separated")

    action = models.ForeignKey(
        Action, models.PROTECT, verbose_name=_("action"), related_name="verdicts"
    )
    proposed = models.CharField(
        _("proposed verdict"), max_length=13, choices=Choice.choices
    )
    agrees = models.BooleanField(_("confirmed"))
    words = models.CharField(
        _("in words"), max_length=2000, blank=True, default="", validators=PROSE
    )
    before = value_field(_("value before"))
    reached = value_field(_("value on the day"))
    expected_from = value_field(_("expected from"))
    expected_to = value_field(_("expected to"))
    by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("author"), related_name="+"
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("word on a verdict")
        verbose_name_plural = _("words on verdicts")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["action", "created_at", "id"], name="action_verdict")
        ]
        constraints = [
            within_range("before", "action_verdict_before_within_range"),
            within_range("reached", "action_verdict_reached_within_range"),
            within_range("expected_from", "action_verdict_from_within_range"),
            within_range("expected_to", "action_verdict_to_within_range"),
            models.CheckConstraint(
                name="action_verdict_known",
                condition=Q(proposed__in=[verdict.value for verdict in Verdict]),
            ),
            models.CheckConstraint(
                name="action_verdict_disputed_in_words",
                condition=Q(agrees=True) | ~Q(words=""),
                violation_error_message=_("Say in words why it is otherwise."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.proposed}"
