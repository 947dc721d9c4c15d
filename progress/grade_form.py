"""Grades and what was learned, typed side by side for one page of objectives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.display import show_number
from objectives.fields import ValueField
from objectives.models import Objective
from objectives.text import LINE, PROSE
from progress import measure
from progress.closing import Typed
from progress.models import Grade
from progress.models.grade import BEST

MOST_LEARNED = 2000  # characters
LONGEST_REVISION = 9  # digits


class GradeField(ValueField):
    """From 0 to 1 with at most two decimals; cleans to whole hundredths."""

    def clean(self, value: object) -> int | None:
        number = super().clean(value)
        if number is None:
            return None
        hundredths = number * BEST
        if not 0 <= hundredths <= BEST:
            raise forms.ValidationError(_("A grade lies between 0 and 1."))
        if hundredths != hundredths.to_integral_value():
            raise forms.ValidationError(_("A grade has at most two decimals."))
        return int(hundredths)


@dataclass(frozen=True)
class GradeRow:
    """One objective beside its fields; `theirs` is what somebody else has saved."""

    objective: Objective
    grade: BoundField
    learned: BoundField
    seen: int
    theirs: Grade | None = None

    @property
    def stored(self) -> Grade | None:
        return grade_of(self.objective)

    @property
    def computed(self) -> str:
        return in_hundredths(self.objective.figures.progress)


class GradesForm(forms.Form):
    """Fields "grade-ID" and "learned-ID" for each objective."""

    def __init__(
        self, *args: Any, objectives: Sequence[Objective], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = objectives
        self.theirs: Mapping[int, Grade] = {}
        for objective in objectives:
            self.add_fields(objective)

    def add_fields(self, objective: Objective) -> None:
        grade, title = grade_of(objective), {"title": objective.title}
        self.fields[f"grade-{objective.pk}"] = GradeField(
            label=_("Grade of “%(title)s”, 0 to 1") % title,
            required=False,
            initial=grade and grade.value,
            widget=forms.TextInput(
                attrs={
                    "class": "input num",
                    "inputmode": "decimal",
                    "autocomplete": "off",
                    "placeholder": suggested(objective.figures.progress),
                }
            ),
        )
        self.fields[f"learned-{objective.pk}"] = forms.CharField(
            label=_("What we learned from “%(title)s”") % title,
            required=False,
            initial=grade.learned if grade else "",
            max_length=MOST_LEARNED,
            validators=PROSE,
            widget=forms.TextInput(attrs={"class": "input"}),
        )

    @property
    def rows(self) -> list[GradeRow]:
        return [
            GradeRow(
                objective=each,
                grade=self[f"grade-{each.pk}"],
                learned=self[f"learned-{each.pk}"],
                seen=self.seen(each),
                theirs=self.theirs.get(each.pk),
            )
            for each in self.objectives
        ]

    def seen(self, objective: Objective) -> int:
        """The revision that was opened; once a conflict was shown, the one that is."""
        if theirs := self.theirs.get(objective.pk):
            return theirs.revision
        if not self.is_bound:
            stored = grade_of(objective)
            return stored.revision if stored else 0
        text = self.data.get(f"seen-{objective.pk}", "")
        sound = text.isascii() and text.isdigit() and len(text) <= LONGEST_REVISION
        return int(text) if sound else 0

    def typed(self) -> list[Typed]:
        """What was typed; the form is valid."""
        return [
            Typed(
                each.pk,
                self.cleaned_data[f"grade-{each.pk}"],
                self.cleaned_data[f"learned-{each.pk}"],
                self.seen(each),
            )
            for each in self.objectives
        ]


def grade_of(objective: Objective) -> Grade | None:
    """Pass objectives with their grades selected."""
    return getattr(objective, "grade", None)


def in_hundredths(figure: int | None, places: int = 2) -> str:
    """A figure as grades are written: "0.67"; 1.00 only when reached."""
    if figure is None:
        return "–"
    parts = measure.rounded(Fraction(figure, measure.WHOLE), parts=10**places)
    return show_number(Decimal(parts).scaleb(-places), places)


def suggested(figure: int | None) -> str:
    """What the computed progress would come to, with one decimal."""
    return "" if figure is None else in_hundredths(figure, 1)


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        validators=LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands in the log, beside the closing."),
        error_messages={"required": gettext_lazy("Say why it is reopened.")},
    )
