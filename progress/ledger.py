"""Recording a check-in: one transaction, appended, never edited.

The objective's figures are locked first; then everything is read that the entry
depends on; then the entry, its key result's current value, the objective's
progress and the parent's gap are written together, or nothing is.
"""

from __future__ import annotations

import datetime
import math
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives import clock
from objectives.models import KeyResult, User
from progress import figures, measure
from progress.models import CheckIn, ObjectiveFigures


class Refused(Exception):
    """The entry cannot stand; `field` names the input, `sentence` the reason."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


class Stale(Exception):
    """Somebody else's entry arrived after the form was opened: `latest`."""

    def __init__(self, latest: CheckIn) -> None:
        super().__init__(str(latest))
        self.latest = latest


class KeyReused(Exception):
    """A one-time key came again with something else in the form."""


@dataclass(frozen=True)
class Entry:
    """What somebody wants recorded; `seen` is the id of the last entry they saw.

    `entered_at` is for entries that were kept elsewhere until now; else it is now.
    """

    value: Decimal
    measured_on: datetime.date
    confidence: str = ""
    note: str = ""
    key: uuid.UUID | None = None
    seen: int | None = None
    corrects: int | None = None
    reason: str = ""
    entered_at: datetime.datetime | None = None


def record(*, key_result: KeyResult, author: User, entry: Entry) -> CheckIn:
    """Append the entry and write the figures; returns the entry as stored.

    The same key with the same content returns the first result and writes
    nothing. Raises Refused, Stale or KeyReused; nothing is written then.
    """
    try:
        with transaction.atomic():
            return _record(key_result, author, entry)
    except IntegrityError:
        # An entry of another objective, not locked here, took the key meanwhile.
        if CheckIn.objects.filter(key=entry.key).exists():
            raise KeyReused from None
        raise


def _record(key_result: KeyResult, author: User, entry: Entry) -> CheckIn:
    stored = _locked(key_result)
    if earlier := _earlier(key_result, author, entry):
        return earlier
    key_result = _fresh(key_result.pk)
    _refuse_closed(key_result, entry)
    _refuse_stale(key_result, entry)
    return _append(_checked(key_result, author, entry), stored)


def _locked(key_result: KeyResult) -> ObjectiveFigures:
    try:
        return figures.locked(key_result.objective_id)
    except ObjectiveFigures.DoesNotExist:
        gone = _("This key result has just been deleted.")
        raise Refused("value", gone) from None


def _fresh(pk: int) -> KeyResult:
    wanted = KeyResult.objects.select_related(
        "owner", "objective__cycle", "objective__parent"
    )
    return wanted.get(pk=pk)


def _earlier(key_result: KeyResult, author: User, entry: Entry) -> CheckIn | None:
    """What this one-time key has recorded already."""
    if entry.key is None:
        return None
    earlier = CheckIn.objects.filter(key=entry.key).first()
    if earlier and not _same(earlier, key_result, author, entry):
        raise KeyReused
    return earlier


def _same(earlier: CheckIn, key_result: KeyResult, author: User, entry: Entry) -> bool:
    return (
        earlier.key_result_id == key_result.pk
        and earlier.author_id == author.pk
        and earlier.value == entry.value
        and earlier.measured_on == entry.measured_on
        and (earlier.confidence, earlier.note) == (entry.confidence, entry.note)
        and (earlier.corrects_id, earlier.reason) == (entry.corrects, entry.reason)
    )


def _refuse_closed(key_result: KeyResult, entry: Entry) -> None:
    if reason := key_result.closed_because:
        raise Refused("value", str(reason))
    cycle, owner = key_result.objective.cycle, key_result.owner
    # Where the owner lives it may be a day later, or still the day before.
    if entry.measured_on > max(clock.today(), clock.today_in(owner.time_zone)):
        raise Refused("measured_on", _("This day has not come yet."))
    if not cycle.starts_on <= entry.measured_on <= cycle.ends_on:
        raise Refused("measured_on", _("This day lies outside the cycle."))
    if key_result.is_milestone and entry.value not in (0, 1):
        raise Refused("value", _("A milestone is reached or not yet reached."))


def _refuse_stale(key_result: KeyResult, entry: Entry) -> None:
    newest = figures.ledger_end(key_result.pk)
    if entry.seen is not None and newest != entry.seen:
        entries = CheckIn.objects.select_related("author")
        raise Stale(entries.get(pk=newest))


def _checked(key_result: KeyResult, author: User, entry: Entry) -> CheckIn:
    check_in = CheckIn(
        key_result=key_result,
        objective=key_result.objective,
        author=author,
        value=entry.value,
        measured_on=entry.measured_on,
        confidence=entry.confidence,
        note=entry.note,
        reason=entry.reason,
        created_at=entry.entered_at or timezone.now(),
        key=entry.key or uuid.uuid4(),
    )
    if entry.corrects is not None:
        check_in.corrects = _replaceable(key_result, entry)
    return check_in


def _replaceable(key_result: KeyResult, entry: Entry) -> CheckIn:
    replaced = CheckIn.objects.filter(key_result=key_result, pk=entry.corrects).first()
    if replaced is None:
        raise Refused("value", _("The entry to correct is not one of this key result."))
    if later := CheckIn.objects.filter(corrects=replaced).first():
        raise Stale(later)
    if not entry.reason.strip():
        raise Refused("reason", _("Say why the entry is corrected."))
    return replaced


def _append(check_in: CheckIn, stored: ObjectiveFigures) -> CheckIn:
    """Insert, then write what is stored beside the ledger; `stored` is locked."""
    key_results = list(figures.key_results_of(check_in.objective_id))
    own = next(kr for kr in key_results if kr.pk == check_in.key_result_id)
    check_in.objective_before = stored.progress
    check_in.progress = measure.to_figure(figures.progress_of(own, check_in.value))
    current = _current_with(check_in)
    own.figures.current = current.value
    check_in.objective_after = figures.own_progress(key_results)
    check_in.save()
    figures.write_key_result(own, current)
    figures.write_objective(stored, check_in.key_result.objective, key_results)
    return check_in


def _current_with(check_in: CheckIn) -> CheckIn:
    """The entry that is current once this one stands in the ledger."""
    others = CheckIn.objects.filter(key_result=check_in.key_result).effective()
    if check_in.corrects_id:
        others = others.exclude(pk=check_in.corrects_id)
    last = others.in_order().last()
    return max(filter(None, [last, check_in]), key=_order)


def _order(check_in: CheckIn) -> tuple:
    """New entries have no id yet, and come after all others of their moment."""
    return check_in.measured_on, check_in.created_at, check_in.pk or math.inf
