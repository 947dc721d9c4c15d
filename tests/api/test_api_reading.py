"""What programs read: exact figures, whole lists in pieces, few queries."""

from datetime import timedelta
from decimal import Decimal

import pytest

from objectives import clock
from objectives.models import Dependency, KeyResult, Objective
from tests.factories import (
    check_in,
    make_action,
    make_cycle,
    make_key_result,
    make_objective,
)

pytestmark = pytest.mark.django_db


def test_values_and_figures_are_exact_texts(program, bob, derived_objective):
    key_result = make_key_result(derived_objective, start=71, target=92, unit="%")
    check_in(key_result, "80.0000")
    script = program(bob)

    row = script.get(f"/key-results/{key_result.pk}").json()
    assert (row["start"], row["current"], row["target"]) == ("71", "80", "92")
    assert row["progress"] == "0.428571"
    assert row["newest_check_in"] == key_result.check_ins.get().pk
    objective = script.get(f"/objectives/{derived_objective.pk}").json()
    assert (objective["progress"], objective["children_mean"]) == ("0.428571", None)
    parent = script.get(f"/objectives/{derived_objective.parent_id}").json()
    assert (parent["children_mean"], parent["gap"]) == ("0.428571", None)


def test_nothing_measured_is_null_and_not_0(program, bob, derived_objective):
    line = make_key_result(derived_objective, kind=KeyResult.Kind.AT_MOST)
    way = make_key_result(derived_objective, start=5)
    script = program(bob)
    found = [script.get(f"/key-results/{kr.pk}").json() for kr in (line, way)]
    assert [row["current"] for row in found] == [None, "5"]
    assert [row["progress"] for row in found] == [None, "0"]
    assert [row["status"] for row in found] == ["not_started", "not_started"]
    assert [row["measured_on"] for row in found] == [None, None]


def test_the_api_and_the_pages_show_the_same_status(program, bob, derived_objective):
    key_result = make_key_result(derived_objective)
    check_in(key_result, 5)
    row = program(bob).get(f"/objectives/{derived_objective.pk}").json()
    assert row["status"] == "off_track"
    assert Decimal(row["expected"]) > Decimal("0.5")


def test_pieces_follow_each_other_without_gap_or_repetition(program, alice, cycle):
    made = [make_objective(owner=alice).pk for _ in range(5)]
    script, found, query = program(alice), [], ""
    for _piece in range(3):
        answer = script.get(f"/objectives?limit=2{query}").json()
        found += [row["id"] for row in answer["items"]]
        # Somebody adds one and another one disappears: neither shifts what follows.
        made.append(make_objective(owner=alice).pk) if len(made) < 6 else None
        query = f"&cursor={answer['next']}"
    assert found == made
    assert answer["next"] is None


def test_a_full_last_piece_has_nothing_behind_it(program, alice, cycle):
    for _ in range(2):
        make_objective(owner=alice)
    assert program(alice).get("/objectives?limit=2").json()["next"] is None


def test_the_highest_id_one_knows_leads_to_whatever_was_recorded_since(
    program, bob, key_result
):
    known = check_in(key_result, 5)
    script = program(bob)
    url = f"/check-ins?cursor={known.pk}"
    assert script.get(url).json() == {"items": [], "next": None}
    week_before = check_in(key_result, 4, on=known.measured_on - timedelta(days=7))
    corrected = check_in(key_result, 6, corrects=known.pk, reason="Misread")
    found = [row["id"] for row in script.get(url).json()["items"]]
    assert found == [week_before.pk, corrected.pk]


FILTERS = [
    ("/cycles?state=open", "cycle"),
    (
        "/objectives?cycle={cycle}&owner={bob}&team={product}&parent={parent}",
        "objective",
    ),
    ("/objectives?dropped=false&external_id={external_id}", "objective"),
    ("/key-results?objective={objective}&owner={bob}&cycle={cycle}", "key_result"),
    ("/key-results?external_id={kr_external_id}&dropped=false", "key_result"),
    ("/check-ins?key_result={key_result}&author={bob}&effective=true", "check_in"),
    (
        "/check-ins?objective={objective}&measured_from={day}&measured_to={day}",
        "check_in",
    ),
    ("/actions?key_result={key_result}&state=planned&owner={bob}", "action"),
    ("/actions?objective={objective}", "action"),
]


@pytest.mark.parametrize(("path", "kind"), FILTERS)
def test_filters_leave_what_was_asked_for(
    program, bob, product, alice, derived_objective, key_result, path, kind
):
    entry = check_in(key_result, 10)
    action = make_action(key_result, owner=bob, state="planned")
    other = make_key_result(make_objective(owner=alice), owner=alice)
    check_in(other, 5, on=clock.today().replace(day=1))
    make_action(other)
    make_cycle("Next", state="planning")
    names = {
        "cycle": derived_objective.cycle_id,
        "objective": derived_objective.pk,
        "key_result": key_result.pk,
        "check_in": entry.pk,
        "action": action.pk,
    }
    filled = path.format(
        **names,
        bob=bob.pk,
        product=product.pk,
        parent=derived_objective.parent_id,
        external_id=derived_objective.external_id,
        kr_external_id=key_result.external_id,
        day=clock.today(),
    )
    items = program(bob).get(filled).json()["items"]
    assert [row["id"] for row in items] == [names[kind]]


def test_what_was_dropped_is_told_apart(program, alice, derived_objective):
    Objective.objects.filter(pk=derived_objective.pk).update(at_top=False)
    script = program(alice)
    assert script.get("/objectives?dropped=true").json()["items"] == []
    assert len(script.get("/objectives?dropped=false").json()["items"]) == 2


def test_a_correction_and_what_it_replaces_name_each_other(program, bob, key_result):
    first = check_in(key_result, 10)
    second = check_in(key_result, 12, corrects=first.pk, reason="Misread")
    rows = program(bob).get("/check-ins").json()["items"]
    assert [row["corrected_by"] for row in rows] == [second.pk, None]
    assert [row["corrects"] for row in rows] == [None, first.pk]
    effective = program(bob).get("/check-ins?effective=true").json()["items"]
    assert [row["id"] for row in effective] == [second.pk]
    corrected = program(bob).get("/check-ins?effective=false").json()["items"]
    assert [row["id"] for row in corrected] == [first.pk]


def test_an_action_says_what_it_bets_and_waits_for(program, bob, key_result):
    first = make_action(key_result)
    action = make_action(
        key_result,
        "Answer by macro",
        effort=2,
        impact=4,
        cost=Decimal("12.50"),
        expected_from=Decimal(10),
        expected_to=Decimal(20),
        expected_by=clock.today(),
    )
    Dependency.objects.create(action=action, needs=first)
    row = program(bob).get(f"/actions/{action.pk}").json()
    assert row["needs"] == [first.pk]
    assert (row["cost"], row["expected_from"], row["expected_to"]) == (
        "12.5",
        "10",
        "20",
    )
    assert (row["effort"], row["impact"], row["state"]) == (2, 4, "candidate")


# Each with the token and its person, and the lot of the minute's allowance.
QUERIES = {
    "/cycles": 3,
    "/objectives": 5,
    "/key-results": 4,
    "/check-ins": 4,
    "/actions": 4,
}


def queries_of(person, path):
    """A member is asked of, too, whom they stand in for; who reads all is not."""
    return QUERIES[path] + (path != "/cycles" and not person.reads_private)


@pytest.mark.parametrize("path", QUERIES)
@pytest.mark.parametrize("number", [2, 12])
@pytest.mark.parametrize("role", ["bob", "carol"])
def test_a_list_asks_as_often_whatever_it_shows(
    request, program, company_objective, django_assert_num_queries, path, number, role
):
    reader = request.getfixturevalue(role)
    for _ in range(number):
        make_cycle()
        key_result = make_key_result(make_objective(parent=company_objective))
        entry = check_in(key_result, 5)
        check_in(key_result, 6, corrects=entry.pk, reason="Misread")
        action = make_action(key_result, owner=reader)
        Dependency.objects.create(action=make_action(key_result), needs=action)
    script = program(reader)
    with django_assert_num_queries(queries_of(reader, path)):
        assert len(script.get(path).json()["items"]) >= number


@pytest.mark.parametrize("path", QUERIES)
def test_one_asks_as_often_as_its_list(
    program, bob, key_result, django_assert_num_queries, path
):
    action, entry = make_action(key_result), check_in(key_result, 5)
    ids = {
        "/cycles": key_result.objective.cycle_id,
        "/objectives": key_result.objective_id,
        "/key-results": key_result.pk,
        "/check-ins": entry.pk,
        "/actions": action.pk,
    }
    script = program(bob)
    with django_assert_num_queries(queries_of(bob, path)):
        assert script.get(f"{path}/{ids[path]}").status_code == 200
