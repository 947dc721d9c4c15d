"""`manage.py serve`"""

import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from okr_site.assets import collect_static, compile_translations

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    help = "Brings the database and the files up to date, then serves with gunicorn."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--bind",
            default="127.0.0.1:8000",
            help="address and port to listen on (default: 127.0.0.1:8000)",
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=2,
            help="processes, each with four threads (default: 2)",
        )
        parser.add_argument(
            "--demo",
            action="store_true",
            help="load the demo organisation first, where there is nobody yet",
        )

    def handle(self, *args, **options) -> None:
        host, port = parse_bind(options["bind"])
        refuse_open_door(host)
        refuse_taken_port(host, port)
        self.bring_up_to_date(demo=options["demo"])
        self.stdout.write(f"Plumbline is at http://{options['bind']}/ (Ctrl+C ends it)")
        self.stdout.flush()
        # A new program instead of a fork: workers must not inherit connections.
        os.execv(sys.executable, command_line(options["bind"], options["workers"]))

    def bring_up_to_date(self, *, demo: bool) -> None:
        """Static files aside, which takes as long at first as all of the rest."""
        with ThreadPoolExecutor(1) as aside:
            collected = aside.submit(collect_static)
            compile_translations()
            call_command("migrate", interactive=False, verbosity=0)
            if demo:
                call_command("demo", if_empty=True, stdout=self.stdout)
            collected.result()


def command_line(bind: str, workers: int) -> list[str]:
    path = ["--pythonpath", str(settings.BASE_DIR)] if settings.IN_CHECKOUT else []
    return [
        *(sys.executable, "-m", "gunicorn", "okr_site.wsgi:application"),
        *("--bind", bind, "--workers", str(workers)),
        *("--worker-class", "gthread", "--threads", "4"),
        *("--max-requests", "2000", "--max-requests-jitter", "200"),
        *("--no-control-socket", "--log-level", "warning"),
        *path,
    ]


def parse_bind(bind: str) -> tuple[str, int]:
    """`127.0.0.1:8000` and `[::1]:8000` in their two parts."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(
            f"--bind is {bind!r}; it must be an address and a port, "
            "such as 127.0.0.1:8000."
        )
    return host.strip("[]"), int(port)


def refuse_open_door(host: str) -> None:
    if host not in LOOPBACK and not settings.HTTPS:
        raise CommandError(
            f"{host} can be reached from other machines, and this site is set up for "
            "this machine only. README.md says what a site in production needs."
        )


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on port {port} of {host}: {error.strerror}. "
                f"Choose another one: make run PORT={port + 1}, "
                f"or manage.py serve --bind {host}:{port + 1}."
            ) from error
