"""Alignment reviews: opening, writing together, and closing."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from objectives.models import Objective
from progress import reviewing
from progress.models import AlignmentReview
from tests.factories import check_in, make_user
from tests.pages import sent, text
from tests.sheets import CLOSING, open_from, save, sheet

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


# Opening


def test_opening_freezes_the_numbers_of_both_levels(drifted, alice):
    review = reviewing.open_review(drifted.pk, by=alice)

    [row] = review.children.all()
    assert (review.own_progress, review.children_mean) == (200_000, 700_000)
    assert (review.gap, row.progress, row.link_gap) == (-500_000, 700_000, -500_000)
    assert (review.children_sum, review.children_weight) == (700_000, 1)

    check_in(drifted.key_results.get(), 60)
    review.refresh_from_db()
    assert review.gap == -500_000


def test_the_owners_of_both_levels_take_part(review, alice, bob):
    assert set(review.participants.all()) == {alice, bob}


def test_an_owner_opens_one_from_the_page_of_the_objective(sign_in, drifted, bob):
    client = sign_in(bob)
    page = client.get(drifted.get_absolute_url())
    assert "The gap of 50 points is large" in text(page)

    fields = sent(page, reverse("objective_reviews", args=[drifted.pk]))
    answer = open_from(client, drifted, **fields)

    review = AlignmentReview.objects.get()
    assert answer.url == review.get_absolute_url()
    assert review.opened_by == bob
    page = client.get(drifted.get_absolute_url())
    assert "Opened by Bob on" in text(page)
    assert "gap when opened −50 pts, today −50 pts" in text(page)


def test_a_lead_opens_one_of_the_team(sign_in, drifted, company):
    lead = make_user("Lena", lead_of=company)
    assert open_from(sign_in(lead), drifted).status_code == 302
    assert AlignmentReview.objects.get().opened_by == lead


def test_a_double_click_opens_one(sign_in, drifted, alice):
    client = sign_in(alice)
    page = client.get(drifted.get_absolute_url())
    fields = sent(page, reverse("objective_reviews", args=[drifted.pk]))
    first, second = (open_from(client, drifted, **fields) for _ in range(2))
    assert first.url == second.url
    assert AlignmentReview.objects.count() == 1


def test_whoever_is_second_is_led_to_the_first(sign_in, drifted, review, bob):
    answer = open_from(sign_in(bob), drifted)
    assert answer.url == review.get_absolute_url()
    assert "Alice has opened a review" in text(sign_in(bob).get(answer.url))


def test_the_database_holds_one_open_review_for_an_objective(review, alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        AlignmentReview.objects.create(objective=review.objective, opened_by=alice)


@pytest.mark.parametrize(
    "values",
    [
        {"decision": "", "closing": "Why not."},
        {"decision": "keep", "closing": ""},
        {"decision": "look_again", "closing": "Later.", "look_again_on": None},
    ],
)
def test_the_database_closes_none_without_what_it_needs(review, alice, values):
    values |= {"closed_at": timezone.now(), "closed_by": alice}
    with pytest.raises(IntegrityError), transaction.atomic():
        AlignmentReview.objects.filter(pk=review.pk).update(**values)


def test_a_small_gap_is_for_managers_to_review(sign_in, drifted, alice, carol):
    check_in(drifted.key_results.get(), 65)
    answer = open_from(sign_in(alice), drifted)
    assert answer.status_code == 422
    assert "Under 15 points only managers open a review." in text(answer)
    assert open_from(sign_in(carol), drifted).status_code == 302


def test_without_children_there_are_not_two_levels(sign_in, derived_objective, carol):
    answer = open_from(sign_in(carol), derived_objective)
    assert answer.status_code == 422
    assert "No objective lies under this one" in text(answer)


def test_nobody_else_is_offered_a_review_and_gets_403(sign_in, drifted, mallory):
    client = sign_in(mallory)
    assert "Open a review" not in text(client.get(drifted.get_absolute_url()))
    assert open_from(client, drifted).status_code == 403


def test_a_meeting_is_typed_in_the_time_of_the_site(sign_in, drifted, alice):
    alice.time_zone = "Asia/Shanghai"
    alice.save()
    client = sign_in(alice)
    open_from(client, drifted, meets_at="2026-11-26T10:00")
    review = AlignmentReview.objects.get()
    here = timezone.localtime(review.meets_at, timezone.get_default_timezone())
    assert here.isoformat().startswith("2026-11-26T10:00")
    there = timezone.localtime(
        review.meets_at, timezone.zoneinfo.ZoneInfo("Asia/Shanghai")
    )
    assert f"Meets {there:%a %-d %b, %H:%M}" in text(
        client.get(review.get_absolute_url())
    )


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "soon"])
def test_a_time_that_cannot_be_is_refused_and_kept(sign_in, review, alice, typed):
    client = sign_in(alice)
    answer = save(client, review, sheet(client, review), meets_at=typed)
    assert answer.status_code == 422
    assert typed in answer.text


@pytest.mark.parametrize(
    "nonsense",
    [
        {"decision": "win"},
        {"do": "done:x"},
        {"do": "done:987654321"},
        {"key": "x"},
        {"notes": "a\x00b"},
        {"notes": "x" * 20_001},
        {"look_again_on": "2026-02-30"},
        {"guest": "\x00"},
        {"task": "\u200b", "task_owner": "bob", "task_due": "2026-12-01"},
    ],
)
def test_nonsense_is_refused_or_left_out(sign_in, review, alice, nonsense):
    client = sign_in(alice)
    fields = {**sheet(client, review), "do": "save", **nonsense}
    answer = client.post(review.get_absolute_url(), fields)
    assert answer.status_code in {302, 422}
    review.refresh_from_db()
    assert (review.notes, review.decision, review.revision) == ("", "", 1)


# The agenda


@pytest.mark.tampers
def test_the_agenda_asks_by_the_sign_of_the_gap(sign_in, review, alice, drifted):
    page = text(sign_in(alice).get(review.get_absolute_url()))
    assert "count output" in page
    assert "What moves this objective, if not the work under it?" not in page
    review.gap = 500_000
    review.save()
    page = text(sign_in(alice).get(review.get_absolute_url()))
    assert "What moves this objective, if not the work under it?" in page


def test_the_agenda_says_how_the_children_were_derived(
    sign_in, drifted, derived_objective, alice
):
    note = "If tasks get shorter, then customers tell others, because it is easy."
    Objective.objects.filter(pk=derived_objective.pk).update(derivation_note=note)
    review = reviewing.open_review(drifted.pk, by=alice)
    Objective.objects.filter(pk=derived_objective.pk).update(derivation_note="")
    assert note in text(sign_in(alice).get(review.get_absolute_url()))


# Writing together


def test_two_who_write_in_different_lines_lose_nothing(sign_in, review, alice, bob):
    reviewing.write(review.pk, seen=1, by=alice, values={"notes": "one\ntwo\nthree"})
    hers = sheet(sign_in(alice), review)
    save(sign_in(bob), review, sheet(sign_in(bob), review), notes="ONE\ntwo\nthree")

    answer = save(sign_in(alice), review, hers, notes="one\r\ntwo\r\nthree\r\nfour")

    review.refresh_from_db()
    assert answer.status_code == 302
    assert review.notes == "ONE\ntwo\nthree\nfour"
    said = text(sign_in(alice).get(answer.url))
    assert "Saved, together with what others wrote meanwhile." in said


def test_two_who_write_in_the_same_line_see_both(sign_in, review, alice, bob):
    hers = sheet(sign_in(alice), review)
    his = sheet(sign_in(bob), review)
    save(sign_in(bob), review, his, notes="from Bob", findings="Too much output.")

    answer = save(sign_in(alice), review, hers, notes="from Alice")

    assert answer.status_code == 409
    page = text(answer)
    assert "Bob changed this at" in page
    assert "from Bob" in page
    fields = sent(answer, review.get_absolute_url())
    assert fields["notes"] == "from Alice"
    assert fields["findings"] == "Too much output."
    review.refresh_from_db()
    assert review.notes == "from Bob"

    answer = save(sign_in(alice), review, fields)
    review.refresh_from_db()
    assert answer.status_code == 302
    assert (review.notes, review.findings) == ("from Alice", "Too much output.")


def test_different_fields_do_not_get_in_each_others_way(sign_in, review, alice, bob):
    hers, his = sheet(sign_in(alice), review), sheet(sign_in(bob), review)
    save(sign_in(bob), review, his, decision="keep")
    save(sign_in(alice), review, hers, closing="It closes by itself.")
    review.refresh_from_db()
    assert (review.decision, review.closing) == ("keep", "It closes by itself.")


def test_a_form_without_a_sound_revision_overwrites_nothing(sign_in, review, alice):
    reviewing.write(review.pk, seen=1, by=alice, values={"notes": "kept"})
    for revision in ("", "many", "99", "-1", "0"):
        answer = save(sign_in(alice), review, {"revision": revision}, notes="lost?")
        assert answer.status_code == 409
        assert "lost?" in answer.text
    review.refresh_from_db()
    assert review.notes == "kept"


def test_what_a_form_leaves_out_stays(sign_in, review, alice):
    reviewing.write(review.pk, seen=1, by=alice, values={"notes": "kept"})
    save(sign_in(alice), review, {"revision": "2"}, findings="new")
    review.refresh_from_db()
    assert (review.notes, review.findings) == ("kept", "new")


def test_saving_what_stands_makes_no_version(sign_in, review, alice):
    fields = sheet(sign_in(alice), review)
    for _ in range(2):
        save(sign_in(alice), review, fields)
    review.refresh_from_db()
    assert review.revision == 1


# Closing


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ({}, ["Choose what was decided.", "Say in a sentence why."]),
        ({"decision": "keep"}, ["Say in a sentence why."]),
        ({"closing": "Because."}, ["Choose what was decided."]),
        ({"decision": "look_again", "closing": "x"}, ["Say when to look again."]),
        (
            {"decision": "look_again", "closing": "x", "look_again_on": "2020-01-01"},
            ["Choose a day after today."],
        ),
    ],
)
def test_closing_names_all_that_is_missing(sign_in, review, alice, typed, missing):
    fields = sheet(sign_in(alice), review)
    answer = save(sign_in(alice), review, fields, "close", notes="kept", **typed)
    assert answer.status_code == 422
    assert all(sentence in text(answer) for sentence in missing)
    assert sent(answer, review.get_absolute_url())["notes"] == "kept"
    review.refresh_from_db()
    assert review.is_open


def test_a_closed_review_keeps_its_gaps_and_offers_what_follows(
    sign_in, review, drifted, alice
):
    check_in(drifted.key_results.get(), 30)
    client = sign_in(alice)
    save(client, review, sheet(client, review), "close", **CLOSING)
    check_in(drifted.key_results.get(), 40)

    review.refresh_from_db()
    assert (review.closing_gap, review.closed_by) == (-400_000, alice)
    page = client.get(review.get_absolute_url())
    told = "gap when opened −50 pts, when closed −40 pts, today −30 pts"
    assert told in text(page)
    assert "They count output." in text(page)
    assert f"{reverse('objective_create')}?parent={drifted.pk}" in page.text
    assert "Open another review" in text(page)
    assert "They count output." in text(client.get(drifted.get_absolute_url()))


def test_nobody_writes_in_a_closed_review_and_nothing_typed_is_lost(
    sign_in, review, alice, bob
):
    his = sheet(sign_in(bob), review)
    save(sign_in(alice), review, sheet(sign_in(alice), review), "close", **CLOSING)
    answer = save(sign_in(bob), review, his, notes="too late")
    assert answer.status_code == 409
    assert "Alice closed this review at" in text(answer)
    assert "too late" in text(answer)
    review.refresh_from_db()
    assert review.notes == ""


def test_another_review_may_be_opened_after_it_was_closed(sign_in, review, alice):
    client = sign_in(alice)
    save(client, review, sheet(client, review), "close", **CLOSING)
    open_from(client, review.objective)
    assert AlignmentReview.objects.open().count() == 1
    assert AlignmentReview.objects.closed().count() == 1
