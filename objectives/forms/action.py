"""What a person types about actions: their plan, a step, or many ideas at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from objectives import access, clock, steps
from objectives.fields import ValueField
from objectives.forms.person_choice import PersonChoice
from objectives.models import Action, User
from objectives.text import LINE

LONGEST, MOST = 1000, 100  # characters of a line, lines at once
BET = ("expected_from", "expected_to")
NO_IDEA = gettext_lazy("Write at least one idea.")
NO_WEIGHT = [("", gettext_lazy("not weighed"))]


def day_field() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WeightField(forms.TypedChoiceField):
    """Effort or impact from 1 to 5, or not weighed."""

    in_a_row = True

    def __init__(self, **options: Any) -> None:
        numbers = [(str(n), str(n)) for n in range(1, 6)]
        super().__init__(
            choices=[*NO_WEIGHT, *numbers],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **options,
        )


class ActionForm(forms.ModelForm):
    """The plan of one action and its bet; the state is changed by steps only.

    `reader` chooses among the actions that they see. A milestone's bet is only a
    day: it goes from 0 to 1.
    """

    class Meta:
        model = Action
        fields = [
            "title",
            "deliverable",
            "owner",
            "starts_on",
            "due_on",
            "resources",
            "cost",
            "currency",
            "routine_work",
            "effort",
            "impact",
            "premise",
            "expected_from",
            "expected_to",
            "expected_by",
        ]
        field_classes = {"owner": PersonChoice}
        widgets = {
            "title": forms.TextInput,
            "deliverable": forms.TextInput,
            "resources": forms.TextInput,
            "routine_work": forms.TextInput,
            "premise": forms.Textarea(attrs={"rows": 2}),
            "starts_on": day_field(),
            "due_on": day_field(),
            "expected_by": day_field(),
        }
        help_texts = {
            "deliverable": gettext_lazy("What will be there when it is done."),
            "resources": gettext_lazy("Such as “2 engineers, a test site”."),
            "currency": gettext_lazy("Such as € or USD."),
            "routine_work": gettext_lazy("What will wait, or be done otherwise."),
            "premise": gettext_lazy(
                "The sentence begins with “If”: “the queues fail over by themselves”."
            ),
        }

    effort = WeightField(label=gettext_lazy("Effort"))
    impact = WeightField(label=gettext_lazy("Impact"))
    cost = ValueField(label=gettext_lazy("Cost"), required=False)
    expected_from = ValueField(label=gettext_lazy("it goes from"), required=False)
    expected_to = ValueField(label=gettext_lazy("to"), required=False)
    needs = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Depends on"), queryset=None, required=False
    )

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key_result = self.instance.key_result
        self.had = needed_and_seen(self.instance, reader)
        self.initial["needs"] = [action.pk for action in self.had]
        self.fields["needs"].queryset = choosable(self.instance, reader, self.had)
        self.fields["owner"].queryset = doers_for(self.instance)
        self.fields["owner"].empty_label = _("nobody yet")
        self.fields["expected_by"].label = _("by")
        currency = str(self["currency"].value() or "").strip()
        self.fields["cost"].typed_unit = currency
        if key_result.is_milestone:
            self.fields["expected_by"].label = _("it is done by")
            for name in BET:
                del self.fields[name]
        else:
            for name in BET:
                self.fields[name].unit = key_result.unit

    @property
    def parts(self) -> list[tuple[str, str, list]]:
        """Legend, hint and fields of each part of the page but the last."""
        bet = ["premise", *(n for n in BET if n in self.fields), "expected_by"]
        plan = ["owner", "starts_on", "due_on", "resources", "cost", "currency"]
        return [
            ("", "", self.some(["title", "deliverable"])),
            (_("Who and when"), "", self.some([*plan, "routine_work"])),
            (
                _("Weighed"),
                _("1 is little, 5 is much."),
                self.some(["effort", "impact"]),
            ),
            (_("The bet"), self.bet_hint(), self.some(bet)),
        ]

    wide = ("title", "deliverable", "routine_work", "premise")

    def some(self, names: Sequence[str]) -> list:
        return [self[name] for name in names]

    def bet_hint(self) -> str:
        key_result = self.instance.key_result
        if key_result.is_milestone:
            return _("If we do this, the milestone is reached by the day.")
        if key_result.is_line:
            return _("If we do this, what is measured moves, and the line holds.")
        return _("If we do this, the key result moves. Its check-ins will tell.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.key_result.is_milestone:
            done = cleaned.get("expected_by") is not None
            self.instance.expected_from = Decimal(0) if done else None
            self.instance.expected_to = Decimal(1) if done else None
        else:
            self.require_whole_bet(cleaned)
        return cleaned

    def require_whole_bet(self, cleaned: dict[str, Any]) -> None:
        """All three or none of them, and a change."""
        bet = {name: cleaned.get(name) for name in (*BET, "expected_by")}
        for name, value in bet.items():
            begun = any(other is not None for other in bet.values())
            if begun and value is None and name not in self._errors:
                self.add_error(name, self.MISSING[name])
        begin, end = bet["expected_from"], bet["expected_to"]
        if begin is not None and begin == end:
            text = _("From and to are the same: that expects nothing.")
            self.add_error("expected_to", text)

    MISSING = {
        "expected_from": gettext_lazy("From which value? The bet needs all three."),
        "expected_to": gettext_lazy("To which value? The bet needs all three."),
        "expected_by": gettext_lazy("By when? The bet needs all three."),
    }

    def values(self) -> dict[str, Any]:
        """What to write of the action itself; the form is valid."""
        names = [name for name in self._meta.fields or [] if name not in BET]
        return {name: getattr(self.instance, name) for name in [*names, *BET]}

    def needed(self) -> list[int]:
        return [action.pk for action in self.cleaned_data["needs"]]

    def chosen(self) -> list[Action]:
        """What is ticked, in the form as it stands; nothing that cannot be seen."""
        ticked = self["needs"].value() or []
        sound = [pk for pk in map(str, ticked) if pk.isascii() and pk.isdigit()]
        sound = [pk for pk in sound if len(pk) < 19]
        queryset = self.fields["needs"].queryset
        return list(queryset.filter(pk__in=sound).order_by("pk"))


def needed_and_seen(action: Action, reader: User) -> list[Action]:
    if action._state.adding:
        return []
    return list(action.needs.visible_to(reader).order_by("pk"))


def choosable(action: Action, reader: User, had: Sequence[Action]) -> QuerySet[Action]:
    """What it may wait for: actions of its cycle that the reader sees."""
    cycle = action.key_result.objective.cycle_id
    live = Q(key_result__objective__cycle=cycle) & ~Q(state=steps.DROPPED)
    seen = Action.objects.visible_to(reader).exclude(pk=action.pk)
    chosen = Q(pk__in=[other.pk for other in had])
    return seen.filter(live | chosen).select_related("key_result")


def doers_for(action: Action) -> QuerySet[User]:
    """Who sees the objective, and whoever does it already."""
    seeing = access.people_seeing(action.key_result.objective)
    own = Q(pk__in=seeing.order_by().values("pk")) | Q(pk=action.owner_id)
    return User.objects.filter(own).order_by("name", "pk")


class StepForm(forms.Form):
    """One step of one action; only a step that ends or stops it asks for a reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        validators=LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why, in a sentence.")},
    )
    on = forms.DateField(label=gettext_lazy("On"), required=False, widget=day_field())

    def __init__(self, *args: Any, action: Action, step: str, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{step}_%s")
        kwargs.setdefault("initial", {"on": clock.today()})
        super().__init__(*args, **kwargs)
        self.step = Action.State(step)
        self.label = step_words(step, action.state)
        if step not in steps.WITH_REASON:
            del self.fields["reason"]
        if not asks_day(action, step):
            del self.fields["on"]

    @property
    def asks(self) -> bool:
        return "reason" in self.fields


def asks_day(action: Action, step: str) -> bool:
    """Whether the day on which the step was taken says something about the run."""
    ends = step == steps.DONE or (step == steps.DROPPED and action.began_on is not None)
    begins = step == steps.DOING and action.began_on is None
    return ends or begins


def step_words(step: str, before: str) -> str:
    """What a button says that leads from one state to another."""
    if step == steps.DOING and before in (steps.BLOCKED, steps.DONE):
        return _("Go on with it")
    if step == steps.PLANNED and before in (steps.DOING, steps.BLOCKED):
        return _("Back into the plan")
    return {
        steps.CANDIDATE: _("Back to the candidates"),
        steps.PLANNED: _("Put into the plan"),
        steps.DOING: _("Begin"),
        steps.BLOCKED: pgettext("button", "Blocked"),
        steps.DONE: pgettext("button", "Done"),
        steps.DROPPED: _("Drop"),
    }[step]


class CaptureForm(forms.Form):
    """Ideas for one key result, a line each."""

    lines = forms.CharField(
        label=gettext_lazy("Ideas, one on each line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        strip=False,  # an empty first line counts
        error_messages={"required": NO_IDEA},
        help_text=gettext_lazy("Each becomes a candidate, to be weighed later."),
    )

    def clean_lines(self) -> list[str]:
        """Empty lines are left out, and counted all the same."""
        text = self.cleaned_data["lines"].replace("\r\n", "\n").replace("\r", "\n")
        numbered = list(enumerate(text.split("\n"), start=1))
        filled = [(number, line.strip()) for number, line in numbered if line.strip()]
        if not filled:
            raise ValidationError(NO_IDEA)
        if len(filled) > MOST:
            refusal = ngettext(
                "At most %(most)s line at once; these are %(count)s.",
                "At most %(most)s lines at once; these are %(count)s.",
                MOST,
            )
            raise ValidationError(refusal % {"most": MOST, "count": len(filled)})
        refused = [
            _("Line %(number)s: %(reason)s") % {"number": number, "reason": reason}
            for number, line in filled
            if (reason := refusal_of(line))
        ]
        if refused:
            raise ValidationError(refused)
        return [line for _number, line in filled]


def refusal_of(line: str) -> str:
    """Why a line cannot be an action's title; "" where it can."""
    if len(line) > LONGEST:
        text = _("at most %(most)s characters; it has %(count)s.")
        return text % {"most": LONGEST, "count": len(line)}
    for validate in LINE:
        try:
            validate(line)
        except ValidationError as error:
            return " ".join(map(str, error.messages))
    return ""
