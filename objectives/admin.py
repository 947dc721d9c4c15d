"""Django's admin pages: everything to look up, and changes through the same gates."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from objectives import plan
from objectives.models import (
    Cycle,
    KeyResult,
    Membership,
    Objective,
    Organisation,
    Team,
    User,
)


class NeverDeleted(admin.ModelAdmin):
    """What has a history is dropped or closed on its own page, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PersonForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email", "name")
        field_classes: dict[str, type] = {}


@admin.register(User)
class PersonAdmin(UserAdmin):
    add_form = PersonForm
    list_display = ["name", "email", "role", "is_active", "is_staff"]
    list_filter = ["role", "is_active", "is_staff"]
    search_fields = ["name", "email"]
    ordering = ["name", "pk"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password", "role"]}),
        (_("Preferences"), {"fields": ["language", "theme", "time_zone"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1"]}),
        (None, {"fields": ["password2"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ["person"]
    extra = 0


@admin.register(Team)
class TeamAdmin(NeverDeleted):
    list_display = ["name", "parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
    inlines = [MembershipInline]


@admin.register(Cycle)
class CycleAdmin(NeverDeleted):
    list_display = ["name", "starts_on", "ends_on", "state", "parent"]
    list_filter = ["state"]
    search_fields = ["name"]


@admin.register(Organisation)
class OrganisationAdmin(NeverDeleted):
    list_display = ["name", "update_weekday", "grace_days"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not Organisation.objects.exists()


@admin.register(Objective)
class ObjectiveAdmin(NeverDeleted):
    """Where it hangs is settled when it is made; moving has a page of its own."""

    list_display = ["title", "cycle", "owner", "team", "is_private", "dropped_at"]
    list_filter = ["cycle", "is_private"]
    list_select_related = ["cycle", "owner", "team"]
    search_fields = ["title", "owner__name"]
    autocomplete_fields = ["parent", "owner", "team"]
    fields = [
        "title",
        "description",
        "cycle",
        "parent",
        "owner",
        "team",
        "is_private",
        "alignment_weight",
        "derivation_note",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["cycle", "parent"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: Objective, form: ModelForm, change: bool
    ) -> None:
        obj._history_user = request.user
        if not change:
            obj.save()
            return
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        plan.change_objective(obj.pk, seen=None, by=request.user, values=values)


class KeyResultForm(ModelForm):
    def _get_validation_exclusions(self) -> set[str]:
        # Django skips a constraint that names a field shown read-only: without
        # this, a target that equals the start is a 500 instead of a sentence.
        return super()._get_validation_exclusions() - {"kind"}


@admin.register(KeyResult)
class KeyResultAdmin(NeverDeleted):
    form = KeyResultForm
    list_display = ["content", "objective", "kind", "weight", "owner", "dropped_at"]
    list_filter = ["kind", "objective__cycle"]
    list_select_related = ["objective", "owner"]
    search_fields = ["content", "objective__title", "owner__name"]
    autocomplete_fields = ["objective", "owner"]
    fields = [
        "objective",
        "content",
        "kind",
        "start_value",
        "target_value",
        "unit",
        "weight",
        "owner",
        "due_on",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["objective", "kind"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: KeyResult, form: ModelForm, change: bool
    ) -> None:
        if not change:
            plan.add_key_result(obj, by=request.user)
            return
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        plan.change_key_result(obj.pk, seen=None, by=request.user, values=values)
