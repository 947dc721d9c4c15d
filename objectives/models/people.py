from __future__ import annotations

import zoneinfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Concat, Lower, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from objectives.locks import structure_lock
from objectives.text import LINE, searchable


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        """An administrator may use the admin pages too."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.is_staff = user.is_superuser = user.is_administrator
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        fields["role"] = User.Role.ADMINISTRATOR
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, email: str) -> User:
        """E-mail addresses are told apart without regard to case."""
        return self.get(email__iexact=email)


def validate_time_zone(name: str) -> None:
    if name and name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone, such as Europe/Lisbon."),
            params={"name": name},
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address; leads are told by membership."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MANAGER = "manager", _("Manager")
        ADMINISTRATOR = "administrator", _("OKR administrator")

    class Theme(models.TextChoices):
        SYSTEM = "", _("System")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Language(models.TextChoices):
        BROWSER = "", _("As the browser asks")
        ENGLISH = "en", "English"
        SIMPLIFIED = "zh-hans", "简体中文"
        TRADITIONAL = "zh-hant", "繁體中文"

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, validators=LINE)
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.MEMBER
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, blank=True, default=""
    )
    theme = models.CharField(
        _("theme"), max_length=5, choices=Theme.choices, blank=True, default=""
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        default="",
        validators=[validate_time_zone],
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the admin pages"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    search_name = models.TextField(editable=False, default="")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="user_name")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """With the name as searches compare it."""
        self.search_name = searchable(self.name)
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "search_name"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        self.email = self.__class__.objects.normalize_email(self.email)

    @property
    def is_administrator(self) -> bool:
        return self.role == self.Role.ADMINISTRATOR

    @property
    def reads_private(self) -> bool:
        """Managers and administrators read every private objective."""
        return self.role in {self.Role.MANAGER, self.Role.ADMINISTRATOR}


class Team(models.Model):
    """A team and the teams below it; `path` lists the ids from the top down.

    The path ("/1/4/9/") lets the database answer "this team and those below"
    with one prefix comparison, on both databases.
    """

    name = models.CharField(_("name"), max_length=200, validators=LINE)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="children",
        null=True,
        blank=True,
    )
    path = models.CharField(max_length=700, editable=False, default="", db_index=True)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Save the team and the paths of the teams below it, one writer at a time."""
        with structure_lock():
            before = Team.objects.filter(pk=self.pk).values_list("path", flat=True)
            old = before.first()
            self.refuse_loop()
            super().save(*args, **kwargs)
            self.set_path(old)

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        self.refuse_loop()

    def refuse_loop(self) -> None:
        """Raise ValidationError when this team would lie below itself."""
        if not self.parent_id or not self.pk:
            return
        path = Team.objects.values_list("path", flat=True).get(pk=self.parent_id)
        if f"/{self.pk}/" in path:
            raise ValidationError(
                {"parent": _("A team cannot be part of itself or of a team below it.")}
            )

    def set_path(self, old: str | None) -> None:
        above = "/"
        if self.parent_id:
            above = Team.objects.values_list("path", flat=True).get(pk=self.parent_id)
        self.path = f"{above}{self.pk}/"
        if old and old != self.path:
            tail = Substr("path", len(old) + 1)
            Team.objects.filter(path__startswith=old).update(
                path=Concat(models.Value(self.path), tail)
            )
        Team.objects.filter(pk=self.pk).update(path=self.path)

    @property
    def full_name(self) -> str:
        """With the team it is part of: "Process · Triage"."""
        return f"{self.parent.name} · {self.name}" if self.parent else self.name

    @property
    def depth(self) -> int:
        """0 for a team that is part of no other."""
        return self.path.count("/") - 2


class Membership(models.Model):
    """Somebody belongs to a team; a lead answers for it and the teams below."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(_("leads the team"), default=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"],
                name="membership_once",
                violation_error_message=_("This person is in the team already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"
