"""Closing a cycle: grades, what is open before it, and reopening with a reason."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from objectives import clock
from objectives.models import Cycle
from progress import closing
from progress.compliance import compliance
from progress.grade_form import in_hundredths
from progress.models import CheckIn, Grade
from tests import pages
from tests.factories import (
    check_in,
    make_cycle,
    make_key_result,
    make_objective,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def carols(sign_in, carol):
    """The manager's browser."""
    return sign_in(carol)


@pytest.fixture
def danas(sign_in, dana):
    """The administrator's browser."""
    return sign_in(dana)


@pytest.fixture
def goal(company_objective):
    """Alice's, at 67 %."""
    check_in(make_key_result(company_objective), 67)
    return company_objective


def url_of(cycle):
    return reverse("cycle_close", args=[cycle.pk])


def typed(goal, grade="", learned="", seen=0, **more):
    return {
        f"grade-{goal.pk}": grade,
        f"learned-{goal.pk}": learned,
        f"seen-{goal.pk}": seen,
        **more,
    }


def grade(client, goal, grade="", learned="", seen=0, **more):
    return client.post(url_of(goal.cycle), typed(goal, grade, learned, seen, **more))


def stored(goal):
    found = Grade.objects.filter(pk=goal.pk).first()
    return found and (found.hundredths, found.learned, found.revision)


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (None, "–"),
        (0, "0.00"),
        (1, "0.01"),
        (666_667, "0.67"),
        (999_999, "0.99"),
        (1_000_000, "1.00"),
    ],
)
def test_computed_progress_is_written_as_grades_are(figure, text):
    assert in_hundredths(figure) == text


# Grading


def test_a_grade_stands_beside_the_computed_progress(carols, goal):
    page = carols.get(url_of(goal.cycle))
    assert f"{goal.title} 0.67 Grade of “{goal.title}”, 0 to 1" in pages.text(page)
    assert 'placeholder="0.7"' in page.text

    answer = grade(carols, goal, "0.7", "Calls that connect matter more.")

    assert answer.status_code == 302
    assert stored(goal) == (70, "Calls that connect matter more.", 1)
    page = carols.get(answer.url)
    assert "1 grade saved." in pages.text(page)
    assert 'value="0.7"' in page.text
    assert "The mean grade is 0.70." in pages.text(page)


def test_what_was_not_changed_is_not_written_again(carols, goal):
    grade(carols, goal, "0.70", "Learned.")
    answer = grade(carols, goal, "0.7", "Learned.", seen=0)
    assert stored(goal) == (70, "Learned.", 1)
    assert "Nothing was changed." in pages.text(carols.get(answer.url))


def test_a_grade_is_taken_back_and_its_history_kept(carols, goal):
    grade(carols, goal, "1")
    grade(carols, goal, "", "Too early to say.", seen=1)
    assert stored(goal) == (None, "Too early to say.", 2)
    assert [old.hundredths for old in goal.grade.history.order_by("pk")] == [100, None]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1.01", "A grade lies between 0 and 1."),
        ("-0.1", "A grade lies between 0 and 1."),
        ("70", "A grade lies between 0 and 1."),
        ("0.675", "A grade has at most two decimals."),
        ("good", "Enter a number"),
        ("0,7", "Use a point for decimals"),
        ("9" * 5000, "This is too long for a number"),
    ],
)
def test_a_wrong_grade_is_refused_and_kept(carols, goal, text, sentence):
    other = make_objective(cycle=goal.cycle, owner=goal.owner)
    answer = grade(carols, goal, text, "Typed.", **typed(other, "0.5"))
    assert answer.status_code == 422
    assert sentence in pages.text(answer)
    assert f'value="{text}"' in answer.text
    assert 'value="Typed."' in answer.text
    assert Grade.objects.count() == 0


def test_too_much_learned_is_refused(carols, goal):
    answer = grade(carols, goal, "0.5", "x" * 2001)
    assert answer.status_code == 422
    assert stored(goal) is None


def test_two_people_who_grade_at_once_both_keep_what_they_typed(
    sign_in, carol, dana, goal
):
    grade(sign_in(dana), goal, "0.6", "Dana’s.")

    client = sign_in(carol)
    answer = grade(client, goal, "0.8", "Carol’s.", seen=0)

    assert answer.status_code == 409
    assert stored(goal) == (60, "Dana’s.", 1)
    assert "theirs: 0.60" in pages.text(answer)
    assert "theirs: Dana’s." in pages.text(answer)
    assert 'value="0.8"' in answer.text
    sent = pages.sent(answer, None)
    assert client.post(url_of(goal.cycle), sent).status_code == 302
    assert stored(goal) == (80, "Carol’s.", 2)


def test_many_objectives_are_graded_page_by_page(carols, goal):
    for _ in range(55):
        make_objective(cycle=goal.cycle, owner=goal.owner)
    url = url_of(goal.cycle)
    first = carols.get(url)
    second = carols.get(url + pages.link(first, "next"))
    third = carols.get(url + pages.link(second, "next"))
    assert [graded_on(page) for page in (first, second, third)] == [25, 25, 6]
    assert pages.link(first, "prev") == pages.link(third, "next") == ""
    back = carols.get(url + pages.link(third, "prev"))
    assert graded_titles(back) == graded_titles(second)
    again = carols.get(url + pages.link(back, "prev"))
    assert graded_titles(again) == graded_titles(first)
    assert pages.link(again, "prev") == ""


def graded_on(page):
    return page.text.count('inputmode="decimal"')


def graded_titles(page):
    return [str(objective) for objective in page.context["part"].objectives]


@pytest.mark.parametrize(
    "asked",
    [
        "after=x",
        "after=1",
        "after=999999999-999999999999999999",
        "before=0-0",
        "page=9",
    ],
)
def test_what_is_no_place_of_the_list_is_its_beginning(carols, goal, asked):
    page = carols.get(f"{url_of(goal.cycle)}?{asked}")
    assert graded_titles(page) == [goal.title]


def test_grades_are_saved_deep_in_the_list_and_shown_there(carols, goal):
    last = [make_objective(cycle=goal.cycle, owner=goal.owner) for _ in range(25)][-1]
    url = url_of(goal.cycle) + pages.link(carols.get(url_of(goal.cycle)), "next")
    answer = carols.post(url, typed(last, "0.5"))
    assert answer.url == url
    assert graded_titles(carols.get(url)) == [last.title]
    assert stored(last)[0] == 50


def test_objectives_that_are_not_of_this_cycle_are_not_graded(carols, goal):
    other = make_objective(cycle=make_cycle("Other"), owner=goal.owner)
    carols.post(url_of(goal.cycle), typed(other, "0.5") | {"grade-x": "1"})
    assert stored(other) is None


# Who


def test_members_see_grades_once_the_cycle_is_closed(sign_in, bob, goal):
    Grade.objects.create(objective=goal, hundredths=70, learned="Learned.")
    secret = make_objective("Secret", cycle=goal.cycle, is_private=True)
    Grade.objects.create(objective=secret, hundredths=10)
    client = sign_in(bob)
    assert client.get(url_of(goal.cycle)).status_code == 403

    Cycle.objects.filter(pk=goal.cycle_id).update(state="closed")
    page = client.get(url_of(goal.cycle))

    words = pages.text(page)
    assert f"{goal.title} 0.67 0.70 Learned." in words
    assert "The mean grade is 0.70." in words
    assert "Secret" not in words
    assert "<input" not in page.text.partition("<main")[2]
    assert client.post(url_of(goal.cycle), {}).status_code == 403


def test_managers_grade_but_do_not_close(carols, goal):
    assert "Save and close" not in carols.get(url_of(goal.cycle)).text
    answer = grade(carols, goal, "0.7", do="close", anyway="on")
    assert answer.status_code == 403
    assert stored(goal) is None
    assert carols.post(url_of(goal.cycle), {"do": "reopen"}).status_code == 403


# Closing


def test_what_is_open_before_a_cycle_closes(danas, goal):
    make_key_result(goal)
    words = pages.text(danas.get(url_of(goal.cycle)))
    assert "The last day has passed : open" in words
    assert "Every key result has a final value : open 0 of 2" in words
    assert "Every objective is graded : open 0 of 1" in words
    assert "The next cycle exists : open" in words


def over(goal):
    """As if the cycle ended yesterday, with everything done."""
    cycle = goal.cycle
    cycle.starts_on -= 42 * DAY
    cycle.ends_on = clock.today() - DAY
    cycle.save()
    make_cycle("Next", starts_on=cycle.ends_on + DAY, state="planning")
    return cycle


def test_a_cycle_with_nothing_open_closes_with_its_grades(
    danas, cycle, company_objective, dana
):
    check_in(make_key_result(company_objective), 67, on=clock.today() - DAY)
    cycle = over(company_objective)

    answer = grade(danas, company_objective, "0.7", do="close")

    cycle.refresh_from_db()
    assert (answer.status_code, cycle.state) == (302, "closed")
    assert stored(company_objective) == (70, "", 1)
    page = pages.text(danas.get(answer.url))
    assert "The cycle is closed; its values and grades stay." in page
    assert "Closed Dana" in page


def test_open_points_are_asked_about_first(danas, goal):
    refused = grade(danas, goal, "0.7", "Kept.", do="close")
    assert refused.status_code == 422
    assert "Points of the list are open" in pages.text(refused)
    assert 'value="Kept."' in refused.text
    goal.cycle.refresh_from_db()
    assert (goal.cycle.state, stored(goal)) == ("open", None)

    grade(danas, goal, "0.7", "Kept.", do="close", anyway="on")

    goal.cycle.refresh_from_db()
    assert (goal.cycle.state, stored(goal)) == ("closed", (70, "Kept.", 1))


def test_a_closed_cycle_takes_no_check_ins_and_no_grades(sign_in, goal, carol):
    client = sign_in(goal.owner)
    key_result = goal.key_results.get()
    closing.close(goal.cycle, [], today=goal.cycle.ends_on, anyway=True)

    url = reverse("check_in_create", args=[key_result.pk])
    assert client.post(url, {"value": "80"}).status_code == 422
    assert CheckIn.objects.count() == 1

    answer = grade(sign_in(carol), goal, "0.9", "Too late.")
    assert answer.status_code == 409
    assert "0.9, Too late." in pages.text(answer)
    assert stored(goal) is None


def test_closing_twice_is_closing_once(danas, goal):
    for _ in range(2):
        answer = grade(danas, goal, "0.7", do="close", anyway="on")
        assert answer.status_code == 302
    assert len(closing.log_of(goal.cycle)) == 1


def test_a_planned_cycle_is_not_closed(danas, alice):
    cycle = make_cycle("Later", state="planning")
    assert "Save and close" not in danas.get(url_of(cycle)).text
    answer = danas.post(url_of(cycle), {"do": "close", "anyway": "on"})
    assert answer.status_code == 403


# Reopening


def test_an_administrator_reopens_with_a_reason_and_the_log_keeps_both(danas, goal):
    closing.close(goal.cycle, [], today=goal.cycle.ends_on, anyway=True)
    unexplained = danas.post(url_of(goal.cycle), {"do": "reopen", "reason": " "})
    assert unexplained.status_code == 422
    assert "Say why it is reopened." in pages.text(unexplained)

    reason = "Two values came late."
    answer = danas.post(url_of(goal.cycle), {"do": "reopen", "reason": reason})

    goal.cycle.refresh_from_db()
    assert (answer.status_code, goal.cycle.state) == (302, "open")
    [reopened, closed] = closing.log_of(goal.cycle)
    assert (reopened.state, reopened.reason, str(reopened.by)) == (
        "open",
        reason,
        "Dana",
    )
    assert (closed.state, closed.reason) == ("closed", "")
    assert f"Opened Dana {reason}" in pages.text(danas.get(answer.url))


def test_settings_do_not_reopen_without_a_reason(danas, goal):
    closing.close(goal.cycle, [], today=goal.cycle.ends_on, anyway=True)
    url = reverse("settings_cycle_edit", args=[goal.cycle_id])
    page = danas.get(url)
    assert "A closed cycle is reopened on its own page" in pages.text(page)
    answer = danas.post(url, pages.sent(page, None) | {"state": "open"})
    assert answer.status_code == 422
    goal.cycle.refresh_from_db()
    assert goal.cycle.state == "closed"


def test_the_page_asks_as_often_for_many_objectives_as_for_few(danas, goal):
    queries = [queries_of(danas, url_of(goal.cycle))]
    for _ in range(20):
        child = make_objective(parent=goal, owner=goal.owner)
        Grade.objects.create(objective=child, hundredths=50)
    queries.append(queries_of(danas, url_of(goal.cycle)))
    assert queries == [18, 18]


def queries_of(client, url):
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)


# What closing means elsewhere


def test_due_dates_after_an_early_closing_do_not_count(goal, cycle):
    """The cycle runs for weeks to come; it is closed today."""
    closing.close(cycle, [], today=clock.today(), anyway=True)
    cycle.refresh_from_db()

    later = compliance(cycle, cycle.ends_on)

    assert sum(tally.due for tally in later.total) == 0


def test_a_list_of_cycles_names_the_mean_grade_of_closed_ones(sign_in, bob, goal):
    Grade.objects.create(objective=goal, hundredths=70)
    other = make_objective(cycle=goal.cycle, owner=goal.owner)
    Grade.objects.create(objective=other, hundredths=65)
    client = sign_in(bob)
    assert "0.68" not in pages.text(client.get(reverse("cycles")))

    closing.close(goal.cycle, [], today=goal.cycle.ends_on, anyway=True)

    assert "0.68" in pages.text(client.get(reverse("cycles")))
