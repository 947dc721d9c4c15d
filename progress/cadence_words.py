"""What a cadence is called: "weekly, Tuesdays, from team Infrastructure"."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from objectives.display import show_date, show_weekday
from progress.cadences import Ruling
from progress.models.cadence import CadencePolicy, days_of

Kind = CadencePolicy.Kind


def every_words(policy: CadencePolicy) -> str:
    """ "Week", "2 weeks", "Month", "10 days"; how a table says it."""
    every = {"count": policy.every}
    if policy.kind == Kind.WEEKS:
        words = npgettext("every", "Week", "%(count)s weeks", policy.every)
    elif policy.kind == Kind.DAYS:
        words = npgettext("every", "Day", "%(count)s days", policy.every)
    else:
        words = npgettext("every", "Month", "%(count)s months", policy.every)
    return words % every


def frequency_words(policy: CadencePolicy) -> str:
    """ "Weekly", "Every 2 weeks", "Monthly", "Every 10 days"."""
    every = {"count": policy.every}
    if policy.kind == Kind.WEEKS:
        words = ngettext("Weekly", "Every %(count)s weeks", policy.every)
    elif policy.kind == Kind.DAYS:
        words = ngettext("Daily", "Every %(count)s days", policy.every)
    else:
        words = ngettext("Monthly", "Every %(count)s months", policy.every)
    return words % every


def weekday_plurals() -> list[str]:
    return [
        _("Mondays"),
        _("Tuesdays"),
        _("Wednesdays"),
        _("Thursdays"),
        _("Fridays"),
        _("Saturdays"),
        _("Sundays"),
    ]


def day_words(policy: CadencePolicy) -> str:
    """ "Tuesdays", "on day 31 or the last one", "on the last Friday"; "" for days."""
    if policy.kind == Kind.WEEKS:
        plurals = weekday_plurals()
        return _(", ").join(plurals[day] for day in days_of(policy.weekdays))
    if policy.kind == Kind.MONTH_DAY:
        return month_day_words(policy.month_day)
    if policy.kind == Kind.MONTH_WEEKDAY:
        which = {"nth": policy.get_nth_display(), "day": WEEKDAYS[policy.weekday]}
        return _("on the %(nth)s %(day)s") % which
    return ""


def month_day_words(day: int) -> str:
    """Not every month has more than 28 days, which is then said."""
    if day > 30:
        return _("on the last day")
    words = _("on day %(day)s, or the last one") if day > 28 else _("on day %(day)s")
    return words % {"day": day}


def rhythm_words(policy: CadencePolicy) -> str:
    """ "Weekly, Tuesdays"."""
    parts = [frequency_words(policy), day_words(policy)]
    return _(", ").join(part for part in parts if part)


def level_word(policy: CadencePolicy) -> str:
    """Which kind of level says it, as a tag."""
    return {
        "organisation": _("organisation"),
        "team": _("team"),
        "objective": _("objective"),
        "key_result": _("key result"),
    }[policy.key[0]]


def source_words(policy: CadencePolicy) -> str:
    """ "from team Infrastructure"."""
    if policy.team_id:
        return _("from team %(name)s") % {"name": policy.team.full_name}
    if policy.objective_id:
        return _("set for the objective")
    if policy.key_result_id:
        return _("set for this key result")
    return _("from the organisation")


def ruling_words(ruling: Ruling) -> str:
    """ "Weekly, Tuesdays, from team Infrastructure"."""
    return _(", ").join([rhythm_words(ruling.rhythm), source_words(ruling.rhythm)])


def grace_words(days: int) -> str:
    if not days:
        return _("none")
    return ngettext("%(count)s working day", "%(count)s working days", days) % {
        "count": days
    }


def remind_words(days: int) -> str:
    if not days:
        return _("on the day")
    return ngettext("%(count)s day before", "%(count)s days before", days) % {
        "count": days
    }


def move_words(move: str) -> str:
    return str(CadencePolicy.Move(move).label)


def policy_lines(policy: CadencePolicy) -> list[tuple[str, str]]:
    """(label, what is said) of every part; "–" for what is left to the level above."""
    said = policy.grace_days is not None, policy.remind_days is not None
    return [
        (_("Due"), rhythm_words(policy) if policy.kind else "–"),
        (_("Counted from"), show_date(policy.anchor) if policy.anchor else "–"),
        (_("Grace"), grace_words(policy.grace_days) if said[0] else "–"),
        (_("Reminders"), remind_words(policy.remind_days) if said[1] else "–"),
        (_("On a day off"), move_words(policy.move) if policy.move else "–"),
        (_("Locked"), _("yes") if policy.is_locked else _("no")),
    ]


def policy_words(policy: CadencePolicy) -> str:
    """What a level says, in one line."""
    if policy.is_removed:
        return _("as the level above")
    parts = [rhythm_words(policy)] if policy.kind else []
    parts += [
        f"{label} {said}" for label, said in policy_lines(policy)[2:5] if said != "–"
    ]
    if policy.is_locked:
        parts.append(_("locked"))
    return " · ".join(parts)


def listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def moved_words(
    moved_from: datetime.date | None, reason: str, is_today: bool = False
) -> str:
    """ "moved from Thu 17 Sep: Founders’ day"."""
    if moved_from is None:
        return _("today") if is_today else ""
    said = {"day": show_weekday(moved_from), "reason": reason or _("weekend")}
    return _("moved from %(day)s: %(reason)s") % said


def moves_word(count: int, day: str) -> str:
    """ "31 updates, to Fri 18 Sep"."""
    words = ngettext(
        "%(count)s update, to %(day)s", "%(count)s updates, to %(day)s", count
    )
    return words % {"count": count, "day": day}


def touched_words(key_results: int, owners: int | None) -> str:
    """ "Changes the due dates of 12 key results of 3 owners."."""
    if not key_results:
        return _("Changes the due dates of no key result.")
    first = ngettext("%(count)s key result", "%(count)s key results", key_results)
    if owners is None:
        text = _("Changes the due dates of %(key_results)s.")
        return text % {"key_results": first % {"count": key_results}}
    second = ngettext("%(count)s owner", "%(count)s owners", owners)
    return _("Changes the due dates of %(key_results)s of %(owners)s.") % {
        "key_results": first % {"count": key_results},
        "owners": second % {"count": owners},
    }
