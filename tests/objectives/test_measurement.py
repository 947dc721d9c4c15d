"""How a key result is measured: what its plan may say."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from objectives.models import MeasurementPlan
from tests.factories import make_key_result, make_measurement_plan

HARMFUL = [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://files.example/x",
    "https://",
]


@pytest.fixture
def key_result(company_objective):
    return make_key_result(company_objective, unit="h")


def plan(key_result, **fields):
    return MeasurementPlan(key_result=key_result, **{"method": "Counted", **fields})


@pytest.mark.parametrize("source", HARMFUL)
def test_a_link_that_is_not_one_of_the_web_is_refused(key_result, source):
    with pytest.raises(ValidationError, match="begins with http"):
        plan(key_result, source=source).full_clean()


@pytest.mark.parametrize("source", ["Report: calls, page 2", "at 9:30", "来源：工单"])
def test_words_are_a_source_but_no_link(key_result, source):
    words = plan(key_result, source=source)
    words.full_clean()
    assert words.link == ""


def test_an_address_of_the_web_is_a_link(key_result):
    page = plan(key_result, source="HTTPS://status.example/channels")
    page.full_clean()
    assert page.link == page.source


@pytest.mark.parametrize(
    "fields",
    [
        {"known_error": Decimal("-0.1")},
        {"minutes": 0},
        {"minutes": 10_081},
        {"method": ""},
    ],
    ids=str,
)
def test_the_database_refuses_what_makes_no_plan(key_result, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        plan(key_result, **fields).save()


def test_a_milestone_has_no_error(company_objective):
    milestone = make_key_result(company_objective, kind="milestone", target=1)
    with pytest.raises(ValidationError, match="no error applies"):
        plan(milestone, known_error=Decimal(1)).full_clean()


def test_without_a_plan_or_an_error_in_it_every_change_is_one(key_result):
    assert key_result.known_error == 0
    make_measurement_plan(key_result)
    key_result.refresh_from_db()
    assert key_result.known_error == 0
    key_result.measurement_plan.known_error = Decimal("0.5")
    assert key_result.known_error == Decimal("0.5")
