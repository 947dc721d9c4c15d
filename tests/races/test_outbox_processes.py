"""Several senders at once, some of them killed, and a mail server that counts."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from objectives import clock
from objectives.models import Organisation
from progress.models import OutboxMail, ReminderPreference
from tests.environment import bare
from tests.factories import make_key_result, make_objective, make_user, set_cadence

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared_database")]
PROJECT = Path(__file__).resolve().parents[2]
PEOPLE = 24
PATIENCE = 60


class Post:
    """A mail server's handler: keeps what it took, and may refuse or dawdle."""

    def __init__(self):
        self.ids, self.pause, self.refuses = [], 0.0, False

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            return "451 not now"
        message = envelope.content.decode("utf-8", "replace")
        [line] = [li for li in message.splitlines() if li.startswith("Message-ID: ")]
        self.ids.append(line)
        time.sleep(self.pause)
        return "250 taken"


@pytest.fixture
def post():
    """The handler of a real mail server on a free port of this machine."""
    post = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        post.port = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    yield post
    controller.stop()


@pytest.fixture
def people(shared_database):
    """Each owes one update since today."""
    Organisation(name="Tidewell").save()
    set_cadence(weekdays=[clock.today().weekday()])
    for _ in range(PEOPLE):
        person = make_user()
        make_key_result(make_objective(owner=person))
        ReminderPreference.objects.create(person=person, hour=0)


@pytest.fixture
def sender(post, tmp_path):
    """`sender("--loop")` is a process of `manage.py sendreminders`."""
    started = []

    def start(*options):
        surroundings = bare(
            DATABASE_URL=address_of_database(),
            DATA_DIR=str(tmp_path / "data"),
            EMAIL_URL=f"smtp://127.0.0.1:{post.port}",
        )
        argv = [sys.executable, "manage.py", "sendreminders", *options]
        process = subprocess.Popen(
            argv, env=surroundings, cwd=PROJECT, stdout=-1, stderr=-1, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def address_of_database():
    """Of the one that this test writes, for other processes."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def until(fact):
    end = time.monotonic() + PATIENCE
    while not fact():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def let_claims_run_out():
    """As if five minutes had passed."""
    OutboxMail.objects.waiting().update(claimed_until=timezone.now())


def test_four_senders_at_once_send_each_mail_once(people, post, sender):
    processes = [sender() for _ in range(4)]
    assert [process.wait(PATIENCE) for process in processes] == [0] * 4
    assert sorted(Counter(post.ids).values()) == [1] * PEOPLE
    assert OutboxMail.objects.exclude(sent_at=None).count() == PEOPLE


def test_who_is_killed_loses_no_mail_and_doubles_at_most_one(people, post, sender):
    post.pause = 0.05
    kills = 3
    for number in range(1, kills + 1):
        doomed = sender()
        until(lambda number=number: len(post.ids) >= 4 * number)
        doomed.send_signal(signal.SIGKILL)
        doomed.wait(PATIENCE)
        let_claims_run_out()
    post.pause = 0.0
    assert sender().wait(PATIENCE) == 0

    counts = Counter(post.ids)
    assert len(counts) == PEOPLE
    assert sum(counts.values()) - PEOPLE <= kills
    assert max(counts.values()) <= 2
    assert not OutboxMail.objects.waiting().exists()


def test_a_server_that_refuses_gets_everything_once_it_takes_mail(people, post, sender):
    post.refuses = True
    process = sender()
    assert process.wait(PATIENCE) == 1
    assert "Not every mail left" in process.communicate()[1]
    assert OutboxMail.objects.failing().count() == PEOPLE
    assert "451" in OutboxMail.objects.first().last_error

    post.refuses = False
    OutboxMail.objects.update(not_before=None)
    assert sender().wait(PATIENCE) == 0
    assert sorted(Counter(post.ids).values()) == [1] * PEOPLE


def test_told_to_stop_a_loop_ends_with_the_mail_it_is_at(people, post, sender):
    post.pause = 0.05
    process = sender("--loop")
    until(lambda: post.ids)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert 0 < len(post.ids) < PEOPLE
    assert not OutboxMail.objects.exclude(claimed_until=None).exists()
    assert OutboxMail.objects.exclude(sent_at=None).count() == len(post.ids)
