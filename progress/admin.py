"""The admin pages of what happened: to search and read, never to edit."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from objectives.admin_bases import LookOnly
from progress.models import (
    ActionFigures,
    ActionVerdict,
    ActionWords,
    AlignmentReview,
    CadencePolicy,
    CalendarToken,
    CheckIn,
    ClosedDay,
    Comment,
    CycleCount,
    FollowUp,
    FrozenChild,
    Grade,
    Import,
    ImportFile,
    ImportLine,
    KeyResultFigures,
    Mention,
    ObjectiveFigures,
    ObjectiveWords,
    OutboxMail,
    PaceDecision,
    Participant,
    ReminderPreference,
    Snooze,
    UpdatesCount,
    WorkCalendar,
)


@admin.register(CheckIn)
class CheckInAdmin(LookOnly):
    """The ledger; a mistake is corrected on the page of the key result."""

    list_display = ["key_result", "value", "measured_on", "created_at", "author"]
    list_filter = ["confidence", ("corrects", admin.EmptyFieldListFilter)]
    list_select_related = ["key_result", "author"]
    search_fields = ["key_result__content", "author__name", "note"]
    search_help_text = _("Words of the key result or the note, or an author’s name.")
    date_hierarchy = "measured_on"


@admin.register(ActionVerdict)
class ActionVerdictAdmin(LookOnly):
    list_display = ["action", "proposed", "agrees", "by", "created_at"]
    list_filter = ["proposed", "agrees"]
    list_select_related = ["action", "by"]
    search_fields = ["action__title", "by__name", "words"]
    date_hierarchy = "created_at"


@admin.register(PaceDecision)
class PaceDecisionAdmin(LookOnly):
    """Made where the check-in was saved."""

    list_display = ["check_in", "choice", "status", "by", "created_at"]
    list_filter = ["choice", "status"]
    list_select_related = ["check_in", "by"]
    search_fields = ["check_in__key_result__content", "words", "by__name"]
    date_hierarchy = "created_at"


@admin.register(Comment)
class CommentAdmin(LookOnly):
    """Edited and withdrawn on the site's own pages."""

    list_display = ["author", "text", "objective", "created_at", "withdrawn_at"]
    list_select_related = ["author", "objective"]
    search_fields = ["text", "author__name"]
    date_hierarchy = "created_at"


@admin.register(Comment.history.model)
class CommentHistoryAdmin(LookOnly):
    list_display = ["text", "history_date", "history_user", "history_type"]
    list_select_related = ["history_user"]
    search_fields = ["text", "history_user__name"]
    date_hierarchy = "history_date"


@admin.register(Mention)
class MentionAdmin(LookOnly):
    list_display = ["person", "comment", "created_at", "read_at"]
    list_select_related = ["person", "comment"]
    search_fields = ["person__name"]
    date_hierarchy = "created_at"


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


@admin.register(ActionFigures)
class ActionFiguresAdmin(LookOnly):
    """What lists of actions choose and sort by."""

    list_display = ["action", "state", "due_day", "ripe_on"]
    list_filter = ["is_live", "state", "cycle"]
    list_select_related = ["action"]
    search_fields = ["action__title"]


@admin.register(OutboxMail)
class OutboxMailAdmin(LookOnly):
    """What was sent and what waits; the settings page “Mail” tells it in words."""

    list_display = ["person", "kind", "day", "tries", "sent_at", "last_error"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email", "last_error"]
    date_hierarchy = "day"


@admin.register(ReminderPreference)
class ReminderPreferenceAdmin(LookOnly):
    list_display = ["person", "coming", "due", "late", "team", "hour"]
    list_select_related = ["person"]
    search_fields = ["person__name"]


@admin.register(Snooze)
class SnoozeAdmin(LookOnly):
    list_display = ["person", "key_result", "until"]
    list_select_related = ["person", "key_result"]
    search_fields = ["person__name", "key_result__content"]


@admin.register(CalendarToken)
class CalendarTokenAdmin(LookOnly):
    """Revoked by its owner, or by shutting the person out; the secret is not kept."""

    fields = ["person", "created_at"]
    list_display = ["person", "created_at"]
    list_select_related = ["person"]
    search_fields = ["person__name"]


@admin.register(AlignmentReview)
class AlignmentReviewAdmin(LookOnly):
    """Figures in whole millionths, as they were when it was opened."""

    list_display = ["objective", "opened_at", "opened_by", "gap", "decision"]
    list_filter = ["decision", ("closed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["objective", "opened_by"]
    search_fields = ["objective__title", "opened_by__name", "notes", "closing"]
    date_hierarchy = "opened_at"


@admin.register(FollowUp)
class FollowUpAdmin(LookOnly):
    list_display = ["text", "owner", "due_on", "done_at"]
    list_filter = [("done_at", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["text", "owner__name"]


@admin.register(FrozenChild)
class FrozenChildAdmin(LookOnly):
    """A child's figures in whole millionths, as they were when a review was opened."""

    list_display = ["title", "review", "progress", "link_gap"]
    list_select_related = ["review__objective"]
    search_fields = ["title"]


@admin.register(Participant)
class ParticipantAdmin(LookOnly):
    list_display = ["person", "review"]
    list_select_related = ["person", "review__objective"]
    search_fields = ["person__name"]


@admin.register(AlignmentReview.history.model)
class AlignmentReviewHistoryAdmin(LookOnly):
    list_display = ["objective", "history_date", "history_user", "decision"]
    list_filter = ["decision"]
    list_select_related = ["objective", "history_user"]
    search_fields = ["notes", "closing"]
    date_hierarchy = "history_date"


@admin.register(FollowUp.history.model)
class FollowUpHistoryAdmin(LookOnly):
    list_display = ["text", "history_date", "history_user", "done_at"]
    list_select_related = ["history_user"]
    search_fields = ["text"]
    date_hierarchy = "history_date"


@admin.register(ObjectiveWords)
class ObjectiveWordsAdmin(LookOnly):
    """What searches look at."""

    list_display = ["objective"]
    list_select_related = ["objective"]
    search_fields = ["text"]


@admin.register(ActionWords)
class ActionWordsAdmin(LookOnly):
    """What a search among actions looks at."""

    list_display = ["action"]
    list_select_related = ["action"]
    search_fields = ["text"]


@admin.register(Import)
class ImportAdmin(LookOnly):
    """What was brought and when; the file itself is its uploader's own."""

    list_display = ["user", "created_at", "done_at"]
    list_filter = [("done_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["user__name"]


@admin.register(ImportFile)
class ImportFileAdmin(LookOnly):
    exclude = ["content"]
    list_display = ["name", "of"]
    list_filter = [("of__done_at", admin.EmptyFieldListFilter)]
    search_fields = ["name"]


@admin.register(ImportLine)
class ImportLineAdmin(LookOnly):
    list_display = ["of", "table", "row", "column", "what", "weight"]
    list_filter = ["weight"]
    search_fields = ["what"]


@admin.register(Grade)
class GradeAdmin(LookOnly):
    """Given on the page where a cycle is closed."""

    list_display = ["objective", "value", "learned"]
    list_filter = ["objective__cycle"]
    list_select_related = ["objective"]
    search_fields = ["objective__title", "learned"]


@admin.register(Grade.history.model)
class GradeHistoryAdmin(LookOnly):
    """Who gave which grade, and when."""

    list_display = ["objective", "hundredths", "history_date", "history_user"]
    list_select_related = ["objective", "history_user"]
    date_hierarchy = "history_date"
    search_fields = ["objective__title", "history_user__name"]


@admin.register(CadencePolicy)
class CadencePolicyAdmin(LookOnly):
    """The history of all levels; set on the settings pages."""

    list_display = [
        "effective_from",
        "team",
        "objective",
        "key_result",
        "kind",
        "is_locked",
        "is_removed",
        "saved_by",
    ]
    list_filter = ["kind", "is_locked", "is_removed"]
    list_select_related = ["team", "objective", "key_result", "saved_by"]
    search_fields = ["team__name", "objective__title", "key_result__content"]
    search_help_text = _("Words of the team, the objective or the key result.")
    date_hierarchy = "effective_from"


@admin.register(WorkCalendar)
class WorkCalendarAdmin(LookOnly):
    list_display = ["effective_from", "country", "saved_by"]
    list_select_related = ["saved_by"]
    search_fields = ["country"]


@admin.register(ClosedDay)
class ClosedDayAdmin(LookOnly):
    list_display = ["day", "name"]
    search_fields = ["name"]


@admin.register(CycleCount)
class CycleCountAdmin(LookOnly):
    """What `manage.py countcycles` writes of large cycles."""

    list_display = ["cycle", "counted_at", "key_results"]
    list_select_related = ["cycle"]


@admin.register(UpdatesCount)
class UpdatesCountAdmin(LookOnly):
    list_display = ["cycle", "key", "week", "on_time", "late", "missed", "excused"]
    list_select_related = ["cycle"]
    search_fields = ["key"]
