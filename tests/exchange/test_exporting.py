"""What an export says, and to whom."""

import csv
import datetime
import io

import pytest
from openpyxl import load_workbook

from objectives import clock
from progress.exchange import workbook
from progress.exchange.exporting import Export, check_in_lines, okr_lines
from tests.factories import check_in, make_key_result, make_objective, make_team

pytestmark = pytest.mark.django_db


def rows(lines):
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


def test_a_row_says_what_an_objective_and_its_key_result_are(derived_objective):
    key_result = make_key_result(derived_objective, start=9, target=2, unit="h")
    check_in(key_result, "5.5")

    first, second = rows(okr_lines(Export.everything()))

    assert first["key_result_id"] == first["kind"] == ""
    assert second["parent_id"] == first["objective_id"]
    assert second["team"] == "Company / Product"
    assert (second["start"], second["target"], second["unit"]) == ("9", "2", "h")
    assert (second["current"], second["key_result_progress"]) == ("5.5", "50")
    assert first["target_gap"] == ""


def test_a_correction_goes_out_with_what_it_corrects(company_objective):
    key_result = make_key_result(company_objective)
    wrong = check_in(key_result, 50)
    check_in(key_result, 5, corrects=wrong.pk, reason="A slip")

    first, second = rows(check_in_lines(Export.everything()))

    assert second["corrects"] == first["check_in_id"]
    assert (second["value"], second["reason"]) == ("5", "A slip")


def test_a_title_that_is_a_formula_goes_out_as_text(cycle, alice):
    make_objective('=HYPERLINK("x")', owner=alice, cycle=cycle)
    [row] = rows(okr_lines(Export.everything()))
    assert row["objective"] == '\'=HYPERLINK("x")'

    with workbook.written(workbook.sheets_of(Export.everything())) as file:
        book = load_workbook(file)
    cells = [cell for line in book["okrs"].iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_an_export_tells_nothing_of_what_its_reader_may_not_see(
    mallory, alice, company_objective
):
    secret = make_objective(
        "Merge", parent=company_objective, is_private=True, owner=alice
    )
    make_objective(
        "Below", parent=secret, owner=alice, derivation_note="For the merger"
    )

    found = rows(okr_lines(Export.everything(mallory)))

    assert [row["objective"] for row in found] == [company_objective.title, "Below"]
    assert (found[1]["parent_id"], found[1]["derivation_note"]) == ("", "")
    assert "erge" not in str(found)


def test_check_ins_of_private_objectives_stay_private(mallory, alice, cycle):
    secret = make_objective(is_private=True, owner=alice, cycle=cycle)
    check_in(make_key_result(secret), 5)
    assert rows(check_in_lines(Export.everything(mallory))) == []
    assert len(rows(check_in_lines(Export.everything(alice)))) == 1


def test_an_export_asks_as_much_for_many_rows_as_for_few(
    alice, company, django_assert_num_queries, cycle
):
    for number in range(12):
        objective = make_objective(owner=alice, team=company, cycle=cycle)
        for day in range(number % 3):
            on = clock.today() - datetime.timedelta(days=day)
            check_in(make_key_result(objective), day, on=on)
        make_team(parent=company)
    with django_assert_num_queries(4):
        list(okr_lines(Export.everything(alice)))
    with django_assert_num_queries(1):
        list(check_in_lines(Export.everything(alice)))
