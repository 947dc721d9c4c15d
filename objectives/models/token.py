from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from objectives import clock
from objectives.models.cycle import LAST_DAY
from objectives.models.people import User
from objectives.text import LINE


class ApiTokenQuerySet(models.QuerySet):
    def valid(self, today: datetime.date) -> ApiTokenQuerySet:
        """Those that open something: not expired, and of people who may sign in."""
        unexpired = Q(expires_on=None) | Q(expires_on__gte=today)
        return self.filter(unexpired, person__is_active=True)


class ApiToken(models.Model):
    """A secret with which a program acts for a person; only its digest is kept.

    It never does more than the person may do. `minute` and `taken` are the
    bookkeeping of objectives.tokens.allowance: how many requests of which minute.
    """

    MOST = 20  # of one person

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        CHECK_IN = "check_in", _("Read and check in")

    person = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("person"), related_name="api_tokens"
    )
    name = models.CharField(_("what it is for"), max_length=100, validators=LINE)
    scope = models.CharField(
        _("what it may do"), max_length=8, choices=Scope.choices, default=Scope.READ
    )
    expires_on = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it works; without one, until revoked."),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(_("ends in"), max_length=4, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    # Within a minute: a write for each request would be dear and tell no more.
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    minute = models.BigIntegerField(default=0, editable=False)
    taken = models.PositiveIntegerField(default=0, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="api_token_scope_known",
                condition=Q(scope__in=["read", "check_in"]),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.expires_on and not clock.today() <= self.expires_on <= LAST_DAY:
            raise ValidationError(
                {"expires_on": _("Choose today or a later day, before 2101.")}
            )

    @property
    def may_check_in(self) -> bool:
        return self.scope == self.Scope.CHECK_IN

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < clock.today()
