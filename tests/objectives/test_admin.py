"""The admin pages: everything is there, and the rules of the site hold there too."""

import pytest
from django.contrib import admin as admin_pages
from django.urls import reverse

from objectives import bookkeeping
from objectives.models import KeyResult, Objective, Team, User
from progress.models import CheckIn
from tests.factories import check_in, make_cycle, make_key_result, make_objective
from tests.objectives.sent import typed

MODELS = sorted(admin_pages.site._registry, key=lambda model: model._meta.label)
OURS = [m for m in MODELS if m._meta.app_label in ("objectives", "progress")]
LEDGER = ["progress_checkin", "progress_keyresultfigures", "progress_objectivefigures"]


def change_page(subject):
    name = f"{subject._meta.app_label}_{subject._meta.model_name}"
    return reverse(f"admin:{name}_change", args=[subject.pk])


def save(client, subject, **changes):
    page = change_page(subject)
    opened = client.get(page).context
    data = typed(opened["adminform"].form)
    for inline in opened["inline_admin_formsets"]:
        data |= typed(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= typed(form)
    return client.post(page, {**data, **changes})


def errors_of(response):
    return response.context["adminform"].form.errors


@pytest.fixture
def key_result(company_objective):
    key_result = make_key_result(company_objective, start=0, target=100)
    check_in(key_result, 40)
    return key_result


# Everything is there


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_every_table_is_listed_searched_and_filtered(admin, key_result, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    assert admin.get(reverse(name)).status_code == 200
    assert admin.get(reverse(name), {"q": "a b"}).status_code == 200
    assert admin.get(reverse(name), {"q": "\x00"}).status_code == 200
    assert admin.get(reverse(name), {"nonsense__lt": "1"}).status_code == 302


def test_every_model_of_ours_is_registered():
    from django.apps import apps

    models = [*apps.get_app_config("objectives").get_models()]
    models += apps.get_app_config("progress").get_models()
    assert set(models) == set(OURS)


@pytest.mark.parametrize("name", LEDGER)
def test_the_ledger_and_the_figures_are_only_read(admin, key_result, name):
    subject = {
        "progress_checkin": CheckIn.objects.get(),
        "progress_keyresultfigures": key_result.figures,
        "progress_objectivefigures": key_result.objective.figures,
    }[name]
    page = change_page(subject)
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"value": "9"}).status_code == 403
    assert admin.post(page.replace("change", "delete"), {}).status_code == 403
    assert admin.get(reverse(f"admin:{name}_add")).status_code == 403
    everything = {"action": "delete_selected", "_selected_action": [subject.pk]}
    admin.post(reverse(f"admin:{name}_changelist"), {**everything, "post": "yes"})
    assert CheckIn.objects.get().value == 40


def test_nothing_is_deleted_in_bulk(admin, company, product):
    data = {"action": "delete_selected", "_selected_action": [product.pk]}
    for name in ("team", "cycle", "user", "objective", "keyresult"):
        url = reverse(f"admin:objectives_{name}_changelist")
        admin.post(url, {**data, "post": "yes"})
    assert Team.objects.count() == 2


# Who may use them


def test_strangers_sign_in_where_everybody_does_and_others_are_refused(client, alice):
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)
    client.force_login(alice)
    refused = client.get("/admin/", follow=True)
    assert refused.status_code == 403


def test_the_entrance_leads_nowhere_else(client, alice):
    page = client.get("/admin/login/", {"next": "https://evil.example/"})
    assert page.url == "/accounts/login/?next=/admin/"


# Goals are written as everywhere


def test_an_objective_is_changed_with_its_history(admin, dana, company_objective):
    revision = company_objective.revision

    save(admin, company_objective, title="A product that sells itself")

    company_objective.refresh_from_db()
    assert company_objective.title == "A product that sells itself"
    assert company_objective.revision == revision + 1
    assert company_objective.history.first().history_user == dana


def test_an_objective_is_moved_through_the_gate_of_the_tree(admin, derived_objective):
    other = make_objective(cycle=derived_objective.cycle)

    response = save(admin, derived_objective, parent=other.pk)

    assert response.status_code == 302
    derived_objective.refresh_from_db()
    assert (derived_objective.parent, derived_objective.tree_id) == (
        other,
        Objective.objects.get(pk=other.pk).tree_id,
    )


def test_a_private_objective_leaves_the_mean_of_its_parent(admin, derived_objective):
    check_in(make_key_result(derived_objective), 50)
    parent = derived_objective.parent
    parent.figures.refresh_from_db()
    assert parent.figures.children_mean == 500_000

    save(admin, derived_objective, is_private="on")

    parent.figures.refresh_from_db()
    assert parent.figures.children_mean is None


def test_loops_and_cycles_that_do_not_fit_are_refused(admin, derived_objective):
    parent = derived_objective.parent
    closed = make_cycle("Over", state="closed")

    for changes, field in (
        ({"parent": derived_objective.pk}, "parent"),
        ({"parent": parent.pk}, "parent"),
        ({"parent": "9" * 30}, "parent"),
        ({"parent": "x"}, "parent"),
        ({"cycle": closed.pk}, "cycle"),
        ({"title": "\u200b"}, "title"),
        ({"title": "a\x00"}, "title"),
        ({"alignment_weight": "0"}, "alignment_weight"),
    ):
        assert errors_of(save(admin, parent, **changes))[field]
    parent.refresh_from_db()
    assert (parent.parent, parent.title) == (None, "A product that customers recommend")


def test_an_objective_is_added_in_the_tree(admin, dana, company_objective):
    url = reverse("admin:objectives_objective_add")
    data = typed(admin.get(url).context["adminform"].form) | {
        "title": "One more",
        "cycle": company_objective.cycle_id,
        "parent": company_objective.pk,
        "owner": dana.pk,
    }
    assert admin.post(url, data).status_code == 302
    added = Objective.objects.get(title="One more")
    assert (added.parent, added.level) == (company_objective, 1)
    assert added.history.get().history_user == dana


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    admin, company_objective
):
    page = change_page(company_objective)
    data = typed(admin.get(page).context["adminform"].form)
    Objective.objects.filter(pk=company_objective.pk).update(title="Theirs")
    bookkeeping.objectives_changed(company_objective.pk)

    response = admin.post(page, data | {"title": "Mine"})

    assert "Somebody changed this while you had it open." in response.text
    company_objective.refresh_from_db()
    assert company_objective.title == "Theirs"


def test_a_new_target_is_a_new_figure(admin, dana, key_result):
    save(admin, key_result, target_value="80")

    key_result.refresh_from_db()
    assert (key_result.target_value, key_result.figures.progress) == (80, 500_000)
    assert key_result.history.first().history_user == dana


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weight", "0"),
        ("weight", "NaN"),
        ("target_value", "0"),
        ("target_value", "1e400"),
        ("kind", "milestone"),
    ],
)
def test_a_key_result_that_cannot_be_reckoned_is_refused(
    admin, key_result, field, value
):
    assert errors_of(save(admin, key_result, **{field: value}))[field]


def test_goals_of_a_closed_cycle_are_only_read(admin, key_result):
    cycle = key_result.objective.cycle
    type(cycle).objects.filter(pk=cycle.pk).update(state="closed")
    for subject in (key_result, key_result.objective):
        assert admin.get(change_page(subject)).status_code == 200
        assert admin.post(change_page(subject), {}).status_code == 403


@pytest.mark.parametrize("model", [Objective, KeyResult, User])
def test_who_and_what_was_measured_is_not_deleted(admin, key_result, model):
    subject = model.objects.first()
    page = change_page(subject).replace("change", "delete")
    assert admin.post(page, {"post": "yes"}).status_code == 403


# Accounts and settings


def test_the_last_administrator_stays_one_here_too(admin, dana):
    demoted = save(admin, dana, role="member")
    assert "This is the last administrator" in str(errors_of(demoted))

    data = typed(admin.get(change_page(dana)).context["adminform"].form)
    del data["is_active"]
    shut_out = admin.post(change_page(dana), data)
    assert "You cannot shut yourself out." in str(errors_of(shut_out))


def test_a_role_brings_the_admin_pages_and_takes_them(admin, bob):
    for role, staff in (("administrator", True), ("manager", False)):
        save(admin, bob, role=role)
        bob.refresh_from_db()
        assert (bob.role, bob.is_staff, bob.is_superuser) == (role, staff, staff)


def test_a_team_moves_with_its_members(admin, company, product):
    members = set(product.members.all())
    save(admin, product, parent="")
    product.refresh_from_db()
    assert product.path == f"/{product.pk}/"
    assert set(product.members.all()) == members


def test_a_cycle_is_closed_only_when_that_is_meant(admin, cycle):
    asked = save(admin, cycle, state="closed")
    assert errors_of(asked)["closes"]
    save(admin, cycle, state="closed", closes="on")
    cycle.refresh_from_db()
    assert cycle.state == "closed"
