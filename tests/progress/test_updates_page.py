"""My updates: what is owed, and what saving one, several or all of it does."""

import datetime
import re

import pytest
from django.urls import reverse

from objectives import plan
from objectives.models import Cycle
from progress.models import CheckIn
from tests import pages
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
URL = "/updates/"


def fields_of(bobs):
    """The page's form as it is opened."""
    return pages.sent(bobs.get(URL), URL)


def send(bobs, opened, *, save="changed", **typed):
    """Send the form; `kr_7_value="5"` types 5 into the value of key result 7."""
    written = {name.replace("_", "-"): value for name, value in typed.items()}
    return bobs.post(URL, {**opened, **written, "save": save})


def values(key_result):
    """Its effective values, the oldest first."""
    entries = CheckIn.objects.filter(key_result=key_result).effective().in_order()
    return [entry.value for entry in entries]


def order_on(response, *key_results):
    found = re.findall(r'<li class="kr-row" id="kr-(\d+)"', response.text)
    names = {str(kr.pk): kr.content for kr in key_results}
    return [names[pk] for pk in found]


# What is owed


def test_overdue_comes_first_then_due_then_done(bobs, measured):
    done = measured(20, 0, content="done")
    due = measured(20, 7, content="due")
    late = measured(20, 14, content="late")
    latest = measured(content="never")

    response = bobs.get(URL)

    shown = order_on(response, done, due, late, latest)
    assert shown == ["never", "late", "due", "done"]
    text = pages.text(response)
    assert "Overdue 2" in text
    assert "Due this week 1" in text
    assert "Up to date 1" in text


def test_the_menu_says_how_many_are_owed_on_every_page(bobs, measured):
    measured(20, 0)
    measured(20, 7)
    measured(20, 14)
    for url in (URL, "/teams/"):
        assert "My updates 2 updates due" in pages.text(bobs.get(url))


def test_nobody_owes_for_others(sign_in, alice, measured):
    measured(20, 14)
    text = pages.text(sign_in(alice).get(URL))
    assert "You own no key result" in text


@pytest.mark.parametrize("state", [Cycle.State.PLANNING, Cycle.State.CLOSED])
def test_nothing_is_owed_while_the_cycle_is_not_open(bobs, measured, state):
    key_result = measured(20, 14)
    Cycle.objects.update(state=state)
    assert key_result.content not in bobs.get(URL).text


def test_the_cursor_stands_in_the_first_owed_row(bobs, measured):
    measured(20, 7)
    late = measured(20, 14)
    focused = re.findall(r'name="kr-(\d+)-value"[^>]*autofocus', bobs.get(URL).text)
    assert focused == [str(late.pk)]


# Saving


def test_enter_saves_every_row_with_a_value(bobs, measured):
    first, second, third = measured(20, 7), measured(30, 7), measured(40, 7)
    opened = fields_of(bobs)

    response = send(
        bobs,
        opened,
        **{f"kr_{first.pk}_value": "25", f"kr_{second.pk}_value": "30"},
    )

    assert response.status_code == 302
    assert (values(first), values(second)) == ([20, 25], [30, 30])
    assert values(third) == [40]


def test_after_saving_the_page_tells_what_it_means(bobs, measured):
    kr = measured(20, 7, unit="%")
    measured(objective=kr.objective)

    sent = send(bobs, fields_of(bobs), **{f"kr_{kr.pk}_value": "60"})
    text = pages.text(bobs.get(sent.headers["Location"]))

    assert "1 update saved." in text
    assert "key result 20.0% → 60.0%" in text
    assert "objective 10.0% → 30.0%" in text
    assert "since last +40 pts better" in text
    assert "since start +60 pts better" in text
    assert "to target 40 pts target 100" in text


def test_one_row_is_saved_and_what_is_typed_in_the_others_stays(bobs, measured):
    first, second = measured(20, 7), measured(30, 7)
    typed = {f"kr_{first.pk}_value": "25", f"kr_{second.pk}_value": "33"}
    typed |= {f"kr_{second.pk}_note": "not yet"}

    response = send(bobs, fields_of(bobs), save=str(first.pk), **typed)

    assert response.status_code == 200
    assert (values(first), values(second)) == ([20, 25], [30])
    again = pages.sent(response, URL)
    assert again[f"kr-{second.pk}-value"] == "33"
    assert again[f"kr-{second.pk}-note"] == "not yet"
    assert "Just saved" in pages.text(response)
    send(bobs, again)
    assert values(second) == [30, 33]


def test_confidence_and_note_are_kept_with_the_value(bobs, measured):
    kr = measured(20, 7)
    typed = {"value": "25", "confidence": "low", "note": "Two agents are ill."}
    send(
        bobs,
        fields_of(bobs),
        **{f"kr_{kr.pk}_{name}": value for name, value in typed.items()},
    )

    entry = CheckIn.objects.latest("pk")
    assert (entry.confidence, entry.note) == ("low", "Two agents are ill.")


def test_the_confidence_of_the_last_time_is_chosen_already(bobs, measured):
    kr = measured()
    check_in(kr, 20, on=kr.objective.cycle.starts_on, confidence="low")
    assert fields_of(bobs)[f"kr-{kr.pk}-confidence"] == "low"


def test_no_change_records_the_same_value_again(bobs, measured):
    kr = measured("1234.5", 7, target=5000)
    bobs.post(URL, {**fields_of(bobs), "same": kr.pk})
    assert values(kr) == [1234.5, 1234.5]


def test_no_change_in_one_row_saves_no_other(bobs, measured):
    first, second = measured(20, 7), measured(30, 7)
    opened = {**fields_of(bobs), f"kr-{second.pk}-value": "33"}

    response = bobs.post(URL, {**opened, "same": first.pk})

    assert (values(first), values(second)) == ([20, 20], [30])
    assert pages.sent(response, URL)[f"kr-{second.pk}-value"] == "33"


def test_a_milestone_is_chosen_and_not_typed(bobs, measured):
    kr = measured(kind="milestone", target=1)
    sent = send(bobs, fields_of(bobs), **{f"kr_{kr.pk}_value": "1"})
    text = pages.text(bobs.get(sent.headers["Location"]))

    assert values(kr) == [1]
    assert "key result 0.0% → 100.0%" in text


def test_a_milestone_takes_no_other_number(bobs, measured):
    kr = measured(kind="milestone", target=1)
    response = send(bobs, fields_of(bobs), **{f"kr_{kr.pk}_value": "0.5"})
    assert response.status_code == 422
    assert "A milestone is reached or not yet reached." in pages.text(response)


def test_nothing_typed_saves_nothing_and_says_so(bobs, measured):
    kr = measured(20, 7)
    sent = send(bobs, fields_of(bobs))
    text = pages.text(bobs.get(sent.headers["Location"]))
    assert "Nothing was typed, so nothing was saved." in text
    assert values(kr) == [20]


def test_saving_an_empty_row_asks_for_its_value(bobs, measured):
    kr = measured(20, 7)
    response = send(bobs, fields_of(bobs), save=str(kr.pk))
    assert response.status_code == 422
    assert "Enter a value: an empty field is not taken as 0." in pages.text(response)


# Revising


def test_a_row_that_is_up_to_date_is_revised_with_a_reason(bobs, measured):
    kr = measured(20, 0)
    typed = {f"kr_{kr.pk}_value": "30", f"kr_{kr.pk}_reason": "A typing error."}

    send(bobs, fields_of(bobs), save=str(kr.pk), **typed)

    assert values(kr) == [30]
    assert CheckIn.objects.latest("pk").corrects.value == 20


def test_a_revision_without_a_reason_is_refused_and_stays_typed(bobs, measured):
    kr = measured(20, 0)
    typed = {f"kr_{kr.pk}_value": "30"}

    response = send(bobs, fields_of(bobs), save=str(kr.pk), **typed)

    assert response.status_code == 422
    assert "Say why the entry is corrected." in pages.text(response)
    assert pages.sent(response, URL)[f"kr-{kr.pk}-value"] == "30"
    assert values(kr) == [20]


# Refusals


def test_a_wrong_row_stays_typed_while_the_right_ones_are_saved(bobs, measured):
    right, wrong = measured(20, 7), measured(30, 7)
    typed = {f"kr_{right.pk}_value": "25", f"kr_{wrong.pk}_value": "3,5"}

    response = send(bobs, fields_of(bobs), **typed)

    assert response.status_code == 422
    assert (values(right), values(wrong)) == ([20, 25], [30])
    assert pages.sent(response, URL)[f"kr-{wrong.pk}-value"] == "3,5"
    text = pages.text(response)
    assert "Use a point for decimals" in text
    assert f"This row was not saved: {wrong.content}" in text


def test_what_is_sent_again_is_one_entry(bobs, measured):
    kr = measured(20, 7)
    form = {**fields_of(bobs), f"kr-{kr.pk}-value": "25", "save": "changed"}

    first, second = bobs.post(URL, form), bobs.post(URL, form)

    assert values(kr) == [20, 25]
    assert first.headers["Location"] == second.headers["Location"]


def test_the_same_form_with_another_value_is_refused(bobs, measured):
    kr = measured(20, 7)
    opened = fields_of(bobs)
    send(bobs, opened, **{f"kr_{kr.pk}_value": "25"})

    response = send(bobs, opened, **{f"kr_{kr.pk}_value": "26"})

    assert response.status_code == 409
    assert "was sent before with another value" in pages.text(response)
    assert values(kr) == [20, 25]


def test_whoever_comes_second_sees_both_values_and_keeps_their_own(
    bobs, measured, alice
):
    kr = measured(20, 7, unit="h")
    opened = fields_of(bobs)
    check_in(kr, 22, author=alice)
    typed = {f"kr_{kr.pk}_value": "25", f"kr_{kr.pk}_note": "mine"}

    response = send(bobs, opened, **typed)

    assert response.status_code == 409
    text = pages.text(response)
    assert "Alice updated this at" in text
    assert "When you opened it 20" in text
    assert "22 h" in text
    assert "Yours 25" in text
    again = pages.sent(response, URL)
    assert again[f"kr-{kr.pk}-value"] == "25"
    assert again[f"kr-{kr.pk}-note"] == "mine"
    assert values(kr) == [20, 22]


def test_after_a_conflict_mine_can_be_saved_behind_the_other(bobs, measured, alice):
    kr = measured(20, 7)
    opened = fields_of(bobs)
    check_in(kr, 22, author=alice)
    response = send(bobs, opened, **{f"kr_{kr.pk}_value": "25"})

    send(bobs, pages.sent(response, URL), save=str(kr.pk))

    assert values(kr) == [20, 22, 25]


def test_what_was_dropped_meanwhile_is_said_and_stays_typed(bobs, measured):
    kr, other = measured(20, 7), measured(20, 7)
    opened = fields_of(bobs)
    plan.drop_key_result(kr.pk, seen=None, by=kr.owner, reason="Not needed.")
    typed = {f"kr_{kr.pk}_value": "25", f"kr_{other.pk}_value": "26"}

    response = send(bobs, opened, **typed)

    assert response.status_code == 422
    text = pages.text(response)
    assert "This key result was dropped; it takes no check-ins." in text
    assert pages.sent(response, URL)[f"kr-{kr.pk}-value"] == "25"
    assert (values(kr), values(other)) == ([20], [20, 26])


def test_a_cycle_closed_meanwhile_is_said(bobs, measured):
    kr = measured(20, 7)
    opened = fields_of(bobs)
    Cycle.objects.update(state=Cycle.State.CLOSED)

    response = send(bobs, opened, **{f"kr_{kr.pk}_value": "25"})

    assert response.status_code == 422
    assert "Its cycle is closed; it takes no check-ins." in pages.text(response)


def test_rows_of_others_are_forbidden_and_unseen_ones_do_not_exist(
    bobs, measured, alice
):
    theirs = make_key_result(make_objective(owner=alice))
    private = make_key_result(make_objective(owner=alice, is_private=True))
    own = measured(20, 7)
    for kr, status in ((theirs, 403), (private, 404)):
        form = {f"kr-{kr.pk}-value": "1", f"kr-{own.pk}-value": "25"}
        assert bobs.post(URL, form).status_code == status
    assert CheckIn.objects.count() == 1


# Many


def test_a_long_list_is_read_page_by_page(bobs, measured):
    krs = [measured(20, 7) for _ in range(60)]
    counts, seen = [], set()
    for page in (1, 2, 3):
        response = bobs.get(f"{URL}?page={page}")
        names = order_on(response, *krs)
        counts.append(len(names))
        seen |= set(names)
        assert "Due this week 60" in pages.text(response)

    assert (counts, len(seen)) == ([25, 25, 10], 60)


def test_an_error_on_the_second_page_stays_on_it(bobs, measured):
    krs = [measured(20, 7) for _ in range(30)]
    opened = pages.sent(bobs.get(f"{URL}?page=2"), URL)
    last = krs[-1]

    response = send(bobs, opened, **{f"kr_{last.pk}_value": "x"})

    assert response.status_code == 422
    again = pages.sent(response, URL)
    assert (again["page"], again[f"kr-{last.pk}-value"]) == ("2", "x")


def test_texts_of_people_are_escaped(bobs, measured):
    kr = measured(20, 7, content="<b>bold</b> & “fine”", unit="<i>")
    response = send(
        bobs,
        fields_of(bobs),
        **{f"kr_{kr.pk}_value": '"><script>alert(1)</script>'},
    )
    assert "<script>alert" not in response.text
    assert "<b>bold" not in response.text
    assert (
        pages.sent(response, reverse("updates"))[f"kr-{kr.pk}-value"]
        == '"><script>alert(1)</script>'
    )
