"""Steps and lists of actions: what is taken, refused, read and folded."""

import datetime

import pytest
from django.urls import reverse

from objectives import actions, clock
from objectives import plan as plans
from objectives.models import Action, ActionEvent
from tests.action_plans import edit_of, list_of, new_for, plan
from tests.factories import make_action, make_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_result(derived_objective):
    return make_key_result(derived_objective)


@pytest.fixture
def bobs(sign_in, bob):
    return sign_in(bob)


def step(client, action, state, **fields):
    url = reverse("action_step", args=[action.pk])
    fields.setdefault("revision", action.revision)
    return client.post(url, {"state": state, **fields})


# Steps


def test_a_step_is_taken_from_the_page_and_logged(bobs, key_result, bob):
    action = make_action(key_result)
    answer = step(bobs, action, "planned")
    assert answer.headers["Location"] == action.get_absolute_url()
    page = bobs.get(action.get_absolute_url()).text
    assert "Candidate → <b>Planned</b>" in page
    assert "Not yet a plan" in page
    assert ActionEvent.objects.last().by == bob


def test_a_step_without_its_reason_is_refused_with_what_was_typed(bobs, key_result):
    action = make_action(key_result, state="doing")
    tomorrow = clock.today() + datetime.timedelta(days=1)
    answer = step(bobs, action, "dropped", reason=" ", on=tomorrow.isoformat())
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert tomorrow.isoformat() in answer.text
    late = step(bobs, action, "done", on=tomorrow.isoformat())
    assert (late.status_code, "still to come" in late.text) == (422, True)
    action.refresh_from_db()
    assert action.state == "doing"


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2026-02-30", "soon"])
def test_a_day_that_cannot_be_is_refused_at_its_field(bobs, key_result, day):
    action = make_action(key_result)
    answer = step(bobs, action, "doing", on=day)
    assert answer.status_code == 422
    assert answer.context["refused"].errors["on"]
    assert f'value="{day}"' in answer.text


@pytest.mark.parametrize("state", ["", "nonsense", "done"])
def test_a_step_that_cannot_be_taken_is_refused_in_a_sentence(bobs, key_result, state):
    action = make_action(key_result)
    answer = step(bobs, action, state)
    assert answer.status_code == 422
    assert "step" in " ".join(map(str, answer.context["messages"]))


def test_two_who_step_at_once_are_told_what_stands(bobs, key_result, alice):
    action = make_action(key_result, state="doing")
    actions.take(action.pk, "done", seen=None, by=alice)
    answer = step(bobs, action, "blocked", reason="No lines")
    assert answer.status_code == 409
    for text in ("Alice", "It now stands at “Done”", "No lines"):
        assert text in answer.text
    assert Action.objects.get().state == "done"


def test_a_step_sent_twice_is_taken_once(bobs, key_result):
    action = make_action(key_result)
    answers = [step(bobs, action, "planned").status_code for _ in range(2)]
    assert answers == [302, 302]
    assert ActionEvent.objects.filter(to_state="planned").count() == 1


def test_a_step_leads_back_to_where_it_was_taken(bobs, key_result):
    action = make_action(key_result)
    answer = step(bobs, action, "planned", back="key_result")
    assert answer.headers["Location"] == list_of(key_result)


# Where nothing changes any more


@pytest.fixture(params=["closed", "dropped", "objective dropped"])
def fixed(request, key_result):
    """An action of a key result whose actions stay as they are."""
    action = make_action(key_result, "Kept")
    objective = key_result.objective
    if request.param == "closed":
        objective.cycle.state = "closed"
        objective.cycle.save()
    else:
        drop = {
            "dropped": plans.drop_key_result,
            "objective dropped": plans.drop_objective,
        }[request.param]
        subject = key_result if request.param == "dropped" else objective
        drop(subject.pk, seen=subject.revision, by=objective.owner, reason="No longer")
    return action


def test_what_is_fixed_is_read_and_nothing_is_offered(bobs, fixed, key_result):
    for url in (
        fixed.get_absolute_url(),
        list_of(key_result),
        reverse("objective_actions", args=[key_result.objective_id]),
    ):
        page = bobs.get(url)
        assert page.status_code == 200
        assert "Kept" in page.text
        assert "Add action" not in page.text
        assert "Next step" not in page.text
        assert "Add candidates" not in page.text


def test_what_is_fixed_is_changed_by_nobody(bobs, fixed, key_result):
    for answer in (
        step(bobs, fixed, "planned"),
        bobs.get(edit_of(fixed)),
        bobs.post(edit_of(fixed), plan()),
        bobs.post(list_of(key_result), {"lines": "More"}),
        bobs.get(new_for(key_result)),
    ):
        assert answer.status_code == 403
        assert "stay as they are" in answer.text
    assert Action.objects.count() == 1


# Lists


def test_dropped_ones_stay_readable_with_their_reasons(bobs, key_result):
    make_action(key_result, "Gone", state="dropped")
    for url in (
        list_of(key_result),
        reverse("objective_actions", args=[key_result.objective_id]),
    ):
        page = bobs.get(url).text
        assert "1 dropped action" in page
        assert "A reason" in page


def test_what_is_chosen_without_an_owner_is_listed(bobs, key_result):
    make_action(key_result, "Loose end", state="planned")
    make_action(key_result, "Only an idea")
    page = bobs.get(list_of(key_result))
    assert [a.title for a in page.context["lacking"].first] == ["Loose end"]
    assert "nobody does it, no days" in page.text


def test_done_comes_first_then_what_is_done_now_then_ideas(bobs, key_result):
    for state in ("candidate", "planned", "blocked", "done", "doing"):
        make_action(key_result, state, state=state)
    page = bobs.get(list_of(key_result))
    shown = [line.action.title for line in page.context["lines"]]
    assert shown == ["done", "blocked", "doing", "planned", "candidate"]


def test_a_long_list_is_read_in_pages_and_folded_on_the_objective(bobs, key_result):
    for number in range(55):
        make_action(key_result, f"Idea {number}")
    assert len(bobs.get(list_of(key_result)).context["lines"]) == 50
    second = bobs.get(list_of(key_result), {"page": 2})
    assert len(second.context["lines"]) == 5
    whole = bobs.get(reverse("objective_actions", args=[key_result.objective_id]))
    [group] = whole.context["groups"]
    assert (len(group.lines), group.more) == (20, 35)
    assert "35 more actions" in whole.text


def test_the_page_of_an_objective_shows_the_first_of_each_key_result(bobs, key_result):
    bare = make_key_result(key_result.objective, content="Nobody acts for this")
    for number in range(10):
        make_action(key_result, f"Idea {number}")
    page = bobs.get(key_result.objective.get_absolute_url())
    groups = {group.reading.key_result: group for group in page.context["groups"]}
    assert (len(groups[key_result].lines), groups[key_result].more) == (8, 2)
    assert groups[bare].count == 0
    assert "2 more actions" in page.text
    assert f'href="{new_for(bare)}"' in page.text


def test_who_only_reads_is_offered_nothing(sign_in, mallory, key_result):
    action = make_action(key_result)
    client = sign_in(mallory)
    for url in (
        action.get_absolute_url(),
        list_of(key_result),
        key_result.objective.get_absolute_url(),
    ):
        page = client.get(url)
        assert page.status_code == 200
        for offer in ("Edit action", "Next step", "Add action", "Add candidates"):
            assert offer not in page.text
    refused = step(client, action, "planned")
    assert refused.status_code == 403
    assert "change this action" in refused.text


def test_who_does_it_changes_this_one_only(sign_in, mallory, key_result):
    own, other = make_action(key_result, owner=mallory), make_action(key_result)
    client = sign_in(mallory)
    assert step(client, own, "planned").status_code == 302
    assert step(client, other, "planned").status_code == 403
    assert client.post(list_of(key_result), {"lines": "More"}).status_code == 403
