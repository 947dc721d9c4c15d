"""Many at once: threads that meet, and processes of which some are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable

from django.db import connections

PATIENCE = 60  # seconds until something that should have ended counts as stuck
FORK = multiprocessing.get_context("fork")


def at_once(*deeds: Callable[[], object]) -> list:
    """Run each deed in a thread of its own; all begin together.

    The answers in the order of the deeds: what was returned, or the exception.
    """
    start, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number: int, deed: Callable[[], object]) -> None:
        start.wait(PATIENCE)
        try:
            answers[number] = deed()
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=pair, daemon=True)
        for pair in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    return answers


class Crowd:
    """Processes that do one thing over and over until they are told to stop.

    Each has a connection of its own and works for `seconds`. What went wrong in
    any of them is in `errors` afterwards; `done` counts what went well.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.members: list = []
        self.news = FORK.SimpleQueue()
        self.done, self.errors = 0, []

    def add(self, work: Callable[[], object]):
        """Start another process; `work` is called again and again."""
        connections.close_all()  # a connection cannot be shared with a child
        member = FORK.Process(target=self._live, args=(work,), daemon=True)
        member.start()
        self.members.append(member)
        return member

    def _live(self, work: Callable[[], object]) -> None:
        done, until = 0, time.monotonic() + self.seconds
        try:
            while time.monotonic() < until:
                work()
                done += 1
        except Exception:
            self.news.put((done, traceback.format_exc()))
        else:
            self.news.put((done, None))

    def kill(self, member) -> None:
        """As when the power fails: nothing in the process gets to know."""
        os.kill(member.pid, signal.SIGKILL)
        member.join(PATIENCE)
        self.members.remove(member)

    def wait(self) -> None:
        for _member in self.members:
            done, error = self.news.get()
            self.done += done
            self.errors += [error] if error else []
        for member in self.members:
            member.join(PATIENCE)
