"""Requests that nobody should send, to every address: refused, and never a 500.

The client raises what a view raises, so any failure of the site fails the test.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils.translation import override

from objectives import clock
from progress import verify
from progress.commenting import say
from progress.models import CheckIn
from progress.reviewing import open_review
from tests.factories import (
    check_in,
    make_absence,
    make_action,
    make_closed_day,
    make_follow_up,
    make_key_result,
    make_token,
)
from tests.routes import brought_by

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def patterns(resolver, prefix=""):
    """Every address as a pattern, such as "objectives/<id:pk>/edit/"."""
    for part in resolver.url_patterns:
        whole = prefix + str(part.pattern)
        if whole.startswith(("admin/", "api/")):
            continue  # Django's own pages; programs are refused in tests/api
        if isinstance(part, URLPattern):
            yield whole
        else:
            yield from patterns(part, whole)


ADDRESSES = sorted(set(patterns(get_resolver())))
ABOUT_ONE = [address for address in ADDRESSES if "<id:" in address]


@pytest.fixture
def key_result(derived_objective):
    """Bob's, found at 10."""
    subject = make_key_result(derived_objective)
    check_in(subject, 10)
    return subject


@pytest.fixture
def admin(sign_in, dana, key_result):
    """Dana's browser: she may do everything, so all that is sent is read."""
    return sign_in(dana)


@pytest.fixture
def places(key_result, product, dana):
    """`places("teams/<id:pk>/")` is an address at which something stands."""
    review = open_review(key_result.objective_id, by=key_result.owner)
    ids = {
        "objectives": key_result.objective_id,
        "key-results": key_result.pk,
        "check-ins": CheckIn.objects.get().pk,
        "comments": say(key_result.objective, "Well done", by=dana).pk,
        "import": brought_by(dana).pk,
        "settings/profile/tokens": make_token(dana).pk,
        "cycles": key_result.objective.cycle_id,
        "teams": product.pk,
        "people": key_result.owner_id,
        "settings/cycles": key_result.objective.cycle_id,
        "settings/teams": product.pk,
        "settings/people": key_result.owner_id,
        "actions": make_action(key_result).pk,
        "reviews": review.pk,
        "follow-ups": make_follow_up(review).pk,
        "settings/absences": make_absence(key_result.owner).pk,
        "settings/cadences/teams": product.pk,
        "settings/cadences/objectives": key_result.objective_id,
        "settings/cadences/key-results": key_result.pk,
        "settings/cadences/closed-days": make_closed_day().pk,
    }

    def place(pattern):
        base = pattern.split("/<id:pk>")[0]
        filled = pattern.replace("<id:pk>", str(ids.get(base, "")))
        filled = filled.replace("<id:person_pk>", str(key_result.owner_id))
        return "/" + filled.replace("<uidb64>", "MQ").replace("<token>", "a-b")

    return place


# Ids

STRANGE_IDS = [
    *("0", "-1", "+1", "01", "1.0", "1%00", "%20", "1e5", "0x1", "²", "٣", "1;2"),
    *(str(2**31), str(2**63 - 1), str(2**63), "9" * 30, "9" * 5000),
    "6f1c1c1e-0000-4000-8000-000000000000",
]


@pytest.mark.parametrize("pattern", ABOUT_ONE)
def test_an_id_that_is_none_or_nobodys_is_not_found(admin, pattern):
    if "person_pk" in pattern:
        pattern = pattern.replace("<id:person_pk>", "1")
    for strange in STRANGE_IDS:
        url = "/" + pattern.replace("<id:pk>", strange)
        statuses = {admin.get(url).status_code, admin.post(url).status_code}
        assert statuses <= {404, 405}, url
        assert 404 in statuses, url


# Methods


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "FOO"])
@pytest.mark.parametrize("pattern", ADDRESSES)
def test_other_methods_are_refused_with_those_that_are_allowed(
    admin, places, pattern, method
):
    answer = admin.generic(method, places(pattern))
    assert answer.status_code == 405
    assert set(re.findall(r"\w+", answer.headers["Allow"])) & {"GET", "POST"}


@pytest.mark.parametrize("pattern", ADDRESSES)
def test_head_says_what_get_does_without_the_page(admin, places, pattern):
    url = places(pattern)
    head, get = admin.head(url), admin.get(url)
    assert b"".join(head) == b""
    assert head.status_code == get.status_code


# Sizes


@pytest.mark.parametrize("url", ["/updates/", LOGIN, "/preferences/"])
def test_two_thousand_fields_are_refused(admin, url):
    fields = {f"field{number}": "x" for number in range(2_000)}
    assert admin.post(url, fields).status_code == 400


@pytest.mark.parametrize("url", ["/updates/", "/alignment/", "/teams/"])
def test_a_thousand_parameters_are_refused(admin, url):
    query = "&".join(f"p{number}=x" for number in range(1_000))
    assert admin.get(f"{url}?{query}").status_code == 400


@pytest.mark.parametrize("url", ["/updates/", "/preferences/"])
def test_three_megabytes_are_refused(admin, url):
    assert admin.post(url, {"note": "x" * 3_000_000}).status_code == 413


# Other sites


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "[::2]", "a b", "x" * 300]
)
def test_a_foreign_host_is_refused(client, host):
    assert client.get(LOGIN, headers={"host": host}).status_code == 400


def test_a_proxy_cannot_make_up_a_host(client, alice, mailoutbox):
    headers = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    client.post("/accounts/password_reset/", {"email": alice.email}, headers=headers)
    [mail] = mailoutbox
    assert "http://testserver/" in mail.body
    assert "evil.example" not in mail.body


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "\x00//evil.example",
        "https://testserver@evil.example/",
        "https:///evil.example",
        "data:text/html,x",
    ],
)
def test_choosing_a_language_leads_back_into_this_site(client, path):
    form = {"language": "zh-hans", "next": path}
    answer = client.post("/accounts/language/", form)
    with override(None):
        assert answer.headers["Location"] == "/"


def test_another_sites_form_is_refused(key_result, dana):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dana)
    url = f"/key-results/{key_result.pk}/check-ins/"
    assert strict.post(url, {"value": "5"}).status_code == 403
    assert CheckIn.objects.count() == 1


# Nonsense in every field

NONSENSE = {
    "NUL": "a\0b",
    "another control": "\x1b[31m",
    "line feeds and a header": "a\r\nSet-Cookie: a=b",
    "markup": '"><script>alert(1)</script>',
    "a template": "{{ 7*7 }}{% debug %}",
    "SQL": "1' OR '1'='1",
    "a path": "../../../etc/passwd",
    "right to left": "\u202e5",
    "no width": "\u200b",
    "a combining pile": "e" + "\u0301" * 80,
    "half a pair, as a browser would send it": "\ufffd",
    "not a number": "NaN",
    "an exponent": "1e999999999",
    "many digits": "9" * 5_000,
    "beyond 64 bits": str(2**63),
    "negative": "-1",
    "superscript": "²",
    "a year too far": "10000-01-01",
    "a day too many": "2026-02-30",
    "a UUID": "6f1c1c1e-0000-4000-8000-000000000000",
    "long": "x" * 20_000,
    "empty": "",
}
FIELDS = [
    *("title", "description", "cycle", "parent", "owner", "team", "derivation_note"),
    *("parent_key_result", "step", "place"),
    *("alignment_weight", "is_private", "content", "kind", "start_value", "unit"),
    *("target_value", "weight", "due_on", "value", "measured_on", "confidence", "note"),
    *("version", "key", "reason", "resolve", "same", "save", "page", "revision"),
    *("action", "next"),
    *("language", "theme", "name", "email", "role", "state", "starts_on", "ends_on"),
    *("time_zone", "person", "is_lead", "username"),
    *("every", "weekdays", "month_day", "nth", "weekday", "anchor", "grace_days"),
    *("remind_days", "move", "is_locked", "previewed", "weekend", "country", "day"),
    *("remove", "answer", "words"),
    *("password", "old_password", "new_password1", "new_password2", "remember"),
    *("saved", "after", "before", "depth", "key_results", "format", "q", "cadence"),
    *(
        "effort",
        "impact",
        "board",
        "seen",
        "up",
        "down",
        "put",
        "computed",
        "lacking",
        "view",
    ),
    *("delegate", "coming", "due", "late", "hour", "days", "state", "kr"),
]
OF_A_ROW = [
    *("value", "note", "key", "version", "replaces", "confidence", "reason"),
    "measured_on",
]


@pytest.fixture
def everywhere(key_result):
    """`everywhere(x)` says x in every field of every form, rows of lists included."""
    row = f"kr-{key_result.pk}"
    names = [*FIELDS, row, *(f"{row}-{name}" for name in OF_A_ROW)]
    return lambda text: dict.fromkeys(names, text)


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_in_every_field_breaks_no_form(admin, places, everywhere, nonsense):
    entry = CheckIn.objects.values().get()
    for pattern in ADDRESSES:
        if pattern.startswith(("accounts/", "setup")):
            continue
        url = places(pattern)
        answer = admin.post(url, everywhere(nonsense))
        # A cadence left open everywhere is shown as a preview, which saves nothing.
        allowed = {302, 403, 404, 405, 409, 422, 200 if "cadences" in url else 422}
        assert answer.status_code in allowed, url
        assert "<script>alert(1)" not in answer.text, url
    assert CheckIn.objects.values().first() == entry
    assert list(verify.differences()) == []


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_at_the_entrance_lets_nobody_in(
    client, alice, places, everywhere, nonsense
):
    for pattern in ADDRESSES:
        if pattern.startswith(("accounts/", "setup")):
            answer = client.post(places(pattern), everywhere(nonsense))
            assert answer.status_code in {200, 302, 404, 405, 422, 429}, pattern
            assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_in_every_parameter_breaks_no_page(
    admin, places, everywhere, nonsense
):
    for pattern in ADDRESSES:
        answer = admin.get(places(pattern), everywhere(nonsense))
        assert answer.status_code in {200, 302, 404, 405}, pattern
        assert b"<script>alert(1)" not in b"".join(answer), pattern


def test_files_where_text_is_asked_for_break_no_form(admin, places, key_result):
    for pattern in ADDRESSES:
        files = {
            name: SimpleUploadedFile("a.png", b"\x89PNG\r\n\0\xff")
            for name in (
                "value",
                "title",
                "name",
                "note",
                "reason",
                f"kr-{key_result.pk}-value",
            )
        }
        answer = admin.post(places(pattern), files)
        assert answer.status_code < 500, pattern
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"value": 5}'),
        ("text/plain", b"value=5"),
        ("multipart/form-data", b"value=5"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"value=5"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"value="),
        ("application/x-www-form-urlencoded", b"value=%ff%fe&%=&&==&\xff\xfe"),
        ("application/x-www-form-urlencoded", b"value=%ed%a0%80"),
        ("", b"value=5"),
    ],
)
def test_a_body_of_another_kind_is_refused(admin, key_result, kind, body):
    url = f"/key-results/{key_result.pk}/check-ins/"
    answer = admin.generic("POST", url, body, content_type=kind)
    assert answer.status_code in {400, 415, 422}
    assert CheckIn.objects.count() == 1


# Cookies and headers


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
@pytest.mark.parametrize(
    "value",
    ['"a\\000bcdefghijkl"', "x" * 5_000, "²" * 20, "../x", '"\\"', "a=b=c", "\u202e"],
)
def test_a_strange_cookie_is_no_session(client, alice, name, value):
    value = value.encode().decode("latin-1")
    cookie = f"django_language={value}; {name}={value}"
    answer = client.get("/updates/", headers={"cookie": cookie})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize(
    "language", ["x" * 10_000, "en;q=nan", ",,,;;;", "zh-hans;q=1e9", "a-" * 400, "\0"]
)
def test_a_strange_language_is_answered_in_english(client, language):
    answer = client.get("/healthz", headers={"accept-language": language})
    assert answer.headers["Content-Language"] == "en"


def test_a_made_up_range_or_age_changes_nothing(admin):
    headers = {"range": "bytes=0-5", "if-modified-since": "yesterday", "if-match": "x"}
    assert admin.get("/updates/", headers=headers).status_code == 200


def test_the_day_is_todays_whatever_the_browser_says(admin, key_result):
    headers = {"date": "Fri, 01 Jan 2100 00:00:00 GMT"}
    url = f"/key-results/{key_result.pk}/check-ins/"
    admin.post(url, {"value": "20"}, headers=headers)
    assert CheckIn.objects.latest("pk").measured_on == clock.today()
