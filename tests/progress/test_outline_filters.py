"""The outline's filters: what they offer, what fits, and the path that leads there."""

import datetime
import re

import pytest

from objectives import plan
from objectives.models import Objective
from progress import choices, outline, selection
from tests import pages
from tests.factories import check_in, make_key_result, make_objective, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
URL = "/alignment/"


@pytest.fixture
def alices(sign_in, alice, cycle):
    return sign_in(alice)


def rows(response):
    """(depth, title, whether it only leads to a match) of each row in their order."""
    found = re.findall(
        r'<li class="node" data-depth="(\d)" id="o-(\d+)"( data-path)?>', response.text
    )
    titles = dict(Objective.objects.values_list("pk", "title"))
    return [(int(depth), titles[int(pk)], bool(path)) for depth, pk, path in found]


def options(response, name):
    [select] = re.findall(rf'<select[^>]* name="{name}">(.*?)</select>', response.text)
    return re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)<', select)


@pytest.fixture
def tree(alice, bob):
    """top > (left > leaf, right); other"""
    top = make_objective("top", owner=alice)
    left = make_objective("left", parent=top, owner=alice)
    make_objective("leaf", parent=left, owner=bob)
    make_objective("right", parent=top, owner=alice)
    make_objective("other", owner=bob)
    return {objective.title: objective for objective in Objective.objects.all()}


def test_matches_stand_in_their_place_under_the_path_that_leads_there(alices, tree):
    response = alices.get(URL, {"q": "leaf"})

    assert rows(response) == [(0, "top", True), (1, "left", True), (2, "leaf", False)]
    assert "1 of 5 objectives" in pages.text(response)
    assert "leads to a match" in pages.text(response)


def test_what_is_on_the_path_may_itself_fit(alices, tree, bob):
    response = alices.get(URL, {"q": "le"})
    assert rows(response) == [(0, "top", True), (1, "left", False), (2, "leaf", False)]


def test_a_path_begins_below_what_the_reader_may_not_see(sign_in, tree, mallory):
    Objective.objects.filter(title="left").update(is_private=True)
    response = sign_in(mallory).get(URL, {"q": "leaf"})
    assert rows(response) == [(0, "leaf", False)]
    assert "left" not in response.text
    Objective.objects.filter(title="left").update(is_private=False)


def test_a_list_by_gap_names_the_parent_and_leaves_out_what_has_no_gap(alices, tree):
    for title, value in (("top", 50), ("left", 20), ("leaf", 60), ("right", 50)):
        check_in(make_key_result(tree[title]), value)

    response = alices.get(URL, {"sort": "gap"})

    assert rows(response) == [(0, "left", False), (0, "top", False)]
    assert "serves: top" in pages.text(response)
    assert "2 of 5 objectives" in pages.text(response)
    assert "Objectives without a gap are left out." in pages.text(response)


def test_a_list_by_pace_begins_with_what_was_on_pace_longest_ago(alices, tree):
    for title, value in (("top", 50), ("left", 20), ("leaf", 60)):
        check_in(make_key_result(tree[title]), value)

    response = alices.get(URL, {"sort": "pace"})

    assert [title for _, title, _ in rows(response)] == ["left", "top", "leaf"]


def test_pages_of_matches_follow_each_other(alices, alice, tree, monkeypatch):
    monkeypatch.setattr(outline, "ROOTS", 3)
    for number in range(5):
        make_objective(f"found {number}", parent=tree["left"], owner=alice)
    seen, url = [], URL + "?q=found"
    for _ in range(2):
        response = alices.get(url)
        assert rows(response)[:2] == [(0, "top", True), (1, "left", True)]
        seen += [title for _, title, path in rows(response) if not path]
        next_page = re.search(r'rel="next" href="([^"]*)"', response.text)
        url = URL + next_page[1].replace("&amp;", "&") if next_page else ""
    assert seen == [f"found {number}" for number in range(5)]
    assert url == ""


def test_nothing_that_fits_offers_to_clear_the_filters(alices, tree, cycle):
    response = alices.get(URL, {"q": "nonesuch", "status": "off_track"})

    assert "No objective fits these filters." in pages.text(response)
    assert f'href="?cycle={cycle.pk}">Clear the filters' in response.text
    assert 'value="nonesuch"' in response.text


def test_the_form_says_what_was_chosen(alices, tree, company, bob, cycle):
    query = {"team": company.pk, "owner": bob.pk, "status": "at_risk", "gap": "15"}
    response = alices.get(URL, query | {"sort": "pace", "attention": "1", "q": 'a"b'})

    for name, value in (query | {"sort": "pace", "cycle": cycle.pk}).items():
        chosen = [value for value, selected, _ in options(response, name) if selected]
        assert chosen == [str(value)]
    assert 'name="attention" value="1" checked' in response.text
    assert 'value="a&quot;b"' in response.text


def test_owners_are_those_of_what_the_reader_may_see(alices, sign_in, tree, mallory):
    secretive = make_user("Secretive")
    make_objective("secret", owner=secretive, is_private=True)

    owners = [text for _, _, text in options(sign_in(mallory).get(URL), "owner")]

    assert owners == ["Anyone", "Alice", "Bob"]


def test_too_many_to_choose_from_are_typed(alices, tree, bob, product, monkeypatch):
    monkeypatch.setattr(choices, "FEW", 1)
    response = alices.get(URL, {"owner": "bo", "team": product.pk})

    assert re.search(r'<input[^>]* name="owner" value="bo"', response.text)
    assert re.search(r'<input[^>]* name="team" value="Product"', response.text)
    assert '<option value="Alice"></option>' in response.text
    by_owner = alices.get(URL, {"owner": "bo"})
    assert [title for _, title, path in rows(by_owner) if not path] == ["leaf", "other"]


def test_how_many_need_attention_is_counted_within_the_other_filters(alices, tree):
    for title in ("top", "leaf", "other"):
        check_in(make_key_result(tree[title]), 10)

    assert "Only what needs attention (3)" in pages.text(alices.get(URL))
    assert "Only what needs attention (1)" in pages.text(alices.get(URL, {"q": "top"}))


def test_very_many_are_not_counted_to_the_end(alices, tree, monkeypatch):
    for place in (outline, selection):
        monkeypatch.setattr(place, "COUNTED", 4)
    monkeypatch.setattr("progress.templatetags.tree.COUNTED", 4)
    assert "2 of 4+ objectives" in pages.text(alices.get(URL, {"q": "le"}))


def test_a_dropped_objective_leads_nowhere(alices, tree, dana):
    plan.drop_objective(tree["left"].pk, seen=None, by=dana, reason="Over.")
    assert rows(alices.get(URL, {"q": "leaf"})) == [(0, "leaf", False)]


def test_nonsense_in_the_address_is_no_error(alices, tree):
    for query in (
        {"status": "x", "gap": "x", "sort": "x", "open": "x,²,-", "after": "x"},
        {"q": "\x00%_\\'\"<", "owner": "\x00", "team": "²"},
        {"after": "999999999-999999999999999999", "sort": "pace"},
        {"after": "1-1", "sort": "gap"},
    ):
        assert alices.get(URL, query).status_code == 200
    for query in ({"team": "999999"}, {"owner": "999999"}):
        assert alices.get(URL, query).status_code == 404


def test_many_matches_are_found_by_walking_and_few_by_their_ids(
    sign_in, carol, cycle, alice, monkeypatch
):
    """The rows are the same, and so is the order, page by page."""
    for number in range(6):
        check_in(make_key_result(make_objective(f"Goal {number}", cycle=cycle)), 10)
    client = sign_in(carol)
    url = f"/alignment/?cycle={cycle.pk}&status=off_track"
    few = pages.text(client.get(url))
    monkeypatch.setattr(selection, "COUNTED", 2)
    many = pages.text(client.get(url))
    titles = [f"Goal {number}" for number in range(6)]
    assert all(title in few for title in titles)
    assert sorted(titles, key=few.index) == sorted(titles, key=many.index) == titles
