"""What people type about alignment reviews and their follow-ups."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives import clock
from objectives.access import people_seeing
from objectives.models import Objective, User
from objectives.people import called
from objectives.text import LINE
from progress.models import AlignmentReview, Decision, FollowUp
from progress.reviewing import WRITTEN, Wish

FIRST_YEAR, LAST_YEAR = 2000, 2200
FOLLOW_UPS = 100  # of one review
TYPED_DAY = ["%Y-%m-%d"]  # what browsers send; 03/04/2026 is two days


def zone_words() -> str:
    return _("In the time of %(zone)s.") % {"zone": settings.TIME_ZONE}


class SiteTime(forms.DateTimeField):
    """A moment typed in the site's time zone, wherever its reader is."""

    def __init__(self, **options: Any) -> None:
        form = "%Y-%m-%dT%H:%M"
        attrs = {"type": "datetime-local"}
        widget = forms.DateTimeInput(attrs=attrs, format=form)
        options.setdefault("help_text", lazy(zone_words, str)())
        super().__init__(input_formats=[form, f"{form}:%S"], widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        with timezone.override(timezone.get_default_timezone()):
            moment = super().to_python(value)
        # At either end of the calendar another time zone has no such moment.
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(_("Check the year: nobody meets then."))
        return moment

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(timezone.get_default_timezone()):
            return super().prepare_value(value)


class Day(forms.DateField):
    """A day to come, or today."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format=TYPED_DAY[0])
        super().__init__(input_formats=TYPED_DAY, widget=widget, **options)


class PersonField(forms.CharField):
    """Somebody by name or e-mail address; cleans to the User.

    Typed rather than chosen: an organisation has more people than a list can show.
    `people` are those who may be named; for all others there is nobody.
    """

    people: QuerySet[User] = User.objects.none()

    def clean(self, value: Any) -> User | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = list(self.people.filter(called(typed))[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(self.refusal(typed, len(found)))

    @staticmethod
    def refusal(typed: str, found: int) -> str:
        if found:
            text = _("Several people are called %(name)s: type an e-mail address.")
        else:
            text = _("Nobody who may see this objective is called %(name)s.")
        return text % {"name": typed}

    def prepare_value(self, value: Any) -> Any:
        """A stored person by name; typed text as it was typed."""
        if isinstance(value, int):
            return str(User.objects.get(pk=value))
        return value


def one_line(text: str) -> str:
    """Line ends as the database and difflib know them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class MeetingForm(forms.Form):
    """When both levels meet, said when a review is opened."""

    meets_at = SiteTime(label=gettext_lazy("Meets"), required=False)


class ReviewForm(forms.ModelForm):
    """The whole sheet: what is written, who joins, and one more follow-up.

    With `closing`, what a closed review needs must be there.
    """

    meets_at = SiteTime(label=gettext_lazy("Meets"), required=False)
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    look_again_on = Day(label=gettext_lazy("Look again on"), required=False)
    guest = PersonField(
        label=gettext_lazy("Add somebody"), required=False, max_length=254
    )
    task = forms.CharField(
        label=gettext_lazy("What is to be done"),
        required=False,
        max_length=500,
        validators=LINE,
    )
    task_owner = PersonField(
        label=gettext_lazy("Who does it"), required=False, max_length=254
    )
    task_due = Day(label=gettext_lazy("Until when"), required=False)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = AlignmentReview
        fields = WRITTEN
        labels = {
            "notes": gettext_lazy("Notes"),
            "findings": gettext_lazy("Findings"),
            "closing": gettext_lazy("Closing sentence"),
        }
        widgets = {
            "notes": forms.Textarea(attrs={"rows": 7}),
            "findings": forms.Textarea(attrs={"rows": 3}),
            "closing": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, closes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closes = closes
        for field in self.fields.values():
            field.depends = True  # what must be there depends on the button
        people = people_seeing(self.instance.objective)
        for name in ("guest", "task_owner"):
            self.fields[name].people = people
            listed = {"list": "review-people", "autocomplete": "off"}
            self.fields[name].widget.attrs.update(listed)

    def clean_notes(self) -> str:
        return one_line(self.cleaned_data["notes"])

    def clean_findings(self) -> str:
        return one_line(self.cleaned_data["findings"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.closes:
            self.ask_for_the_end(cleaned)
        if self.has_task:
            self.ask_for_the_task(cleaned)
        return cleaned

    def ask_for_the_end(self, cleaned: dict[str, Any]) -> None:
        missing = {
            "decision": _("Choose what was decided."),
            "closing": _("Say in a sentence why."),
        }
        self.require(cleaned, missing)
        if cleaned.get("decision") == Decision.LOOK_AGAIN:
            self.require(cleaned, {"look_again_on": _("Say when to look again.")})
            self.refuse_past("look_again_on", cleaned.get("look_again_on"))

    def refuse_past(self, name: str, day: Any) -> None:
        if day and day <= clock.today():
            self.add_error(name, _("Choose a day after today."))

    def ask_for_the_task(self, cleaned: dict[str, Any]) -> None:
        missing = {
            "task": _("Say what is to be done."),
            "task_owner": _("Say who does it."),
            "task_due": _("Say until when."),
        }
        self.require(cleaned, missing)
        kept = self.instance.follow_ups.exclude(key=cleaned.get("key"))
        if kept.count() >= FOLLOW_UPS:
            text = _("A review takes %(most)s follow-ups at most.")
            self.add_error("task", text % {"most": FOLLOW_UPS})

    def require(self, cleaned: dict[str, Any], missing: dict[str, str]) -> None:
        for name, sentence in missing.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    @property
    def has_task(self) -> bool:
        names = ["task", "task_owner", "task_due"]
        return any(str(self[name].data or "").strip() for name in names)

    def values(self) -> dict[str, Any]:
        """What was sent of what is written; what a form leaves out stays."""
        sent = [name for name in WRITTEN if self.add_prefix(name) in self.data]
        return {name: self.cleaned_data[name] for name in sent}

    def wish(self) -> Wish | None:
        data = self.cleaned_data
        if not self.has_task:
            return None
        key = data["key"] or uuid.uuid4()
        return Wish(data["task"], data["task_owner"], data["task_due"], key)


class FollowUpForm(forms.ModelForm):
    owner = PersonField(label=gettext_lazy("Who does it"), max_length=254)
    due_on = Day(label=gettext_lazy("Until when"))
    wide = ("text",)

    class Meta:
        model = FollowUp
        fields = ["text", "owner", "due_on"]
        labels = {"text": gettext_lazy("What is to be done")}

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].people = people_seeing(objective)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}


class AgainForm(forms.Form):
    """Until when an accepted gap is accepted again."""

    until = Day(label=gettext_lazy("Accept it until"))

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day <= clock.today():
            raise forms.ValidationError(_("Choose a day after today."))
        return day
