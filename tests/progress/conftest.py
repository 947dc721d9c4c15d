"""What tests of the pages that show numbers share."""

import datetime

import pytest
from django.utils import timezone

from objectives import clock
from objectives.models import Objective, Organisation
from progress import reviewing
from tests.factories import check_in, make_key_result, make_objective, set_cadence

DAY = datetime.timedelta(days=1)


@pytest.fixture
def due_today(db):
    """Updates are due every week on the weekday that is today."""
    today = clock.today()
    Organisation(name="Tidewell").save()
    set_cadence(weekdays=[today.weekday()])
    return today


@pytest.fixture
def measured(derived_objective, due_today):
    """`measured(20, 3)` is a key result of Bob's, found at 20 three days ago.

    From 0 to 100 and six weeks old; without days it was never measured.
    """

    def make(value=None, days=None, **fields):
        fields.setdefault("created_at", timezone.now() - 42 * DAY)
        objective = fields.pop("objective", derived_objective)
        key_result = make_key_result(objective, **fields)
        if value is not None:
            check_in(key_result, value, on=due_today - days * DAY)
        return key_result

    return make


@pytest.fixture
def bobs(sign_in, bob):
    """Bob's browser."""
    return sign_in(bob)


@pytest.fixture
def on(monkeypatch):
    """`on(day)` makes it noon of that day."""

    def set_clock(day):
        noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda: noon)
        return day

    return set_clock


@pytest.fixture
def drifted(company_objective, derived_objective):
    """Alice's objective stands at 20 %, Bob's under it at 70 %: −50 points."""
    check_in(make_key_result(company_objective), 20)
    check_in(make_key_result(derived_objective), 70)
    return Objective.objects.get(pk=company_objective.pk)


@pytest.fixture
def review(drifted, alice):
    return reviewing.open_review(drifted.pk, by=alice)


@pytest.fixture
def parent(company_objective, due_today):
    """The company objective, where updates are due today."""
    return company_objective


@pytest.fixture
def known(parent, due_today):
    """`known(40)` gives the objective a key result that stands there today.

    `stale` says that this was three weeks ago.
    """

    def make(value, objective=parent, *, stale=False, **fields):
        made = timezone.now() - 42 * DAY
        key_result = make_key_result(objective, created_at=made, **fields)
        check_in(key_result, value, on=due_today - (21 * DAY if stale else 0 * DAY))
        return key_result

    return make


@pytest.fixture
def child_at(parent, bob, known):
    """`child_at(62)` is a child of the objective with one key result there."""

    def make(value, *, stale=False, **fields):
        fields = {"parent": parent, "owner": bob, **fields}
        child = make_objective(**fields)
        known(value, child, stale=stale)
        return child

    return make


@pytest.fixture
def shown(sign_in, alice, parent):
    return lambda: sign_in(alice).get(parent.get_absolute_url())
