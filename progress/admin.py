"""The ledger and the stored figures in Django's admin pages: to read, not to write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from progress.models import CheckIn, KeyResultFigures, ObjectiveFigures


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CheckIn)
class CheckInAdmin(ReadOnly):
    list_display = ["key_result", "measured_on", "value", "author", "created_at"]
    list_filter = ["confidence", "objective__cycle"]
    list_select_related = ["key_result", "author"]
    search_fields = ["key_result__content", "author__name", "note"]


@admin.register(KeyResultFigures)
class KeyResultFiguresAdmin(ReadOnly):
    list_display = ["key_result", "current", "progress", "measured_on"]
    list_select_related = ["key_result"]
    search_fields = ["key_result__content"]


@admin.register(ObjectiveFigures)
class ObjectiveFiguresAdmin(ReadOnly):
    list_display = ["objective", "progress", "children_mean", "gap", "last_measured_on"]
    list_filter = ["cycle"]
    list_select_related = ["objective"]
    search_fields = ["objective__title"]
