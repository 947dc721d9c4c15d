"""What administrators type about the organisation, its cycles, teams and people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.locks import structure_lock
from objectives.models import Cycle, Membership, Organisation, Team, User


class OrganisationForm(forms.ModelForm):
    wide = ("name",)

    class Meta:
        model = Organisation
        fields = ["name", "update_weekday", "grace_days"]


class CycleForm(forms.ModelForm):
    """A cycle's name, dates and state; closing it has to be meant."""

    class Meta:
        model = Cycle
        fields = ["name", "starts_on", "ends_on", "parent", "state"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "state": forms.RadioSelect,
        }

    wide = ("name", "state", "closes")
    closes = forms.BooleanField(
        label=gettext_lazy("Yes, close it"),
        required=False,
        help_text=gettext_lazy(
            "A closed cycle takes no check-ins, and what was set in it stays as it is."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_closed = self.instance.state == Cycle.State.CLOSED
        self.fields["parent"].queryset = Cycle.objects.exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _("No other cycle")
        if self.was_closed or not self.instance.pk:
            del self.fields["closes"]

    def clean_state(self) -> str:
        state = self.cleaned_data["state"]
        if state == Cycle.State.CLOSED and not self.instance.pk:
            raise forms.ValidationError(_("A new cycle is open or being planned."))
        return state

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        closes = cleaned.get("state") == Cycle.State.CLOSED and not self.was_closed
        if closes and not cleaned.get("closes") and "closes" in self.fields:
            self.add_error("closes", _("Tick this to close the cycle."))
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("The last day must come after the first."))
        return cleaned


class TeamForm(forms.ModelForm):
    wide = ()

    class Meta:
        model = Team
        fields = ["name", "parent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Team.objects.exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _("No other team")


class MemberForm(forms.ModelForm):
    """Somebody who joins a team."""

    class Meta:
        model = Membership
        fields = ["person", "is_lead"]

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, instance=Membership(team=team), **kwargs)
        people = User.objects.filter(is_active=True)
        self.fields["person"].queryset = people.exclude(memberships__team=team)
        self.fields["person"].empty_label = _("Choose somebody")


class PersonForm(forms.ModelForm):
    """Somebody's name, address, role and whether they may sign in.

    There is always an administrator left who may sign in, and nobody shuts
    themself out.
    """

    wide = ("role",)

    class Meta:
        model = User
        fields = ["name", "email", "role", "is_active"]
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

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
        stays = cleaned.get("role") == User.Role.ADMINISTRATOR
        stays = stays and cleaned.get("is_active", True)
        if "role" in cleaned and not stays and is_last_administrator(self.instance):
            self.add_error(
                "role", _("This is the last administrator: make another one first.")
            )
        return cleaned

    def save(self, commit: bool = True) -> User:
        """Administrators, and only they, may use the admin pages."""
        person = self.instance
        if "role" in self.changed_data:
            person.is_staff = person.is_superuser = person.is_administrator
        return super().save(commit)


class NewPersonForm(PersonForm):
    class Meta(PersonForm.Meta):
        fields = ["name", "email", "role"]

    invite = forms.BooleanField(
        label=gettext_lazy("Send an invitation with a link to choose a password"),
        required=False,
        initial=True,
    )
    wide = ("role", "invite")

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


def is_last_administrator(person: User) -> bool:
    """Whether this one, as stored, is the only administrator who may sign in."""
    administrators = User.objects.filter(
        role=User.Role.ADMINISTRATOR, is_active=True
    ).values_list("pk", flat=True)[:2]
    return list(administrators) == [person.pk]


def save_alone(form: forms.ModelForm) -> bool:
    """Check and save where no one else changes the same kind of thing meanwhile.

    Two administrators who demote each other at the same moment both look right to
    a check made before the other's write. False leaves the errors in the form.
    """
    with structure_lock():
        if not form.is_valid():
            return False
        form.save()
        return True
