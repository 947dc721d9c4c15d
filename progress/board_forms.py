"""What the boards send: a step, weights, or a place in the order."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from objectives.models import Action
from objectives.text import PROSE
from progress.weighing import SCALE

WEIGHTS = [("", _("not weighed")), *((str(n), str(n)) for n in SCALE)]
FIELD_OF = {"state": "step", "reason": "reason"}


class MoveForm(forms.Form):
    """A step to another state, and why where the step asks for it."""

    step = forms.ChoiceField(
        label=pgettext_lazy("action", "State"), choices=Action.State.choices
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, validators=PROSE
    )

    def refuse(self, error: ValidationError) -> None:
        """Put what objectives.actions refused beside the field that is meant."""
        for name, sentences in told(error).items():
            self.add_error(FIELD_OF.get(name), sentences)


class WeighForm(forms.Form):
    """From 1 to 5 each; empty is not weighed."""

    effort = forms.TypedChoiceField(
        label=_("Effort"),
        choices=WEIGHTS,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Effort goes from 1 to 5.")},
    )
    impact = forms.TypedChoiceField(
        label=_("Impact"),
        choices=WEIGHTS,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Impact goes from 1 to 5.")},
    )

    def refuse(self, error: ValidationError) -> None:
        for sentences in told(error).values():
            self.add_error(None, sentences)


def told(error: ValidationError) -> dict[str, list[str]]:
    """Sentences by the field that they are about; "" for none."""
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
