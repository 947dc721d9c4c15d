"""A cycle's page: its figures, the map of updates, and what stands behind a cell."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import pages
from tests.factories import (
    check_in,
    make_cycle,
    make_key_result,
    make_objective,
    make_team,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def kept(measured, due_today):
    """`kept()` is a key result of Bob's that was updated on time a week ago."""

    def make(**fields):
        key_result = measured(**fields)
        then = timezone.now() - 7 * DAY
        check_in(key_result, 10, on=due_today - 7 * DAY, entered_at=then)
        return key_result

    return make


@pytest.fixture
def mallorys(sign_in, mallory):
    return sign_in(mallory)


def updates_of(cycle, week, **query):
    query = "&".join(f"{name}={value}" for name, value in query.items())
    url = reverse("cycle_compliance", args=[cycle.pk])
    return f"{url}?period={week}{'&' if query else ''}{query}"


def rows_of(answer):
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.streaming
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode())))


def map_of(page):
    words = pages.text(page).partition("Download CSV")[2]
    return words.partition("Largest target gaps")[0]


# The list


def test_cycles_stand_the_newest_first_with_their_objectives(
    mallorys, cycle, company_objective
):
    later = make_cycle("2026 Q4", starts_on=cycle.ends_on + DAY, state="planning")
    make_objective("Secret", cycle=cycle, is_private=True)

    page = mallorys.get(reverse("cycles"))

    words = pages.text(page)
    assert words.index("2026 Q4") < words.rindex("2026 Q3")
    assert re.search(r"2026 Q3 .{20,40} open 1 – Alignment", words)
    assert later.get_absolute_url() in page.text


def test_without_a_cycle_the_list_says_so_and_the_menu_leads_there(mallorys):
    page = mallorys.get(reverse("cycles"))
    assert "There is no cycle yet" in pages.text(page)
    assert '<a href="/cycles/" aria-current="page">Cycle</a>' in page.text


# Figures


def test_figures_on_top(mallorys, cycle, measured, due_today, company_objective):
    check_in(make_key_result(company_objective), 60)
    measured(20, 0)

    page = pages.text(mallorys.get(cycle.get_absolute_url()))

    assert "Week 8 of 13, 55% of the time has passed." in page
    assert "Objectives 2 2 key results" in page
    assert "Mean progress 40% of 55% 15 pts behind pace" in page
    assert "Gaps of 15 points or more 1 0 in review, 1 not" in page
    assert "At risk or off track 1 1 on track or achieved" in page


def test_figures_are_of_what_the_reader_may_see(
    sign_in, mallory, carol, cycle, company_objective
):
    check_in(make_key_result(company_objective), 60)
    secret = make_objective(cycle=cycle, is_private=True)
    check_in(make_key_result(secret), 0)

    seen, all_of_it = (
        pages.text(sign_in(person).get(cycle.get_absolute_url()))
        for person in (mallory, carol)
    )

    assert "Objectives 1 1 key result Mean progress 60%" in seen
    assert "Objectives 2 2 key results Mean progress 30%" in all_of_it


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "closed"}, "It is closed."),
        ({"state": "planning"}, "It is still being planned."),
        ({"starts_on": datetime.date(2099, 1, 1)}, "It has not begun yet."),
        ({"starts_on": datetime.date(2001, 1, 1)}, "It is over, and still open."),
    ],
)
def test_a_cycle_that_does_not_run_says_so(mallorys, fields, words):
    page = pages.text(mallorys.get(make_cycle("Other", **fields).get_absolute_url()))
    assert words in page
    assert "Nothing has been due in this cycle yet." in page


# Lists of what needs looking after


def test_objectives_by_their_distance_from_pace_lead_to_them(
    mallorys, cycle, company_objective
):
    check_in(make_key_result(company_objective), 20)

    page = mallorys.get(cycle.get_absolute_url())

    assert "Each mark is one objective." in pages.text(page)
    title = f"<title>{company_objective.title}: Off track, 35 pts behind pace</title>"
    assert f'<a href="{company_objective.get_absolute_url()}">{title}' in page.text


def test_many_objectives_are_counted_instead_of_drawn(mallorys, cycle, alice):
    for _ in range(13):
        check_in(make_key_result(make_objective(cycle=cycle, owner=alice)), 55)
    page = mallorys.get(cycle.get_absolute_url())
    assert "How many objectives, in steps of ten points." in pages.text(page)
    assert "±0 points: 13" in page.text


def test_the_largest_gaps_come_first_and_those_in_line_are_left_out(
    mallorys, cycle, company_objective, alice
):
    check_in(make_key_result(company_objective), 60)
    child = make_objective(parent=company_objective, owner=alice)
    check_in(make_key_result(child), 20)
    grandchild = make_objective(parent=child, owner=alice)
    check_in(make_key_result(grandchild), 22)

    words = pages.text(mallorys.get(cycle.get_absolute_url()))

    gaps = words.partition("Largest target gaps")[2].partition("At risk and off")[0]
    assert (
        f"{company_objective.title} ahead of children by 40 pts No open review" in gaps
    )
    assert child.title not in gaps


def test_those_behind_pace_are_listed_the_furthest_first(mallorys, cycle, alice):
    for value in (30, 0, 45, 20, 54, *[35] * 6):
        objective = make_objective(f"At {value}", cycle=cycle, owner=alice)
        check_in(make_key_result(objective), value)

    words = pages.text(mallorys.get(cycle.get_absolute_url()))

    behind = words.partition("At risk and off track")[2].partition("Longest")[0]
    places = [behind.index(f"At {value} ") for value in (0, 20, 30, 35)]
    assert places == sorted(places)
    assert "10, furthest behind first" in behind
    assert "At 0 Alice Off track 55 pts" in behind
    assert "At 45" not in behind  # only the eight furthest behind are named
    assert "All, the longest behind pace first" in behind


def test_overdue_key_results_are_listed_the_longest_unmeasured_first(
    mallorys, measured, cycle
):
    measured(40, 14, content="Two weeks", unit="h")
    measured(content="Never")
    measured(10, 21, content="Three weeks")
    measured(10, 1, content="Yesterday")

    words = pages.text(mallorys.get(cycle.get_absolute_url()))

    stale = words.partition("Longest without a check-in")[2]
    places = [stale.index(name) for name in ("Never", "Three weeks", "Two weeks")]
    assert places == sorted(places)
    assert "Yesterday" not in stale
    assert re.search(r"Two weeks .* Bob 40 h 100 h 14 d ago, ", stale)
    assert re.search(r"Never .* none yet \d+ days overdue", stale)


def test_a_private_objective_is_in_no_list_of_those_who_may_not_read_it(
    sign_in, mallory, carol, measured, cycle, bob
):
    secret = make_objective("Secret", owner=bob, cycle=cycle, is_private=True)
    measured(10, 21, objective=secret, content="Hush")

    seen, read = (
        sign_in(person).get(cycle.get_absolute_url()).text
        for person in (mallory, carol)
    )

    assert "Secret" not in seen
    assert "Hush" not in seen
    assert read.count("Secret") == 3  # its mark, and in both lists


# The map of updates


def test_the_map_counts_updates_by_team_and_week(
    mallorys, kept, measured, cycle, due_today, company, alice
):
    kept()
    measured()
    other = make_team("Sales")
    measured(objective=make_objective(owner=alice, team=other, cycle=cycle))

    page = mallorys.get(cycle.get_absolute_url())

    words = pages.text(page)
    last = cycle.week_of(due_today) - 1
    assert "Updated on time 0% this week 0 of 3 due so far" in words
    assert "1/2 on time, 1 missed 0/2 on time, 2 due today" in words
    assert "Sales" in words
    assert "1/3 on time, 2 missed" in words
    assert f'aria-current="date"><span class="vh">Week </span>{last + 1}<' in page.text
    link = f"?team={company.pk}&amp;period={last}"
    assert (
        f'<td data-miss="3"><a href="{page.request["PATH_INFO"]}compliance/{link}"'
        in page.text
    )


def test_a_team_opens_into_the_teams_below_it(
    mallorys, kept, cycle, company, product, alice
):
    kept()
    kept(objective=make_objective(owner=alice, team=make_team("Sales"), cycle=cycle))

    whole = mallorys.get(cycle.get_absolute_url())
    opened = mallorys.get(f"{cycle.get_absolute_url()}?team={company.pk}")

    assert f'href="{cycle.get_absolute_url()}?team={company.pk}#c-heat"' in whole.text
    assert "Product" not in map_of(whole)
    words = map_of(opened)
    assert "All teams Company" in words
    assert "Team 1 2 3" not in words
    assert "Product" in words
    assert "Sales" not in words


@pytest.mark.parametrize("team", ["0", "x", "²", "987654", "none", "9" * 5000])
def test_a_team_that_there_is_not_leads_nowhere(mallorys, cycle, team):
    answer = mallorys.get(cycle.get_absolute_url(), {"team": team})
    assert answer.status_code == 404


def test_the_map_is_downloaded_with_formulas_defused(
    mallorys, kept, measured, cycle, due_today, derived_objective
):
    team = make_team("=1+1")
    kept(objective=make_objective(owner=derived_objective.owner, team=team))
    measured()

    rows = rows_of(mallorys.get(cycle.get_absolute_url(), {"format": "csv"}))

    week = cycle.week_of(due_today)
    [line] = [
        row for row in rows if row["team"] == "'=1+1" and row["week"] == str(week - 1)
    ]
    assert (line["due"], line["on_time"], line["late"], line["missed"]) == tuple("1100")
    assert {row["team"] for row in rows} == {"'=1+1", "Company"}
    assert datetime.date.fromisoformat(line["from"]) <= due_today - 7 * DAY


# Behind a cell


def test_a_cell_lists_what_was_due_and_what_happened(
    mallorys, kept, measured, cycle, due_today
):
    kept(content="Kept")
    late = measured(10, 7, content="Filled in")
    measured(content="Forgotten")

    week = cycle.week_of(due_today) - 1
    page = mallorys.get(updates_of(cycle, week))

    words = pages.text(page)
    places = [words.index(name) for name in ("Forgotten", "Filled in", "Kept")]
    assert places == sorted(places)
    assert re.search(r"Forgotten .* Missed Filled in .* Updated 7 days late", words)
    assert re.search(r"Kept .* On time", words)
    assert late.get_absolute_url() in page.text
    assert late.owner.get_absolute_url() in page.text
    assert f"Updates of week {week}" in words


def test_weeks_follow_each_other_and_keep_the_team(mallorys, kept, cycle, company):
    kept()
    page = mallorys.get(updates_of(cycle, 3, team=company.pk)).text
    assert f'rel="prev" href="?period=2&amp;team={company.pk}"' in page
    assert f'rel="next" href="?period=4&amp;team={company.pk}"' in page
    assert 'rel="prev"' not in mallorys.get(updates_of(cycle, 1)).text
    assert 'rel="next"' not in mallorys.get(updates_of(cycle, 13)).text


def test_a_week_in_which_nothing_was_due_says_so(mallorys, cycle):
    words = pages.text(mallorys.get(updates_of(cycle, 13)))
    assert "Nothing was due here in this week." in words


@pytest.mark.parametrize("week", ["0", "-1", "14", "x", "²", "1.0", "9" * 5000])
def test_a_week_that_there_is_not_leads_nowhere(mallorys, cycle, week):
    assert mallorys.get(updates_of(cycle, week)).status_code == 404


@pytest.mark.parametrize("team", ["0", "x", "-only", "987654", "9" * 5000])
def test_a_group_that_there_is_not_leads_nowhere(mallorys, cycle, team):
    assert mallorys.get(updates_of(cycle, 1, team=team)).status_code == 404


def test_what_was_due_is_downloaded_with_formulas_defused(
    mallorys, kept, measured, cycle, due_today
):
    kept(content="@SUM(A1)")
    measured(10, 7, content="Filled in")

    week = cycle.week_of(due_today) - 1
    rows = rows_of(mallorys.get(updates_of(cycle, week, format="csv")))

    told = {row["key_result"]: (row["outcome"], row["days_late"]) for row in rows}
    assert told == {"'@SUM(A1)": ("on_time", "0"), "Filled in": ("late", "7")}
    assert {row["due_on"] for row in rows} == {(due_today - 7 * DAY).isoformat()}


def test_private_objectives_are_listed_nowhere_not_even_for_those_who_read_them(
    sign_in, carol, measured, cycle, due_today, bob
):
    secret = make_objective("Secret", owner=bob, cycle=cycle, is_private=True)
    measured(objective=secret, content="Hush")
    week = cycle.week_of(due_today)
    client = sign_in(carol)
    assert "Hush" not in client.get(updates_of(cycle, week)).text
    assert rows_of(client.get(updates_of(cycle, week, format="csv"))) == []


def test_many_lines_are_read_page_by_page_in_as_many_queries_as_few(
    mallorys, measured, cycle, due_today
):
    week = cycle.week_of(due_today)
    addresses = [updates_of(cycle, week), cycle.get_absolute_url()]
    measured()
    few = [queries_of(mallorys, url) for url in addresses]
    for _ in range(51):
        measured()
    assert [queries_of(mallorys, url) for url in addresses] == few
    page = mallorys.get(addresses[0])
    assert page.text.count('<th scope="row">') == 50
    assert "page 1 of 2" in pages.text(page)


def queries_of(client, url):
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)
