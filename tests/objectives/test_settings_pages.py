"""Organisation, cycles, teams and people: administrators settle them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from objectives import clock
from objectives.models import Cycle, Membership, Organisation, User
from tests.factories import (
    make_cycle,
    make_key_result,
    make_objective,
    make_team,
    make_user,
)
from tests.objectives.sent import create, edit, error_of, hidden

PAGES = [
    "settings_organisation",
    "settings_cycles",
    "settings_cycle_create",
    "settings_teams",
    "settings_team_create",
    "settings_people",
    "settings_person_create",
]
CYCLE = {"name": "2027", "starts_on": "2027-01-01", "ends_on": "2027-12-31"}
CYCLE |= {"parent": "", "state": "planning"}


# Who may use them


@pytest.mark.parametrize("name", PAGES)
def test_only_administrators_use_the_settings(client, name, dana, carol, alice):
    for person, status in ((alice, 403), (carol, 403), (dana, 200)):
        client.force_login(person)
        assert client.get(reverse(name)).status_code == status


def test_settings_begin_with_what_the_reader_may_use(client, dana, bob):
    client.force_login(dana)
    assert client.get("/settings/").url == "/settings/organisation/"
    client.force_login(bob)
    assert client.get("/settings/").url == "/settings/profile/"


def test_others_change_nothing(sign_in, carol, company):
    for name, args in (
        ("settings_organisation", []),
        ("settings_cycle_create", []),
        ("settings_team_edit", [company.pk]),
        ("settings_team_members", [company.pk]),
        ("settings_membership", [company.pk, carol.pk]),
        ("settings_person_edit", [carol.pk]),
        ("settings_person_invite", [carol.pk]),
    ):
        data = {"name": "Mine", "role": "administrator", "person": carol.pk}
        response = sign_in(carol).post(reverse(name, args=args), data)
        assert response.status_code == 403
    carol.refresh_from_db()
    assert (carol.role, carol.name) == ("manager", "Carol")
    assert not Membership.objects.filter(person=carol).exists()


# Organisation


def test_an_organisation_without_a_row_is_not_overwritten_either(admin):
    data = {"name": "Tidewell", "revision": "another"}
    answer = admin.post(reverse("settings_organisation"), data)
    assert answer.status_code == 409
    assert not Organisation.objects.exists()


def test_the_organisation_has_a_name(admin):
    edit(admin, reverse("settings_organisation"), {"name": "Tidewell"})
    assert Organisation.load().name == "Tidewell"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " \u200b "),
        ("name", "A\x00B"),
        ("name", "x" * 201),
    ],
)
def test_a_name_that_makes_no_sense_is_refused(admin, field, value):
    data = {"name": "Tidewell"}
    response = edit(admin, reverse("settings_organisation"), data, **{field: value})
    assert response.status_code == 422
    assert error_of(response, field)
    assert not Organisation.objects.exists()


# Cycles


def test_a_cycle_is_created_once_however_often_the_form_is_sent(admin):
    url = reverse("settings_cycle_create")
    data = {**CYCLE, "key": hidden(admin.get(url), "key")}

    answers = [admin.post(url, data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Cycle.objects.filter(name="2027").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"name": "\u200b"}, "name", id="a name nobody can see"),
        pytest.param({"ends_on": "2027-01-01"}, "ends_on", id="ends as it starts"),
        pytest.param({"ends_on": "2026-12-31"}, "ends_on", id="ends before it starts"),
        pytest.param({"ends_on": "2099-12-31"}, "ends_on", id="too long"),
        pytest.param({"ends_on": "2227-12-31"}, "ends_on", id="200 years"),
        pytest.param({"starts_on": "2027-02-30"}, "starts_on", id="no such day"),
        pytest.param({"starts_on": "0000-01-01"}, "starts_on", id="year 0"),
        pytest.param({"ends_on": "10000-01-01"}, "ends_on", id="year 10000"),
        pytest.param({"parent": "999999"}, "parent", id="lies in none that exists"),
        pytest.param({"state": "closed"}, "state", id="closed from the start"),
        pytest.param({"state": "draft"}, "state", id="a state that is none"),
    ],
)
def test_a_cycle_that_cannot_be_is_refused_and_stays_typed(admin, changes, field):
    response = create(admin, reverse("settings_cycle_create"), CYCLE | changes)
    assert response.status_code == 422
    assert error_of(response, field)
    assert not Cycle.objects.exists()
    for name, value in (CYCLE | changes).items():
        assert response.context["form"][name].value() == value


@pytest.mark.parametrize(
    "days",
    [("1999-01-01", "1999-12-31"), ("2569-01-01", "2569-12-31")],
    ids=["before 2000", "a Buddhist year"],
)
def test_cycles_lie_between_2000_and_2100(admin, days):
    data = CYCLE | dict(zip(("starts_on", "ends_on"), days, strict=True))
    response = create(admin, reverse("settings_cycle_create"), data)
    assert response.status_code == 422
    assert "Dates lie between 2000 and 2100." in response.text


def test_a_quarter_lies_in_its_year(admin):
    create(admin, reverse("settings_cycle_create"), CYCLE)
    year = Cycle.objects.get(name="2027")
    quarter = CYCLE | {"name": "2027 Q1", "ends_on": "2027-03-31", "parent": year.pk}

    response = create(admin, reverse("settings_cycle_create"), quarter)
    assert response.status_code == 302, response.context["form"].errors

    assert Cycle.objects.get(name="2027 Q1").parent == year


def as_typed(cycle, **changes):
    data = {name: getattr(cycle, name) for name in CYCLE if name != "parent"}
    return {**data, "parent": cycle.parent_id or "", **changes}


def test_two_cycles_of_the_same_days_cannot_lie_in_each_other(admin):
    days = {
        "starts_on": datetime.date(2027, 1, 1),
        "ends_on": datetime.date(2027, 12, 31),
    }
    one = make_cycle("One", **days, state="planning")
    two = make_cycle("Two", **days, state="planning", parent=one)
    three = make_cycle("Three", **days, state="planning", parent=two)
    url = reverse("settings_cycle_edit", args=[one.pk])

    response = edit(admin, url, as_typed(one, parent=three.pk))

    assert response.status_code == 422
    assert error_of(response, "parent")


def test_closing_a_cycle_is_asked_about_first(admin, cycle):
    url = reverse("settings_cycle_edit", args=[cycle.pk])
    assert "closes" not in admin.get(url).context["form"].fields

    asked = edit(admin, url, as_typed(cycle, state="closed"))

    assert asked.status_code == 422
    assert "A closed cycle takes no check-ins" in asked.text
    cycle.refresh_from_db()
    assert cycle.state == "open"

    edit(admin, url, as_typed(cycle, state="closed", closes="on"))
    cycle.refresh_from_db()
    assert cycle.state == "closed"


def test_a_cycle_keeps_the_days_that_something_in_it_needs(admin, company_objective):
    cycle = company_objective.cycle
    due_on = cycle.ends_on - datetime.timedelta(days=1)
    make_key_result(
        company_objective, start=0, target=1, kind="milestone", due_on=due_on
    )
    url = reverse("settings_cycle_edit", args=[cycle.pk])

    response = edit(admin, url, as_typed(cycle, ends_on=clock.today()))

    assert response.status_code == 422
    assert "A milestone of this cycle is due outside these dates." in response.text


def test_two_who_edit_a_cycle_at_once_see_both_versions(admin, cycle):
    url = reverse("settings_cycle_edit", args=[cycle.pk])
    seen = hidden(admin.get(url), "revision")
    Cycle.objects.filter(pk=cycle.pk).update(name="Theirs")

    answer = admin.post(url, as_typed(cycle, name="Mine", revision=seen))

    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert answer.context["form"]["name"].value() == "Mine"
    cycle.refresh_from_db()
    assert cycle.name == "Theirs"

    again = hidden(answer, "revision")
    admin.post(url, as_typed(cycle, name="Mine", revision=again))
    cycle.refresh_from_db()
    assert cycle.name == "Mine"


# All of them


@pytest.mark.parametrize(
    ("name", "queries"),
    [("settings_cycles", 9), ("settings_teams", 9), ("settings_people", 8)],
)
def test_lists_cost_the_same_for_one_row_and_for_twenty(
    admin, django_assert_num_queries, name, queries
):
    def add():
        cycle, team = make_cycle(), make_team()
        make_user(lead_of=team)
        make_objective(cycle=cycle, owner=User.objects.first())

    add()
    with django_assert_num_queries(queries):
        admin.get(reverse(name))
    for _ in range(19):
        add()
    with django_assert_num_queries(queries):
        admin.get(reverse(name))


@pytest.mark.parametrize("name", PAGES)
def test_pages_speak_chinese(admin, dana, name):
    User.objects.filter(pk=dana.pk).update(language="zh-hans")
    page = admin.get(reverse(name)).text
    with translation.override("zh-hans"):
        assert translation.gettext("Settings") in page
    assert '<html lang="zh-hans"' in page


@pytest.mark.parametrize("pk", ["0", "-1", str(2**63), "1e5", "100000"])
def test_an_id_that_is_none_is_not_found(admin, pk):
    for place in ("cycles", "teams", "people"):
        assert admin.get(f"/settings/{place}/{pk}/").status_code == 404


@pytest.mark.parametrize("name", [*PAGES, "settings_profile"])
def test_odd_methods_are_refused(admin, name):
    for method in ("put", "delete", "patch", "trace"):
        response = getattr(admin, method)(reverse(name))
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]
