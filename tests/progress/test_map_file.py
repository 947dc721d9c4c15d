"""The alignment map as a file: it opens by itself, and shows what its page showed."""

import re
from xml.etree import ElementTree

import pytest

from progress.map_file import NOT_IN_XML
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db
URL = "/alignment/map/"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def alices(sign_in, alice, cycle):
    """Alice's browser."""
    return sign_in(alice)


@pytest.fixture
def parent(alice, cycle):
    parent = make_objective('Launch "Go" <b>&amp; win', owner=alice)
    check_in(make_key_result(parent), 67)
    return parent


@pytest.fixture
def child(alice, parent):
    child = make_objective("回答所有客户的问题", owner=alice, parent=parent)
    check_in(make_key_result(child), 43)
    return child


@pytest.fixture
def file(alices, child):
    """The downloaded drawing, as an answer."""
    return alices.get(URL, {"format": "svg"})


def test_the_file_is_a_drawing_that_opens_by_itself(file):
    assert file["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert file["Content-Disposition"].startswith('attachment; filename="alignment-')
    svg = ElementTree.fromstring(file.content)
    assert svg.find(f"{SVG}title").text == "Alignment map · 2026 Q3"
    assert 'Launch "Go" <b>&amp; win' in svg.find(f"{SVG}desc").text
    used = {use.get("href")[1:] for use in svg.iter(f"{SVG}use")}
    assert used <= {element.get("id") for element in svg.iter()}
    assert "url(#hatch)" not in file.text or 'id="hatch"' in file.text
    assert "script" not in file.text
    assert 'lang="zh"' in file.text


def test_the_file_brings_every_style_that_it_names(file):
    text = file.text
    [style] = re.findall("<style>(.*)</style>", text, re.S)
    names = set(re.findall('class="([^"]+)"', text))
    assert {name for name in names if f".{name}" not in style} == set()
    assert "var(" not in style
    assert "@import" not in style


def test_links_in_the_file_lead_back_from_anywhere(file):
    svg = ElementTree.fromstring(file.content)
    links = [link.get("href") for link in svg.iter(f"{SVG}a")]
    assert len(links) == 2
    assert all(link.startswith("http://testserver/objectives/") for link in links)


def test_the_file_of_a_branch_shows_the_branch(alices, child):
    page = alices.get(URL, {"root": child.pk})
    [address] = re.findall(r'href="([^"]*format=svg)"', page.text)

    svg = ElementTree.fromstring(
        alices.get(URL + address.replace("&amp;", "&")).content
    )

    assert (
        svg.find(f"{SVG}title").text == "Alignment map · 2026 Q3 · 回答所有客户的问题"
    )
    assert len(list(svg.iter(f"{SVG}a"))) == 1


def test_what_no_xml_may_hold_is_known():
    assert NOT_IN_XML.sub("?", "a\x01b\ufffec\U0001f600") == "a?b?c\U0001f600"


def test_the_file_explains_every_mark_that_it_uses(alices, child):
    path = "only leads to what was asked for</text>"
    assert path not in alices.get(URL, {"format": "svg"}).text
    assert path in alices.get(URL, {"format": "svg", "q": "回答"}).text
