"""Teams and people: administrators settle who belongs where and may do what."""

import re

import pytest
from django.urls import reverse

from objectives.models import Membership, Team, User
from objectives.text import searchable
from tests.factories import make_team, make_user
from tests.objectives.sent import create, edit, error_of, hidden

# Teams


def test_a_team_is_made_once_and_people_join_lead_and_leave(admin, bob):
    url = reverse("settings_team_create")
    data = {"name": "Support", "parent": "", "key": hidden(admin.get(url), "key")}
    [page] = {admin.post(url, data).url for _ in range(2)}
    [team] = Team.objects.filter(name="Support")
    assert page == reverse("settings_team_edit", args=[team.pk])

    key = hidden(admin.get(page), "key")
    join = reverse("settings_team_members", args=[team.pk])
    for _ in range(2):
        admin.post(join, {"person": bob.pk, "key": key})
    membership = Membership.objects.get(team=team)
    assert (membership.person, membership.is_lead) == (bob, False)

    change = reverse("settings_membership", args=[team.pk, bob.pk])
    admin.post(change, {"action": "lead"})
    assert Membership.objects.get(team=team).is_lead
    for _ in range(2):
        assert admin.post(change, {"action": "remove"}).url == page
    assert not Membership.objects.filter(team=team).exists()


def test_nobody_joins_twice(admin, company, alice):
    url = reverse("settings_team_members", args=[company.pk])
    response = admin.post(url, {"person": alice.pk})
    assert response.status_code == 422
    assert "Nobody was added." in response.text


def test_a_team_moves_with_those_below_it_but_not_under_itself(admin, company, product):
    below = make_team("Search", parent=product)
    url = reverse("settings_team_edit", args=[product.pk])

    refused = edit(admin, url, {"name": "Product", "parent": below.pk})
    assert refused.status_code == 422

    edit(admin, url, {"name": "Product", "parent": ""})
    below.refresh_from_db()
    assert below.path == f"/{product.pk}/{below.pk}/"


def test_teams_stand_below_the_one_they_are_part_of(admin):
    west = make_team("West")
    make_team("Alpha", parent=west)
    make_team("East")
    page = admin.get(reverse("settings_teams")).context["page"]
    assert [team.name for team in page] == ["East", "West", "Alpha"]


# People


def person_data(**changes):
    return {"name": "Erin", "email": "erin@example.org", "role": "member", **changes}


def test_a_new_person_is_invited_once_and_chooses_a_password(
    admin, client, mailoutbox, django_capture_on_commit_callbacks
):
    url = reverse("settings_person_create")
    data = person_data(invite="on", key=hidden(admin.get(url), "key"))
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert admin.post(url, data).status_code == 302

    [mail] = mailoutbox
    assert mail.to == ["erin@example.org"]
    [link] = re.findall(r"http://testserver(/\S+)", mail.body)
    client.logout()
    form = client.get(link, follow=True)
    password = "quite another way home"
    client.post(
        form.request["PATH_INFO"],
        {"new_password1": password, "new_password2": password},
    )
    assert client.login(email="erin@example.org", password=password)


def test_an_account_without_an_invitation_gets_no_mail(admin, mailoutbox):
    create(admin, reverse("settings_person_create"), person_data())
    assert User.objects.get(name="Erin").has_usable_password() is False
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"email": "BOB@Example.org"}, "email", id="taken, other case"),
        pytest.param({"email": "no address"}, "email", id="no address"),
        pytest.param({"email": "a@example.org\nBcc: b@c.d"}, "email", id="header"),
        pytest.param({"name": "\x00"}, "name", id="NUL"),
        pytest.param({"role": "owner"}, "role", id="no such role"),
    ],
)
def test_an_account_that_cannot_be_is_refused(admin, bob, changes, field):
    data = person_data(**changes)
    response = create(admin, reverse("settings_person_create"), data)
    assert response.status_code == 422
    assert error_of(response, field)
    assert not User.objects.filter(name="Erin").exists()


def test_a_name_is_shown_as_text(admin):
    make_user("<script>alert(1)</script>")
    text = admin.get(reverse("settings_people")).text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text


def person_page(person):
    return reverse("settings_person_edit", args=[person.pk])


def test_administrators_alone_may_use_the_admin_pages(admin, bob):
    data = {"name": "Bob", "email": bob.email, "is_active": "on"}
    for role, staff in (("administrator", True), ("member", False)):
        edit(admin, person_page(bob), data, role=role)
        bob.refresh_from_db()
        assert (bob.role, bob.is_staff, bob.is_superuser) == (role, staff, staff)


def test_the_last_administrator_stays_one_and_nobody_shuts_themself_out(admin, dana):
    data = {"name": "Dana", "email": dana.email, "is_active": "on"}

    demoted = edit(admin, person_page(dana), data, role="member")
    shut_out = edit(admin, person_page(dana), data, role="administrator", is_active="")

    assert "This is the last administrator" in error_of(demoted, "role")
    assert error_of(shut_out, "is_active") == "You cannot shut yourself out."
    dana.refresh_from_db()
    assert dana.is_administrator
    assert dana.is_active


def test_an_administrator_may_step_down_when_there_is_another(admin, dana):
    make_user(role="administrator")
    data = {"name": "Dana", "email": dana.email, "is_active": "on", "role": "member"}
    edit(admin, person_page(dana), data)
    dana.refresh_from_db()
    assert dana.role == "member"


def test_somebody_shut_out_is_out_at_once(client, dana, bob):
    client.force_login(bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert client.get(reverse("settings_profile")).status_code == 302


def test_people_are_found_by_name_and_address(admin):
    make_user("Zoë Quill", email="zq@example.net")
    make_user("Yann")
    for query in ("quill", "ZQ@", "example.net"):
        found = admin.get(reverse("settings_people"), {"q": query}).context["people"]
        assert [person.name for person in found] == ["Zoë Quill"]
    assert admin.get(reverse("settings_people"), {"q": "a\x00b"}).status_code == 200


def test_people_are_read_part_by_part_there_and_back(admin):
    names = [f"Person {number:03}" for number in range(119)]
    User.objects.bulk_create(
        User(name=name, search_name=searchable(name), email=f"{name[-3:]}@example.org")
        for name in names
    )
    expected, query, seen, back = ["Dana", *names], "", [], []
    while True:
        page = admin.get(reverse("settings_people") + query).context
        seen += [person.name for person in page["people"]]
        if not page["next"]:
            break
        query = page["next"]
    while page["previous"]:
        page = admin.get(reverse("settings_people") + page["previous"]).context
        back = [person.name for person in page["people"]] + back
    assert seen == expected
    assert back == expected[:100]


@pytest.mark.parametrize("after", ["-1", "x", "9" * 18, "9" * 30, "²", ""])
def test_a_place_in_the_list_that_is_none_is_its_beginning(admin, after):
    page = admin.get(reverse("settings_people"), {"after": after})
    assert [person.name for person in page.context["people"]] == ["Dana"]
