"""What a person types about an objective."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives import access, clock
from objectives.forms.person_choice import PersonChoice
from objectives.models import Cycle, KeyResult, Objective, Team, User
from objectives.models.objective import ALIGNMENT

# One sentence for a parent that is not there and for one that is kept from the reader.
NO_PARENT = gettext_lazy("There is no such parent objective.")


class ObjectiveForm(forms.ModelForm):
    """A new objective or an existing one; what may be chosen depends on the reader.

    An objective that serves another also says how much it counts there and why.
    """

    class Meta:
        model = Objective
        fields = [
            "parent",
            "title",
            "description",
            "cycle",
            "team",
            "owner",
            *ALIGNMENT,
            "is_private",
        ]
        field_classes = {"owner": PersonChoice}
        widgets = {
            "parent": forms.HiddenInput,
            "title": forms.TextInput,
            "derivation_note": forms.Textarea(attrs={"rows": 2}),
        }

    wide = (
        "title",
        "description",
        "parent_key_result",
        "derivation_note",
        "is_private",
    )

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.offer_choices()
        if self.is_new:
            self.offer_parents()
            self.initial.setdefault("owner", reader.pk)
        else:
            del self.fields["parent"]
        if self.parent:
            offer_served(self.fields, self.parent, self.instance)
        else:
            for name in ALIGNMENT:
                del self.fields[name]

    @property
    def is_new(self) -> bool:
        return self.instance._state.adding

    @cached_property
    def parent(self) -> Objective | None:
        """What it serves, None also where that is kept from the reader."""
        if not self.is_new:
            visible = Objective.objects.visible_to(self.reader)
            return visible.filter(pk=self.instance.parent_id).first()
        try:
            return self.fields["parent"].clean(self["parent"].value())
        except forms.ValidationError:
            return None

    def offer_choices(self) -> None:
        fields = self.fields
        fields["cycle"].queryset = cycles_for(self.instance)
        fields["cycle"].empty_label = None
        fields["team"].queryset = teams_for(self.reader, self.instance)
        fields["team"].empty_label = _("No team")
        fields["owner"].queryset = owners_for(self.reader, self.instance)
        fields["owner"].empty_label = None

    def offer_parents(self) -> None:
        field = self.fields["parent"]
        field.queryset = Objective.objects.visible_to(self.reader)
        field.error_messages["invalid_choice"] = NO_PARENT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        owner, team = cleaned.get("owner"), cleaned.get("team")
        known = owner and "team" in cleaned
        if known and self.hands_over() and not self.may_plan_for(owner, team):
            self.add_error("owner", self.refused_owner(team))
        return cleaned

    def may_plan_for(self, owner: User, team: Team | None) -> bool:
        return access.may_plan_for(self.reader, owner, team)

    def hands_over(self) -> bool:
        """Whether owner or team become others than they are."""
        return self.is_new or bool({"owner", "team"} & set(self.changed_data))

    def refused_owner(self, team: Team | None) -> str:
        if team is None:
            return _("Without a team you set objectives for yourself only.")
        return _("For this team you set objectives for yourself only.")

    def clean_cycle(self) -> Cycle:
        cycle = self.cleaned_data["cycle"]
        changes = not self.is_new and "cycle" in self.changed_data
        if changes and (reason := self.instance.cycle_change_refusal(cycle)):
            raise forms.ValidationError(reason)
        return cycle

    def values(self) -> dict[str, Any]:
        """What to write; the form is valid."""
        return {name: getattr(self.instance, name) for name in self.fields}


def offer_served(fields: Any, parent: Objective, objective: Objective) -> None:
    """The parent's key results, and the one served so far though it was dropped."""
    live = Q(objective=parent, dropped_at=None)
    kept = Q(pk=objective.parent_key_result_id, objective=parent)
    field = fields["parent_key_result"]
    field.queryset = KeyResult.objects.filter(live | kept)
    field.empty_label = _("None in particular: the objective as a whole")


def cycles_for(objective: Objective) -> QuerySet[Cycle]:
    """Cycles in which objectives are set, and the one that it has."""
    set_in = Q(state__in=[Cycle.State.OPEN, Cycle.State.PLANNING])
    return Cycle.objects.filter(set_in | Q(pk=objective.cycle_id))


def teams_for(reader: User, objective: Objective) -> QuerySet[Team]:
    own = access.joined_teams(reader).values("pk")
    return Team.objects.filter(Q(pk__in=own) | Q(pk=objective.team_id))


def owners_for(reader: User, objective: Objective) -> QuerySet[User]:
    """Who may be chosen as owner: whoever leads nobody chooses nobody else."""
    people = User.objects.filter(is_active=True)
    if not (reader.is_administrator or leads(reader)):
        people = people.filter(pk=reader.pk)
    return people | User.objects.filter(pk=objective.owner_id)


def leads(reader: User) -> bool:
    return reader.memberships.filter(is_lead=True).exists()


def preset(reader: User, *, parent: Objective | None, cycle: Cycle | None) -> dict:
    """What a new form begins with."""
    chosen = parent.cycle if parent else cycle
    chosen = chosen or Cycle.objects.current(clock.today())
    team = reader.teams.order_by("name", "pk").first()
    return {
        "parent": parent.pk if parent else None,
        "cycle": chosen.pk if chosen else None,
        "team": team.pk if team else None,
    }
