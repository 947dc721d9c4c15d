"""Every answer carries every protecting header."""

import contextlib

import pytest

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/healthz", 200),
        ("/accounts/login/", 200),
        ("/admin/", 302),
        ("/closed/", 302),
        ("/static/css/plumbline.css", 200),
        ("/static/nothing.css", 404),
        ("/nothing/", 404),
        ("/fails/operational/", 503),
        ("/fails/programmer/", 500),
    ],
)
def test_every_answer_carries_them(alice, site, settings, address, status):
    settings.WHITENOISE_USE_FINDERS = True
    with contextlib.closing(site.get(address)) as answer:  # a static file is open
        assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_a_foreign_host_is_told_nothing(site):
    answer = site.get("/fails/missing/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers
    assert "evil.example" not in answer.text


def test_the_policy_allows_nothing_unsafe(settings):
    sources = {source for part in settings.SECURE_CSP.values() for source in part}
    assert sources == {"'self'", "'none'", "data:"}


def test_https_is_asked_for_and_remembered(site, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    assert site.get("/spoken/").headers["Location"] == "https://testserver/spoken/"
    secure = site.get("/spoken/", secure=True)
    assert secure.headers["Strict-Transport-Security"] == "max-age=3600"


def test_a_probe_needs_no_https(settings, site, db):
    settings.SECURE_SSL_REDIRECT = True
    assert site.get("/healthz").status_code == 200


def test_pages_are_sent_compressed_to_those_who_take_it(alice, site):
    site.force_login(alice)
    plain = site.get("/updates/", secure=True)
    packed = site.get("/updates/", secure=True, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert len(packed.content) < len(plain.content) / 2
