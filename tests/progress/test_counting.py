"""Large cycles are counted beforehand, and say then what a visit would have said."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from objectives import bookkeeping, clock
from objectives.models import Cycle, KeyResult, Team
from progress import cadence_lots, closing, counting
from progress.cadence_changes import preview
from progress.cadence_forms import CadenceForm
from progress.cadence_lots import all_lots
from progress.cadence_places import organisation_place, team_place
from progress.cadences import Cadences
from progress.compliance import Tally, Week, compliance
from progress.counted import counted_compliance
from progress.drawing_updates import cell
from progress.models import CycleCount, Grade, UpdatesCount
from progress.selection import shown_to
from progress.standings import standings
from progress.summary import Summary, summary_of
from tests import pages
from tests.factories import check_in, make_objective, make_team, set_cadence

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
WEEKLY = {"kind": "weeks", "every": "1", "weekdays": "2", "anchor": "2026-08-20"}
WEEKLY |= {"grace_days": "1", "remind_days": "1", "move": "keep"}


@pytest.fixture
def small_limit(monkeypatch):
    """Two key results are many."""
    monkeypatch.setattr(counting, "LIVE", 1)


@pytest.fixture
def goals(measured, alice, bob, company, product, company_objective, cycle):
    """Key results of Company itself, of Product below it, and of no team."""
    measured(10, 0)
    measured(20, 8)
    measured(objective=company_objective)
    measured(30, 1, objective=make_objective(owner=alice, cycle=cycle))
    secret = make_objective("Secret", owner=bob, cycle=cycle, is_private=True)
    measured(objective=secret, content="Hush")
    return company_objective


def told(updates):
    return [
        (row.key, row.has_below, [vars(cell) for cell in row.cells])
        for row in updates.rows
    ]


def counted(cycle):
    assert counting.count(cycle) is None
    return CycleCount.objects.get(pk=cycle.pk)


@pytest.mark.parametrize("below", [None, "Company", "Product"])
@pytest.mark.parametrize("other", ["", "Sales"])
def test_the_map_is_what_a_visit_would_have_counted(
    goals, measured, alice, cycle, due_today, below, other
):
    if other:
        measured(objective=make_objective(owner=alice, team=make_team(other)))
    team = Team.objects.filter(name=below).first()

    counted(cycle)

    live = compliance(cycle, due_today, team)
    assert told(counted_compliance(cycle, team)) == told(live)
    assert [vars(cell) for cell in counted_compliance(cycle, team).total] == [
        vars(cell) for cell in live.total
    ]


def test_the_numbers_are_those_of_what_everybody_may_read(goals, cycle, mallory):
    seen = shown_to(mallory, cycle)
    expected = summary_of(standings(seen, cycle, clock.today()))

    count = counted(cycle)

    assert Summary.read(count.summary) == expected
    assert expected.objectives == 3
    assert count.key_results == 4


def test_counting_some_objectives_at_a_time_changes_nothing(goals, cycle, monkeypatch):
    whole = counted(cycle).summary
    rows = list(UpdatesCount.objects.order_by("key", "week").values())
    monkeypatch.setattr(counting, "STEP", 1)

    assert counted(cycle).summary == whole

    again = UpdatesCount.objects.order_by("key", "week").values()
    assert [{**row, "id": 0} for row in again] == [{**row, "id": 0} for row in rows]


def test_large_cycles_are_counted_and_small_ones_at_each_visit(
    goals, cycle, small_limit, monkeypatch, capsys
):
    call_command("countcycles")
    assert capsys.readouterr().out == f"Counted {cycle}.\n"
    assert CycleCount.objects.get().cycle == cycle

    monkeypatch.setattr(counting, "LIVE", 3_000)
    call_command("countcycles")
    assert capsys.readouterr().out == ""
    assert not CycleCount.objects.exists()
    assert not UpdatesCount.objects.exists()


def test_a_closed_cycle_is_counted_once_more_and_then_no_more(
    goals, cycle, small_limit, capsys
):
    counted(cycle)
    cycle.state = Cycle.State.CLOSED
    cycle.save(update_fields=["state"])
    call_command("countcycles")
    call_command("countcycles")
    assert capsys.readouterr().out == f"Counted {cycle}.\n"


def test_the_page_says_when_it_was_counted_and_keeps_to_that(
    goals, measured, sign_in, carol, cycle, small_limit
):
    client = sign_in(carol)
    visited = pages.text(client.get(cycle.get_absolute_url()))
    counting.count(cycle)
    when = timezone.now()
    measured(90, 0, content="Later")

    page = client.get(cycle.get_absolute_url())

    words = pages.text(page)
    assert "has not run for it yet" in visited
    assert f"Counted {when:%-d %b %Y}" in words
    assert "Objectives 3 4 key results" in words
    assert "Secret" not in words.partition("Progress against")[0]
    assert "Product" in words


def test_what_became_private_since_is_named_no_more(
    goals, sign_in, mallory, cycle, derived_objective, small_limit
):
    check_in(derived_objective.key_results.first(), 1)
    counting.count(cycle)
    derived_objective.is_private = True
    derived_objective.save(update_fields=["is_private"])
    bookkeeping.objectives_changed(derived_objective.pk)
    page = sign_in(mallory).get(cycle.get_absolute_url())
    assert derived_objective.title not in page.text


def test_its_page_asks_no_more_than_one_that_is_counted_at_the_visit(
    goals, sign_in, mallory, cycle, monkeypatch
):
    client = sign_in(mallory)
    client.get(cycle.get_absolute_url())
    live = queries_of(client, cycle)
    counting.count(cycle)
    assert queries_of(client, cycle) < live


# What else shows numbers of all that a cycle holds


def test_before_closing_a_large_cycle_is_not_counted_at_the_visit(
    goals, sign_in, carol, cycle, small_limit
):
    client, url = sign_in(carol), reverse("cycle_close", args=[cycle.pk])
    visited = pages.text(client.get(url))
    counting.count(cycle)
    Grade.objects.create(objective=goals, hundredths=70)

    words = pages.text(client.get(url))

    assert "Every objective is graded : open not counted yet" in visited
    assert "Every objective is graded : open 0 of 4" in words
    assert "Every key result has a final value : open 0 of 5" in words
    assert f"Counted {timezone.now():%-d %b %Y}" in words


def test_closing_a_large_cycle_counts_once_more(goals, cycle, small_limit):
    counting.count(cycle)
    CycleCount.objects.update(done={name: [1, 1] for name in ("final", "reviews")})
    with pytest.raises(closing.Incomplete):
        closing.close(cycle, [], today=cycle.ends_on + DAY, anyway=False)


def test_the_list_of_cycles_tells_large_ones_as_they_were_counted(
    goals, sign_in, bob, cycle, small_limit
):
    counting.count(cycle)
    make_objective("Later", owner=bob, cycle=cycle)
    Cycle.objects.update(state=Cycle.State.CLOSED)
    CycleCount.objects.update(graded=2, hundredths=120)

    words = pages.text(sign_in(bob).get(reverse("cycles")))

    assert "closed 3 0.60" in words
    assert f"were counted {timezone.now():%-d %b %Y}" in words


def test_cadences_rule_as_many_key_results_where_they_were_counted(
    goals, measured, cycle, company, product, small_limit
):
    set_cadence(product, weekdays=[0])
    set_cadence(goals.key_results.first(), weekdays=[1])
    set_cadence(measured(5, 0).objective, weekdays=[2])
    known = Cadences.everywhere()
    live = told_lots(all_lots(known))

    counting.count(cycle)

    assert told_lots(all_lots(known)) == live
    assert sum(live.values()) == KeyResult.objects.count()


@pytest.mark.parametrize("level", ["organisation", "company", "product"])
def test_a_preview_tells_the_same_of_a_large_cycle_once_it_was_counted(
    goals, measured, cycle, company, product, carol, small_limit, level
):
    """Some below have a cadence of their own, which the previewed one leaves alone."""
    set_cadence(goals.key_results.first(), weekdays=[1])
    own = make_objective(owner=carol, team=product, cycle=cycle)
    measured(objective=own)
    set_cadence(own, weekdays=[2])
    places = {"company": team_place(company), "product": team_place(product)}
    place = places.get(level) or organisation_place()
    live = touched(place)

    counting.count(cycle)

    assert touched(place) == live
    assert live == {"organisation": (4, 2), "company": (2, 1), "product": (2, 1)}[level]


def test_what_came_to_a_team_since_is_not_taken_from_what_was_counted(
    goals, measured, cycle, carol, small_limit
):
    counting.count(cycle)
    team = make_team("New")
    own = measured(objective=make_objective(owner=carol, team=team, cycle=cycle))
    set_cadence(own, weekdays=[1])

    lots = all_lots(Cadences.everywhere())

    assert min(lot.count for lot in lots) >= 0
    assert touched(team_place(team)) == (0, 0)


def touched(place):
    form = CadenceForm(WEEKLY | {"weekdays": ["2"]}, place=place, above=None)
    assert form.is_valid(), form.errors
    seen = preview(place, form.policy(clock.today() + DAY), clock.today())
    return seen.key_results, seen.owners


def test_a_preview_says_when_it_was_counted_and_leaves_out_very_many_owners(
    goals, sign_in, dana, cycle, company, small_limit, monkeypatch
):
    url = reverse("settings_cadence_team", args=[company.pk])
    typed = WEEKLY | {"revision": "0"}
    before = pages.text(sign_in(dana).post(url, typed))
    counting.count(cycle)
    monkeypatch.setattr(cadence_lots, "MOST", 1)

    words = pages.text(sign_in(dana).post(url, typed))

    settings = pages.text(sign_in(dana).get(reverse("settings_cadences")))
    assert "large cycles were counted" in settings
    assert "large cycles were counted" not in before
    assert "Changes the due dates of 3 key results. Weekly" in words
    assert f"large cycles were counted {timezone.now():%-d %b %Y}" in words


def told_lots(lots):
    return {(lot.levels, lot.ends_on): lot.count for lot in lots if lot.count}


def queries_of(client, cycle):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(cycle.get_absolute_url()).status_code == 200
    return len(caught)


# What stands behind a cell, of more than one list holds


def week_of(cycle, due_today, **query):
    url = reverse("cycle_compliance", args=[cycle.pk])
    return url, {"period": cycle.week_of(due_today), **query}


def test_a_wide_group_is_told_by_team_and_each_leads_to_its_own(
    goals, sign_in, mallory, cycle, due_today, company, product, small_limit
):
    counting.count(cycle)
    client = sign_in(mallory)
    url, query = week_of(cycle, due_today)

    page = client.get(url, query)

    words = pages.text(page)
    assert "These are too many for one list." in words
    assert "Company itself 0 1" in words
    assert "Product 1 2" in words
    assert "Without a team 1 1" in words
    for key in (f"{company.pk}-only", product.pk, "none"):
        assert f"period={query['period']}&amp;team={key}" in page.text


def test_a_wide_group_is_downloaded_whole(
    goals, sign_in, mallory, cycle, due_today, monkeypatch
):
    client = sign_in(mallory)
    url, query = week_of(cycle, due_today, format="csv")
    sorted_ones = b"".join(client.get(url, query)).splitlines()
    monkeypatch.setattr(counting, "LIVE", 1)
    monkeypatch.setattr(counting, "STEP", 1)

    answer = client.get(url, query)

    assert sorted(b"".join(answer).splitlines()) == sorted(sorted_ones)
    assert len(sorted_ones) == 5


def test_of_a_wide_team_alone_there_is_the_download(
    goals, sign_in, mallory, cycle, due_today, company, monkeypatch
):
    monkeypatch.setattr(counting, "LIVE", 0)
    url, query = week_of(cycle, due_today, team=f"{company.pk}-only")
    page = sign_in(mallory).get(url, query)
    assert "These are too many for one list; the download has" in pages.text(page)
    assert "format=csv" in page.text


def test_a_week_of_a_wide_group_in_which_nothing_was_due_says_so(
    goals, sign_in, mallory, cycle, due_today, small_limit
):
    counting.count(cycle)
    url = reverse("cycle_compliance", args=[cycle.pk])
    page = sign_in(mallory).get(url, {"period": 13})
    assert "Nothing was due here in this week." in pages.text(page)


def test_a_cell_of_very_many_updates_says_their_share():
    week = Week(1, datetime.date(2026, 1, 1), datetime.date(2026, 1, 7))
    many = Tally(on_time=8_600, missed=1_400)
    drawn = cell(week, many, "/", datetime.date(2026, 1, 8))
    assert '>86%<span class="vh"> on time, 1400 missed<' in drawn
