"""What an administrator types about the organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.forms.settings import SettingsForm
from objectives.models import Organisation


class OrganisationForm(SettingsForm):
    """Its name and its one weekly cadence."""

    wide = ("name", "update_weekday")
    update_weekday = forms.TypedChoiceField(
        label=gettext_lazy("Updates are due on"),
        choices=sorted(WEEKDAYS_ABBR.items()),
        coerce=int,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Organisation
        fields = ["name", "update_weekday", "grace_days"]
        widgets = {"grace_days": forms.TextInput(attrs={"inputmode": "numeric"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["update_weekday"].in_a_row = True
        self.fields["grace_days"].unit = _("days")
