"""What people do with actions: each verb one transaction, with its line in the log.

Whoever changes one says which revision was seen; plan.Stale carries what somebody
else made of it meanwhile. None of this moves progress: check-ins alone do.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives import bookkeeping, clock, steps
from objectives.locks import structure_lock
from objectives.models import Action, ActionEvent, Dependency, KeyResult, User
from objectives.models.cycle import FIRST_DAY
from objectives.plan import Stale, refuse_stale, write

MOST_NEEDS = 50


def propose(
    action: Action,
    *,
    by: User,
    needs: Iterable[int] = (),
    at: datetime.datetime | None = None,
) -> Action:
    """Save a new action as a candidate, with the first line of its log.

    `at` is when that was entered, now unless given. Raises ValidationError where the
    key result's actions are fixed.
    """
    wanted = set(needs)
    with structure_lock() if wanted else transaction.atomic():
        bookkeeping.hold(action.key_result.objective_id)
        _refuse_fixed(action.key_result_id)
        _add(action, by, at or timezone.now())
        _depend(action, wanted)
        return action


def _add(action: Action, by: User, at: datetime.datetime) -> None:
    action.created_by = action._history_user = by
    action.created_at = action._history_date = at
    action.state = steps.CANDIDATE
    action.save()
    bookkeeping.action_changed(action.pk)
    _log(action, "", on=clock.day_of(at), by=by, at=at)


def _refuse_fixed(key_result_pk: int) -> None:
    """As it stands now: it may have been dropped since the form was opened."""
    rows = KeyResult.objects.select_related("objective__cycle")
    if sentence := rows.get(pk=key_result_pk).actions_fixed_because:
        raise ValidationError(sentence)


def capture(key_result: KeyResult, titles: Iterable[str], *, by: User) -> list[Action]:
    """One candidate for each title, in their order; all of them or none."""
    made = [Action(key_result=key_result, title=title) for title in titles]
    with transaction.atomic():
        bookkeeping.hold(key_result.objective_id)
        _refuse_fixed(key_result.pk)
        for action in made:
            _add(action, by, timezone.now())
    return made


def change(
    pk: int,
    *,
    seen: int | None,
    by: User,
    values: Mapping[str, Any],
    needs: Iterable[int] | None = None,
    kept: Iterable[int] = (),
) -> Action:
    """Write those `values` that differ, and what it depends on where `needs` says so.

    `kept` are dependencies that stay though they are not among `needs`, because
    whoever chose could not see them. Raises ValidationError at "needs" for a loop,
    and Stale where somebody else was faster; nothing is changed then.
    """
    with structure_lock(), _locked(pk, seen) as action:
        depends = needs is not None and _depend(action, {*needs, *kept})
        changed = write(action, values, by)
        if not changed and depends:
            action.revision += 1
            action.save(update_fields=["revision"])
        if changed:
            bookkeeping.action_changed(action.pk)
        return action


def _depend(action: Action, wanted: set[int]) -> bool:
    """Make `wanted` what it waits for; whether anything differed."""
    if len(wanted) > MOST_NEEDS:
        text = _("An action waits for at most %(most)s others.") % {"most": MOST_NEEDS}
        raise ValidationError({"needs": text})
    rows = Dependency.objects.filter(action=action)
    had = set(rows.values_list("needs", flat=True))
    rows.filter(needs__in=had - wanted).delete()
    for pk in sorted(wanted - had):
        Dependency(action=action, needs_id=pk).save()
    return had != wanted


def take(
    pk: int,
    step: str,
    *,
    seen: int | None,
    by: User,
    reason: str = "",
    on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Action:
    """Go to the state `step`, on that day (today unless given), and log it.

    `at` is when the step was entered, now unless given.
    Raises ValidationError at "state" for a step that cannot be taken from where it
    stands, at "reason" where one is missing, at "on" for a day that is still to come
    or before the action began; Stale where somebody else was faster.
    """
    with transaction.atomic(), _locked(pk, seen) as action:
        on = on or clock.today()
        _refuse(action, step, reason, on)
        run = steps.run_after(action.run, step, on)
        before = action.state
        needs_reason = step in steps.WITH_REASON
        values = {
            "state": step,
            "reason": reason if needs_reason else "",
            "began_on": run.began,
            "ended_on": run.ended,
        }
        at = action._history_date = at or timezone.now()
        write(action, values, by)
        bookkeeping.action_changed(action.pk)
        _log(action, before, on=on, by=by, reason=reason, at=at)
        return action


def _refuse(action: Action, step: str, reason: str, on: datetime.date) -> None:
    if not steps.is_step(action.state, step):
        text = _("It is “%(state)s” now: that step cannot be taken from there.")
        state = action.get_state_display()
        raise ValidationError({"state": text % {"state": state}})
    if step in steps.WITH_REASON and not reason.strip():
        raise ValidationError({"reason": _("Say why, in a sentence.")})
    if on > clock.today():
        raise ValidationError({"on": _("This day is still to come.")})
    if on < FIRST_DAY:
        raise ValidationError({"on": _("Dates lie between 2000 and 2100.")})
    if action.began_on and on < action.began_on:
        raise ValidationError({"on": _("This day comes before the action began.")})


def arrange(
    key_result_pk: int, order: Sequence[int], *, seen: str, by: User
) -> list[Action]:
    """Put a key result's actions in this order by hand; it wins over the weights.

    `seen` is `version_of` those that were shown. Ids that are not among them are
    passed over, and those left out follow in the order they had. Raises Stale, whose
    `theirs` is the list as it now stands.
    """
    with transaction.atomic():
        _refuse_fixed(key_result_pk)
        actions = arranged(key_result_pk, lock=True)
        if version_of(actions) != seen:
            raise Stale(actions)
        place = {pk: index for index, pk in enumerate(dict.fromkeys(order))}
        actions.sort(key=lambda action: place.get(action.pk, len(place)))
        for index, action in enumerate(actions, start=1):
            _place(action, index)
        return actions


def unarrange(key_result_pk: int, *, seen: str, by: User) -> list[Action]:
    """Back to the order that follows from the weights."""
    with transaction.atomic():
        _refuse_fixed(key_result_pk)
        actions = arranged(key_result_pk, lock=True)
        if version_of(actions) != seen:
            raise Stale(actions)
        for action in actions:
            _place(action, None)
    return arranged(key_result_pk)


def _place(action: Action, position: int | None) -> None:
    if action.position != position:
        action.position = position
        # Without a new revision: who edits its text meanwhile is in nobody's way.
        Action.objects.filter(pk=action.pk).update(position=position)


def arranged(key_result_pk: int, *, lock: bool = False) -> list[Action]:
    """The actions of a key result that have not ended, in their order."""
    rows = Action.objects.filter(key_result=key_result_pk)
    rows = rows.exclude(state__in=steps.ENDED)
    if lock:
        # By id, so that two people who order at once wait in one order.
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return list(rows.in_order())


def version_of(actions: Iterable[Action]) -> str:
    """Which actions in which order: "12 15 9"."""
    return " ".join(str(action.pk) for action in actions)


def _log(
    action: Action,
    before: str,
    *,
    on: datetime.date,
    by: User,
    at: datetime.datetime,
    reason: str = "",
) -> None:
    ActionEvent.objects.create(
        action=action,
        from_state=before,
        to_state=action.state,
        on=on,
        by=by,
        reason=reason,
        created_at=at,
    )


@contextmanager
def _locked(pk: int, seen: int | None) -> Iterator[Action]:
    """The action as it stands, its row locked; refused in a closed cycle."""
    own = Action.objects.values_list("key_result__objective", flat=True)
    bookkeeping.hold(own.get(pk=pk))
    rows = Action.objects.select_for_update(of=["self"], no_key=True)
    action = rows.select_related("key_result__objective__cycle").get(pk=pk)
    refuse_stale(action, seen)
    if sentence := action.fixed_because:
        raise ValidationError({"state": sentence})
    yield action
