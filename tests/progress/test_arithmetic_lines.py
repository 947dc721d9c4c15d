"""Every percentage opens its arithmetic, which is that of the rules."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from objectives.display import show_number
from progress import measure
from tests.factories import check_in, make_key_result

pytestmark = pytest.mark.django_db


def test_every_figure_opens_its_arithmetic(shown, parent, known, child_at):
    known("99.36", start="99.20", target="99.95", weight=35)
    known("1.46", start="1.90", target="0.40", weight=30)
    known(0, kind="milestone", target=1, weight=20)
    known(3, kind="at_most", target=4, weight=15)
    for value in (66, 58, 62):
        child_at(value)
    said = lines(shown())
    for line in (
        "(35 × 16/75 + 30 × 22/75 + 20 × 0 + 15 × 1) ÷ 100 = 469/1500 = 31.2667%",
        "(99.36 − 99.20) ÷ (99.95 − 99.20) = 16/75 = 21.3333%",
        "(1.46 − 1.90) ÷ (0.40 − 1.90) = 22/75 = 29.3333%",
        "Not reached: 0%",
        "3 ≤ 4, so the line holds: 100%",
        "(66% + 58% + 62%) ÷ 3 = 62%",
        "31.2667% − 186% ÷ 3 = −30.7333 pts",
        "66% − 31.2667% = +34.7333 pts",
        "50 ÷ 91 = 54.9451%",
        "(35 × 50/91 + 30 × 50/91 + 20 × 0 + 15 × 1) ÷ 100 = 71/140 = 50.7143%",
        "31.2667% − 50.7143% = −19.4476 pts",
    ):
        assert line in said


def lines(response):
    """What stands in the numbers that open."""
    bodies = re.findall(r'<div class="how-body">(.*?)</div>', response.text)
    return [line for body in bodies for line in re.findall("<p>(.*?)</p>", body)]


@pytest.mark.parametrize(
    ("value", "way", "said"),
    [
        (-5, (-20, 10), "(−5 − (−20)) ÷ (10 − (−20)) = 1/2 = 50%"),
        (118, (0, 100), "Past the target: it counts as 100%."),
        (44, (50, 100), "In the wrong direction: it counts as 0%."),
        (44, (50, 100), "(44 − 50) ÷ (100 − 50) = −3/25 = −12%"),
        ("0.0001", (0, 99999), "(0.0001 − 0.0000) ÷ (99,999.0000 − 0.0000) = 0.0001%"),
    ],
)
def test_a_key_results_own_page_shows_the_same_arithmetic(
    sign_in, alice, shown, known, value, way, said
):
    key_result = known(value, start=way[0], target=way[1])
    own_page = sign_in(alice).get(key_result.get_absolute_url())
    assert said in lines(own_page)
    assert said in lines(shown())


def test_a_sum_of_many_is_not_written_out(shown, known, child_at):
    known(50)
    for _number in range(13):
        child_at(40)
    assert "520% ÷ 13 = 40%" in lines(shown())


@pytest.mark.parametrize(
    ("own", "below"),
    [
        ([(1, 3), (2, 7)], [(1, 3, 1), (5, 11, 3)]),
        ([(999, 1000)], [(1, 1, 1)]),
        ([(1, 99991), (0, 3)], [(2, 3, 1000), (1, 9973, 7), (1, 6, 1)]),
    ],
)
def test_the_page_agrees_with_the_rules_to_the_last_digit(
    shown, known, child_at, own, below
):
    """Values of their targets, and alignment weights: own figure, mean, gap, links."""
    for value, target in own:
        known(value, target=target)
    for value, target, weight in below:
        child = child_at(0, alignment_weight=weight)
        check_in(child.key_results.get(), 0)
        known(value, child, target=target)
    shares = [Fraction(value, target) for value, target in own]
    mine = measure.to_figure(sum(shares) / len(own))
    figures = [
        (measure.to_figure(Fraction(value, target) / 2), weight)
        for value, target, weight in below
    ]
    sums = {
        "total": sum(figure * weight for figure, weight in figures),
        "weight": sum(weight for _, weight in figures),
    }

    said = " ".join(lines(shown()))

    assert f"= {exact(mine)}%" in said
    assert f"÷ {sums['weight']} = {exact(measure.children_mean(**sums))}%" in said
    assert f"= {signed(measure.target_gap(own=mine, **sums))} pts" in said
    for figure, _ in figures:
        assert f"= {signed(figure - mine)} pts" in said


def exact(figure):
    return show_number(Decimal(figure).scaleb(-4))


def signed(figure):
    return f"+{exact(figure)}" if figure > 0 else exact(figure)


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (None, "reach", "No check-in yet, so it stands at its start: 0%"),
        (None, "at_most", "A line counts from its first check-in on."),
        (5, "at_most", "5 &gt; 4, so the line is crossed: 0%"),
        (4, "at_least", "4 ≥ 4, so the line holds: 100%"),
        (3, "at_least", "3 &lt; 4, so the line is crossed: 0%"),
        (1, "milestone", "Reached: 100%"),
    ],
)
def test_every_kind_says_how_it_is_counted(shown, parent, value, kind, said):
    target = 1 if kind == "milestone" else 4
    key_result = make_key_result(parent, kind=kind, target=target)
    if value is not None:
        check_in(key_result, value)
    assert said in lines(shown())
