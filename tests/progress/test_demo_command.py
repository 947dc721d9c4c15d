import pytest
from django.core.management import CommandError, call_command

from objectives.models import Cycle, Organisation, User
from progress.demo.people import PASSWORD, SIGN_INS


@pytest.mark.django_db
def test_loading_prints_the_sign_ins(capsys):
    call_command("demo", "--if-empty")

    said = capsys.readouterr().out
    assert PASSWORD in said
    assert all(f"{sign_in}@tidewell.example" in said for sign_in, _ in SIGN_INS)


@pytest.mark.django_db
def test_a_site_with_people_is_left_alone(capsys):
    User.objects.create_user("first@example.org", name="First")

    call_command("demo", "--if-empty")

    assert capsys.readouterr().out == ""
    assert User.objects.count() == 1
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_site_with_cycles_refuses_the_sample():
    Cycle.objects.create(name="Now", starts_on="2026-01-01", ends_on="2026-03-31")

    with pytest.raises(CommandError, match="cycles already"):
        call_command("demo")
    assert not User.objects.exists()
