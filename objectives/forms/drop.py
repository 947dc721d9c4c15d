"""Why something is given up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from objectives.text import LINE


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        validators=LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays readable beside what was dropped."),
        error_messages={"required": _("Say why it is dropped.")},
    )
