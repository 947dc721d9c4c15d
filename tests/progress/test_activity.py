"""The stream of what happened to an objective: complete, in order, and private."""

import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from objectives import plan, tree
from objectives.models import Objective
from progress import commenting
from progress.activity import SOURCES, Key, part_of
from progress.models import ActionVerdict, PaceDecision
from progress.reviewing import open_review
from tests.factories import (
    check_in,
    make_action,
    make_key_result,
    make_objective,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hana(db):
    return make_user("Hana Kim")


@pytest.fixture
def objective(hana):
    """Added, changed and given a key result by Hana, through the plan."""
    objective = Objective(
        title="Calls are never lost", owner=hana, cycle=make_objective().cycle
    )
    plan.add_objective(objective, by=hana)
    return objective


@pytest.fixture
def key_result(objective, hana):
    key_result = make_key_result(objective, content="Availability", unit="%")
    return plan.change_key_result(
        key_result.pk, seen=None, by=hana, values={"target_value": 90}
    )


def page_of(client, objective, reader, **query):
    client.force_login(reader)
    return client.get(reverse("objective_activity", args=[objective.pk]), query)


def kinds_of(objective, reader, **options):
    return [event.kind for event in part_of(objective, reader, **options).events]


def test_a_check_in_tells_the_value_before_and_after(client, key_result, hana):
    check_in(key_result, 20, note="Phone carries it all", confidence="low")
    first = check_in(key_result, 30, author=hana)
    check_in(key_result, 25, corrects=first.pk, reason="Misread")
    text = page_of(client, key_result.objective, hana).text
    for told in ("0% → <b>20%</b>", "20% → <b>30%</b>", "30% → <b>25%</b>"):
        assert told in text
    assert "Phone carries it all" in text
    assert "Low confidence" in text
    assert "Misread" in text


def test_changes_of_the_plan_say_what_changed(client, key_result, hana):
    objective = key_result.objective
    plan.change_objective(
        objective.pk, seen=None, by=hana, values={"title": "Calls are kept"}
    )
    plan.drop_key_result(key_result.pk, seen=2, by=hana, reason="Not ours")
    text = page_of(client, objective, hana, kind="plan").text
    assert "set the objective" in text
    assert "changed the objective: title" in text
    assert "target value" in text
    assert "dropped the key result" in text
    assert "Not ours" in text


def test_everything_that_keeps_a_record_is_told(client, key_result, hana):
    objective = key_result.objective
    parent = make_objective(cycle=objective.cycle)
    tree.move(pk=objective.pk, parent_pk=parent.pk, by=hana)
    objective.refresh_from_db()
    entry = check_in(key_result, 1)
    PaceDecision.objects.create(
        check_in=entry,
        choice="keep",
        words="The cut-over comes",
        by=hana,
        status="off_track",
        progress=0,
        expected=0,
        target_value=90,
    )
    action = make_action(key_result, "Cut over", state="done")
    ActionVerdict.objects.create(
        action=action,
        proposed="none",
        agrees=False,
        words="Too soon to tell",
        before=0,
        reached=1,
        expected_from=0,
        expected_to=9,
        by=hana,
    )
    commenting.say(objective, "Well done", by=hana)
    open_review(objective.pk, by=hana)
    found = kinds_of(objective, hana)
    assert set(found) == {source.kind for source in SOURCES} - {"review_closed"}
    text = page_of(client, objective, hana).text
    assert "Doing → <b>Done</b>" in text
    assert "decided “Keep course” for" in text
    assert "disputed the verdict on" in text
    assert "opened an" in text


def test_pages_follow_each_other_without_a_hole_or_a_repeat(key_result, hana):
    objective = key_result.objective
    moment = timezone.now()
    for number in range(7):
        comment = commenting.say(objective, f"Comment {number}", by=hana)
        type(comment).objects.filter(pk=comment.pk).update(created_at=moment)
        make_action(key_result)
    whole = part_of(objective, hana, most=100)
    seen, after = [], None
    for _page in itertools.count():
        part = part_of(objective, hana, after=after, most=4)
        seen += [str(event.key) for event in part.events]
        if not part.next:
            break
        after = Key.read(part.next)
    assert seen == [str(event.key) for event in whole.events]
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(
    "after", ["", "x", "1_2_3", "2026-13-45T00:00:00+00:00_1_2", "2026-01-01_1_2", "_"]
)
def test_a_key_that_is_none_begins_at_the_newest(client, key_result, hana, after):
    answer = page_of(client, key_result.objective, hana, after=after)
    assert answer.status_code == 200
    assert answer.context["is_first"]


def test_the_stream_is_narrowed_to_a_kind(key_result, hana):
    objective = key_result.objective
    check_in(key_result, 1)
    commenting.say(objective, "Only this", by=hana)
    assert kinds_of(objective, hana, kind="comments") == ["comment"]
    assert kinds_of(objective, hana, kind="values") == ["check_in"]


def test_a_private_parent_leaves_no_trace(client, key_result, hana):
    objective = key_result.objective
    secret = make_objective("Merger", cycle=objective.cycle, is_private=True)
    tree.move(pk=objective.pk, parent_pk=secret.pk, by=hana)
    stranger = make_user()
    assert "alignment" not in kinds_of(objective, stranger)
    assert "Merger" not in page_of(client, objective, stranger).text
    assert "alignment" in kinds_of(objective, make_user(role="manager"))


def test_the_objectives_page_shows_the_newest_few(client, key_result, hana):
    objective = key_result.objective
    for number in range(12):
        commenting.say(objective, f"Comment number {number}.", by=hana)
    client.force_login(hana)
    text = client.get(objective.get_absolute_url()).text
    assert "Comment number 3." not in text
    assert text.index("Comment number 10.") < text.index("Comment number 11.")
    assert reverse("objective_activity", args=[objective.pk]) in text
