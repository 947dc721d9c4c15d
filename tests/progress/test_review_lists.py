"""Where reviews are found again: lists, My updates, and what stays hidden."""

import datetime

import pytest
from django.urls import reverse

from objectives import clock, plan
from progress import review_forms, review_readings, reviewing
from progress.models import AlignmentReview, FollowUp
from progress.templatetags.plumb import percent1
from progress.views import reviews
from tests.factories import (
    check_in,
    make_follow_up,
    make_key_result,
    make_objective,
)
from tests.pages import sent, text
from tests.sheets import CLOSING, save, sheet

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


# Looking again


@pytest.fixture
def accepted(review, alice):
    """Accepted until today."""
    tomorrow = clock.today() + DAY
    values = {"decision": "look_again", "closing": "Wait.", "look_again_on": tomorrow}
    reviewing.write(review.pk, seen=1, by=alice, values=values, close=True)
    AlignmentReview.objects.update(look_again_on=clock.today())
    return AlignmentReview.objects.get()


def again(client):
    return text(client.get(reverse("reviews"), {"state": "again"}))


def test_when_the_day_comes_both_owners_are_asked(sign_in, accepted, alice, bob):
    for person in (alice, bob):
        updates = text(sign_in(person).get(reverse("updates")))
        assert "look again today" in updates
        assert accepted.objective.title in again(sign_in(person))


def test_accepted_again_it_rests_until_then(sign_in, accepted, bob):
    client = sign_in(bob)
    until = clock.today() + 30 * DAY
    url = reverse("review_again", args=[accepted.pk])
    assert client.post(url, {"until": clock.today().isoformat()}).status_code == 422
    assert client.post(url, {"until": until.isoformat()}).status_code == 302
    accepted.refresh_from_db()
    assert accepted.look_again_on == until
    assert "look again" not in text(client.get(reverse("updates")))
    assert accepted.objective.title not in again(client)


def test_a_new_review_takes_the_place_of_an_accepted_one(sign_in, accepted, alice):
    reviewing.open_review(accepted.objective_id, by=alice)
    assert accepted.objective.title not in again(sign_in(alice))


# Follow-ups


def task(**more):
    due = (clock.today() + 5 * DAY).isoformat()
    return {"task": "Rank the queues", "task_owner": "bob", "task_due": due, **more}


def test_a_follow_up_reaches_the_one_who_does_it(sign_in, review, alice, bob):
    client = sign_in(alice)
    save(client, review, sheet(client, review), "add", **task(), notes="and this")
    review.refresh_from_db()
    item = FollowUp.objects.get()
    assert (item.owner, review.notes) == (bob, "and this")

    his = sign_in(bob)
    assert "Rank the queues" in text(his.get(reverse("updates")))
    answer = his.post(
        reverse("follow_up_done", args=[item.pk]), {"done": "1", "back": "updates"}
    )
    assert answer.url == reverse("updates")
    item.refresh_from_db()
    assert (item.done_by, "Follow-ups" in text(his.get(answer.url))) == (bob, False)


def test_sent_twice_a_follow_up_is_added_once(sign_in, review, alice):
    client = sign_in(alice)
    fields = {**sheet(client, review), **task()}
    for _ in range(2):
        assert save(client, review, fields, "add").status_code == 302
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (task(task_owner=""), "Say who does it."),
        (task(task=""), "Say what is to be done."),
        (task(task_due=""), "Say until when."),
        (task(task_owner="Zoe"), "Nobody who may see this objective is called Zoe."),
    ],
)
def test_a_follow_up_names_what_it_lacks(sign_in, review, alice, typed, sentence):
    client = sign_in(alice)
    answer = save(client, review, sheet(client, review), "add", **typed)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    kept = sent(answer, review.get_absolute_url())
    assert {name: kept[name] for name in typed} == typed
    assert not FollowUp.objects.exists()


def test_a_check_mark_is_pressed_on_the_sheet_and_taken_back(sign_in, review, alice):
    client = sign_in(alice)
    save(client, review, sheet(client, review), "add", **task())
    item = FollowUp.objects.get()
    save(client, review, sheet(client, review), f"done:{item.pk}", notes="typed")
    item.refresh_from_db()
    review.refresh_from_db()
    assert (item.done_by, review.notes) == (alice, "typed")
    save(client, review, sheet(client, review), f"open:{item.pk}")
    item.refresh_from_db()
    assert item.done_at is None


def test_a_follow_up_changes_hands(sign_in, review, alice, bob):
    client = sign_in(alice)
    save(client, review, sheet(client, review), "add", **task())
    item = FollowUp.objects.get()
    url = item.get_absolute_url()
    due = (clock.today() + 9 * DAY).isoformat()
    typed = {"text": "Rank them", "owner": alice.email, "due_on": due}
    assert client.post(url, {**typed, "revision": "1"}).status_code == 302
    stale = {**typed, "text": "Rank all", "revision": "1"}
    assert client.post(url, stale).status_code == 409
    item.refresh_from_db()
    assert (item.text, item.owner, item.revision) == ("Rank them", alice, 2)


def test_somebody_asked_to_take_part_may_write(sign_in, review, alice, mallory):
    assert save(sign_in(mallory), review, {"revision": "1"}).status_code == 403
    client = sign_in(alice)
    save(client, review, sheet(client, review), guest="mallory@example.org")
    saved = save(sign_in(mallory), review, {"revision": "1"}, notes="a view")
    assert saved.status_code == 302
    review.refresh_from_db()
    assert review.notes == "a view"
    assert "asked somebody to take part" in text(client.get(review.get_absolute_url()))


# What a reader may not see


@pytest.fixture
def secret(drifted, derived_objective, mallory):
    """The same pair, private both: Mallory measures above and sees nothing below."""
    for pk in (drifted.pk, derived_objective.pk):
        plan.change_objective(
            pk, seen=None, by=derived_objective.owner, values={"is_private": True}
        )
    make_key_result(drifted, owner=mallory)
    return drifted


def test_a_hidden_child_leaves_no_trace_in_a_review(
    sign_in, secret, derived_objective, alice, mallory, bob
):
    review = reviewing.open_review(secret.pk, by=alice)
    page = text(sign_in(mallory).get(review.get_absolute_url()))
    assert secret.title in page
    assert derived_objective.title not in page
    assert bob.name not in page
    assert derived_objective.title in text(
        sign_in(alice).get(review.get_absolute_url())
    )


def test_a_private_child_is_not_frozen_where_it_does_not_count(drifted, alice, mallory):
    hidden = make_objective(parent=drifted, owner=mallory, is_private=True)
    check_in(make_key_result(hidden), 90)
    review = reviewing.open_review(drifted.pk, by=alice)
    assert not review.children.filter(child=hidden).exists()
    assert mallory not in review.participants.all()


def test_a_child_that_becomes_private_disappears_from_the_sheet(
    sign_in, review, derived_objective, mallory, bob
):
    plan.change_objective(
        derived_objective.pk, seen=None, by=bob, values={"is_private": True}
    )
    page = text(sign_in(mallory).get(review.get_absolute_url()))
    assert derived_objective.title not in page
    assert "Bob" not in page


def test_reviews_of_a_private_objective_are_not_listed_for_strangers(
    sign_in, secret, alice, mallory
):
    review = reviewing.open_review(secret.pk, by=alice)
    stranger = make_objective().owner
    for state in ("large", "open", "again", "closed"):
        page = sign_in(stranger).get(reverse("reviews"), {"state": state})
        assert secret.title not in text(page)
        assert review.get_absolute_url() not in page.text


# The lists


def test_large_gaps_are_listed_with_and_without_a_review(sign_in, drifted, alice):
    client = sign_in(alice)
    page = text(client.get(reverse("reviews")))
    assert drifted.title in page
    assert "Open a review" in page
    reviewing.open_review(drifted.pk, by=alice)
    assert "Review open" in text(client.get(reverse("reviews")))
    assert drifted.title in text(client.get(reverse("reviews"), {"state": "open"}))


def test_only_mine_and_a_team_narrow_the_list(
    sign_in, drifted, bob, mallory, company, product
):
    url = reverse("reviews")
    assert drifted.title in text(sign_in(bob).get(url, {"mine": "1"}))
    assert drifted.title not in text(sign_in(mallory).get(url, {"mine": "1"}))
    assert drifted.title in text(sign_in(bob).get(url, {"team": company.pk}))
    assert drifted.title not in text(sign_in(bob).get(url, {"team": product.pk}))


@pytest.mark.parametrize(
    "query", ["state=x", "team=x", "after=x", "after=9-9", "mine=2"]
)
def test_nonsense_in_the_address_is_left_out(sign_in, drifted, alice, query):
    assert sign_in(alice).get(f"{reverse('reviews')}?{query}").status_code == 200


def test_a_long_list_is_read_part_by_part(sign_in, alice, monkeypatch, drifted):
    monkeypatch.setattr("progress.review_lists.ROWS", 1)
    other = make_objective("Another wide gap", owner=alice, cycle=drifted.cycle)
    check_in(make_key_result(other), 10)
    check_in(make_key_result(make_objective(parent=other, owner=alice)), 90)
    client, url = sign_in(alice), reverse("reviews")
    first = client.get(url)
    assert ("Another wide gap" in text(first), drifted.title in text(first)) == (
        True,
        False,
    )
    after = f"800000-{other.pk}"
    assert f"after={after}" in first.text
    assert drifted.title in text(client.get(url, {"after": after}))


def test_of_very_many_reviews_the_earlier_ones_are_read_part_by_part(
    sign_in, alice, drifted, monkeypatch
):
    monkeypatch.setattr(reviews, "PAST", 2)
    for _ in range(3):
        made = reviewing.open_review(drifted.pk, by=alice)
        reviewing.write(made.pk, seen=1, by=alice, values=CLOSING, close=True)
    browser, url = sign_in(alice), reverse("objective_reviews", args=[drifted.pk])
    first, second, third = AlignmentReview.objects.order_by("-pk")

    page = browser.get(url).text
    assert first.get_absolute_url() in page
    assert third.get_absolute_url() not in page
    page = browser.get(url, {"before": second.pk}).text
    assert first.get_absolute_url() not in page
    assert third.get_absolute_url() in page


def test_the_sheet_says_what_was_expected_at_the_opening(sign_in, alice, review):
    page = text(sign_in(alice).get(review.get_absolute_url()))
    assert f"expected when opened {percent1(review.expected)}" in page


def test_my_updates_says_when_there_are_more_than_it_lists(
    sign_in, review, bob, monkeypatch
):
    monkeypatch.setattr(review_readings, "LISTED", 1)
    for _ in range(2):
        make_follow_up(review, owner=bob)
    page = text(sign_in(bob).get(reverse("updates")))
    assert "Follow-ups 1+" in page
    assert "the others come up as these are done" in page


def test_a_review_takes_so_many_follow_ups_and_shows_all(
    sign_in, review, alice, monkeypatch
):
    monkeypatch.setattr(review_forms, "FOLLOW_UPS", 1)
    make_follow_up(review)
    typed = {"task": "More", "task_owner": "Alice", "task_due": str(clock.today())}
    client = sign_in(alice)
    answer = save(client, review, sheet(client, review), do="add", **typed)
    assert answer.status_code == 422
    assert "A review takes 1 follow-ups at most." in text(answer)
    assert review.follow_ups.count() == 1
