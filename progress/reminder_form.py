"""What people choose about their reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from objectives.forms.settings import SettingsForm
from objectives.models.organisation import Weekday
from progress.models import ReminderPreference

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class ReminderForm(SettingsForm):
    """Which news, from which hour on, on which days of the week."""

    wide = ("coming", "due", "late", "team", "mentions", "days")
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Not before"),
        choices=HOURS,
        coerce=int,
        help_text=gettext_lazy("In your time zone, which your profile names."),
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On these days"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ReminderPreference
        fields = ["coming", "due", "late", "team", "mentions", "hour"]
        labels = {
            "coming": gettext_lazy("Tell me what falls due soon"),
            "due": gettext_lazy("Tell me what is due today"),
            "late": gettext_lazy("Tell me what is late"),
            "team": gettext_lazy("Tell me what my teams have missed"),
            "mentions": gettext_lazy("Tell me of comments that name me"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].in_a_row = True
        self.initial["days"] = [int(day) for day in self.instance.days]

    def clean_days(self) -> list[int]:
        self.instance.weekdays = sum(1 << day for day in self.cleaned_data["days"])
        return self.cleaned_data["days"]

    def save(self, commit: bool = True) -> ReminderPreference:
        """The row may not be there yet, or have come meanwhile: write all choices."""
        names = [*self._meta.fields, "weekdays"]
        values = {name: getattr(self.instance, name) for name in names}
        saved, _ = ReminderPreference.objects.update_or_create(
            person=self.instance.person, defaults=values
        )
        return saved
