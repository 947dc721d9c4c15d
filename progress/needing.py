"""What an action could wait for: what a search among its cycle's actions offers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Case, Q, Value, When

from objectives.forms.action import ActionForm
from objectives.models import Action
from objectives.text import searchable
from progress.filters import MOST_WORDS, people_called

MOST = 20


@dataclass(frozen=True)
class Found:
    """What is ticked already, and what else the words in `q` fit."""

    chosen: list[Action]
    offered: list[Action]
    more: bool
    q: str


def find_needs(form: ActionForm, q: str) -> Found:
    """Without words the other actions of the same key result. 2 queries."""
    chosen = form.chosen()
    key_result = form.instance.key_result
    fits = has_words(q) if searchable(q).strip() else Q(key_result=key_result)
    near = Case(When(key_result=key_result, then=Value(0)), default=Value(1))
    others = form.fields["needs"].queryset.exclude(pk__in=[a.pk for a in chosen])
    found = list(others.filter(fits).order_by(near, "pk")[: MOST + 1])
    return Found(chosen, found[:MOST], len(found) > MOST, q)


def has_words(text: str) -> Q:
    """Each word is in the title, in its key result, or in the owner's name."""
    words = list(dict.fromkeys(text.split()))[:MOST_WORDS]
    return reduce(and_, map(has_word, words), Q())


def has_word(word: str) -> Q:
    titled = Q(title__icontains=word) | Q(key_result__content__icontains=word)
    return titled | Q(owner__in=people_called(searchable(word)))
