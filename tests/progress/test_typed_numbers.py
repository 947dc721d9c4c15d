"""Every number of the parser's tables, typed into the real form of a check-in."""

from decimal import Decimal

import pytest
from django.urls import reverse

from progress.models import CheckIn
from tests import pages
from tests.factories import make_key_result
from tests.objectives.test_numbers import ACCEPTED, REFUSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def kr(derived_objective):
    return make_key_result(derived_objective)


@pytest.fixture
def form(kr):
    return reverse("check_in_create", args=[kr.pk])


@pytest.fixture(params=["en", "zh-hans", "zh-hant"])
def bobs(sign_in, bob, request):
    """Bob's browser, and his language."""
    bob.language = request.param
    bob.save()
    return sign_in(bob)


@pytest.mark.parametrize(("text", "number"), ACCEPTED)
def test_a_number_is_stored_exactly(bobs, form, text, number):
    assert bobs.post(form, {"value": text}).status_code == 302
    assert CheckIn.objects.get().value == Decimal(number)


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_refused_stays_in_the_field_and_nothing_is_written(
    bobs, form, text, code
):
    sent = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    answer = bobs.post(form, {"value": sent})

    assert answer.status_code == 422
    assert not CheckIn.objects.exists()
    assert pages.sent(answer, form)["value"] == sent
    assert answer.context["form"].errors["value"]


@pytest.mark.parametrize(
    "text", ["<b>5</b>", "{{7*7}}", "5'; DROP", '"><img src=x onerror=alert(1)>']
)
def test_markup_is_shown_back_as_text(bobs, form, text):
    answer = bobs.post(form, {"value": text})
    assert pages.sent(answer, form)["value"] == text
    assert "<b>5" not in answer.text
    assert "<img" not in answer.text
    assert "49" not in pages.sent(answer, form)["value"]


@pytest.mark.parametrize(("asked", "status"), [("de", 422), ("zh-CN", 422)])
def test_a_comma_is_no_decimal_point_in_the_languages_of_the_site(
    sign_in, bob, form, asked, status
):
    """German is not offered: its readers get English, and are told to use a point."""
    browser = sign_in(bob)
    headers = {"accept-language": asked}
    assert browser.post(form, {"value": "12,5"}, headers=headers).status_code == status
    assert not CheckIn.objects.exists()


def test_the_refusal_speaks_the_readers_language(sign_in, bob, form):
    headers = {"accept-language": "zh-CN"}
    answer = sign_in(bob).post(form, {"value": "12,5"}, headers=headers)
    assert answer.headers["Content-Language"] == "zh-hans"
    assert "小数" in pages.text(answer)


@pytest.mark.parametrize(
    ("unit", "text", "number"),
    [("%", "12%", "12"), ("h", "3.6 h", "3.6"), ("$", "−$0.13", "-0.13")],
)
def test_the_own_unit_may_be_typed(sign_in, bob, derived_objective, unit, text, number):
    kr = make_key_result(derived_objective, unit=unit)
    sign_in(bob).post(reverse("check_in_create", args=[kr.pk]), {"value": text})
    assert CheckIn.objects.get().value == Decimal(number)


def test_another_unit_is_refused(sign_in, bob, derived_objective):
    kr = make_key_result(derived_objective, unit="h")
    url = reverse("check_in_create", args=[kr.pk])
    answer = sign_in(bob).post(url, {"value": "12%"})
    assert answer.status_code == 422
    assert "this number is in h" in pages.text(answer)
