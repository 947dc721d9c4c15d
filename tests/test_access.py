"""Every route, every role, reading and writing: one table, and nothing beside it.

The cast: alice leads the company's team, which reaches Product below it; bob owns the
objective in question and its key result; erin only measures a key result of it; carol
manages, dana administers; mallory has no part in it. A route that is not in the table
fails.
"""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from objectives import bookkeeping
from objectives.models import Objective, User
from progress import commenting, feed, letters, reviewing
from progress.models import ObjectiveFigures
from tests.access_table import PRIVATE, TABLE
from tests.factories import (
    check_in,
    make_absence,
    make_action,
    make_closed_day,
    make_follow_up,
    make_key_result,
    make_token,
    make_user,
)
from tests.routes import brought_by, routes

pytestmark = pytest.mark.django_db

PREFIXES = ["import", "objective", "key", "cycle", "review", "follow", "comment"]
PREFIXES += ["action"]
PREFIXES += [f"settings_{name}" for name in ("cycle", "team", "person", "absence")]
ROLES = ["nobody", "mallory", "erin", "bob", "alice", "carol", "dana"]


# A session opens nothing of the API: tests/api/test_api_access.py asks with tokens.
READ = "401 401 401 401 401 401 401 | 405 405 405 405 405 405 405"
WRITTEN = "405 405 405 405 405 405 405 | 401 401 401 401 401 401 401"
API_SUBJECTS = ("cycle", "objective", "key_result", "check_in", "action")
TABLE |= {f"api_{name}s": READ for name in API_SUBJECTS}
TABLE |= {f"api_{name}": READ for name in API_SUBJECTS}
TABLE |= {
    "api_key_result_check_ins": WRITTEN,
    "api_check_in_corrections": WRITTEN,
    "api_openapi": "200 200 200 200 200 200 200 | 405 405 405 405 405 405 405",
    "api_docs": "302 200 200 200 200 200 200 | 302 405 405 405 405 405 405",
}


@pytest.fixture
def cast(alice, bob, carol, dana, mallory, derived_objective):
    erin = make_user("Erin", email="erin@example.org")
    return {
        "nobody": None,
        "mallory": mallory,
        "erin": erin,
        "bob": bob,
        "alice": alice,
        "carol": carol,
        "dana": dana,
    }


@pytest.fixture
def subjects(cast, derived_objective, product):
    """Key word arguments of every route that takes some."""
    key_result = make_key_result(derived_objective, owner=cast["erin"])
    entry = check_in(key_result, 10)
    bob = cast["bob"]
    review = reviewing.open_review(derived_objective.pk, by=bob)
    return {
        "objective": derived_objective,
        "key": key_result,
        "check_in_create": key_result,
        "check_in_preview": key_result,
        "check_in_correct": entry,
        "check_in_decision": entry,
        "check_in_comments": entry,
        "comment": commenting.say(derived_objective, "Well done", by=bob),
        "cycle": derived_objective.cycle,
        "review": review,
        "follow": make_follow_up(review),
        "action": make_action(key_result),
        "team": product,
        "team_actions": product,
        "team_learning": product,
        "person": bob,
        "import": brought_by(cast["dana"]),
        "settings_cadence_team": product,
        "settings_cadence_objective": derived_objective,
        "settings_cadence_key_result": key_result,
        "settings_closed_day_remove": make_closed_day(),
        "settings_cycle": derived_objective.cycle,
        "settings_team": product,
        "settings_person": bob,
        "settings_absence": make_absence(bob),
        "settings_token_revoke": make_token(bob),
        "api_cycle": derived_objective.cycle,
        "api_objective": derived_objective,
        "api_key_result": key_result,
        "api_check_in": entry,
        "api_action": make_action(key_result),
        "api_key_result_check_ins": key_result,
        "api_check_in_corrections": entry,
    }


# What a secret or signed address of Bob's ends in, for whoever has it.
BY_TOKEN = {
    "snooze": lambda bob: letters.sign("snooze", bob),
    "reminders_stop": lambda bob: letters.sign("stop", bob),
    "calendar": feed.make_token,
}


def address(name, subjects, cast):
    own = {"key_result_create": subjects["objective"], "key_result": subjects["key"]}
    if name == "password_reset_confirm":
        uid = urlsafe_base64_encode(force_bytes(cast["bob"].pk))
        return reverse(
            name, args=[uid, default_token_generator.make_token(cast["bob"])]
        )
    if name in BY_TOKEN:
        return reverse(name, args=[BY_TOKEN[name](cast["bob"])])
    if name == "settings_membership":
        return reverse(name, args=[subjects["team"].pk, cast["bob"].pk])
    subject = own.get(name) or subjects.get(name)
    for prefix in PREFIXES:
        if subject is None and name.startswith(f"{prefix}_"):
            subject = subjects[prefix]
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[subject.pk])


def statuses(client, cast, url_of, method):
    """Of all roles; a reset's address changes with each sign-in, so ask for it anew."""
    answers = []
    for role in ROLES:
        client.logout()
        if cast[role]:
            client.force_login(cast[role])
        answers.append(getattr(client, method)(url_of()).status_code)
    return " ".join(map(str, answers))


def test_no_route_is_missing_from_the_table():
    assert sorted(set(routes(get_resolver()))) == sorted(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_each_role_reads_and_writes_what_the_table_says(client, cast, subjects, name):
    def url():
        return address(name, subjects, cast)

    read, written = (statuses(client, cast, url, method) for method in ("get", "post"))
    assert f"{read} | {written}" == TABLE[name]


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "FOO"])
def test_no_route_knows_other_methods(client, cast, subjects, name, method):
    client.force_login(cast["dana"])
    answer = client.generic(method, address(name, subjects, cast))
    # A route that only redirects, or is gone after the first run, stays as it is.
    assert answer.status_code in {405, 404, 302}
    assert answer.status_code != 405 or answer.headers["Allow"]


def test_only_staff_enters_the_admin_pages(client, cast):
    User.objects.filter(pk=cast["dana"].pk).update(is_staff=True, is_superuser=True)
    found = statuses(client, cast, lambda: reverse("admin:index"), "get")
    assert found == "302 302 302 302 302 302 200"


@pytest.fixture
def hidden(subjects, derived_objective):
    """The same subjects, all of a private objective now."""
    Objective.objects.filter(pk=derived_objective.pk).update(is_private=True)
    bookkeeping.objectives_changed(derived_objective.pk)
    return subjects


@pytest.mark.parametrize("name", PRIVATE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_private_objective_answers_like_one_that_never_was(
    client, cast, hidden, name, method
):
    client.force_login(cast["mallory"])
    url = address(name, hidden, cast)
    private = getattr(client, method)(url)
    unknown = getattr(client, method)(re.sub(r"/[0-9]+/", "/987654321/", url, count=1))
    assert private.status_code in {404, 405}
    assert (private.status_code, private.content) == (
        unknown.status_code,
        unknown.content,
    )


@pytest.mark.parametrize("role", ["erin", "bob", "alice", "carol", "dana"])
def test_its_owners_its_leads_and_those_above_read_it(client, cast, hidden, role):
    client.force_login(cast[role])
    assert client.get(hidden["objective"].get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        *("updates", "alignment", "teams", "team", "person", "parent"),
        *("team_actions", "team_learning"),
        *("cycles", "cycle", "cycle_compliance", "measurement_plans"),
    ],
)
def test_a_private_objective_leaves_no_trace(client, cast, hidden, name):
    client.force_login(cast["mallory"])
    parent = hidden["objective"].parent
    url = parent.get_absolute_url()
    page = client.get(url if name == "parent" else address(name, hidden, cast)).text
    assert hidden["objective"].title not in page
    assert hidden["key"].content not in page
    assert hidden["objective"].get_absolute_url() not in page


def test_a_private_child_counts_for_nobody_in_a_parent_that_is_not(hidden):
    figures = ObjectiveFigures.objects.get(pk=hidden["objective"].parent_id)
    assert (figures.children_mean, figures.gap) == (None, None)
    Objective.objects.filter(pk=figures.pk).update(is_private=True)
    bookkeeping.objectives_changed(figures.pk)
    figures.refresh_from_db()
    assert figures.children_mean == 100_000
