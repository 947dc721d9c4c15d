"""Teams and people: who leads what, and how it stands."""

import datetime

import pytest

from objectives.models import Membership
from tests import pages
from tests.factories import (
    check_in,
    make_cycle,
    make_key_result,
    make_objective,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def mallorys(sign_in, mallory):
    """Mallory's browser: she reads what is not private."""
    return sign_in(mallory)


def text(client, subject):
    url = subject if isinstance(subject, str) else subject.get_absolute_url()
    return pages.text(client.get(url))


def test_teams_stand_under_the_team_they_are_part_of(
    mallorys, alice, company_objective
):
    company = company_objective.team
    make_team("Zebra", parent=company)
    apart = make_team("Apart")
    make_team("Below apart", parent=apart)

    page = text(mallorys, "/teams/")

    order = ["Apart nobody 0 0", "Below apart", "Company Alice 1 1", "Zebra nobody 0 0"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_only_live_objectives_of_the_cycle_are_counted(mallorys, cycle, alice, company):
    later = make_cycle("Later", starts_on=cycle.ends_on + DAY)
    for in_cycle in (cycle, cycle, later):
        make_objective(cycle=in_cycle, owner=alice, team=company)
    assert "Company Alice 1 2" in text(mallorys, "/teams/")
    assert "Company Alice 1 1" in text(mallorys, f"/teams/?cycle={later.pk}")


def test_many_teams_are_read_page_by_page(mallorys, cycle):
    for number in range(101):
        make_team(f"Team {number:03}")
    assert "Team 100" not in text(mallorys, "/teams/")
    assert "page 1 of 2" in text(mallorys, "/teams/")
    assert "Team 100" in text(mallorys, "/teams/?page=2")


def test_without_teams_the_page_says_so(mallorys):
    assert "There are no teams yet." in text(mallorys, "/teams/")


def test_a_team_shows_its_objectives_people_and_teams_below(
    mallorys, alice, company_objective, product
):
    check_in(make_key_result(company_objective), 40)
    Membership.objects.create(team=company_objective.team, person=make_user("Bea"))

    page = text(mallorys, company_objective.team)

    assert f"{company_objective.title} 40%" in page
    assert "A Alice lead B Bea" in page
    assert "Teams below Product" in page


def test_a_teams_pages_stay_in_their_cycle(mallorys, cycle, alice, company):
    later = make_cycle("Later", starts_on=cycle.ends_on + DAY)
    for _ in range(26):
        make_objective(cycle=later, owner=alice, team=company)

    first = mallorys.get(f"{company.get_absolute_url()}?cycle={later.pk}")
    link = f"?cycle={later.pk}&amp;page=2"

    assert link in first.text
    second = mallorys.get(company.get_absolute_url() + link.replace("&amp;", "&"))
    assert second.text.count('class="node"') == 1


def test_a_person_shows_own_objectives_and_what_they_measure(
    mallorys, bob, measured, derived_objective
):
    measured(25, 7, content="Response time", unit="h")

    page = text(mallorys, bob)

    assert f"{derived_objective.title} 25%" in page
    assert f"Response time {derived_objective.title} 25 h 100 h 25%" in page
    assert "Due today" in page
    assert "Product" in page


def test_both_lists_of_a_person_are_paged_apart(mallorys, bob, measured):
    for _ in range(26):
        measured(25, 7)
        make_objective(owner=bob)

    page = mallorys.get(f"{bob.get_absolute_url()}?page=2")

    assert page.text.count('class="node"') == 2
    assert "?page=2&amp;key_results=2" in page.text
    assert "page 1 of 2" in pages.text(page)
    assert "page 2 of 2" in pages.text(page)


def test_somebody_without_anything_has_a_page(mallorys, mallory, cycle):
    page = text(mallorys, mallory)
    assert "in no team" in page
    assert "Owns no objective in this cycle." in page
    assert "Measures no key result in this cycle." in page


@pytest.mark.parametrize("number", ["0", "-1", "x", "²", "9" * 5000, "1.5"])
def test_a_strange_page_number_is_the_nearest_page(mallorys, bob, cycle, number):
    query = {"page": number, "key_results": number}
    assert mallorys.get("/teams/", query).status_code == 200
    assert mallorys.get(bob.get_absolute_url(), query).status_code == 200
