"""Alignment reviews: the recorded conversation that a large target gap calls for.

Opening one freezes the numbers of both levels, in whole millionths; they are never
written again, and `manage.py verify` works them out anew. What is agreed is written
by several people at once, so each version is kept in the history.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives.models import Objective, User
from objectives.text import LINE, PROSE
from progress import review_access
from progress.models.figures import WHOLE, between

FROZEN = [
    "own_progress",
    "expected",
    "children_sum",
    "children_weight",
    "children_mean",
    "gap",
    "ledger_end",
]


class Decision(models.TextChoices):
    KEEP = "keep", _("Keep as it is")
    KEY_RESULTS = "key_results", _("Change this objective’s key results")
    ALIGNMENT = "alignment", _("Change the alignment")
    CHILDREN = "children", _("Change or add children")
    LOOK_AGAIN = "look_again", _("Accept it and look again on a date")


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ReviewQuerySet:
        return self.filter(review_access.visible_reviews(user))

    def editable_by(self, user: User) -> ReviewQuerySet:
        return self.filter(review_access.editable_reviews(user))

    def open(self) -> ReviewQuerySet:
        return self.filter(closed_at=None)

    def closed(self) -> ReviewQuerySet:
        return self.exclude(closed_at=None)

    def to_look_at_again(self, today) -> ReviewQuerySet:
        """Accepted until a day that has come, and not reviewed anew since."""
        later = AlignmentReview.objects.filter(
            objective=OuterRef("objective"), pk__gt=OuterRef("pk")
        )
        stands = Objective.objects.live().filter(pk=OuterRef("objective"))
        return self.closed().filter(
            ~Exists(later),
            Exists(stands),
            decision=Decision.LOOK_AGAIN,
            look_again_on__lte=today,
        )


class AlignmentReview(models.Model):
    """What both levels' owners found, decided and left to do about one gap.

    Open until it is closed with a decision and a sentence, then fixed: whoever wants
    to talk again opens another one, with that day's numbers.
    """

    objective = models.ForeignKey(
        Objective, models.PROTECT, verbose_name=_("objective"), related_name="reviews"
    )
    opened_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("opened by"), related_name="+"
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    meets_at = models.DateTimeField(_("meets"), null=True, blank=True)
    participants = models.ManyToManyField(
        User, through="Participant", through_fields=("review", "person")
    )
    own_progress = models.IntegerField(_("own progress"), null=True)
    expected = models.IntegerField(_("expected progress"), null=True)
    children_sum = models.BigIntegerField(default=0)
    children_weight = models.BigIntegerField(default=0)
    children_mean = models.IntegerField(_("children’s mean"), null=True)
    gap = models.IntegerField(_("target gap"), null=True)
    ledger_end = models.BigIntegerField(default=0)  # id of both levels' newest entry
    notes = models.TextField(
        _("notes"), max_length=20_000, blank=True, default="", validators=PROSE
    )
    findings = models.TextField(
        _("findings"), max_length=20_000, blank=True, default="", validators=PROSE
    )
    decision = models.CharField(
        _("decision"), max_length=11, choices=Decision.choices, blank=True, default=""
    )
    closing = models.CharField(
        _("closing sentence"),
        max_length=1000,
        blank=True,
        default="",
        validators=PROSE,
    )
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("closed by"), null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True)
    closing_mean = models.IntegerField(_("children’s mean when closed"), null=True)
    closing_own = models.IntegerField(_("own progress when closed"), null=True)
    closing_gap = models.IntegerField(_("target gap when closed"), null=True)
    # As ledger_end, at the closing; None where it was not kept yet.
    closing_ledger_end = models.BigIntegerField(null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ReviewQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name=_("earlier version of an alignment review"),
        verbose_name_plural=_("earlier versions of alignment reviews"),
        excluded_fields=[*FROZEN, "opened_by", "opened_at"],
    )

    class Meta:
        verbose_name = _("alignment review")
        verbose_name_plural = _("alignment reviews")
        indexes = [
            models.Index(
                fields=["look_again_on", "id"],
                condition=Q(decision="look_again"),
                name="review_look_again",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["objective"],
                condition=Q(closed_at=None),
                name="review_one_open_for_an_objective",
            ),
            models.CheckConstraint(
                name="review_decision_known",
                condition=Q(decision__in=["", *Decision.values]),
            ),
            models.CheckConstraint(
                name="review_closed_with_decision_and_sentence",
                condition=Q(closed_at=None)
                | (Q(closed_by__isnull=False) & ~Q(decision="") & ~Q(closing="")),
            ),
            models.CheckConstraint(
                name="review_accepted_until_a_day",
                condition=Q(closed_at=None)
                | ~Q(decision="look_again")
                | Q(look_again_on__isnull=False),
            ),
            between("own_progress", 0, WHOLE, "review_own_progress_0_to_1"),
            between("children_mean", 0, WHOLE, "review_children_mean_0_to_1"),
            between("gap", -WHOLE, WHOLE, "review_gap_within_1"),
            between("closing_gap", -WHOLE, WHOLE, "review_closing_gap_within_1"),
        ]

    def __str__(self) -> str:
        return str(self.objective)

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Participant(models.Model):
    """Who takes part: owners of both levels, and those whom somebody has added."""

    review = models.ForeignKey(AlignmentReview, models.CASCADE, related_name="seats")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("participant of an alignment review")
        verbose_name_plural = _("participants of alignment reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"], name="participant_once_in_a_review"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class FrozenChild(models.Model):
    """A child as it stood when the review was opened.

    Only children that count by the rule of privacy have a row; those without
    progress have one, but no part in the mean.
    """

    review = models.ForeignKey(AlignmentReview, models.CASCADE, related_name="children")
    child = models.ForeignKey(Objective, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=1000)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_private = models.BooleanField(_("private"), default=False)
    derivation_note = models.CharField(max_length=1000, blank=True, default="")
    alignment_weight = models.PositiveSmallIntegerField(_("alignment weight"))
    progress = models.IntegerField(_("progress"), null=True)
    link_gap = models.IntegerField(_("link gap"), null=True)

    class Meta:
        verbose_name = _("child of an alignment review")
        verbose_name_plural = _("children of alignment reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "child"], name="frozen_child_once_in_a_review"
            ),
            between("progress", 0, WHOLE, "frozen_child_progress_0_to_1"),
            between("link_gap", -WHOLE, WHOLE, "frozen_child_link_gap_within_1"),
        ]

    def __str__(self) -> str:
        return self.title


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> FollowUpQuerySet:
        return self.filter(
            review__in=AlignmentReview.objects.visible_to(user).values("pk")
        )

    def doable_by(self, user: User) -> FollowUpQuerySet:
        return self.filter(review_access.doable_follow_ups(user))

    def open(self) -> FollowUpQuerySet:
        return self.filter(done_at=None)


class FollowUp(models.Model):
    """Something a review left for one person to do by a day."""

    review = models.ForeignKey(
        AlignmentReview,
        models.CASCADE,
        verbose_name=_("alignment review"),
        related_name="follow_ups",
    )
    text = models.CharField(_("follow-up"), max_length=500, validators=LINE)
    owner = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("owner"), related_name="follow_ups"
    )
    due_on = models.DateField(_("due"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True)
    key = models.UUIDField(_("one-time key"), default=uuid.uuid4, unique=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = FollowUpQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name=_("earlier version of a follow-up"),
        verbose_name_plural=_("earlier versions of follow-ups"),
        excluded_fields=["key", "created_by", "created_at", "revision"],
    )

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(done_at=None),
                name="follow_up_owed",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="follow_up_done_by_somebody",
                condition=Q(done_at=None) | Q(done_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("follow_up", args=[self.pk])
