"""The weights of an objective's key results, typed side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from objectives.fields import ValueField
from objectives.models import KeyResult
from objectives.weights import shares


class WeightField(ValueField):
    """A number above 0."""

    def clean(self, value: object) -> Decimal:
        weight = super().clean(value)
        if weight <= 0:
            raise forms.ValidationError(
                _("A weight is more than 0; drop the key result instead.")
            )
        return weight


@dataclass(frozen=True)
class WeightRow:
    """One key result beside its field; `share` in percent, None while unknown."""

    key_result: KeyResult
    field: BoundField
    share: Decimal | None


class WeightsForm(forms.Form):
    """One field for each key result, named "kr-ID"."""

    def __init__(self, *args: Any, key_results: list[KeyResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key_results = key_results
        for kr in key_results:
            self.fields[name_of(kr)] = WeightField(
                label=_("Weight of “%(content)s”") % {"content": kr.content},
                initial=kr.weight,
            )

    @property
    def rows(self) -> list[WeightRow]:
        known = self.known_shares()
        return [
            WeightRow(kr, self[name_of(kr)], known.get(kr.pk))
            for kr in self.key_results
        ]

    def known_shares(self) -> dict[int, Decimal]:
        """Shares of what is typed; while a weight is wrong, none: they need all."""
        if self.is_bound and not self.is_valid():
            return {}
        weights = [self.weight_of(kr) for kr in self.key_results]
        ids = [kr.pk for kr in self.key_results]
        return dict(zip(ids, shares(weights), strict=True))

    def weight_of(self, key_result: KeyResult) -> Decimal:
        if not self.is_bound:
            return key_result.weight
        return self.cleaned_data[name_of(key_result)]

    def values(self) -> dict[int, Decimal]:
        """Weights by key result id; the form is valid."""
        return {kr.pk: self.weight_of(kr) for kr in self.key_results}


def name_of(key_result: KeyResult) -> str:
    return f"kr-{key_result.pk}"
