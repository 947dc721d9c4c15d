"""What a person types at a check-in or a correction; each ends in a ledger.Entry."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives import clock
from objectives.fields import ValueField
from objectives.models import KeyResult
from objectives.text import PROSE
from progress.ledger import Entry
from progress.models import CheckIn, Confidence
from progress.readings import KeyResultReading

LARGEST_ID = 2**63 - 1


def value_field(key_result: KeyResult, label: str) -> forms.Field:
    """A number in the key result's unit; for a milestone, one of two answers."""
    if not key_result.is_milestone:
        return ValueField(unit=key_result.unit, label=label)
    answers = [("0", gettext_lazy("Not yet")), ("1", gettext_lazy("Reached"))]
    return forms.TypedChoiceField(
        label=label,
        choices=answers,
        coerce=Decimal,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether it is reached."),
            "invalid_choice": _("A milestone is reached or not yet reached."),
        },
    )


class CheckInForm(forms.Form):
    """A new value for one key result, as of the last entry its reader saw."""

    measured_on = forms.DateField(
        label=gettext_lazy("Measured on"),
        required=False,
        # Nothing else: 03/04/2026 is one day in London and another in Boston.
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("Confidence"),
        choices=[("", ""), *Confidence.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        validators=PROSE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("value", "measured_on", "confidence", "note")

    def __init__(self, *args: Any, key_result: KeyResult, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key_result = key_result
        self.fields["value"] = value_field(key_result, _("New value"))
        self.order_fields(self.field_order)

    def entry(self) -> Entry:
        """What the ledger is asked to record; the form is valid."""
        data = self.cleaned_data
        return Entry(
            value=data["value"],
            measured_on=data["measured_on"]
            or clock.today_in(self.key_result.owner.time_zone),
            confidence=data["confidence"],
            note=data["note"].strip(),
            key=data["key"],
            seen=data["version"],
        )

    @property
    def confidence_words(self) -> str:
        """What was chosen, as people read it; "" when nothing was."""
        chosen = self.cleaned_data.get("confidence")
        return str(Confidence(chosen).label) if chosen else ""

    def refuse(self, field: str, sentence: str) -> None:
        """Show the ledger's refusal beside its field."""
        self.add_error(field if field in self.fields else None, sentence)


class CorrectionForm(CheckInForm):
    """The value that an entry should have had, and why it had another."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it corrected?"),
        max_length=1000,
        validators=PROSE,
        error_messages={"required": gettext_lazy("Say why the entry is corrected.")},
    )
    field_order = ("value", "measured_on", "reason", "confidence", "note")

    def __init__(self, *args: Any, replaced: CheckIn, **kwargs: Any) -> None:
        super().__init__(*args, key_result=replaced.key_result, **kwargs)
        self.replaced = replaced
        self.fields["value"].label = _("Corrected value")

    def entry(self) -> Entry:
        data = self.cleaned_data
        return Entry(
            value=data["value"],
            measured_on=data["measured_on"] or self.replaced.measured_on,
            confidence=data["confidence"],
            note=data["note"].strip(),
            key=data["key"],
            corrects=self.replaced.pk,
            reason=data["reason"].strip(),
        )


def row_form(reading: KeyResultReading, data: Any = None) -> CheckInForm:
    """The form of one row of My updates; an up-to-date row's revises its last entry."""
    prefix = f"kr-{reading.key_result.pk}"
    if reading.latest and not reading.is_owed:
        return CorrectionForm(data, prefix=prefix, replaced=reading.latest)
    return CheckInForm(data, prefix=prefix, key_result=reading.key_result)
