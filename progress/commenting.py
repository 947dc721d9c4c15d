"""What people do with comments: each verb one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from objectives.models import Action, KeyResult, Objective, User
from objectives.plan import refuse_stale
from progress.mentions import people_named, remember
from progress.models import CheckIn, Comment
from progress.models.comment import FIELDS, objective_of

Subject = Objective | KeyResult | Action | CheckIn


def say(subject: Subject, text: str, *, by: User) -> Comment:
    """A new comment; who is named in it and may see it will be told."""
    comment = Comment(objective=objective_of(subject), author=by, text=text)
    if field := FIELDS.get(type(subject)):
        setattr(comment, field, subject)
    comment._history_user = by
    with transaction.atomic():
        comment.save()
        remember(comment, people_named(text, comment.objective))
    return comment


def edit(pk: int, text: str, *, seen: int, by: User) -> Comment:
    """Raises plan.Stale where it was edited or withdrawn since it was read."""
    with transaction.atomic():
        comment = _locked(pk, seen)
        if comment.text == text:
            return comment
        comment.text, comment.edited_at = text, timezone.now()
        _save(comment, ["text", "edited_at"], by)
        remember(comment, people_named(text, comment.objective))
    return comment


def withdraw(pk: int, *, seen: int, by: User) -> Comment:
    with transaction.atomic():
        comment = _locked(pk, seen)
        comment.withdrawn_at, comment.withdrawn_by = timezone.now(), by
        _save(comment, ["withdrawn_at", "withdrawn_by"], by)
    return comment


def _locked(pk: int, seen: int) -> Comment:
    rows = Comment.objects.select_for_update(of=["self"], no_key=True)
    comment = rows.select_related("objective__team").get(pk=pk)
    refuse_stale(comment, seen)
    return comment


def _save(comment: Comment, fields: list[str], by: User) -> None:
    comment.revision += 1
    comment._history_user = by
    comment.save(update_fields=[*fields, "revision"])
