"""An objective's page: its key results, their sum, its chart and its children."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from objectives import clock, plan
from objectives.models import Cycle
from tests import pages
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def alices(sign_in, alice):
    """Alice's browser; she owns the company objective."""
    return sign_in(alice)


def text(client, objective):
    return pages.text(client.get(objective.get_absolute_url()))


def test_progress_is_told_as_the_sum_it_is(alices, company_objective):
    first = make_key_result(company_objective, weight=1)
    second = make_key_result(company_objective, weight=3)
    check_in(first, 40)
    check_in(second, 80)

    page = text(alices, company_objective)

    assert "the weighted mean of these 2" in page
    assert "70.0% = 25% × 40 + 75% × 80" in page


def test_thirds_are_shares_of_their_sum(alices, company_objective):
    for _ in range(3):
        check_in(make_key_result(company_objective, target=3), 1)
    assert "33.3% = 33% × 33 + 33% × 33 + 33% × 33" in text(alices, company_objective)


def test_a_line_that_was_never_measured_has_no_share(alices, company_objective):
    check_in(make_key_result(company_objective), 40)
    make_key_result(company_objective, kind="at_most", target=4)
    assert "40.0% = 100% × 40" in text(alices, company_objective)


def test_each_key_result_says_its_values_and_what_changed(alices, measured):
    kr = measured(9, 7, start=9, target=2, unit="h", content="Response time")
    check_in(kr, "5.5")
    page = text(alices, kr.objective)
    assert "Response time Bob 9.0 h 5.5 h 2.0 h 100% 50%" in page
    assert "−3.5 h better" in page


def test_without_key_results_it_has_no_progress(alices, company_objective):
    page = text(alices, company_objective)
    assert "No key result yet" in page
    assert "Not started" in page
    assert "No child objectives, so there is no gap." in page


def test_where_every_key_result_was_dropped_there_is_no_progress(
    alices, company_objective
):
    kr = make_key_result(company_objective)
    check_in(kr, 40)
    plan.drop_key_result(kr.pk, seen=None, by=kr.owner, reason="Out of reach.")

    page = text(alices, company_objective)

    assert "1 dropped key result" in page
    assert "Out of reach." in page
    assert "40%" not in page


def test_the_gap_is_told_with_its_sign(alices, company_objective, derived_objective):
    check_in(make_key_result(company_objective), 31)
    check_in(make_key_result(derived_objective), 62)

    page = text(alices, company_objective)

    assert "behind children by 31 pts" in page
    assert "children’s mean 62%" in page
    assert "The children move, the parent does not." in page
    assert "Mean of the children +31" in page


def test_children_count_by_their_alignment_weight(alices, company_objective, bob):
    check_in(make_key_result(company_objective), 50)
    for value, weight in ((40, 1), (80, 3)):
        child = make_objective(
            parent=company_objective, owner=bob, alignment_weight=weight
        )
        check_in(make_key_result(child), value)
    assert "children’s mean 70%" in text(alices, company_objective)


def test_a_child_without_progress_is_listed_and_not_counted(
    alices, company_objective, derived_objective
):
    check_in(make_key_result(company_objective), 50)
    page = text(alices, company_objective)
    assert derived_objective.title in page
    assert "no gap yet" in page


def test_a_dropped_child_is_not_listed(alices, company_objective, derived_objective):
    plan.drop_objective(
        derived_objective.pk, seen=None, by=derived_objective.owner, reason="Over."
    )
    assert derived_objective.title not in text(alices, company_objective)


def test_the_way_up_leads_through_every_parent(sign_in, bob, derived_objective):
    below = make_objective("Below", parent=derived_objective, owner=bob)
    page = sign_in(bob).get(below.get_absolute_url()).text
    top, middle = derived_objective.parent, derived_objective
    assert page.index(top.get_absolute_url()) < page.index(middle.get_absolute_url())


def test_a_dropped_objective_says_so_and_why(alices, company_objective, alice):
    plan.drop_objective(company_objective.pk, seen=None, by=alice, reason="Merged.")
    page = text(alices, company_objective)
    assert "it counts nowhere and takes no check-ins" in page
    assert "Merged." in page


def test_an_update_that_is_due_is_offered_to_its_owner_only(sign_in, measured, carol):
    kr = measured(5, 14)
    for person, offered in ((kr.owner, True), (carol, False)):
        page = text(sign_in(person), kr.objective)
        assert ("Update key results" in page) == offered
        assert "7 days overdue" in page


def test_only_those_who_may_change_it_are_offered_to(sign_in, alice, mallory, measured):
    objective = measured(5, 1).objective
    edit = reverse("objective_edit", args=[objective.pk])
    for person, offered in ((alice, True), (objective.owner, True), (mallory, False)):
        page = sign_in(person).get(objective.get_absolute_url()).text
        assert (edit in page) == offered


def test_in_a_closed_cycle_nobody_is_offered_to_change_it(alices, company_objective):
    Cycle.objects.update(state=Cycle.State.CLOSED)
    page = alices.get(company_objective.get_absolute_url()).text
    assert reverse("objective_edit", args=[company_objective.pk]) not in page
    assert reverse("key_result_create", args=[company_objective.pk]) not in page


def test_more_than_fifty_children_are_counted_all_and_linked(
    alices, company_objective, alice
):
    """The mean and its chart are of all of them, not of those that are listed."""
    check_in(make_key_result(company_objective), 50)
    for number in range(52):
        child = make_objective(parent=company_objective, owner=alice)
        check_in(make_key_result(child), 0 if number < 26 else 100)

    response = alices.get(company_objective.get_absolute_url())

    assert "All child objectives" in pages.text(response)
    chart = response.context["chart"]
    figures = company_objective.figures
    figures.refresh_from_db()
    assert chart.children[-1].figure == figures.children_mean == 500_000


def test_the_line_of_the_chart_ends_where_the_objective_stands(
    alices, company_objective, derived_objective
):
    kr = make_key_result(company_objective)
    for days, value in ((14, 10), (7, 30), (0, 45)):
        check_in(kr, value, on=clock.today() - days * DAY)
    check_in(make_key_result(derived_objective), 62)

    chart = alices.get(company_objective.get_absolute_url()).context["chart"]

    assert [point.figure for point in chart.own] == [0, 100_000, 300_000, 450_000]
    assert chart.children[-1].figure == 620_000


def test_long_titles_and_odd_letters_are_shown_as_text(sign_in, bob, company):
    title = "دعم العملاء 客户支持 " + "x" * 900 + " <script>"
    objective = make_objective(title, owner=bob, team=company)
    kr = make_key_result(objective, content="e" + "\u0301" * 80, unit="<")
    check_in(kr, Decimal("0.0001"))
    page = sign_in(bob).get(objective.get_absolute_url())
    assert page.status_code == 200
    assert "<script>" not in page.text.split("</head>")[1]
    assert '<bdi lang="zh">' in page.text
