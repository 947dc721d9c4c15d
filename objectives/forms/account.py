"""What people type to get in, and about themselves."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.forms.settings import SettingsForm
from objectives.models import Organisation, User
from objectives.text import LINE

PARTS_OF_THE_WORLD = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


def time_zones() -> list[tuple[str, str]]:
    """Zones named after places, besides UTC; "" is the site's own."""
    names = sorted(zoneinfo.available_timezones())
    places = [(name, name) for name in names if name.startswith(PARTS_OF_THE_WORLD)]
    own = _("As the site: %(zone)s") % {"zone": settings.TIME_ZONE}
    return [("", own), ("UTC", "UTC"), *places]


def time_zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=time_zones, required=False
    )


class SignInForm(AuthenticationForm):
    remember = forms.BooleanField(
        label=gettext_lazy("Keep me signed in on this device"), required=False
    )
    error_messages = {
        "invalid_login": gettext_lazy(
            "This e-mail address and password do not belong together. "
            "Capital letters count in the password."
        ),
        "inactive": gettext_lazy("This account may not sign in."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Email")
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "maxlength": 254, "autofocus": True}
        )


class ResetForm(PasswordResetForm):
    """Also for accounts that have no password yet: those are told nothing else."""

    def get_users(self, email: str) -> Iterable[User]:
        return User.objects.filter(email__iexact=email, is_active=True)


class FirstRunForm(forms.Form):
    """The organisation and its first administrator."""

    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=200,
        validators=LINE,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        validators=LINE,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
    )
    password_again = forms.CharField(
        label=gettext_lazy("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    time_zone = time_zone_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if password and "password_again" in cleaned:
            self.check_password(password, cleaned["password_again"])
        return cleaned

    def check_password(self, password: str, again: str) -> None:
        if password != again:
            self.add_error("password_again", _("The two passwords differ."))
        try:
            password_validation.validate_password(password, self.user())
        except ValidationError as weakness:
            self.add_error("password", weakness)

    def user(self) -> User:
        given = {name: self.cleaned_data.get(name, "") for name in ("name", "email")}
        return User(time_zone=self.cleaned_data.get("time_zone", ""), **given)

    def save(self) -> User:
        """Runs in the caller's transaction."""
        Organisation(name=self.cleaned_data["organisation"]).save()
        return User.objects.create_superuser(
            self.cleaned_data["email"],
            self.cleaned_data["password"],
            name=self.cleaned_data["name"],
            time_zone=self.cleaned_data["time_zone"],
        )


class PreferencesForm(SettingsForm):
    """What the menu of the account offers."""

    class Meta:
        model = User
        fields = ["theme", "language"]


class ProfileForm(SettingsForm):
    """What everybody may say about themselves; the address is an administrator's."""

    time_zone = time_zone_field()

    class Meta:
        model = User
        fields = ["name", "time_zone", "language", "theme"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
