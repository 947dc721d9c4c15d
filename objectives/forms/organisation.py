"""What an administrator types about the organisation."""

from __future__ import annotations

from objectives.forms.settings import SettingsForm
from objectives.models import Organisation


class OrganisationForm(SettingsForm):
    """What it is called."""

    wide = ("name",)

    class Meta:
        model = Organisation
        fields = ["name"]
