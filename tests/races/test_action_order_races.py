"""Several people order the actions of one key result at once."""

import pytest

from objectives import actions
from objectives.models import Action
from objectives.plan import Stale
from tests.factories import make_action, make_key_result, make_objective, make_user
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
PEOPLE = 5


def test_of_many_who_order_at_once_one_does_and_the_others_are_told():
    key_result = make_key_result(make_objective())
    made = [make_action(key_result) for _ in range(PEOPLE)]
    seen = actions.version_of(made)

    def ordering(person, first):
        order = [first.pk]
        return lambda: actions.arrange(key_result.pk, order, seen=seen, by=person)

    # Nobody asks for the order that stands: every one would change it.
    wanted = [*made[1:], made[2]]
    answers = at_once(*(ordering(make_user(), first) for first in wanted))

    assert sum(isinstance(answer, list) for answer in answers) == 1
    assert sum(isinstance(answer, Stale) for answer in answers) == PEOPLE - 1
    positions = Action.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, PEOPLE + 1))
