"""Lists of a team's actions: the same whether few or many fit."""

import datetime
import importlib
from itertools import product

import pytest
from django.urls import reverse

from objectives import actions, clock, plan
from objectives.models import Action, Membership, Team, User
from progress import found_actions, learning, team_schedule
from progress import team_actions as lists
from progress.models import ActionFigures
from tests.acts import act_on
from tests.crowds import make_crowd
from tests.factories import make_key_result

pytestmark = pytest.mark.django_db
DAYS = {"overdue": -1, "week": 7, "fortnight": 14}
MANY = pytest.mark.parametrize("most", [10_000, 2], ids=["few", "many"])


@pytest.fixture
def acts(db):
    """Of 30 objectives in 15 teams, three of a key result; half have two of these.

    Some are private, some were dropped.
    """
    crowd = make_crowd(30)
    for goal in crowd[::2]:
        make_key_result(goal)
    people = list(User.objects.order_by("pk"))
    for first in (0, 0, 4):
        act_on(crowd[0].cycle, people, first=first)
    for goal in crowd[25:27]:
        values = {"is_private": True}
        plan.change_objective(goal.pk, seen=None, by=goal.owner, values=values)
    plan.drop_objective(crowd[28].pk, seen=None, by=crowd[28].owner, reason="Enough")
    gone = crowd[24].key_results.first()
    plan.drop_key_result(gone.pk, seen=None, by=gone.owner, reason="Enough")
    return crowd


@pytest.fixture
def ask(acts, sign_in, mallory, monkeypatch):
    """The ids on all parts of a list, one after the other."""
    monkeypatch.setattr(lists, "ROWS", 9)
    monkeypatch.setattr(learning, "ROWS", 2)
    monkeypatch.setattr(team_schedule, "ROWS", 9)
    client = sign_in(mallory)

    def ask(team, of, **query):
        url = reverse("team_actions", args=[team.pk])
        found, address = [], "?" + "&".join(f"{n}={v}" for n, v in query.items())
        while address:
            part = client.get(url + address).context
            address = part["pages"].next
            found += ids_of(part[of])
            assert len(found) <= Action.objects.count()
        return found, part["count"]

    ask.client = client
    return ask


def ids_of(part):
    if hasattr(part, "rows"):
        return [action.pk for action in part.rows]
    return [entry.action.pk for _kr, entries in part.groups for entry in entries]


def teams():
    """One that has others below it, and one of those."""
    return [Team.objects.filter(parent=None).first(), Team.objects.last()]


def seen_in(team, *, live=True):
    rows = Action.objects.filter(
        key_result__objective__team__path__startswith=team.path,
        key_result__objective__is_private=False,
    ).select_related("key_result__objective")
    if live:
        rows = rows.filter(
            key_result__dropped_at=None, key_result__objective__dropped_at=None
        )
    return list(rows)


def fits(action, state, due, lacking, owner):
    in_plan = action.state in ("planned", "doing", "blocked")
    right_state = {"": in_plan, "all": True}.get(state, action.state == state)
    if owner and str(action.owner_id) != owner:
        return False
    if due:
        day = clock.today() + datetime.timedelta(DAYS[due])
        is_over = action.state in ("done", "dropped")
        if is_over or not action.due_on or action.due_on > day:
            return False
    return right_state and (not lacking or (in_plan and not action.is_plan))


def in_order(rows):
    never = datetime.date.max
    return [a.pk for a in sorted(rows, key=lambda a: (a.due_on or never, a.pk))]


def over_time(rows):
    """Those that have a day, in the order of their objectives."""

    def place(action):
        goal = action.key_result.objective
        day = action.began_on or action.starts_on or action.due_on
        result = action.key_result
        return goal.tree_id, goal.lft, result.position, result.pk, day, action.pk

    drawn = [a for a in rows if a.state != "dropped"]
    drawn = [a for a in drawn if a.began_on or a.starts_on or a.due_on]
    return [action.pk for action in sorted(drawn, key=place)]


@MANY
def test_every_filter_finds_what_fits_in_both_views(ask, most, monkeypatch):
    monkeypatch.setattr(found_actions, "COUNTED", most)
    someone = str(User.objects.filter(actions__state="doing").first().pk)
    states = ["", "all", "candidate", "blocked", "done", "dropped"]
    above, below = teams()
    asked = [
        *product([above], states, ["", *DAYS], ["", "1"], [""]),
        *product([above], states, [""], [""], [someone]),
        *product([below], states, [""], [""], ["", someone]),
    ]
    some = 0
    for team, state, due, lacking, owner in asked:
        fitting = [a for a in seen_in(team) if fits(a, state, due, lacking, owner)]
        query = {"state": state, "due": due, "lacking": lacking, "owner": owner}
        wanted = in_order(fitting)
        told = str(len(wanted)) if len(wanted) <= most else f"{most}+"
        assert ask(team, "part", **query) == (wanted, told), query
        drawn, _count = ask(team, "schedule", view="timeline", **query)
        assert drawn == over_time(fitting), query
        some += len(wanted) > most
    assert some or most > 2


@MANY
def test_what_can_be_judged_and_what_was_dropped(ask, most, monkeypatch):
    """Also of what was dropped meanwhile: the lesson stays."""
    monkeypatch.setattr(found_actions, "COUNTED", most)
    today, lengths = clock.today(), []
    for team in teams():
        rows = seen_in(team, live=False)
        ripe = {
            action.pk: min(filter(None, [action.ended_on, action.expected_by]))
            for action in rows
            if action.began_on and action.expected_by
        }
        wanted = [pk for pk, day in ripe.items() if day <= today]
        wanted.sort(key=lambda pk: (ripe[pk], pk), reverse=True)
        url = reverse("team_learning", args=[team.pk])
        context = ask.client.get(url).context
        assert [line.action.pk for line in context["learning"].lines] == wanted

        dropped = [action.pk for action in rows if action.state == "dropped"]
        found, after = [], ""
        while after is not None:
            part = ask.client.get(url, {"dropped_after": after}).context["dropped"]
            found += [action.pk for action in part.rows]
            after = part.next or None
        assert found == sorted(dropped, reverse=True)
        told = str(len(dropped)) if len(dropped) <= most else f"{most}+"
        assert part.count == told
        lengths.append(len(dropped))
    assert max(lengths) > 2 * learning.ROWS  # so that there are several parts


@MANY
def test_owners_to_choose_are_those_who_do_something_there(ask, most, monkeypatch):
    monkeypatch.setattr(found_actions, "COUNTED", most)
    for team in teams():
        url = reverse("team_actions", args=[team.pk])
        options = ask.client.get(url).context["owners"].options
        does = {str(action.owner_id) for action in seen_in(team)}
        assert {value for value, _name in options if value} == does


def test_a_part_goes_on_where_its_key_says_whatever_became_of_the_row(ask):
    team, query = teams()[0], {"view": "timeline", "state": "all"}
    rows = over_time(seen_in(team))
    last = Action.objects.get(pk=rows[5])
    key = team_schedule.key_of(last)
    by = last.created_by
    values = {"starts_on": None, "due_on": None}
    actions.change(last.pk, seen=None, by=by, values=values)
    behind, _count = ask(team, "schedule", after=key, **query)
    assert behind == rows[6:]
    for nonsense in ("1-2", "x", "1-2-3-4-5-x", "9-9-9-9-9-9-9"):
        found, _count = ask(team, "schedule", after=nonsense, **query)
        assert found == over_time(seen_in(team)), nonsense


def test_behind_the_end_there_is_a_way_back(ask):
    """And the sentence does not say that nothing is there."""
    url = reverse("team_actions", args=[teams()[0].pk])
    learned = reverse("team_learning", args=[teams()[0].pk])
    huge = "9" * 18
    for address in (
        f"{url}?state=all&after=0-{huge}",
        f"{url}?view=timeline&after=999999999-1-1-1-1-1",
        f"{url}?view=timeline&after={'-'.join([huge] * 6)}",
        f"{learned}?dropped_after=1",
        f"{learned}?dropped_after=0",
    ):
        page = ask.client.get(address)
        assert "Nothing comes after that." in page.text, address
        assert "Nothing was refused" not in page.text
        assert "No action has a day yet" not in page.text
        assert "From the beginning" in page.text


def test_a_leader_sees_what_is_private_to_the_team(acts, sign_in):
    """The figures of private goals' actions are there for those who may see them."""
    private = Action.objects.filter(key_result__objective__is_private=True)[0]
    goal = private.key_result.objective
    url = reverse("team_actions", args=[goal.team_id])
    Membership.objects.create(team=goal.team, person=goal.owner, is_lead=True)
    part = sign_in(goal.owner).get(url, {"state": "all"}).context["part"]
    assert private.pk in [action.pk for action in part.rows]


def test_the_migration_writes_what_is_written_since(acts):
    """Its own rules are those of the day it was made for; today they are the same."""
    name = "progress.migrations.0023_figures_of_actions"
    migration = importlib.import_module(name)
    rows = Action.objects.values_list(*migration.FIELDS)
    written = {row["action_id"]: row for row in ActionFigures.objects.values()}
    for row in rows:
        wanted = migration.figures_of(*row)
        wanted["action_id"] = wanted.pop("pk")
        assert written[row[0]] == wanted
    assert len(rows) > 100
