"""Moving through the pages: finding a parent, seeing what changes, and doing it."""

import datetime

import pytest
from django.urls import reverse

from objectives import bookkeeping, plan, tree
from objectives.models import Cycle, Objective
from tests.factories import check_in, make_cycle, make_key_result, make_objective
from tests.pages import sent, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(company_objective, alice, company):
    return make_objective("Another goal", owner=alice, team=company)


@pytest.fixture
def sibling(company_objective, alice):
    return make_objective("A sibling", parent=company_objective, owner=alice)


@pytest.fixture
def measured(derived_objective, company_objective, sibling, other):
    """The parent at 60, its children at 20 and 50; another goal at 30 with none."""
    for goal, value in (
        (company_objective, 60),
        (derived_objective, 20),
        (sibling, 50),
        (other, 30),
    ):
        check_in(make_key_result(goal, content=f"KR of {goal.title}"), value)
    return derived_objective


@pytest.fixture
def bobs(sign_in, bob):
    return sign_in(bob)


def address(objective):
    return reverse("objective_move", args=[objective.pk])


def preview(client, objective, parent):
    return client.get(address(objective), {"parent": parent and parent.pk or "top"})


def filled(client, objective, parent, **typed):
    return sent(preview(client, objective, parent), address(objective)) | typed


def hide(objective):
    Objective.objects.filter(pk=objective.pk).update(is_private=True)
    bookkeeping.objectives_changed(objective.pk)


# Finding


def titles(page, kind="possible"):
    return [c.objective.title for c in getattr(page.context["found"], kind)]


def test_a_search_offers_what_could_be_the_parent(bobs, measured, sibling, other):
    page = bobs.get(address(measured), {"q": "goal", "step": "find"})
    assert titles(page) == ["Another goal"]
    assert f'value="{other.pk}"' in page.text
    assert "30%" in text(page)
    assert "1 objective fits." in text(page)


def test_words_of_key_results_and_owners_find_too(bobs, measured, other, alice):
    for words in ("KR of another", "ALICE another"):
        page = bobs.get(address(measured), {"q": words, "step": "find"})
        assert titles(page) == ["Another goal"]


def test_what_cannot_be_the_parent_is_listed_with_the_reason(bobs, measured):
    make_objective("Task below", parent=measured)
    page = bobs.get(address(measured), {"q": "task", "step": "find"})
    assert titles(page) == []
    assert titles(page, "refused") == [measured.title, "Task below"]
    assert "An objective cannot be its own parent." in text(page)
    assert "An objective cannot serve one that lies under it." in text(page)


def test_before_anything_is_typed_the_first_levels_are_offered(bobs, measured):
    deep = make_objective("Deep", parent=make_objective(parent=measured.parent))
    offered = titles(bobs.get(address(measured)))
    assert measured.parent.title in offered
    assert deep.title not in offered
    assert measured.title not in offered


def test_the_list_ends_at_twenty_and_says_so(bobs, measured):
    for number in range(25):
        make_objective(f"Goal {number}")
    page = bobs.get(address(measured), {"q": "goal", "step": "find"})
    assert len(titles(page)) == 20
    assert "type more of the title" in text(page)


def test_private_objectives_are_neither_found_nor_on_the_path(
    bobs, measured, other, company_objective
):
    below = make_objective("Open goal", parent=other)
    hide(other)
    page = bobs.get(address(measured), {"q": "goal", "step": "find"})
    assert titles(page) == [below.title]
    assert "Another goal" not in page.text
    assert bobs.get(address(measured), {"parent": other.pk}).status_code == 404


def test_nothing_chosen_is_asked_for_again(bobs, measured):
    page = bobs.get(address(measured), {"q": "", "step": "preview"})
    assert "Choose where it is to stand." in text(page)


# The preview


def test_the_preview_shows_both_parents_before_and_after(bobs, measured, other):
    page = preview(bobs, measured, other)

    left, came = page.context["change"].sides
    assert (left.now.mean, left.now.gap) == (350_000, 250_000)
    assert (left.after.mean, left.after.gap) == (500_000, 100_000)
    assert (came.now.mean, came.now.gap) == (None, None)
    assert (came.after.mean, came.after.gap) == (200_000, 100_000)
    assert (left.link_gap, came.link_gap) == (400_000, 100_000)
    words = text(page)
    assert "ahead of children by 25 pts" in words
    assert "ahead of children by 10 pts" in words
    assert "A product that customers recommend" in words
    assert "No objective below it moves along." in words


def test_what_the_preview_shows_is_what_the_move_makes(bobs, measured, other, alice):
    """Whatever the weights."""
    heavy = make_objective("Heavy", parent=other, owner=alice, alignment_weight=5)
    check_in(make_key_result(heavy), 77)
    form = filled(bobs, measured, other, alignment_weight="3")
    shown = bobs.post(address(measured), form | {"step": "preview"})
    assert bobs.post(address(measured), form).status_code == 302

    for side in shown.context["change"].sides:
        figures = Objective.objects.get(pk=side.parent.pk).figures
        assert (figures.children_mean, figures.gap) == (side.after.mean, side.after.gap)


def test_a_preview_writes_nothing(bobs, measured, other):
    before = list(Objective.objects.order_by("pk").values())
    form = filled(bobs, measured, other)
    assert bobs.post(address(measured), form | {"step": "preview"}).status_code == 200
    assert list(Objective.objects.order_by("pk").values()) == before


def test_a_weight_being_typed_is_previewed_in_place(bobs, measured, other, sibling):
    tree.move(pk=sibling.pk, parent_pk=other.pk)
    typed = {"parent": other.pk, "alignment_weight": "2"}
    page = bobs.get(address(measured), typed, headers={"hx-request": "true"})
    assert "<html" not in page.text
    # (2 × 20 + 50) / 3
    assert page.context["change"].sides[-1].after.mean == 300_000


def test_how_many_objectives_move_along(bobs, measured, other, mallory):
    child = make_objective(parent=measured)
    make_objective(parent=child)
    make_objective(parent=child, is_private=True)
    page = preview(bobs, measured, other)
    assert "2 objectives below it move along." in text(page)


def test_the_preview_says_what_a_private_border_means(bobs, measured, other):
    assert "Who sees it does not change" in text(preview(bobs, measured, other))
    hide(measured)
    words = text(preview(bobs, measured, other))
    assert "it does not count in that parent’s mean and gap" in words
    assert "unchanged" in words


def test_under_a_private_parent_others_find_it_at_the_top(
    sign_in, alice, measured, other
):
    hide(other)
    words = text(preview(sign_in(alice), measured, other))
    assert "whoever may not see it finds this objective at the top" in words


def test_a_hidden_old_parent_stays_hidden(bobs, measured, other, company_objective):
    hide(company_objective)
    page = preview(bobs, measured, other)
    assert company_objective.title not in page.text
    assert [side.parent for side in page.context["change"].sides] == [other]


# Moving


def test_a_move_writes_the_place_and_how_it_serves(bobs, measured, other, bob):
    served = other.key_results.get()
    form = filled(
        bobs,
        measured,
        other,
        parent_key_result=str(served.pk),
        derivation_note="Shorter tasks bring people back.",
        alignment_weight="2",
    )
    answer = bobs.post(address(measured), form, follow=True)
    measured.refresh_from_db()
    assert (measured.parent, measured.parent_key_result) == (other, served)
    assert (measured.derivation_note, measured.alignment_weight) == (
        "Shorter tasks bring people back.",
        2,
    )
    assert measured.history.first().history_user == bob
    words = text(answer)
    assert "it now serves “Another goal”" in words
    assert "Serves the key result KR of Another goal" in words
    assert "Shorter tasks bring people back." in words


def test_at_the_top_it_serves_nothing(bobs, measured, company_objective):
    served = company_objective.key_results.get()
    values = {"parent_key_result": served, "derivation_note": "Because."}
    plan.change_objective(measured.pk, seen=None, by=measured.owner, values=values)
    form = filled(bobs, measured, None)
    assert bobs.post(address(measured), form).status_code == 302
    measured.refresh_from_db()
    assert (measured.parent, measured.parent_key_result) == (None, None)
    assert measured.derivation_note == ""


def test_a_button_pressed_twice_moves_once(bobs, measured, other):
    form = filled(bobs, measured, other)
    answers = [bobs.post(address(measured), form) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert measured.history.filter(parent=other.pk).count() == 1


def test_a_dropped_key_result_stays_named_and_is_not_offered(bobs, measured, other):
    served = other.key_results.get()
    form = filled(bobs, measured, other, parent_key_result=str(served.pk))
    bobs.post(address(measured), form)
    plan.drop_key_result(served.pk, seen=None, by=other.owner, reason="Overtaken.")

    words = text(bobs.get(measured.get_absolute_url()))
    assert "Serves the key result KR of Another goal dropped" in words
    elsewhere = make_objective(owner=measured.owner)
    assert served.content not in preview(bobs, elsewhere, other).text


# Refusals


@pytest.mark.parametrize("parent", ["", "987654321", "0", "-1", "soon", "9" * 30])
def test_a_parent_that_is_not_there_is_refused_in_the_same_words(
    bobs, measured, other, parent
):
    form = filled(bobs, measured, other, derivation_note="Kept as typed.")
    answer = bobs.post(address(measured), form | {"parent": parent})
    assert answer.status_code == 422
    assert "There is no such parent objective." in text(answer)
    assert "Kept as typed." in answer.text
    hide(other)
    assert text(bobs.post(address(measured), form)) == text(
        bobs.post(address(measured), form | {"parent": "987654321"})
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"alignment_weight": "0"},
        {"alignment_weight": "-1"},
        {"alignment_weight": "1001"},
        {"alignment_weight": "1.5"},
        {"alignment_weight": ""},
        {"derivation_note": "a\0b"},
        {"derivation_note": "x" * 1001},
        {"parent_key_result": "987654321"},
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused_beside_its_field(bobs, measured, other, wrong):
    form = filled(bobs, measured, other, derivation_note="Kept as typed.") | wrong
    answer = bobs.post(address(measured), form)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == wrong.keys()
    measured.refresh_from_db()
    assert measured.parent != other


def test_a_loop_is_refused_whoever_sends_it(bobs, measured):
    below = make_objective("Below", parent=measured)
    page = bobs.get(address(measured), {"parent": below.pk})
    assert "“Below”: An objective cannot serve one that lies under it." in text(page)
    form = {"parent": str(below.pk), "revision": "1", "alignment_weight": "1"}
    answer = bobs.post(address(measured), form)
    assert answer.status_code == 422
    assert "An objective cannot serve one that lies under it." in text(answer)


def test_cycles_that_are_apart_or_closed_are_refused_by_name(bobs, measured):
    ends_on = measured.cycle.ends_on
    later = make_cycle("Next year", starts_on=ends_on + datetime.timedelta(days=1))
    apart = make_objective("Far off", cycle=later)
    year = make_cycle("The year")
    over = make_objective("Long over", cycle=year)
    Cycle.objects.filter(pk=year.pk).update(state="closed")
    for goal, name in ((apart, "Next year"), (over, "The year")):
        form = {"parent": str(goal.pk), "revision": "1", "alignment_weight": "1"}
        answer = bobs.post(address(measured), form)
        assert answer.status_code == 422
        assert "2026 Q3" in text(answer)
        assert name in text(answer)


def test_nothing_is_moved_in_or_out_of_a_closed_cycle(bobs, measured):
    Cycle.objects.filter(pk=measured.cycle_id).update(state="closed")
    answer = bobs.get(address(measured))
    assert answer.status_code == 403
    assert "closed" in text(answer)


# Two people at once


def test_whoever_comes_second_sees_both_versions_and_keeps_what_was_typed(
    bobs, measured, other, sibling, alice
):
    form = filled(bobs, measured, other, derivation_note="Mine.")
    tree.move(pk=measured.pk, parent_pk=sibling.pk, by=alice, link=tree.Link())

    answer = bobs.post(address(measured), form)

    assert answer.status_code == 409
    words = text(answer)
    assert "Alice changed this at" in words
    assert "Serves A sibling Another goal" in words
    assert "Mine." in answer.text
    measured.refresh_from_db()
    assert measured.parent == sibling
    again = sent(answer, address(measured))
    assert bobs.post(address(measured), again).status_code == 302
    measured.refresh_from_db()
    assert (measured.parent, measured.derivation_note) == (other, "Mine.")


def test_of_two_that_would_make_a_loop_the_second_is_told_what_the_first_did(
    bobs, measured, other, alice
):
    form = filled(bobs, measured, other, derivation_note="Mine.")
    tree.move(pk=other.pk, parent_pk=measured.pk, by=alice)

    answer = bobs.post(address(measured), form)

    assert answer.status_code == 409
    words = text(answer)
    assert "Alice changed “Another goal” at" in words
    assert "An objective cannot serve one that lies under it." in words
    assert "Mine." in answer.text
    assert tree.faults() == []
    elsewhere = sent(answer, address(measured)) | {"step": "find", "q": "sibling"}
    page = bobs.post(address(measured), elsewhere)
    assert titles(page) == ["A sibling"]
    assert "Mine." in page.text


def test_a_hidden_place_of_the_other_version_stays_hidden(
    bobs, measured, other, sibling, alice
):
    form = filled(bobs, measured, other, derivation_note="Mine.")
    link = tree.Link(make_key_result(sibling, content="Secret KR"), "Secret note.", 7)
    tree.move(pk=measured.pk, parent_pk=sibling.pk, by=alice, link=link)
    hide(sibling)

    answer = bobs.post(address(measured), form)

    assert answer.status_code == 409
    assert "A sibling" not in answer.text
    assert "Secret" not in answer.text
