"""What the forms of the settings have in common."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext as _

SEEN = "seen"


class SettingsForm(forms.ModelForm):
    """Writes only what was changed, and knows which version it was opened with."""

    wide: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The same until somebody saves; fields that begin empty are left out."""
        known = [
            (name, initial)
            for name, field in self.fields.items()
            if (initial := self.get_initial_for_field(field, name)) is not None
        ]
        return hashlib.sha256(repr(known).encode()).hexdigest()

    def written(self) -> list[str]:
        """The columns that saving this form changes."""
        own = {field.name for field in self._meta.model._meta.fields}
        return [name for name in self.changed_data if name in own]

    def save(self, commit: bool = True) -> Any:
        if self.instance._state.adding or not commit:
            return super().save(commit)
        if written := self.written():
            self.instance.save(update_fields=written)
        return self.instance


class SeenForm(SettingsForm):
    """For pages without a place to show two versions side by side: refuses one."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = self.version
        self.fields[SEEN].initial = self.stands

    def clean_seen(self) -> str:
        seen = self.cleaned_data[SEEN]
        if not self.instance._state.adding and seen != self.stands:
            raise forms.ValidationError(
                _("Somebody changed this while you had it open. Open it once more.")
            )
        return seen


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
