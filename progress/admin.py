"""The admin pages of what happened: to search and read, never to edit."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from objectives.admin_bases import LookOnly
from progress.models import CheckIn, KeyResultFigures, ObjectiveFigures


@admin.register(CheckIn)
class CheckInAdmin(LookOnly):
    """The ledger; a mistake is corrected on the page of the key result."""

    list_display = ["key_result", "value", "measured_on", "created_at", "author"]
    list_filter = ["confidence", ("corrects", admin.EmptyFieldListFilter)]
    list_select_related = ["key_result", "author"]
    search_fields = ["key_result__content", "author__name", "note"]
    search_help_text = _("Words of the key result or the note, or an author’s name.")
    date_hierarchy = "measured_on"


@admin.register(KeyResultFigures)
class KeyResultFiguresAdmin(LookOnly):
    list_display = ["key_result", "current", "progress", "measured_on"]
    list_select_related = ["key_result"]
    search_fields = ["key_result__content"]


@admin.register(ObjectiveFigures)
class ObjectiveFiguresAdmin(LookOnly):
    """In whole millionths."""

    list_display = ["objective", "progress", "children_mean", "gap"]
    list_filter = ["is_live", "cycle"]
    list_select_related = ["objective"]
    search_fields = ["objective__title"]
