"""Who reads and writes what through the API: every route, every role, both scopes.

The roles are those of tests/test_access.py: bob owns the objective, erin measures its
key result, mallory has no part in it.
"""

import re

import pytest
from django.urls import reverse

from objectives import bookkeeping
from objectives.models import Objective
from tests.factories import check_in, make_action, make_key_result, make_user

pytestmark = pytest.mark.django_db
ROLES = ["mallory", "erin", "bob", "alice", "carol", "dana"]
SUBJECTS = ["cycle", "objective", "key_result", "check_in", "action"]
ALL = "200 200 200 200 200 200"

# With a token that reads, and with one that may check in; writes send no value.
TABLE = {
    **{f"api_{name}s": f"{ALL} | {ALL}" for name in SUBJECTS},
    **{f"api_{name}": f"{ALL} | {ALL}" for name in SUBJECTS},
    "api_key_result_check_ins": "403 403 403 403 403 403 | 403 422 403 422 403 422",
    "api_check_in_corrections": "403 403 403 403 403 403 | 403 422 403 422 403 422",
}
WRITES = ["api_key_result_check_ins", "api_check_in_corrections"]


@pytest.fixture
def cast(alice, bob, carol, dana, mallory):
    erin = make_user("Erin", email="erin@example.org")
    return dict(zip(ROLES, [mallory, erin, bob, alice, carol, dana], strict=True))


@pytest.fixture
def subjects(cast, derived_objective):
    key_result = make_key_result(derived_objective, owner=cast["erin"])
    entry = check_in(key_result, 10)
    return {
        "api_cycle": derived_objective.cycle,
        "api_objective": derived_objective,
        "api_key_result": key_result,
        "api_check_in": entry,
        "api_action": make_action(key_result),
        "api_key_result_check_ins": key_result,
        "api_check_in_corrections": entry,
    }


@pytest.fixture
def hidden(subjects, derived_objective):
    Objective.objects.filter(pk=derived_objective.pk).update(is_private=True)
    bookkeeping.objectives_changed(derived_objective.pk)
    return subjects


def path_of(name, subjects):
    subject = subjects.get(name)
    url = reverse(name, args=[subject.pk] if subject else [])
    return url.removeprefix("/api/v1")


def ask(script, name, path, value=""):
    if name not in WRITES:
        return script.get(path)
    reason = {"reason": "Misread"} if name == "api_check_in_corrections" else {}
    return script.post(path, {"value": value, **reason})


@pytest.mark.parametrize("name", TABLE)
def test_each_role_reads_and_writes_what_the_table_says(cast, subjects, program, name):
    path = path_of(name, subjects)
    found = [
        " ".join(
            str(ask(program(cast[role], scope), name, path).status_code)
            for role in ROLES
        )
        for scope in ("read", "check_in")
    ]
    assert " | ".join(found) == TABLE[name]


PRIVATE = ["api_objective", "api_key_result", "api_check_in", "api_action", *WRITES]


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_subject_answers_like_one_that_never_was(cast, hidden, program, name):
    path = path_of(name, hidden)
    script = program(cast["mallory"])
    unknown = re.sub(r"/[0-9]+", "/987654321", path, count=1)
    private, unknown = (ask(script, name, url, 1) for url in (path, unknown))
    assert private.status_code == unknown.status_code == 404
    assert private.content == unknown.content


@pytest.mark.parametrize("name", ["objective", "key_result", "check_in", "action"])
def test_a_private_subject_is_in_no_list_of_a_stranger(cast, hidden, program, name):
    mallory, carol = program(cast["mallory"]), program(cast["carol"])
    pk = hidden[f"api_{name}"].pk
    path = path_of(f"api_{name}s", hidden)

    assert pk not in [item["id"] for item in mallory.get(path).json()["items"]]
    assert pk in [item["id"] for item in carol.get(path).json()["items"]]


def test_a_parent_that_one_may_not_see_is_not_named(cast, subjects, program):
    child = subjects["api_objective"]
    parent = child.parent
    Objective.objects.filter(pk=parent.pk).update(is_private=True)
    bookkeeping.objectives_changed(parent.pk)
    script = program(cast["mallory"])

    assert script.get(f"/objectives/{child.pk}").json()["parent"] is None
    assert script.get(f"/objectives?parent={parent.pk}").json()["items"] == []
    own = program(cast["alice"])
    assert own.get(f"/objectives/{child.pk}").json()["parent"] == parent.pk
