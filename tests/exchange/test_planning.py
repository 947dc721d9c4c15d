"""What rows mean, and every reason why one is refused."""

import datetime

import pytest

from objectives import clock
from objectives.models import Cycle, Objective
from tests.exchange.rows import faults, load, plan
from tests.factories import check_in, make_cycle, make_key_result, make_objective

pytestmark = pytest.mark.django_db

OKRS = (
    "objective_id,parent_id,cycle,objective,owner,key_result_id,key_result,start,target"
)


@pytest.fixture(autouse=True)
def open_cycle(cycle):
    return cycle


def okrs(*lines, head=OKRS):
    return "\n".join([head, *lines, ""])


def fault(by, *lines, head=OKRS):
    [found] = faults(by, okrs(*lines, head=head))
    return found


# What a row means


def test_rows_without_ids_are_known_by_their_words(dana):
    text = "objective,key_result,target\nGrow,Ten,10\nGrow,Twenty,20\n"
    load(dana, text)
    again = plan(dana, text)
    assert again.changes_nothing
    assert (again.left["objectives"], again.left["key_results"]) == (1, 2)


def test_a_child_may_stand_before_its_parent_and_name_it_by_title(dana):
    load(dana, "objective,parent\nBelow,Above\nAbove,\n")
    below = Objective.objects.get(title="Below")
    assert (below.parent.title, below.level) == ("Above", 1)


def test_what_has_no_target_is_a_milestone_and_nobody_is_without_an_owner(dana):
    found = plan(dana, "objective,key_result\nGrow,Ship it\n")
    assert [p.code for p in found.warnings] == [
        "current_cycle",
        "no_owner",
        "no_target",
    ]
    assert found.key_results[0].values["kind"] == "milestone"
    assert found.objectives[0].values["owner"] == "dana@example.org"


def test_missing_cycles_teams_and_people_are_listed_beforehand(dana, product):
    found = plan(
        dana,
        "objective,cycle,cycle_start,cycle_end,team,owner\n"
        "Grow,2030 Q1,2030-01-01,2030-03-31,Company / Sales,Ann Lee <ANN@x.example>\n",
    )
    assert list(found.cycles) == ["2030 Q1"]
    assert list(found.teams) == ["Company / Sales"]
    assert found.people == {"ann@x.example": "Ann Lee"}


def test_a_mistyped_address_is_asked_about(dana, bob):
    found = plan(dana, "objective,owner\nGrow,bob@exampel.org\n")
    assert found.warnings[-1].params == {"known": "bob@example.org"}


def test_a_column_that_is_missing_leaves_things_as_they_are(dana, derived_objective):
    text = f"objective_id,objective\n{derived_objective.external_id},New words\n"
    [change] = plan(dana, text).objectives
    assert change.values == {"title": "New words"}


def test_a_current_value_is_a_check_in_once(dana, company_objective):
    key_result = make_key_result(company_objective)
    text = (
        "objective_id,objective,key_result_id,key_result,target,current\n"
        f"{company_objective.external_id},{company_objective.title},"
        f"{key_result.external_id},{key_result.content},100,40\n"
    )
    assert load(dana, text).counts()["check_ins_new"] == 1
    assert plan(dana, text).changes_nothing
    assert plan(dana, text.replace(",40", ",50"), current=False).changes_nothing


def test_an_owner_in_a_row_of_a_key_result_is_its_own(dana, bob):
    lines = [
        "a,,2026 Q3,Grow,dana@example.org,k,Ten,,10",
        "a,,2026 Q3,Grow,bob@example.org,l,Twenty,,20",
    ]
    found = plan(dana, okrs(*lines))
    assert found.errors == []
    assert found.objectives[0].values["owner"] == "dana@example.org"
    owners = [row.values["owner"] for row in found.key_results]
    assert owners == ["dana@example.org", "bob@example.org"]


def test_a_row_that_is_refused_is_not_blamed_on_its_children(dana):
    lines = ["a,,2026 Q3,,,,,,", "b,a,2026 Q3,Below,,,,,"]
    assert faults(dana, okrs(*lines)) == [(2, "objective", "required")]


# What is refused


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("a,,2026 Q3,,,,,,", "objective", "required"),
        ("a,,Nowhere,Grow,,,,,", "cycle", "cycle_dates"),
        ("a,,2026 Q3,Grow,nobody,,,,", "owner", "email"),
        ("a,a,2026 Q3,Grow,,,,,", "parent_id", "own_parent"),
        ("a,z,2026 Q3,Grow,,,,,", "parent_id", "no_parent"),
        ("a,,2026 Q3,Grow,,k,,0,1", "key_result", "no_content"),
        ("a,,2026 Q3,Grow,,k,Ten,5,5", "target", "same_values"),
        ("a,,2026 Q3,Grow,,k,Ten,,four dollars", "target", "not_a_number"),
        ("a,,2026 Q3,Grow,,k,Ten,,NaN", "target", "not_a_number"),
        ("a,,2026 Q3,Grow,,k,Ten,,1e400", "target", "exponent"),
        ('a,,2026 Q3,Grow,,k,Ten,,"12,5"', "target", "use_point"),
        ("a,,2026 Q3,Grow,,k,Ten,,123456789012", "target", "too_large"),
        ("a,,2026 Q3,Grow,,k,Ten,,1.23456", "target", "too_many_decimals"),
        ("a,,2026 Q3,\x07,,,,,", "objective", "unreadable"),
        (f"a,,2026 Q3,{'x' * 1001},,,,,", "objective", "too_long"),
    ],
)
def test_one_bad_row_is_named_by_row_and_column(dana, line, column, code):
    good = ["g,,2026 Q3,Good,dana@example.org,,,,"]
    assert fault(dana, *good, line.replace(",,,,", ",,,,"))[1:] == (column, code)
    assert fault(dana, *good, line)[0] == 3


@pytest.mark.parametrize("number", [2, 3, 30])
def test_a_loop_of_any_length_is_refused(dana, number):
    lines = [
        f"{i},{(i + 1) % number},2026 Q3,O{i},dana@example.org,,,,"
        for i in range(number)
    ]
    found = faults(dana, okrs(*lines))
    assert {code for _row, _column, code in found} == {"loop"}
    assert len(found) == number


def test_a_thousand_levels_are_refused_without_recursion(dana):
    lines = [f"{i},{i - 1 if i else ''},2026 Q3,O{i},,,,," for i in range(1000)]
    found = faults(dana, okrs(*lines))
    assert {code for _row, _column, code in found} == {"too_deep"}


def test_moving_under_its_own_descendant_is_refused(dana, derived_objective):
    above = derived_objective.parent
    text = (
        "objective_id,objective,parent_id\n"
        f"{above.external_id},{above.title},{derived_objective.external_id}\n"
    )
    assert faults(dana, text) == [(2, "parent_id", "loop")]


def test_rows_that_contradict_each_other_are_refused(dana, bob):
    lines = [
        "a,,2026 Q3,Grow,dana@example.org,k,Ten,,10",
        "a,a,2026 Q3,Grow,bob@example.org,k,Twenty,,20",
    ]
    assert faults(dana, okrs(*lines)) == [
        (3, "parent_id", "other_row"),
        (3, "key_result_id", "doubled_id"),
    ]


def test_a_closed_cycle_keeps_what_was_set_in_it(dana, cycle):
    objective = make_objective("Grow", cycle=cycle, owner=dana)
    Cycle.objects.filter(pk=cycle.pk).update(state="closed")
    key = objective.external_id
    assert plan(dana, okrs(f"{key},,2026 Q3,Grow,dana@example.org,,,,")).changes_nothing
    row = f"{key},,2026 Q3,Shrink,dana@example.org,,,,"
    assert fault(dana, row) == (2, "objective", "closed")


def test_cycles_that_do_not_meet_cannot_be_served(dana):
    make_cycle("2031", starts_on=datetime.date(2031, 1, 1))
    found = fault(
        dana, "a,,2026 Q3,Up,dana@example.org,,,,", "b,a,2031,Down,dana@example.org,,,,"
    )
    assert found == (3, "parent_id", "apart")


# Check-ins

HEAD = "key_result_id,measured_on,value,check_in_id,corrects,reason\n"
SOME, OTHER = "7" * 32, "8" * 32


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("{k},,5,,,", "measured_on", "required"),
        ("{k},2026-02-30,5,,,", "measured_on", "not_a_date"),
        ("{k},1999-01-01,5,,,", "measured_on", "date_range"),
        ("{k},2001-01-01,5,,,", "measured_on", "outside_cycle"),
        ("{k},2090-01-01,5,,,", "measured_on", "in_future"),
        ("{k},{day},,,,", "value", "required"),
        ("{k},{day},many,,,", "value", "not_a_number"),
        ("nowhere,{day},5,,,", "key_result_id", "no_key_result"),
        ("{k},{day},5,x,,", "check_in_id", "not_an_id"),
        ("{k},{day},5,," + SOME + ",why", "corrects", "no_correction"),
    ],
)
def test_the_rules_of_the_ledger_hold(dana, company_objective, line, column, code):
    key = make_key_result(company_objective).external_id
    text = HEAD + line.format(k=key, day=clock.today())
    assert faults(dana, text) == [(2, column, code)]


def test_an_entry_of_the_ledger_never_changes(dana, company_objective):
    entry = check_in(make_key_result(company_objective), 40)
    key, day = entry.key_result.external_id, entry.measured_on
    assert plan(dana, f"{HEAD}{key},{day},40,{entry.key},,\n").changes_nothing
    text = f"{HEAD}{key},{day},41,{entry.key},,\n"
    assert faults(dana, text) == [(2, "check_in_id", "ledger")]


def test_several_updates_of_one_day_are_all_kept(dana, company_objective):
    key_result = make_key_result(company_objective)
    key, day = key_result.external_id, clock.today() - datetime.timedelta(days=3)
    lines = [f"{key},{day},{value}" for value in (5, 5, 7)]
    text = "\n".join(["key_result_id,measured_on,value", *lines])
    load(dana, text)
    key_result.figures.refresh_from_db()
    assert (key_result.check_ins.count(), key_result.figures.current) == (3, 7)
    assert plan(dana, text).changes_nothing


def test_a_milestone_is_0_or_1(dana, company_objective):
    key_result = make_key_result(company_objective, kind="milestone", target=1)
    key, day = key_result.external_id, clock.today()
    text = f"key_result_id,measured_on,value\n{key},{day},2\n"
    assert faults(dana, text) == [(2, "value", "milestone_value")]
