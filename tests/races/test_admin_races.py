"""What the admin pages write while the site writes the same."""

import threading
import time
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from objectives import plan
from objectives.forms.admin import KeyResultAdminForm
from objectives.models import KeyResult
from progress import verify
from tests.factories import check_in, make_key_result, make_objective, make_user
from tests.objectives.sent import typed
from tests.races.crowd import PATIENCE, at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
A_MOMENT = 0.5  # seconds, in which the other one comes to where it waits


def test_a_key_result_is_defined_in_both_places_without_a_deadlock(monkeypatch):
    key_result = make_key_result(make_objective())
    check_in(key_result, 40)
    dana, client = make_user(role="administrator"), Client()
    client.force_login(dana)
    page = reverse("admin:objectives_keyresult_change", args=[key_result.pk])
    stands = KeyResult.objects.get(pk=key_result.pk)
    form = typed(KeyResultAdminForm(instance=stands))
    checking, clean = threading.Event(), KeyResultAdminForm.clean

    def clean_slowly(form):
        checking.set()
        time.sleep(A_MOMENT)
        return clean(form)

    monkeypatch.setattr(KeyResultAdminForm, "clean", clean_slowly)

    def in_the_admin():
        return client.post(page, {**form, "target_value": "80"}).status_code

    def on_the_site():
        checking.wait(PATIENCE)
        values = {"weight": Decimal(3)}
        plan.change_key_result(key_result.pk, seen=None, by=dana, values=values)

    assert at_once(in_the_admin, on_the_site) == [302, None]
    after = KeyResult.objects.get(pk=key_result.pk)
    assert (after.target_value, after.weight) == (80, 3)
    assert list(verify.differences()) == []
