"""Chooses subjects of the same shape in every place, and prints them as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from django.db import connection
from django.db.models import Count, Q
from django.urls import reverse

from objectives import clock
from objectives.models import Cycle, KeyResult, Objective, Team, User
from progress.day import Day
from progress.generate.company import OBJECTIVES_PER_PERSON, PEOPLE_PER_TEAM, email
from progress.models import CheckIn, ObjectiveFigures
from progress.paging import place_of
from progress.queues import owed_count
from tests.bench.inside.visits import asked, person_of, visit, visitor
from tests.bench.places import SEED
from tests.bench.subjects import FRAGMENT, ONE_TREE, Subject, as_plain

ADMINISTRATOR, MANAGER, SOMEBODY = 0, 1, 2
PLACE = 24  # in its tree, of whose owner looks at it: neither administers nor manages
OWED = 20  # updates, of whoever looks at My updates
GIVEN_NAME = "Ada"  # of every tenth person
WORDS = "faster"  # in no title, so that all of them are searched
LETTERS, CHARACTERS = "zq", "续约"  # of which the same is true, and which many have
GIVEN_WORD = "customers"
REST = 60  # rows from the last page of a list on
CANDIDATES = 30
COUNTED = (ONE_TREE, "outline", "objective", "cycle")
LIMITED = re.compile(r"LIMIT [0-9]+$")
NUMBER = re.compile(r"p([0-9]+)\.")


def number_of(person: User) -> int:
    """Which generated person this is."""
    return int(NUMBER.match(person.email)[1])


def current() -> Cycle:
    return Cycle.objects.current(clock.today())


CADENCE = {
    **{"kind": "weeks", "every": "1", "weekdays": "2", "anchor": "2026-08-20"},
    **{"grace_days": "1", "remind_days": "1", "move": "keep", "revision": "0"},
}


def an_objective() -> Objective:
    """In the middle of its tree: with a parent, 4 children, 3 key results of a way.

    The children have 14 key results together.
    """
    live = Objective.objects.in_cycle(current()).live()
    found = live.filter(level=3).annotate(
        below=Count("children", Q(children__dropped_at=None), distinct=True),
        key_result_count=Count("key_results", distinct=True),
        below_count=Count("children__key_results", distinct=True),
    )
    fitting = found.filter(below=4, key_result_count=3, below_count=14)
    return fitting.order_by("pk").first() or found.order_by("-below", "pk").first()


def somebody_who_owes() -> int:
    """The one of the first people who owes nearest to so many updates."""
    people = User.objects.filter(
        email__in=[email(SEED, number) for number in range(SOMEBODY, CANDIDATES)]
    )
    day = Day(clock.today())
    nearest = min(people, key=lambda each: (abs(owed_count(each, day) - OWED), each.pk))
    return number_of(nearest)


def a_team() -> Team:
    """Without teams below, all of whose people have goals in the running cycle."""
    own = Q(objectives__cycle=current(), objectives__dropped_at=None)
    teams = Team.objects.filter(children=None).annotate(
        goals=Count("objectives", filter=own)
    )
    full = OBJECTIVES_PER_PERSON * PEOPLE_PER_TEAM
    return teams.order_by("-goals", "pk").filter(goals__lte=full).first()


def one_tree() -> Subject:
    """The outline's page that has the last tree alone, as somebody of that tree."""
    roots = Objective.objects.in_cycle(current()).live().filter(parent=None)
    *earlier, last = roots.order_by("tree_id")
    query = f"?after={earlier[-1].tree_id}-{earlier[-1].rght}" if earlier else ""
    rows = Objective.objects.filter(tree_id=last.tree_id).select_related("owner")
    in_turn = sorted(rows, key=lambda row: int(row.external_id.rpartition("-")[2]))
    somebody = number_of(in_turn[: PLACE + 1][-1].owner)
    path = f"{reverse('alignment')}{query}"
    return Subject(path, somebody, tree=last.rght // 2)


def outlines(person: int) -> Iterator[tuple[str, Subject]]:
    address, owner = reverse("alignment"), person_of(SOMEBODY).pk
    queries = {
        "outline": "",
        "outline, its last page": f"?after={place_near_the_end()}",
        "list by owner": f"?owner={GIVEN_NAME}",
        "list by one owner": f"?owner={owner}",
        "list by team": f"?team={a_team().pk}",
        "list by status": "?status=off_track",
        "list by gap": "?sort=gap",
        "list by gap, half way": f"?sort=gap&after={place_half_way()}",
        "list by gap and status": "?sort=gap&status=off_track",
        "list by pace": "?sort=pace",
        "list needing attention": "?attention=1",
        "list by a word that many have": f"?q={GIVEN_WORD}",
        "list by a word that none has": f"?q={WORDS}",
        "list by two characters that many have": f"?q={quote(CHARACTERS)}",
        "list by two letters that none has": f"?q={LETTERS}",
        "outline, expanded": "?open=all",
    }
    for name, query in queries.items():
        yield name, Subject(f"{address}{query}", person)


def place_near_the_end() -> str:
    rows = Objective.objects.in_cycle(current()).live().order_by("-tree_id", "-lft")
    return place_of(rows[min(REST, rows.count() - 1)])


def place_half_way() -> str:
    rows = ObjectiveFigures.objects.filter(cycle=current(), gap_size__isnull=False)
    row = rows.order_by("-gap_size", "pk")[rows.count() // 2]
    return f"{row.gap_size}-{row.pk}"


OF_OBJECTIVE = (
    *("objective", "objective_activity", "objective_comments", "objective_reviews"),
    *("objective_actions", "objective_edit", "objective_alignment", "objective_move"),
    *("objective_drop", "objective_weights", "objective_people", "key_result_create"),
)
OF_KEY_RESULT = (
    *("key_result", "key_result_edit", "key_result_actions", "key_result_comments"),
    *("key_result_measurement", "key_result_action_create", "key_result_drop"),
)
OF_TEAM = ("team", "team_actions", "team_learning")
OF_CYCLE = ("cycle", "cycle_compliance", "cycle_close")
OF_NOTHING = (
    *("cycles", "teams", "reviews", "measurement_plans", "alignment_map", "export"),
    *("objective_create", "settings_profile", "settings_absences"),
    *("settings_cadences", "settings_reminders", "api_docs"),
)
OF_ADMINISTRATOR = (
    *("settings_cycles", "settings_teams", "settings_people", "settings_mail"),
    *("settings_organisation", "imports"),
)


def pages() -> Iterator[tuple[str, Subject]]:
    objective = an_objective()
    key_result = objective.key_results.filter(dropped_at=None).order_by("pk").first()
    owner = number_of(objective.owner)
    yield "updates", Subject(reverse("updates"), somebody_who_owes())
    yield ONE_TREE, one_tree()
    yield from outlines(owner)
    yield from of("branch", "objective_children", objective, owner, FRAGMENT)
    for name in OF_OBJECTIVE:
        yield from of(name, name, objective, owner)
    for name in OF_KEY_RESULT:
        yield from of(name, name, key_result, owner)
    yield from preview(key_result, owner)
    for name in OF_TEAM:
        yield from of(name, name, a_team(), owner)
    for name in OF_CYCLE:
        yield from of(name, name, current(), MANAGER)
    yield from of("person", "person", objective.owner, owner)
    for name in OF_NOTHING:
        yield name, Subject(reverse(name), owner)
    for name in OF_ADMINISTRATOR:
        yield name, Subject(reverse(name), ADMINISTRATOR)
    yield from further(key_result, owner)


def further(key_result: KeyResult, owner: int) -> Iterator[tuple[str, Subject]]:
    """Deep in a list, searches, and forms that show what they would do."""
    closing = reverse("cycle_close", args=[current().pk])
    closing_page = f"{closing}?after={place_near_the_end()}"
    yield "cycle_close, its last page", Subject(closing_page, MANAGER)
    found = f"{reverse('alignment_map')}?q={LETTERS}"
    yield "alignment_map, by two letters that none has", Subject(found, owner)
    move = reverse("objective_move", args=[key_result.objective_id])
    for what, words in (("none has", LETTERS), ("many have", GIVEN_WORD)):
        name = f"objective_move, by words that {what}"
        yield name, Subject(f"{move}?q={words}", owner)
    new = reverse("settings_cadence_new")
    yield "settings_cadence_new", Subject(new, ADMINISTRATOR)
    for what, words in (("a word", WORDS), ("two letters", LETTERS)):
        name = f"settings_cadence_new, by {what} that none has"
        yield name, Subject(f"{new}?q={words}", ADMINISTRATOR)
    organisation = reverse("settings_cadence_organisation")
    changed = Subject(organisation, ADMINISTRATOR, fields=CADENCE)
    yield "preview of a changed cadence", changed
    action = reverse("key_result_action_create", args=[key_result.pk])
    search = {"step": "find", "q": LETTERS, "title": "An action"}
    yield "actions to wait for", Subject(action, owner, fields=search)


def page_of(name: str) -> Subject:
    """One of them, without looking for all."""
    return next(subject for each, subject in pages() if each == name)


def of(
    name: str, route: str, subject, person: int, headers: dict | None = None
) -> Iterator[tuple[str, Subject]]:
    yield name, Subject(reverse(route, args=[subject.pk]), person, headers or {})


def preview(key_result: KeyResult, person: int) -> Iterator[tuple[str, Subject]]:
    path = reverse("check_in_preview", args=[key_result.pk])
    query = f"?value=1&measured_on={clock.today()}"
    yield "check_in_preview", Subject(f"{path}{query}", person, FRAGMENT)


def counted(subject: Subject) -> Subject:
    """With its statements counted; some page was asked for before."""
    statements = asked(visitor(subject.person), subject)
    return replace(
        subject, queries=len(statements), ledger=sum(map(reads_ledger, statements))
    )


def reads_ledger(sql: str) -> bool:
    """Whether it reads check-ins from the first to the last, not the newest few."""
    table = connection.ops.quote_name(CheckIn._meta.db_table)
    return f"FROM {table}" in sql and not LIMITED.search(sql)


if __name__ == "__main__":
    chosen = dict(pages())
    visit(visitor(ADMINISTRATOR), chosen["objective"])
    chosen |= {name: counted(chosen[name]) for name in COUNTED}
    print(json.dumps(as_plain(chosen)))
