"""What a person types about how a key result is measured."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from objectives import access
from objectives.fields import ValueField
from objectives.forms.person_choice import PersonChoice
from objectives.models import KeyResult, MeasurementPlan, User


class MeasurementForm(forms.ModelForm):
    """The plan of one key result; a milestone has no error to know."""

    class Meta:
        model = MeasurementPlan
        fields = [
            "definition",
            "source",
            "method",
            "measured_by",
            "minutes",
            "known_error",
        ]
        field_classes = {"measured_by": PersonChoice}
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 2}),
            "source": forms.TextInput,
            "method": forms.Textarea(attrs={"rows": 2}),
        }

    wide = ("definition", "source", "method")
    known_error = ValueField(
        label=_("Known error"),
        required=False,
        help_text=_("A change up to this size is called measuring error, not news."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key_result = self.instance.key_result
        if key_result.is_milestone:
            del self.fields["known_error"]
        else:
            self.fields["known_error"].unit = key_result.unit
        self.fields["measured_by"].queryset = measurers(key_result, self.instance)
        self.fields["measured_by"].empty_label = _("whoever checks it in")

    def values(self) -> dict[str, Any]:
        """What to write; the form is valid."""
        return {name: getattr(self.instance, name) for name in self.fields}


def measurers(key_result: KeyResult, plan: MeasurementPlan) -> QuerySet[User]:
    """Who may be asked to measure it: the people for whom it exists."""
    seeing = access.people_seeing(key_result.objective).values("pk")
    return User.objects.filter(Q(pk__in=seeing) | Q(pk=plan.measured_by_id))
