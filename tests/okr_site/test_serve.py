"""`manage.py serve`: what it refuses, and how it starts the server."""

import socket

import pytest
from django.core.management import CommandError, call_command

from objectives.management.commands import serve
from objectives.models import User
from progress.demo import people


@pytest.fixture
def program(monkeypatch):
    """The command lines that would have replaced this process."""
    lines = []
    monkeypatch.setattr(serve.os, "execv", lambda path, line: lines.append(line))
    return lines


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.django_db
def test_it_ends_as_gunicorn(program, free_port, capsys):
    call_command("serve", bind=f"127.0.0.1:{free_port}", workers=3)
    [line] = program
    assert line[1:4] == ["-m", "gunicorn", "okr_site.wsgi:application"]
    assert line[line.index("--workers") + 1] == "3"
    assert line[line.index("--bind") + 1] == f"127.0.0.1:{free_port}"
    assert "--no-control-socket" in line
    assert f"http://127.0.0.1:{free_port}/" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_demo_organisation_is_loaded_where_there_is_nobody(
    program, free_port, capsys
):
    call_command("serve", bind=f"127.0.0.1:{free_port}", demo=True)
    call_command("serve", bind=f"127.0.0.1:{free_port}", demo=True)
    assert User.objects.filter(email__endswith=f"@{people.DOMAIN}").exists()
    assert len(program) == 2
    said = capsys.readouterr().out
    assert said.index("Sign in with the password") < said.index("Plumbline is at")


def test_a_taken_port_is_said_in_a_sentence(program):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"port {port} of 127.0.0.1"):
            call_command("serve", bind=f"127.0.0.1:{port}")
    assert program == []


def test_a_local_site_stays_on_this_machine(program):
    with pytest.raises(CommandError, match="for this machine only"):
        call_command("serve", bind="0.0.0.0:8000")
    assert program == []


def test_a_site_in_production_may_listen_everywhere(settings):
    settings.HTTPS = True
    serve.refuse_open_door("0.0.0.0")


@pytest.mark.parametrize(
    "bind", ["8000", ":8000", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:0", "h:70000", ""]
)
def test_an_address_without_host_or_port_is_refused(bind):
    with pytest.raises(CommandError, match="an address and a port"):
        serve.parse_bind(bind)


def test_an_address_of_the_newer_kind():
    assert serve.parse_bind("[::1]:8000") == ("::1", 8000)
