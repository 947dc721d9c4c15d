"""The first page of a new installation, only while there is nobody."""

import pytest

from objectives.models import Organisation, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ANSWERS = {
    "organisation": "Tidewell",
    "name": "Nadia Haddad",
    "email": "nadia@example.org",
    "password": "a boat with two names",
    "password_again": "a boat with two names",
    "time_zone": "Europe/Lisbon",
}
KEY = "b7c8a9d0-1111-4222-8333-944455556666"


def test_whoever_comes_first_is_led_to_the_first_run(client):
    assert client.get("/", follow=True).redirect_chain[-1] == ("/setup/", 302)


def test_the_first_run_makes_the_organisation_and_its_first_administrator(client):
    response = client.post("/setup/", ANSWERS)

    assert (response.status_code, response.url) == (302, "/updates/")
    nadia = User.objects.get()
    assert (nadia.role, nadia.is_staff, nadia.is_superuser) == (
        "administrator",
        True,
        True,
    )
    assert nadia.time_zone == "Europe/Lisbon"
    assert nadia.check_password(ANSWERS["password"])
    assert Organisation.load().name == "Tidewell"
    assert client.get("/settings/").status_code == 302
    assert client.session["_auth_user_id"] == str(nadia.pk)


def test_afterwards_there_is_no_such_page(client):
    make_user()
    for response in (client.get("/setup/"), client.post("/setup/", ANSWERS)):
        assert response.status_code == 404
    assert User.objects.count() == 1
    assert not Organisation.objects.exists()


def test_a_double_click_makes_one_account_and_signs_in(client):
    client.post("/setup/", {**ANSWERS, "key": KEY})
    client.logout()

    again = client.post("/setup/", {**ANSWERS, "key": KEY})

    assert (again.status_code, again.url) == (302, "/updates/")
    assert User.objects.count() == 1
    for changes in ({"key": ""}, {"password": "no"}):
        client.logout()
        other = client.post("/setup/", {**ANSWERS, "key": KEY, **changes})
        assert other.status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"organisation": ""}, "organisation", id="no organisation"),
        pytest.param({"organisation": "\u200b"}, "organisation", id="unseen name"),
        pytest.param({"name": "A\x00"}, "name", id="NUL"),
        pytest.param({"email": "nadia"}, "email", id="no address"),
        pytest.param({"password_again": "another"}, "password_again", id="differ"),
        pytest.param(
            {"password": "nadia haddad", "password_again": "nadia haddad"},
            "password",
            id="the name as a password",
        ),
        pytest.param(
            {"password": "short", "password_again": "short"}, "password", id="short"
        ),
        pytest.param({"time_zone": "Atlantis"}, "time_zone", id="no such zone"),
    ],
)
def test_a_wrong_answer_is_refused_and_nothing_is_set_up(client, changes, field):
    response = client.post("/setup/", ANSWERS | changes)

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_passwords_are_not_written_back_into_the_page(client):
    response = client.post("/setup/", ANSWERS | {"email": ""})
    assert ANSWERS["password"] not in response.text
    assert "Tidewell" in response.text
