"""What a person types about a key result."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.display import show_number
from objectives.fields import ValueField
from objectives.forms.person_choice import PersonChoice
from objectives.models import KeyResult, User
from objectives.plan import weighed
from objectives.weights import share

Kind = KeyResult.Kind
KINDS = [
    (Kind.REACH, gettext_lazy("Reach a value")),
    (Kind.AT_LEAST, gettext_lazy("Stay at or above a line")),
    (Kind.AT_MOST, gettext_lazy("Stay at or below a line")),
    (Kind.MILESTONE, gettext_lazy("Done or not")),
]
# What a field must not say where its kind has no use for it.
UNUSED = {
    Kind.MILESTONE: ["start_value", "target_value", "unit"],
    Kind.REACH: ["due_on"],
    Kind.AT_LEAST: ["due_on"],
    Kind.AT_MOST: ["due_on"],
}


class KeyResultForm(forms.ModelForm):
    """A standard for one objective; numbers are typed as people write them.

    The kind says which fields count: a milestone has no numbers and no unit, and
    nothing else has a due date. What is typed into a field without use is ignored.
    """

    class Meta:
        model = KeyResult
        fields = [
            "content",
            "kind",
            "start_value",
            "target_value",
            "unit",
            "due_on",
            "weight",
            "owner",
        ]
        field_classes = {"owner": PersonChoice}
        widgets = {
            "content": forms.TextInput,
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "unit": gettext_lazy("Such as h, %, € or agents."),
            "due_on": gettext_lazy("Empty means the last day of the cycle."),
        }

    wide = ("content", "kind")
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=KINDS, widget=forms.RadioSelect
    )
    start_value = ValueField(
        label=gettext_lazy("Start value"),
        required=False,
        help_text=gettext_lazy("Where it stands when you begin."),
    )
    target_value = ValueField(
        label=gettext_lazy("Target value"),
        required=False,
        help_text=gettext_lazy("Where it shall be, or the line to keep."),
    )
    weight = ValueField(label=gettext_lazy("Weight"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A milestone that becomes a number begins without one.
        if self.instance.kind == Kind.MILESTONE or self.instance._state.adding:
            self.initial.update(start_value=None, target_value=None)
        unit = str(self["unit"].value() or "").strip()
        for name in ("start_value", "target_value"):
            self.fields[name].typed_unit = unit
            self.fields[name].depends = True  # on the kind
        self.fields["owner"].queryset = owners_for(self.instance)
        self.fields["owner"].empty_label = None
        self.fields["weight"].help_text = self.weight_hint()

    def weight_hint(self) -> str:
        """What the others weigh, and what share that leaves."""
        own, everything = self.instance, weighed(self.instance.objective_id)
        others = sum((kr.weight for kr in everything if kr != own), Decimal(0))
        if not others:
            return _("The only key result: its share is 100% whatever it weighs.")
        text = _("The others weigh %(others)s: %(weight)s is a share of %(share)s%%.")
        return text % {
            "others": show_number(others),
            "weight": show_number(own.weight),
            "share": show_number(share(own.weight, own.weight + others), 1),
        }

    def clean_kind(self) -> str:
        """Check-ins stay as they are, so their values must keep their meaning."""
        kind, before = self.cleaned_data["kind"], self.initial.get("kind")
        becomes = Kind.MILESTONE in {kind, before} and kind != before
        if becomes and self.instance.pk and self.instance.check_ins.exists():
            raise forms.ValidationError(
                _("It has check-ins, and “done” is no number: add another key result.")
            )
        return kind

    def clean_weight(self) -> Decimal:
        weight = self.cleaned_data["weight"]
        if weight <= 0:
            raise forms.ValidationError(
                _("A weight is more than 0; drop the key result instead.")
            )
        return weight

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        for name in UNUSED.get(kind, []):
            self.ignore(name)
        if kind and kind != Kind.MILESTONE:
            self.require_numbers(kind)
        return cleaned

    def ignore(self, name: str) -> None:
        self._errors.pop(name, None)
        field = self._meta.model._meta.get_field(name)
        self.cleaned_data[name] = field.get_default()

    def require_numbers(self, kind: str) -> None:
        start = self.required_number("start_value", kind != Kind.REACH)
        target = self.required_number("target_value", False)
        if start is None and target is not None and kind != Kind.REACH:
            self.cleaned_data["start_value"] = target  # it begins on its line
        if kind == Kind.REACH and None not in (start, target) and start == target:
            self.add_error(
                "target_value",
                _("The target equals the start value: there is no distance to go."),
            )

    def required_number(self, name: str, may_be_empty: bool) -> Decimal | None:
        value = self.cleaned_data.get(name)
        if value is None and not may_be_empty and name not in self._errors:
            self.add_error(name, _("Enter a value: an empty field is not taken as 0."))
        return value

    def values(self) -> dict[str, Any]:
        """What to write; the form is valid."""
        return {name: getattr(self.instance, name) for name in self.fields}


def owners_for(key_result: KeyResult) -> Any:
    return User.objects.filter(Q(is_active=True) | Q(pk=key_result.owner_id))
