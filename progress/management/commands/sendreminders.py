"""`manage.py sendreminders`: plan today's digests, and send what waits."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from progress import outbox
from progress.digest import digest_of
from progress.mails import in_language_of
from progress.reminding import told

PAUSE = 60  # seconds between two rounds of --loop
DATABASE_IS_AWAY = (OperationalError, InterfaceError)


class Command(BaseCommand):
    help = (
        "Reminds people of updates that fall due, are due or are late: one mail a day "
        "at most. Run it every few minutes, or with --loop. Several may run at once."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--loop",
            action="store_true",
            help="go on until told to stop (SIGTERM or SIGINT)",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="only say who would be told what; nothing is written or sent",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_without_address()
        if options["dry_run"]:
            self.say_what_would_be_sent()
        elif options["loop"]:
            self.go_on()
        else:
            self.run_once()

    def run_once(self) -> None:
        done = outbox.run()
        self.stdout.write(f"{done}.")
        if done.failed:
            raise CommandError(
                "Not every mail left. The settings page “Mail” says why; what failed "
                "is tried again by one of the next runs."
            )

    def go_on(self) -> None:
        """A round a minute; told to stop, it ends the mail it is at and no later."""
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            try:
                self.stdout.write(f"{outbox.run(stop.is_set)}.")
            except DATABASE_IS_AWAY as error:
                self.stderr.write(f"The database does not answer: {error}")
            self.stdout.flush()
            stop.wait(PAUSE)

    def say_what_would_be_sent(self) -> None:
        for person, day in outbox.to_ask(timezone.now()):
            since = outbox.preference_of(person).since(day)
            with in_language_of(person):
                news = told(person, day, since)
                if news.is_news:
                    subject = digest_of(news).subject
                    self.stdout.write(f"{person.email} ({day}): {subject}")


def refuse_without_address() -> None:
    if not settings.PUBLIC_URL:
        raise CommandError(
            "PUBLIC_URL is not set: set it to the address people type, such as "
            "https://okr.example.org, or the links in mails would lead nowhere."
        )
