"""Tokens: made on the profile page, shown once, and good for no more than said."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from objectives import clock, tokens
from objectives.models import ApiToken, User
from tests.api.conftest import Program
from tests.factories import make_token

pytestmark = pytest.mark.django_db
NEW = "/settings/profile/tokens/new/"


def secret_in(page):
    return page.partition('value="plumb_')[2].partition('"')[0]


def test_a_token_is_shown_once_and_kept_as_a_digest(sign_in, bob):
    client = sign_in(bob)
    made = client.post(NEW, {"name": "Nightly", "scope": "read", "key": ""})
    secret = f"plumb_{secret_in(made.text)}"

    assert "no-store" in made.headers["Cache-Control"]
    profile = client.get("/settings/profile/").text
    assert "Nightly" in profile
    assert secret not in profile
    token = ApiToken.objects.get()
    assert token.digest == tokens.digest_of(secret)
    assert secret not in repr(vars(token))
    assert Program(secret).get("/cycles").status_code == 200


def test_a_double_click_makes_one_token(sign_in, bob):
    client = sign_in(bob)
    form = {"name": "A", "scope": "read", "key": "6e8f0be2-44dd-4c9e-8b42-6e3d0f1d1f11"}
    client.post(NEW, form)
    again = client.post(NEW, form)

    assert (again.status_code, ApiToken.objects.count()) == (302, 1)
    other = client.post(NEW, form | {"name": "B"})
    assert (other.status_code, ApiToken.objects.count()) == (409, 1)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""},
        {"name": "\u200b"},
        {"scope": "all"},
        {"expires_on": "2020-01-01"},
        {"expires_on": "2101-01-01"},
        {"expires_on": "tomorrow"},
    ],
)
def test_a_token_that_cannot_be_is_refused_beside_its_field(sign_in, bob, typed):
    refused = sign_in(bob).post(NEW, {"name": "A", "scope": "read", **typed})
    assert refused.status_code == 422
    assert "error" in refused.text
    assert not ApiToken.objects.exists()


def test_nobody_has_more_than_twenty(sign_in, bob):
    for _ in range(ApiToken.MOST):
        make_token(bob)
    assert sign_in(bob).post(NEW, {"name": "A", "scope": "read"}).status_code == 422


def test_a_revoked_token_opens_nothing(sign_in, bob, program):
    script = program(bob)
    assert script.get("/cycles").status_code == 200
    token = ApiToken.objects.get()
    sign_in(bob).post(f"/settings/profile/tokens/{token.pk}/revocation/")
    assert script.get("/cycles").status_code == 401


def test_nobody_revokes_what_is_anothers(sign_in, mallory, bob):
    make_token(bob)
    url = f"/settings/profile/tokens/{ApiToken.objects.get().pk}/revocation/"
    assert sign_in(mallory).post(url).status_code == 404
    assert ApiToken.objects.exists()


def test_a_token_works_through_its_last_day(bob, program):
    today = clock.today()
    assert program(bob, expires_on=today).get("/cycles").status_code == 200
    yesterday = today - datetime.timedelta(days=1)
    assert program(bob, expires_on=yesterday).get("/cycles").status_code == 401


def test_a_token_of_somebody_shut_out_opens_nothing(bob, program):
    script = program(bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert script.get("/cycles").status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer plumb_wrong",
        "Bearer ÄÖÜ",
        "Basic Ym9iOmI=",
        "Bearer " + "x" * 5000,
    ],
)
def test_every_other_header_gets_the_same_answer(client, db, header):
    answer = client.get("/api/v1/cycles", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.content == client.get("/api/v1/cycles").content


def test_a_token_sent_as_basic_is_none(client, bob):
    secret = make_token(bob).secret
    answer = client.get("/api/v1/cycles", headers={"Authorization": f"Basic {secret}"})
    assert answer.status_code == 401


def test_all_refusals_ask_the_database_the_same(client, bob, django_assert_num_queries):
    make_token(bob)
    for header in ("", "Bearer ", "Basic x", "Bearer plumb_wrong"):
        with django_assert_num_queries(1):
            client.get("/api/v1/cycles", headers={"Authorization": header})


def test_session_cookies_open_nothing(sign_in, bob, key_result):
    client = sign_in(bob)
    url = f"/api/v1/key-results/{key_result.pk}/check-ins"
    assert client.get("/api/v1/cycles").status_code == 401
    sent = client.post(url, '{"value": 1}', content_type="application/json")
    assert (sent.status_code, key_result.check_ins.count()) == (401, 0)


@pytest.fixture
def twenty_past(monkeypatch):
    """It is and stays twenty seconds past a full minute."""
    now = timezone.now().replace(second=20, microsecond=0)
    monkeypatch.setattr(tokens.timezone, "now", lambda: now)
    return now


def test_the_last_use_is_written_once_a_minute(bob, program, twenty_past, monkeypatch):
    script = program(bob)
    script.get("/cycles")
    later = twenty_past + datetime.timedelta(seconds=30)
    monkeypatch.setattr(tokens.timezone, "now", lambda: later)
    for _ in range(2 * tokens.LOT):
        script.get("/cycles")
    assert ApiToken.objects.get().last_used_at == twenty_past

    next_minute = twenty_past + datetime.timedelta(minutes=1)
    monkeypatch.setattr(tokens.timezone, "now", lambda: next_minute)
    script.get("/cycles")
    assert ApiToken.objects.get().last_used_at == next_minute


def test_who_asks_too_often_is_told_when_to_ask_again(
    bob, program, settings, twenty_past
):
    settings.API_REQUESTS_PER_MINUTE = 20
    script = program(bob)
    statuses = [script.get("/cycles").status_code for _ in range(21)]
    refused = script.get("/cycles")

    assert statuses == [200] * 20 + [429]
    assert refused.headers["Retry-After"] == "40"
    assert refused.json()["code"] == "too_many_requests"


def test_processes_share_one_allowance(bob, twenty_past):
    make_token(bob)
    token = ApiToken.objects.get()
    served = 0
    for _process in range(6):
        tokens._taken.clear()  # another process knows nothing of this one's lots
        served += sum(tokens.allowance(token, 40) == 0 for _ in range(tokens.LOT))
    assert served == 40


def test_the_command_prints_a_token(bob, capsys):
    call_command("maketoken", bob.email, check_in=True, name="Cron")
    secret = capsys.readouterr().out.strip()
    assert tokens.find(secret).person == bob
    assert tokens.find(secret).may_check_in


@pytest.mark.parametrize(
    "options", [{"expires": datetime.date(2020, 1, 1)}, {"name": ""}]
)
def test_the_command_refuses_what_the_page_refuses(bob, options):
    with pytest.raises(CommandError):
        call_command("maketoken", bob.email, **options)
    with pytest.raises(CommandError):
        call_command("maketoken", "nobody@example.org")
