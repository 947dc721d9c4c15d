"""What the admin pages have in common: writes one at a time, and no bulk deletion."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse

from objectives.locks import structure_lock


def lock_for(request: HttpRequest) -> Any:
    return structure_lock() if request.method == "POST" else nullcontext()


class OneAtATime(admin.ModelAdmin):
    """Checks and saves under the lock, so that what was checked still holds.

    Its form is an objectives.forms.settings.SeenForm: it refuses what somebody else
    has changed meanwhile, and says which columns to write.
    """

    actions = None
    show_full_result_count = False

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs
    ) -> Any:
        """For who may only look, a form without rules about its fields."""
        if obj and not self.has_change_permission(request, obj):
            fields = self.form._meta.fields
            kwargs["form"] = modelform_factory(self.model, fields=fields)
        return super().get_form(request, obj, change, **kwargs)

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with lock_for(request):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with lock_for(request):
            return super().delete_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change) -> None:
        if not change:
            obj.save()
        elif written := form.written():
            obj.save(update_fields=written)


class LookOnly(admin.ModelAdmin):
    """What happened, or was reckoned from it: nobody edits that."""

    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
