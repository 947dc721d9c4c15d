"""What everybody settles for themselves."""

import pytest

PROFILE = {"name": "Bob", "time_zone": "", "language": "", "theme": ""}


@pytest.fixture
def client_of_bob(sign_in, bob):
    return sign_in(bob)


def test_a_profile_says_name_time_zone_language_and_theme(client_of_bob, bob):
    changes = {
        "name": "Bob Baker",
        "time_zone": "Asia/Shanghai",
        "language": "zh-hant",
        "theme": "dark",
    }
    client_of_bob.post("/settings/profile/", changes)

    page = client_of_bob.get("/settings/profile/").text
    assert '<html lang="zh-hant" dir="ltr" data-theme="dark">' in page
    assert 'title="Asia/Shanghai"' in page
    bob.refresh_from_db()
    assert bob.name == "Bob Baker"


def test_a_profile_changes_nothing_that_an_administrator_decides(client_of_bob, bob):
    extra = {"role": "administrator", "email": "x@example.org", "is_superuser": "on"}
    client_of_bob.post("/settings/profile/", PROFILE | extra)
    bob.refresh_from_db()
    assert (bob.role, bob.email) == ("member", "bob@example.org")
    assert not bob.is_superuser


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u200b"),
        ("name", "A\x00"),
        ("name", "x" * 201),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("language", "tlh"),
        ("theme", "pink"),
    ],
)
def test_a_wrong_answer_is_refused(client_of_bob, bob, field, value):
    response = client_of_bob.post("/settings/profile/", PROFILE | {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    bob.refresh_from_db()
    assert bob.name == "Bob"


def test_the_account_menu_sets_theme_and_language(client_of_bob, bob):
    data = {"theme": "dark", "language": "zh-hans", "next": "/teams/"}

    page = client_of_bob.post("/preferences/", data, follow=True)

    assert page.redirect_chain == [("/teams/", 302)]
    assert '<html lang="zh-hans" dir="ltr" data-theme="dark">' in page.text


def test_what_the_menu_does_not_offer_changes_nothing(client_of_bob, bob):
    data = {"theme": "pink", "language": "zh-hans"}
    page = client_of_bob.post("/preferences/", data, follow=True)
    assert "There is no such theme or language." in page.text
    bob.refresh_from_db()
    assert (bob.theme, bob.language) == ("", "")


def test_preferences_are_posted(client_of_bob):
    assert client_of_bob.get("/preferences/").status_code == 405


def test_strangers_have_no_profile(client, db):
    for path in ("/settings/", "/settings/profile/", "/preferences/"):
        assert client.get(path).url.startswith("/accounts/login/")
