"""Getting in and out, forgetting a password, and guessing at one."""

import datetime
import re

import pytest
from django.conf import settings
from django.utils import timezone

from objectives.models import FailedSignIn, User
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
WRONG = "This e-mail address and password do not belong together."


def sign_in(client, email="alice@example.org", password=PASSWORD, **fields):
    return client.post(LOGIN, {"username": email, "password": password, **fields})


@pytest.mark.parametrize("email", ["alice@example.org", "Alice@Example.ORG"])
def test_alice_signs_in_and_out(client, alice, email):
    assert sign_in(client, email).url == "/updates/"
    assert client.get("/updates/").status_code == 200

    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").url == LOGIN
    assert client.get("/updates/").url == f"{LOGIN}?next=/updates/"


@pytest.mark.parametrize(
    ("remember", "ends_with_the_browser"), [("", True), ("on", False)]
)
def test_who_wants_it_stays_signed_in(client, alice, remember, ends_with_the_browser):
    response = sign_in(client, remember=remember)
    age = response.cookies[settings.SESSION_COOKIE_NAME]["max-age"]
    assert (age == "") is ends_with_the_browser


@pytest.mark.parametrize(
    ("email", "password"),
    [
        pytest.param("alice@example.org", "wrong", id="wrong password"),
        pytest.param("nobody@example.org", PASSWORD, id="no account"),
        pytest.param("gone@example.org", PASSWORD, id="shut out"),
    ],
)
def test_a_refusal_does_not_tell_which_part_was_wrong(client, alice, email, password):
    User.objects.create_user("gone@example.org", PASSWORD, name="G", is_active=False)

    response = sign_in(client, email, password)

    assert response.status_code == 422
    assert WRONG in response.text
    assert f'value="{email}"' in response.text
    assert password not in response.text


@pytest.mark.parametrize("email", ["", "a\x00b", "x" * 300, "<b>", "' OR 1=1 --"])
def test_nonsense_is_refused(client, alice, email):
    assert sign_in(client, email).status_code == 422


def test_a_guesser_waits_a_quarter_of_an_hour(client, alice, bob):
    for _ in range(FailedSignIn.MOST):
        assert sign_in(client, password="guess").status_code == 422

    refused = sign_in(client)

    assert refused.status_code == 429
    assert "Too many wrong passwords" in refused.text
    assert sign_in(client, "bob@example.org").status_code == 302
    client.logout()
    earlier = timezone.now() - datetime.timedelta(minutes=15)
    FailedSignIn.objects.update(failed_at=earlier)
    assert sign_in(client).status_code == 302


def test_another_address_is_not_kept_out_by_a_guesser(client, alice):
    for _ in range(FailedSignIn.MOST):
        sign_in(client, password="guess")
    data = {"username": "alice@example.org", "password": PASSWORD}
    assert client.post(LOGIN, data, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_an_address_that_a_stranger_claims_does_not_help_guessing(client, alice):
    data = {"username": "alice@example.org", "password": "guess"}
    for number in range(FailedSignIn.MOST):
        headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        client.post(LOGIN, data, headers=headers)
    assert sign_in(client).status_code == 429


def test_signing_in_forgets_earlier_failures(client, alice):
    sign_in(client, password="guess")
    sign_in(client)
    assert not FailedSignIn.objects.exists()


def test_a_failure_names_neither_account_nor_address(client, alice):
    sign_in(client, password="guess")
    [failure] = FailedSignIn.objects.all()
    assert re.fullmatch("[0-9a-f]{64}", failure.digest)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/teams/", "/teams/"),
        ("/alignment/?cycle=1", "/alignment/?cycle=1"),
        ("https://evil.example/", "/updates/"),
        ("//evil.example/", "/updates/"),
        ("///evil.example/", "/updates/"),
        ("/\\evil.example/", "/updates/"),
        ("\\\\evil.example/", "/updates/"),
        ("http:evil.example", "/updates/"),
        ("javascript:alert(1)", "/updates/"),
        (" //evil.example", "/updates/"),
        ("\x00//evil.example", "/updates/"),
        ("https://testserver@evil.example/", "/updates/"),
        ("data:text/html,x", "/updates/"),
    ],
)
def test_next_leads_to_pages_of_this_site_only(client, alice, path, leads_to):
    assert sign_in(client, next=path).url == leads_to
    data = {"theme": "dark", "language": "", "next": path}
    assert client.post("/preferences/", data).url == leads_to


def test_who_is_in_already_is_led_on(client, alice):
    client.force_login(alice)
    assert client.get(LOGIN, {"next": "/teams/"}).url == "/teams/"


def test_a_forgotten_password_is_chosen_anew_by_mail(client, alice, mailoutbox):
    answer = client.post("/accounts/password_reset/", {"email": "ALICE@example.org"})
    assert answer.url == "/accounts/password_reset/done/"

    [mail] = mailoutbox
    [link] = re.findall(r"http://testserver(/\S+)", mail.body)
    form = client.get(link, follow=True).request["PATH_INFO"]
    new = {"new_password1": "a shorter walk", "new_password2": "a shorter walk"}
    client.post(form, new)

    assert sign_in(client, password="a shorter walk").status_code == 302
    client.logout()
    assert "no longer works" in client.get(link, follow=True).text


@pytest.mark.parametrize("email", ["nobody@example.org", "gone@example.org"])
def test_a_reset_does_not_tell_who_has_an_account(client, alice, mailoutbox, email):
    User.objects.create_user("gone@example.org", PASSWORD, name="G", is_active=False)
    answer = client.post("/accounts/password_reset/", {"email": email})
    assert answer.url == "/accounts/password_reset/done/"
    assert mailoutbox == []


def test_an_account_without_a_password_gets_one_by_a_reset(client, alice, mailoutbox):
    alice.set_unusable_password()
    alice.save(update_fields=["password"])
    client.post("/accounts/password_reset/", {"email": "alice@example.org"})
    assert len(mailoutbox) == 1


def test_a_password_is_changed_by_who_knows_it(client, alice):
    client.force_login(alice)
    new = {"new_password1": "a shorter walk", "new_password2": "a shorter walk"}
    url = "/accounts/password_change/"

    assert "old_password" in client.post(url, new).context["form"].errors
    assert client.post(url, {"old_password": PASSWORD, **new}).status_code == 302
    assert client.get("/updates/").status_code == 200


@pytest.mark.parametrize(
    "path", ["login/", "password_reset/", "password_change/", "reset/x/y/"]
)
def test_odd_methods_are_refused(client, alice, path):
    client.force_login(alice)
    for method in (client.put, client.delete, client.patch):
        response = method(f"/accounts/{path}")
        assert response.status_code == 405
        assert "POST" in response.headers["Allow"]
