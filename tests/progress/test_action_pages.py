"""The pages of actions: listing, planning, stepping, and what they refuse."""

import pytest

from objectives import actions
from objectives.models import Action, Dependency
from progress.templatetags.actions import bare
from tests.action_plans import edit_of, list_of, new_for, plan
from tests.factories import make_action, make_key_result, make_objective, make_user
from tests.objectives.sent import create, edit, error_of, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_result(derived_objective):
    return make_key_result(derived_objective, content="Availability", unit="%")


@pytest.fixture
def bobs(sign_in, bob):
    return sign_in(bob)


# Many ideas at once


def test_each_line_becomes_a_candidate(bobs, key_result, bob):
    sent = create(bobs, list_of(key_result), {"lines": "\r\nFirst\r\n\r\n Second "})
    assert sent.headers["Location"] == list_of(key_result)
    found = Action.objects.order_by("pk")
    assert [(a.title, a.state, a.created_by) for a in found] == [
        ("First", "candidate", bob),
        ("Second", "candidate", bob),
    ]
    assert "2 candidates added." in bobs.get(list_of(key_result)).text


def test_the_same_ideas_sent_twice_are_listed_once(bobs, key_result):
    key = hidden(bobs.get(list_of(key_result)), "key")
    for _ in range(2):
        bobs.post(list_of(key_result), {"lines": "Once", "key": key})
    assert Action.objects.count() == 1
    other = bobs.post(list_of(key_result), {"lines": "Else", "key": key})
    assert other.status_code == 409
    assert "Else" in other.text


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        pytest.param("", "at least one idea", id="nothing"),
        pytest.param(" \n\u3000\n", "at least one idea", id="blanks"),
        pytest.param("Fine\n" + "x" * 1001, "Line 2: at most 1000", id="too long"),
        pytest.param("\nFine\nBad\x07", "Line 3: Remove the control", id="a bell"),
        pytest.param("Fine\n\u200b", "Line 2: Write something", id="invisible"),
        pytest.param("x\n" * 101, "At most 100 lines", id="too many"),
    ],
)
def test_refused_lines_are_named_and_nothing_is_added(bobs, key_result, lines, told):
    answer = create(bobs, list_of(key_result), {"lines": lines})
    assert answer.status_code == 422
    assert told in error_of(answer, "lines")
    assert not Action.objects.exists()


# Planning


def test_a_plan_is_saved_whole_and_read_on_its_page(bobs, key_result, bob):
    needed = make_action(key_result, "Buy lines")
    data = plan(owner=bob.pk, needs=[needed.pk])
    page = bobs.get(create(bobs, new_for(key_result), data).headers["Location"])
    made = Action.objects.get(title="Move the queues")
    assert (made.state, made.owner, made.effort, made.impact) == (
        "candidate",
        bob,
        2,
        4,
    )
    assert (str(made.cost), str(made.expected_to)) == ("1234.5000", "40.0000")
    assert list(made.needs.all()) == [needed]
    for text in ("goes from 10% to 40%", "€1,234.5", "Night shift", "Buy lines"):
        assert text in page.text
    assert "Waits for it" in bobs.get(needed.get_absolute_url()).text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 1001),
        ("title", "bell\x07"),
        ("cost", "1e3"),
        ("cost", "12%"),
        ("effort", "6"),
        ("impact", "many"),
        ("expected_from", "NaN"),
        ("expected_to", "10"),
        ("expected_to", ""),
        ("expected_by", ""),
        ("expected_by", "2099-01-01"),
        ("starts_on", "2026-02-30"),
        ("starts_on", "1999-12-31"),
        ("owner", "987654321"),
        ("owner", "x"),
        ("needs", "987654321"),
        ("needs", "x"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(bobs, key_result, field, typed):
    answer = create(bobs, new_for(key_result), plan(**{field: typed}))
    assert answer.status_code == 422
    assert error_of(answer, field)
    assert not Action.objects.exists()


@pytest.mark.parametrize("changes", [{"due_on": "2020-01-01"}, {"cost": "-1"}])
def test_what_the_database_would_refuse_is_refused_in_words(bobs, key_result, changes):
    answer = create(bobs, new_for(key_result), plan(**changes))
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_a_milestone_is_expected_by_a_day_only(bobs, derived_objective):
    milestone = make_key_result(derived_objective, kind="milestone", target=1)
    assert 'name="expected_to"' not in bobs.get(new_for(milestone)).text
    create(bobs, new_for(milestone), plan())
    made = Action.objects.get()
    assert (made.expected_from, made.expected_to) == (0, 1)
    assert "is done by" in bobs.get(made.get_absolute_url()).text


def test_values_are_typed_as_the_reader_writes_them(bobs, bob, key_result):
    bob.language = "zh-hans"
    bob.save()
    create(bobs, new_for(key_result), plan(expected_to="９９．５"))
    assert str(Action.objects.get().expected_to) == "99.5000"


def test_an_owner_who_may_not_see_the_objective_is_not_offered(bobs, key_result, bob):
    goal = make_objective(owner=bob, is_private=True)
    hidden_one = make_key_result(goal)
    stranger = make_user("Stranger")
    assert "Stranger" not in bobs.get(new_for(hidden_one)).text
    answer = create(bobs, new_for(hidden_one), plan(owner=stranger.pk))
    assert error_of(answer, "owner")


# Changing


def test_only_what_was_changed_is_changed(bobs, key_result):
    action = make_action(key_result, "Before", state="planned")
    assert edit(bobs, edit_of(action), plan()).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.state, action.revision) == (
        "Move the queues",
        "planned",
        3,
    )


def test_a_loop_is_refused_at_the_field(bobs, key_result):
    first, second = make_action(key_result, "First"), make_action(key_result, "Second")
    Dependency.objects.create(action=second, needs=first)
    answer = edit(bobs, edit_of(first), plan(needs=[second.pk]))
    assert answer.status_code == 422
    assert "already waits" in error_of(answer, "needs")
    first.refresh_from_db()
    assert first.title == "First"


def test_an_action_waits_for_few_enough_to_be_read(bobs, key_result):
    others = [make_action(key_result).pk for _ in range(51)]
    answer = create(bobs, new_for(key_result), plan(needs=others))
    assert answer.status_code == 422
    assert "at most 50" in error_of(answer, "needs")
    assert Action.objects.count() == len(others)


def test_two_who_change_at_once_see_both_versions(bobs, key_result, alice):
    action = make_action(key_result, "Old")
    other = make_action(key_result, "Needed by Alice")
    revision = action.revision
    actions.change(
        action.pk,
        seen=None,
        by=alice,
        values={"title": "Alice’s", "effort": 5},
        needs=[other.pk],
    )
    answer = bobs.post(edit_of(action), plan(title="Bob’s", revision=revision))
    assert answer.status_code == 409
    for text in ("Alice’s", "Bob’s", "Needed by Alice", "Alice"):
        assert text in answer.text
    action.refresh_from_db()
    assert action.title == "Alice’s"
    again = plan(title="Bob’s", revision=hidden(answer, "revision"))
    assert bobs.post(edit_of(action), again).status_code == 302


def test_what_the_reader_cannot_see_stays_and_leaves_no_trace(bobs, key_result, alice):
    private = make_key_result(make_objective(owner=alice, is_private=True))
    secret = make_action(private, "Secret work")
    action = make_action(key_result)
    Dependency.objects.create(action=action, needs=secret)
    for url in (action.get_absolute_url(), edit_of(action), list_of(key_result)):
        assert "Secret work" not in bobs.get(url).text
    assert edit(bobs, edit_of(action), plan()).status_code == 302
    assert list(action.needs.all()) == [secret]
    refused = edit(bobs, edit_of(action), plan(needs=[secret.pk]))
    assert error_of(refused, "needs")
    found = bobs.post(
        edit_of(action), plan(q="Secret", step="find", revision=action.revision)
    )
    assert "Secret work" not in found.text


# The bet as a sentence


@pytest.mark.parametrize(
    ("premise", "told"),
    [
        ("the queues fail over.", "the queues fail over"),
        ("If the queues fail over", "the queues fail over"),
        ("如果队列能切换。", "队列能切换"),
        ("Iffy lines are replaced", "Iffy lines are replaced"),
        ("  ", ""),
    ],
)
def test_a_premise_does_not_say_if_twice(premise, told):
    assert bare(premise) == told


def test_values_of_a_bet_line_up_with_the_key_result(bobs, derived_objective):
    fine = make_key_result(derived_objective, start="99.2", target="99.95", unit="%")
    bet = plan(expected_from="99.31", expected_to="99.8")
    page = bobs.get(create(bobs, new_for(fine), bet).headers["Location"])
    assert "goes from 99.31% to 99.80%" in page.text


# What it waits for, found by typing


def test_finding_saves_nothing_and_keeps_what_was_typed(bobs, key_result, company):
    elsewhere = make_key_result(make_objective(), content="Calls answered")
    far = make_action(elsewhere, "Train the night shift")
    action = make_action(key_result, "Old")
    assert "Train the night shift" not in bobs.get(edit_of(action)).text
    data = plan(q="night calls", step="find", title="New", revision=action.revision)
    found = bobs.post(edit_of(action), data)
    assert found.status_code == 200
    assert f'name="needs" value="{far.pk}"' in found.text
    assert 'value="New"' in found.text
    action.refresh_from_db()
    assert action.title == "Old"


def test_enter_in_the_search_finds_and_elsewhere_saves(bobs, key_result):
    action = make_action(key_result, "Old")
    data = plan(q="nothing", step="enter", revision=action.revision)
    assert "No action fits." in bobs.post(edit_of(action), data).text
    saved = bobs.post(edit_of(action), data | {"asked": "nothing"})
    assert saved.status_code == 302


def test_typing_brings_only_the_part_that_changes(bobs, key_result):
    action, other = make_action(key_result), make_action(key_result, "Carrier")
    url = edit_of(action)
    part = bobs.get(
        url, {"q": "carr", "needs": other.pk}, headers={"HX-Request": "true"}
    )
    assert "<html" not in part.text
    assert f'value="{other.pk}" checked' in part.text
