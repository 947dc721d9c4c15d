"""The alignment map: what is drawn of the tree, and said in words."""

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from objectives import plan
from progress import alignment_map
from tests import pages
from tests.factories import check_in, make_cycle, make_key_result, make_objective

pytestmark = pytest.mark.django_db
URL = "/alignment/map/"


@pytest.fixture
def alices(sign_in, alice, cycle):
    """Alice's browser."""
    return sign_in(alice)


@pytest.fixture
def measured(alice):
    """`measured(67, parent=...)` is an objective of Alice's with that progress."""

    def make(percent=None, title=None, **fields):
        objective = make_objective(title, owner=fields.pop("owner", alice), **fields)
        if percent is not None:
            check_in(make_key_result(objective), percent)
        return objective

    return make


def drawing(response):
    """The drawing of a page as a tree; fails unless it is well-formed."""
    [text] = re.findall(r'<svg class="mapsvg".*</svg>\s*</div>', response.text, re.S)
    return ElementTree.fromstring(text.removesuffix("</div>").strip())


def cards(svg):
    """(address, x, y) of each card."""
    return [
        (link.get("href"), int(card.get("x")), int(card.get("y")))
        for link in svg.iter("a")
        if (card := link.find("svg")) is not None
    ]


def shown(response):
    """The ids of the objectives that are drawn, in their order."""
    return [int(url.split("/")[2]) for url, _, _ in cards(drawing(response))]


def rest(response):
    """(words, address) of what is left out."""
    links = drawing(response).iter("a")
    return [
        (link.find("text").text, link.get("href"))
        for link in links
        if link.find("text") is not None
    ]


def numbers(svg):
    return [text.text for text in svg.iter("text") if text.get("class") == "e-num"]


def test_children_stand_right_of_their_parents(alices, measured):
    top = measured(67)
    first = measured(58, parent=top)
    second = measured(31, parent=top)
    other = measured(61)

    places = cards(drawing(alices.get(URL)))

    assert places == [
        (top.get_absolute_url(), 1, 38),
        (first.get_absolute_url(), 347, 38),
        (second.get_absolute_url(), 347, 124),
        (other.get_absolute_url(), 1, 210),
    ]


def test_a_line_says_how_far_the_child_stands_from_its_parent(alices, measured):
    top = measured(60)
    for percent in (51, 66, 45, 75, 56, None):
        measured(percent, parent=top)

    svg = drawing(alices.get(URL))

    assert numbers(svg) == ["−9", "+6", "−15", "+15", "–"]
    stubs = [line for line in svg.iter("path") if "H" in line.get("d")]
    kinds = [(line.get("data-gap"), line.get("data-big")) for line in stubs]
    assert kinds == [
        ("behind", None),
        ("ahead", None),
        ("behind", ""),
        ("ahead", ""),
        (None, None),
        (None, None),
    ]


def test_a_card_says_everything_in_words(alices, measured):
    top = measured(67, "Launch")
    measured(43, "Answer every question", parent=top)

    titles = [link.find("title").text for link in drawing(alices.get(URL)).iter("a")]

    assert titles == [
        "⁨Launch⁩. ⁨Alice⁩. Own progress 67%, children’s mean 43%, expected today 55%; "
        "ahead of children by 24 pts; On track",
        "⁨Answer every question⁩. ⁨Alice⁩. Own progress 43%, expected today 55%; "
        "At risk; 24 pts behind its parent",
    ]


def test_the_text_says_the_same(alices, measured):
    top = measured(67, "Launch")
    measured(43, "Answer every question", parent=top)
    measured(None, "Nothing yet", parent=top)

    text = pages.text(alices.get(URL))

    assert (
        "Launch Alice · Own progress 67%, children’s mean 43%, expected today 55% · "
        "ahead of children by 24 pts · On track" in text
    )
    assert (
        "Answer every question Alice · Own progress 43%, expected today 55% · "
        "At risk · 24 pts behind its parent" in text
    )
    assert (
        "Nothing yet Alice · No progress yet · Not started · "
        "not to be compared with its parent yet" in text
    )
    assert "3 of 3 objectives" in text


def test_deep_levels_wait_behind_a_link_to_their_branch(alices, measured):
    made = [measured(50)]
    for _ in range(6):
        made.append(measured(50, parent=made[-1]))

    whole = alices.get(URL)
    [(words, address)] = rest(whole)
    branch = alices.get(URL + address)

    assert shown(whole) == [objective.pk for objective in made[:4]]
    assert words == "+ 1 more"
    assert shown(branch) == [objective.pk for objective in made[3:7]]
    assert "Level 4" in branch.text
    crumbs = re.findall(r'<li><a href="([^"]*)"><bdi>', branch.text)
    assert [
        shown(alices.get(URL + url.replace("&amp;", "&")))[0] for url in crumbs
    ] == [
        made[0].pk,
        made[0].pk,
        made[1].pk,
        made[2].pk,
    ]


def test_children_are_drawn_all_or_none(alices, measured, monkeypatch):
    monkeypatch.setattr(alignment_map, "CARDS", 6)
    one, other = measured(), measured()
    for _ in range(5):
        measured(parent=one)
    below = [measured(parent=other).pk for _ in range(3)]

    response = alices.get(URL)

    assert shown(response) == [one.pk, other.pk, *below]
    assert [words for words, _ in rest(response)] == ["+ 5 more"]
    assert "5 of 10 objectives" in pages.text(response)


def test_a_wide_branch_is_drawn_part_by_part(alices, measured, monkeypatch):
    monkeypatch.setattr(alignment_map, "CARDS", 5)
    top = measured()
    below = [measured(parent=top).pk for _ in range(10)]
    found, address = [], f"?root={top.pk}"

    for _ in range(3):
        part = alices.get(URL + address)
        found += shown(part)[1:]
        [(words, address)] = rest(part) or [("", "")]

    assert found == below
    assert words == ""
    assert f"root={top.pk}" in re.findall('<li><a href="([^"]*)"><bdi>', part.text)[-1]


def test_the_top_level_is_read_page_by_page(alices, measured, monkeypatch):
    monkeypatch.setattr(alignment_map, "ROOTS", 3)
    tops = [measured().pk for _ in range(5)]

    first = alices.get(URL)
    [link] = re.findall(r'rel="next" href="([^"]*)"', first.text)
    second = alices.get(URL + link.replace("&amp;", "&"))

    assert shown(first) + shown(second) == tops
    assert 'rel="next"' not in second.text


def test_a_filter_shows_what_fits_and_the_path_to_it(alices, measured):
    top = measured(50, "Company")
    middle = measured(50, "Department", parent=top)
    measured(50, "Elsewhere", parent=top)
    team = measured(50, "Fix the phones", parent=middle)

    response = alices.get(URL, {"q": "phones"})

    assert shown(response) == [top.pk, middle.pk, team.pk]
    links = list(drawing(response).iter("a"))
    assert [link.get("data-path") for link in links] == ["", "", None]
    assert links[0].find("title").text.endswith("only leads to what was asked for")
    assert "1 of 4 objectives" in pages.text(response)


def test_what_fits_on_an_earlier_page_is_no_mere_path(alices, measured, monkeypatch):
    monkeypatch.setattr(alignment_map, "CARDS", 2)
    top = measured(50, "phones of all")
    for _ in range(2):
        measured(50, "phones of some", parent=top)

    first = alices.get(URL, {"q": "phones"})
    [link] = re.findall(r'rel="next" href="([^"]*)"', first.text)
    second = alices.get(URL + link.replace("&amp;", "&"))

    assert len(shown(first)) == len(shown(second)) == 2
    assert "data-path" not in second.text


def test_a_filter_without_a_match_says_so(alices, measured):
    measured(50, "Company")
    response = alices.get(URL, {"q": "phones"})
    assert "No objective fits these filters." in pages.text(response)


def test_a_cycle_without_objectives_says_so(alices):
    assert "No objective has been set in 2026 Q3 yet." in pages.text(alices.get(URL))


def test_before_the_first_cycle_it_says_what_to_do(sign_in, mallory):
    assert "Nothing hangs here yet" in pages.text(sign_in(mallory).get(URL))


def test_a_private_objective_leaves_no_trace(sign_in, mallory, measured):
    top = measured(50, "Company")
    hidden = measured(90, "Buy a rival", parent=top, is_private=True)
    below = measured(90, "Ask its bank", parent=hidden)
    plain = measured(50, "Grow", parent=top)
    client = sign_in(mallory)

    page = client.get(URL)

    assert set(shown(page)) == {top.pk, below.pk, plain.pk}
    for answer in (page, client.get(URL, {"format": "svg"})):
        assert "rival" not in answer.text
        assert f"/objectives/{hidden.pk}/" not in answer.text
        assert "3 of 3 objectives" in answer.text
    missing = client.get(URL, {"root": 987654321})
    private = client.get(URL, {"root": hidden.pk})
    assert missing.status_code == private.status_code == 404
    assert missing.content == private.content


def test_who_sees_a_private_objective_reads_that_it_is(alices, measured):
    measured(90, "Buy a rival", is_private=True)

    page = alices.get(URL)

    [card] = drawing(page).iter("a")
    assert card.find("title").text.endswith("; private")
    assert "private" in [text.text for text in card.iter("text")]
    assert "· private" in pages.text(page)


def test_the_path_to_a_branch_ends_below_what_is_private(sign_in, mallory, measured):
    top = measured(50, "Grow abroad")
    hidden = measured(90, "Buy a rival", parent=top, is_private=True)
    below = measured(90, "Ask its bank", parent=hidden)

    page = sign_in(mallory).get(URL, {"root": below.pk})

    assert shown(page) == [below.pk]
    assert "Grow abroad" not in pages.text(page)
    assert "rival" not in page.text


@pytest.mark.parametrize("root", ["x", "0", "-1", "²", "9" * 30, "12,13"])
def test_a_branch_that_is_none_does_not_exist(alices, measured, root):
    measured()
    assert alices.get(URL, {"root": root}).status_code == 404


def test_a_branch_that_was_dropped_does_not_exist(alices, alice, measured):
    gone = measured()
    plan.drop_objective(gone.pk, seen=None, by=alice, reason="Over.")
    assert alices.get(URL, {"root": gone.pk}).status_code == 404


def test_a_branch_belongs_to_the_cycle_that_the_address_names(alices, measured):
    here = measured()
    other = make_cycle("Other")
    assert alices.get(URL, {"root": here.pk, "cycle": other.pk}).status_code == 404


def test_the_switch_keeps_the_selection(alices, measured):
    top = measured(50, "Company")
    asked = {"cycle": top.cycle_id, "q": "Com", "sort": "gap"}
    page = alices.get(URL, asked)
    [address] = re.findall(r'<a href="([^"]*)" data-outline>', page.text)
    assert address.replace("&amp;", "&") == (
        f"{reverse('alignment')}?cycle={top.cycle_id}&q=Com&sort=gap"
    )


def test_the_outline_leads_to_the_map_of_the_same_selection(alices, measured):
    top = measured(50, "Company")
    page = alices.get(reverse("alignment"), {"q": "Com", "sort": "gap"})
    [address] = re.findall(rf'<a href="({URL}[^"]*)">', page.text)
    assert shown(alices.get(address.replace("&amp;", "&"))) == [top.pk]


def test_a_place_in_another_order_is_no_place_in_the_tree(alices, measured):
    top = measured(50)
    assert shown(alices.get(URL, {"sort": "gap", "after": "900000-1"})) == [top.pk]


def test_filters_are_offered_and_what_was_chosen_stays(alices, alice, measured):
    top = measured(50, "Company")
    fields = pages.sent(
        alices.get(URL, {"q": "Com", "owner": alice.pk, "attention": "1"}), None
    )
    assert fields == {"q": "Com", "attention": "1"}
    assert (
        f'<option value="{alice.pk}" selected>'
        in alices.get(URL, {"owner": alice.pk}).text
    )
    assert shown(alices.get(URL, {"owner": alice.pk})) == [top.pk]


@pytest.mark.parametrize("asked", [{}, {"root": True}, {"q": "part"}])
def test_it_asks_as_often_for_many_as_for_few(alices, measured, asked):
    top = measured(50)
    branch = measured(50, parent=top)
    below = measured(50, "part", parent=branch)
    measured(50, "part", parent=below)
    if "root" in asked:
        asked = {"root": branch.pk}
    few = queries_of(alices, asked)
    for _ in range(12):
        measured(50, "part", parent=branch)
        measured(50, "part", parent=below)

    assert queries_of(alices, asked) == few


def queries_of(client, asked):
    client.get(URL, asked)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(URL, asked).status_code == 200
    return len(caught)
