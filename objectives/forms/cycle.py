"""What an administrator types about a cycle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from objectives.forms.settings import SettingsForm, date_input
from objectives.models import Cycle

CLOSED = Cycle.State.CLOSED


class CycleForm(SettingsForm):
    """A dated period; closing one is asked about before it is done."""

    wide = ("name", "state", "confirm")
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            (Cycle.State.PLANNING, _("Planning")),
            (Cycle.State.OPEN, _("Open")),
            (CLOSED, _("Closed")),
        ],
        initial=Cycle.State.PLANNING,
        widget=forms.RadioSelect,
        help_text=_(
            "Objectives are set while it is planned or open; check-ins are taken "
            "while it is open."
        ),
    )
    confirm = forms.BooleanField(
        label=_("Close it"),
        required=False,
        help_text=_(
            "A closed cycle takes no check-ins, and its objectives, key results and "
            "weights stay as they are."
        ),
    )

    class Meta:
        model = Cycle
        fields = ["name", "starts_on", "ends_on", "parent", "state"]
        widgets = {"starts_on": date_input(), "ends_on": date_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.closes:
            del self.fields["confirm"]
        others = Cycle.objects.exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = others
        self.fields["parent"].empty_label = _("No other cycle")

    @property
    def closes(self) -> bool:
        """Whether what was typed closes a cycle that is not closed."""
        typed = self.is_bound and self.data.get("state") == CLOSED
        return typed and self.initial.get("state") != CLOSED

    def clean_confirm(self) -> bool:
        if not self.cleaned_data["confirm"]:
            raise forms.ValidationError(_("Confirm that the cycle shall be closed."))
        return True
