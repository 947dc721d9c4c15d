"""Slow means decide: asked where a check-in is behind, answered once, looked back."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from objectives import clock, plan
from progress.models import PaceDecision
from tests import pages
from tests.factories import (
    check_in,
    make_absence,
    make_action,
    make_key_result,
    make_measurement_plan,
)

pytestmark = pytest.mark.django_db
ASKS = "what follows?"


@pytest.fixture
def kr(derived_objective):
    """Expected at 55 of 100 today."""
    return make_key_result(derived_objective, content="Response time")


@pytest.fixture
def bobs(sign_in, bob):
    return sign_in(bob)


def days_ago(days):
    return clock.today() - datetime.timedelta(days=days)


def url_of(entry):
    return reverse("check_in_decision", args=[entry.pk])


def saved_page(client, entry, where="key_result"):
    page = (
        reverse("updates")
        if where == "updates"
        else entry.key_result.get_absolute_url()
    )
    return client.get(page, {"saved": entry.pk})


def answer(client, entry, **typed):
    return client.post(url_of(entry), {"choice": "help", **typed})


# Asking


@pytest.mark.parametrize("where", ["key_result", "updates"])
@pytest.mark.parametrize(
    ("value", "asked"), [(10, True), (45, True), (54, False), (100, False)]
)
def test_a_check_in_that_is_behind_asks_and_no_other(bobs, kr, where, value, asked):
    page = saved_page(bobs, check_in(kr, value), where)
    assert (ASKS in pages.text(page)) == asked


def test_it_is_asked_only_where_something_was_just_saved(bobs, kr):
    check_in(kr, 10)
    for page in (kr.get_absolute_url(), reverse("updates")):
        assert ASKS not in pages.text(bobs.get(page))


def test_an_entry_behind_a_later_one_asks_nothing(bobs, kr):
    check_in(kr, 60)
    assert ASKS not in pages.text(saved_page(bobs, check_in(kr, 5, on=days_ago(9))))


def test_only_what_makes_sense_is_offered(bobs, kr, sign_in, mallory):
    entry = check_in(kr, 10)
    page = saved_page(bobs, entry).text
    offered = {"add", "help", "target", "keep"}
    assert offered == set(choices(page))

    make_action(kr, state="blocked")
    assert choices(saved_page(bobs, entry).text) >= {"drop", "unblock"}
    make_action(kr)
    assert "reorder" in choices(saved_page(bobs, entry).text)

    # Who stands in checks in, but neither arranges actions nor edits the plan.
    make_absence(kr.owner, starts=-1, delegate=mallory)
    mine = check_in(kr, 11, author=mallory)
    assert choices(saved_page(sign_in(mallory), mine).text) == {"help", "keep"}


def choices(page):
    return {
        name
        for name in ("reorder", "add", "drop", "unblock", "help", "target", "keep")
        if f'name="choice" value="{name}"' in page
    }


# Answering


def test_a_decision_about_actions_leads_to_them(bobs, kr):
    entry = check_in(kr, 10)
    answer(bobs, entry, choice="add")
    actions = reverse("key_result_actions", args=[kr.pk])
    assert f'<a href="{actions}">To the actions' in saved_page(bobs, entry).text


def test_an_answer_is_kept_with_the_numbers_and_stands_in_the_history(bobs, kr, bob):
    entry = check_in(kr, 10)

    saved = answer(bobs, entry, choice="help", words="Two people from Platform")

    assert saved.url == f"{kr.get_absolute_url()}?saved={entry.pk}"
    decision = PaceDecision.objects.get()
    assert (decision.check_in, decision.by, decision.choice) == (entry, bob, "help")
    assert (decision.status, decision.progress) == ("off_track", 100_000)
    assert (decision.expected, decision.target_value) == (549_451, 100)
    text = pages.text(bobs.get(saved.url))
    assert ASKS not in text
    assert text.count("Decided: Get help. Two people from Platform Bob") == 2
    assert "shows after 2 more check-ins" in text


def test_an_answer_on_my_updates_goes_back_to_all_that_was_saved(bobs, kr):
    other = make_key_result(kr.objective, content="Other")
    entries = [check_in(kr, 10), check_in(other, 20)]
    ids = ",".join(str(entry.pk) for entry in entries)
    page = bobs.get(reverse("updates"), {"saved": ids})
    sent = pages.sent(page, url_of(entries[0]))

    saved = bobs.post(url_of(entries[0]), {**sent, "choice": "keep", "words": "Soon"})

    assert saved.url == f"{reverse('updates')}?saved={ids}"
    text = pages.text(bobs.get(saved.url))
    assert "Decided: Keep course. Soon" in text
    assert text.count(ASKS) == 1  # the other still asks


def test_not_now_is_one_press_and_the_question_does_not_come_again(bobs, kr):
    entry = check_in(kr, 10)

    put_off = [bobs.post(url_of(entry), {"skip": "1"}) for _ in range(2)]

    assert [page.status_code for page in put_off] == [302, 302]
    text = pages.text(bobs.get(put_off[0].url))
    assert ASKS not in text
    assert "Decided" not in text
    # Who thinks better of it still may answer.
    assert answer(bobs, entry).status_code == 302
    assert PaceDecision.objects.answers().get().choice == "help"


def test_a_correction_of_what_was_answered_asks_nothing_and_keeps_the_answer(bobs, kr):
    entry = check_in(kr, 10)
    answer(bobs, entry)
    mended = check_in(kr, 12, corrects=entry.pk, reason="Misread.")

    text = pages.text(saved_page(bobs, mended))

    assert ASKS not in text
    assert "Decided: Get help." in text
    assert "was corrected" in pages.text(bobs.get(url_of(entry)))


def test_changing_the_target_leads_to_its_page_and_shows_what_it_was(bobs, kr, bob):
    entry = check_in(kr, 10, on=days_ago(14))
    answer(bobs, entry, choice="target")
    assert f'{reverse("key_result_edit", args=[kr.pk])}">Edit key result<' in (
        saved_page(bobs, entry).text
    )

    plan.change_key_result(kr.pk, seen=None, by=bob, values={"target_value": 50})
    for days in (7, 0):
        check_in(kr, 20, on=days_ago(days))

    text = pages.text(bobs.get(kr.get_absolute_url()))
    assert "The target was 100 then and is 50 now." in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"choice": ""}, "Choose what follows"),
        ({"choice": "dance"}, "Choose one of what is offered."),
        ({"choice": "unblock"}, "Choose one of what is offered."),
        ({"choice": "keep"}, "Say in a sentence why"),
        ({"choice": "keep", "words": " "}, "Say in a sentence why"),
        ({"words": "x" * 1001}, "at most 1000 characters"),
        ({"words": "a\x07"}, "control characters"),
    ],
    ids=str,
)
def test_a_refusal_says_why_keeps_what_was_typed_and_records_nothing(
    bobs, kr, typed, sentence
):
    entry = check_in(kr, 10)
    refused = answer(bobs, entry, back="updates", saved=str(entry.pk), **typed)
    assert refused.status_code == 422
    assert sentence in pages.text(refused)
    kept = pages.sent(refused, url_of(entry))
    assert kept["words"].strip() == typed.get("words", "").strip()
    assert (kept["back"], kept["saved"]) == ("updates", str(entry.pk))
    assert not PaceDecision.objects.exists()


def test_the_second_of_two_people_sees_both_answers(bobs, sign_in, kr, alice):
    entry = check_in(kr, 10)
    answer(bobs, entry, words="Platform")
    assert answer(bobs, entry, words="Platform").status_code == 302  # a double click

    late = answer(sign_in(alice), entry, choice="keep", words="It will come")

    assert late.status_code == 409
    text = pages.text(late)
    assert "Bob has decided already: Get help. Platform" in text
    assert "It will come" in text
    assert PaceDecision.objects.count() == 1


@pytest.mark.parametrize("value", [60, 100])
def test_what_is_on_its_pace_has_nothing_to_decide(bobs, kr, value):
    assert answer(bobs, check_in(kr, value)).status_code == 403


def test_a_closed_cycle_takes_no_decision(bobs, kr, cycle):
    entry = check_in(kr, 10)
    cycle.state = "closed"
    cycle.save()
    assert answer(bobs, entry).status_code == 403


# Two check-ins later


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ([], "What came of it shows after 2 more check-ins."),
        ([20], "What came of it shows after 1 more check-in."),
        ([20, 55], "It is back on its pace."),
        ([20, 40], "It is closer to its pace."),
        ([10, 12], "It is further behind."),
    ],
    ids=str,
)
def test_two_check_ins_later_the_history_says_what_came_of_it(bobs, kr, later, told):
    entry = check_in(kr, 10, on=days_ago(14))
    answer(bobs, entry)
    for value, days in zip(later, (7, 0), strict=False):
        check_in(kr, value, on=days_ago(days))
    assert told in pages.text(bobs.get(kr.get_absolute_url()))


def test_values_and_pace_are_told_then_and_now(bobs, kr):
    make_measurement_plan(kr, known_error=50)
    entry = check_in(kr, 10, on=days_ago(14))
    answer(bobs, entry)
    check_in(kr, 20, on=days_ago(7))
    check_in(kr, 40)
    text = pages.text(bobs.get(kr.get_absolute_url()))
    assert "Then 10, 30 pts behind pace; two check-ins later" in text
    assert "40, 15 pts behind pace. It is closer to its pace." in text
    assert "moved within measuring error" in text


# Kept


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE progress_pacedecision SET words = ''",
        "DELETE FROM progress_pacedecision",
    ],
)
def test_the_database_keeps_a_decision_as_it_was_made(bobs, kr, sql):
    answer(bobs, check_in(kr, 10), words="Said")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(sql)
    assert PaceDecision.objects.get().words == "Said"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda decision: PaceDecision.objects.update(words=""),
        lambda decision: PaceDecision.objects.all().delete(),
        lambda decision: decision.save(),
        lambda decision: decision.delete(),
    ],
)
def test_the_model_keeps_it_too(bobs, kr, attempt):
    answer(bobs, check_in(kr, 10))
    with pytest.raises(TypeError, match="never"):
        attempt(PaceDecision.objects.get())
