"""Two administrators import at once, and one of them twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from objectives import tree
from objectives.models import Objective
from progress import verify
from progress.exchange import uploads
from progress.exchange.applying import Changed
from progress.models import CheckIn, Import
from tests.factories import (
    check_in,
    make_cycle,
    make_key_result,
    make_objective,
    make_user,
)
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]

FILE = b"objective,parent,key_result,target,current\nA,,x,10,4\nB,A,y,10,5\n"


def brought(user):
    file = SimpleUploadedFile("okrs.csv", FILE)
    return uploads.keep([file], user=user, encoding="utf-8", current=True)


def confirming(kept):
    seen = kept.report["digest"]
    return lambda: uploads.confirm(kept.pk, kept.user, seen).pk


def test_of_two_files_that_say_the_same_only_one_is_written():
    make_cycle()
    both = [brought(make_user(role="administrator")) for _ in range(2)]

    answers = at_once(*map(confirming, both))

    assert [type(answer) for answer in answers].count(Changed) == 1
    assert sorted(Objective.objects.values_list("title", flat=True)) == ["A", "B"]
    assert (tree.faults(), list(verify.differences())) == ([], [])


def test_one_file_confirmed_twice_is_written_once():
    make_cycle()
    kept = brought(make_user(role="administrator"))
    assert at_once(confirming(kept), confirming(kept)) == [kept.pk, kept.pk]
    assert CheckIn.objects.count() == 2
    assert Import.objects.get().done_at is not None


def test_check_ins_made_meanwhile_are_kept():
    objective = make_objective("A", cycle=make_cycle())
    key_result = make_key_result(objective, content="x", target=10)
    kept = brought(make_user(role="administrator"))

    at_once(confirming(kept), lambda: check_in(key_result, 7, note="By hand"))

    assert CheckIn.objects.filter(note="By hand").count() == 1
    assert list(verify.differences()) == []
