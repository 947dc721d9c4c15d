"""What the ledger's table refuses, whoever asks and however."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from progress.models import CheckIn, KeyResultFigures
from tests.factories import check_in, make_key_result, make_objective

postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'")


@pytest.fixture
def entry(db):
    return check_in(make_key_result(make_objective()), 20)


def run(sql, *values):
    """In a transaction of its own, so that the test can go on after a refusal."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE progress_checkin SET value = 99",
        "UPDATE progress_checkin SET note = 'never said' WHERE id = id",
        "DELETE FROM progress_checkin",
    ],
)
def test_a_row_is_neither_changed_nor_removed(entry, sql):
    with pytest.raises(DatabaseError, match="record a correction"):
        run(sql)

    assert CheckIn.objects.values_list("value", "note").get() == (20, "")


@postgresql_only
def test_the_table_is_not_emptied(entry):
    run("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="record a correction"):
        run("TRUNCATE progress_checkin CASCADE")

    assert CheckIn.objects.count() == 1


def test_an_update_of_no_row_at_all_does_no_harm(entry):
    run("UPDATE progress_checkin SET value = 99 WHERE id = 0")

    assert CheckIn.objects.get().value == 20


@pytest.mark.parametrize(
    "attempt",
    [
        lambda entry: CheckIn.objects.update(value=99),
        lambda entry: CheckIn.objects.all().delete(),
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
    ],
    ids=["update", "delete all", "save", "delete"],
)
def test_the_model_refuses_before_the_table_does(entry, attempt):
    with pytest.raises(TypeError, match="correction"):
        attempt(entry)


def test_an_update_in_bulk_is_refused_too(entry):
    entry.value = 99

    with pytest.raises(TypeError, match="correction"):
        CheckIn.objects.bulk_update([entry], ["value"])


def columns_of(entry, **changed):
    names = [field.column for field in CheckIn._meta.fields if field.column != "id"]
    row = {name: getattr(entry, name) for name in names}
    return row | {"key": "00000000000000000000000000000001", **changed}


def insert(entry, **changed):
    """A copy of the entry by SQL alone, with some columns changed."""
    row = columns_of(entry, **changed)
    cells = [adapted(name, value) for name, value in row.items()]
    names = ", ".join(connection.ops.quote_name(name) for name in row)
    marks = ", ".join(["%s"] * len(row))
    run(f"INSERT INTO progress_checkin ({names}) VALUES ({marks})", *cells)


def adapted(name, value):
    [field] = [field for field in CheckIn._meta.fields if field.column == name]
    if name == "value" and isinstance(value, str):
        return value
    return field.get_db_prep_save(value, connection)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"value": "100000000000"}, id="12 digits"),
        pytest.param({"value": "-100000000000"}, id="12 digits below 0"),
        pytest.param({"progress": 1_000_001}, id="beyond all of the way"),
        pytest.param({"progress": -1}, id="less than nothing"),
        pytest.param({"confidence": "certain"}, id="an unknown confidence"),
    ],
)
def test_a_row_that_means_nothing_is_refused(entry, changed):
    with pytest.raises(DatabaseError):
        insert(entry, **changed)

    assert CheckIn.objects.count() == 1


@pytest.mark.tampers
def test_a_row_that_means_something_is_taken(entry):
    insert(entry, value="99999999999.9999")

    assert CheckIn.objects.count() == 2


@postgresql_only
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(entry, value):
    with pytest.raises(DatabaseError):
        insert(entry, value=value)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.parametrize("value", ["9e999", "-9e999"])
def test_infinity_is_refused(entry, value):
    row = columns_of(entry)
    row.pop("value")
    cells = [adapted(name, cell) for name, cell in row.items()]
    marks = ", ".join(["%s"] * len(row))
    sql = f"INSERT INTO progress_checkin ({', '.join(row)}, value) "

    with pytest.raises(IntegrityError):
        run(f"{sql} VALUES ({marks}, {value})", *cells)


def test_a_correction_without_a_reason_is_refused(entry):
    with pytest.raises(IntegrityError):
        insert(entry, corrects_id=entry.pk)


def test_an_entry_is_corrected_once(entry):
    check_in(entry.key_result, 21, corrects=entry.pk, reason="Misread.")

    with pytest.raises(IntegrityError):
        insert(entry, corrects_id=entry.pk, reason="Misread again.")


def test_a_one_time_key_stands_once(entry):
    with pytest.raises(IntegrityError):
        insert(entry, key=entry.key)


@pytest.mark.parametrize("progress", [-1, 1_000_001])
def test_stored_progress_lies_between_nothing_and_all(entry, progress):
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyResultFigures.objects.update(progress=progress)
