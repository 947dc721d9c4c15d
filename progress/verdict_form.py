"""A word on a proposed verdict: confirmed, or disputed in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.text import PROSE

LONGEST = 2000
CONFIRM, DISPUTE = "confirm", "dispute"


class WordForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Is that so?"),
        choices=[
            (CONFIRM, gettext_lazy("Yes, I confirm it")),
            (DISPUTE, gettext_lazy("No, I see it otherwise")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether you confirm it."),
            "invalid_choice": gettext_lazy("Choose one of what is offered."),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=LONGEST,
        required=False,
        validators=PROSE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "What else moved it, or held it? Who disputes says why."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_word_%s")
        super().__init__(*args, **kwargs)

    @property
    def agrees(self) -> bool:
        return self.cleaned_data["answer"] == CONFIRM

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        disputes = cleaned.get("answer") == DISPUTE
        if disputes and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in words why it is otherwise."))
        return cleaned
