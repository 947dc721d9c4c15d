"""What an address selects, and that the database agrees with the arithmetic."""

import datetime
from collections import defaultdict
from itertools import combinations

import pytest
from django.http import Http404, QueryDict

from objectives import clock, plan
from progress.measure import Status
from progress.opened import Opened
from progress.readings import read_objectives
from progress.selection import Selection, shown_to
from tests.factories import (
    check_in,
    make_cycle,
    make_key_result,
    make_objective,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def select(cycle, carol):
    """`select("status=off_track")` are the titles that fit, for Carol, who sees all."""

    def selected(query, *, today=None, user=carol):
        asked = Selection.read(QueryDict(query), cycle, today or clock.today())
        return {objective.title for objective in asked.matches(user)}

    return selected


def measured(title, value, **fields):
    objective = make_objective(title, **fields)
    check_in(make_key_result(objective), value)
    return objective


@pytest.fixture
def every_kind(cycle):
    """Objectives of all kinds of key results at all kinds of values."""
    for value in (0, 1, 20, 30, 45, 54, 55, 90, 100):
        measured(f"at {value}", value)
    make_key_result(make_objective("not measured"))
    make_objective("without key results")
    for kind, values in (("at_most", (5, 15)), ("at_least", (5, 15))):
        for value in values:
            line = make_objective(f"{kind} {value}")
            check_in(make_key_result(line, kind=kind, start=0, target=10), value)
    for value in (0, 1):
        due = make_objective(f"milestone {value}")
        on = cycle.starts_on + 70 * DAY
        milestone = make_key_result(due, kind="milestone", target=1, due_on=on)
        check_in(milestone, value)
        mixed = measured(f"mixed {value}", 40)
        check_in(make_key_result(mixed, kind="milestone", target=1), value)
    return cycle


def statuses(user, cycle, today):
    rows = shown_to(user, cycle).select_related("cycle", "figures")
    told = defaultdict(set)
    for reading in read_objectives(list(rows), today):
        told[reading.status].add(reading.objective.title)
    return told


@pytest.mark.parametrize("day", [-5, 0, 5, 9, 10, 50, 55, 69, 70, 71, 90, 91, 92, 200])
def test_the_database_tells_every_status_as_the_arithmetic_does(
    every_kind, select, carol, day
):
    today = every_kind.starts_on + day * DAY
    told = statuses(carol, every_kind, today)
    for status in Status:
        assert select(f"status={status}", today=today) == told[status], status


def test_a_team_stands_for_those_below_it(select, company, product):
    measured("of the company", 50, team=company)
    measured("of the product", 50, team=product)
    measured("of others", 50, team=make_team("Others"))
    measured("of nobody", 50)

    both = {"of the company", "of the product"}
    assert select(f"team={company.pk}") == both
    assert select("team=COMPA") == both
    assert select(f"team={product.pk}") == {"of the product"}
    assert select("team=nonesuch") == set()


def test_an_owner_is_an_id_or_a_part_of_a_name(select, alice, bob):
    make_objective("alice's", owner=alice)
    make_objective("bob's", owner=bob)

    assert select(f"owner={bob.pk}") == select("owner=bOb") == {"bob's"}
    assert select("owner=²") == select("owner=" + "9" * 30) == set()


def test_a_gap_is_over_so_many_points_either_way(select):
    for title, own in (("ahead", 60), ("behind", 19), ("near", 44), ("on it", 45)):
        child = measured(f"under {title}", 40, parent=measured(title, own))
        assert child.parent.title == title

    assert select("gap=5") == {"ahead", "behind"}
    assert select("gap=15") == {"ahead", "behind"}
    assert select("gap=30") == set()


@pytest.mark.parametrize(
    "words",
    [
        "answer",
        "ANSWER",
        "ansWER custom",
        "Ａｎｓｗｅｒ",
        "straße",
        "STRASSE",
        "两小时",
        "100%",
        "a_b",
        "林",
        "answer 林晓雯 两小时",
    ],
)
def test_words_are_found_in_title_key_results_and_owner(select, words):
    found = make_objective("Answer customers", owner=make_user("林晓雯"))
    make_key_result(found, content="在两小时内答复 100% of Straße, a_b")
    make_objective("Something else")
    assert select(f"q={words.replace('%', '%25')}") == {"Answer customers"}


@pytest.mark.parametrize("words", ["100_", "1%0", "a-b", "answer else", "\\"])
def test_wildcards_are_plain_characters(select, words):
    found = make_objective("Answer customers")
    make_key_result(found, content="100%, a_b")
    make_objective("Something else")
    assert select(f"q={words.replace('%', '%25')}") == set()


def test_words_follow_what_is_written(select, dana):
    objective = make_objective("before")
    key_result = make_key_result(objective, content="first")
    plan.change_objective(objective.pk, seen=None, by=dana, values={"title": "after"})
    plan.drop_key_result(key_result.pk, seen=1, by=dana, reason="Wrong.")
    objective.owner.name = "Renamed"
    objective.owner.save()

    assert select("q=before") == select("q=first") == set()
    assert select("q=after renamed") == {"after"}


def test_what_needs_attention_is_off_track_or_far_from_its_children_or_stale(select):
    measured("off track", 10)
    measured("child", 55, parent=measured("far", 80))
    stale = make_objective("stale")
    check_in(make_key_result(stale), 60, on=clock.today() - 8 * DAY)
    fresh = make_objective("fresh")
    check_in(make_key_result(fresh), 60, on=clock.today() - 7 * DAY)
    make_key_result(make_objective("not measured"))

    assert select("attention=1") == {"off track", "far", "stale"}


@pytest.mark.parametrize("sort", ["", "&sort=gap", "&sort=pace"])
def test_filters_together_keep_what_fits_each_in_every_order(
    select, cycle, carol, company, product, alice, bob, sort
):
    for owner, team in ((alice, company), (bob, product), (bob, company)):
        for own in (10, 50, 95):
            title = f"{owner.name} {team.name} {own}"
            parent = measured(title, own, owner=owner, team=team)
            measured(f"under {title}", 50, parent=parent, owner=owner, team=team)
    filters = [
        f"team={company.pk}",
        f"team={product.pk}",
        f"owner={bob.pk}",
        "status=off_track",
        "gap=15",
        "q=under",
        "attention=1",
        "q=9",
    ]

    everything = set(sum(listed(cycle, carol, sort[1:]), []))
    for number in (2, 3, 4):
        for chosen in combinations(filters, number):
            if len({name.split("=")[0] for name in chosen}) == number:
                fitting = everything.intersection(*map(select, chosen))
                found = sum(listed(cycle, carol, "&".join(chosen) + sort), [])
                assert len(found) == len(set(found))
                assert set(found) == fitting, chosen


def test_what_a_reader_may_not_see_is_in_no_selection(select, alice, mallory):
    secret = measured("secret", 10, owner=alice, is_private=True)
    make_key_result(secret, content="hidden words")

    for query in ("", "status=off_track", "attention=1", "q=hidden", "owner=alice"):
        assert select(query, user=alice) == {"secret"}
        assert select(query, user=mallory) == set()


def test_dropped_objectives_and_other_cycles_are_in_no_selection(select, cycle, dana):
    dropped = measured("dropped", 10)
    plan.drop_objective(dropped.pk, seen=None, by=dana, reason="Over.")
    later = make_cycle(starts_on=cycle.ends_on + DAY)
    make_objective("later", cycle=later)
    for query in ("", "status=off_track", "attention=1", "q=dropped"):
        assert select(query) == set()


def listed(cycle, user, query):
    """Titles of all pages of two rows, by following the address of the next."""
    pages, query = [], QueryDict(query)
    while True:
        asked = Selection.read(query, cycle, clock.today())
        rows = list(asked.listed(user).select_related("figures")[:3])
        pages.append([row.title for row in rows[:2]])
        if len(rows) < 3:
            return pages
        query = QueryDict(asked.page_after(rows[1])[1:])


def test_lists_are_sorted_and_read_page_by_page(cycle, carol):
    for title, own in (("a", 90), ("b", 30), ("c", 10), ("d", 30)):
        make_objective(f"{title} below", parent=measured(title, own))
        measured(f"{title} child", 30, parent=shown_to(carol, cycle).get(title=title))

    by_gap = listed(cycle, carol, "sort=gap&q=nothing")
    assert by_gap == [[]]
    assert listed(cycle, carol, "sort=gap") == [["a", "c"], ["b", "d"]]
    by_pace = sum(listed(cycle, carol, "sort=pace"), [])
    assert by_pace[0] == "c"
    assert by_pace[-1] == "a"
    assert len(by_pace) == len(set(by_pace)) == 8
    in_place = sum(listed(cycle, carol, ""), [])
    assert in_place[:3] == ["a", "a below", "a child"]
    assert len(in_place) == len(set(in_place)) == 12


@pytest.mark.parametrize(
    "query",
    [
        "status=x&gap=7&sort=x&attention=yes&open=x,²,-&after=1-",
        "status=&gap=&sort=&attention=&open=&after=&q=&team=&owner=",
        "after=999999999-999999999999999999&sort=pace",
        "after=0-1&sort=pace",
        "q=%00%ED%A0%80&owner=%00&team=%00",
        "q=" + "x%20" * 500,
        "open=" + ",".join(map(str, range(500))),
    ],
)
def test_nonsense_selects_nothing_special_and_breaks_nothing(cycle, carol, query):
    asked = Selection.read(QueryDict(query), cycle, clock.today())
    assert list(asked.listed(carol)[:1]) == []


@pytest.mark.parametrize("query", ["team=999999", "owner=999999"])
def test_an_id_that_names_nobody_is_not_found(cycle, query):
    with pytest.raises(Http404):
        Selection.read(QueryDict(query), cycle, clock.today())


def test_an_address_says_everything_again(cycle, company, bob):
    asked = f"?cycle={cycle.pk}&team={company.pk}&owner={bob.pk}&status=at_risk&gap=15"
    asked += "&q=two+words&attention=1&sort=gap&open=none%2C12%2C-7&after=150000-3"
    selection = Selection.read(QueryDict(asked[1:]), cycle, clock.today())

    assert selection.query() == asked
    assert selection.query(open="all") == asked.replace("none%2C12%2C-7", "all")
    assert selection.query(sort=None).endswith("&attention=1&open=none%2C12%2C-7")
    assert selection.narrows
    cleared = Selection.read(QueryDict(selection.cleared[1:]), cycle, clock.today())
    assert not cleared.narrows
    assert cleared.sort == "gap"


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        pytest.param("", {1, 2}, set(), id="all that is loaded"),
        pytest.param("-2", {1}, {2}, id="but one"),
        pytest.param("none", set(), {1, 2}, id="nothing"),
        pytest.param("none,1", {1}, {2}, id="only one"),
        pytest.param("all,-1", {2}, {1}, id="everything but one"),
    ],
)
def test_what_stands_open(text, shown, hidden):
    opened = Opened.read(text)
    assert str(opened) == text
    assert {pk for pk in (1, 2) if opened.shows(pk)} == shown
    assert {pk for pk in (1, 2) if not opened.shows(pk)} == hidden


def test_opening_a_branch_keeps_the_others_and_undoes_its_closing():
    assert str(Opened.read("none,1,-3,-4").with_open(3, 1)) == "none,1,3,-4"


def test_dates_of_a_cycle_decide_when_statuses_turn(select, cycle, carol):
    measured("half", 50)
    assert select("status=on_track") == {"half"}

    cycle.ends_on = clock.today() + 5 * DAY
    cycle.save()

    assert select("status=on_track") == set()
    told = statuses(carol, cycle, clock.today())
    assert select("status=off_track") == told[Status.OFF_TRACK] == {"half"}
