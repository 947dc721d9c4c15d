"""Actions as lanes below a chart, and what is said of them in rows."""

import datetime
from datetime import date
from fractions import Fraction

import pytest

from objectives import actions, clock
from progress.drawing_axes import Days
from progress.drawing_lanes import Lane, Lanes, action_lanes, place_of_words
from progress.judging import judged
from progress.lanes import MOST, lanes_of
from progress.words_of_verdicts import as_decimal, meanwhile, share_words
from tests.factories import check_in, make_action, make_key_result, make_objective

YEAR = Days(date(2026, 1, 1), date(2026, 12, 31))


def days_ago(days):
    return clock.today() - datetime.timedelta(days=days)


def lane(title="Pilot", runs=False, change="−3.3 h"):
    first, last = date(2026, 2, 1), date(2026, 3, 1)
    return Lane(title, first, last, runs, "1 Feb – 1 Mar", change)


def test_lanes_say_all_of_themselves_in_sentences():
    drawn = action_lanes(
        Lanes(YEAR, [lane(), lane("Triage", True), lane("Train", change="")], False)
    )
    assert (
        "<title>Actions: Pilot, 1 Feb – 1 Mar: −3.3 h; Triage, 1 Feb – 1 Mar: "
        "−3.3 h so far; Train, 1 Feb – 1 Mar: nothing measured</title>"
    ) in drawn


def test_what_still_runs_has_a_lane_of_its_own_shade():
    drawn = action_lanes(Lanes(YEAR, [lane(), lane(runs=True)], False))
    assert (drawn.count('class="lane"'), drawn.count('class="lane-on"')) == (1, 1)


def test_titles_are_written_as_text():
    assert "<b>" not in action_lanes(Lanes(YEAR, [lane("<b>Pilot")], False))


@pytest.mark.parametrize(
    ("left", "right", "place"),
    [
        pytest.param(50, 200, (200, 8, "start"), id="behind a short one"),
        pytest.param(100, 600, (100, 8, "start"), id="in a long one"),
        pytest.param(700, 800, (700, -8, "end"), id="before a late one"),
        pytest.param(600, 1000, (1000, -8, "end"), id="in a long late one"),
    ],
)
def test_words_keep_inside_the_drawing(left, right, place):
    assert place_of_words(left, right) == place


@pytest.mark.parametrize(
    ("share", "words"),
    [("11/20", "55%"), ("-9/10", "−90%"), ("1/200", "1%"), ("0", "0%")],
)
def test_shares_are_rounded_half_up(share, words):
    assert share_words(Fraction(share)) == words


@pytest.mark.parametrize(
    ("number", "shown"), [("1/8", "0.13"), ("-1/8", "-0.13"), ("2/3", "0.67")]
)
def test_fractions_are_rounded_away_from_zero(number, shown):
    assert str(as_decimal(Fraction(number), 2)) == shown


@pytest.mark.django_db
def test_the_latest_actions_are_drawn_the_first_to_begin_on_top():
    key_result = make_key_result(make_objective())
    for days in range(MOST + 2, 1, -1):
        make_action(key_result, f"Day {days}", state="doing", on=days_ago(days))
    make_action(key_result, "Planned", state="planned")
    found = lanes_of(key_result, clock.today())
    assert [each.title for each in found.lanes] == [f"Day {n}" for n in range(9, 1, -1)]
    assert found.more


@pytest.mark.django_db
def test_a_row_says_what_happened_meanwhile_or_when_it_starts():
    key_result = make_key_result(make_objective(), start=0, target=100, unit="%")
    bet = {"expected_from": 0, "expected_to": 9, "expected_by": days_ago(-9)}
    plan = {"starts_on": days_ago(20), "due_on": days_ago(-3)}
    runs = make_action(key_result, state="doing", on=days_ago(10), **bet, **plan)
    done = make_action(key_result, state="doing", on=days_ago(10))
    actions.take(done.pk, "done", seen=None, by=key_result.owner, on=days_ago(2))
    late = make_action(key_result, state="planned", starts_on=days_ago(1))
    idea = make_action(key_result)
    check_in(key_result, 5, on=days_ago(5))
    for action in (runs, late, idea, done):
        action.refresh_from_db()
    told = judged([runs, done, late, idea], clock.today())

    def row(action):
        found = meanwhile(told[action.pk], clock.today())
        return found.change, found.note

    assert row(runs)[0] == "+5 pts"
    assert row(runs)[1].startswith("10 days in; most effect due after ")
    assert row(done) == ("+5 pts", "0 → 5%")
    assert row(late)[1].startswith("was to start ")
    assert row(idea) == ("", "")
