"""One's own actions that are due or blocked: on My updates and in the digest."""

import datetime

import pytest
from django.urls import reverse

from objectives import clock, plan
from objectives.models import Action
from progress import outbox
from progress.models import ReminderPreference
from tests import pages
from tests.factories import make_action, make_key_result, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def erin(db):
    """She does something, and owns nothing else."""
    person = make_user("Erin", email="erin@example.org")
    ReminderPreference.objects.create(person=person, hour=0)
    return person


@pytest.fixture
def act(derived_objective, erin):
    """`act("Call", 3)` is an action of Erin's in the plan, due in three days."""
    key_result = make_key_result(derived_objective, content="Tasks take a minute")

    def make(title, days=None, **fields):
        due_on = None if days is None else clock.today() + days * DAY
        fields = {"state": "doing", "owner": erin, "due_on": due_on, **fields}
        return make_action(key_result, title, **fields)

    return make


def owed(client):
    found = client.get(reverse("updates")).context["actions"]
    return [action.title for action in found.actions]


def test_my_updates_lists_what_is_due_within_a_week_or_blocked(sign_in, erin, act):
    act("In a week", 7)
    act("Later", 8)
    act("Overdue", -3)
    act("Stuck", state="blocked")
    act("Idea", 1, state="candidate")
    act("Done", 1, state="done")
    act("Somebody else's", 1, owner=make_user())
    client = sign_in(erin)

    assert owed(client) == ["Overdue", "In a week", "Stuck"]
    page = pages.text(client.get(reverse("updates")))
    assert "3 days overdue" in page
    assert "Blocked: A reason" in page


@pytest.mark.parametrize("gone", ["key_result", "cycle"])
def test_what_is_pursued_no_more_is_not_owed(sign_in, erin, act, gone):
    action = act("Due", 0)
    if gone == "cycle":
        cycle = action.key_result.objective.cycle
        cycle.state = "closed"
        cycle.save()
    else:
        plan.drop_key_result(
            action.key_result_id, seen=None, by=action.created_by, reason="Enough"
        )
    assert owed(sign_in(erin)) == []


def test_its_step_is_taken_from_there(sign_in, erin, act):
    action = act("Due", 0)
    client = sign_in(erin)
    form = pages.sent(
        client.get(reverse("updates")), reverse("action_move", args=[action.pk])
    )
    answer = client.post(
        reverse("action_move", args=[action.pk]), form | {"step": "done"}
    )
    assert answer.headers["Location"] == reverse("updates")
    assert Action.objects.get(pk=action.pk).state == "done"
    assert owed(client) == []


def test_twenty_are_listed_and_that_there_are_more(sign_in, erin, act):
    for number in range(21):
        act(f"Action {number}", number - 20)
    client = sign_in(erin)
    assert len(owed(client)) == 20
    assert "20+" in pages.text(client.get(reverse("updates")))


@pytest.fixture
def heard(mailoutbox, on, erin):
    """`heard(3)` is the subject of Erin's mail on the third day from now, if any."""

    start = clock.today()

    def run(days):
        on(start + days * DAY)
        mailoutbox.clear()
        outbox.run()
        return [mail.subject for mail in mailoutbox if mail.to == [erin.email]]

    return run


def test_the_digest_names_it_once_when_it_is_due_and_once_when_it_is_late(
    act, heard, mailoutbox
):
    act("Call the carrier", 2)
    subjects = {day: heard(day) for day in range(6)}
    assert {day: told for day, told in subjects.items() if told} == {
        2: ["1 action due"],
        3: ["1 action due"],
    }


def test_the_digest_says_which_action_for_which_key_result(act, heard, mailoutbox):
    action = act("Call the carrier", 1)
    heard(0)
    heard(1)
    [mail] = [mail for mail in mailoutbox if mail.to == ["erin@example.org"]]
    for words in (
        "Actions due today",
        "Call the carrier",
        "Tasks take a minute",
        action.get_absolute_url(),
    ):
        assert words in mail.body


def test_who_wants_to_hear_of_nothing_due_hears_of_no_action(act, heard, erin):
    ReminderPreference.objects.filter(person=erin).update(due=False, late=False)
    act("Call the carrier", 1)
    assert [heard(day) for day in range(4)] == [[]] * 4
