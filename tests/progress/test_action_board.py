"""The board of actions: its columns, and steps taken on it."""

import datetime

import pytest
from django.urls import reverse

from objectives import actions, clock
from objectives.models import Action, ActionEvent, Cycle
from progress import action_board
from tests import pages
from tests.factories import (
    check_in,
    make_action,
    make_key_result,
    make_objective,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_result(derived_objective):
    """Bob's."""
    return make_key_result(derived_objective, content="Tasks take a minute")


@pytest.fixture
def url(key_result):
    return f"{key_result.objective.get_absolute_url()}actions/?view=board"


def columns(client, url):
    [board] = client.get(url).context["boards"]
    shown = [*board.columns, board.dropped]
    return {c.state: [card.action.title for card in c.cards] for c in shown}


def move(client, action, step, **fields):
    fields.setdefault("revision", Action.objects.get(pk=action.pk).revision)
    address = reverse("action_move", args=[action.pk])
    return client.post(address, {"step": step, "board": "objective", **fields})


def state_of(action):
    return Action.objects.get(pk=action.pk).state


def test_what_is_blocked_stands_where_it_was_stopped(sign_in, mallory, key_result, url):
    for state in ("candidate", "planned", "doing", "done", "dropped"):
        make_action(key_result, state.title(), state=state)
    make_action(key_result, "Stopped", state="blocked")
    never = make_action(key_result, "Never begun", state="planned")
    actions.take(never.pk, "blocked", seen=None, by=key_result.owner, reason="No money")

    client = sign_in(mallory)

    assert columns(client, url) == {
        "candidate": ["Candidate"],
        "planned": ["Planned", "Never begun"],
        "doing": ["Doing", "Stopped"],
        "done": ["Done"],
        "dropped": ["Dropped"],
    }
    page = pages.text(client.get(url))
    assert "Blocked No money" in page
    assert "A reason" in page


def test_columns_follow_the_order_and_say_how_many_more_there_are(
    sign_in, mallory, key_result, url, monkeypatch
):
    monkeypatch.setattr(action_board, "MOST", 2)
    for title, effort, impact in (("C", 5, 1), ("A", 1, 5), ("B", 3, 3)):
        make_action(key_result, title, effort=effort, impact=impact)
    client = sign_in(mallory)
    assert columns(client, url)["candidate"] == ["A", "B"]
    assert "1 more in the list" in pages.text(client.get(url))


def test_a_card_says_what_the_key_result_did_while_it_ran(
    sign_in, mallory, key_result, url
):
    day = clock.today() - datetime.timedelta(days=10)
    check_in(key_result, 20, on=day)
    make_action(key_result, "Ran", state="doing", on=day)
    check_in(key_result, 26)
    [board] = sign_in(mallory).get(url).context["boards"]
    assert "+6" in pages.text(sign_in(mallory).get(url))
    assert board.columns[2].cards[0].told.judgement.before == 20


def test_each_key_result_of_the_objective_has_a_board_and_its_own_page_one(
    sign_in, mallory, key_result, url
):
    other = make_key_result(key_result.objective)
    make_key_result(make_objective())
    client = sign_in(mallory)
    assert [b.key_result for b in client.get(url).context["boards"]] == [
        key_result,
        other,
    ]
    own = f"{other.get_absolute_url()}actions/?view=board"
    assert [b.key_result for b in client.get(own).context["boards"]] == [other]


def test_a_step_is_taken_and_leads_back_to_the_card(sign_in, bob, key_result):
    action = make_action(key_result)
    answer = move(sign_in(bob), action, "planned")
    back = f"{key_result.objective.get_absolute_url()}actions/?view=board#a-{action.pk}"
    assert (answer.status_code, answer.headers["Location"]) == (302, back)
    assert state_of(action) == "planned"
    assert ActionEvent.objects.last().by == bob


@pytest.mark.parametrize(
    ("step", "fields", "told"),
    [
        ("dropped", {}, "Say why, in a sentence."),
        ("dropped", {"reason": "x" * 1001}, "at most 1000 characters"),
        ("blocked", {"reason": "Because"}, "that step cannot be taken from there"),
        ("nonsense", {}, "nonsense is not one of the available choices"),
        ("", {}, "This field is required"),
    ],
)
def test_what_is_refused_is_said_and_kept(sign_in, bob, key_result, step, fields, told):
    action = make_action(key_result, "Call the carrier")
    answer = move(sign_in(bob), action, step, **fields)
    page = pages.text(answer)
    assert answer.status_code == 422
    assert told in page
    assert "“Call the carrier” was not changed." in page
    form = pages.sent(answer, reverse("action_move", args=[action.pk]))
    assert form["reason"] == fields.get("reason", "")
    assert state_of(action) == "candidate"


def test_of_two_people_the_second_is_told_what_stands(sign_in, bob, alice, key_result):
    action = make_action(key_result, "Call the carrier")
    actions.take(action.pk, "planned", seen=1, by=alice)
    client = sign_in(bob)

    answer = move(client, action, "doing", revision=1)

    page = pages.text(answer)
    assert answer.status_code == 409
    assert "Alice changed “Call the carrier” at" in page
    assert "It now stands at “Planned”" in page
    assert state_of(action) == "planned"
    address = reverse("action_move", args=[action.pk])
    again = pages.sent(answer, address)
    assert client.post(address, again | {"step": "doing"}).status_code == 302
    assert state_of(action) == "doing"


def test_a_step_that_is_sent_twice_is_taken_once(sign_in, bob, key_result):
    action = make_action(key_result)
    client = sign_in(bob)
    answers = [move(client, action, "planned", revision=1) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert ActionEvent.objects.filter(to_state="planned").count() == 1


def test_whoever_drops_what_let_them_see_the_objective_is_not_led_back_to_it(
    sign_in, alice
):
    doer = make_user()
    secret = make_objective("Secret", owner=alice, is_private=True)
    action = make_action(make_key_result(secret), owner=doer)
    answer = move(sign_in(doer), action, "dropped", reason="Enough")
    assert answer.headers["Location"] == reverse("updates")


def test_only_who_may_move_a_card_is_offered_it(sign_in, bob, mallory, key_result, url):
    doer = make_user()
    mine = make_action(key_result, owner=doer)
    other = make_action(key_result)

    def offered(user):
        [board] = sign_in(user).get(url).context["boards"]
        cards = board.columns[0].cards
        return {card.action for card in cards if card.may_move}

    assert offered(bob) == {mine, other}
    assert offered(doer) == {mine}
    assert offered(mallory) == set()
    add = reverse("key_result_action_create", args=[key_result.pk])
    shown = [add in sign_in(user).get(url).text for user in (bob, doer, mallory)]
    assert shown == [True, False, False]
    assert move(sign_in(mallory), mine, "planned").status_code == 403
    assert move(sign_in(doer), other, "planned").status_code == 403


def test_in_a_closed_cycle_nothing_is_offered_and_the_refusal_is_a_sentence(
    sign_in, bob, key_result, url
):
    action = make_action(key_result)
    Cycle.objects.update(state="closed")
    client = sign_in(bob)
    [board] = client.get(url).context["boards"]
    assert not board.may_move
    answer = move(client, action, "planned")
    assert answer.status_code == 403
    assert "Its cycle is closed" in pages.text(answer)


def test_what_waits_for_something_hidden_shows_no_trace_of_it(
    sign_in, mallory, alice, key_result, url
):
    secret = make_objective("Secret", owner=alice, is_private=True)
    hidden = make_action(make_key_result(secret), "Hidden action")
    shown = make_action(key_result, "Shown")
    actions.change(shown.pk, seen=None, by=alice, values={}, needs=[hidden.pk])
    assert "Hidden action" not in sign_in(mallory).get(url).text
    assert "Hidden action" in sign_in(alice).get(url).text
