"""Setting, changing, weighing and dropping objectives and key results."""

import re

import pytest
from django.urls import reverse

from objectives import bookkeeping
from objectives.models import Cycle, KeyResult, Objective
from progress.models import KeyResultFigures, ObjectiveFigures
from tests.factories import check_in, make_key_result

pytestmark = pytest.mark.django_db
EVIL = "‮ 👩‍👩‍👧 a\u0301 <script>alert(1)</script>"


@pytest.fixture
def browser(sign_in, alice):
    return sign_in(alice)


@pytest.fixture
def kr(company_objective):
    return make_key_result(company_objective, content="Response time", unit="h")


def hidden_fields(page):
    """What the form carries without anybody typing it."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def opened(client, url):
    page = client.get(url)
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    known = {name: value for name, value in typed.items() if value not in (None, False)}
    return known | hidden_fields(page)


def new_objective(browser, **typed):
    url = reverse("objective_create")
    return url, opened(browser, url) | {"title": "Answer within the hour", **typed}


# Objectives


def test_an_objective_is_set_once_though_the_button_is_pressed_twice(browser, alice):
    Cycle.objects.create(
        name="Now", starts_on="2026-10-01", ends_on="2026-12-31", state="open"
    )
    url, sent = new_objective(browser)
    for _again in range(2):
        assert browser.post(url, sent).status_code == 302
    made = Objective.objects.get(title="Answer within the hour")
    assert made.owner == alice
    assert made.history.get().history_user == alice


@pytest.mark.parametrize(
    "title",
    ["", "   ", "\u200b\u200d", "x" * 1001, "a\0b", "a\x07b"],
    ids=["empty", "blank", "invisible", "too long", "NUL", "bell"],
)
def test_a_title_is_text_that_can_be_read(browser, cycle, title):
    url, sent = new_objective(browser, title=title, description="kept as typed")
    answer = browser.post(url, sent)
    assert answer.status_code == 422
    assert "kept as typed" in answer.text
    assert not Objective.objects.exists()


def test_a_title_of_1000_characters_in_any_script_is_kept_as_text(browser, cycle):
    title = EVIL + "字" * (1000 - len(EVIL))
    url, sent = new_objective(browser, title=title)
    assert browser.post(url, sent).status_code == 302
    made = Objective.objects.get()
    assert made.title == title
    assert "<script>alert" not in browser.get(made.get_absolute_url()).text


def test_a_child_hangs_under_its_parent(browser, company_objective):
    url = f"{reverse('objective_create')}?parent={company_objective.pk}"
    sent = opened(browser, url) | {"title": "Below", "derivation_note": "Because"}
    assert browser.post(url, sent).status_code == 302
    below = Objective.objects.get(title="Below")
    assert (below.parent, below.level) == (company_objective, 1)
    assert below.derivation_note == "Because"


def test_a_child_serves_one_key_result_of_its_parent(
    browser, derived_objective, company_objective, kr
):
    elsewhere = make_key_result(derived_objective, content="Steps of a task")
    new = f"{reverse('objective_create')}?parent={company_objective.pk}"
    edit = reverse("objective_edit", args=[derived_objective.pk])
    for url in (new, edit):
        assert "Steps of a task" not in browser.get(url).text
        sent = opened(browser, url) | {"title": "Below"}
        refused = sent | {"parent_key_result": elsewhere.pk}
        assert browser.post(url, refused).status_code == 422
        accepted = sent | {"parent_key_result": kr.pk}
        assert browser.post(url, accepted).status_code == 302
    assert kr.served_by.filter(title="Below").count() == 2


def test_who_may_not_see_the_parent_learns_nothing_of_it(
    sign_in, bob, derived_objective, company_objective, kr
):
    Objective.objects.filter(pk=company_objective.pk).update(is_private=True)
    bookkeeping.objectives_changed(company_objective.pk)
    url = reverse("objective_edit", args=[derived_objective.pk])

    page = sign_in(bob).get(url).text

    assert kr.content not in page
    assert "parent_key_result" not in page
    assert company_objective.title not in page


@pytest.mark.parametrize("parent", ["987654321", "0", "-1", "soon", "9" * 30])
def test_a_parent_that_is_not_there_is_no_parent(browser, cycle, parent):
    url = reverse("objective_create")
    answer = browser.get(url, {"parent": parent})
    assert answer.status_code == 404
    sent = opened(browser, url) | {"title": "Lost", "parent": parent}
    assert browser.post(url, sent).status_code == 422
    assert not Objective.objects.exists()


def test_of_two_editors_the_second_sees_both_versions_and_loses_nothing(
    browser, company_objective
):
    url = reverse("objective_edit", args=[company_objective.pk])
    first = opened(browser, url) | {"title": "Hers"}
    second = first | {"title": "His"}
    assert browser.post(url, first).status_code == 302
    answer = browser.post(url, second)
    assert answer.status_code == 409
    assert "Hers" in answer.text
    assert 'value="His"' in answer.text or ">His<" in answer.text
    company_objective.refresh_from_db()
    assert company_objective.title == "Hers"


def test_a_dropped_objective_counts_no_more_and_can_be_restored(
    sign_in, alice, derived_objective
):
    browser = sign_in(alice)
    check_in(make_key_result(derived_objective), 50)
    parent = derived_objective.parent_id
    url = reverse("objective_drop", args=[derived_objective.pk])
    assert browser.post(url, opened(browser, url) | {"reason": ""}).status_code == 422
    fields = hidden_fields(browser.get(url))
    browser.post(url, fields | {"reason": "Overtaken"})
    derived_objective.refresh_from_db()
    assert derived_objective.is_dropped
    assert ObjectiveFigures.objects.get(pk=parent).children_mean is None
    browser.post(url, hidden_fields(browser.get(url)))
    assert ObjectiveFigures.objects.get(pk=parent).children_mean == 500_000


def test_a_closed_cycle_keeps_its_plan(browser, company_objective, kr):
    Cycle.objects.filter(pk=company_objective.cycle_id).update(state="closed")
    for name, pk in (
        ("objective_edit", company_objective.pk),
        ("objective_weights", company_objective.pk),
        ("key_result_create", company_objective.pk),
        ("key_result_edit", kr.pk),
        ("key_result_drop", kr.pk),
    ):
        assert browser.get(reverse(name, args=[pk])).status_code == 403


# Key results


def new_key_result(browser, objective, **typed):
    url = reverse("key_result_create", args=[objective.pk])
    sent = {"content": "Response time", "kind": "reach", "unit": "h"}
    sent |= {"start_value": "9", "target_value": "2", "weight": "1"}
    return url, opened(browser, url) | sent | typed


def test_a_key_result_begins_with_no_progress(browser, company_objective):
    url, sent = new_key_result(browser, company_objective)
    assert browser.post(url, sent).status_code == 302
    made = KeyResult.objects.get()
    assert (made.start_value, made.target_value, made.unit) == (9, 2, "h")
    assert KeyResultFigures.objects.get(pk=made.pk).progress == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"target_value": "9"},
        {"target_value": ""},
        {"weight": "0"},
        {"weight": "-1"},
        {"weight": "1e30"},
        {"weight": "NaN"},
        {"start_value": "1.23456"},
        {"kind": "guess"},
        {"unit": "u" * 1000},
        {"content": ""},
        {"owner": "987654321"},
    ],
    ids=str,
)
def test_what_the_arithmetic_cannot_answer_is_refused(
    browser, company_objective, wrong
):
    url, sent = new_key_result(browser, company_objective, **wrong)
    assert browser.post(url, sent).status_code == 422
    assert not KeyResult.objects.exists()


def test_a_milestone_needs_no_numbers(browser, company_objective):
    empty = {"start_value": "", "target_value": "", "unit": ""}
    url, sent = new_key_result(browser, company_objective, kind="milestone", **empty)
    assert browser.post(url, sent).status_code == 302
    made = KeyResult.objects.get()
    assert (made.start_value, made.target_value) == (0, 1)


def test_a_new_target_is_remembered_and_changes_the_figures(browser, alice, kr):
    check_in(kr, 50)
    url = reverse("key_result_edit", args=[kr.pk])
    sent = opened(browser, url) | {"target_value": "200"}
    assert browser.post(url, sent).status_code == 302
    assert KeyResultFigures.objects.get(pk=kr.pk).progress == 250_000
    targets = list(kr.history.values_list("target_value", "history_user"))
    assert targets[0] == (200, alice.pk)
    assert targets[-1][0] == 100


def test_weights_are_shares_of_their_sum(browser, company_objective, kr):
    other = make_key_result(company_objective)
    check_in(kr, 100)
    url = reverse("objective_weights", args=[company_objective.pk])
    page = browser.get(url)
    sent = hidden_fields(page)
    names = re.findall(r'name="([\w-]+)"[^>]*value="1"', page.text)
    assert len(names) == 2
    sent |= {names[0]: "3", names[1]: "1"}
    shares = browser.get(
        reverse("objective_weight_shares", args=[company_objective.pk]), sent
    ).text
    assert "75.0%" in shares
    assert KeyResult.objects.get(pk=kr.pk).weight == 1
    assert browser.post(url, sent).status_code == 302
    figures = ObjectiveFigures.objects.get(pk=company_objective.pk)
    assert figures.progress == 750_000
    assert KeyResult.objects.get(pk=other.pk).weight == 1


def test_a_dropped_key_result_leaves_the_sum(browser, company_objective, kr):
    make_key_result(company_objective)
    check_in(kr, 100)
    url = reverse("key_result_drop", args=[kr.pk])
    page = browser.get(url)
    assert (
        browser.post(url, hidden_fields(page) | {"reason": "Moved"}).status_code == 302
    )
    assert ObjectiveFigures.objects.get(pk=company_objective.pk).progress == 0
    assert "Moved" in browser.get(company_objective.get_absolute_url()).text
