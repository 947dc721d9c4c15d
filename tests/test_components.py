"""The frame, the form fields and the error pages, without views of their own."""

from datetime import date

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from objectives.context import Frame
from objectives.models import Cycle, Organisation

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


@pytest.mark.parametrize("name", [*ERROR_PAGES, "503.html"])
def test_error_pages_need_no_request_no_reader_and_no_database(name):
    page = render_to_string(name)

    assert "<h1>" in page
    assert "<script" not in page
    assert "style=" not in page


def test_page_of_an_outage_sends_again_what_was_posted():
    posted = [("kr-1-value", '3.6"><b>'), ("kr-1-note", "")]
    page = render_to_string(
        "503.html", {"path": "/updates/", "posted": posted, "csrf_token": "token"}
    )

    assert '<form class="stack-m mt4" method="post" action="/updates/">' in page
    assert 'name="csrfmiddlewaretoken" value="token"' in page
    assert 'name="kr-1-value" value="3.6&quot;&gt;&lt;b&gt;"' in page
    assert 'name="kr-1-note" value=""' in page


def test_refusal_says_its_reason():
    assert "Only its owner may." in render_to_string(
        "403.html", {"exception": "Only its owner may."}
    )


class SampleForm(forms.Form):
    value = forms.CharField(label="New value", help_text="In working hours.")
    value.unit = "h"
    cost = forms.CharField(label="Cost", required=False)
    cost.unit = "$"
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    sure = forms.ChoiceField(
        label="Sure",
        choices=[("high", "High"), ("low", "Low")],
        widget=forms.RadioSelect,
    )
    private = forms.BooleanField(label="Private", required=False)


def field(name, data=None):
    return SampleForm(data)[name].as_field_group()


def test_field_with_a_unit_shows_it_in_the_box():
    assert '<span class="unit">h</span></span>' in field("value")
    assert '<span class="unit-box"><span class="unit">$</span><input' in field("cost")


def test_wrong_field_is_described_by_its_hint_and_its_error():
    html = field("value", {})

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_value_helptext id_value_error"' in html
    assert '<div class="hint" id="id_value_helptext">' in html
    assert '<div id="id_value_error">' in html


def test_controls_are_named_for_the_stylesheet():
    assert 'class="area"' in field("note")
    assert 'rows="3"' in field("note")
    assert '<div class="seg">' in field("sure")
    assert '<label class="check" for="id_private">' in field("private")


def test_only_fields_that_may_stay_empty_say_so():
    assert "(optional)" in field("note")
    assert "(optional)" not in field("value")


def test_summary_of_errors_leads_to_the_controls():
    html = render_to_string(
        "components/error_summary.html",
        {"form": SampleForm({}), "title": "The check-in was not saved."},
    )

    assert 'role="alert"' in html
    assert '<a href="#id_value">Correct “New value”.</a>' in html
    assert '<a href="#id_sure_0">Correct “Sure”.</a>' in html
    assert 'id="id_sure_0"' in field("sure")


@pytest.fixture
def frame(rf, monkeypatch):
    """A frame for an address, on 20 August 2026."""
    monkeypatch.setattr("objectives.clock.today", lambda: date(2026, 8, 20))

    def make(address="/"):
        request = rf.get(address)
        request.user = AnonymousUser()
        return Frame(request)

    return make


def make_cycle(name, starts_on, ends_on, state="open"):
    return Cycle.objects.create(
        name=name,
        starts_on=date.fromisoformat(starts_on),
        ends_on=date.fromisoformat(ends_on),
        state=state,
    )


@pytest.mark.django_db
def test_frame_costs_two_queries_and_only_when_shown(frame, django_assert_num_queries):
    Organisation(name="Tidewell").save()
    make_cycle("2026 Q3", "2026-07-01", "2026-09-30")

    with django_assert_num_queries(0):
        shown = frame()
    with django_assert_num_queries(2):
        facts = shown.organisation.name, shown.cycle.name, shown.week, shown.cycles

    assert facts[:3] == ("Tidewell", "2026 Q3", 8)


@pytest.mark.django_db
def test_frame_shows_the_shortest_open_cycle_that_runs_today(frame):
    make_cycle("2026", "2026-01-01", "2026-12-31")
    quarter = make_cycle("2026 Q3", "2026-07-01", "2026-09-30")
    make_cycle("2026 Q4", "2026-10-01", "2026-12-31", "planning")

    assert frame().cycle == quarter


@pytest.mark.django_db
def test_frame_shows_the_cycle_that_the_address_names(frame):
    make_cycle("2026 Q3", "2026-07-01", "2026-09-30")
    past = make_cycle("2026 Q2", "2026-04-01", "2026-06-30", "closed")

    assert frame(f"/alignment/?cycle={past.pk}").cycle == past
    assert frame(f"/alignment/?cycle={past.pk}").week is None
    assert frame("/alignment/?cycle=x").cycle.name == "2026 Q3"
