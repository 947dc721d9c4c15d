"""The admin pages of what is wanted, for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from objectives import plan, tree
from objectives.admin_bases import LookOnly, OneAtATime
from objectives.forms import admin as forms
from objectives.models import (
    Absence,
    Action,
    ActionEvent,
    ApiToken,
    Cycle,
    Dependency,
    FailedSignIn,
    FormKey,
    KeyResult,
    MeasurementPlan,
    Membership,
    Objective,
    Organisation,
    Team,
    User,
)
from objectives.models.objective import ALIGNMENT

admin.site.site_header = admin.site.site_title = "Plumbline"
admin.site.index_title = _("Admin pages")


@admin.register(Organisation)
class OrganisationAdmin(OneAtATime):
    form = forms.OrganisationAdminForm
    list_display = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Cycle)
class CycleAdmin(OneAtATime):
    form = forms.CycleAdminForm
    list_display = ["name", "starts_on", "ends_on", "state", "parent"]
    list_filter = ["state"]
    list_select_related = ["parent"]
    search_fields = ["name"]


class MembershipInline(admin.TabularInline):
    model = Membership
    raw_id_fields = ["person"]
    extra = 1


@admin.register(Team)
class TeamAdmin(OneAtATime):
    form = forms.TeamAdminForm
    inlines = [MembershipInline]
    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]


@admin.register(Membership)
class MembershipAdmin(LookOnly):
    """To search in; they are changed with their team."""

    list_display = ["person", "team", "is_lead"]
    list_filter = ["is_lead"]
    list_select_related = ["person", "team"]
    search_fields = ["person__name", "person__email", "team__name"]


@admin.register(User)
class UserAdmin(OneAtATime):
    """Added by invitation, under Settings; shut out instead of deleted."""

    form = forms.PersonAdminForm
    readonly_fields = ["last_login", "created_at", "is_staff", "is_superuser"]
    list_display = ["name", "email", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.by = request.user
        return form

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GoalAdmin(OneAtATime):
    """Dropped on the site's own pages instead of deleted; fixed in a closed cycle."""

    readonly_fields = ["dropped_at", "drop_reason", "created_at"]
    search_help_text = _("Words of it, or the name of its owner.")

    def cycle_of(self, obj: Any) -> Cycle:
        return obj.cycle

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and self.cycle_of(obj).state == Cycle.State.CLOSED:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Objective)
class ObjectiveAdmin(GoalAdmin):
    """Written as everywhere: moved by the gate of the tree, changed by the plan."""

    form = forms.ObjectiveAdminForm
    raw_id_fields = ["parent", "parent_key_result", "owner", "team"]
    list_display = ["title", "cycle", "team", "owner", "is_private", "dropped_at"]
    list_filter = ["cycle", "is_private", ("dropped_at", admin.EmptyFieldListFilter)]
    list_select_related = ["cycle", "team", "owner"]
    search_fields = ["title", "owner__name"]
    ordering = ["tree_id", "lft"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change) -> None:
        if not change:
            plan.add_objective(obj, by=request.user)
            return
        moves = "parent" in form.changed_data
        elsewhere = {"parent", *ALIGNMENT} if moves else set()
        written = set(form.written()) - elsewhere
        values = {name: form.cleaned_data[name] for name in written}
        plan.change_objective(obj.pk, seen=None, by=request.user, values=values)
        if moves:
            link = tree.Link(*(form.cleaned_data[name] for name in ALIGNMENT))
            tree.move(pk=obj.pk, parent_pk=obj.parent_id, by=request.user, link=link)


@admin.register(KeyResult)
class KeyResultAdmin(GoalAdmin):
    """Added on the page of its objective."""

    form = forms.KeyResultAdminForm
    readonly_fields = ["objective", *GoalAdmin.readonly_fields]
    list_display = ["content", "objective", "kind", "weight", "owner", "dropped_at"]
    list_filter = ["kind", "objective__cycle"]
    list_select_related = ["objective", "owner"]
    search_fields = ["content", "owner__name"]

    def cycle_of(self, obj: Any) -> Cycle:
        return obj.objective.cycle

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> KeyResult | None:
        """Locked while it is written: others write it without the lock of the tree."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        with plan.locked_key_result(found.pk, seen=None) as locked:
            return locked

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change) -> None:
        names = forms.KeyResultAdminForm.Meta.fields
        values = {name: getattr(obj, name) for name in names}
        plan.change_key_result(obj.pk, seen=None, by=request.user, values=values)


@admin.register(
    Action.history.model,
    Cycle.history.model,
    KeyResult.history.model,
    MeasurementPlan.history.model,
    Objective.history.model,
)
class HistoryAdmin(LookOnly):
    """Who changed which definition, and when."""

    list_display = ["__str__", "history_date", "history_user", "history_type"]
    list_filter = ["history_type"]
    list_select_related = ["history_user"]
    date_hierarchy = "history_date"
    search_fields = ["history_user__name", "=id"]


@admin.register(Action)
class ActionAdmin(LookOnly):
    """Changed on the pages of its key result, which keep the log and refuse loops."""

    list_display = ["title", "key_result", "state", "owner", "starts_on", "due_on"]
    list_filter = ["state", "key_result__objective__cycle"]
    list_select_related = ["key_result", "owner"]
    search_fields = ["title", "owner__name", "key_result__content"]


@admin.register(Dependency)
class DependencyAdmin(LookOnly):
    list_display = ["action", "needs"]
    list_select_related = ["action", "needs"]
    search_fields = ["action__title", "needs__title"]


@admin.register(ActionEvent)
class ActionEventAdmin(LookOnly):
    list_display = ["action", "from_state", "to_state", "on", "by", "created_at"]
    list_filter = ["to_state"]
    list_select_related = ["action", "by"]
    search_fields = ["action__title", "by__name"]
    date_hierarchy = "created_at"


@admin.register(MeasurementPlan)
class MeasurementPlanAdmin(LookOnly):
    """Written on the page of its key result."""

    list_display = ["key_result", "source", "measured_by", "minutes", "known_error"]
    list_filter = ["key_result__objective__cycle"]
    list_select_related = ["key_result", "measured_by"]
    search_fields = ["key_result__content", "source", "method", "measured_by__name"]


@admin.register(Absence)
class AbsenceAdmin(LookOnly):
    """Entered on the pages of the settings."""

    list_display = ["person", "starts_on", "ends_on", "delegate", "named_by"]
    list_select_related = ["person", "delegate", "named_by"]
    search_fields = ["person__name", "delegate__name"]
    date_hierarchy = "starts_on"


@admin.register(ApiToken)
class ApiTokenAdmin(LookOnly):
    """Revoked by its owner, or by shutting the person out; the secret is not kept."""

    fields = ["person", "name", "scope", "expires_on", "ending", "last_used_at"]
    list_display = ["name", "person", "scope", "expires_on", "last_used_at"]
    list_filter = ["scope"]
    list_select_related = ["person"]
    search_fields = ["name", "person__name"]


@admin.register(FormKey)
class FormKeyAdmin(LookOnly):
    list_display = ["result_url", "user", "created_at"]
    list_select_related = ["user"]
    search_fields = ["result_url", "user__name"]


@admin.register(FailedSignIn)
class FailedSignInAdmin(LookOnly):
    list_display = ["failed_at", "digest"]
    search_fields = ["=digest"]
