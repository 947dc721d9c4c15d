"""The index of words leaves nothing out that reading all words would find."""

from datetime import date

import pytest
from django.db import connection

from objectives import bookkeeping
from objectives.models import Objective
from progress import words_index
from progress.filters import has_words
from progress.selection import Selection
from tests.factories import make_cycle, make_key_result, make_objective, make_user

pytestmark = pytest.mark.django_db
TITLES = {
    "Customers renew": "Renewals “on time”",
    "客户续约率提高": "毛利率",
    'A "quoted" 100% title': "under_scored",
    "ÉCOLE d’été": "*star* ^caret",
    "nothing OR else": "NEAR AND far",
}


@pytest.fixture
def goals(cycle):
    for title, content in TITLES.items():
        owner = make_user(f"Owner of {title[:4]}")
        goal = make_objective(title, owner=owner, cycle=cycle)
        make_key_result(goal, content=content)


def found(text, cycle):
    return set(Objective.objects.in_cycle(cycle).filter(has_words(text)))


def possible(text, cycle):
    told = words_index.possible(text, cycle)
    return set(Objective.objects.filter(pk__in=told.ids)) if told else None


def few_are_all(monkeypatch, most):
    monkeypatch.setattr(words_index, "MOST", most)
    monkeypatch.setattr(words_index, "SOME", most + 1)


@pytest.mark.parametrize("words", ["progress_words_", "progress_action_words_"])
@pytest.mark.parametrize("index", ["trigrams", "pieces"])
def test_both_databases_have_all_indexes(words, index):
    assert words_index.exists(words + index, connection.vendor)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("customers", 1), ("CUSTOM", 1), ("renew", 1), ("time”", 1)),
        *(("续约率", 1), ("毛利率", 1), ('"quoted"', 1), ("100%", 1), ("r_sc", 1)),
        *(("école", 1), ("été", 1), ("*star*", 1), ("^caret", 1)),
        *(("nothing OR else", 1), ("NEAR", 1), ("owner of", 5), ("title 100%", 1)),
        *(("owner customers", 1), ("nonesuch", 0), ("customers nonesuch", 0)),
        *(("cu", 1), ("续约", 1), ("率", 1), ("提", 1), ("a b", 0), ("OR", 2)),
        *(("É", 1), ("é", 1), ("%", 1), ("_s", 1), ('"', 1), ("’", 1), ("^c", 1)),
        *(("“", 1), ("zq", 0), ("龍", 0), ("约客", 0), ("lt", 0), ('""', 0)),
        *(('"""', 0), ("'''", 0), ("%%%", 0), ("___", 0), ("\\\\\\", 0), ("a*b", 0)),
    ],
)
def test_what_is_found_is_among_what_the_index_names(goals, cycle, text, count):
    assert len(found(text, cycle)) == count
    assert found(text, cycle) <= possible(text, cycle)


def test_a_rare_short_word_names_no_more_than_has_it(goals, cycle):
    assert len(possible("续约", cycle)) == len(possible("é", cycle)) == 1


def test_of_no_words_nothing_is_told(goals, cycle):
    assert possible("", cycle) is None


def test_of_many_matches_the_index_names_some(goals, cycle, monkeypatch):
    few_are_all(monkeypatch, 4)
    assert not words_index.possible("owner", cycle).are_all
    rare = words_index.possible("owner customers", cycle)
    assert rare.are_all
    assert len(rare.ids) == 1


@pytest.mark.parametrize(("text", "count"), [("on re", 1), ("ne on", 1), ("ar ti", 0)])
def test_common_words_are_asked_for_together(goals, cycle, monkeypatch, text, count):
    """Each is in more than are told of; only together they are rare, or nowhere."""
    few_are_all(monkeypatch, 1)
    told = words_index.possible(text, cycle)
    assert (told.are_all, len(told.ids)) == (True, count)
    assert len(found(text, cycle)) == count


def test_what_is_common_in_titles_and_names_is_found_in_both(
    goals, cycle, alice, monkeypatch
):
    """The index has those with the title; of the others it says nothing."""
    few_are_all(monkeypatch, 2)
    monkeypatch.setattr(words_index, "SOME", 50)
    named = make_objective("Elsewhere", owner=make_user("Rare Ann"), cycle=cycle)
    titled = [make_objective("Rare", owner=alice, cycle=cycle) for _ in range(3)]
    selection = Selection(cycle, cycle.starts_on, q="rare")
    assert set(selection.few_that_fit(alice)) == {named.pk, *(o.pk for o in titled)}


def test_where_the_index_names_only_some_the_cycle_is_read(
    goals, cycle, alice, monkeypatch
):
    """The index knows every cycle; here those of another one are named first."""
    few_are_all(monkeypatch, 2)
    other = make_cycle(name="Before", starts_on=date(2024, 1, 1))
    for number in range(4):
        make_objective(f"Rare {number}", owner=alice, cycle=other)
    wanted = make_objective("Rare and here", owner=alice, cycle=cycle)
    selection = Selection(cycle, cycle.starts_on, q="rare")
    assert selection.few_that_fit(alice) == [wanted.pk]


@pytest.mark.parametrize(
    ("before", "after", "staying"), [("before", "after", "staying"), ("b", "af", "yi")]
)
def test_the_index_follows_what_is_renamed_and_deleted(
    cycle, alice, before, after, staying
):
    goal = make_objective("Before", owner=alice, cycle=cycle)
    other = make_objective("Staying", owner=alice, cycle=cycle)
    goal.title = "After"
    goal.save(update_fields=["title"])
    bookkeeping.objectives_changed(goal.pk)
    assert [possible(word, cycle) for word in (before, after)] == [set(), {goal}]
    goal.delete()
    assert [possible(word, cycle) for word in (after, staying)] == [set(), {other}]


def test_without_an_index_nothing_is_told(goals, cycle, monkeypatch):
    monkeypatch.setattr(words_index, "exists", lambda index, vendor: False)
    assert possible("customers", cycle) is None
