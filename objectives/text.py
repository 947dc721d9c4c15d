"""What counts as readable text: the rules every title, name and note obeys."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# C0 and C1 control characters except tab, line feed and carriage return;
# PostgreSQL cannot store the first of them, and no reader can see any.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}


def validate_readable(text: str) -> None:
    """Refuse control characters and halves of surrogate pairs."""
    if CONTROL.search(text) or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValidationError(
            _("Remove the control characters, which cannot be shown."),
            code="control_characters",
        )


def validate_visible(text: str) -> None:
    """Refuse text in which nothing can be seen, such as a zero-width space."""
    if all(unicodedata.category(char) in INVISIBLE for char in text):
        raise ValidationError(_("Write something that can be read."), code="invisible")


def searchable(text: str) -> str:
    """The text as searches compare it: without regard to case or width of letters.

    Both databases then find the same by comparing plain characters; on their own
    one of them knows upper and lower case only in English. Characters that no text
    may hold are left out.
    """
    readable = "".join(c for c in text if not "\ud800" <= c <= "\udfff")
    folded = unicodedata.normalize("NFKC", CONTROL.sub("", readable)).casefold()
    return unicodedata.normalize("NFKC", folded)


LINE = [validate_readable, validate_visible]
PROSE = [validate_readable]
