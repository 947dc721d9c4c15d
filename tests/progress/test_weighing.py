"""Weighing actions, and putting them in an order by hand."""

import re

import pytest
from django.urls import reverse

from objectives import actions
from objectives.models import Action, Cycle
from tests import pages
from tests.factories import make_action, make_key_result, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_result(derived_objective):
    """Bob's."""
    return make_key_result(derived_objective, content="Tasks take a minute")


@pytest.fixture
def url(key_result):
    return f"{key_result.get_absolute_url()}actions/?view=weigh"


@pytest.fixture
def three(key_result):
    """Alpha, Beta and Gamma, in the order that follows from their weights."""
    return [
        make_action(key_result, title, effort=effort, impact=impact)
        for title, effort, impact in (("Alpha", 1, 5), ("Beta", 2, 4), ("Gamma", 5, 1))
    ]


def order(client, url):
    weighing = client.get(url).context["weighing"]
    return " ".join(each.action.title for each in weighing.weighed)


def put(client, key_result, **fields):
    if "seen" not in fields:
        fields["seen"] = actions.version_of(actions.arranged(key_result.pk))
    return client.post(reverse("key_result_order", args=[key_result.pk]), fields)


def weigh(client, action, **fields):
    fields.setdefault("revision", action.revision)
    return client.post(reverse("action_weigh", args=[action.pk]), fields)


def chosen(answer, action):
    """What the lists of its form say on the page."""
    form = answer.text.split(f'id="f-{action.pk}"')[1].split("</form>")[0]
    lists = re.findall(r'<select.*? name="(\w+)"(.*?)</select>', form, re.DOTALL)
    picked = {name: re.findall(r'"(\d?)" selected', text) for name, text in lists}
    return {name: values[0] for name, values in picked.items() if values}


def test_actions_stand_in_the_cell_of_their_weights(sign_in, mallory, three, url):
    make_action(three[0].key_result, "New")
    make_action(three[0].key_result, "Half", effort=3)
    make_action(three[0].key_result, "Past", state="done", effort=1, impact=1)
    weighing = sign_in(mallory).get(url).context["weighing"]
    cells = {
        (cell.effort, cell.impact): [w.action.title for w in cell.weighed]
        for _impact, row in weighing.rows
        for cell in row
        if cell.weighed
    }
    assert cells == {(1, 5): ["Alpha"], (2, 4): ["Beta"], (5, 1): ["Gamma"]}
    assert [w.action.title for w in weighing.unweighed] == ["New", "Half"]
    assert [impact for impact, _row in weighing.rows] == [5, 4, 3, 2, 1]


def test_weights_are_set_and_taken_away(sign_in, bob, three, url):
    client = sign_in(bob)
    answer = weigh(client, three[2], effort="1", impact="5")
    assert answer.headers["Location"] == f"{url}#o-{three[2].pk}"
    assert order(client, url) == "Alpha Gamma Beta"
    three[2].refresh_from_db()
    weigh(client, three[2], effort="", impact="")
    assert order(client, url) == "Alpha Beta Gamma"
    three[2].refresh_from_db()
    assert (three[2].effort, three[2].impact) == (None, None)


@pytest.mark.parametrize("value", ["0", "6", "-1", "1.5", "x", "²"])
@pytest.mark.parametrize("name", ["effort", "impact"])
def test_weights_beyond_the_scale_are_refused_with_their_field(
    sign_in, bob, three, name, value
):
    answer = weigh(
        sign_in(bob), three[0], **{"effort": "3", "impact": "3", name: value}
    )
    assert answer.status_code == 422
    assert f"{name.title()} goes from 1 to 5." in pages.text(answer)
    other = "impact" if name == "effort" else "effort"
    assert chosen(answer, three[0])[other] == "3"
    assert Action.objects.get(pk=three[0].pk).revision == three[0].revision


def test_weighing_what_somebody_changed_meanwhile_shows_both(
    sign_in, bob, alice, three
):
    actions.change(three[0].pk, seen=None, by=alice, values={"effort": 4})
    client = sign_in(bob)
    answer = weigh(client, three[0], effort="2", impact="3")
    page = pages.text(answer)
    assert answer.status_code == 409
    assert "Alice changed “Alpha” at" in page
    assert "effort 4, impact 5" in page
    address = reverse("action_weigh", args=[three[0].pk])
    again = pages.sent(answer, address)
    mine = chosen(answer, three[0])
    assert mine == {"effort": "2", "impact": "3"}
    assert client.post(address, again | mine).status_code == 302
    assert Action.objects.get(pk=three[0].pk).effort == 2


@pytest.mark.parametrize(
    ("button", "after"),
    [
        (("up", 1), "Beta Alpha Gamma"),
        (("up", 0), "Alpha Beta Gamma"),
        (("down", 1), "Alpha Gamma Beta"),
        (("down", 2), "Alpha Beta Gamma"),
        (("put", 2, "1"), "Gamma Alpha Beta"),
        (("put", 0, "99"), "Beta Gamma Alpha"),
        (("put", 0, "0"), "Alpha Beta Gamma"),
        (("put", 0, "many"), "Alpha Beta Gamma"),
    ],
)
def test_an_order_by_hand_wins(sign_in, bob, three, key_result, url, button, after):
    name, index, *place = button
    item = three[index].pk
    fields = {name: item} | {f"place-{item}": text for text in place}
    client = sign_in(bob)
    answer = put(client, key_result, **fields)
    assert answer.headers["Location"] == f"{url}#o-{item}"
    assert order(client, url) == after
    assert "ordered by hand" in pages.text(client.get(url))


def test_back_to_the_computed_order(sign_in, bob, three, key_result, url):
    client = sign_in(bob)
    put(client, key_result, up=three[2].pk)
    assert order(client, url) == "Alpha Gamma Beta"
    put(client, key_result, computed="1")
    assert order(client, url) == "Alpha Beta Gamma"
    assert "ordered by hand" not in pages.text(client.get(url))


def test_an_order_that_was_overtaken_is_not_kept_but_offered_again(
    sign_in, bob, three, key_result, url
):
    seen = actions.version_of(three)
    make_action(key_result, "New")
    client = sign_in(bob)
    answer = put(client, key_result, seen=seen, up=three[2].pk)
    assert answer.status_code == 409
    assert "The list was changed while you had it open" in pages.text(answer)
    assert order(client, url) == "Alpha Beta Gamma New"
    seen = answer.context["weighing"].seen
    item = three[2].pk
    put(client, key_result, seen=seen, put=item, **{f"place-{item}": "2"})
    assert order(client, url) == "Alpha Gamma Beta New"


def test_the_same_sent_twice_is_done_once(sign_in, bob, three, key_result, url):
    client = sign_in(bob)
    seen = actions.version_of(three)
    again = [put(client, key_result, seen=seen, up=three[2].pk) for _ in range(2)]
    again += [weigh(client, three[0], effort="2", impact="5") for _ in range(2)]
    assert [answer.status_code for answer in again] == [302] * 4
    assert order(client, url) == "Alpha Gamma Beta"


def test_nonsense_orders_nothing(sign_in, bob, three, key_result, url):
    client = sign_in(bob)
    for fields in ({"up": "x"}, {"put": "987654321"}, {"seen": "\0 ² 1"}, {}):
        assert put(client, key_result, **fields).status_code in (302, 409)
    assert order(client, url) == "Alpha Beta Gamma"


def test_who_weighs_and_who_orders(sign_in, bob, mallory, three, key_result, url):
    doer = make_user()
    actions.change(three[0].pk, seen=None, by=bob, values={"owner": doer})
    three[0].refresh_from_db()

    def offered(user):
        weighing = sign_in(user).get(url).context["weighing"]
        return weighing.may_order, [w.may_weigh for w in weighing.weighed]

    assert offered(bob) == (True, [True, True, True])
    assert offered(doer) == (False, [True, False, False])
    assert offered(mallory) == (False, [False, False, False])
    assert put(sign_in(doer), key_result, up=three[1].pk).status_code == 403
    assert weigh(sign_in(doer), three[0], effort="1", impact="1").status_code == 302
    assert weigh(sign_in(mallory), three[1], effort="1").status_code == 403


def test_in_a_closed_cycle_weights_and_order_stay(sign_in, bob, three, key_result, url):
    Cycle.objects.update(state="closed")
    client = sign_in(bob)
    weighing = client.get(url).context["weighing"]
    assert (weighing.may_order, weighing.may_weigh) == (False, False)
    assert put(client, key_result, up=three[1].pk).status_code == 403
    answer = weigh(client, three[0], effort="2", impact="2")
    assert (answer.status_code, "closed" in pages.text(answer)) == (403, True)
