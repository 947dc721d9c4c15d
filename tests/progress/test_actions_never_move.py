"""Actions never move progress: no verb and no page of theirs changes a figure.

All stored figures, the ledger, the definitions and the tree are compared row by row
before and after. A verb or a route that is not tried here fails.
"""

import inspect

import pytest
from django.urls import URLPattern, get_resolver

from objectives import actions, clock
from objectives.models import Action, Dependency, KeyResult, Objective
from objectives.once import new_key
from progress.models import CheckIn, KeyResultFigures, ObjectiveFigures, ObjectiveWords
from tests.action_plans import plan
from tests.factories import check_in, make_action, make_key_result

pytestmark = pytest.mark.django_db
MEASURED = [
    KeyResult,
    Objective,
    CheckIn,
    KeyResultFigures,
    ObjectiveFigures,
    ObjectiveWords,
]


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MEASURED}


@pytest.fixture
def key_result(derived_objective):
    """Bob's, measured at 10, with three actions of which one waits for another."""
    key_result = make_key_result(derived_objective)
    check_in(key_result, 10)
    make_action(key_result, "Planned", state="planned")
    first, second = make_action(key_result, "First"), make_action(key_result, "Second")
    Dependency.objects.create(action=second, needs=first)
    return key_result


# Verbs


def proposed(key_result, by):
    first = key_result.actions.first()
    actions.propose(Action(key_result=key_result, title="New"), by=by, needs=[first.pk])


def changed(key_result, by):
    first = key_result.actions.first()
    bet = {"expected_from": 10, "expected_to": 90, "expected_by": clock.today()}
    values = {"title": "Other", "effort": 1, "impact": 5, **bet}
    actions.change(first.pk, seen=None, by=by, values=values, needs=[])


def stepped(key_result, by):
    first = key_result.actions.first()
    for step in ("doing", "blocked", "done", "doing", "dropped", "candidate"):
        actions.take(first.pk, step, seen=None, by=by, reason="So")


def ordered(key_result, by):
    shown = actions.arranged(key_result.pk)
    backwards = [action.pk for action in reversed(shown)]
    seen = actions.version_of(shown)
    actions.arrange(key_result.pk, backwards, seen=seen, by=by)


def unordered(key_result, by):
    ordered(key_result, by)
    seen = actions.version_of(actions.arranged(key_result.pk))
    actions.unarrange(key_result.pk, seen=seen, by=by)


VERBS = {
    "propose": proposed,
    "capture": lambda kr, by: actions.capture(kr, ["One", "Two"], by=by),
    "change": changed,
    "take": stepped,
    "arrange": ordered,
    "unarrange": unordered,
}
READS = {"arranged", "version_of"}


def test_every_verb_is_tried():
    own = inspect.getmembers(actions, inspect.isfunction)
    public = {
        name
        for name, function in own
        if function.__module__ == actions.__name__ and not name.startswith("_")
    }
    assert public == VERBS.keys() | READS


@pytest.mark.parametrize("name", VERBS)
def test_no_verb_moves_anything(key_result, bob, name):
    before = rows()
    actions_before = list(Action.objects.order_by("pk").values())
    VERBS[name](key_result, bob)
    assert rows() == before
    if name not in {"unarrange"}:
        assert list(Action.objects.order_by("pk").values()) != actions_before


# Pages


def patterns(resolver, prefix=""):
    for part in resolver.url_patterns:
        whole = prefix + str(part.pattern)
        if isinstance(part, URLPattern):
            yield whole
        elif not whole.startswith("admin/"):
            yield from patterns(part, whole)


PAGES = sorted(p for p in set(patterns(get_resolver())) if "actions" in p)


# 401 and 405 are what the API says, which asks for a token and only reads actions.
ANSWERS = {200, 302, 401, 405, 409, 422}


def sent(action):
    """All that a page about actions could read, in one form."""
    seen = actions.version_of(actions.arranged(action.key_result_id))
    return plan(
        lines="One\nTwo",
        key=new_key(),
        revision=action.revision,
        state="doing",
        reason="So",
        seen=seen,
    )


@pytest.mark.parametrize("pattern", PAGES)
def test_no_page_moves_anything(sign_in, bob, key_result, pattern):
    client, action = sign_in(bob), key_result.actions.first()
    subjects = {
        "actions": action.pk,
        "key-results": key_result.pk,
        "objectives": key_result.objective_id,
        "teams": key_result.objective.team_id,
    }
    noun = pattern.partition("/<id:pk>")[0].rpartition("/")[2]
    before = rows()
    address = "/" + pattern.replace("<id:pk>", str(subjects.get(noun, "")))
    answers = [client.get(address), client.post(address, sent(action))]
    assert {answer.status_code for answer in answers} <= ANSWERS
    assert rows() == before
