"""Stored figures stay true whatever happens, and `verify` sees when they do not."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from objectives import clock, tree
from objectives.models import Objective, User
from progress import action_proof, verify
from progress.models import (
    ActionFigures,
    CheckIn,
    KeyResultFigures,
    ObjectiveFigures,
    ObjectiveWords,
)
from progress.verify import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS
from tests.deeds import ACTING, DEFINING, MEASURING, STRUCTURE, Somebody
from tests.factories import (
    check_in,
    make_action,
    make_key_result,
    make_objective,
    make_team,
)


@pytest.fixture
def family(db):
    """A parent and a child, both measured, so that no stored field is empty."""
    parent = make_objective("Parent", team=make_team())
    child = make_objective("Child", parent=parent)
    for objective, value in ((parent, 70), (child, 40)):
        check_in(make_key_result(objective), value)
    return parent


@pytest.fixture
def begun(family):
    """An action with an owner, days and a bet."""
    day = clock.today()
    return make_action(
        family.key_results.first(),
        state="doing",
        owner=family.owner,
        starts_on=day,
        due_on=day,
        expected_from=0,
        expected_to=5,
        expected_by=day,
    )


@pytest.mark.slow
def test_after_a_thousand_random_deeds_nothing_has_drifted(family):
    somebody = Somebody(seed=20)
    deeds = STRUCTURE + 2 * MEASURING + DEFINING + ACTING

    for number in range(1000):
        somebody.act(deeds)
        if number % 100 == 0:
            assert list(verify.differences()) == []

    assert list(verify.differences()) == []
    assert tree.faults() == []
    done = {deed for deed, times in somebody.done.items() if times >= 10}
    assert done >= set(deeds)  # or this would prove little
    assert len({figures.gap for figures in ObjectiveFigures.objects.all()}) > 5


def another(stored):
    """A value that this one is not, of its own type."""
    if isinstance(stored, bool):
        return not stored
    if isinstance(stored, int):
        return stored + 1 if stored < 500_000 else stored - 1
    if isinstance(stored, str):
        return "other"
    return None


def write(model, pk, field, value):
    """Past every rule but the database's own."""
    table, column = model._meta.db_table, model._meta.get_field(field).column
    sql = f"UPDATE {table} SET {column} = %s WHERE {model._meta.pk.column} = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value, pk])


def subject_of(model, field, family):
    """The child gives, the parent receives; the rest either shows."""
    if model is KeyResultFigures:
        return model.objects.first()
    if field.startswith("given"):
        return model.objects.exclude(pk=family.pk).get()
    return model.objects.get(pk=family.pk)


@pytest.mark.parametrize(
    ("model", "field"),
    [(KeyResultFigures, field) for field in KEY_RESULT_FIELDS]
    + [(ObjectiveFigures, field) for field in OBJECTIVE_FIELDS],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_each_field_that_was_tampered_with_is_reported(family, model, field):
    subject = subject_of(model, field, family)
    value = another(getattr(subject, field))
    with transaction.atomic():
        write(model, subject.pk, field.removesuffix("_id"), value)
        found = [(each.pk, each.field) for each in verify.differences()]
        transaction.set_rollback(True)

    assert found == [(subject.pk, field)]


@pytest.mark.parametrize("field", action_proof.STORED)
def test_each_field_of_an_action_that_was_tampered_with_is_reported(begun, field):
    stored = getattr(begun.figures, field)
    is_day = isinstance(stored, datetime.date)
    value = stored - datetime.timedelta(1) if is_day else another(stored)
    with transaction.atomic():
        write(ActionFigures, begun.pk, field.removesuffix("_id"), value)
        found = [(each.pk, each.field) for each in verify.differences()]
        transaction.set_rollback(True)

    assert found == [(begun.pk, field)]


@pytest.mark.parametrize("model", [KeyResultFigures, ObjectiveFigures, ActionFigures])
def test_a_row_that_is_missing_is_reported(family, begun, model):
    with transaction.atomic():
        row = model.objects.first()
        model.objects.filter(pk=row.pk).delete()
        found = [(each.pk, each.field) for each in verify.differences()]
        transaction.set_rollback(True)

    assert found == [(row.pk, "row")]


def test_an_entry_behind_the_back_of_the_figures_is_reported(family):
    entry = CheckIn.objects.first()
    with transaction.atomic():
        CheckIn.objects.create(
            key_result=entry.key_result,
            objective=entry.objective,
            author=entry.author,
            value=entry.value + 1,
            measured_on=entry.measured_on,
        )
        fields = {each.field for each in verify.differences()}
        transaction.set_rollback(True)

    assert {"current", "progress", "last_check_in_id"} <= fields


@pytest.mark.parametrize(
    ("model", "field"),
    [(Objective, "at_top"), (ObjectiveWords, "text"), (User, "search_name")],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_what_lists_and_searches_read_is_compared(family, model, field):
    subject = model.objects.first()
    value = not subject.at_top if field == "at_top" else "other words"
    with transaction.atomic():
        write(model, subject.pk, field, value)
        found = [(each.pk, each.field) for each in verify.differences()]
        transaction.set_rollback(True)

    assert found == [(subject.pk, field)]


def test_every_stored_field_is_compared(db):
    for model, compared in (
        (KeyResultFigures, KEY_RESULT_FIELDS),
        (ObjectiveFigures, OBJECTIVE_FIELDS),
        (ActionFigures, action_proof.STORED),
    ):
        stored = {
            field.attname for field in model._meta.fields if not field.primary_key
        }
        assert stored == set(compared)


# The command begins a transaction of its own, which takes one view of everything.


@pytest.mark.tampers
@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_differs_and_fails(family, capsys):
    KeyResultFigures.objects.update(progress=1)

    with pytest.raises(CommandError, match="2 differences"):
        call_command("verify")

    assert "is stored as 1, computed as " in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_the_command_says_when_nothing_differs(family, capsys):
    call_command("verify")

    assert "0 differences" in capsys.readouterr().out


def test_repairing_a_sound_tree_changes_nothing(family):
    before = list(Objective.objects.values().order_by("pk"))

    assert tree.repair() == 0
    assert list(Objective.objects.values().order_by("pk")) == before
