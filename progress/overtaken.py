"""What somebody else did between the preview of a move and its being sent."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from objectives.forms.move import LinkForm
from objectives.models import Objective, User
from objectives.views.common import Conflict, Difference, conflict_of

SALT = "progress.overtaken"


@dataclass(frozen=True)
class Overtaken:
    """Who changed which objective on the way to the new parent, and when.

    `who` and `title` are "" where nobody is known or the reader may not see it.
    """

    who: str = ""
    title: str = ""
    when: datetime.datetime | None = None


def place_digest(parent: Objective | None) -> str:
    """Which objectives lie above a parent, in which revisions; "" for the top.

    A digest, since some of them may be kept from whoever sends the form. 1 query.
    """
    if parent is None:
        return ""
    line = parent.get_ancestors(include_self=True)
    text = str(list(line.values_list("pk", "revision")))
    return salted_hmac(SALT, text).hexdigest()


def overtaken(reader: User, parent: Objective | None, seen: str) -> Overtaken | None:
    """The last change above the new parent; None where all is as it was `seen`."""
    if parent is None or not seen or seen == place_digest(parent):
        return None
    line = parent.get_ancestors(include_self=True)
    known = Objective.objects.visible_to(reader).filter(
        pk__in=[goal.pk for goal in line]
    )
    rows = Objective.history.filter(id__in=known.order_by().values("pk"))
    last = rows.select_related("history_user").order_by("-history_date", "-history_id")
    if (row := last.first()) is None:
        return Overtaken()
    return Overtaken(str(row.history_user or ""), row.title, row.history_date)


def conflict_over(
    reader: User, theirs: Objective, parent: Objective | None, form: LinkForm
) -> Conflict:
    """Both versions of where it stands; the form, which is valid, holds the own one."""
    visible = Objective.objects.visible_to(reader)
    stands = visible.filter(pk=theirs.parent_id).first()
    differences = []
    if stands != parent:
        differences.append(Difference(_("Serves"), place(stands), place(parent)))
    conflict = conflict_of(form, theirs)
    if stands:  # else how it serves a parent that is kept from the reader
        differences += conflict.differences
    return Conflict(conflict.who, conflict.when, differences)


def place(parent: Objective | None) -> str:
    return parent.title if parent else _("Nothing: at the top")
