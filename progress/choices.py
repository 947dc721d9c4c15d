"""What the outline's filters offer; a list where it can be read, else a typed name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from objectives.models import Cycle, Team, User
from progress import words
from progress.asked import asked_id
from progress.measure import Status
from progress.selection import GAP, GAPS, PACE, Selection

FEW = 50  # what a list to choose from holds at most
MANY = 2_000  # people; of more it is not asked who owns what

Option = tuple[str, str]  # what the address says, and what people read


@dataclass(frozen=True)
class Choice:
    """A field of the filter form: `options` to choose from, or None to type a name.

    `value` is what was chosen or typed; `hints` complete what is typed.
    """

    name: str
    value: str
    options: list[Option] | None = None
    hints: Iterable[str] = ()


def choices(user: User, selection: Selection) -> dict[str, Choice]:
    """By name; 3 queries, and 1 for a person or a team who is not in the list."""
    return {
        "cycle": Choice("cycle", str(selection.cycle.pk), cycles(selection)),
        "team": teams(selection),
        "owner": owners(user, selection),
        "status": Choice("status", str(selection.status or ""), statuses()),
        "gap": Choice("gap", str(selection.gap or ""), gaps()),
        "sort": Choice("sort", selection.sort, sorts()),
    }


def cycles(selection: Selection) -> list[Option]:
    return cycles_with(selection.cycle)


def cycles_with(shown: Cycle) -> list[Option]:
    """The newest, and the one that is shown."""
    newest = list(Cycle.objects.order_by("-starts_on", "-pk")[:FEW])
    every = newest if shown in newest else [shown, *newest]
    return [(str(cycle.pk), cycle.name) for cycle in every]


def teams(selection: Selection) -> Choice:
    """Each behind the one it is part of."""
    found = list(Team.objects.select_related("parent")[: FEW + 1])
    if len(found) > FEW:
        return to_type("team", selection.team, Team, [team.name for team in found])
    named = {team.pk: team for team in found}

    def names_from_the_top(team: Team) -> list[str]:
        above = [named[int(pk)] for pk in team.path.strip("/").split("/")]
        return [each.name.casefold() for each in above]

    options = [
        (str(team.pk), team.full_name) for team in sorted(found, key=names_from_the_top)
    ]
    return Choice("team", selection.team, [("", _("All teams")), *options])


def owners(user: User, selection: Selection) -> Choice:
    """Whoever owns what the reader sees in the cycle, unless that is much to ask."""
    if are_many_people():
        return people("owner", selection.owner, None)
    owned = selection.seen(user).order_by().filter(owner=OuterRef("pk"))
    return people("owner", selection.owner, User.objects.filter(Exists(owned)))


def are_many_people() -> bool:
    """So many that each is not asked of. 1 query."""
    return User.objects.order_by()[: MANY + 1].count() > MANY


def people(name: str, value: str, found: QuerySet[User] | None) -> Choice:
    """A list of those found, or else a name to type; `None` where that is not known."""
    if found is None:
        return to_type(name, value, User, [])
    listed = list(found.order_by("name", "pk")[: FEW + 1])
    if len(listed) > FEW:
        return to_type(name, value, User, [each.name for each in listed])
    options = [(str(person.pk), person.name) for person in listed]
    options += missing(value, User, options)
    return Choice(name, value, [("", _("Anyone")), *options])


def missing(
    value: str, model: type[Team] | type[User], options: list[Option]
) -> list[Option]:
    """What the address says, where the list does not have it."""
    if not value or value in dict(options):
        return []
    return [(value, name_of(value, model))]


def to_type(
    name: str, value: str, model: type[Team] | type[User], hints: list[str]
) -> Choice:
    return Choice(name, name_of(value, model), None, hints[:FEW])


def name_of(value: str, model: type[Team] | type[User]) -> str:
    """What people read for an id; what was typed for itself."""
    pk = asked_id(value)
    return value if pk is None else str(model.objects.get(pk=pk))


def statuses() -> list[Option]:
    named = [(str(status), words.status_mark(status).text) for status in Status]
    return [("", _("Any status")), *named]


def gaps() -> list[Option]:
    over = [
        (str(points), _("over %(points)s points") % {"points": points})
        for points in GAPS
    ]
    return [("", _("Any gap")), *over]


def sorts() -> list[Option]:
    return [
        ("", _("Place in the tree")),
        (GAP, _("Largest gap first")),
        (PACE, _("Furthest behind first")),
    ]
