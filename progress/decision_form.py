"""What a person answers when a key result is behind its pace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.text import PROSE
from progress.deciding import Question
from progress.models import Choice


class DecisionForm(forms.Form):
    """One answer about one check-in; "keep course" needs its reason."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What follows?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what follows, or put it off."),
            "invalid_choice": gettext_lazy("Choose one of what is offered."),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=1000,
        required=False,
        validators=PROSE,
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"decide-{question.entry.pk}-%s")
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(c.value, c.label) for c in question.choices]
        self.fields["words"].widget.attrs["class"] = "input"

    def clean_words(self) -> str:
        return self.cleaned_data["words"].strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        keeps = cleaned.get("choice") == Choice.KEEP
        if keeps and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in a sentence why it stays as it is."))
        return cleaned
