"""What states, days and waits of actions are called on a page."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.display import show_day
from objectives.models import Action
from progress.schedule_layout import Early, Work, early
from progress.words import Mark

MARKS = {
    Action.State.CANDIDATE: ("none", "s-none"),
    Action.State.PLANNED: ("none", "s-none"),
    Action.State.DOING: ("ok", "s-ok"),
    Action.State.BLOCKED: ("risk", "s-risk"),
    Action.State.DONE: ("done", "s-done"),
    Action.State.DROPPED: ("off", "s-off"),
}


def state_mark(action: Action) -> Mark:
    """Shape and word of an action's state."""
    return Mark(*MARKS[Action.State(action.state)], str(action.get_state_display()))


def planned_words(action: Action) -> str:
    """ "10 Aug – 4 Sep", "from 10 Aug", "until 4 Sep", "not set"."""
    first, last = action.starts_on, action.due_on
    if first and last:
        return span_words(first, last)
    if first:
        return _("from %(day)s") % {"day": show_day(first)}
    if last:
        return _("until %(day)s") % {"day": show_day(last)}
    return _("not set")


def ran_words(action: Action) -> str:
    """ "6 Jul – 31 Jul" for what has ended, "since 6 Jul"; "" before it began."""
    if action.began_on and action.ended_on:
        return span_words(action.began_on, action.ended_on)
    if action.began_on:
        return _("since %(day)s") % {"day": show_day(action.began_on)}
    return ""


def span_words(first: datetime.date, last: datetime.date) -> str:
    if first == last:
        return show_day(first)
    return f"{show_day(first)} – {show_day(last)}"


def work_of(action: Action, needs: list[Action] | None = None) -> Work:
    return Work(
        key=action.pk,
        starts_on=action.starts_on,
        due_on=action.due_on,
        began_on=action.began_on,
        ended_on=action.ended_on,
        is_done=action.state == Action.State.DONE,
        is_dropped=action.state == Action.State.DROPPED,
        needs=[needed.pk for needed in needs or []],
    )


def early_words(action: Action, needs: list[Action], today: datetime.date) -> list[str]:
    """A sentence for each action that this one waits for and starts before."""
    told = []
    for needed in needs:
        found = early(work_of(action), work_of(needed), today)
        if found:
            told.append(_early_sentence(found, action, needed))
    return told


def _early_sentence(found: Early, action: Action, needed: Action) -> str:
    named = {"needed": needed.title}
    if found == Early.NEVER:
        return _("It waits for “%(needed)s”, which was dropped.") % named
    if found == Early.PLANNED:
        named["day"] = show_day(action.starts_on)
        return _("It is to start on %(day)s, before “%(needed)s” is done.") % named
    named["day"] = show_day(action.began_on)
    if needed.ended_on and needed.state == Action.State.DONE:
        return _("It began on %(day)s, before “%(needed)s” was done.") % named
    return _("It began on %(day)s; “%(needed)s” is not done yet.") % named


def due_words(action: Action, today: datetime.date) -> str:
    """ "3 days overdue", "due today", "due 4 Sep"; "" without a day."""
    if action.due_on is None:
        return ""
    days = (today - action.due_on).days
    if days > 0:
        over = ngettext("%(days)s day overdue", "%(days)s days overdue", days)
        return over % {"days": days}
    if days == 0:
        return _("Due today")
    return _("Due %(day)s") % {"day": show_day(action.due_on)}
