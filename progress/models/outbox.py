"""Mails that are to be sent: each is claimed before it leaves, and sent once."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How long a sender may take over one mail; afterwards it counts as killed meanwhile.
LEASE = datetime.timedelta(minutes=5)
FIRST_PAUSE = datetime.timedelta(minutes=2)
LONGEST_PAUSE = datetime.timedelta(hours=6)
LONG = datetime.timedelta(hours=1)  # waiting in vain for longer is told administrators


def pause_after(tries: int) -> datetime.timedelta:
    """How long to wait after so many tries in vain: 2, 4, 8 … minutes, at most 6 h."""
    return min(FIRST_PAUSE * 2 ** min(max(tries, 1) - 1, 20), LONGEST_PAUSE)


class OutboxQuerySet(models.QuerySet):
    def waiting(self) -> OutboxQuerySet:
        return self.filter(sent_at=None, dropped_at=None)

    def failing(self) -> OutboxQuerySet:
        return self.waiting().exclude(last_error="")

    def ready(self, now: datetime.datetime) -> OutboxQuerySet:
        """Those that may be tried now: nobody else does, and no pause is on."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=now)
        rested = Q(not_before=None) | Q(not_before__lte=now)
        return self.waiting().filter(unclaimed, rested)

    def in_trouble(self, now: datetime.datetime) -> OutboxQuerySet:
        return self.failing().filter(planned_at__lt=now - LONG)


class OutboxMail(models.Model):
    """One mail to one person for one day; what it says is written when it leaves.

    So a mail that had to wait says what is owed by then, and one that has become
    pointless is dropped. `since` is the day up to which its reader had been told.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest", _("daily digest")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("person"),
        related_name="+",
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.DIGEST
    )
    day = models.DateField(_("day"))
    since = models.DateField(_("told up to"))
    planned_at = models.DateTimeField(_("planned"), default=timezone.now)
    claimed_until = models.DateTimeField(_("claimed until"), null=True)
    not_before = models.DateTimeField(_("next try"), null=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, default="")
    sent_at = models.DateTimeField(_("sent"), null=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail in the outbox")
        verbose_name_plural = _("mails in the outbox")
        ordering = ["-planned_at", "-pk"]
        indexes = [
            models.Index(
                fields=["planned_at"],
                name="outbox_waiting",
                condition=Q(sent_at=None, dropped_at=None),
            ),
            models.Index(fields=["-planned_at", "-id"], name="outbox_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "day"], name="outbox_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.day}"

    @property
    def state(self) -> str:
        """ "sent", "dropped", "failing" or "waiting"."""
        if self.sent_at or self.dropped_at:
            return "sent" if self.sent_at else "dropped"
        return "failing" if self.last_error else "waiting"

    def claim(self, now: datetime.datetime) -> bool:
        """Whether this process may send it now: of several at once, one may."""
        free = OutboxMail.objects.ready(now).filter(pk=self.pk)
        return bool(free.update(claimed_until=now + LEASE, tries=F("tries") + 1))

    def mark_sent(self, now: datetime.datetime) -> None:
        self._end(sent_at=now)

    def drop(self, now: datetime.datetime) -> None:
        """There is nothing left to say, or nobody to say it to."""
        self._end(dropped_at=now)

    def put_off(self, now: datetime.datetime, error: str) -> None:
        """It did not leave: try again after a pause that grows with every try."""
        self.refresh_from_db(fields=["tries"])
        pause = pause_after(self.tries)
        self._end(not_before=now + pause, last_error=error[:500] or "?")

    def _end(self, **values) -> None:
        mine = OutboxMail.objects.waiting().filter(pk=self.pk)
        mine.update(claimed_until=None, **values)
