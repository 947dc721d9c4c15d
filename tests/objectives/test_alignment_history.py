"""What became of an alignment: who changed it, when, and for whom it is to be read."""

import pytest
from django.urls import reverse

from objectives import bookkeeping, plan, tree
from objectives.alignment import entries_of, turns_of
from objectives.models import Objective
from tests.factories import make_key_result, make_objective
from tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(company_objective, alice):
    return make_objective("Another goal", owner=alice)


@pytest.fixture
def moved(derived_objective, other, alice, bob):
    """Bob gave it a note; Alice moved it to serve a key result of another goal."""
    pk = derived_objective.pk
    plan.change_objective(pk, seen=1, by=bob, values={"derivation_note": "Shorter."})
    plan.change_objective(pk, seen=2, by=bob, values={"title": "Shorter releases"})
    served = make_key_result(other, content="Customers who come back")
    link = tree.Link(served, "They come back.", 3)
    return tree.move(pk=pk, parent_pk=other.pk, by=alice, link=link)


def told(objective, reader):
    """(who, [(label, before, after), …]) from the newest to the oldest."""
    return [
        (entry.who, [(c.label, c.before, c.after) for c in entry.changes])
        for entry in entries_of(turns_of(objective, reader))
    ]


def hide(objective):
    Objective.objects.filter(pk=objective.pk).update(is_private=True)
    bookkeeping.objectives_changed(objective.pk)


FIRST_PARENT = "A product that customers recommend"
NOTED = ("Bob", [("How it is derived", "", "Shorter.")])
MOVED = (
    "Alice",
    [
        ("Serves", FIRST_PARENT, "Another goal"),
        ("Key result served", "", "Customers who come back"),
        ("How it is derived", "Shorter.", "They come back."),
        ("Alignment weight", "1", "3"),
    ],
)


def test_moves_notes_weights_and_what_is_served_are_told_with_their_authors(
    moved, mallory
):
    set_there = ("", [("Serves", "at the top", FIRST_PARENT)])
    assert told(moved, mallory) == [MOVED, NOTED, set_there]


def test_a_parent_that_a_reader_may_not_see_was_never_there(moved, other, mallory):
    hide(other)
    assert told(moved, mallory)[0] == (
        "Alice",
        [("Serves", FIRST_PARENT, "at the top"), ("How it is derived", "Shorter.", "")],
    )


def test_what_happened_under_a_hidden_parent_is_no_entry(
    moved, other, company_objective, mallory, carol
):
    hide(other)
    hide(company_objective)
    assert told(moved, mallory) == []
    assert told(moved, carol)[0] == MOVED


def test_the_page_says_it_and_gives_hidden_names_away_to_nobody(
    moved, other, sign_in, mallory
):
    url = reverse("objective_alignment", args=[moved.pk])
    client = sign_in(mallory)
    assert "Customers who come back" in text(client.get(url))
    assert "Shorter." in text(client.get(url))

    hide(other)

    page = client.get(url).text
    assert "Another goal" not in page
    assert "come back" not in page


def test_an_objective_that_never_moved_says_so(company_objective, sign_in, mallory):
    url = reverse("objective_alignment", args=[company_objective.pk])
    page = sign_in(mallory).get(url)
    assert "It has stood at the top since it was set." in text(page)


def test_a_long_history_is_read_page_by_page(derived_objective, sign_in, mallory):
    pk = derived_objective.pk
    for weight in range(2, 32):
        values = {"alignment_weight": weight}
        owner = derived_objective.owner
        plan.change_objective(pk, seen=None, by=owner, values=values)
    url = reverse("objective_alignment", args=[pk])
    client = sign_in(mallory)

    first, second = client.get(url), client.get(url, {"page": 2})

    assert "page 1 of 2" in text(first)
    assert len(first.context["entries"]) == 20
    assert len(second.context["entries"]) == 11
    assert second.context["entries"][-1].changes[0].label == "Serves"
