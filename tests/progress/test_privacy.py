"""What is private counts nowhere that is not, and leaves no trace."""

import pytest
from django.urls import reverse

from objectives import plan, tree
from progress import verify
from progress.models import ObjectiveFigures
from tests import pages
from tests.factories import check_in, make_key_result, make_objective

pytestmark = pytest.mark.django_db
SECRET = "Buy the competitor"


@pytest.fixture
def parent(company_objective):
    """Alice's, at 50 %."""
    check_in(make_key_result(company_objective), 50)
    return company_objective


@pytest.fixture
def secret(parent, bob, product):
    """Bob's private objective under it, at 90 %."""
    objective = make_objective(
        SECRET, parent=parent, owner=bob, team=product, is_private=True
    )
    key_result = make_key_result(objective, content="Shares of Zenith")
    check_in(key_result, 90, note="Signed on Monday")
    return objective


def mean(objective):
    return ObjectiveFigures.objects.get(pk=objective.pk).children_mean


def set_private(objective, is_private):
    values = {"is_private": is_private}
    plan.change_objective(objective.pk, seen=None, by=objective.owner, values=values)


def faults():
    return [str(difference) for difference in verify.differences()]


# Arithmetic


def test_a_private_child_does_not_count_in_a_public_parent(parent, secret):
    public = make_objective(parent=parent, owner=secret.owner)
    check_in(make_key_result(public), 10)

    assert mean(parent) == 100_000


def test_nor_for_those_who_may_see_it(sign_in, parent, secret, carol, dana, bob):
    """The number is the same for every reader."""
    for person in (carol, dana, bob, parent.owner):
        page = pages.text(sign_in(person).get(parent.get_absolute_url()))
        assert SECRET in page
        assert "private, not counted" in page
        assert "no gap yet" in page


def test_a_private_child_counts_in_a_private_parent(parent, secret):
    below = make_objective(parent=secret, owner=secret.owner, is_private=True)
    check_in(make_key_result(below), 30)

    assert mean(secret) == 300_000


def test_a_public_child_counts_in_a_private_parent(parent, secret):
    below = make_objective(parent=secret, owner=secret.owner)
    check_in(make_key_result(below), 30)

    assert mean(secret) == 300_000


def test_flipping_a_child_takes_it_into_the_mean_and_out_again(parent, secret):
    for is_private, expected in ((False, 900_000), (True, None), (False, 900_000)):
        set_private(secret, is_private)
        assert mean(parent) == expected
        assert faults() == []


def test_flipping_a_parent_recomputes_what_its_children_give(parent, secret):
    below = make_objective(parent=secret, owner=secret.owner, is_private=True)
    check_in(make_key_result(below), 30)
    for is_private, expected in ((False, None), (True, 300_000)):
        set_private(secret, is_private)
        assert mean(secret) == expected
        assert faults() == []


def test_a_private_objective_gives_nothing_where_it_is_moved_to(parent, secret):
    other = make_objective(owner=secret.owner)

    tree.move(pk=secret.pk, parent_pk=other.pk, by=secret.owner)

    assert (mean(parent), mean(other)) == (None, None)
    assert faults() == []


def test_a_check_in_on_a_private_objective_changes_no_public_number(parent, secret):
    before = ObjectiveFigures.objects.values().get(pk=parent.pk)
    check_in(secret.key_results.get(), 100)
    assert ObjectiveFigures.objects.values().get(pk=parent.pk) == before


# Traces


@pytest.fixture
def traces(secret):
    """What must not reach a stranger: words, and addresses."""
    key_result = secret.key_results.get()
    entry = key_result.check_ins.get()
    return [
        SECRET,
        "Zenith",
        "Signed on Monday",
        secret.get_absolute_url(),
        key_result.get_absolute_url(),
        f"/check-ins/{entry.pk}/",
    ]


def pages_around(secret):
    """Every page on which a public objective in its place would appear."""
    cycle = f"?cycle={secret.cycle_id}"
    return [
        reverse("updates"),
        reverse("alignment"),
        reverse("alignment") + cycle,
        reverse("objective_create") + f"?parent={secret.parent_id}",
        secret.parent.get_absolute_url(),
        reverse("objective_children", args=[secret.parent_id]),
        reverse("teams") + cycle,
        secret.team.get_absolute_url() + cycle,
        secret.owner.get_absolute_url() + cycle,
    ]


def test_no_page_of_a_stranger_shows_a_trace_of_it(sign_in, mallory, secret, traces):
    client = sign_in(mallory)
    for url in pages_around(secret):
        page = client.get(url)
        assert page.status_code == 200, url
        assert [trace for trace in traces if trace in page.text] == [], url


def test_its_pages_are_the_same_before_and_after_it_is_there(
    sign_in, mallory, parent, bob, product
):
    """Counts, means and offers, too: only one-time keys and the clock may differ."""
    client = sign_in(mallory)
    make_objective("In the open", parent=parent, owner=bob, team=product)
    twin = make_objective("For comparison", parent=parent, owner=bob, team=product)
    urls = pages_around(twin)
    before = [pages.text(client.get(url)) for url in urls]

    hidden = make_objective(SECRET, parent=parent, owner=bob, team=product)
    set_private(hidden, True)
    check_in(make_key_result(hidden), 90)

    after = [pages.text(client.get(url)) for url in urls]
    assert [without_clock(text) for text in after] == [
        without_clock(text) for text in before
    ]


def without_clock(text):
    return text.split("figures as of")[0]


def test_the_test_for_traces_can_see(sign_in, carol, secret, traces):
    """On a manager's pages they are."""
    client = sign_in(carol)
    everything = "".join(client.get(url).text for url in pages_around(secret))
    assert SECRET in everything
    assert secret.get_absolute_url() in everything


def test_a_public_child_of_a_private_parent_does_not_name_it(
    sign_in, mallory, secret, traces
):
    child = make_objective("In the open", parent=secret, owner=secret.owner)
    kr = make_key_result(child)
    client = sign_in(mallory)
    for url in (
        child.get_absolute_url(),
        kr.get_absolute_url(),
        reverse("alignment"),
        reverse("objective_children", args=[child.pk]),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert [trace for trace in traces if trace in page.text] == []


@pytest.mark.parametrize(
    "name", ["objective", "objective_children", "objective_edit", "objective_drop"]
)
def test_its_address_answers_as_one_that_never_existed(sign_in, mallory, secret, name):
    client = sign_in(mallory)
    theirs = client.get(reverse(name, args=[secret.pk]))
    nothing = client.get(reverse(name, args=[secret.pk + 10_000]))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.content == nothing.content


@pytest.mark.parametrize(
    "name", ["key_result", "check_in_preview", "key_result_edit", "key_result_drop"]
)
def test_so_do_the_addresses_of_its_key_results(sign_in, mallory, secret, name):
    client = sign_in(mallory)
    pk = secret.key_results.get().pk
    theirs = client.get(reverse(name, args=[pk]))
    nothing = client.get(reverse(name, args=[pk + 10_000]))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.content == nothing.content


def test_and_what_is_sent_to_them(sign_in, mallory, secret):
    client = sign_in(mallory)
    key_result = secret.key_results.get()
    entry = key_result.check_ins.get()
    for name, pk in (
        ("check_in_create", key_result.pk),
        ("check_in_correct", entry.pk),
        ("objective_edit", secret.pk),
        ("objective_weights", secret.pk),
        ("key_result_create", secret.pk),
    ):
        theirs = client.post(reverse(name, args=[pk]), {"value": "1"})
        nothing = client.post(reverse(name, args=[pk + 10_000]), {"value": "1"})
        assert theirs.status_code == nothing.status_code == 404
        assert theirs.content == nothing.content


def test_naming_it_as_a_parent_is_refused_as_if_it_were_not_there(
    sign_in, mallory, secret, cycle
):
    client = sign_in(mallory)
    url = reverse("objective_create")
    form = {"title": "Mine", "cycle": cycle.pk, "owner": mallory.pk}
    told = []
    for pk in (secret.pk, secret.pk + 10_000):
        answer = client.post(url, {**form, "parent": pk, "alignment_weight": 1})
        assert answer.status_code == 422
        told.append(answer.context["form"].errors["parent"])
    assert told[0] == told[1]


def test_a_saved_entry_is_not_told_to_others_by_its_id(sign_in, mallory, secret):
    entry = secret.key_results.get().check_ins.get()
    page = sign_in(mallory).get(f"/updates/?saved={entry.pk}")
    assert "Just saved" not in page.text
