"""Where an objective could be moved to: what a search offers, and why not the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from objectives.models import Objective, User
from objectives.text import searchable
from progress import words_index
from progress.filters import has_words
from progress.paths import Path, paths_of
from progress.selection import COUNTED

MOST, MOST_REFUSED = 20, 5


@dataclass(frozen=True)
class Candidate:
    """An objective with the path to it; `refusal` says why it cannot be the parent."""

    objective: Objective
    path: Path
    refusal: str = ""


@dataclass(frozen=True)
class Found:
    """Possible parents in the order of the tree, and some that are refused."""

    possible: list[Candidate]
    refused: list[Candidate]
    more: bool


def find_parents(reader: User, objective: Objective, text: str) -> Found:
    """What fits the text among all that this reader may see.

    Without a text the first levels of the tree, and nothing that is refused. 6 queries;
    with a text 8, and 2 for each word until one is rare.
    """
    seen = Objective.objects.visible_to(reader)
    height = objective.height()
    if searchable(text).strip():
        wanted = has_words(text)
    else:
        wanted = first_levels(seen.possible_parents_of(objective, height))
    told = words_index.possible(text)
    if told and told.are_all:
        seen = seen.filter(pk__in=told.ids)
    matches = shown(seen.filter(wanted))
    fitting = matches.possible_parents_of(objective, height)
    possible = list(fitting[: MOST + 1])
    refused = outside(fitting, matches) if text else []
    paths = paths_of([*possible, *refused], reader)
    return Found(
        [Candidate(goal, paths[goal.pk]) for goal in possible[:MOST]],
        [
            Candidate(goal, paths[goal.pk], objective.parent_refusal(goal, height))
            for goal in refused
        ],
        len(possible) > MOST,
    )


def first_levels(possible: QuerySet) -> Q:
    """The first trees and what lies right below their tops; 2 queries."""
    rows = possible.order_by("tree_id", "lft").values_list("pk", flat=True)
    tops = list(rows.filter(at_top=True)[: MOST + 1])
    return Q(pk__in=[*tops, *rows.filter(parent__in=tops)[: MOST + 1]])


def shown(objectives: QuerySet) -> QuerySet:
    """With all that a choice names, in the order of the tree."""
    found = objectives.select_related("cycle", "owner", "team__parent", "figures")
    return found.order_by("tree_id", "lft")


def outside(fitting: QuerySet, matches: QuerySet) -> list[Objective]:
    """The first few that match and do not fit, looked for among COUNTED. 3 queries."""
    ids = list(matches.values_list("pk", flat=True)[:COUNTED])
    allowed = set(fitting.filter(pk__in=ids).order_by().values_list("pk", flat=True))
    refused = [pk for pk in ids if pk not in allowed][:MOST_REFUSED]
    return list(matches.filter(pk__in=refused))


def refusal_of(objective: Objective, parent: Objective | None) -> str:
    """Why it cannot be put under this parent, or at the top; "" where it can."""
    reason = objective.leaving_refusal()
    if parent and not reason:
        reason = objective.parent_refusal(parent)
    return str(reason or "")
