"""The alignment outline: what stands where in it, its pages and its branches."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from objectives import clock, plan
from objectives.models import Absence, Cycle
from progress import outline
from tests import pages
from tests.factories import check_in, make_cycle, make_key_result, make_objective

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
URL = "/alignment/"


@pytest.fixture
def alices(sign_in, alice, cycle):
    """Alice's browser."""
    return sign_in(alice)


@pytest.fixture
def small_parts(monkeypatch):
    """Five roots a page, twenty rows a page and a branch."""
    monkeypatch.setattr(outline, "ROOTS", 5)
    monkeypatch.setattr(outline, "ROWS", 20)


def rows(response):
    """(depth, id) of each row in their order."""
    found = re.findall(
        r'<li class="node" data-depth="(\d)" id="o-(\d+)"', response.text
    )
    return [(int(depth), int(pk)) for depth, pk in found]


def chain(owner, length):
    """Objectives each under the one before, the top one first."""
    made = [make_objective("Level 0", owner=owner)]
    for level in range(1, length):
        made.append(make_objective(f"Level {level}", parent=made[-1], owner=owner))
    return made


def test_children_stand_under_their_parents(alices, alice):
    top = make_objective("top", owner=alice)
    other = make_objective("other", owner=alice)
    child = make_objective("child", parent=top, owner=alice)
    below = make_objective("below", parent=child, owner=alice)

    shown = rows(alices.get(URL))

    assert shown == [(0, top.pk), (1, child.pk), (2, below.pk), (0, other.pk)]


def test_a_row_says_progress_gap_owner_team_status_and_age(
    alices, company_objective, derived_objective
):
    check_in(make_key_result(company_objective), 31, on=clock.today() - 3 * DAY)
    check_in(make_key_result(derived_objective), 62)

    text = pages.text(alices.get(URL))

    words = (
        "31% behind children by 31 pts Alice Company Off track last check-in 3 d ago"
    )
    assert f"{company_objective.title} {words}" in text
    assert "62% – no child objectives Bob Company · Product On track" in text
    assert "2 of 2 objectives" in text


def test_only_its_own_cycle_is_shown_and_the_address_names_it(alices, alice, cycle):
    next_one = make_cycle("Next", starts_on=cycle.ends_on + DAY)
    now = make_objective("now", owner=alice, cycle=cycle)
    later = make_objective("later", owner=alice, cycle=next_one)

    assert rows(alices.get(URL)) == [(0, now.pk)]
    assert rows(alices.get(URL, {"cycle": next_one.pk})) == [(0, later.pk)]
    for nonsense in ("x", "0", "-1", "999999", "²", "9" * 30):
        assert alices.get(URL, {"cycle": nonsense}).status_code == 404


def test_what_serves_another_cycle_stands_at_the_top(alices, alice, cycle):
    year = make_cycle(
        "Year", starts_on=cycle.starts_on - 90 * DAY, ends_on=cycle.ends_on + 90 * DAY
    )
    parent = make_objective("of the year", owner=alice, cycle=year)
    child = make_objective("of the quarter", parent=parent, cycle=cycle, owner=alice)

    assert rows(alices.get(URL, {"cycle": cycle.pk})) == [(0, child.pk)]
    assert rows(alices.get(URL, {"cycle": year.pk})) == [(0, parent.pk)]


def test_under_a_dropped_parent_it_moves_to_the_top(alices, alice):
    top, middle, below = chain(alice, 3)
    plan.drop_objective(middle.pk, seen=None, by=alice, reason="Over.")
    assert rows(alices.get(URL)) == [(0, top.pk), (0, below.pk)]


def test_the_top_level_is_read_page_by_page(small_parts, alices, alice, cycle):
    tops = [make_objective(owner=alice).pk for _ in range(7)]
    under = make_objective(parent_id=tops[-1], cycle=cycle, owner=alice)

    first = alices.get(URL)
    [link] = re.findall(r'rel="next" href="([^"]*)"', first.text)
    second = alices.get(URL + link.replace("&amp;", "&"))

    assert rows(first) == [(0, pk) for pk in tops[:5]]
    assert rows(second) == [*[(0, pk) for pk in tops[5:]], (1, under.pk)]
    assert 'rel="next"' not in second.text
    assert "5 of 8 objectives" in pages.text(first)


def test_a_page_can_begin_inside_a_tree(small_parts, alices, alice):
    """Seven under one dropped parent: all stand at the top, in one tree."""
    parent = make_objective(owner=alice)
    children = [make_objective(parent=parent, owner=alice).pk for _ in range(7)]
    plan.drop_objective(parent.pk, seen=None, by=alice, reason="Over.")

    first = alices.get(URL)
    [link] = re.findall(r'rel="next" href="([^"]*)"', first.text)
    second = alices.get(URL + link.replace("&amp;", "&"))

    assert rows(first) + rows(second) == [(0, pk) for pk in children]


def links_to(response, text):
    """The addresses of links whose text begins so."""
    found = re.findall(rf'<a href="([^"]*)"[^>]*>{text}', response.text)
    return [link.replace("&amp;", "&") for link in found]


def test_deep_levels_wait_for_a_click_that_opens_them_in_the_same_page(alices, alice):
    made = chain(alice, 7)
    response = alices.get(URL)
    for deepest in (3, 4, 5):
        assert rows(response) == [(n, made[n].pk) for n in range(deepest + 1)]
        [link] = links_to(response, "Load 1 objective under this one")
        assert link.endswith(f"#o-{made[deepest].pk}")
        response = alices.get(link)
    assert rows(response) == [(n, made[n].pk) for n in range(7)]


def test_a_fragment_leads_on_to_what_lies_deeper(alices, alice):
    made = chain(alice, 7)
    page = alices.get(URL)
    [load] = re.findall(r'hx-get="([^"]*)"', page.text)

    fragment = alices.get(load.replace("&amp;", "&"), headers={"HX-Request": "true"})

    [link] = links_to(fragment, "Load 1 objective under this one")
    assert rows(fragment) == [(4, made[4].pk)]
    assert rows(alices.get(link)) == [(n, made[n].pk) for n in range(6)]


def test_everything_is_expanded_as_far_as_it_fits(alices, alice, monkeypatch):
    made = chain(alice, 9)
    page = alices.get(URL, {"open": "all"})
    assert rows(page) == [(min(n, 7), made[n].pk) for n in range(9)]
    assert "Not everything fits" not in page.text

    monkeypatch.setattr(outline, "EXPANDED", 5)
    page = alices.get(URL, {"open": "all"})
    assert len(rows(page)) == 6
    assert "Not everything fits on one page" in page.text
    assert "Load 1 objective under this one" in page.text


def test_branches_stand_open_as_the_address_says(alices, alice):
    top, child, below = chain(alice, 3)

    def standing(query):
        text = alices.get(URL + query).text
        return [
            " open" in twist for twist in re.findall('<details class="twist".*?>', text)
        ]

    assert standing("") == [True, True]
    assert standing(f"?open=-{child.pk}") == [True, False]
    assert standing("?open=none") == [False, False]
    assert standing(f"?open=none,{top.pk}") == [True, False]
    assert rows(alices.get(URL + "?open=none"))[2] == (2, below.pk)


def test_a_branch_is_a_fragment_for_htmx_and_a_page_without(alices, alice):
    made = chain(alice, 6)
    url = reverse("objective_children", args=[made[3].pk]) + "?depth=4"

    fragment = alices.get(url, headers={"HX-Request": "true"})
    page = alices.get(url)

    assert rows(fragment) == rows(page) == [(4, made[4].pk)]
    assert "<html" not in fragment.text
    assert "<html" in page.text
    assert "Load 1 objective under this one" in fragment.text


def test_the_deepest_tree_can_be_opened_to_its_end(alices, alice):
    made = chain(alice, 21)
    for above, below in zip(made[3:], made[4:], strict=False):
        url = reverse("objective_children", args=[above.pk])
        assert rows(alices.get(url, {"depth": 7})) == [(7, below.pk)]
    assert rows(alices.get(reverse("objective_children", args=[made[-1].pk]))) == []


@pytest.mark.parametrize("depth", ["8", "-1", "x", "²", "9" * 50, ""])
def test_a_strange_depth_is_none(alices, alice, depth):
    top, child = chain(alice, 2)
    url = reverse("objective_children", args=[top.pk])
    assert rows(alices.get(url, {"depth": depth})) == [(0, child.pk)]


@pytest.mark.parametrize("after", ["x", "1", "1-", "-1-1", "1-1-1", "9" * 40, "²-1"])
def test_a_strange_place_is_the_beginning(alices, alice, after):
    top = make_objective(owner=alice)
    assert rows(alices.get(URL, {"after": after})) == [(0, top.pk)]


def test_a_branch_of_very_many_is_opened_part_by_part(small_parts, alices, alice):
    top = make_objective(owner=alice)
    made = [make_objective(parent=top, owner=alice).pk for _ in range(23)]
    url = reverse("objective_children", args=[top.pk])

    first = alices.get(url, {"depth": 1}, headers={"HX-Request": "true"})
    [link] = re.findall(r'href="([^"]*behind=[^"]*)"', first.text)
    second = alices.get(link.replace("&amp;", "&"))

    assert rows(first) == [(1, pk) for pk in made[:20]]
    assert rows(second) == [(1, pk) for pk in made[20:]]


def test_a_wide_tree_shows_its_upper_levels_first(small_parts, alices, alice):
    """21 children do not fit beside their parent: they wait for a click."""
    top = make_objective(owner=alice)
    for _ in range(21):
        make_objective(parent=top, owner=alice)

    response = alices.get(URL)

    assert rows(response) == [(0, top.pk)]
    assert "Load 21 objectives under this one" in response.text


def test_before_the_first_cycle_it_says_what_to_do(sign_in, mallory, dana):
    assert not Cycle.objects.exists()
    for person, offered in ((mallory, False), (dana, True)):
        page = sign_in(person).get(URL)
        assert "Nothing hangs here yet" in pages.text(page)
        assert (reverse("settings_cycle_create") in page.text) == offered


def test_a_cycle_without_objectives_says_so(alices):
    assert "No objective has been set in 2026 Q3 yet." in pages.text(alices.get(URL))


@pytest.mark.parametrize("where", ["alignment", "team"])
def test_a_row_says_which_updates_are_late_and_which_were_missed(
    alices, alice, company, cycle, where
):
    made = cycle_begins(cycle)
    objective = make_objective(owner=alice, team=company)
    missed = make_key_result(objective, created_at=made)
    check_in(missed, 10, on=cycle.starts_on)
    check_in(make_key_result(objective, created_at=made), 10)
    url = reverse(where, args=[company.pk]) if where == "team" else URL

    assert "<title>1 update missed</title>" in alices.get(url).text
    check_in(missed, 20)
    assert "missed</title>" not in alices.get(url).text


def test_nothing_is_overdue_while_its_owner_is_away(alices, alice, cycle):
    objective = make_objective(owner=alice)
    make_key_result(objective, created_at=cycle_begins(cycle))
    Absence.objects.create(
        person=alice, named_by=alice, starts_on=cycle.starts_on, ends_on=cycle.ends_on
    )
    assert "missed</title>" not in alices.get(URL).text


def cycle_begins(cycle):
    midnight = datetime.datetime.combine(cycle.starts_on, datetime.time(12))
    return timezone.make_aware(midnight)
