"""The forms of the admin pages: the rules of the site's own pages hold there too."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from objectives.forms.cycle import CycleForm
from objectives.forms.key_result import KeyResultForm
from objectives.forms.organisation import OrganisationForm
from objectives.forms.person import PersonForm
from objectives.forms.settings import SeenForm
from objectives.forms.team import TeamForm
from objectives.models import Cycle, KeyResult, Objective


class CycleAdminForm(CycleForm, SeenForm):
    asks_always = True


class OrganisationAdminForm(OrganisationForm, SeenForm):
    pass


class TeamAdminForm(TeamForm, SeenForm):
    pass


class PersonAdminForm(PersonForm, SeenForm):
    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "language", "theme", "time_zone"]


class KeyResultAdminForm(KeyResultForm, SeenForm):
    pass


class ObjectiveAdminForm(SeenForm):
    """All of an objective, its parent included."""

    class Meta:
        model = Objective
        fields = [
            "title",
            "description",
            "cycle",
            "parent",
            "parent_key_result",
            "derivation_note",
            "alignment_weight",
            "team",
            "owner",
            "is_private",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cycle := cleaned.get("cycle"):
            self.check_cycle(cycle)
        if not self.instance._state.adding and "parent" in self.changed_data:
            self.check_parent(cleaned.get("parent"))
        if served := cleaned.get("parent_key_result"):
            self.check_served(served)
        return cleaned

    def check_cycle(self, cycle: Cycle) -> None:
        if cycle.state == Cycle.State.CLOSED:
            self.add_error("cycle", _("It is closed: nothing is set in it any more."))
        elif self.instance._state.adding or "cycle" not in self.changed_data:
            return
        elif reason := self.instance.cycle_change_refusal(cycle):
            self.add_error("cycle", reason)

    def check_parent(self, parent: Objective | None) -> None:
        reason = self.instance.leaving_refusal()
        if parent and not reason:
            reason = self.instance.parent_refusal(parent)
        if "cycle" in self.changed_data:
            reason = _("Change the cycle first, then the parent.")
        if reason:
            self.add_error("parent", reason)

    def check_served(self, key_result: KeyResult) -> None:
        """Dropped ones are served on, but not from now on."""
        parent = self.cleaned_data.get("parent")
        if key_result.objective_id != (parent and parent.pk):
            text = _("That key result is not one of its parent’s.")
            self.add_error("parent_key_result", text)
        elif key_result.dropped_at and "parent_key_result" in self.changed_data:
            self.add_error("parent_key_result", _("That key result was dropped."))
