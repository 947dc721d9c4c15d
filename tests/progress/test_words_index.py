"""The index of words leaves nothing out that reading all words would find."""

import pytest

from objectives import bookkeeping
from objectives.models import Objective
from progress import words_index
from progress.filters import has_words
from tests.factories import make_key_result, make_objective, make_user

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
    ids = words_index.possible(text, cycle)
    return ids if ids is None else set(Objective.objects.filter(pk__in=ids))


def test_both_databases_have_the_index():
    assert words_index.is_indexed(words_index.connection.vendor)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("customers", 1), ("CUSTOM", 1), ("renew", 1), ("time”", 1)),
        *(("续约率", 1), ("毛利率", 1), ('"quoted"', 1), ("100%", 1), ("r_sc", 1)),
        *(("école", 1), ("été", 1), ("*star*", 1), ("^caret", 1)),
        *(("nothing OR else", 1), ("NEAR", 1), ("owner of", 5), ("title 100%", 1)),
        *(("owner customers", 1), ("nonesuch", 0), ("customers nonesuch", 0)),
        *(('"""', 0), ("'''", 0), ("%%%", 0), ("___", 0), ("\\\\\\", 0), ("a*b", 0)),
    ],
)
def test_what_is_found_is_among_what_the_index_names(goals, cycle, text, count):
    assert len(found(text, cycle)) == count
    assert found(text, cycle) <= possible(text, cycle)


@pytest.mark.parametrize("text", ["", "cu", "续约", "a b"])
def test_short_words_are_not_in_the_index(goals, cycle, text):
    assert possible(text, cycle) is None


def test_of_many_matches_the_index_says_nothing(goals, cycle, monkeypatch):
    monkeypatch.setattr(words_index, "MOST", 4)
    assert possible("owner", cycle) is None
    assert len(possible("owner customers", cycle)) == 1


def test_the_index_follows_what_is_renamed_and_deleted(cycle, alice):
    goal = make_objective("Before", owner=alice, cycle=cycle)
    other = make_objective("Staying", owner=alice, cycle=cycle)
    goal.title = "After"
    goal.save(update_fields=["title"])
    bookkeeping.objectives_changed(goal.pk)
    assert [possible(word, cycle) for word in ("before", "after")] == [set(), {goal}]
    goal.delete()
    assert [possible(word, cycle) for word in ("after", "staying")] == [set(), {other}]


def test_without_an_index_nothing_is_told(goals, cycle, monkeypatch):
    monkeypatch.setattr(words_index, "is_indexed", lambda vendor: False)
    assert possible("customers", cycle) is None
