"""What an import writes: all or nothing, and an export of it is the file again."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives import clock, tree
from objectives.models import Cycle, Objective, Team, User
from progress.exchange.applying import Changed, Refused, import_tables
from progress.exchange.planning import Options, make_plan
from progress.models import CheckIn
from tests.exchange.rows import exported, load, plan, tables
from tests.factories import check_in, make_cycle, make_key_result, make_objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(alice, bob, company, product, derived_objective):
    """Two levels, a correction, text that is a formula, a private and a dropped one."""
    served = make_key_result(derived_objective.parent, start=9, target=2, unit="h")
    Objective.objects.filter(pk=derived_objective.pk).update(
        parent_key_result=served, description="=1+1\r\nand more"
    )
    wrong = check_in(served, 5)
    check_in(served, "5.5", corrects=wrong.pk, reason="A slip")
    check_in(served, "5.5", note="'=quoted", on=clock.today())
    make_key_result(derived_objective, kind="at_most", start=10, target=10)
    make_key_result(derived_objective, owner=alice, weight="0.35")
    make_objective("Secret", parent=derived_objective, is_private=True, owner=bob)
    return derived_objective


def test_an_export_changes_nothing(dana, organisation):
    found = plan(dana, *exported())
    assert found.problems == []
    assert found.changes_nothing


def test_export_import_into_nothing_and_export_give_the_same_bytes(dana, organisation):
    before = exported()
    renamed = rename_everything()
    load(dana, *(renamed(text) for text in before))

    after = exported()

    added = tuple(
        drop_shared_lines(renamed(b), a) for b, a in zip(before, after, strict=True)
    )
    assert added == ([], [])


def rename_everything():
    """The same file of another organisation: other ids, cycles, teams, people."""
    keys = {
        str(key): str(uuid.uuid4())
        for key in CheckIn.objects.values_list("key", flat=True)
    }

    def renamed(text):
        for before, after in keys.items():
            text = text.replace(before, after)
        for before, after in [
            *(("o-", "q-"), ("k-", "l-"), ("2026 Q3", "Other Q3")),
            *(("Company", "Other"), ("@example.org", "@other.example")),
        ]:
            text = text.replace(before, after)
        return text

    return renamed


def drop_shared_lines(wanted, found):
    """Lines of the renamed file that the new export does not have."""
    return sorted(set(wanted.splitlines()) - set(found.splitlines()))


def test_one_bad_row_among_good_ones_writes_nothing(dana, cycle):
    text = "objective,key_result,target\nA,x,1\nB,y,2\nC,z,none\n"
    with pytest.raises(Refused):
        load(dana, text)
    assert not Objective.objects.exists()


def test_what_was_shown_is_what_is_written(dana, cycle):
    found = tables("objective\nGrow\n")
    options = Options(by=dana)
    seen = make_plan(found, options).digest()
    make_objective("Grow", cycle=cycle, owner=dana)
    with pytest.raises(Changed):
        import_tables(found, options, seen=seen)
    assert Objective.objects.count() == 1


def test_branches_move_and_grow_anywhere_and_the_tree_stays_sound(dana, cycle):
    load(dana, "objective,parent\nA,\nB,A\nC,B\nD,\nE,D\n")
    load(dana, "objective,parent\nB,E\nF,C\nG,\nA,G\nD,\n")
    assert tree.faults() == []
    found = {o.title: o.parent and o.parent.title for o in Objective.objects.all()}
    assert found == {
        "A": "G",
        "B": "E",
        "C": "B",
        "D": None,
        "E": "D",
        "F": "C",
        "G": None,
    }


def test_a_move_leaves_a_version_behind_and_makes_open_forms_stale(dana, cycle):
    load(dana, "objective,parent\nA,\nB,A\nC,\n")
    load(dana, "objective,parent\nB,C\n")
    b = Objective.objects.get(title="B")
    last = b.history.first()
    assert (b.revision, last.parent.title, last.history_user) == (2, "C", dana)


def test_people_are_made_without_a_password_and_cycles_open_if_begun(dana):
    day = clock.today()
    load(
        dana,
        "objective,cycle,cycle_start,cycle_end,owner,team\n"
        f"A,Now,{day},2099-01-01,new@x.example,Top / Sub\n".replace(
            "2099-01-01", "2028-01-01"
        ),
    )
    new = User.objects.get(email="new@x.example")
    assert (new.has_usable_password(), new.role) == (False, "member")
    assert Cycle.objects.get(name="Now").state == "open"
    assert Team.objects.get(name="Sub").full_name == "Top · Sub"


def test_many_rows_take_as_many_queries_as_few(dana, cycle):
    def queries(number):
        head = "objective_id,parent_id,cycle,objective,key_result_id,key_result,target"
        lines = [
            f"{number}-{i},{f'{number}-{i - 1}' if i % 5 else ''},2026 Q3,O{i},"
            f"{number}k{i},K,20"
            for i in range(number)
        ]
        text = "\n".join([head, *lines, ""])
        with CaptureQueriesContext(connection) as captured:
            load(dana, text)
        return len(captured)

    queries(5)
    # SQLite takes at most 999 values in one statement.
    assert queries(100) <= queries(10) + 10


def test_an_import_into_planning_takes_no_check_ins(dana):
    make_cycle("Next", state="planning")
    text = "objective,cycle,key_result,target,current\nA,Next,x,10,5\n"
    with pytest.raises(Refused):
        load(dana, text)
