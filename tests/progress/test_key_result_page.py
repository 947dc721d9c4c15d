"""A key result's page: the form, its preview, and where each kind stands."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from objectives import clock, plan
from objectives.models import Cycle
from progress.models import CheckIn
from tests import pages
from tests.factories import check_in, make_key_result

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def kr(measured):
    """Bob's, from 9 h down to 2 h; 5.5 h a week ago."""
    return measured("5.5", 7, content="Response time", start=9, target=2, unit="h")


def url_of(kr):
    return reverse("check_in_create", args=[kr.pk])


def opened(client, kr):
    """The check-in form as the page offers it."""
    return pages.sent(client.get(kr.get_absolute_url()), url_of(kr))


def send(client, kr, **changes):
    return client.post(url_of(kr), {**opened(client, kr), **changes})


def text_after(client, response):
    return pages.text(client.get(response.headers["Location"]))


def values(kr):
    entries = CheckIn.objects.filter(key_result=kr).effective().in_order()
    return [str(entry.value.normalize()) for entry in entries]


# Checking in


def test_the_form_opens_with_today_and_the_last_confidence(bobs, kr):
    check_in(kr, 5, on=clock.today() - DAY, confidence="medium")
    form = opened(bobs, kr)
    assert form["measured_on"] == clock.today().isoformat()
    assert (form["value"], form["confidence"]) == ("", "medium")


def test_after_saving_the_page_tells_what_it_means(bobs, kr):
    text = text_after(bobs, send(bobs, kr, value="3.75"))

    assert "Check-in saved. " in text
    assert "Just saved: 3.75 h" in text
    assert "since last −1.75 h better" in text
    assert "since start −5.25 h better" in text
    assert "to target 1.75 h target 2.00 h" in text
    assert "key result 50.0% → 75.0%" in text
    assert "objective 50.0% → 75.0%" in text


def test_no_change_repeats_the_last_value(bobs, kr):
    send(bobs, kr, same="1")
    assert values(kr) == ["5.5", "5.5"]


def test_a_value_can_be_dated_back_between_two_others(bobs, kr):
    check_in(kr, 3)
    day = clock.today() - 3 * DAY

    text = text_after(bobs, send(bobs, kr, value="4", measured_on=day.isoformat()))

    assert values(kr) == ["5.5", "4", "3"]
    assert "a later check-in stays current" in text
    assert "key result 85.7% → 85.7%" in text
    assert "Entered later" in text


def test_a_refusal_names_field_and_reason_and_keeps_what_was_typed(bobs, kr):
    tomorrow = (clock.today() + DAY).isoformat()
    typed = {"value": "4", "measured_on": tomorrow, "note": "First guess"}

    response = send(bobs, kr, **typed)

    assert response.status_code == 422
    text = pages.text(response)
    assert "The check-in was not saved." in text
    assert "This day has not come yet." in text
    assert typed.items() <= pages.sent(response, url_of(kr)).items()


def test_the_second_of_two_people_decides_with_both_values_before_them(bobs, kr, alice):
    form = {**opened(bobs, kr), "value": "4", "note": "mine"}
    theirs = check_in(kr, 3, author=alice)

    response = bobs.post(url_of(kr), form)

    assert response.status_code == 409
    text = pages.text(response)
    assert "Alice updated this at" in text
    assert "When you opened it 5.5 h" in text
    assert "Yours 4.0 h" in text
    assert "Save mine as a revision" in text
    assert values(kr) == ["5.5", "3"]
    again = pages.sent(response, url_of(kr))
    assert (again["value"], again["note"]) == ("4", "mine")
    bobs.post(url_of(kr), {**again, "resolve": "mine"})
    assert values(kr) == ["5.5", "4"]
    assert CheckIn.objects.latest("pk").corrects == theirs


def test_a_form_sent_twice_is_one_entry_and_with_another_value_a_conflict(bobs, kr):
    form = {**opened(bobs, kr), "value": "4"}
    first, second = (bobs.post(url_of(kr), form) for _ in range(2))
    third = bobs.post(url_of(kr), {**form, "value": "3"})

    assert first.headers["Location"] == second.headers["Location"]
    assert third.status_code == 409
    assert "was sent before with another value" in pages.text(third)
    assert values(kr) == ["5.5", "4"]


def test_others_read_but_are_not_offered_a_form(sign_in, kr, mallory):
    page = sign_in(mallory).get(kr.get_absolute_url())
    assert page.status_code == 200
    assert f'action="{url_of(kr)}"' not in page.text
    assert "Bob and the team’s leads check in" in pages.text(page)
    assert "/correct/" not in page.text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (Cycle.State.CLOSED, "Its cycle is closed; it takes no check-ins."),
        (Cycle.State.PLANNING, "Its cycle is still being planned"),
    ],
)
def test_a_cycle_that_is_not_open_says_so_instead_of_a_form(bobs, kr, state, sentence):
    form = opened(bobs, kr)
    entry = CheckIn.objects.get()
    Cycle.objects.update(state=state)

    page = bobs.get(kr.get_absolute_url())
    refused = bobs.post(url_of(kr), {**form, "value": "4"})
    correction = bobs.get(reverse("check_in_correct", args=[entry.pk]))

    assert sentence in pages.text(page)
    assert f'action="{url_of(kr)}"' not in page.text
    assert (refused.status_code, correction.status_code) == (422, 403)
    assert sentence in pages.text(refused)
    assert sentence in pages.text(correction)
    assert values(kr) == ["5.5"]


@pytest.mark.parametrize(
    ("drop", "sentence"),
    [
        ("key result", "This key result was dropped; it takes no check-ins."),
        ("objective", "Its objective was dropped; it takes no check-ins."),
    ],
)
def test_what_was_dropped_says_so_instead_of_a_form(bobs, kr, drop, sentence):
    if drop == "objective":
        pk = kr.objective_id
        plan.drop_objective(pk, seen=None, by=kr.owner, reason="Over.")
    else:
        plan.drop_key_result(kr.pk, seen=None, by=kr.owner, reason="Over.")
    assert sentence in pages.text(bobs.get(kr.get_absolute_url()))


# While it is typed


def preview(client, kr, **typed):
    return client.get(reverse("check_in_preview", args=[kr.pk]), typed)


def test_the_preview_says_what_saving_would(bobs, kr):
    told = pages.text(preview(bobs, kr, value="3.75"))

    saved = text_after(bobs, send(bobs, kr, value="3.75"))
    for words in (
        "since last −1.75 h better",
        "since start −5.25 h better",
        "key result 50.0% → 75.0%",
        "objective 50.0% → 75.0%",
    ):
        assert words in told
        assert words in saved


def test_the_preview_is_a_fragment_in_any_of_the_three_states(bobs, kr):
    for typed in ({}, {"value": "soon"}, {"value": "4"}):
        answer = preview(bobs, kr, **typed)
        assert answer.status_code == 200
        assert "<html" not in answer.text
        parts = re.findall(rf'id="kr-{kr.pk}-(\w+)"[^>]* hx-swap-oob', answer.text)
        assert parts == ["delta", "prog", "error"]


def test_the_preview_writes_nothing(bobs, kr):
    preview(bobs, kr, value="3.75")
    assert CheckIn.objects.count() == 1


def test_the_preview_of_an_earlier_day_says_that_nothing_moves(bobs, kr):
    check_in(kr, 3)
    day = (clock.today() - 3 * DAY).isoformat()
    text = pages.text(preview(bobs, kr, value="9", measured_on=day))
    assert "key result 85.7% → 85.7%" in text
    assert "a later check-in stays current" in text


def test_only_those_who_may_check_in_get_a_preview(sign_in, kr, mallory):
    assert preview(sign_in(mallory), kr, value="4").status_code == 403


# Kinds


@pytest.mark.parametrize(
    ("fields", "value", "words"),
    [
        ({"kind": "at_most", "target": 4}, 3, "holding"),
        ({"kind": "at_least", "target": 4}, 3, "limit passed"),
        ({"kind": "milestone", "target": 1}, 1, "Reached"),
        ({"start": 0, "target": 100}, 118, "118% of the way"),
        ({"start": 50, "target": 100}, 44, "12% in the wrong direction"),
    ],
)
def test_each_kind_says_where_it_stands(bobs, measured, fields, value, words):
    kr = measured(value, 0, **fields)
    assert words in pages.text(bobs.get(kr.get_absolute_url()))


def test_before_the_first_check_in_it_says_so(bobs, measured):
    text = pages.text(bobs.get(measured(created_at=timezone.now()).get_absolute_url()))
    assert "no check-in yet" in text
    assert "Not started" in text


def test_a_line_without_a_check_in_counts_nowhere(bobs, kr):
    line = make_key_result(kr.objective, kind="at_most", target=4)
    text = pages.text(bobs.get(line.get_absolute_url()))
    assert "Current –" in text
    assert "50.0%" in pages.text(bobs.get(kr.objective.get_absolute_url()))
