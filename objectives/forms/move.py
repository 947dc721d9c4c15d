"""How an objective is to serve the parent that it is moved under."""

from __future__ import annotations

from typing import Any

from django import forms

from objectives.forms.objective import offer_served
from objectives.models import Objective
from objectives.models.objective import ALIGNMENT
from objectives.tree import Link


class LinkForm(forms.ModelForm):
    """Which key result of `parent` is served, why, and how much it counts.

    Asks nothing where `parent` is None: at the top an objective serves no other.
    """

    class Meta:
        model = Objective
        fields = ALIGNMENT
        widgets = {"derivation_note": forms.Textarea(attrs={"rows": 2})}

    wide = ("parent_key_result", "derivation_note")

    def __init__(self, *args: Any, parent: Objective | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parent is None:
            self.fields.clear()
        else:
            offer_served(self.fields, parent, self.instance)

    @property
    def weight(self) -> int:
        """The alignment weight as typed, 1 where that is none."""
        name = "alignment_weight"
        if name not in self.fields:
            return 1
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get(name, 1)
        return self.get_initial_for_field(self.fields[name], name)

    def link(self) -> Link:
        """The form is valid."""
        if not self.fields:
            return Link()
        return Link(*(self.cleaned_data[name] for name in ALIGNMENT))
