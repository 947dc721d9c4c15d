"""A cycle is closed while people check in: what is in is in, the rest is refused."""

from decimal import Decimal
from itertools import islice

import pytest

from objectives import clock
from progress import closing, ledger, verify
from progress.ledger import Entry, Refused
from progress.models import CheckIn
from tests.factories import make_key_result, make_objective
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
PEOPLE = 6
MOST = 40  # so that SQLite, which serves nobody in turn, lets the one who closes in


def test_no_check_in_is_taken_after_the_cycle_was_closed():
    parent = make_objective()
    key_results = [
        make_key_result(make_objective(parent=parent, owner=parent.owner))
        for _ in range(PEOPLE)
    ]
    cycle = parent.cycle

    def until_refused(key_result):
        taken = iter(lambda: attempt(key_result), None)
        return lambda: [*islice(taken, MOST)]

    def close():
        while not CheckIn.objects.exists():
            pass
        closing.close(cycle, [], today=clock.today(), anyway=True)

    *answers, closed = at_once(*map(until_refused, key_results), close)

    assert closed is None
    taken = [entry for answer in answers for entry in answer]
    assert CheckIn.objects.count() == len(taken)
    closed_at = cycle.history.latest("history_id").history_date
    assert all(entry.created_at <= closed_at for entry in taken)
    assert list(verify.differences()) == []


def attempt(key_result):
    """What was taken; None where it was refused."""
    entry = Entry(Decimal(40), measured_on=clock.today())
    try:
        return ledger.record(
            key_result=key_result, author=key_result.owner, entry=entry
        )
    except Refused:
        return None
