"""What a request leaves behind so that the next one can be judged by it."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FormKeyQuerySet(models.QuerySet):
    def outdated(self, now: datetime.datetime) -> FormKeyQuerySet:
        return self.filter(created_at__lt=now - FormKey.KEPT)


class FormKey(models.Model):
    """A form that was sent once: sending it again leads to what it made then."""

    KEPT = datetime.timedelta(days=30)

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)  # of the address and what was typed
    result_url = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = FormKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")

    def __str__(self) -> str:
        return self.result_url


class FailedSignInQuerySet(models.QuerySet):
    def recent(self, now: datetime.datetime) -> FailedSignInQuerySet:
        return self.filter(failed_at__gt=now - FailedSignIn.WINDOW)

    def outdated(self, now: datetime.datetime) -> FailedSignInQuerySet:
        return self.filter(failed_at__lte=now - FailedSignIn.WINDOW)


class FailedSignIn(models.Model):
    """A wrong password; names neither the account nor the address it came from."""

    WINDOW = datetime.timedelta(minutes=15)
    MOST = 10

    digest = models.CharField(max_length=64)
    failed_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = FailedSignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        indexes = [models.Index(fields=["digest", "failed_at"], name="failed_sign_in")]

    def __str__(self) -> str:
        return str(self.failed_at)
