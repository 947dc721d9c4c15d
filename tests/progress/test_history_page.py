"""Corrections of check-ins, and the ledger as its page and its file show it."""

import csv
import datetime
import io
import uuid

import pytest
from django.urls import reverse

from objectives import clock
from progress.models import CheckIn
from tests import pages
from tests.factories import check_in, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def kr(measured):
    """Bob's, from 9 h down to 2 h; 5.5 h a week ago."""
    return measured("5.5", 7, content="Response time", start=9, target=2, unit="h")


def values(kr):
    entries = CheckIn.objects.filter(key_result=kr).effective().in_order()
    return [str(entry.value.normalize()) for entry in entries]


def text_after(client, response):
    return pages.text(client.get(response.headers["Location"]))


# Correcting


def correct(client, entry, **typed):
    url = reverse("check_in_correct", args=[entry.pk])
    form = {"key": uuid.uuid4(), "reason": "Read off the wrong line.", **typed}
    return client.post(url, form)


def test_a_correction_counts_and_what_it_replaces_stays_struck_through(bobs, kr):
    wrong = check_in(kr, 8, note="as read")

    text = text_after(bobs, correct(bobs, wrong, value="4"))

    page = bobs.get(kr.get_absolute_url())
    assert values(kr) == ["5.5", "4"]
    assert "Correction saved; what stood before stays visible." in text
    assert "key result 14.3% → 71.4%" in text
    assert "corrected from" in pages.text(page)
    assert "8\u00a0h</del>" in page.text.replace("8.0", "8")
    assert "Read off the wrong line." in page.text


def test_the_correction_opens_with_what_was_entered(bobs, kr):
    entry = check_in(kr, 8, note="as read", confidence="low")
    page = bobs.get(reverse("check_in_correct", args=[entry.pk]))
    assert "was 8.0 h" in pages.text(page)
    assert 'value="low" checked' in page.text
    assert "as read" in page.text


def test_a_correction_needs_a_reason(bobs, kr):
    wrong = check_in(kr, 8)
    response = correct(bobs, wrong, value="4", reason=" ")
    assert response.status_code == 422
    assert "Say why the entry is corrected." in pages.text(response)
    assert 'value="4"' in response.text
    assert values(kr) == ["5.5", "8"]


def test_an_entry_is_corrected_once(bobs, kr, alice):
    wrong = check_in(kr, 8)
    check_in(kr, 4, author=alice, corrects=wrong.pk, reason="Mistyped.")

    response = correct(bobs, wrong, value="3")

    assert response.status_code == 409
    text = pages.text(response)
    assert "Alice has corrected this entry already." in text
    assert "It now says 4.0 h" in text
    assert 'value="3"' in response.text
    assert values(kr) == ["5.5", "4"]


def test_the_day_can_be_corrected_too(bobs, kr):
    wrong = check_in(kr, 4)
    day = clock.today() - 10 * DAY

    correct(bobs, wrong, value="4", measured_on=day.isoformat())

    assert values(kr) == ["4", "5.5"]


# History


def test_history_is_read_page_by_page_newest_first(bobs, kr):
    for number in range(60):
        check_in(kr, f"3.{number:02}", on=clock.today() - DAY * 5)
    first = bobs.get(kr.get_absolute_url()).text
    second = bobs.get(f"{kr.get_absolute_url()}?page=2").text

    assert (first.count('id="check-in-'), second.count('id="check-in-')) == (50, 11)
    assert first.index("3.59\u00a0h") < first.index("3.58\u00a0h")
    assert 'href="?page=2"' in first


def test_an_overdue_update_stands_in_the_history(bobs, measured):
    kr = measured(5, 14, unit="h")
    assert "missing, 7 days overdue" in pages.text(bobs.get(kr.get_absolute_url()))


def test_who_entered_it_for_the_owner_is_named(bobs, kr, alice):
    check_in(kr, 4, author=alice)
    assert "by Alice" in pages.text(bobs.get(kr.get_absolute_url()))


def test_the_whole_ledger_is_downloaded(bobs, kr):
    wrong = check_in(kr, 8, note="=1+1", confidence="low")
    check_in(kr, "4.25", corrects=wrong.pk, reason="@SUM(A1)")

    answer = bobs.get(kr.get_absolute_url(), {"format": "csv"})

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["value"] for row in rows] == ["5.5", "8", "4.25"]
    assert [row["corrects"] for row in rows] == ["", "", str(wrong.pk)]
    assert (rows[1]["note"], rows[2]["reason"]) == ("'=1+1", "'@SUM(A1)")
    assert rows[0]["author"] == kr.owner.email


def test_an_address_that_a_spreadsheet_would_run_is_defused_too(sign_in, measured):
    person = make_user("Eve", email="=1+1@example.org")
    kr = measured(5, 1, owner=person)
    answer = sign_in(person).get(kr.get_absolute_url(), {"format": "csv"})
    assert ",'=1+1@example.org" in answer.text
