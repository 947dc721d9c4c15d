"""The commands of whoever runs the site."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories import check_in, make_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured(company_objective):
    return check_in(make_key_result(company_objective), 40)


def test_a_csv_has_its_check_ins_beside_it(measured, tmp_path):
    call_command("exportokrs", tmp_path / "all.csv", bom=True, verbosity=0)
    okrs = (tmp_path / "all.csv").read_bytes()
    check_ins = (tmp_path / "all.check_ins.csv").read_bytes()
    assert okrs.startswith(b"\xef\xbb\xbfobjective_id,")
    assert check_ins.count(b"\r\n") == 2


def test_a_workbook_holds_both(measured, tmp_path):
    call_command("exportokrs", tmp_path / "all.xlsx", verbosity=0)
    assert (tmp_path / "all.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("name", ["all.pdf", "no/such/folder.csv"])
def test_where_nothing_can_be_written_the_command_says_so(measured, tmp_path, name):
    with pytest.raises(CommandError):
        call_command("exportokrs", tmp_path / name, verbosity=0)
