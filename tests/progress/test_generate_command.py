"""`manage.py generate`: sound organisations of any size, the same from one seed."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from objectives import clock, tree
from objectives.models import KeyResult, Objective, User
from progress.models import CheckIn, ObjectiveFigures
from tests.factories import make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 17)
ROWS = (
    (Objective, ["external_id", "title", "owner__email", "parent__external_id"]),
    (KeyResult, ["external_id", "content", "kind", "target_value", "weight"]),
    (CheckIn, ["key", "key_result__external_id", "value", "created_at", "reason"]),
    (User, ["email", "name", "role"]),
)


def generate(number=30, **options):
    out = StringIO()
    options = {"seed": 7, "today": TODAY, **options}
    call_command("generate", objectives=number, stdout=out, **options)
    return out.getvalue()


def written():
    return [set(model.objects.values_list(*names)) for model, names in ROWS]


def test_writes_as_many_objectives_as_asked_in_a_sound_tree_several_levels_deep():
    generate(100)

    assert Objective.objects.count() == 100
    assert tree.faults() == []
    assert Objective.objects.filter(level=3).exists()


def test_objectives_have_key_results_of_every_kind_and_figures():
    generate(100)

    assert set(KeyResult.objects.values_list("kind", flat=True)) == set(KeyResult.Kind)
    assert 300 <= KeyResult.objects.count() <= 400
    assert ObjectiveFigures.objects.exclude(progress=None).count() > 90
    assert ObjectiveFigures.objects.exclude(gap=None).exists()


def test_check_ins_lie_in_their_cycle_and_before_today_and_some_are_corrected():
    generate(100)

    entries = CheckIn.objects.select_related("objective__cycle")
    assert all(e.objective.cycle.starts_on < e.measured_on < TODAY for e in entries)
    assert all(e.created_at.date() < TODAY for e in entries)
    assert entries.exclude(corrects=None).exists()


def test_an_entry_keeps_the_progress_that_its_objective_had_after_it():
    generate()

    for figures in ObjectiveFigures.objects.exclude(objective__check_ins=None):
        last = figures.objective.check_ins.order_by("-created_at").first()
        assert last.objective_after == figures.progress


def test_one_seed_gives_the_same_rows_and_another_seed_others():
    found = []
    for seed in (7, 7, 8):
        point = transaction.savepoint()
        generate(seed=seed)
        found.append(written())
        transaction.savepoint_rollback(point)

    assert found[0] == found[1] != found[2]


def test_the_first_person_signs_in_with_the_password_that_is_printed(client):
    printed = generate()

    email, password = "p0.7@generated.example", "plumbline-demo"
    assert email in printed
    assert password in printed
    assert client.login(username=email, password=password)


def test_what_is_there_already_is_added_to_only_when_asked():
    make_user("Somebody")
    with pytest.raises(CommandError, match="--add"):
        generate()

    generate(add=True)

    assert Objective.objects.count() == 30


def test_nobody_can_sign_in_as_people_who_were_added():
    generate(add=True)

    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_seed_is_used_once():
    generate()
    with pytest.raises(CommandError, match="Seed 7"):
        generate(add=True)


@pytest.mark.parametrize(
    "wrong",
    [{"number": 0}, {"today": clock.today() + datetime.timedelta(days=1)}],
    ids=["none at all", "a day to come"],
)
def test_refuses(wrong):
    with pytest.raises(CommandError):
        generate(**wrong)
    assert not Objective.objects.exists()
