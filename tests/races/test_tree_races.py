"""Several people restructure one tree at once, and some of them are cut off."""

import time

import pytest
from django.db import connection, transaction

from objectives import tree
from progress import verify
from tests.deeds import ACTING, DEFINING, MEASURING, STRUCTURE, Somebody
from tests.factories import check_in, make_key_result, make_objective
from tests.races.crowd import Crowd

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'")


def plant(count=24):
    """A tree of three objectives a level down, each third one measured."""
    objectives = [make_objective()]
    for number in range(1, count):
        parent = objectives[(number - 1) // 3]
        objectives.append(make_objective(parent=parent, owner=parent.owner))
        if number % 3 == 0:
            check_in(make_key_result(objectives[-1]), number)


def acting(seed, deeds):
    """Work for one process: random deeds, different ones for each seed."""
    somebody = None

    def work():
        nonlocal somebody
        somebody = somebody or Somebody(seed)
        somebody.act(deeds)

    return work


def faults_after(crowd):
    crowd.wait()
    return tree.faults()


def test_nobody_breaks_the_tree_even_when_some_are_killed():
    plant()
    crowd = Crowd(seconds=5)
    doomed = [crowd.add(acting(seed, STRUCTURE)) for seed in range(3)]
    for seed in range(3, 6):
        crowd.add(acting(seed, STRUCTURE + MEASURING + DEFINING + ACTING))

    for member in doomed:
        time.sleep(1)
        crowd.kill(member)
        crowd.add(acting(100 + member.pid, STRUCTURE))
    crowd.wait()

    assert crowd.errors == []
    assert crowd.done > 50
    assert tree.faults() == []
    assert list(verify.differences()) == []


@pytest.mark.tampers
@postgresql_only
def test_without_the_gate_the_same_crowd_breaks_it(monkeypatch):
    """Or the test above would prove nothing."""
    for place in ("objectives.tree", "objectives.models.objective"):
        monkeypatch.setattr(f"{place}.structure_lock", transaction.atomic)
    plant()

    for round in range(6):
        crowd = Crowd(seconds=1.5)
        for seed in range(5):
            crowd.add(careless(acting(1000 * round + seed, STRUCTURE)))
        if faults_after(crowd):
            return
    pytest.fail("The tree stood although nobody took the lock.")


def careless(work):
    """Goes on after deadlocks and whatever else comes of a tree that is broken."""

    def done():
        try:
            work()
        except Exception:
            connection.close()

    return done
