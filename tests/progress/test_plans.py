"""No page reads a big table from end to end, whichever it is and whoever asks."""

import re
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from objectives import clock
from objectives.models import Action, Cycle, KeyResult, Objective, Team, User
from progress import counting, found_actions
from progress.selection import Selection
from progress.team_schedule import key_of
from tests.acts import act_on
from tests.plans import asked, fetched, scanned

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
POSTGRESQL = connection.vendor == "postgresql"
SIZE = 341  # objectives: a tree
SEEDS = range(1, 9)  # each in cycles of its own, as years of use leave them
BIG = {
    "objectives_objective",
    "objectives_historicalobjective",
    "objectives_keyresult",
    "objectives_historicalkeyresult",
    "objectives_action",
    "objectives_actionevent",
    "progress_actionfigures",
    "progress_checkin",
    "progress_objectivefigures",
    "progress_keyresultfigures",
    "progress_alignmentreview",
    "progress_comment",
    "progress_mention",
    "progress_actionverdict",
    "progress_pacedecision",
    "progress_grade",
}


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """A generated organisation; its cycles are as large as they come."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        monkeypatch.setattr(counting, "LIVE", 50)
        monkeypatch.setattr(found_actions, "COUNTED", 50)
        build()
        yield
        transaction.set_rollback(True)


def build():
    for seed in SEEDS:
        call_command("generate", f"--objectives={SIZE}", f"--seed={seed}", "--add")
    call_command("countcycles")
    for cycle in Cycle.objects.exclude(state=Cycle.State.PLANNING):
        act_on(cycle, list(User.objects.order_by("pk")[:SIZE]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def addresses():
    """Every page that shows what is stored, of somebody in the midst of it."""
    cycle = Cycle.objects.filter(state=Cycle.State.OPEN).first()
    goal = Objective.objects.filter(cycle=cycle, level=2, is_private=False).first()
    key_result = KeyResult.objects.live().filter(objective=goal).first()
    team, owner = Team.objects.order_by("-path").first(), goal.owner
    deep = Objective.objects.filter(cycle=cycle).order_by("tree_id", "lft").last()
    outline = f"/alignment/?cycle={cycle.pk}"
    return [
        "/updates/",
        outline,
        f"{outline}&team={team.pk}",
        f"{outline}&owner={owner.pk}",
        f"{outline}&status=off_track",
        f"{outline}&status=achieved",
        f"{outline}&sort=gap",
        f"{outline}&sort=gap&status=at_risk",
        f"{outline}&sort=pace",
        f"{outline}&attention=1",
        f"{outline}&gap=15",
        f"{outline}&q=zq",
        f"{outline}&q=nonesuch",
        f"{outline}&after={deep.tree_id}-{deep.lft}",
        f"{outline}&sort=gap&after=100000-{deep.pk}",
        f"{outline}&sort=pace&after={cycle.starts_on.toordinal()}-{deep.pk}",
        f"/measurement-plans/?cycle={cycle.pk}",
        f"/measurement-plans/?cycle={cycle.pk}&state=with",
        f"/measurement-plans/?cycle={cycle.pk}&team={team.pk}",
        f"{goal.get_absolute_url()}children/",
        f"/alignment/map/?cycle={cycle.pk}",
        goal.get_absolute_url(),
        f"{goal.get_absolute_url()}actions/",
        f"{goal.get_absolute_url()}activity/",
        key_result.get_absolute_url(),
        cycle.get_absolute_url(),
        f"{cycle.get_absolute_url()}?team={team.pk}",
        f"{cycle.get_absolute_url()}compliance/",
        f"{cycle.get_absolute_url()}compliance/?team={team.pk}-only",
        "/teams/",
        team.get_absolute_url(),
        *of_actions(cycle),
        owner.get_absolute_url(),
        "/reviews/",
    ]


def of_actions(cycle):
    """Of all teams together, where many fit, and of one that is below others."""
    above, below = Team.objects.filter(parent=None).first(), Team.objects.last()
    own = Action.objects.filter(key_result__objective__cycle=cycle)
    last = own.exclude(due_on=None).last()
    asked = ["", "&state=all", "&state=blocked&lacking=1", "&due=overdue"]
    deep, drawn = f"&after=0-{last.pk}", f"&after={key_of(last)}"
    return [
        f"{team.get_absolute_url()}{path}"
        for team in (above, below)
        for path in (
            *(f"actions/?cycle={cycle.pk}{query}" for query in [*asked, deep]),
            *(f"actions/?cycle={cycle.pk}&view=timeline{q}" for q in [*asked, drawn]),
            f"learning/?cycle={cycle.pk}",
            f"learning/?cycle={cycle.pk}&dropped_after={last.pk}",
        )
    ]


def of_administrators():
    """Forms, and settings but for the cadence, which counts all that it rules."""
    goal = Objective.objects.filter(level=2, is_private=False).last()
    return [
        "/objectives/new/",
        f"{goal.get_absolute_url()}edit/",
        f"{goal.key_results.first().get_absolute_url()}edit/",
        "/settings/teams/",
        "/settings/people/",
        "/settings/cadences/new/?q=zq",
        "/settings/cadences/new/?q=nonesuch",
        f"{goal.cycle.get_absolute_url()}close/?after={goal.tree_id}-{goal.lft}",
        f"{goal.cycle.get_absolute_url()}close/?before={goal.tree_id}-{goal.lft}",
    ]


def big_ones():
    """Those that hold something: reading an empty one costs nothing."""
    with connection.cursor() as cursor:
        counts = {t: fetched(cursor, f"SELECT COUNT(*) FROM {t}")[0][0] for t in BIG}
    return {table for table, count in counts.items() if count}


def scanned_for(client, urls):
    big = big_ones()
    client.get("/updates/")  # content types and the like are remembered from here on
    return {
        (url, table, sql[:400])
        for url in urls
        for table, sql in scanned(asked(client, url), big)
    }


def test_no_page_reads_a_big_table_from_end_to_end(crowd, sign_in):
    """Not for who sees all, and not for who must be asked about private ones."""
    for role in User.Role.values:
        person = User.objects.filter(role=role).order_by("pk").first()
        urls = addresses()
        if person.is_administrator:
            urls += of_administrators()
        assert scanned_for(sign_in(person), urls) == set(), role


@pytest.mark.parametrize("sort", ["place", "pace"])
def test_a_page_deep_in_a_list_begins_where_an_index_has_its_place(crowd, sort):
    """And not at the beginning of the list, passing what comes before."""
    cycle = Cycle.objects.filter(state=Cycle.State.OPEN).first()
    manager = User.objects.filter(role=User.Role.MANAGER).first()
    rows = Objective.objects.in_cycle(cycle).live().select_related("figures")
    selection = Selection(cycle, clock.today(), sort=sort)
    row = rows.exclude(figures__on_pace_until=None).order_by("tree_id", "lft").last()
    deep = replace(selection, after=selection.position_of(row))
    plan = deep.listed(manager)[:50].explain()
    column = {"place": "lft", "pace": "objective_id"}[sort]
    begins = r"Index Cond: .*ROW\(.*{0}\) > ROW" if POSTGRESQL else r"USING .*,{0}\)>"
    assert re.search(begins.format(column), plan), plan
