from progress.models.check_in import CheckIn, Confidence
from progress.models.figures import KeyResultFigures, ObjectiveFigures
from progress.models.outbox import OutboxMail
from progress.models.reminders import CalendarToken, ReminderPreference, Snooze
from progress.models.words import ObjectiveWords

__all__ = [
    "CalendarToken",
    "CheckIn",
    "Confidence",
    "KeyResultFigures",
    "ObjectiveFigures",
    "ObjectiveWords",
    "OutboxMail",
    "ReminderPreference",
    "Snooze",
]
