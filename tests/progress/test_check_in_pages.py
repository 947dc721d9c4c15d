"""Checking in through the pages: what is saved, what is refused, what is kept."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from objectives import clock
from objectives.models import Cycle, KeyResult
from progress.models import CheckIn
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - datetime.timedelta(days=40)


@pytest.fixture
def kr(derived_objective):
    return make_key_result(
        derived_objective,
        content="Response time",
        start=9,
        target=2,
        unit="h",
        created_at=LONG_AGO,
    )


@pytest.fixture
def browser(sign_in, bob):
    return sign_in(bob)


def row(key_result, value, **fields):
    """What My updates sends of one row."""
    sent = {"value": value, "version": 0, "key": uuid.uuid4(), **fields}
    return {f"kr-{key_result.pk}-{name}": said for name, said in sent.items()}


def values(key_result):
    entries = CheckIn.objects.filter(key_result=key_result).order_by("pk")
    return list(entries.values_list("value", flat=True))


# Numbers, as people type them


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", "0"),
        ("-12.5", "-12.5"),
        ("\u22127", "-7"),
        ("1,234.5", "1234.5"),
        ("\uff11\uff12\uff13", "123"),
        ("\uff11\uff12\uff13\uff0e\uff15", "123.5"),
        ("3.6 h", "3.6"),
    ],
)
def test_a_number_is_stored_exactly(browser, bob, kr, language, typed, value):
    bob.language = language
    bob.save()
    browser.post(reverse("check_in_create", args=[kr.pk]), {"value": typed})
    assert values(kr) == [Decimal(value)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "typed",
    [
        "NaN",
        "Infinity",
        "1e400",
        "1e999999999",
        "1e-400",
        "1e3",
        "9" * 30,
        "9" * 100_000,
        "1.12345678901",
        "1,23,4",
        "12,5",
        "12%",
        "5\u00b2",
        "\u00bd",
        "5\u0966",
        "1_000",
        "0x10",
        "++5",
        "5\0",
        "5\u200b0",
        "\u202e5",
        "<b>5</b>",
        "{{7*7}}",
        "5'; DROP",
        "   ",
    ],
)
def test_what_is_no_number_is_refused_and_shown_again(
    browser, bob, kr, language, typed
):
    bob.language = language
    bob.save()
    answer = browser.post(reverse("check_in_create", args=[kr.pk]), {"value": typed})
    assert answer.status_code == 422
    assert values(kr) == []
    assert 'aria-invalid="true"' in answer.text
    assert "<b>5</b>" not in answer.text


# My updates


def test_enter_saves_every_row_with_a_value_and_tells_what_it_means(
    browser, bob, kr, derived_objective
):
    other = make_key_result(derived_objective, unit="%", created_at=LONG_AGO)
    untouched = make_key_result(derived_objective, created_at=LONG_AGO)
    sent = row(kr, "5.5") | row(other, "50") | row(untouched, "")
    answer = browser.post(reverse("updates"), sent | {"save": "changed"}, follow=True)
    assert (values(kr), values(other), values(untouched)) == ([5.5], [50], [])
    assert "2 updates saved." in answer.text
    assert "0.0% → <b>50.0%</b>" in answer.text


def test_saving_one_row_keeps_what_is_typed_in_the_others(
    browser, kr, derived_objective
):
    other = make_key_result(derived_objective, created_at=LONG_AGO)
    sent = row(kr, "5.5") | row(other, "40", note="half way")
    answer = browser.post(reverse("updates"), sent | {"save": str(kr.pk)})
    assert answer.status_code == 200
    assert (values(kr), values(other)) == ([5.5], [])
    assert 'value="40"' in answer.text
    assert 'value="half way"' in answer.text


def test_a_wrong_row_is_kept_while_the_right_ones_are_saved(
    browser, kr, derived_objective
):
    other = make_key_result(derived_objective, created_at=LONG_AGO)
    sent = row(kr, "soon") | row(other, "40")
    answer = browser.post(reverse("updates"), sent | {"save": "changed"})
    assert answer.status_code == 422
    assert (values(kr), values(other)) == ([], [40])
    assert 'value="soon"' in answer.text


def test_no_change_is_a_check_in_of_the_same_value(browser, kr):
    first = check_in(kr, "5.5", on=clock.today() - datetime.timedelta(days=14))
    sent = row(kr, "", version=first.pk) | {"same": str(kr.pk)}
    browser.post(reverse("updates"), sent)
    assert values(kr) == [5.5, 5.5]


def test_the_same_form_sent_twice_is_one_check_in(browser, kr):
    sent = row(kr, "5.5") | {"save": "changed"}
    for _again in range(2):
        assert browser.post(reverse("updates"), sent).status_code == 302
    assert values(kr) == [5.5]


def test_the_same_key_with_another_value_is_refused(browser, kr):
    sent = row(kr, "5.5") | {"save": "changed"}
    browser.post(reverse("updates"), sent)
    answer = browser.post(reverse("updates"), sent | {f"kr-{kr.pk}-value": "4"})
    assert answer.status_code in {409, 422}
    assert values(kr) == [5.5]


def test_a_stale_row_shows_both_values_and_keeps_what_was_typed(browser, alice, kr):
    check_in(kr, "3.8", author=alice)
    answer = browser.post(
        reverse("updates"), row(kr, "3.6", note="mine") | {"save": "changed"}
    )
    assert answer.status_code == 409
    assert values(kr) == [Decimal("3.8")]
    for told in ("Alice", "3.8\u00a0h", "3.6\u00a0h", 'value="3.6"'):
        assert told in answer.text


def test_a_revision_needs_a_reason_and_strikes_out_what_stood_before(browser, kr):
    first = check_in(kr, "4.9")
    sent = row(kr, "6.9", version=first.pk, replaces=first.pk, reason="")
    answer = browser.post(reverse("updates"), sent | {"save": str(kr.pk)})
    assert answer.status_code == 422
    assert values(kr) == [Decimal("4.9")]
    sent = row(kr, "6.9", version=first.pk, replaces=first.pk, reason="Wrong hours")
    browser.post(reverse("updates"), sent | {"save": str(kr.pk)})
    assert CheckIn.objects.get(corrects=first).value == Decimal("6.9")
    page = browser.get(kr.get_absolute_url()).text
    assert "4.9\u00a0h</del>" in page


def test_a_milestone_is_reached_or_not(browser, derived_objective):
    milestone = make_key_result(
        derived_objective, kind="milestone", start=0, target=1, created_at=LONG_AGO
    )
    url = reverse("check_in_create", args=[milestone.pk])
    assert browser.post(url, {"value": "2"}).status_code == 422
    assert browser.post(url, {"value": "1"}).status_code == 302
    assert values(milestone) == [1]


def test_somebody_else_s_key_result_is_not_to_be_checked_in(sign_in, mallory, kr):
    client = sign_in(mallory)
    sent = row(kr, "5") | {"save": "changed"}
    assert client.post(reverse("updates"), sent).status_code == 403
    assert values(kr) == []


def test_a_long_queue_is_paged(browser, bob, derived_objective):
    for _ in range(30):
        make_key_result(derived_objective, created_at=LONG_AGO)
    first, second = (browser.get(reverse("updates"), {"page": n}) for n in (1, 2))
    counts = [page.text.count('class="kr-row"') for page in (first, second)]
    assert counts == [25, 5]


# Dates and states


@pytest.mark.parametrize(
    ("days", "saved"),
    [
        pytest.param(1, False, id="tomorrow"),
        pytest.param(0, True, id="today"),
        pytest.param(-50, True, id="the cycle's first day"),
        pytest.param(-51, False, id="before the cycle"),
    ],
)
def test_a_day_lies_in_the_cycle_and_not_ahead(browser, kr, days, saved):
    day = clock.today() + datetime.timedelta(days=days)
    sent = {"value": "5", "measured_on": day.isoformat()}
    answer = browser.post(reverse("check_in_create", args=[kr.pk]), sent)
    assert answer.status_code == (302 if saved else 422)
    assert bool(values(kr)) == saved


@pytest.mark.parametrize("day", ["0000-01-01", "2026-02-30", "10000-01-01", "soon"])
def test_what_is_no_day_is_refused(browser, kr, day):
    sent = {"value": "5", "measured_on": day}
    answer = browser.post(reverse("check_in_create", args=[kr.pk]), sent)
    assert answer.status_code == 422
    assert values(kr) == []


@pytest.mark.parametrize("state", [Cycle.State.CLOSED, Cycle.State.PLANNING])
def test_a_cycle_that_is_not_open_takes_no_check_ins(browser, kr, state):
    Cycle.objects.filter(pk=kr.objective.cycle_id).update(state=state)
    page = browser.get(kr.get_absolute_url())
    assert 'name="value"' not in page.text
    url = reverse("check_in_create", args=[kr.pk])
    assert browser.post(url, {"value": "5"}).status_code == 422
    assert values(kr) == []


def test_a_value_measured_earlier_leaves_the_newest_current(browser, kr):
    check_in(kr, "4")
    day = clock.today() - datetime.timedelta(days=7)
    sent = {"value": "6", "measured_on": day.isoformat()}
    answer = browser.post(reverse("check_in_create", args=[kr.pk]), sent, follow=True)
    kr = KeyResult.objects.select_related("figures").get(pk=kr.pk)
    assert kr.figures.current == 4
    assert "a later check-in stays current" in answer.text


# Before saving


def test_a_preview_tells_everything_and_writes_nothing(browser, bob, kr):
    check_in(kr, "5.5")
    url = reverse("check_in_preview", args=[kr.pk])
    told = browser.get(url, {f"kr-{kr.pk}-value": "3.75"}).text
    for text in ("−1.75\u00a0h", "−5.25\u00a0h", "50.0% → <b>75.0%</b>", "better"):
        assert text in told
    assert values(kr) == [5.5]


def test_a_preview_of_nonsense_is_a_sentence(browser, kr):
    url = reverse("check_in_preview", args=[kr.pk])
    answer = browser.get(url, {"value": "12,5"})
    assert answer.status_code == 200
    assert "Use a point for decimals" in answer.text


def test_history_is_downloaded_with_formulas_defused(browser, kr):
    check_in(kr, "5.5", note="=HYPERLINK(1)")
    answer = browser.get(kr.get_absolute_url(), {"format": "csv"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert ",5.5,,'=HYPERLINK(1)," in answer.text


# The pages around it


def test_markup_that_somebody_typed_stays_text(browser, bob, derived_objective):
    evil = '"><svg onload=alert(1)>'
    objective = make_objective(evil, parent=derived_objective, owner=bob)
    key_result = make_key_result(objective, content=evil, unit="<i>")
    check_in(key_result, 1, note=evil)
    for url in (
        reverse("updates"),
        reverse("alignment"),
        objective.get_absolute_url(),
        derived_objective.get_absolute_url(),
        key_result.get_absolute_url(),
        bob.get_absolute_url(),
    ):
        page = browser.get(url).text
        assert "<svg onload" not in page
        assert "<i>" not in page
