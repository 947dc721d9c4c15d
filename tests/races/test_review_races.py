"""Several people open, write and close one review at once."""

import datetime

import pytest

from objectives import clock
from progress import reviewing, verify
from progress.models import AlignmentReview
from progress.reviewing import AlreadyOpen, Stale
from tests.factories import check_in, make_key_result, make_objective, make_user
from tests.races.crowd import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
PEOPLE = 6


@pytest.fixture
def drifted():
    """An objective and two under it, each measured."""
    parent = make_objective()
    for objective in (
        parent,
        make_objective(parent=parent),
        make_objective(parent=parent),
    ):
        check_in(make_key_result(objective), 20)
    return parent


def of_kind(answers, kind):
    return [answer for answer in answers if isinstance(answer, kind)]


def test_of_many_who_open_a_review_one_does(drifted):
    people = [make_user() for _ in range(PEOPLE)]

    def opening(person):
        return lambda: reviewing.open_review(drifted.pk, by=person)

    answers = at_once(*map(opening, people))

    assert len(of_kind(answers, AlignmentReview)) == 1
    assert len(of_kind(answers, AlreadyOpen)) == PEOPLE - 1
    assert AlignmentReview.objects.count() == 1


def test_what_is_frozen_is_what_the_ledger_held_at_that_moment(drifted):
    family = [drifted, *drifted.children.all()]
    key_results = [objective.key_results.get() for objective in family]

    def measuring(key_result):
        return lambda: [check_in(key_result, value) for value in range(30, 60)]

    def opening():
        return reviewing.open_review(drifted.pk, by=drifted.owner)

    answers = at_once(opening, *map(measuring, key_results))

    assert of_kind(answers, Exception) == []
    assert list(verify.differences()) == []


def test_lines_that_many_write_at_once_all_stay(drifted):
    review = reviewing.open_review(drifted.pk, by=drifted.owner)
    lines = [line for n in range(PEOPLE) for line in (f"line {n}", "")]
    values = {"notes": "\n".join(lines)}
    reviewing.write(review.pk, seen=1, by=drifted.owner, values=values)

    def writing(number):
        mine = lines.copy()
        mine[2 * number] += f": said by {number}"
        values = {"notes": "\n".join(mine)}
        return lambda: reviewing.write(
            review.pk, seen=2, by=drifted.owner, values=values
        )

    answers = at_once(*map(writing, range(PEOPLE)))

    assert of_kind(answers, Exception) == []
    review.refresh_from_db()
    for number in range(PEOPLE):
        assert f"line {number}: said by {number}" in review.notes
    assert review.revision == 2 + PEOPLE


def test_notes_written_while_somebody_closes_are_kept_or_refused(drifted):
    review = reviewing.open_review(drifted.pk, by=drifted.owner)
    until = clock.today() + datetime.timedelta(days=9)
    end = {"decision": "look_again", "closing": "Later.", "look_again_on": until}

    def closing():
        return reviewing.write(
            review.pk, seen=1, by=drifted.owner, values=end, close=True
        )

    def writing():
        return reviewing.write(
            review.pk, seen=1, by=drifted.owner, values={"notes": "heard"}
        )

    closed, written = at_once(closing, writing)

    review.refresh_from_db()
    assert isinstance(closed, AlignmentReview)
    assert not review.is_open
    kept = review.notes == "heard"
    assert isinstance(written, AlignmentReview if kept else Stale)
