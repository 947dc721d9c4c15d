"""What the benchmark makes of its measurements, whatever they are."""

from fractions import Fraction

import pytest

from progress.demo.people import PASSWORD
from progress.generate.company import email
from progress.generate.goals import TREE
from tests.bench import exact, load, pages, visitor, weight
from tests.bench.__main__ import SECTIONS, wanted
from tests.bench.inside.fractions import figure, mean
from tests.bench.places import SEED
from tests.bench.report import Line, ratio_line
from tests.bench.timing import Ratio, alternate

STEADY = (1.0, 1.0, 1.0, 1.1, 0.9)


def test_a_ratio_compares_the_medians_of_both():
    assert Ratio(floors=(1, 2, 9), subjects=(3, 50, 4)).value == 2


@pytest.mark.parametrize(
    ("floors", "is_void"),
    [
        pytest.param(STEADY, False, id="steady"),
        pytest.param((1, 1, 1, 1, 9), False, id="one that stands out"),
        pytest.param((1, 1, 2, 2, 2), True, id="now this, now that"),
        pytest.param((1, 2, 3), True, id="three turns"),
    ],
)
def test_a_ratio_says_nothing_when_its_floor_sways(floors, is_void):
    assert Ratio(floors, subjects=STEADY).is_void is is_void


def test_floor_and_subject_take_turns_after_a_warming_one():
    calls = []
    alternate(lambda: calls.append("floor"), lambda: calls.append("subject"), turns=2)
    assert calls == ["floor", "subject"] * 3


@pytest.mark.parametrize(
    ("ratio", "met", "verdict"),
    [
        pytest.param(Ratio(STEADY, (1.4,) * 5), True, "met", id="met"),
        pytest.param(Ratio(STEADY, (1.6,) * 5), False, "NOT MET", id="missed"),
        pytest.param(Ratio((1, 2, 3), (1.6,) * 3), None, "floor ±100%", id="void"),
    ],
)
def test_a_line_says_whether_its_goal_is_met(ratio, met, verdict):
    line = ratio_line("P2", "list by gap", ratio, at_most=1.5)
    assert (line.met, str(line).endswith(verdict)) == (met, True)


def test_a_line_without_a_goal_gives_no_verdict():
    assert str(Line("", "teams", "1.02 x")).split() == ["teams", "1.02", "x"]


@pytest.mark.parametrize(
    ("only", "sections"),
    [
        pytest.param("", list(SECTIONS), id="all"),
        pytest.param("P9,P1", ["pages", "exact"], id="by goal, in their order"),
        pytest.param("load", ["load"], id="by name"),
    ],
)
def test_sections_are_chosen_by_goal_or_by_name(only, sections):
    assert wanted(only) == sections


def test_every_goal_of_a_page_belongs_to_the_section_that_measures_it():
    numbers = {goal.number for goal in [*pages.GOALS.values(), pages.FIRST_VIEW]}
    assert numbers == SECTIONS["pages"]


def test_visitors_know_who_was_generated():
    assert (visitor.EMAIL.format(7), visitor.PASSWORD) == (email(SEED, 7), PASSWORD)
    assert pages.TREE == TREE


def test_the_95th_percentile_leaves_out_the_slowest_twentieth():
    taken = load.Taken(answered=[float(n) for n in range(100)], refused=0, lasted=50)
    assert (taken.rate, taken.p95) == (2, 95)


def test_a_first_visit_fetches_styles_scripts_icons_and_pictures():
    page = (
        '<link rel="stylesheet" href="/a.css"><link rel="canonical" href="/">'
        '<link rel="icon" href="/i.svg"><script src="/b.js"></script><img src="c">'
    )
    assert weight.Assets(page).found == ["/a.css", "/i.svg", "/b.js", "c"]


@pytest.mark.parametrize(
    ("millionths", "shown"),
    [(None, "–"), (0, "0%"), (1, "1%"), (425_000, "43%"), (999_999, "99%")],
)
def test_what_a_row_should_show_of_a_figure(millionths, shown):
    assert exact.shown_percent(millionths) == shown


def test_an_exported_file_is_read_in_millionths():
    header = "objective_id,key_result_id,key_result_progress,objective_progress"
    file = f"{header},children_progress,target_gap\no,k,42.8571,50,,-0.0001\n"
    assert exact.exported(file) == {"o": [500_000, None, -1], "k": [428_571]}


def test_fractions_are_rounded_once():
    third = mean([(Fraction(1), Fraction(0)), (Fraction("0.5"), Fraction(1))])
    assert (figure(third), figure(-third), figure(None)) == (333_333, -333_333, None)
