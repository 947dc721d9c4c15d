"""Django's admin pages look everything up and write through the same gates."""

import pytest
from django.contrib import admin
from django.urls import reverse

from objectives.models import Objective, User
from progress.models import CheckIn, KeyResultFigures
from tests.factories import check_in, make_key_result

pytestmark = pytest.mark.django_db
OURS = [
    model._meta.label_lower.replace(".", "_")
    for model in admin.site._registry
    if model._meta.app_label in {"objectives", "progress"}
]


@pytest.fixture
def staff(sign_in, dana):
    User.objects.filter(pk=dana.pk).update(is_staff=True, is_superuser=True)
    return sign_in(User.objects.get(pk=dana.pk))


@pytest.fixture
def entry(derived_objective):
    return check_in(make_key_result(derived_objective), 10)


def url(name, verb, *args):
    return reverse(f"admin:{name}_{verb}", args=args)


@pytest.mark.parametrize("name", OURS)
def test_each_list_opens_and_searches(staff, entry, name):
    assert staff.get(url(name, "changelist")).status_code == 200
    assert staff.get(url(name, "changelist"), {"q": "e"}).status_code in {200, 302}


@pytest.mark.parametrize(
    "name",
    ["progress_checkin", "progress_keyresultfigures", "progress_objectivefigures"],
)
def test_what_is_recorded_is_only_read(staff, entry, name):
    pk = {
        "progress_checkin": entry.pk,
        "progress_keyresultfigures": entry.key_result_id,
    }
    pk = pk.get(name, entry.objective_id)
    assert staff.get(url(name, "change", pk)).status_code == 200
    assert staff.post(url(name, "change", pk), {"value": 1}).status_code == 403
    assert staff.get(url(name, "add")).status_code == 403
    assert staff.get(url(name, "delete", pk)).status_code == 403
    assert CheckIn.objects.get().value == 10


def test_an_objective_is_changed_where_it_hangs(staff, derived_objective):
    sent = {
        "title": "Another title",
        "description": "",
        "owner": derived_objective.owner_id,
        "team": derived_objective.team_id,
        "alignment_weight": 3,
        "derivation_note": "",
    }
    at = url("objectives_objective", "change", derived_objective.pk)
    assert staff.post(at, sent).status_code == 302
    changed = Objective.objects.get(pk=derived_objective.pk)
    assert (changed.title, changed.alignment_weight) == ("Another title", 3)
    assert changed.parent_id == derived_objective.parent_id
    assert changed.revision == derived_objective.revision + 1


def test_an_objective_is_made_in_the_tree(staff, company_objective):
    sent = {
        "title": "Made here",
        "description": "",
        "cycle": company_objective.cycle_id,
        "parent": company_objective.pk,
        "owner": company_objective.owner_id,
        "alignment_weight": 1,
        "derivation_note": "",
    }
    assert staff.post(url("objectives_objective", "add"), sent).status_code == 302
    assert Objective.objects.get(title="Made here").parent == company_objective


def key_result_fields(key_result, **fields):
    return {
        "content": key_result.content,
        "start_value": 0,
        "target_value": 50,
        "unit": "",
        "weight": 1,
        "owner": key_result.owner_id,
        **fields,
    }


def test_a_changed_target_changes_the_figures(staff, entry):
    at = url("objectives_keyresult", "change", entry.key_result_id)
    assert staff.post(at, key_result_fields(entry.key_result)).status_code == 302
    figures = KeyResultFigures.objects.get(pk=entry.key_result_id)
    assert figures.progress == 200_000


@pytest.mark.parametrize("wrong", [{"weight": 0}, {"target_value": 0}])
def test_what_the_arithmetic_cannot_answer_is_refused(staff, entry, wrong):
    at = url("objectives_keyresult", "change", entry.key_result_id)
    answer = staff.post(at, key_result_fields(entry.key_result, **wrong))
    assert answer.status_code == 200
    assert "errorlist" in answer.text
