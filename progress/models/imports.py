"""A file on its way in: kept between check and confirmation, for whoever brought it."""

from __future__ import annotations

import datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from objectives.models import User


class ImportQuerySet(models.QuerySet):
    def of(self, user: User) -> ImportQuerySet:
        """Those that this person brought and that have not run out."""
        return self.filter(user=user, created_at__gte=timezone.now() - Import.KEPT)

    def outdated(self) -> ImportQuerySet:
        return self.filter(created_at__lt=timezone.now() - Import.KEPT)


class Import(models.Model):
    """What was brought, what was said about it, and what the last check found.

    `report` is empty until the columns are understood. After the import only the
    report is kept: the file's content and lines are deleted.
    """

    KEPT = datetime.timedelta(days=7)

    user = models.ForeignKey(
        User, models.CASCADE, verbose_name=_("person"), related_name="+"
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, db_index=True)
    encoding = models.CharField(_("encoding"), max_length=20)
    current = models.BooleanField(_("current values become check-ins"), default=True)
    columns = models.JSONField(_("columns"), default=dict)
    report = models.JSONField(_("report"), default=dict)
    done_at = models.DateTimeField(_("imported"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return ", ".join(file.name for file in self.files.all())

    def get_absolute_url(self) -> str:
        return reverse("import_check", args=[self.pk])


class ImportFile(models.Model):
    of = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=200)
    content = models.BinaryField(default=b"")

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ImportLine(models.Model):
    """One thing that the check found, as a code with its parameters: so each reader
    is told in their own language."""

    class Weight(models.IntegerChoices):
        ERROR = 0, _("Cannot be read")
        WARNING = 1, _("Ready, please look")
        NEW = 2, _("New")
        CHANGED = 3, _("Changed")

    of = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    weight = models.PositiveSmallIntegerField(_("weight"), choices=Weight.choices)
    table = models.CharField(_("table"), max_length=20)
    row = models.PositiveIntegerField(_("row"))
    column = models.TextField(_("column"), default="")
    cell = models.CharField(_("in the file"), max_length=200, default="")
    what = models.CharField(_("name"), max_length=200, default="")
    code = models.CharField(max_length=40, default="")
    params = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        indexes = [models.Index(fields=["of", "weight", "id"], name="import_line")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.what}"
