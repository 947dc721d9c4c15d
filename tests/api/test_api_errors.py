"""Refusals: one shape of JSON for everything below /api/, and nothing is changed."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from progress.api import reading
from progress.models import CheckIn
from tests.factories import check_in, make_cycle

pytestmark = pytest.mark.django_db
MEMBERS = {"type", "title", "status", "code", "detail"}


def said(answer):
    """What a refusal says, after a look at its shape."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem.keys() >= MEMBERS
    assert problem["status"] == answer.status_code
    assert problem["type"] == f"/api/v1/docs/#{problem['code']}"
    return problem


@pytest.fixture
def send(program, bob, key_result):
    """`send(content)` is the answer to a check-in that Bob's program sends."""
    script, path = program(bob), f"/key-results/{key_result.pk}/check-ins"
    return lambda content, **headers: script.post(path, content, **headers)


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1/", "/api/v2/cycles", "/api/v1/cycle", "/api/v1/cycles/1/x"],
)
def test_what_is_not_there_is_said_in_json(client, path):
    assert said(client.get(path))["code"] == "not_found"


@pytest.mark.parametrize(
    "pk", ["0", "-1", "9223372036854775808", "1e5", "1%00", "01", "a-b", "٣", "1.0"]
)
@pytest.mark.parametrize("kind", ["cycles", "objectives", "key-results", "check-ins"])
def test_ids_that_cannot_be_are_not_found(program, bob, kind, pk):
    assert said(program(bob).get(f"/{kind}/{pk}"))["code"] == "not_found"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "TRACE", "FOO"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/v1/cycles", "GET"),
        ("/api/v1/cycles/1", "GET"),
        ("/api/v1/key-results/1/check-ins", "POST"),
        ("/api/v1/check-ins/1/corrections", "POST"),
    ],
)
def test_other_methods_are_refused_with_those_that_are_allowed(
    client, method, path, allowed
):
    answer = client.generic(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert method == "HEAD" or said(answer)["code"] == "method_not_allowed"


def test_a_foreign_host_is_refused_in_json(client):
    assert said(client.get("/api/v1/cycles", HTTP_HOST="evil.example"))["status"] == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(" ", 400, id="nothing"),
        pytest.param("{", 400, id="half"),
        pytest.param('{"value": NaN}', 400, id="NaN"),
        pytest.param('{"value": Infinity}', 400, id="Infinity"),
        pytest.param('{"value": -Infinity}', 400, id="-Infinity"),
        pytest.param('{"value": 1, "value": 2}', 400, id="a name twice"),
        pytest.param('{"value": ' + "9" * 5000 + "}", 400, id="5000 digits"),
        pytest.param("[" * 30_000, 400, id="deep and half"),
        pytest.param("[" * 30_000 + "]" * 30_000, 400, id="deep"),
        pytest.param(b"\xff\xfe{}", 400, id="not UTF-8"),
        pytest.param('\ufeff{"value": 1}', 400, id="with a mark in front"),
        pytest.param("[]", 422, id="a list"),
        pytest.param("null", 422, id="null"),
        pytest.param('"value"', 422, id="a text"),
        pytest.param("{}", 422, id="an object without fields"),
        pytest.param("x" * 65_537, 413, id="too large"),
    ],
)
def test_bodies_that_are_no_entry(send, body, status):
    assert said(send(body))["status"] == status
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    ],
)
def test_only_json_is_read(program, bob, key_result, kind):
    script = program(bob)
    url = f"/api/v1/key-results/{key_result.pk}/check-ins"
    content = {"content_type": kind, "headers": script.headers}
    assert said(script.client.post(url, b'{"value": 1}', **content))["status"] == 415


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "value"),
        ({"value": None}, "value"),
        ({"value": True}, "value"),
        ({"value": {}}, "value"),
        ({"value": [1]}, "value"),
        ({"value": ""}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1e3"}, "value"),
        ({"value": 1.23456}, "value"),
        ({"value": "12,5"}, "value"),
        ({"value": 123456789012}, "value"),
        ({"value": "5 pieces"}, "value"),
        ({"value": "5\x00"}, "value"),
        ({"value": "\ud800"}, "value"),
        ({"value": 1, "note": 5}, "note"),
        ({"value": 1, "note": None}, "note"),
        ({"value": 1, "note": "x" * 2001}, "note"),
        ({"value": 1, "note": "\x00"}, "note"),
        ({"value": 1, "note": "\ud800"}, "note"),
        ({"value": 1, "confidence": "sure"}, "confidence"),
        ({"value": 1, "measured_on": "03/04/2026"}, "measured_on"),
        ({"value": 1, "measured_on": "2026-02-30"}, "measured_on"),
        ({"value": 1, "measured_on": 1767225600}, "measured_on"),
        ({"value": 1, "measured_on": "2199-01-01"}, "measured_on"),
        ({"value": 1, "measured_on": "2001-01-01"}, "measured_on"),
        ({"value": 1, "seen": "1"}, "seen"),
        ({"value": 1, "seen": True}, "seen"),
        ({"value": 1, "seen": -1}, "seen"),
        ({"value": 1, "seen": 2**63}, "seen"),
        ({"value": 1, "seen": 1.5}, "seen"),
        ({"value": 1, "author": 1}, "author"),
        ({"value": 1, "key": 0}, "key"),
        ({"value": 1, "\ud800": 0}, ""),
    ],
    ids=lambda value: ascii(value)[:50],
)
def test_a_field_that_cannot_stand_is_named(send, sent, field):
    problem = said(send(sent))
    assert problem["status"] == 422
    assert field in [fault["field"] for fault in problem["errors"]]
    assert all(fault["message"] for fault in problem["errors"])
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("number", ["1e400", "1e999999999999999999999", "1e-400"])
def test_numbers_beyond_every_bound_are_refused(send, number):
    assert said(send(f'{{"value": {number}}}'))["errors"][0]["field"] == "value"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1000000000", "limit"),
        ("limit=-1", "limit"),
        ("limit=1_0", "limit"),
        ("limit=%2B5", "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=2", "limit"),
        ("cursor=abc", "cursor"),
        ("cursor=9223372036854775808", "cursor"),
        ("page=-1", "page"),
        ("ordering=password", "ordering"),
        ("filter[_connector]=OR", "filter[_connector]"),
        ("owner=bob", "owner"),
        ("owner=0", "owner"),
        ("owner=٣", "owner"),
        ("dropped=maybe", "dropped"),
    ],
)
def test_a_filter_that_cannot_be_is_named(program, bob, query, field):
    problem = said(program(bob).get(f"/objectives?{query}"))
    assert problem["status"] == 422
    assert [fault["field"] for fault in problem["errors"]] == [field]


@pytest.mark.parametrize(
    "query",
    ["measured_from=2026-02-30", "measured_to=1767225600", "effective=1"],
)
def test_days_and_flags_are_taken_as_written(program, bob, query):
    assert said(program(bob).get(f"/check-ins?{query}"))["status"] == 422


def test_a_key_with_signs_that_nothing_can_store_finds_nothing(program, bob):
    answer = program(bob).get("/objectives?external_id=%00")
    assert answer.json() == {"items": [], "next": None}


def test_one_of_a_kind_takes_no_filters(program, bob):
    cycle = make_cycle()
    assert said(program(bob).get(f"/cycles/{cycle.pk}?limit=1"))["status"] == 422


def test_a_thousand_parameters_are_refused(program, bob):
    query = "&".join(f"a{number}=1" for number in range(1000))
    assert said(program(bob).get(f"/cycles?{query}"))["status"] in {400, 422}


def test_sentences_come_in_the_language_that_is_asked_for(send, client):
    english, chinese = (
        said(send({"value": "x"}, **{"Accept-Language": code}))["errors"][0]["message"]
        for code in ("en", "zh-TW")
    )
    assert english == "Enter a number, for example 3.6."
    assert chinese != english
    unknown = client.get("/api/v1/nowhere", headers={"Accept-Language": "zh-CN"})
    assert said(unknown)["detail"] == "这里没有内容，或没有您可以查看的内容。"
    assert said(unknown)["code"] == "not_found"


def test_what_may_not_be_done_is_refused_with_the_sentence_of_the_page(
    program, mallory, key_result
):
    path = f"/key-results/{key_result.pk}/check-ins"
    problem = said(program(mallory).post(path, {"value": 1}))
    assert problem["detail"] == "You may check in your own key results only."
    reading_only = said(program(mallory, "read").post(path, {"value": 1}))
    assert (reading_only["status"], reading_only["code"]) == (403, "forbidden")


def test_a_database_that_is_down_answers_503_in_json(program, bob, monkeypatch):
    script = program(bob)

    def down(_user):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(reading, "seen_key_results", down)
    answer = script.get("/key-results")
    assert said(answer)["code"] == "unavailable"
    assert int(answer.headers["Retry-After"]) > 0


def test_a_fault_of_ours_answers_500_in_json_and_tells_nothing(
    program, bob, monkeypatch
):
    def broken(_user):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(reading, "seen_key_results", broken)
    answer = program(bob).get("/key-results")
    assert said(answer)["code"] == "error"
    assert "secret" not in answer.text


def test_answers_are_not_kept_by_anything_between(program, bob, cycle):
    for path in ("/cycles", "/cycles/987654321"):
        assert program(bob).get(path).headers["Cache-Control"] == "no-store"


def test_pages_elsewhere_stay_pages(client):
    assert "text/html" in client.get("/nowhere/").headers["Content-Type"]


def test_what_a_conflict_repeats_is_what_was_sent(send, key_result):
    first = check_in(key_result, 10)
    check_in(key_result, 20)
    problem = said(send({"value": "1,234.5", "seen": first.pk}))
    assert json.dumps(problem["yours"]["value"]) == '"1234.5"'


def test_no_cookie_is_set(program, bob, cycle):
    assert not program(bob).get("/cycles").cookies
    assert not Client().get("/api/v1/nowhere").cookies
