"""Runs a command of manage.py; prints as JSON its seconds and the most memory it held.

`peak check` tells what a program holds that does next to nothing.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import time
from pathlib import Path

from django.core.management import call_command

STATUS = Path("/proc/self/status")
HIGHEST = re.compile(r"VmHWM:\s+([0-9]+) kB")


def peak() -> int:
    """Bytes that this process has had in memory at once, so far."""
    if STATUS.exists():  # unlike the other, it does not count the parent of a fork
        return int(HIGHEST.search(STATUS.read_text())[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main(arguments: list[str]) -> None:
    begin = time.perf_counter()
    call_command(*arguments, stdout=io.StringIO())
    taken = time.perf_counter() - begin
    print(json.dumps({"seconds": taken, "peak": peak()}))


if __name__ == "__main__":
    main(sys.argv[1:])
