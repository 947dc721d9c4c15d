"""What people say of a proposed verdict, kept with the numbers as they stood."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.models import Action, User
from progress.judging import Judged, judged
from progress.models import ActionVerdict


class Overtaken(Exception):
    """The values, the bet or the word are others than those that were seen."""

    def __init__(self, told: Judged) -> None:
        super().__init__("The verdict was overtaken")
        self.told = told


def version_of(told: Judged) -> str:
    """What a word is given on; another one means that something moved meanwhile."""
    found, action = told.judgement, told.action
    bet = (action.expected_from, action.expected_to)
    values = (found.before, found.reached, *bet)
    numbers = ["" if value is None else f"{value.normalize():f}" for value in values]
    word = told.word.pk if told.word else 0
    return " ".join([str(found.verdict), *numbers, str(word)])


def too_early() -> str:
    return _("It is too early for a word on this action.")


def give_word(
    pk: int,
    *,
    seen: str,
    by: User,
    agrees: bool,
    words: str,
    today: datetime.date,
    at: datetime.datetime | None = None,
) -> ActionVerdict:
    """Keep a word on the verdict as it stands.

    Raises ValidationError where none is asked yet, and Overtaken where what stands
    is not what was seen. The same word sent twice is kept once.
    """
    with transaction.atomic():
        rows = Action.objects.select_for_update(of=["self"], no_key=True)
        action = rows.select_related("key_result__objective__cycle").get(pk=pk)
        told = judged([action], today)[pk]
        if not told.takes_word:
            raise ValidationError(too_early())
        last = told.word
        if version_of(told) != seen:
            if last and (last.by_id, last.agrees, last.words) == (by.pk, agrees, words):
                return last
            raise Overtaken(told)
        return ActionVerdict.objects.create(
            action=action,
            proposed=told.judgement.verdict,
            agrees=agrees,
            words=words,
            before=told.judgement.before,
            reached=told.judgement.reached,
            expected_from=action.expected_from,
            expected_to=action.expected_to,
            by=by,
            created_at=at or timezone.now(),
        )
