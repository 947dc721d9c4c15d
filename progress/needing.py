"""What an action could wait for: what a search among its cycle's actions offers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet

from objectives.forms.action import ActionForm
from objectives.models import Action, Cycle, KeyResult
from progress.filters import people_called, words_of
from progress.models import ActionWords
from progress.words_index import Possible, told_of

MOST = 20


@dataclass(frozen=True)
class Found:
    """What is ticked already, and what else the words in `q` fit."""

    chosen: list[Action]
    offered: list[Action]
    more: bool
    q: str


def find_needs(form: ActionForm, q: str) -> Found:
    """Without words the other actions of the same key result. 2 queries.

    With words those of the key result come first, then the newest; 2 queries for each
    word more, until one is rare.
    """
    chosen = form.chosen()
    key_result = form.instance.key_result
    others = form.fields["needs"].queryset.exclude(pk__in=[a.pk for a in chosen])
    if words_of(q):
        found = fitting(others, q, key_result)
    else:
        found = list(others.filter(key_result=key_result).order_by("pk")[: MOST + 1])
    return Found(chosen, found[:MOST], len(found) > MOST, q)


def fitting(others: QuerySet, q: str, key_result: KeyResult) -> list[Action]:
    """MOST + 1 at most. Asked in two, so that not all that fit are sorted."""
    fits = reduce(and_, map(has_word, words_of(q)))
    near = others.filter(fits, key_result=key_result)
    found = list(near.order_by("pk")[: MOST + 1])
    if len(found) > MOST:
        return found
    further = others.filter(fits).exclude(key_result=key_result)
    possible = possible_actions(q, key_result.objective.cycle)
    if possible and possible.are_all:
        further = further.filter(pk__in=possible.ids)
    return [*found, *further.order_by("-pk")[: MOST + 1 - len(found)]]


def has_word(word: str) -> Q:
    """It is in the title, in its key result, or in the owner's name."""
    return Q(words__text__contains=word) | Q(owner__in=people_called(word))


def possible_actions(q: str, cycle: Cycle) -> Possible | None:
    """Among which are those of this cycle that fit, if are_all."""

    def owned(word: str) -> list[QuerySet]:
        called = people_called(word)
        return [
            Action.objects.filter(key_result__objective__cycle=cycle, owner__in=called)
        ]

    return told_of(q, ActionWords, owned)
