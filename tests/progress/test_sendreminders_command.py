"""`manage.py sendreminders`: what it says, refuses and leaves alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from progress.models import OutboxMail, ReminderPreference

pytestmark = pytest.mark.django_db


@pytest.fixture
def owing(measured, bob):
    """Bob owes an update since today, and may be told at any hour."""
    ReminderPreference.objects.create(person=bob, hour=0)
    return measured(20, 7)


def say(*options):
    out = StringIO()
    call_command("sendreminders", *options, stdout=out)
    return out.getvalue()


def test_it_says_what_it_did(owing, mailoutbox):
    assert "1 sent" in say()
    assert len(mailoutbox) == 1


def test_a_dry_run_says_who_would_be_told_and_changes_nothing(owing, bob, mailoutbox):
    before = ReminderPreference.objects.values().get()
    assert "bob@example.org" in say("--dry-run")
    assert "1 due today" in say("--dry-run")
    assert mailoutbox == []
    assert not OutboxMail.objects.exists()
    assert ReminderPreference.objects.values().get() == before


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--loop",)])
def test_without_an_address_for_its_links_it_refuses(owing, settings, options):
    settings.PUBLIC_URL = ""
    with pytest.raises(CommandError, match="PUBLIC_URL is not set"):
        say(*options)
    assert not OutboxMail.objects.exists()
