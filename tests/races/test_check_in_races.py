"""Several people check in at once: nobody waits for ever, nothing is lost."""

import time
import uuid
from decimal import Decimal
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from objectives import clock, plan, tree
from objectives.models import KeyResult, Objective
from progress import ledger, verify
from progress.ledger import Entry, KeyReused, Stale
from progress.models import CheckIn, KeyResultFigures, ObjectiveFigures
from tests.factories import check_in, make_key_result, make_objective
from tests.races.crowd import Crowd, at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
PEOPLE = 8


def siblings(number, **fields):
    """Key results of as many objectives, which all have the same parent."""
    parent = make_objective()
    check_in(make_key_result(parent), 50)
    children = [
        make_objective(parent=parent, owner=parent.owner, **fields)
        for _ in range(number)
    ]
    return [make_key_result(child) for child in children]


def recording(key_result, value, **entry):
    """Give the newest key result this value when called."""

    def record():
        return ledger.record(
            key_result=key_result,
            author=key_result.owner,
            entry=Entry(Decimal(value), measured_on=clock.today(), **entry),
        )

    return record


def answers_of(answers, kind):
    return [answer for answer in answers if isinstance(answer, kind)]


def test_check_ins_on_siblings_all_count():
    key_results = siblings(4)

    def several(number):
        key_result = key_results[number % 4]
        return lambda: [
            recording(key_result, value)() for value in range(number, 80, PEOPLE)
        ]

    answers = at_once(*map(several, range(PEOPLE)))

    assert [len(answer) for answer in answers] == [10] * PEOPLE
    assert CheckIn.objects.count() == 1 + 80
    assert list(verify.differences()) == []
    family = ObjectiveFigures.objects.get(pk=key_results[0].objective.parent_id)
    stored = KeyResultFigures.objects.filter(key_result__in=key_results)
    assert family.children_sum == sum(figures.progress for figures in stored)


def test_parents_and_children_check_in_without_a_deadlock():
    line = [make_objective()]
    for _level in range(4):
        line.append(make_objective(parent=line[-1], owner=line[0].owner))
    key_results = [make_key_result(objective) for objective in line]

    def up_and_down(number):
        order = key_results if number % 2 else key_results[::-1]
        return lambda: [recording(kr, number)() for kr in order * 2]

    answers = at_once(*map(up_and_down, range(PEOPLE)))

    assert answers_of(answers, Exception) == []
    assert CheckIn.objects.count() == PEOPLE * len(line) * 2
    assert list(verify.differences()) == []


def test_a_parent_turns_private_while_its_private_children_check_in():
    """They count in it while it is private, too: the turn writes all their rows."""
    key_results = siblings(6, is_private=True)
    parent, author = key_results[0].objective.parent_id, key_results[0].owner

    def flip():
        for number in range(10):
            values = {"is_private": number % 2 == 0}
            plan.change_objective(parent, seen=None, by=author, values=values)

    def check_ins(number):
        return lambda: [
            recording(kr, number)() for kr in key_results[number:] + key_results
        ]

    answers = at_once(flip, *map(check_ins, range(5)))

    assert answers_of(answers, Exception) == []
    assert list(verify.differences()) == []


def test_check_ins_go_on_while_somebody_moves_their_objectives():
    key_results = siblings(4)
    elsewhere = make_objective(owner=key_results[0].owner)
    places = [elsewhere.pk, key_results[0].objective.parent_id, None]

    def move():
        for number in range(24):
            pk = key_results[number % 4].objective_id
            tree.move(pk=pk, parent_pk=places[number % 3])

    def check_ins(number):
        return lambda: [recording(kr, number)() for kr in key_results * 3]

    answers = at_once(move, *map(check_ins, range(4)))

    assert answers_of(answers, Exception) == []
    assert CheckIn.objects.count() == 1 + 4 * 12
    assert tree.faults() == []
    assert list(verify.differences()) == []


def test_weights_and_targets_change_while_others_check_in():
    key_results = siblings(2)
    first = key_results[0]

    def define():
        for number in range(1, 11):
            values = {"weight": Decimal(number), "target_value": Decimal(90 + number)}
            plan.change_key_result(first.pk, seen=None, by=first.owner, values=values)

    def check_ins(number):
        return lambda: [recording(first, value)() for value in range(number, 40, 4)]

    answers = at_once(define, *map(check_ins, range(4)))

    assert answers_of(answers, Exception) == []
    assert list(verify.differences()) == []


def test_of_two_people_with_one_version_one_wins_and_the_other_is_told():
    [key_result] = siblings(1)
    seen = check_in(key_result, 10).pk

    answers = at_once(
        *(recording(key_result, 20 + number, seen=seen) for number in range(PEOPLE))
    )

    [entry] = answers_of(answers, CheckIn)
    stale = answers_of(answers, Stale)
    assert len(stale) == PEOPLE - 1
    assert {told.latest for told in stale} == {entry}
    assert KeyResultFigures.objects.get(pk=key_result.pk).current == entry.value


def test_of_two_editors_with_one_revision_one_wins():
    [key_result] = siblings(1)

    def edit(number):
        values = {"content": f"Version of {number}"}
        return lambda: plan.change_key_result(
            key_result.pk, seen=1, by=key_result.owner, values=values
        )

    answers = at_once(*map(edit, range(PEOPLE)))

    [winner] = answers_of(answers, KeyResult)
    assert len(answers_of(answers, plan.Stale)) == PEOPLE - 1
    assert KeyResult.objects.get(pk=key_result.pk).content == winner.content


def test_one_key_sent_eight_times_is_one_entry():
    [key_result] = siblings(1)
    key = uuid.uuid4()

    answers = at_once(*[recording(key_result, 20, key=key)] * PEOPLE)

    assert len(set(answers)) == 1
    assert CheckIn.objects.filter(key=key).count() == 1


def test_one_key_for_different_objectives_is_one_entry():
    key_results, key = siblings(PEOPLE), uuid.uuid4()

    answers = at_once(*(recording(kr, 20, key=key) for kr in key_results))

    assert len(answers_of(answers, CheckIn)) == 1
    assert len(answers_of(answers, KeyReused)) == PEOPLE - 1
    assert CheckIn.objects.filter(key=key).count() == 1


def test_an_objective_is_deleted_while_its_key_results_begin():
    """Either the objective goes and nothing was recorded, or it stays measured."""
    for key_result in siblings(6):
        answers = at_once(
            key_result.objective.delete,
            recording(key_result, 20),
            lambda key_result=key_result: plan.add_key_result(
                KeyResult(
                    objective=key_result.objective,
                    content="Late",
                    owner=key_result.owner,
                ),
                by=key_result.owner,
            ),
        )
        stays = Objective.objects.filter(pk=key_result.objective_id).exists()
        assert stays == isinstance(answers[1], CheckIn)
        assert isinstance(answers[0], ValidationError) == stays
        assert answers_of(answers, DatabaseError) == []
    assert list(verify.differences()) == []


def test_who_is_killed_while_recording_leaves_nothing_half_written():
    key_results, numbers = siblings(3), count()

    def check_ins():
        kr = key_results[next(numbers) % 3]
        return recording(kr, next(numbers) % 100)()

    crowd = Crowd(seconds=3)
    for _ in range(6):
        member = crowd.add(check_ins)
        time.sleep(0.4)
        crowd.kill(member)
    crowd.add(check_ins)
    crowd.wait()

    assert crowd.errors == []
    assert CheckIn.objects.count() > crowd.done > 0
    assert list(verify.differences()) == []
