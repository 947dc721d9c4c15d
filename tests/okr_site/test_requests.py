"""Language, clock, and requests that are too large or not signed in."""

import pytest

from objectives.models import User


@pytest.fixture
def reader(db):
    return User.objects.create_user("alice@example.org", name="Alice")


def test_a_strangers_browser_chooses_the_language(site):
    def language(asked):
        return site.get("/spoken/", headers={"accept-language": asked}).text

    assert language("zh-CN") == "zh-hans UTC"
    assert language("zh-TW") == "zh-hant UTC"
    assert language("fr") == "en UTC"


def test_a_reader_has_a_language_and_a_clock_of_their_own(site, reader):
    reader.language, reader.time_zone = "zh-hant", "Asia/Taipei"
    reader.save()
    site.force_login(reader)
    assert site.get("/spoken/").text == "zh-hant Asia/Taipei"
    site.logout()
    assert site.get("/spoken/").text == "en UTC"


def test_an_unknown_address_is_answered_in_the_readers_language(site, reader):
    reader.language = "zh-hans"
    reader.save()
    site.force_login(reader)
    for address in ("/nothing/", "/fails/missing/"):
        assert site.get(address).headers["Content-Language"] == "zh-hans"


def test_a_page_is_closed_unless_it_says_otherwise(site):
    assert site.get("/closed/").headers["Location"] == "/accounts/login/?next=/closed/"
    assert site.get("/spoken/").status_code == 200


def test_too_much_text_is_answered_with_413(site):
    assert site.post("/spoken/", {"note": "x" * 2_700_000}).status_code == 413


def test_too_many_fields_are_answered_with_400(site):
    fields = {f"field{number}": "x" for number in range(2_000)}
    assert site.post("/spoken/", fields).status_code == 400


def test_the_health_page_takes_no_post(site):
    answer = site.post("/healthz")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
