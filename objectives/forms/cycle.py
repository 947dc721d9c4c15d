"""What an administrator types about a cycle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.forms.settings import SettingsForm, date_input
from objectives.models import Cycle

CLOSED = Cycle.State.CLOSED
STATES = [
    (Cycle.State.PLANNING, gettext_lazy("Planning")),
    (Cycle.State.OPEN, gettext_lazy("Open")),
    (CLOSED, gettext_lazy("Closed")),
]

REOPENED = gettext_lazy("A closed cycle is reopened on its own page, with a reason.")


class CycleForm(SettingsForm):
    """A cycle's name, dates and state; closing it is asked about first."""

    wide = ("name", "state", "closes")
    asks_always = False  # whether a page that closes nothing has the field, too
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=STATES,
        initial=Cycle.State.PLANNING,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Objectives are set while it is planned or open; check-ins are taken "
            "while it is open."
        ),
    )
    closes = forms.BooleanField(
        label=gettext_lazy("Yes, close it"),
        required=False,
        help_text=gettext_lazy(
            "A closed cycle takes no check-ins, and what was set in it stays as it is."
        ),
    )

    class Meta:
        model = Cycle
        fields = ["name", "starts_on", "ends_on", "parent", "state"]
        widgets = {"starts_on": date_input(), "ends_on": date_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Cycle.objects.exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _("No other cycle")
        if not (self.would_close or self.asks_always):
            del self.fields["closes"]
        if self.is_closed:
            self.fields["state"].choices = [(CLOSED, _("Closed"))]
            self.fields["state"].help_text = REOPENED

    @property
    def is_closed(self) -> bool:
        return self.initial.get("state") == CLOSED

    @property
    def would_close(self) -> bool:
        """Whether what was typed closes a cycle that is not closed."""
        stands = self.initial.get("state")
        return self.is_bound and stands != CLOSED and self["state"].data == CLOSED

    def clean_state(self) -> str:
        state = self.cleaned_data["state"]
        if state == CLOSED and self.instance._state.adding:
            raise forms.ValidationError(_("A new cycle is open or being planned."))
        return state

    def clean_closes(self) -> bool:
        asked = self.would_close and not self.instance._state.adding
        if asked and not self.cleaned_data["closes"]:
            raise forms.ValidationError(_("Tick this to close the cycle."))
        return True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("The last day must come after the first."))
        return cleaned
