"""The commands of whoever runs the site."""

import pytest
from django.core.management import CommandError, call_command

from objectives.models import Objective
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


def test_what_was_exported_imports_without_a_change(dana, measured, tmp_path, capsys):
    call_command("exportokrs", tmp_path / "all.xlsx", verbosity=0)
    call_command("importokrs", tmp_path / "all.xlsx", verbosity=0)
    assert "check ins left: 1" in capsys.readouterr().out


def test_a_dry_run_changes_nothing(dana, cycle, tmp_path, capsys):
    file = tmp_path / "okrs.csv"
    file.write_text("objective\nGrow\n", encoding="utf-8")
    call_command("importokrs", file, dry_run=True, verbosity=0)
    assert "objectives new: 1" in capsys.readouterr().out
    assert not Objective.objects.exists()
    call_command("importokrs", file, verbosity=0)
    assert Objective.objects.get().title == "Grow"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour\nred\n", "unknown columns: colour"),
        ("objective,target\n,1\n", "1 errors"),
    ],
)
def test_a_bad_file_ends_the_command_with_the_reason(dana, tmp_path, text, said):
    file = tmp_path / "okrs.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("importokrs", file, verbosity=0)
