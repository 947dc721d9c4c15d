"""What programs write: through the ledger as from the form, and never twice."""

import datetime

import pytest

from objectives import clock
from objectives.models import Cycle, KeyResult
from progress.models import CheckIn
from tests.factories import check_in, make_absence, make_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def script(program, bob):
    return program(bob)


@pytest.fixture
def path(key_result):
    return f"/key-results/{key_result.pk}/check-ins"


def test_an_entry_is_recorded_as_from_the_form(script, path, bob, key_result):
    sent = {"value": "62.5", "confidence": "high", "note": " From the ticket system "}
    answer = script.post(path, sent)
    entry = CheckIn.objects.get()

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/check-ins/{entry.pk}"
    assert (entry.author, entry.key_result) == (bob, key_result)
    assert (entry.confidence, entry.note) == ("high", "From the ticket system")
    row = answer.json()
    assert (row["value"], row["progress"]) == ("62.5", "0.625")
    assert row["measured_on"] == clock.today().isoformat()
    assert (row["objective_before"], row["objective_after"]) == ("0", "0.625")
    assert script.get(f"/check-ins/{entry.pk}").json() == row


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (12, "12"),
        (-12.5, "-12.5"),
        (0, "0"),
        ("1,234.5", "1234.5"),
        ("１２３．５", "123.5"),
        ("\u22127", "-7"),
        ("30 tickets", "30"),
    ],
)
def test_numbers_are_read_as_the_form_reads_them(
    script, derived_objective, value, stored
):
    key_result = make_key_result(derived_objective, unit="tickets")
    answer = script.post(f"/key-results/{key_result.pk}/check-ins", {"value": value})
    assert answer.json()["value"] == stored


def test_a_number_is_taken_as_it_was_written(script, path):
    """As a float, 99999999999.9999 would be another number."""
    answer = script.post(path, '{"value": 99999999999.9999}')
    assert answer.json()["value"] == "99999999999.9999"


def test_the_same_key_gives_the_first_entry_again(script, path):
    key = {"Idempotency-Key": "2026-01-05-figures"}
    first = script.post(path, {"value": 10}, **key)
    again = script.post(path, {"value": 10}, **key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [{"value": 11}, {"value": 10, "note": "x"}, {"value": 10, "confidence": "low"}],
)
def test_the_same_key_with_something_else_is_refused(script, path, other):
    key = {"Idempotency-Key": "a"}
    script.post(path, {"value": 10}, **key)
    refused = script.post(path, other, **key)
    assert (refused.status_code, refused.json()["code"]) == (409, "key_reused")
    assert CheckIn.objects.count() == 1


def test_the_same_key_elsewhere_is_refused(script, path, derived_objective):
    other = make_key_result(derived_objective)
    script.post(path, {"value": 10}, **{"Idempotency-Key": "a"})
    elsewhere = f"/key-results/{other.pk}/check-ins"
    refused = script.post(elsewhere, {"value": 10}, **{"Idempotency-Key": "a"})
    assert (refused.status_code, refused.json()["code"]) == (409, "key_reused")


def test_a_repetition_on_the_next_day_is_one_still(
    script, path, key_result, monkeypatch
):
    key = {"Idempotency-Key": "a"}
    first = script.post(path, {"value": 10}, **key)
    tomorrow = clock.today() + datetime.timedelta(days=1)
    monkeypatch.setattr(clock, "today_in", lambda zone: tomorrow)
    assert script.post(path, {"value": 10}, **key).json() == first.json()


def test_a_repetition_after_others_have_checked_in_is_one_still(
    script, path, key_result
):
    sent, key = {"value": 10, "seen": 0}, {"Idempotency-Key": "a"}
    first = script.post(path, sent, **key).json()
    check_in(key_result, 20)
    assert script.post(path, sent, **key).json()["id"] == first["id"]


def test_keys_of_two_people_never_meet(program, bob, dana, path):
    for person in (bob, dana):
        sent = program(person).post(path, {"value": 10}, **{"Idempotency-Key": "a"})
        assert sent.status_code == 201
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize("key", ["", " ", "ä", "x" * 256, "a b"])
def test_a_key_that_cannot_be_is_refused(script, path, key):
    refused = script.post(path, {"value": 10}, **{"Idempotency-Key": key})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "Idempotency-Key"


def test_who_has_not_seen_the_last_entry_gets_both_versions(script, path, key_result):
    first = check_in(key_result, 10)
    second = check_in(key_result, 20)
    refused = script.post(path, {"value": 30, "note": "Mine", "seen": first.pk})

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "conflict")
    assert (problem["yours"]["value"], problem["yours"]["note"]) == ("30", "Mine")
    assert (problem["latest"]["id"], problem["latest"]["value"]) == (second.pk, "20")
    assert CheckIn.objects.count() == 2
    seen = {"value": 30, "seen": problem["latest"]["id"]}
    assert script.post(path, seen).status_code == 201


def test_a_correction_replaces_an_entry_and_says_why(script, key_result):
    entry = check_in(key_result, 10)
    path = f"/check-ins/{entry.pk}/corrections"
    answer = script.post(path, {"value": 12, "reason": "Misread"})

    row = answer.json()
    assert (answer.status_code, row["corrects"]) == (201, entry.pk)
    assert row["measured_on"] == entry.measured_on.isoformat()
    current = script.get(f"/key-results/{key_result.pk}").json()["current"]
    assert current == "12"


def test_a_correction_needs_a_reason(script, key_result):
    entry = check_in(key_result, 10)
    for reason in ({}, {"reason": ""}, {"reason": "  "}):
        refused = script.post(
            f"/check-ins/{entry.pk}/corrections", {"value": 1, **reason}
        )
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "reason"


def test_an_entry_is_corrected_once(script, key_result):
    entry = check_in(key_result, 10)
    path = f"/check-ins/{entry.pk}/corrections"
    key = {"Idempotency-Key": "c"}
    first = script.post(path, {"value": 12, "reason": "Misread"}, **key)
    again = script.post(path, {"value": 12, "reason": "Misread"}, **key)
    other = script.post(path, {"value": 13, "reason": "Misread"})

    assert again.json()["id"] == first.json()["id"]
    assert other.status_code == 409
    assert other.json()["latest"]["id"] == first.json()["id"]


@pytest.mark.parametrize("state", ["planning", "closed"])
def test_a_cycle_that_takes_no_check_ins_says_so(script, path, key_result, state):
    Cycle.objects.filter(pk=key_result.objective.cycle_id).update(state=state)
    refused = script.post(path, {"value": 1})
    key_result = KeyResult.objects.get(pk=key_result.pk)
    assert refused.status_code == 422
    assert refused.json()["detail"] == str(key_result.closed_because)


@pytest.mark.parametrize(
    ("value", "status"), [(0, 201), (1, 201), ("1", 201), (0.5, 422)]
)
def test_a_milestone_is_reached_or_not(script, derived_objective, value, status):
    milestone = make_key_result(derived_objective, kind="milestone", target=1)
    answer = script.post(f"/key-results/{milestone.pk}/check-ins", {"value": value})
    assert answer.status_code == status


def test_a_delegate_checks_in_through_a_program_too(program, bob, mallory, path):
    assert program(mallory).post(path, {"value": 1}).status_code == 403
    make_absence(bob, delegate=mallory)
    assert program(mallory).post(path, {"value": 1}).status_code == 201


def test_a_check_in_asks_as_often_as_it_must(
    script, path, key_result, django_assert_max_num_queries
):
    for value in range(10):
        check_in(key_result, value)
    with django_assert_max_num_queries(22):
        assert script.post(path, {"value": 50}).status_code == 201
