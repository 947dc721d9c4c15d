"""What an action could wait for: found the same with an index and without."""

import pytest

from objectives import actions
from objectives.forms.action import ActionForm
from objectives.models import Action
from objectives.plan import change_key_result, drop_key_result
from progress import needing, words_index
from tests.factories import make_action, make_cycle, make_key_result, make_objective

pytestmark = pytest.mark.django_db
TITLES = ["Call the ten largest", "客户回访", "100% _test_", "ÉCOLE d’été", "C & A"]


@pytest.fixture
def key_result(cycle, alice):
    return make_key_result(make_objective(owner=alice, cycle=cycle), content="Renewals")


@pytest.fixture
def elsewhere(cycle, bob):
    return make_key_result(
        make_objective(owner=bob, cycle=cycle), content="毛利率 Straße ＫＰＩ"
    )


@pytest.fixture
def all_made(key_result, elsewhere, bob):
    for title in TITLES:
        make_action(elsewhere, title)
    make_action(key_result, "Call them back", owner=bob)


def found(key_result, q, reader):
    form = ActionForm(instance=Action(key_result=key_result), reader=reader)
    return [action.title for action in needing.find_needs(form, q).offered]


FINDS = {
    **{"call": 2, "CALL ten": 1, "客户": 1, "访": 1, "%": 1, "_t": 1, "& a": 1},
    **{"école": 1, "é": 1, "renewals": 1, "毛利率": 5, "利": 5, "STRASSE": 5},
    **{"Straße": 5, "KPI": 5, "ＫＰＩ": 5, "kpi ten": 1, "bob": 1, "bob call": 1},
    **{"nonesuch": 0, "zq": 0, "bob zq": 0, "call 毛利": 1},
}


@pytest.mark.parametrize(("q", "count"), FINDS.items())
@pytest.mark.parametrize("is_indexed", [True, False])
def test_words_find_the_same_with_an_index_and_without(
    all_made, key_result, alice, monkeypatch, q, count, is_indexed
):
    if not is_indexed:
        monkeypatch.setattr(words_index, "exists", lambda index, vendor: False)
    assert len(found(key_result, q, alice)) == count


def test_a_rare_word_is_told_by_the_index(all_made, key_result, cycle):
    for q, count in (("客户", 1), ("largest", 1), ("毛利率", 5), ("zq", 0)):
        told = needing.possible_actions(q, cycle)
        assert (told.are_all, len(told.ids)) == (True, count)


def test_own_actions_come_first_and_then_the_newest(all_made, key_result, alice):
    made = make_action(key_result, "Call again")
    others = [make_action(make_key_result(key_result.objective), "Call") for _ in "ab"]
    titles = found(key_result, "call", alice)
    assert titles[:2] == ["Call them back", made.title]
    assert titles[2:] == [others[1].title, others[0].title, TITLES[0]]


def test_of_words_that_very_many_have_the_newest_are_found(
    all_made, key_result, elsewhere, alice, monkeypatch
):
    monkeypatch.setattr(words_index, "MOST", 1)
    monkeypatch.setattr(needing, "MOST", 2)
    for number in range(4):
        make_action(elsewhere, f"Call {number}")
    assert found(key_result, "call", alice) == ["Call them back", "Call 3"]


def test_a_changed_title_is_found_and_the_old_one_no_more(all_made, key_result, alice):
    action = Action.objects.get(title="客户回访")
    values = {"title": "Weekly review"}
    actions.change(action.pk, seen=None, by=alice, values=values)
    assert found(key_result, "客户", alice) == []
    assert found(key_result, "weekly", alice) == found(key_result, "wee re", alice)
    assert found(key_result, "weekly", alice) == ["Weekly review"]


def test_a_reworded_key_result_is_found_and_the_old_words_no_more(
    all_made, key_result, elsewhere, alice
):
    change_key_result(elsewhere.pk, seen=None, by=alice, values={"content": "新词"})
    assert found(key_result, "毛利", alice) == []
    assert len(found(key_result, "新词", alice)) == len(TITLES)


def test_actions_of_a_dropped_key_result_are_found_as_before(
    all_made, key_result, elsewhere, alice
):
    drop_key_result(elsewhere.pk, seen=None, by=alice, reason="Not ours")
    assert len(found(key_result, "毛利率", alice)) == len(TITLES)


def test_actions_of_another_cycle_are_not_offered(all_made, key_result, alice):
    other = make_objective(owner=alice, cycle=make_cycle("Other"))
    make_action(make_key_result(other), "客户 elsewhere")
    assert found(key_result, "客户", alice) == ["客户回访"]
