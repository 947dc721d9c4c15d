"""What stands in a cell: exact on the way out and back, and never a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.exchange.cells import as_typed, defused
from progress.exchange.team_paths import divided, joined


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "'=1", "''@x"]
)
def test_a_formula_goes_out_as_text_and_comes_back_as_it_was(text):
    assert defused(text).startswith("'")
    assert as_typed(defused(text)) == text


@given(st.text())
def test_every_text_returns_as_it_left(text):
    assert as_typed(defused(text)) == text


@given(st.lists(st.text("ab/ ").map(str.strip).filter(bool), min_size=1))
def test_teams_are_told_apart_whatever_slashes_their_names_hold(names):
    assert divided(joined(names)) == names


def test_a_line_of_csv_holds_any_text():
    from progress.exchange.exporting import csv_lines

    text = 'a "quoted", line\nand; another'
    [_head, line] = csv_lines(["text"], [[text]])
    assert list(csv.reader(io.StringIO(line))) == [[text]]
