"""What a person types about a cadence; the kind says which fields count."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.forms.settings import SettingsForm, date_input
from progress.cadence import (
    MOST_DAYS,
    MOST_GRACE,
    MOST_MONTHS,
    MOST_REMINDING,
    MOST_WEEKS,
)
from progress.cadence_places import Place
from progress.cadence_words import grace_words, move_words, remind_words
from progress.free_days import countries
from progress.models import CadencePolicy, ClosedDay
from progress.models.cadence import ALL_WEEKDAYS, BEGINNING, LAST_DAY, bits_of, days_of

Kind = CadencePolicy.Kind
NEEDED = {
    "": (),
    Kind.WEEKS: ("every", "weekdays", "anchor"),
    Kind.MONTH_DAY: ("every", "month_day", "anchor"),
    Kind.MONTH_WEEKDAY: ("every", "nth", "weekday", "anchor"),
    Kind.DAYS: ("every", "anchor"),
}
MOST = {
    Kind.WEEKS: MOST_WEEKS,
    Kind.MONTH_DAY: MOST_MONTHS,
    Kind.MONTH_WEEKDAY: MOST_MONTHS,
    Kind.DAYS: MOST_DAYS,
}
RHYTHM = ("every", "weekdays", "month_day", "nth", "weekday", "anchor")
DATES = ["%Y-%m-%d"]


def number(label, low: int, high: int, **options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=False,
        widget=widget,
        **options,
    )


class CadenceForm(forms.Form):
    """What one level says; what stays open comes from the level above."""

    wide = ("kind", "weekdays", "is_locked")
    kind = forms.ChoiceField(
        label=gettext_lazy("Every so many"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Kind.WEEKS, gettext_lazy("Weeks, on weekdays")),
            (Kind.MONTH_DAY, gettext_lazy("Months, on a day")),
            (Kind.MONTH_WEEKDAY, gettext_lazy("Months, on a weekday")),
            (Kind.DAYS, gettext_lazy("Days")),
        ],
    )
    every = number(
        gettext_lazy("How many"),
        1,
        MOST_DAYS,
        help_text=gettext_lazy("1 is each of them, 2 every second."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Due on"),
        required=False,
        coerce=int,
        choices=sorted(WEEKDAYS_ABBR.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    month_day = number(
        gettext_lazy("Day of the month"),
        1,
        31,
        help_text=gettext_lazy("Where the month is too short, its last day."),
    )
    nth = forms.TypedChoiceField(
        label=gettext_lazy("Which of the month"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=CadencePolicy.Nth.choices,
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=sorted(WEEKDAYS.items()),
    )
    anchor = forms.DateField(
        label=gettext_lazy("Counted from"),
        required=False,
        input_formats=DATES,
        widget=date_input(),
        help_text=gettext_lazy("The week, month or day of this date is one of them."),
    )
    grace_days = number(gettext_lazy("Grace before missed"), 0, MOST_GRACE)
    remind_days = number(gettext_lazy("Remind before"), 0, MOST_REMINDING)
    move = forms.ChoiceField(
        label=gettext_lazy("On a day off, the due date"),
        required=False,
        choices=CadencePolicy.Move.choices,
    )
    is_locked = forms.BooleanField(
        label=gettext_lazy("Locked: levels below set nothing of their own"),
        required=False,
    )

    def __init__(self, *args: Any, place: Place, above: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        for name in RHYTHM:
            self.fields[name].depends = True  # on the kind
        for name in ("kind", "weekdays"):
            self.fields[name].in_a_row = True
        self.fields["grace_days"].unit = _("working days")
        self.fields["remind_days"].unit = _("days")
        if above:
            self.offer_inheritance(above)
        else:
            for name in ("kind", "grace_days", "remind_days", "move"):
                self.fields[name].required = True
        if place.kind == "key_result":
            del self.fields["is_locked"]  # nothing lies below it

    def offer_inheritance(self, above: Any) -> None:
        """Say beside each part what comes from above while it is left empty."""
        kind, move = self.fields["kind"], self.fields["move"]
        for name in ("kind", "grace_days", "remind_days", "move"):
            self.fields[name].depends = True  # on what is said above
        kind.choices = [("", _("As above")), *kind.choices]
        inherited = _("as above: %(what)s")
        what = {"what": move_words(above.move.move)}
        move.choices = [("", inherited % what), *move.choices]
        hint = _("Empty is as above: %(what)s.")
        grace = grace_words(above.grace.grace_days)
        remind = remind_words(above.remind.remind_days)
        self.fields["grace_days"].help_text = hint % {"what": grace}
        self.fields["remind_days"].help_text = hint % {"what": remind}

    def clean_anchor(self) -> datetime.date | None:
        day = self.cleaned_data["anchor"]
        if day and not BEGINNING <= day <= LAST_DAY:
            raise forms.ValidationError(_("Dates lie between 2000 and 2100."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind", "")
        needed = NEEDED.get(kind, ())
        for name in RHYTHM:
            if name not in needed:
                self._errors.pop(name, None)
                cleaned[name] = None
            elif cleaned.get(name) in (None, [], "") and name not in self._errors:
                self.add_error(name, self.missing(name))
        every = cleaned.get("every")
        if every and every > MOST[kind]:
            self.add_error("every", _("At most %(most)s.") % {"most": MOST[kind]})
        return cleaned

    @staticmethod
    def missing(name: str) -> str:
        if name == "weekdays":
            return _("Choose at least one weekday.")
        if name == "anchor":
            return _("Enter the date that is counted from.")
        return _("Enter a number: an empty field is not taken as 0.")

    def policy(self, effective_from: datetime.date) -> CadencePolicy:
        """What the form says; a level that says nothing is an override removed."""
        data = self.cleaned_data
        weekdays = data["weekdays"]
        columns = {name: data[name] for name in RHYTHM if name != "weekdays"}
        policy = CadencePolicy(
            **self.place.columns,
            **columns,
            effective_from=effective_from,
            kind=data["kind"],
            weekdays=bits_of(weekdays) if weekdays else None,
            grace_days=data["grace_days"],
            remind_days=data["remind_days"],
            move=data["move"],
            is_locked=data.get("is_locked", False),
        )
        policy.is_removed = self.says_nothing
        policy.is_locked &= not policy.is_removed
        return policy

    @property
    def says_nothing(self) -> bool:
        data = self.cleaned_data
        parts = (data["kind"], data["move"], data.get("is_locked"))
        open_numbers = data["grace_days"] is None and data["remind_days"] is None
        return open_numbers and not any(parts)


def initial_of(policy: CadencePolicy | None, today: datetime.date) -> dict[str, Any]:
    """What the fields hold for what a level says; a fresh rhythm counts from today."""
    fresh = {"every": 1, "anchor": today, "nth": 1, "weekday": 0, "kind": ""}
    if policy is None or policy.is_removed:
        return fresh
    said = {name: getattr(policy, name) for name in CadenceForm.base_fields}
    said["weekdays"] = list(days_of(policy.weekdays or 0))
    return fresh | {name: value for name, value in said.items() if value is not None}


class WorkdaysForm(forms.Form):
    """The weekend, and the country whose public holidays are kept."""

    wide = ("weekend",)
    weekend = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekend"),
        required=False,
        coerce=int,
        choices=sorted(WEEKDAYS_ABBR.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Public holidays of"),
        required=False,
        choices=lambda: [("", _("no country")), *countries()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekend"].in_a_row = True

    def clean_weekend(self) -> int:
        bits = bits_of(self.cleaned_data["weekend"])
        if bits == ALL_WEEKDAYS:
            raise forms.ValidationError(_("Leave at least one day to work on."))
        return bits


class ClosedDayForm(SettingsForm):
    """A day on which nobody works; days that have come are not changed any more."""

    wide: tuple[str, ...] = ()

    class Meta:
        model = ClosedDay
        fields = ["day", "name"]

    day = forms.DateField(
        label=gettext_lazy("Date"), input_formats=DATES, widget=date_input()
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> datetime.date:
        day = self.cleaned_data["day"]
        if day <= self.today:
            raise forms.ValidationError(
                _("Only a day to come: what was due until today stays as it was.")
            )
        if day > LAST_DAY:
            raise forms.ValidationError(_("Dates lie between 2000 and 2100."))
        return day
