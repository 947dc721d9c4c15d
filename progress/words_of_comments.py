"""What comments are about, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from objectives.display import show_day
from progress.models import Comment


def subject_words(comment: Comment) -> str:
    """The title of what was commented on; of a check-in, its key result and day."""
    if comment.check_in:
        said = {
            "key_result": comment.check_in.key_result.content,
            "day": show_day(comment.check_in.measured_on),
        }
        return _("%(key_result)s, check-in of %(day)s") % said
    return str(comment.subject)
