"""How well actions were estimated: medians, exact; and the tables of the handbook."""

from fractions import Fraction

import pytest

from progress.estimates import Outcome, estimates, median
from progress.verdict import Verdict
from tests.progress.doc_tables import ratio, tables


def outcome(share, verdict=Verdict.LESS, *, effort=None, impact=None, days=None):
    part = None if share is None else Fraction(share)
    return Outcome(verdict, part, effort, impact, days)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], None),
        (["1/3"], "1/3"),
        (["1", "0", "1/2"], "1/2"),
        (["1", "1/3"], "2/3"),
        (["-1", "2", "1", "0"], "1/2"),
    ],
)
def test_the_median_is_exact(values, expected):
    found = median(map(Fraction, values))
    assert found == (None if expected is None else Fraction(expected))


def test_what_cannot_be_separated_says_nothing_of_the_estimate():
    found = estimates(
        [
            outcome("1/2"),
            outcome("9", Verdict.NOT_SEPARABLE),
            outcome("3", Verdict.TOO_EARLY),
            outcome("-1/4", Verdict.NONE),
            outcome("3/2", Verdict.AS_EXPECTED),
        ]
    )
    assert (found.share, found.distance) == (Fraction(1, 2), Fraction(1, 2))
    assert found.counts[Verdict.NOT_SEPARABLE] == 1


def test_each_weight_is_told_with_what_came_of_it():
    found = estimates(
        [
            outcome("1/2", effort=2, impact=5, days=10),
            outcome("1/4", effort=2, impact=1, days=21),
            outcome(None, Verdict.TOO_EARLY, effort=2, impact=5),
        ]
    )
    two = found.by_effort[1]
    assert (two.weight, two.count) == (2, 3)
    assert (two.share, two.days) == (Fraction(3, 8), Fraction(31, 2))
    assert [weight.count for weight in found.by_impact] == [1, 0, 0, 0, 2]


WORKED = dict(tables("actions.md"))["shares", "median share", "median distance"]


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row["shares"])
def test_the_handbook_reckons_the_same(row):
    shares = [ratio(share) for share in row["shares"].split(", ")]
    found = estimates(map(outcome, shares))
    assert found.share == ratio(row["median share"])
    assert found.distance == ratio(row["median distance"])


def test_nothing_teaches_nothing():
    found = estimates([])
    assert (found.share, found.distance) == (None, None)
