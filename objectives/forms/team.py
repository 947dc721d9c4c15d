"""What an administrator types about a team, and about who belongs to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from objectives.forms.person_choice import PersonChoice
from objectives.forms.settings import SettingsForm
from objectives.models import Membership, Team, User


class TeamForm(SettingsForm):
    """A team's name and the team that it is part of."""

    class Meta:
        model = Team
        fields = ["name", "parent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = self.possible_parents()
        self.fields["parent"].empty_label = _("No other team")

    def possible_parents(self) -> Any:
        """All but the team itself and those below it."""
        if self.instance._state.adding:
            return Team.objects.all()
        return Team.objects.exclude(path__startswith=self.instance.path)


class MemberForm(forms.ModelForm):
    """Somebody who joins a team."""

    wide: tuple[str, ...] = ()

    class Meta:
        model = Membership
        fields = ["person", "is_lead"]
        field_classes = {"person": PersonChoice}

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, instance=Membership(team=team), **kwargs)
        people = User.objects.filter(is_active=True)
        self.fields["person"].queryset = people.exclude(memberships__team=team)
        self.fields["person"].empty_label = _("Choose somebody")
