"""Setting a cadence through its pages: looked at first, saved for what is to come."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from objectives import clock
from objectives.models import Cycle
from progress.models import CadencePolicy, ClosedDay, WorkCalendar
from tests import pages
from tests.factories import (
    make_closed_day,
    make_key_result,
    make_objective,
    make_team,
    set_cadence,
)

pytestmark = pytest.mark.django_db
TUESDAY, FRIDAY = 1, 4
TOMORROW = datetime.timedelta(days=1)
WEEKLY = {"kind": "weeks", "every": "1", "weekdays": "1", "anchor": "2026-08-20"}
WHOLE = WEEKLY | {"grace_days": "1", "remind_days": "1", "move": "keep"}


@pytest.fixture
def admin(sign_in, dana):
    return sign_in(dana)


@pytest.fixture
def team_page(product):
    return reverse("settings_cadence_team", args=[product.pk])


@pytest.fixture
def organisation_page(db):
    return reverse("settings_cadence_organisation")


def save(client, url, data):
    """Look at the preview, then save."""
    seen = client.post(url, {"revision": newest()} | data)
    assert seen.status_code == 200
    token = seen.context["preview"].digest
    return client.post(url, {"revision": newest(), "previewed": token} | data)


def newest():
    last = CadencePolicy.objects.order_by("pk").last()
    return last.pk if last else 0


def test_nothing_is_saved_before_its_dates_were_looked_at(
    admin, team_page, derived_objective
):
    make_key_result(derived_objective)

    seen = admin.post(team_page, WEEKLY | {"revision": "0"})

    assert not CadencePolicy.objects.exists()
    preview = seen.context["preview"]
    assert len(preview.dates) == 6
    coming = [due.on for due in preview.dates if due.on > clock.today()]
    assert {day.weekday() for day in coming} == {TUESDAY}
    assert (preview.key_results, preview.owners) == (1, 1)
    assert "1 key result of 1 owner" in pages.text(seen)


def test_a_cadence_holds_from_the_day_after_it_was_saved(
    admin, team_page, product, dana
):
    answer = save(admin, team_page, WEEKLY)

    assert answer.status_code == 302
    policy = CadencePolicy.objects.get()
    assert (policy.team, policy.saved_by) == (product, dana)
    assert policy.effective_from == clock.today() + TOMORROW
    assert policy.rule.weekdays == (TUESDAY,)
    assert "Weekly, Tuesdays" in pages.text(admin.get(team_page))


@pytest.mark.parametrize(
    ("data", "rhythm"),
    [
        pytest.param({"every": "2"}, "Every 2 weeks, Tuesdays", id="weeks"),
        pytest.param({"weekdays": ["0", "3"]}, "Weekly, Mondays, Thursdays", id="two"),
        pytest.param(
            {"kind": "month_day", "month_day": "31"},
            "Monthly, on the last day",
            id="31",
        ),
        pytest.param(
            {"kind": "month_weekday", "nth": "-1", "weekday": "4"},
            "Monthly, on the last Friday",
            id="last Friday",
        ),
        pytest.param({"kind": "days", "every": "10"}, "Every 10 days", id="days"),
    ],
)
def test_every_kind_of_cadence_can_be_set(admin, team_page, data, rhythm):
    save(admin, team_page, WEEKLY | data)
    assert rhythm in pages.text(admin.get(team_page))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("kind", "years"),
        ("every", ""),
        ("every", "0"),
        ("every", "-1"),
        ("every", "1000000000"),
        ("every", "1e9"),
        ("every", "53"),
        ("weekdays", ""),
        ("weekdays", "7"),
        ("anchor", ""),
        ("anchor", "2026-02-30"),
        ("anchor", "10000-01-01"),
        ("anchor", "1999-12-31"),
        ("anchor", "2569-01-01"),
        ("grace_days", ""),
        ("grace_days", "32"),
        ("grace_days", "-1"),
        ("remind_days", "15"),
        ("move", "sideways"),
    ],
)
def test_what_no_cadence_can_be_is_refused_beside_its_field(
    admin, organisation_page, field, value
):
    data = {**WHOLE, "revision": "0", field: value}
    answer = admin.post(organisation_page, data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not CadencePolicy.objects.exists()


@pytest.mark.parametrize("day", ["0", "32", "-1", "", "1e9"])
def test_a_day_that_no_month_has_is_refused(admin, team_page, day):
    data = WEEKLY | {"kind": "month_day", "month_day": day, "revision": "0"}
    answer = admin.post(team_page, data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["month_day"]


def test_an_override_that_leaves_everything_open_is_removed(admin, team_page, product):
    set_cadence(product, weekdays=[FRIDAY])

    opened = admin.get(team_page, {"remove": "1"})
    save(admin, team_page, {"kind": ""})

    assert opened.context["form"]["kind"].value() == ""
    assert CadencePolicy.objects.order_by("pk").last().is_removed
    assert "as the level above" in pages.text(admin.get(team_page))
    assert "Product" not in pages.text(admin.get(reverse("settings_cadences")))


def test_sent_twice_it_is_saved_once(admin, team_page):
    save(admin, team_page, WEEKLY)
    again = save(admin, team_page, WEEKLY)
    assert again.status_code == 302
    assert CadencePolicy.objects.count() == 1


def test_the_second_of_two_people_sees_both_versions(admin, team_page, product):
    mine = WEEKLY | {"revision": "0"}
    token = admin.post(team_page, mine).context["preview"].digest
    set_cadence(product, weekdays=[FRIDAY])

    answer = admin.post(team_page, mine | {"previewed": token})

    assert answer.status_code == 409
    assert "Weekly, Fridays" in pages.text(answer)
    assert "Weekly, Tuesdays" in pages.text(answer)
    assert CadencePolicy.objects.count() == 1
    assert answer.context["revision"] == newest()


def test_under_a_locked_level_there_is_a_reason_instead_of_a_form(
    sign_in, bob, company, derived_objective
):
    set_cadence(company, is_locked=True)
    url = reverse("settings_cadence_objective", args=[derived_objective.pk])
    client = sign_in(bob)

    page = client.get(url)

    assert "“Company” is locked" in pages.text(page)
    assert 'id="edit"' not in page.text
    assert client.post(url, WEEKLY).status_code == 403


def test_a_closed_cycle_keeps_its_cadence(sign_in, bob, derived_objective):
    Cycle.objects.update(state=Cycle.State.CLOSED)
    url = reverse("settings_cadence_objective", args=[derived_objective.pk])
    assert sign_in(bob).get(url).status_code == 403


def test_owners_and_leads_see_what_they_may_set_and_the_organisation(
    sign_in, alice, bob, mallory, product, derived_objective
):
    set_cadence(product, weekdays=[TUESDAY])
    set_cadence(derived_objective, weekdays=[FRIDAY])
    url = reverse("settings_cadences")

    def seen(user):
        page = sign_in(user).get(url)
        return [line.place.kind for line in page.context["page"]]

    assert seen(alice) == ["organisation", "team", "objective"]
    assert seen(bob) == ["organisation", "objective"]
    assert seen(mallory) == ["organisation"]


def test_a_private_objective_is_not_among_the_overrides_of_others(
    sign_in, mallory, bob
):
    private = make_objective("Quiet plan", owner=bob, is_private=True)
    set_cadence(private, weekdays=[FRIDAY])
    pages_of = [reverse("settings_cadences"), reverse("settings_cadence_new")]
    client = sign_in(mallory)
    assert all("Quiet plan" not in client.get(page).text for page in pages_of)


def test_what_gets_a_cadence_is_found_by_its_name(sign_in, bob, derived_objective):
    key_result = make_key_result(derived_objective, content="Answers in time")
    page = sign_in(bob).get(reverse("settings_cadence_new"), {"q": "answers"})
    [place] = page.context["places"]
    assert place.subject == key_result


# Days off


def test_another_weekend_and_country_hold_from_tomorrow_on(admin):
    data = {"weekend": ["4", "5"], "country": "PT", "revision": "0"}
    assert admin.post(reverse("settings_workdays"), data).status_code == 302
    calendar = WorkCalendar.objects.get()
    assert (calendar.country, calendar.weekend) == ("PT", 0b0110000)
    assert calendar.effective_from == clock.today() + TOMORROW
    assert admin.post(reverse("settings_workdays"), data).status_code == 302
    assert WorkCalendar.objects.count() == 1


def test_who_was_slower_changes_no_working_days(admin):
    WorkCalendar.objects.create(effective_from=clock.today(), country="PT")
    data = {"country": "CN", "revision": "0"}
    assert admin.post(reverse("settings_workdays"), data).status_code == 409
    assert WorkCalendar.objects.get().country == "PT"


@pytest.mark.parametrize(
    "data", [{"weekend": list("0123456")}, {"weekend": "7"}, {"country": "XX"}]
)
def test_a_week_without_a_working_day_is_refused(admin, data):
    assert admin.post(reverse("settings_workdays"), data).status_code == 422
    assert not WorkCalendar.objects.exists()


def test_a_closed_day_lies_ahead_and_is_named_in_the_table(admin):
    url = reverse("settings_closed_day_create")
    day = clock.today() + 3 * TOMORROW
    admin.post(url, {"day": day.isoformat(), "name": "Founders’ day"})
    assert "Founders’ day" in pages.text(admin.get(reverse("settings_cadences")))
    late = admin.post(url, {"day": clock.today().isoformat(), "name": "Too late"})
    twice = admin.post(url, {"day": day.isoformat(), "name": "Twice"})
    assert (late.status_code, twice.status_code) == (422, 422)
    assert ClosedDay.objects.count() == 1


def test_a_closed_day_that_has_come_stays(admin):
    past, ahead = make_closed_day(clock.today()), make_closed_day()
    for closed, status in ((past, 403), (ahead, 302)):
        url = reverse("settings_closed_day_remove", args=[closed.pk])
        assert admin.post(url).status_code == status
    assert list(ClosedDay.objects.all()) == [past]


# What rules is said where it is read


def test_pages_say_which_level_rules(sign_in, bob, product, derived_objective):
    key_result = make_key_result(derived_objective)
    set_cadence(product, weekdays=[TUESDAY])
    client = sign_in(bob)
    for subject in (derived_objective, key_result):
        assert "Weekly, Tuesdays team" in pages.text(
            client.get(subject.get_absolute_url())
        )
    told = pages.text(client.get(product.get_absolute_url()))
    assert "Weekly, Tuesdays, from team Company · Product" in told


@pytest.mark.parametrize(
    ("zone", "is_said"), [("", False), ("Pacific/Kiritimati", True)]
)
def test_a_due_date_of_another_day_says_whose_it_is(
    sign_in, carol, bob, derived_objective, zone, is_said, monkeypatch
):
    noon = datetime.datetime.combine(
        clock.today(), datetime.time(12), tzinfo=datetime.UTC
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    bob.time_zone = zone
    bob.save()
    key_result = make_key_result(derived_objective)
    page = pages.text(sign_in(carol).get(key_result.get_absolute_url()))
    assert ("in Pacific/Kiritimati" in page) == is_said


def test_the_settings_cost_the_same_for_one_override_and_for_twenty(admin, alice):
    def queries(name):
        with CaptureQueriesContext(connection) as caught:
            assert admin.get(reverse(name)).status_code == 200
        return len(caught)

    def add():
        team = make_team()
        set_cadence(team, weekdays=[FRIDAY])
        objective = make_objective(owner=alice, team=team)
        set_cadence(objective, weekdays=[TUESDAY])
        set_cadence(make_key_result(objective), weekdays=[TUESDAY])

    names = ["settings_cadences", "settings_cadence_new"]
    add()
    few = [queries(name) for name in names]
    for _ in range(19):
        add()
    assert [queries(name) for name in names] == few == [15, 11]
