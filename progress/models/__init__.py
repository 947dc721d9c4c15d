from progress.models.action_verdict import ActionVerdict
from progress.models.cadence import CadencePolicy, ClosedDay, WorkCalendar
from progress.models.check_in import CheckIn, Confidence
from progress.models.comment import Comment, Mention
from progress.models.counts import CycleCount, UpdatesCount
from progress.models.decision import Choice, PaceDecision
from progress.models.figures import (
    ActionFigures,
    KeyResultFigures,
    ObjectiveFigures,
)
from progress.models.grade import Grade
from progress.models.imports import Import, ImportFile, ImportLine
from progress.models.outbox import OutboxMail
from progress.models.reminders import CalendarToken, ReminderPreference, Snooze
from progress.models.review import (
    AlignmentReview,
    Decision,
    FollowUp,
    FrozenChild,
    Participant,
)
from progress.models.words import ActionWords, ObjectiveWords

__all__ = [
    "ActionFigures",
    "ActionVerdict",
    "ActionWords",
    "AlignmentReview",
    "CalendarToken",
    "CadencePolicy",
    "CheckIn",
    "Choice",
    "ClosedDay",
    "Comment",
    "Confidence",
    "CycleCount",
    "Decision",
    "FollowUp",
    "FrozenChild",
    "Grade",
    "Import",
    "ImportFile",
    "ImportLine",
    "KeyResultFigures",
    "Mention",
    "ObjectiveFigures",
    "ObjectiveWords",
    "OutboxMail",
    "PaceDecision",
    "Participant",
    "ReminderPreference",
    "Snooze",
    "UpdatesCount",
    "WorkCalendar",
]
