"""Why a gap is what it is, as an objective's page says it."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from objectives import clock
from progress import ledger
from progress.models import ObjectiveFigures
from tests import pages
from tests.factories import (
    check_in,
    make_absence,
    make_cycle,
    make_key_result,
    make_objective,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
SIX_WEEKS_AGO = 42 * DAY


def stored_gap(objective):
    return ObjectiveFigures.objects.get(pk=objective.pk).gap


# What makes it


def test_both_sides_add_up_to_the_gap_to_the_last_digit(shown, known, child_at):
    for value, weight in ((10, 1), (33, 2), (75, "0.7")):
        known(value, weight=weight)
    for value, weight in ((90, 1), (41, 3), (7, 1)):
        child_at(value, alignment_weight=weight)

    panel = shown().context["panel"]

    assert sum(part.makes for part in panel.own) == panel.total
    assert sum(part.makes for part in panel.children) == panel.total


def test_the_largest_reasons_stand_in_sentences(shown, known, child_at):
    known(0, weight=1, content="Platform")
    known(50, weight=3, content="Availability")
    child_at(60, title="Move")
    child_at(64, title="Watch")

    text = pages.text(shown())

    assert (
        "Platform alone puts the objective 15.5 pts behind its children: "
        "at 0%, with 25% of the weight." in text
    )
    assert (
        "Watch alone puts the objective 13.3 pts behind its children: "
        "itself at 64%, with 50% of the mean." in text
    )
    assert text.index("Platform alone") < text.index("Availability alone")


def test_the_tables_show_the_arithmetic_of_each_part(shown, known, child_at):
    known(0, weight=1, content="Platform")
    known(50, weight=3, content="Availability")
    child_at(60, title="Move")
    child_at(64, title="Watch")

    text = pages.text(shown())

    assert "Platform 25.0% × (0.0% − 62.0%) −15.5 −12.0" in text
    assert "Availability 75.0% × (50.0% − 62.0%) −9.0 −62.0" in text
    assert "Watch 50.0% × (37.5% − 64.0%) −13.3 −22.5" in text
    assert "Target gap −24.5" in text


def test_the_only_key_result_leaves_no_gap_without_it(shown, known, child_at):
    known(40)
    child_at(60)
    [own], [child] = shown().context["panel"].own, shown().context["panel"].children
    assert (own.without, child.without) == (None, None)


def test_what_does_not_count_makes_nothing(shown, parent, known, child_at):
    known(40)
    make_key_result(parent, kind="at_most", target=4, content="Never counted")
    child_at(60)
    make_objective("Unmeasured", parent=parent, owner=parent.owner)
    panel = shown().context["panel"]
    assert (len(panel.own), len(panel.children)) == (1, 1)


@pytest.mark.parametrize(
    ("own", "child", "said"),
    [
        (20, 60, "The children move, the parent does not."),
        (60, 20, "The objective moves without its children."),
        (40, 43, "In line: the objective and the ones under it move together"),
    ],
)
def test_each_sign_is_read_in_plain_language(shown, known, child_at, own, child, said):
    known(own)
    child_at(child)
    assert said in pages.text(shown())


def test_without_a_gap_it_is_said_which_side_is_missing(shown, known, parent, child_at):
    make_objective(parent=parent, owner=parent.owner)
    assert "No gap yet: this objective has no progress." in pages.text(shown())
    known(40)
    text = pages.text(shown())
    assert "No gap yet: no child that counts has progress." in text
    assert "Why the gap" not in text


# Stale values


def test_where_nothing_is_overdue_it_says_so(shown, known, child_at):
    known(40)
    child_at(60)
    assert "no update of the key results on either side is overdue" in pages.text(
        shown()
    )


def test_a_stale_key_result_leaves_the_gap_between_two_ends(shown, known, child_at):
    known(40, weight=4)
    known(0, weight=1, content="Platform", stale=True)
    child_at(60)
    text = pages.text(shown())
    assert "Platform is overdue." in text
    assert "Once updated, the gap could lie between −28 and −8 pts." in text
    assert "Whatever they are, the objective stays behind its children." in text


@pytest.mark.parametrize("value", [0, 100])
def test_its_ends_are_what_an_update_would_make_of_it(shown, known, child_at, value):
    known("33.3", weight=4)
    stale = known(21, weight="1.3", stale=True)
    child_at(60)
    bounds = shown().context["panel"].bounds

    check_in(stale, value)

    assert stored_gap(stale.objective) == (bounds.high if value else bounds.low)


@pytest.mark.parametrize("value", [0, 100])
def test_a_childs_ends_are_what_its_update_would_make_of_it(
    shown, parent, known, child_at, value
):
    known(40)
    child_at(60)
    late = child_at(71, stale=True, alignment_weight=3)
    [found] = shown().context["panel"].stale
    assert (found.subject, found.late) == (late, 1)

    check_in(late.key_results.get(), value)

    ends = {0: found.bounds.high, 100: found.bounds.low}
    assert stored_gap(parent) == ends[value]


def test_a_line_or_a_milestone_has_two_ends_and_nothing_between(shown, known, child_at):
    known(40, weight=3)
    known(5, kind="at_most", target=4, content="Incidents", stale=True)
    child_at(60)
    text = pages.text(shown())
    assert "Incidents is overdue. Once updated, the gap would be −30 or −5 pts." in text
    assert "the two could turn out to be in line" in text


def test_a_line_never_measured_counts_once_somebody_looks(shown, known, child_at):
    known(40, weight=3)
    made = timezone.now() - SIX_WEEKS_AGO
    line = make_key_result(
        child_at(60).parent, kind="at_most", target=4, created_at=made
    )
    [found] = shown().context["panel"].stale
    for value, end in ((5, found.bounds.low), (3, found.bounds.high)):
        check_in(line, value)
        assert stored_gap(line.objective) == end


def test_all_stale_values_are_taken_together(shown, known, child_at):
    known(40)
    known(40, stale=True)
    child_at(60, stale=True)
    panel = shown().context["panel"]
    assert (panel.bounds.low, panel.bounds.high) == (-800_000, 700_000)
    assert "With all 2 overdue values updated it could lie between −80 and +70" in (
        pages.text(shown())
    )


def test_in_a_closed_cycle_nothing_is_stale(shown, parent, known, child_at):
    known(40, stale=True)
    child_at(60, stale=True)
    type(parent.cycle).objects.update(state="closed")
    assert shown().context["panel"].stale == []


# Dates


@pytest.fixture
def year(cycle):
    """A cycle of which a quarter is over: less is expected than in the other."""
    return make_cycle(
        "The year",
        starts_on=clock.today() - 91 * DAY,
        ends_on=clock.today() + 273 * DAY,
    )


def test_a_gap_that_other_dates_make_is_none_against_pace(shown, known, child_at, year):
    known("54.9451", target=100)
    child_at(25, cycle=year)
    response = shown()
    paced = response.context["panel"].paced
    assert paced.against == 0
    assert paced.awaited == Decimal("29.9")
    text = pages.text(response)
    assert "Some of the children’s cycles have other dates." in text
    assert "The year" in text


def test_against_pace_and_expectations_add_up_to_the_gap(shown, known, child_at, year):
    known(31)
    known(0, kind="milestone", target=1)
    child_at(66, cycle=year)
    child_at(58)
    panel = shown().context["panel"]
    assert panel.paced.against + panel.paced.awaited == panel.total


def test_where_both_are_expected_alike_dates_are_one_quiet_line(shown, known, child_at):
    known(31)
    child_at(66)
    text = pages.text(shown())
    assert "Little: both sides are expected to stand about as far today (0.0 pts)" in (
        text
    )


# Many


def test_of_many_children_the_furthest_are_listed(shown, known, parent, child_at):
    known(50)
    near = child_at(49, title="Near")
    for number in range(51):
        child_at(0 if number % 2 else 100)
    response = shown()
    listed = response.context["family"].listed
    assert len(listed) == 50
    assert near not in [child.objective for child in listed]
    text = pages.text(response)
    assert "The 50 furthest from this objective, of 52." in text
    assert "All 52 children that count" in text
    panel = response.context["panel"]
    assert (len(panel.rows), panel.others.count) == (50, 2)
    assert sum(part.makes for part in panel.rows) + panel.others.makes == panel.total
    assert "2 other children" in text


def test_alignment_weights_are_told_where_they_differ(shown, known, child_at):
    known(50)
    child_at(40)
    assert "· weight" not in pages.text(shown())
    child_at(80, alignment_weight=3)
    text = pages.text(shown())
    assert "Bob · weight 3" in text
    assert "(1 × 40% + 3 × 80%) ÷ 4 = 70%" in text


# Corrections and figures


def test_the_panels_figures_are_the_stored_ones(shown, parent, known, child_at):
    wrong = known("33.3333", target=97)
    entry = wrong.check_ins.get()
    ledger.record(
        key_result=wrong,
        author=wrong.owner,
        entry=ledger.Entry(
            value=Decimal("12.5"),
            measured_on=entry.measured_on,
            corrects=entry.pk,
            reason="Mistyped.",
        ),
    )
    child_at("17.77")
    panel = shown().context["panel"]
    assert panel.gap == stored_gap(parent)
    assert panel.bounds.low == panel.bounds.high == panel.gap


def test_what_nobody_owes_while_away_is_not_stale(shown, known, child_at, bob):
    known(40)
    late = child_at(60, stale=True)
    assert [one.subject for one in shown().context["panel"].stale] == [late]
    make_absence(bob, starts=-30, ends=1)
    assert shown().context["panel"].stale == []
