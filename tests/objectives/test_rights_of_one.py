"""Rights asked of one thing at a time are the rules that the database applies."""

import pytest

from objectives import access
from objectives.models import KeyResult, Objective
from tests.factories import make_absence, make_key_result, make_objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(company_objective, derived_objective, bob, product, cycle):
    """Objectives and key results of several people, some of them private."""
    secret = make_objective("Secret", owner=bob, cycle=cycle, is_private=True)
    led = make_objective("Led", owner=bob, team=product, cycle=cycle, is_private=True)
    for objective in (company_objective, derived_objective, secret, led):
        make_key_result(objective)


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dana", "mallory"])
@pytest.mark.parametrize("stands_in", [False, True])
def test_one_by_one_they_are_what_the_querysets_say(request, things, name, stands_in):
    user, bob = request.getfixturevalue(name), request.getfixturevalue("bob")
    if stands_in and user != bob:
        make_absence(bob, delegate=user)
    seen, edited = (
        set(rows.values_list("pk", flat=True))
        for rows in (
            Objective.objects.visible_to(user),
            Objective.objects.editable_by(user),
        )
    )
    measured = set(KeyResult.objects.measurable_by(user).values_list("pk", flat=True))

    for objective in Objective.objects.all():
        assert access.sees(user, objective) == (objective.pk in seen)
        assert access.edits(user, objective) == (objective.pk in edited)
    for key_result in KeyResult.objects.select_related("objective"):
        assert access.measures(user, key_result) == (key_result.pk in measured)
    assert seen
