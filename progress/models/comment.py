from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from objectives.access import visible_objectives
from objectives.models import Action, KeyResult, Objective, User
from objectives.text import LINE
from progress.models.check_in import CheckIn

LONGEST = 10_000


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> CommentQuerySet:
        return self.filter(visible_objectives(user, "objective__"))

    def about(self, subject: Objective | KeyResult | Action | CheckIn):
        """What was said of this very thing, not of what belongs to it."""
        if isinstance(subject, Objective):
            return self.filter(
                objective=subject, key_result=None, action=None, check_in=None
            )
        return self.filter(**{FIELDS[type(subject)]: subject})


class Comment(models.Model):
    """What somebody said of an objective, or of something that belongs to it.

    `objective` is always there, for what may be seen and for the stream of what
    happened; at most one of the others says what of it is meant. Earlier versions stay
    readable. A withdrawn comment keeps its place and shows no text.
    """

    objective = models.ForeignKey(
        Objective, models.PROTECT, verbose_name=_("objective"), related_name="comments"
    )
    key_result = models.ForeignKey(
        KeyResult,
        models.PROTECT,
        verbose_name=_("key result"),
        related_name="comments",
        null=True,
    )
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        verbose_name=_("action"),
        related_name="comments",
        null=True,
    )
    check_in = models.ForeignKey(
        CheckIn,
        models.PROTECT,
        verbose_name=_("check-in"),
        related_name="comments",
        null=True,
    )
    text = models.TextField(_("comment"), max_length=LONGEST, validators=LINE)
    author = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("author"), related_name="comments"
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("withdrawn by"),
        related_name="+",
        null=True,
        editable=False,
    )
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = CommentQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name=_("earlier version of a comment"),
        verbose_name_plural=_("earlier versions of comments"),
        excluded_fields=["revision"],
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["objective", "created_at", "id"], name="comment_objective"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_about_one_thing",
                condition=Q(key_result=None, action=None)
                | Q(key_result=None, check_in=None)
                | Q(action=None, check_in=None),
            ),
            models.CheckConstraint(
                name="comment_within_10000",
                condition=Q(text__length__gte=1, text__length__lte=LONGEST),
            ),
            models.CheckConstraint(
                name="comment_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_id}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return f"{thread_url(self.subject)}#comment-{self.pk}"

    @property
    def subject(self) -> Objective | KeyResult | Action | CheckIn:
        """What was commented on."""
        return self.key_result or self.action or self.check_in or self.objective


FIELDS = {KeyResult: "key_result", Action: "action", CheckIn: "check_in"}
THREADS = {
    Objective: "objective_comments",
    KeyResult: "key_result_comments",
    Action: "action_comments",
    CheckIn: "check_in_comments",
}


def thread_url(subject: Objective | KeyResult | Action | CheckIn) -> str:
    """The page of all that was said of this thing."""
    return reverse(THREADS[type(subject)], args=[subject.pk])


def objective_of(subject: Objective | KeyResult | Action | CheckIn) -> Objective:
    if isinstance(subject, Objective):
        return subject
    key_result = subject if isinstance(subject, KeyResult) else subject.key_result
    return key_result.objective


class Mention(models.Model):
    """Somebody was named in a comment that they may see; told of once."""

    comment = models.ForeignKey(
        Comment, models.CASCADE, verbose_name=_("comment"), related_name="mentions"
    )
    person = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("person"), related_name="mentions"
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["person", "created_at"],
                name="mention_unread",
                condition=Q(read_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="mention_once")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.person_id}"
