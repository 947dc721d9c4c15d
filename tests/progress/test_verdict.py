"""The numbers of docs/actions.md are this test's, and what holds of every verdict."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.steps import Run
from progress import verdict
from progress.verdict import Bet, Judgement, Measured, Verdict, Way, Why, judge
from tests.progress.doc_tables import NOTHING, day, number, ratio, tables

TODAY = datetime.date(2026, 8, 20)
ERROR = Decimal("0.01")
WAY = Way("reach", Decimal("99.2"), datetime.date(2026, 7, 1))
WORDS = {
    "as expected": Verdict.AS_EXPECTED,
    "less than expected": Verdict.LESS,
    "no visible effect": Verdict.NONE,
    "too early": Verdict.TOO_EARLY,
    "cannot be separated": Verdict.NOT_SEPARABLE,
}
PAGE = dict(tables("actions.md"))


def rows_with(*heads):
    [rows] = [rows for found, rows in PAGE.items() if set(heads) <= set(found)]
    return rows


ENTRIES = [
    Measured(day(row["measured on"]), number(row["value"]))
    for row in rows_with("measured on", "value")
]


@pytest.mark.parametrize(
    "row", rows_with("share", "verdict"), ids=lambda r: r["action"]
)
def test_the_worked_bets_of_the_page(row):
    found = judge(
        way=WAY,
        entries=ENTRIES,
        run=Run(day(row["began"]), day(row["ended"])),
        bet=Bet(number(row["from"]), number(row["to"]), day(row["by"])),
        today=TODAY,
        error=ERROR,
    )
    assert (found.before, found.after) == (number(row["before"]), number(row["after"]))
    assert found.effect == number(row["effect"])
    assert found.share == ratio(row["share"])
    assert found.slope_before == ratio(row["slope before"])
    assert found.slope_while == ratio(row["slope while"])
    assert found.verdict == WORDS[row["verdict"]]


def runs_of(cell):
    if cell == NOTHING:
        return []
    pairs = [run.split(" to ") for run in cell.split(", ")]
    return [Run(day(began), day(ended)) for began, ended in pairs]


@pytest.mark.parametrize("row", rows_with("other runs"), ids=lambda r: r["other runs"])
def test_the_worked_overlaps_of_the_page(row):
    run = Run(day(row["began"]), day(row["ended"]))
    found = verdict.covered(run, runs_of(row["other runs"]), TODAY)
    assert found == ratio(row["covered"])


def test_the_page_names_every_verdict():
    named = {row["verdict"] for row in rows_with("what is asked, in this order")}
    assert named == {*WORDS, "no verdict, only the values"}
    assert set(WORDS.values()) == set(Verdict)


# One fact each


def from_0(*values, bet=10, by=20, began=0, ended=10, on=30, others=(), error=0):
    """A way from 0 measured on the given days, as (day, value); days are numbers."""

    def at(number):
        return None if number is None else WAY.first_day + number * verdict.DAY

    return judge(
        way=Way("reach", Decimal(0), WAY.first_day),
        entries=[Measured(at(on), Decimal(value)) for on, value in values],
        run=Run(at(began), at(ended)),
        bet=Bet(Decimal(0), Decimal(bet), at(by)) if bet else None,
        today=at(on),
        error=Decimal(error),
        others=[Run(at(begin), at(end)) for begin, end in others],
    )


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param({"began": None}, (None, None), id="it has not begun"),
        pytest.param({"began": 31, "ended": None}, (None, None), id="it will begin"),
        pytest.param({"bet": None}, (None, None), id="nothing was expected"),
        pytest.param({"by": 40}, ("as_expected", "share"), id="there before the day"),
        pytest.param(
            {"by": 40, "bet": 12}, ("too_early", "day_to_come"), id="not yet there"
        ),
        pytest.param(
            {"by": 4}, ("too_early", "not_measured"), id="measured after the day only"
        ),
        pytest.param({"bet": -10}, ("none", "wrong_way"), id="the wrong way"),
        pytest.param({"bet": 101}, ("none", "too_little"), id="less than a tenth"),
        pytest.param({"bet": 100}, ("less", "share"), id="just a tenth"),
        pytest.param({"error": 10}, ("none", "within_error"), id="within the error"),
        pytest.param({"error": 9}, ("as_expected", "share"), id="beyond the error"),
        pytest.param(
            {"others": [(5, None)]}, ("not_separable", "others_ran"), id="others ran"
        ),
        pytest.param(
            {"others": [(6, None)]}, ("as_expected", "share"), id="others ran a little"
        ),
        pytest.param(
            {"bet": -10, "others": [(0, None)]},
            ("none", "wrong_way"),
            id="without an effect there is nothing to separate",
        ),
    ],
)
def test_what_decides(given_, expected):
    found = from_0((5, 10), **given_)
    assert (found.verdict, found.why) == expected


def test_a_value_of_the_day_it_began_is_the_one_before():
    found = from_0((0, 4), (5, 10))
    assert (found.before, found.effect) == (4, 6)


def test_what_came_after_its_end_counts_until_the_day_of_the_bet():
    found = from_0((5, 2), (15, 10), (25, 50))
    assert (found.after, found.change, found.effect) == (2, 2, 10)
    assert found.verdict == Verdict.AS_EXPECTED


def test_a_line_has_no_value_before_its_first_check_in():
    line = Way("at_least", Decimal(95), WAY.first_day)
    run, bet = Run(TODAY - verdict.DAY), Bet(Decimal(90), Decimal(95), TODAY)
    entries = [Measured(TODAY, Decimal(95))]
    found = judge(way=line, entries=entries, run=run, bet=bet, today=TODAY)
    assert (found.before, found.after, found.verdict) == (None, 95, Verdict.TOO_EARLY)


def test_whose_word_is_asked():
    bet = Bet(Decimal(0), Decimal(1), TODAY)
    began, later = TODAY - 9 * verdict.DAY, Bet(bet.begin, bet.end, TODAY + verdict.DAY)
    for run, of, ripe in [
        (Run(began), bet, True),
        (Run(began), later, False),
        (Run(began, TODAY), later, True),
        (Run(began, TODAY), None, False),
        (Run(), bet, False),
    ]:
        assert verdict.is_ripe(run=run, bet=of, today=TODAY) is ripe


# What holds of all of them

VALUES = st.decimals(-1000, 1000, places=2)
DAYS = st.integers(0, 90).map(lambda n: WAY.first_day + n * verdict.DAY)


@st.composite
def cases(draw):
    entries = sorted(
        draw(st.lists(st.builds(Measured, DAYS, VALUES), max_size=8)),
        key=lambda entry: entry.on,
    )
    began = draw(DAYS)
    ended = draw(st.none() | st.integers(0, 40).map(lambda n: began + n * verdict.DAY))
    begin, end = draw(VALUES), draw(VALUES)
    bet = None if begin == end else Bet(begin, end, draw(DAYS))
    return {
        "way": Way(draw(st.sampled_from(["reach", "at_most"])), begin, WAY.first_day),
        "entries": entries,
        "run": Run(began, ended),
        "bet": bet,
        "today": draw(DAYS),
        "error": abs(draw(VALUES)),
    }


@given(cases())
def test_a_verdict_never_contradicts_its_numbers(case):
    found = judge(**case)
    match found.verdict:
        case None:
            assert case["bet"] is None or case["run"].began > case["today"]
        case Verdict.AS_EXPECTED:
            assert found.share >= verdict.AS_EXPECTED_FROM
            assert abs(found.effect) > case["error"]
        case Verdict.LESS:
            assert verdict.VISIBLE_FROM <= found.share < verdict.AS_EXPECTED_FROM
            assert case["bet"].by <= case["today"]
        case Verdict.NONE:
            assert found.why in {Why.WITHIN_ERROR, Why.WRONG_WAY, Why.TOO_LITTLE}
            assert case["bet"].by <= case["today"]
        case Verdict.TOO_EARLY:
            assert found.share is None or case["bet"].by > case["today"]


@given(cases())
def test_a_falling_bet_is_judged_like_its_mirror(case):
    def mirrored(bet):
        return bet and Bet(-bet.begin, -bet.end, bet.by)

    mirror = case | {
        "way": Way(case["way"].kind, -case["way"].start, WAY.first_day),
        "entries": [Measured(entry.on, -entry.value) for entry in case["entries"]],
        "bet": mirrored(case["bet"]),
    }
    there, back = judge(**case), judge(**mirror)
    assert (there.verdict, there.why, there.share) == (
        back.verdict,
        back.why,
        back.share,
    )


@given(cases(), cases())
def test_others_only_make_an_effect_inseparable(case, other):
    alone, crowded = judge(**case), judge(**case, others=[other["run"]])
    assert crowded.share == alone.share
    assert crowded.verdict in {alone.verdict, Verdict.NOT_SEPARABLE}


@given(cases(), st.lists(cases(), max_size=4))
def test_what_is_covered_is_a_part_of_the_run(case, others):
    run, today = case["run"], max(case["today"], case["run"].began)
    part = verdict.covered(run, [other["run"] for other in others], today)
    assert 0 <= part <= 1


def test_nothing_is_known_of_nothing():
    assert judge(way=WAY, entries=[], run=Run(), bet=None, today=TODAY) == Judgement()
