"""What an administrator types about somebody's account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.forms.settings import SettingsForm
from objectives.models import User

ADMINISTRATOR = User.Role.ADMINISTRATOR


class PersonForm(SettingsForm):
    """Somebody's name, address, role and whether they may sign in.

    There is always an administrator left who may sign in, and nobody shuts
    themself out. `by` is who types.
    """

    by: User
    wide: tuple[str, ...] = ("name", "email", "role", "is_active")

    class Meta:
        model = User
        fields = ["name", "email", "role", "is_active"]
        labels = {"email": gettext_lazy("Email")}
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by or self.by

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        same = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("Somebody has this e-mail address already."))
        return email

    def clean_is_active(self) -> bool:
        is_active = self.cleaned_data["is_active"]
        if not is_active and self.instance == self.by:
            raise forms.ValidationError(_("You cannot shut yourself out."))
        return is_active

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stays = cleaned.get("role") == ADMINISTRATOR and cleaned.get("is_active", True)
        if "role" in cleaned and not stays and is_last_administrator(self.instance):
            self.add_error(
                "role", _("This is the last administrator: make another one first.")
            )
        return cleaned

    def written(self) -> list[str]:
        return [*super().written(), "is_staff", "is_superuser"]

    def save(self, commit: bool = True) -> User:
        """Administrators, and only they, may use the admin pages."""
        person = self.instance
        person.is_staff = person.is_superuser = person.is_administrator
        return super().save(commit)


class NewPersonForm(PersonForm):
    """An account without a password: the invitation, or a reset, gives it one."""

    wide = ("name", "email", "role", "invite")
    invite = forms.BooleanField(
        label=gettext_lazy("Send an invitation with a link to choose a password"),
        required=False,
        initial=True,
    )

    class Meta(PersonForm.Meta):
        fields = ["name", "email", "role"]

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


def is_last_administrator(person: User) -> bool:
    """Whether this one, as stored, is the only administrator who may sign in."""
    administrators = User.objects.filter(role=ADMINISTRATOR, is_active=True)
    return list(administrators.values_list("pk", flat=True)[:2]) == [person.pk]
